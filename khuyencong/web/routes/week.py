"""Addresses of the week on one page."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
