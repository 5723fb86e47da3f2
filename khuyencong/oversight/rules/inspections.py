"""Claims about inspections: who plans and moves one, what a trip must hold, in which order its papers come."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Inspection, Stop
from khuyencong.oversight.states import (
    InspectionKind,
    InspectionState,
    InspectionSubject,
    RecommendationState,
    TeamRole,
)
from khuyencong.records.transitions import Deed

RECORDERS = (Permission.HANDLE_OFFICE, Permission.RECORD_DOCUMENTS)
GOING = (InspectionState.NOTIFIED, InspectionState.FIELD, InspectionState.FINISHED)
PROCEDURE = "inspection"


def handles_office(standing: Standing) -> list[Finding]:
    """Officers, heads, clerks and accountants of the Agency plan and carry out inspections."""
    if may(standing, Permission.HANDLE_OFFICE):
        return []
    return [Finding("handles-office", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục ghi bước này."))]


def moved_by_the_office(thing: object, deed: Deed) -> list[Finding]:
    """A step without a paper of its own is the office's."""
    standing = deed.said.get("standing")
    return [] if standing is None else handles_office(standing)


def recorded_by_the_office(thing: object, deed: Deed) -> list[Finding]:
    """A step that rests on a recorded paper is taken by whoever handles the office's letters or records its papers."""
    standing = deed.said.get("standing")
    if standing is None or any(may(standing, verb) for verb in RECORDERS):
        return []
    return [Finding("records-papers", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục ghi bước này."))]


def plan_is_whole(
    title: str, kind: str, starts_on: date, ends_on: date, stops: Sequence[tuple[int, str]]
) -> list[Finding]:
    """A trip has a title, a kind, days in order, and at least one province on one subject, each once."""
    found = []
    if not title.strip():
        found.append(Finding("says-what", _("Ghi tên đoàn."), where="title"))
    if kind not in InspectionKind.values:
        found.append(Finding("kind-known", _("Chọn hình thức trong danh sách."), where="kind"))
    if ends_on < starts_on:
        found.append(Finding("days-in-order", _("Ngày về phải từ ngày đi."), where="ends_on"))
    if not stops:
        message = _("Chọn ít nhất một địa phương và nội dung.")
        found.append(Finding("has-stops", message, where="stops", remedy=_("Đánh dấu các dòng đề xuất.")))
    if any(subject not in InspectionSubject.values for _place, subject in stops):
        found.append(Finding("subject-known", _("Chọn nội dung trong danh sách."), where="stops"))
    if len(set(stops)) < len(stops):
        found.append(Finding("stop-once", _("Mỗi địa phương, nội dung chỉ ghi một lần trong đoàn."), where="stops"))
    return found


def stops_are_within_the_trip(starts_on: date, ends_on: date, days: Sequence[date | None]) -> list[Finding]:
    """A province is visited between the days of the trip."""
    outside = [day for day in days if day is not None and not starts_on <= day <= ends_on]
    if not outside:
        return []
    message = _("Ngày làm việc {day} nằm ngoài thời gian của đoàn.").format(day=short_date(outside[0]))
    return [Finding("stop-within-trip", message, where="stops", remedy=_("Sửa ngày làm việc hoặc thời gian của đoàn."))]


def team_is_known(members: Sequence[tuple[str, str]]) -> list[Finding]:
    """Members have a name and a role of the list; nobody is named twice."""
    found = []
    if any(not name.strip() for name, _role in members):
        found.append(Finding("member-named", _("Ghi họ tên từng thành viên."), where="members"))
    if any(role not in TeamRole.values for _name, role in members):
        found.append(Finding("role-known", _("Chọn nhiệm vụ trong danh sách."), where="members"))
    names = [name.strip().casefold() for name, _role in members]
    if len(set(names)) < len(names):
        found.append(Finding("member-once", _("Mỗi người chỉ ghi một lần trong đoàn."), where="members"))
    return found


def trip_is_new(known: Inspection | None) -> list[Finding]:
    """The same trip stands once in a plan. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Đoàn này đã có trong kế hoạch năm {year}.").format(year=known.year)
    remedy = _("Mở hồ sơ đã có.")
    return [Finding("trip-is-new", message, where="title", remedy=remedy, data={"inspection": known.pk})]


def minutes_are_new(stop: Stop, paper: Document) -> list[Finding]:
    """A place has one set of minutes; the same paper sent again changes nothing."""
    if stop.minutes is None or stop.minutes_id == paper.pk:
        return []
    message = _("Địa phương này đã có biên bản {number}.").format(number=stop.minutes.number)
    return [Finding("minutes-are-new", message, where="number")]


def still_planned(inspection: Inspection) -> list[Finding]:
    """Team and days follow the decision once it is recorded."""
    if inspection.state == InspectionState.PLANNED:
        return []
    message = _("Đoàn đã có quyết định; thành phần, thời gian theo quyết định.")
    return [Finding("still-planned", message, remedy=_("Nếu thay đổi, ghi nhận quyết định điều chỉnh."))]


def team_has_one_head(inspection: Inspection, deed: Deed) -> list[Finding]:
    """A decision names one head of the team."""
    heads = sum(1 for role in inspection.members.values_list("role", flat=True) if role == TeamRole.HEAD)
    if heads == 1:
        return []
    message = _("Đoàn phải có đúng một trưởng đoàn; hiện có {heads}.").format(heads=heads)
    return [Finding("one-head", message, where="members", remedy=_("Bổ sung thành phần đoàn."))]


def notice_was_given(inspection: Inspection, deed: Deed) -> list[Finding]:
    """The province is told before a check; a survey may go on its decision alone."""
    if inspection.kind == InspectionKind.SURVEY or inspection.notice_id is not None:
        return []
    message = _("Chưa ghi nhận thông báo kiểm tra gửi địa phương.")
    return [Finding("notice-given", message, remedy=_("Ghi nhận văn bản thông báo trước khi đi."))]


def someone_was_visited(inspection: Inspection, deed: Deed) -> list[Finding]:
    """Field work ends when the team has been somewhere, and not before it left the last place."""
    days = [day for pair in inspection.stops.values_list("visited_from", "visited_to") for day in pair if day]
    if not days:
        message = _("Chưa ghi ngày làm việc tại địa phương nào.")
        return [Finding("someone-visited", message, remedy=_("Ghi ngày đoàn có mặt tại từng địa phương."))]
    if "at_the_page" not in deed.said and deed.on < max(days):
        message = _("Đoàn còn làm việc tại địa phương đến {day}.").format(day=short_date(max(days)))
        return [Finding("left-the-last", message, where="on")]
    return []


def nothing_is_open(inspection: Inspection, deed: Deed) -> list[Finding]:
    """An inspection is closed when no recommendation is open and none of its holds stands."""
    found = []
    if left := inspection.recommendations.exclude(state=RecommendationState.CLOSED).count():
        message = _("Còn {count} kiến nghị chưa hoàn thành.").format(count=left)
        found.append(Finding("nothing-open", message, remedy=_("Theo dõi đến khi mọi kiến nghị hoàn thành.")))
    if inspection.recommendations.filter(hold__isnull=False, hold__lifted_on__isnull=True).exists():
        message = _("Còn tạm dừng thanh toán chưa gỡ.")
        found.append(Finding("no-hold-left", message, remedy=_("Gỡ tạm dừng ở kiến nghị đã hoàn thành.")))
    return found


def says_why(thing: object, deed: Deed) -> list[Finding]:
    """What is given up or opened again says why; a form still to be typed is not blamed."""
    if deed.remark.strip() or "at_the_page" in deed.said:
        return []
    return [Finding("says-why", _("Ghi lý do."), where="remark")]


def day_has_come(on: date, today: date) -> list[Finding]:
    """Only what has happened is recorded."""
    if on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi việc đã diễn ra.").format(on=short_date(on))
    return [Finding("day-has-come", message, where="on", remedy=_("Kiểm tra lại ngày."))]


def visit_follows_the_decision(stop: Stop, visited_from: date, visited_to: date | None, decided_on: date | None,
                               today: date) -> list[Finding]:  # fmt: skip
    """The team is somewhere only after it was decided, on days in order that have come."""
    found = day_has_come(visited_from, today)
    if visited_to is not None:
        found += day_has_come(visited_to, today)
        if visited_to < visited_from:
            found.append(
                Finding("visit-in-order", _("Ngày kết thúc làm việc phải từ ngày bắt đầu."), where="visited_to")
            )
    if stop.inspection.state not in (InspectionState.FIELD, InspectionState.FINISHED):
        message = _("Chỉ ghi ngày làm việc khi đoàn đang đi hoặc vừa kết thúc thực địa.")
        found.append(Finding("visit-in-field", message, where="on"))
    if decided_on is not None and visited_from < decided_on:
        message = _("Ngày {on} trước quyết định thành lập đoàn ({edge}).").format(
            on=short_date(visited_from), edge=short_date(decided_on)
        )
        found.append(Finding("visit-after-decision", message, where="visited_from"))
    return found
