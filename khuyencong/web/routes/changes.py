"""Addresses of changes of places and bodies."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.changes import choosing, entering, file, listing, reversing

SEE, KEEP, EXPORT = Permission.SEE_REGISTRY, Permission.KEEP_REGISTRY, Permission.EXPORT

ROUTES: list[URLPattern] = [
    page("thay-doi/", listing.changes, "changes", SEE),
    page("thay-doi/xuat/", listing.export, "changes-export", EXPORT),
    page("thay-doi/moi/", entering.new, "change-new", KEEP, FORM),
    page("thay-doi/<int:pk>/", file.change, "change", SEE),
    page("thay-doi/<int:pk>/buoc/<slug:name>/", file.step, "change-step", SEE, WRITE),
    page("thay-doi/<int:pk>/lien-quan/", file.moved, "change-moved", EXPORT),
    page("thay-doi/<int:pk>/hoan-nguyen/", reversing.reversal, "change-reversal", KEEP, FORM),
    page("thay-doi/<int:pk>/cho-chon/", choosing.choosing, "change-choices", SEE, FORM),
]
