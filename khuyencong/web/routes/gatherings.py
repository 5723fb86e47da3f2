"""Addresses of conferences and fairs."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
