"""Addresses of the week on one page."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import page
from khuyencong.web.pages import week

ROUTES: list[URLPattern] = [
    page("tuan/", week.week, "week", Permission.SEE_OFFICE),
    page("tuan/<slug:form>/", week.sheet, "week-sheet", Permission.SEE_OFFICE),
]
