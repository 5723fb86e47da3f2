"""The address table of the pages: route, page, name, and who may open it."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, Open, page
from khuyencong.web.pages import (
    administration,
    allocations,
    chosen,
    figures,
    health,
    home,
    imports,
    plan,
    projects,
    registry,
    reports,
    session,
)

PROGRAMME, REGISTRY = Permission.SEE_PROGRAMME, Permission.SEE_REGISTRY
IMPORT, REPORTS = Permission.IMPORT_WORKBOOKS, Permission.SEE_REPORTS

urlpatterns: list[URLPattern] = [
    page("", home.home, "home", Open.SIGNED_IN),
    page("ke-hoach/", plan.plan, "plan", PROGRAMME),
    page("de-an/", projects.projects, "projects", PROGRAMME),
    page("de-an/xuat/", projects.export, "projects-export", Permission.EXPORT),
    page("de-an/<str:code>/", projects.project, "project", PROGRAMME),
    page("de-an/<str:code>/lich-su/", projects.history, "project-history", PROGRAMME),
    page("phan-bo/", allocations.allocations, "allocations", PROGRAMME),
    page("phan-bo/<int:pk>/", allocations.allocation, "allocation", PROGRAMME),
    page("phan-bo/nguyen-nhan/", allocations.causes, "causes", Permission.CHOOSE_CAUSES, WRITE),
    page("so-lieu/<str:figure>/", figures.figure, "figure", PROGRAMME),
    page("nhap/", imports.runs, "imports", IMPORT),
    page("nhap/moi/", imports.new, "import-new", IMPORT, FORM),
    page("nhap/xem-truoc/<str:token>/", imports.preview, "import-preview", IMPORT, FORM),
    page("nhap/xem-truoc/<str:token>/nhap/", imports.record, "import-record", IMPORT, WRITE),
    page("nhap/xem-truoc/<str:token>/danh-dau/", imports.marked, "import-marked", IMPORT),
    page("nhap/xem-truoc/<str:token>/bo/", imports.forget, "import-forget", IMPORT, WRITE),
    page("nhap/<int:pk>/", imports.run, "import-run", IMPORT),
    page("nhap/<int:pk>/danh-dau/", imports.run_marked, "import-run-marked", IMPORT),
    page("nhap/<int:pk>/dong/<int:row>/", imports.settle, "import-settle", IMPORT, WRITE),
    page("tep/<int:pk>/", imports.attachment, "attachment", Open.SIGNED_IN),
    page("bao-cao/", reports.reports, "reports", REPORTS),
    page("bao-cao/six-month/", reports.six_month_page, "report-six-month", REPORTS),
    page("bao-cao/six-month/chot/", reports.freeze, "report-freeze", Permission.FREEZE_REPORTS, WRITE),
    page("bao-cao/six-month/<str:form>/", reports.six_month_file, "report-file", REPORTS),
    page("bao-cao/ban-chot/<int:pk>/", reports.edition, "edition", REPORTS),
    page("bao-cao/ban-chot/<int:pk>/so-lieu/<str:figure>/", reports.edition_figure, "edition-figure", REPORTS),
    page("bao-cao/ban-chot/<int:pk>/van-ban/", reports.issue, "edition-issue", Permission.RECORD_DOCUMENTS, WRITE),
    page("bao-cao/ban-chot/<int:pk>/<str:form>/", reports.edition_file, "edition-file", REPORTS),
    page("don-vi/", registry.organisations, "organisations", REGISTRY),
    page("van-ban/", registry.law, "law", REGISTRY),
    page("tim/", registry.find, "search", PROGRAMME),
    page("quan-tri/tai-khoan/", administration.accounts, "accounts", Permission.ADMINISTER),
    page("dang-nhap/", session.sign_in, "sign-in", Open.PUBLIC, FORM),
    page("dang-xuat/", session.sign_out, "sign-out", Open.PUBLIC, WRITE),
    page("mat-khau/<uidb64>/<token>/", session.set_password, "set-password", Open.PUBLIC, FORM),
    page("tai-khoan/", session.account, "account", Open.SIGNED_IN),
    page("tai-khoan/mat-khau/", session.change_password, "change-password", Open.SIGNED_IN, FORM),
    page("chon/nam/", chosen.choose_year, "choose-year", Open.SIGNED_IN, WRITE),
    page("chon/ngay/", chosen.choose_as_of, "choose-as-of", Open.SIGNED_IN, WRITE),
    page("chon/ngay/bo/", chosen.clear_as_of, "clear-as-of", Open.PUBLIC, WRITE),
    page("chon/ngon-ngu/", chosen.choose_language, "choose-language", Open.PUBLIC, WRITE),
    page("healthz", health.alive, "healthz", Open.PUBLIC),
    page("readyz", health.ready, "readyz", Open.PUBLIC),
]
