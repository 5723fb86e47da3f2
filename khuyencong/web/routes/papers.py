"""Addresses of documents: the register, drafts, slips."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, page
from khuyencong.web.pages import drafts, papers

SEE, HANDLE = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE

ROUTES: list[URLPattern] = [
    page("so-van-ban/", papers.papers, "papers", SEE),
    page("so-van-ban/xuat/", papers.export, "papers-export", Permission.EXPORT),
    page("so-van-ban/moi/", papers.new, "paper-new", HANDLE, FORM),
    page("so-van-ban/nhap/", papers.take_export, "papers-import", HANDLE, FORM),
    page("so-van-ban/<int:pk>/", papers.paper, "paper", SEE),
    page("so-van-ban/<int:pk>/xong/", papers.handled, "paper-handled", HANDLE, WRITE),
    page("so-van-ban/<int:pk>/tra-loi/", papers.reply, "paper-reply", HANDLE, WRITE),
    page("du-thao/", drafts.drafts, "drafts", SEE),
    page("du-thao/moi/", drafts.new, "draft-new", HANDLE, FORM),
    page("du-thao/<int:pk>/", drafts.draft, "draft", SEE),
    page("du-thao/<int:pk>/sua/", drafts.edit, "draft-edit", HANDLE, FORM),
    page("du-thao/<int:pk>/ban/<int:number>/", drafts.version, "draft-version", SEE),
    page("du-thao/<int:pk>/buoc/<slug:name>/", drafts.step, "draft-step", SEE, WRITE),
    page("du-thao/<int:pk>/tep/<slug:which>/<slug:kind>/", drafts.file, "draft-file", SEE),
]
