"""All addresses: the pages of the web door. The REST door comes later."""

from django.urls import include, path

urlpatterns = [path("", include("khuyencong.web.urls"))]
handler403 = "khuyencong.web.pages.session.forbidden"
handler404 = "khuyencong.web.pages.session.not_found"
handler500 = "khuyencong.web.pages.session.broken"
