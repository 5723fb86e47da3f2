"""Conferences and fairs: planned, prepared, guests and booths, held, reported."""
