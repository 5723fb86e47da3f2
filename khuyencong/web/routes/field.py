"""Addresses of the page a team works on where there is no connection, and of what it sends afterwards."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import WRITE, Open, page
from khuyencong.web.pages.field import receiving, showing, worker

SEE = Permission.SEE_OFFICE  # who may write is a claim about the team: rules of observations

ROUTES: list[URLPattern] = [
    page("hien-truong/sw.js", worker.worker, "field-worker", Open.PUBLIC),
    page("hien-truong/<int:pk>/", showing.field_page, "inspection-field", SEE),
    page("hien-truong/<int:pk>/tinh-trang/", receiving.held, "inspection-field-state", SEE),
    page("hien-truong/<int:pk>/ghi/", receiving.keep, "inspection-field-keep", SEE, WRITE),
    page("hien-truong/<int:pk>/anh/", receiving.photo, "inspection-field-photo", SEE, WRITE),
]
