"""Addresses of petitions and published guidance."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.petitions import entering, file, guidance, listing

SEE, HANDLE, EXPORT = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE, Permission.EXPORT
PROGRAMME = Permission.SEE_PROGRAMME

ROUTES: list[URLPattern] = [
    page("kien-nghi/", listing.petitions, "petitions", SEE),
    page("kien-nghi/xuat/", listing.export, "petitions-export", SEE),
    page("kien-nghi/thong-ke/", listing.statistics, "petition-statistics", SEE),
    page("kien-nghi/thong-ke/xuat/", listing.statistics_export, "petition-statistics-export", SEE),
    page("kien-nghi/moi/", entering.new, "petition-new", HANDLE, FORM),
    page("kien-nghi/tuong-tu/", entering.similar, "petition-similar", HANDLE, WRITE),
    page("kien-nghi/<int:pk>/", file.petition, "petition", SEE),
    page("kien-nghi/<int:pk>/buoc/<slug:name>/", file.step, "petition-step", SEE, WRITE),
    page("kien-nghi/<int:pk>/dang/", guidance.publish, "petition-publish", HANDLE, FORM),
    page("huong-dan/", guidance.guidance, "guidance", PROGRAMME),
    page("huong-dan/xuat/", guidance.export, "guidance-export", EXPORT),
    page("huong-dan/<int:pk>/", guidance.item, "guidance-item", PROGRAMME),
    page("huong-dan/<int:pk>/thoi-ap-dung/", guidance.end, "guidance-end", HANDLE, WRITE),
]
