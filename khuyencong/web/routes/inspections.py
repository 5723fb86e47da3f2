"""Addresses of inspections, findings from the field, recommendations."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
