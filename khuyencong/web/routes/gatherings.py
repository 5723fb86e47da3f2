"""Addresses of conferences and fairs."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.gatherings import entering, file, listing, lists

SEE, HANDLE = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE
HOME = "hoi-nghi-hoi-cho/"
ONE = f"{HOME}<int:pk>/"

ROUTES: list[URLPattern] = [
    page(HOME, listing.gatherings, "gatherings", SEE),
    page(f"{HOME}xuat/", listing.export, "gatherings-export", SEE),
    page(f"{HOME}moi/", entering.new, "gathering-new", HANDLE, FORM),
    page(ONE, file.gathering, "gathering", SEE),
    page(f"{ONE}buoc/<slug:name>/", file.step, "gathering-step", HANDLE, WRITE),
    page(f"{ONE}chuong-trinh/", lists.agenda, "gathering-agenda", HANDLE, WRITE),
    page(f"{ONE}khach-moi/", lists.guests, "gathering-invite", HANDLE, WRITE),
    page(f"{ONE}khach-moi/xuat/", lists.guests_export, "gathering-invitations-export", SEE),
    page(f"{ONE}khach-moi/<int:invitation>/", lists.reply, "gathering-reply", HANDLE, WRITE),
    page(f"{ONE}giay-moi/", lists.invitation, "gathering-invitation", HANDLE, WRITE),
    page(f"{ONE}gian-hang/", lists.booths, "gathering-booths", HANDLE, WRITE),
    page(f"{ONE}gian-hang/xuat/", lists.booths_export, "gathering-booths-export", SEE),
    page(f"{ONE}gian-hang/<int:booth>/bo/", lists.remove, "gathering-booth-remove", HANDLE, WRITE),
]
