"""Claims about conferences and fairs: what they need, days that fit, who is invited, who stands with which money."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.states import (
    RESULTS,
    BoothFunding,
    BoothLine,
    GatheringKind,
    GatheringState,
    KhuyenCongRegion,
    Reply,
)
from khuyencong.programme.models import Project
from khuyencong.records.transitions import Deed

AgendaLine = tuple[str, str, str]
CLOSED = (GatheringState.REPORTED, GatheringState.CANCELLED)
MOST_BOOTHS = 1000  # more is a slip of the pen


def gathering_is_whole(kind: str, title: str, region: str) -> list[Finding]:
    """A gathering says its kind, title and region; a nation-wide one leaves the region open."""
    found = []
    if kind not in GatheringKind.values:
        found.append(Finding("kind-known", _("Chọn hội nghị hay hội chợ."), where="kind"))
    if not title.strip():
        found.append(Finding("says-title", _("Ghi tên hội nghị, hội chợ."), where="title"))
    if region and region not in KhuyenCongRegion.values:
        found.append(Finding("region-known", _("Chọn khu vực trong danh sách."), where="region"))
    return found


def gathering_is_new(known: Gathering | None) -> list[Finding]:
    """The same gathering stands once in a year. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Hội nghị, hội chợ này đã có trong năm {year}.").format(year=known.year)
    remedy = _("Mở hồ sơ đã có.")
    return [Finding("gathering-is-new", message, where="title", remedy=remedy, data={"gathering": known.pk})]


def days_follow(starts_on: date | None, ends_on: date | None) -> list[Finding]:
    """It ends on the day it begins or later; an end needs a beginning."""
    if ends_on is None or (starts_on is not None and starts_on <= ends_on):
        return []
    remedy = _("Kiểm tra ngày khai mạc và ngày bế mạc.")
    return [Finding("days-follow", _("Ngày bế mạc phải từ ngày khai mạc."), where="ends_on", remedy=remedy)]


def project_is_of_the_year(project: Project | None, year: int) -> list[Finding]:
    """Its plan task belongs to the plan of its year."""
    if project is None or project.year == year:
        return []
    message = _("Nhiệm vụ {code} thuộc kế hoạch năm {year}.").format(code=project.code, year=project.year)
    remedy = _("Chọn nhiệm vụ của đúng năm kế hoạch.")
    return [Finding("project-of-year", message, where="project", remedy=remedy)]


def step_not_before_planned(gathering: Gathering, deed: Deed) -> list[Finding]:
    """Nothing is recorded about it before it entered the programme."""
    planned = gathering.planned_on
    if planned is None or deed.on >= planned or "at_the_page" in deed.said:
        return []
    message = _("Ngày {on} trước ngày vào kế hoạch {day}.").format(on=short_date(deed.on), day=short_date(planned))
    return [Finding("not-before-planned", message, where="on", remedy=_("Kiểm tra lại ngày."))]


def held_when_it_began(gathering: Gathering, deed: Deed) -> list[Finding]:
    """It is held by its last day, which is not before the day it begins."""
    begins = gathering.starts_on
    if begins is None or deed.on >= begins or "at_the_page" in deed.said:
        return []
    message = _("Ngày {on} trước ngày khai mạc {day}.").format(on=short_date(deed.on), day=short_date(begins))
    return [Finding("held-when-begun", message, where="on", remedy=_("Ghi ngày bế mạc."))]


def results_are_told(_gathering: Gathering, deed: Deed) -> list[Finding]:
    """A report tells at least one figure or a sentence; figures are whole and not negative."""
    if "at_the_page" in deed.said:
        return []
    results: Mapping[str, Any] = deed.said.get("results", {})
    found = [
        Finding("result-known", _("Con số “{name}” không có trong mẫu tổng kết.").format(name=name), where="summary")
        for name in results
        if name not in RESULTS and name != "summary"
    ]
    figures = {name: value for name, value in results.items() if name in RESULTS and value is not None}
    for name, value in figures.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            found.append(Finding("result-counted", _("Ghi số nguyên, không âm."), where=name))
    if not figures and not str(results.get("summary") or "").strip():
        remedy = _("Ghi ít nhất một con số hoặc nhận xét chung.")
        found.append(Finding("results-told", _("Chưa ghi kết quả."), where="summary", remedy=remedy))
    return found


