"""The address table of the pages: route, page, name, and who may open it."""

from django.urls import URLPattern

from khuyencong.web.access import FORM, WRITE, Open, page
from khuyencong.web.pages import chosen, health, session

urlpatterns: list[URLPattern] = [
    page("healthz", health.alive, "healthz", Open.PUBLIC),
    page("readyz", health.ready, "readyz", Open.PUBLIC),
    page("dang-nhap/", session.sign_in, "sign-in", Open.PUBLIC, FORM),
    page("dang-xuat/", session.sign_out, "sign-out", Open.PUBLIC, WRITE),
    page("mat-khau/<uidb64>/<token>/", session.set_password, "set-password", Open.PUBLIC, FORM),
    page("tai-khoan/", session.account, "account", Open.SIGNED_IN),
    page("tai-khoan/mat-khau/", session.change_password, "change-password", Open.SIGNED_IN, FORM),
    page("chon/nam/", chosen.choose_year, "choose-year", Open.SIGNED_IN, WRITE),
    page("chon/ngay/", chosen.choose_as_of, "choose-as-of", Open.SIGNED_IN, WRITE),
    page("chon/ngay/bo/", chosen.clear_as_of, "clear-as-of", Open.PUBLIC, WRITE),
    page("chon/ngon-ngu/", chosen.choose_language, "choose-language", Open.PUBLIC, WRITE),
]
