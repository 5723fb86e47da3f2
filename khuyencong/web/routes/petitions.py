"""Addresses of petitions and published guidance."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
