"""Addresses of the look-up of old and new addresses."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.addresses import asking, listing

SEE = Permission.SEE_REGISTRY

ROUTES: list[URLPattern] = [
    page("dia-chi/", asking.addresses, "addresses", SEE),
    page("dia-chi/danh-sach/", listing.lines, "addresses-lines", SEE, FORM),
    page("dia-chi/danh-sach/xuat/", listing.export, "addresses-export", Permission.EXPORT, WRITE),
]
