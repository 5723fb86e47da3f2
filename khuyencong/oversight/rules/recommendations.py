"""Claims about recommendations: what one says, who answers and closes it, when payment may be held for it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import ExternalConclusion, Inspection, Recommendation
from khuyencong.oversight.states import InspectionState, RecommendationState
from khuyencong.records.transitions import Deed

CLAUSE = "36/2013/TT-BCT"


def recommendation_is_whole(number: int, text: str, owner_name: str, due_on: date | None, since: date) -> list[Finding]:
    """A recommendation says what is asked of whom by when, a day from that of its conclusion."""
    found = []
    if not text.strip():
        message = _("Kiến nghị {number}: ghi nội dung.").format(number=number)
        found.append(Finding("says-what", message, where="recommendations"))
    if not owner_name.strip():
        message = _("Kiến nghị {number}: ghi cơ quan thực hiện.").format(number=number)
        found.append(Finding("names-owner", message, where="recommendations"))
    if due_on is None:
        message = _("Kiến nghị {number}: ghi hạn thực hiện.").format(number=number)
        found.append(Finding("has-day", message, where="recommendations"))
    elif due_on < since:
        message = _("Kiến nghị {number}: hạn {due} trước ngày kết luận {since}.").format(
            number=number, due=short_date(due_on), since=short_date(since)
        )
        found.append(Finding("due-after-conclusion", message, where="recommendations"))
    return found


def nothing_is_asked_twice(known: Sequence[Recommendation], text: str, owner_name: str) -> list[Finding]:
    """One conclusion asks the same of the same body once; ``known``: what it asks already."""
    said = (fold(text), fold(owner_name))
    if not any((fold(row.text), fold(row.owner_name)) == said for row in known):
        return []
    message = _("Kiến nghị này đã được ghi theo kết luận.")
    return [Finding("asked-once", message, where="recommendations")]


def something_is_said(recommendation: Recommendation, deed: Deed) -> list[Finding]:
    """A report says what was done, a closing what was seen, a return why."""
    if deed.remark.strip() or "at_the_page" in deed.said:
        return []
    return [Finding("something-said", _("Ghi nội dung."), where="remark")]


def seen_by_officer_or_head(recommendation: Recommendation, deed: Deed) -> list[Finding]:
    """Whoever checks or agrees looks at what the owner reports and closes it."""
    standing = deed.said.get("standing")
    if standing is None or may(standing, Permission.CHECK) or may(standing, Permission.AGREE):
        return []
    return [Finding("seen-by-officer", _("Chuyên viên hoặc trưởng phòng của Cục xem và ghi bước này."))]


def holds_are_by_officer_or_head(standing: Standing) -> list[Finding]:
    """Whoever checks or agrees places and lifts a hold on payment; who only keeps letters does not."""
    if may(standing, Permission.CHECK) or may(standing, Permission.AGREE):
        return []
    return [Finding("hold-by-officer", _("Chuyên viên hoặc trưởng phòng của Cục tạm dừng và gỡ tạm dừng thanh toán."))]


def inspection_is_followed(recommendation: Recommendation, deed: Deed) -> list[Finding]:
    """Nothing is opened again in an inspection that is closed."""
    if recommendation.inspection is None or recommendation.inspection.state != InspectionState.CLOSED:
        return []
    return [Finding("inspection-followed", _("Cuộc kiểm tra đã kết thúc theo dõi."))]


def conclusion_stands(recommendation: Recommendation, on: date) -> list[Finding]:
    """Only a recorded conclusion of an inspection holds payment; a note, a draft or minutes never do."""
    inspection = recommendation.inspection
    concluded = inspection.concluded_on if inspection is not None and inspection.conclusion_id else None
    if concluded is None:
        message = _("Chỉ tạm dừng thanh toán khi kết luận kiểm tra đã được ghi nhận.")
        remedy = _("Ghi nhận văn bản kết luận trước.")
        return [Finding("conclusion-stands", message, where="document", remedy=remedy, clause=CLAUSE)]
    if on < concluded:
        message = _("Ngày tạm dừng trước ngày kết luận ({day}).").format(day=short_date(concluded))
        return [Finding("hold-after-conclusion", message, where="on", clause=CLAUSE)]
    return []


def names_a_project(recommendation: Recommendation) -> list[Finding]:
    """Payment is held on a project, so the recommendation names one."""
    if recommendation.project_id is not None:
        return []
    message = _("Kiến nghị không nêu đề án nên không có thanh toán để tạm dừng.")
    return [Finding("names-project", message, where="project", clause=CLAUSE)]


def still_open(recommendation: Recommendation) -> list[Finding]:
    """What is done holds nothing."""
    if recommendation.state != RecommendationState.CLOSED:
        return []
    return [Finding("still-open", _("Kiến nghị đã hoàn thành; không tạm dừng thanh toán."))]


def no_hold_stands(recommendation: Recommendation) -> list[Finding]:
    """One recommendation holds payment once."""
    if recommendation.hold is None or recommendation.hold.lifted_on is not None:
        return []
    message = _("Đã tạm dừng thanh toán từ {day}.").format(day=short_date(recommendation.hold.placed_on))
    return [Finding("no-hold-stands", message)]


def reason_is_said(reason: str) -> list[Finding]:
    """A hold is placed and lifted with its reason."""
    return [] if reason.strip() else [Finding("says-why", _("Ghi lý do."), where="reason")]


def hold_may_go(recommendation: Recommendation, *, has_paper: bool) -> list[Finding]:
    """A hold goes when its recommendation is closed, or earlier by a recorded paper."""
    if recommendation.hold is None or recommendation.hold.lifted_on is not None:
        return [Finding("hold-stands", _("Không có tạm dừng thanh toán nào theo kiến nghị này."))]
    if recommendation.state == RecommendationState.CLOSED or has_paper:
        return []
    message = _("Kiến nghị chưa hoàn thành: gỡ tạm dừng cần văn bản làm căn cứ.")
    return [Finding("hold-may-go", message, where="number", remedy=_("Ghi số, ngày văn bản."), clause=CLAUSE)]


def lifted_after_placed(recommendation: Recommendation, on: date) -> list[Finding]:
    """A hold is lifted from no earlier day than it was placed."""
    hold = recommendation.hold
    if hold is None or on >= hold.placed_on:
        return []
    message = _("Ngày gỡ trước ngày tạm dừng ({day}).").format(day=short_date(hold.placed_on))
    return [Finding("lifted-after-placed", message, where="on")]


def external_is_whole(body: str, about: str) -> list[Finding]:
    """A conclusion about the Agency names who concluded, and about what."""
    pairs: Sequence[tuple[str, str, str]] = (
        (body, "body", _("Ghi cơ quan kết luận.")),
        (about, "about", _("Ghi nội dung được kết luận.")),
    )
    return [Finding(f"names-{where}", message, where=where) for value, where, message in pairs if not value.strip()]


def external_is_new(known: ExternalConclusion | None) -> list[Finding]:
    """A paper is one conclusion. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Kết luận theo văn bản {number} đã được ghi.").format(number=known.document.number)
    remedy = _("Mở hồ sơ đã có.")
    return [Finding("external-is-new", message, where="number", remedy=remedy, data={"external": known.pk})]


def conclusion_is_on_paper(*, has_paper: bool) -> list[Finding]:
    """What another body concluded is recorded from its paper."""
    if has_paper:
        return []
    message = _("Ghi số, ngày văn bản kết luận.")
    return [Finding("paper-is-named", message, where="number")]


def takes_recommendations(inspection: Inspection) -> list[Finding]:
    """Recommendations belong to a recorded conclusion that is still followed."""
    if inspection.state == InspectionState.CONCLUDED:
        return []
    message = _("Chỉ ghi kiến nghị khi kết luận đã được ghi nhận và còn theo dõi.")
    return [Finding("takes-recommendations", message)]
