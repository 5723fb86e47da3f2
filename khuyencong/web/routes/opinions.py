"""Addresses of opinions on cluster plans."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
