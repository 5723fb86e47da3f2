"""Tests of the office around the money."""
