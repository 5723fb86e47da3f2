"""Renderers that draw any ``kernel.papers.Paper`` in Word, Excel, PDF or CSV. They know nothing of the domain."""