def lists_may_change(gathering: Gathering) -> list[Finding]:
    """Agenda, guests and booths are written until the report; then they stay as reported."""
    if gathering.state not in CLOSED:
        return []
    message = _("Hồ sơ đang ở bước “{state}”: chương trình, khách mời, gian hàng không sửa được nữa.").format(
        state=gathering.get_state_display()
    )
    return [Finding("lists-may-change", message)]


def agenda_has_titles(items: Sequence[AgendaLine]) -> list[Finding]:
    """Each point of the agenda says what it is about."""
    return [
        Finding(
            "agenda-titled", _("Dòng {number} của chương trình chưa có nội dung.").format(number=number), where="agenda"
        )
        for number, (_at, title, _speaker) in enumerate(items, 1)
        if not title.strip()
    ]


def someone_is_invited(names: Sequence[str]) -> list[Finding]:
    """An invitation names at least one body not yet invited."""
    if names:
        return []
    remedy = _("Chọn cơ quan hoặc ghi tên, mỗi dòng một cơ quan.")
    return [Finding("someone-invited", _("Không có cơ quan nào mới để mời."), where="names", remedy=remedy)]


def reply_fits(reply: str, replied_on: date, invited_on: date | None, people: int | None) -> list[Finding]:
    """A reply is one of the list and not dated before the invitation; who comes is at least one person."""
    found = []
    if reply not in Reply.values or not reply:
        found.append(Finding("reply-known", _("Chọn tham dự hay không tham dự."), where="reply"))
    if invited_on is not None and replied_on < invited_on:
        message = _("Ngày trả lời trước ngày mời {day}.").format(day=short_date(invited_on))
        found.append(Finding("reply-follows", message, where="on", remedy=_("Kiểm tra lại ngày.")))
    if reply == Reply.COMING and people is not None and people < 1:
        found.append(Finding("people-come", _("Số người tham dự từ 1 trở lên."), where="people"))
    return found


def booths_are_of_a_fair(gathering: Gathering) -> list[Finding]:
    """Booths stand at fairs."""
    if gathering.kind == GatheringKind.FAIR:
        return []
    return [Finding("booths-of-fair", _("Hội nghị không có gian hàng."), where="booths")]


def booths_are_whole(lines: Iterable[BoothLine]) -> list[Finding]:
    """Each line says who exhibits, with how many booths, from which money; costs in đồng are not negative."""
    found = []
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, 1):
        key = (" ".join(line.exhibitor.lower().split()), line.funding)
        if not line.exhibitor.strip():
            found.append(_booth(number, _("chưa ghi đơn vị trưng bày")))
        if line.funding not in BoothFunding.values:
            found.append(_booth(number, _("chưa rõ nguồn kinh phí")))
        if not 1 <= line.booths <= MOST_BOOTHS:
            found.append(_booth(number, _("số gian từ 1 đến 1000")))
        if line.cost is not None and line.cost < 0:
            found.append(_booth(number, _("kinh phí không âm")))
        if key in seen:
            found.append(_booth(number, _("đơn vị này đã có ở dòng trên với cùng nguồn kinh phí")))
        seen.add(key)
    return found or ([] if seen else [Finding("booths-named", _("Chưa ghi gian hàng nào."), where="booths")])


def booths_are_new(lines: Iterable[BoothLine], known: set[tuple[str, str]]) -> list[Finding]:
    """An exhibitor stands once for a source of money."""
    return [
        _booth(number, _("đơn vị này đã có gian hàng cùng nguồn kinh phí"))
        for number, line in enumerate(lines, 1)
        if (" ".join(line.exhibitor.split()), line.funding) in known
    ]


def _booth(number: int, problem: str) -> Finding:
    message = _("Dòng {number}: {problem}.").format(number=number, problem=problem)
    return Finding("booth-whole", message, where="booths")
