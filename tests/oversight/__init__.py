"""Tests of oversight: inspections, findings, recommendations."""
