"""Addresses of the office around the money, a file a field; ``web.urls`` joins them to the rest."""

from django.urls import URLPattern

from khuyencong.web.routes import (
    addresses,
    field,
    gatherings,
    inspections,
    opinions,
    papers,
    petitions,
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
    *system_map.ROUTES,
]
