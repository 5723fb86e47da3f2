"""Addresses of the work programme and its calendar."""

from django.urls import URLPattern

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import FORM, WRITE, Open, page
from khuyencong.web.pages.work_tasks import entering, feed, file, listing, period_end

SEE, HANDLE = Permission.SEE_OFFICE, Permission.HANDLE_OFFICE

ROUTES: list[URLPattern] = [
    page("chuong-trinh-cong-tac/", listing.work_tasks, "work-tasks", SEE),
    page("chuong-trinh-cong-tac/xuat/", listing.export, "work-tasks-export", SEE),
    page("chuong-trinh-cong-tac/in/<slug:form>/", listing.paper, "work-tasks-paper", SEE),
    page("chuong-trinh-cong-tac/moi/", entering.new, "work-task-new", HANDLE, FORM),
    page("chuong-trinh-cong-tac/ket-thuc-ky/", period_end.period_end, "work-task-period-end", HANDLE),
    page(
        "chuong-trinh-cong-tac/ket-thuc-ky/<int:pk>/<slug:name>/", period_end.decide, "work-task-decide", HANDLE, WRITE
    ),
    page("chuong-trinh-cong-tac/lich/", feed.give_key, "work-task-calendar", SEE, WRITE),
    page("chuong-trinh-cong-tac/<int:pk>/", file.work_task, "work-task", SEE),
    page("chuong-trinh-cong-tac/<int:pk>/buoc/<slug:name>/", file.step, "work-task-step", HANDLE, WRITE),
    page("chuong-trinh-cong-tac/<int:pk>/moc/<int:milestone>/", file.reach, "work-task-milestone", HANDLE, WRITE),
    page("lich/<str:key>.ics", feed.feed, "work-task-feed", Open.PUBLIC),
]
