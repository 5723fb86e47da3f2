"""Addresses of opinions on cluster plans."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.opinions import entering, file, listing, lists

SEE, HANDLE = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE

ROUTES: list[URLPattern] = [
    page("y-kien-cum/", listing.opinions, "opinions", SEE),
    page("y-kien-cum/xuat/", listing.export, "opinions-export", SEE),
    page("y-kien-cum/moi/", entering.new, "opinion-new", HANDLE, FORM),
    page("y-kien-cum/doc-tep/<str:token>/", entering.preview, "opinion-preview", HANDLE, FORM),
    page("y-kien-cum/doc-tep/<str:token>/danh-dau/", entering.marked_file, "opinion-marked", HANDLE),
    page("y-kien-cum/<int:pk>/", file.opinion, "opinion", SEE),
    page("y-kien-cum/<int:pk>/danh-muc/", file.given, "opinion-give-list", HANDLE, WRITE),
    page("y-kien-cum/<int:pk>/tung-dong/", file.views, "opinion-views", HANDLE, WRITE),
    page("y-kien-cum/<int:pk>/buoc/<slug:name>/", file.step, "opinion-step", SEE, WRITE),
    page("y-kien-cum/<int:pk>/so-sanh/<slug:form>/", file.comparison, "opinion-comparison", SEE),
    page("danh-muc-cum/<int:pk>/", lists.version, "opinion-version", SEE),
    page("danh-muc-cum/<int:pk>/xuat/", lists.export, "opinion-version-export", SEE),
    page("danh-muc-cum/tinh/<int:place>/", lists.place, "opinion-place", SEE),
]
