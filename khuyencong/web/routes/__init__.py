"""Addresses of the office around the money, a file a field; ``web.urls`` joins them to the rest."""

from django.urls import URLPattern

from khuyencong.web.routes import (
    addresses,
    changes,
    comparison,
    field,
    gatherings,
    inspections,
    opinions,
    papers,
    petitions,
    places,
    system_map,
    tasks,
    week,
)

OFFICE: list[URLPattern] = [
    *papers.ROUTES,
    *petitions.ROUTES,
    *tasks.ROUTES,
    *inspections.ROUTES,
    *field.ROUTES,
    *opinions.ROUTES,
    *gatherings.ROUTES,
    *week.ROUTES,
    *addresses.ROUTES,
    *comparison.ROUTES,
    *changes.ROUTES,
    *places.ROUTES,
    *system_map.ROUTES,
]
