"""Addresses of places, bodies and regions through time."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, page
from khuyencong.web.pages.bodies import body
from khuyencong.web.pages.places import listing, place, regions

SEE, EXPORT = Permission.SEE_REGISTRY, Permission.EXPORT

ROUTES: list[URLPattern] = [
    page("dia-ban/", listing.places, "places", SEE),
    page("dia-ban/xuat/", listing.export, "places-export", EXPORT),
    page("dia-ban/<int:pk>/", place.place, "place", SEE),
    page("don-vi/<int:pk>/", body.body, "organisation", SEE),
    page("vung/", regions.regions, "regions", SEE, FORM),
    page("vung/xuat/", regions.export, "regions-export", EXPORT),
]
