"""Addresses of documents: the register, drafts, slips."""

from django.urls import URLPattern

ROUTES: list[URLPattern] = []
