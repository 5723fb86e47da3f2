"""Addresses of the work programme and its calendar."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
