"""Addresses of inspections, findings from the field, recommendations."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages.inspections import (
    externals,
    file,
    findings,
    listing,
    planning,
    proposing,
    recommendations,
    stops,
    writing,
)

SEE, HANDLE = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE

ROUTES: list[URLPattern] = [
    page("kiem-tra/", listing.inspections, "inspections", SEE),
    page("kiem-tra/xuat/", listing.export, "inspections-export", SEE),
    page("kiem-tra/in/<slug:form>/", listing.paper, "inspections-paper", SEE),
    page("kiem-tra/de-xuat/", proposing.proposed, "inspection-proposals", SEE),
    page("kiem-tra/de-xuat/xuat/", proposing.export, "inspection-proposals-export", SEE),
    page("kiem-tra/de-xuat/<int:place>/", proposing.grounds, "inspection-grounds", SEE),
    page("kiem-tra/moi/", planning.new, "inspection-new", HANDLE, FORM),
    page("kiem-tra/anh/<int:pk>/", stops.photo, "inspection-photo", SEE),
    page("kiem-tra/ket-luan-ngoai/", externals.externals, "inspection-externals", SEE),
    page("kiem-tra/ket-luan-ngoai/xuat/", externals.export, "inspection-externals-export", SEE),
    page("kiem-tra/ket-luan-ngoai/moi/", externals.new, "inspection-external-new", HANDLE, FORM),
    page("kiem-tra/ket-luan-ngoai/<int:pk>/", externals.external, "inspection-external", SEE),
    page("kiem-tra/ket-luan-ngoai/<int:pk>/kien-nghi/", externals.ask, "inspection-external-ask", HANDLE, WRITE),
    page("kiem-tra/<int:pk>/", file.inspection, "inspection", SEE),
    page("kiem-tra/<int:pk>/sua/", planning.edit, "inspection-edit", HANDLE, FORM),
    page("kiem-tra/<int:pk>/buoc/<slug:name>/", file.step, "inspection-step", SEE, WRITE),
    page("kiem-tra/<int:pk>/du-thao/<slug:purpose>/", file.draft, "inspection-draft", HANDLE, WRITE),
    page("kiem-tra/<int:pk>/kien-nghi/", writing.recommend, "inspection-recommend", HANDLE, WRITE),
    page("kiem-tra/<int:pk>/noi/<int:stop>/ngay/", writing.visit, "inspection-visit", HANDLE, WRITE),
    page("kiem-tra/<int:pk>/noi/<int:stop>/bien-ban/", writing.minutes, "inspection-minutes", SEE, WRITE),
    page("kiem-tra/<int:pk>/noi/<int:stop>/bien-ban/<slug:form>/", stops.minutes_file, "inspection-minutes-file", SEE),
    page("kiem-tra/<int:pk>/noi/<int:stop>/ket-qua/", findings.finding, "inspection-finding", HANDLE, FORM),
    page("kien-nghi-kiem-tra/", recommendations.recommendations, "recommendations", SEE),
    page("kien-nghi-kiem-tra/xuat/", recommendations.export, "recommendations-export", SEE),
    page("kien-nghi-kiem-tra/<int:pk>/", recommendations.recommendation, "recommendation", SEE),
    page("kien-nghi-kiem-tra/<int:pk>/buoc/<slug:name>/", recommendations.step, "recommendation-step", SEE, WRITE),
    page("kien-nghi-kiem-tra/<int:pk>/tam-dung/", recommendations.hold, "recommendation-hold", HANDLE, WRITE),
    page("kien-nghi-kiem-tra/<int:pk>/go/", recommendations.lift, "recommendation-lift", HANDLE, WRITE),
]
