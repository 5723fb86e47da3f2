"""Addresses of the map of the system of khuyến công."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.system_map import correcting, listing, province, recording

SEE, KEEP = Permission.SEE_REPORTS, Permission.KEEP_REGISTRY

ROUTES: list[URLPattern] = [
    page("he-thong-khuyen-cong/", listing.system_map, "system-map", SEE),
    page("he-thong-khuyen-cong/xuat/", listing.export, "system-map-export", SEE),
    page("he-thong-khuyen-cong/ghi/", recording.record, "system-map-record", KEEP, FORM),
    page("he-thong-khuyen-cong/<int:pk>/", province.province, "system-map-province", SEE),
    page(
        "he-thong-khuyen-cong/<int:pk>/dinh-chinh/<int:charge>/", correcting.correct, "system-map-correct", KEEP, FORM
    ),
    page(
        "he-thong-khuyen-cong/<int:pk>/xac-nhan/<int:charge>/", province.confirm, "system-map-confirm", KEEP, WRITE
    ),
]  # fmt: skip
