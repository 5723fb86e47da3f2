"""Addresses of the page a team works on where there is no connection, and of what it sends afterwards."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
