"""Renderers that draw any ``kernel.papers.Paper`` or table in Word, Excel, PDF or CSV. They know nothing of the domain."""
