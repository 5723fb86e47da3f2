"""Addresses of the comparison of years on one map."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import page
from khuyencong.web.pages import comparison

ROUTES: list[URLPattern] = [
    page("so-sanh/", comparison.comparison, "comparison", Permission.SEE_PROGRAMME),
    page("so-sanh/xuat/", comparison.export, "comparison-export", Permission.EXPORT),
]
