"""What pages of opinions say in the same words: states, deadlines, hectares, differences as lines of a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.clusters.models import Opinion, RowView
from khuyencong.clusters.queries import Difference
from khuyencong.clusters.states import Change, OpinionState, PlanAction, RowOutcome, Stance
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import decimal_text
from khuyencong.registry.models import ProcedureStep
from khuyencong.web.deadlines import Due, clock_on, clocks_of, due_seen
from khuyencong.web.templatetags.kc import badge

SOON = 5  # days before its deadline from which a request is marked; a mark on screen, not a legal number
TONES = {
    OpinionState.RECEIVED: ("neutral", "circle-dashed"),
    OpinionState.EXAMINING: ("blue", "search"),
    OpinionState.DRAFTED: ("blue", "file-text"),
    OpinionState.SENT: ("green", "check"),
    OpinionState.FOLLOWED: ("green", "circle-check"),
    OpinionState.WITHDRAWN: ("neutral", "arrow-back-up"),
}
ENDED = (OpinionState.SENT, OpinionState.FOLLOWED, OpinionState.WITHDRAWN)
SAID = (OpinionState.SENT, OpinionState.FOLLOWED)
STANCE_TONES = {
    Stance.SUPPORT: ("green", "check"), Stance.REVISE: ("amber", "alert-triangle"), Stance.AGAINST: ("red", "x"),
}  # fmt: skip
GROUPS: tuple[tuple[str, str | Promise, tuple[Change, ...]], ...] = (
    ("moi", gettext_lazy("Bổ sung mới"), (Change.ADDED,)),
    ("bo", gettext_lazy("Đưa ra khỏi danh mục"), (Change.REMOVED,)),
    ("doi", gettext_lazy("Thay đổi diện tích, địa điểm"), (Change.AREA, Change.MOVED)),
    ("ten", gettext_lazy("Đổi tên (cần xác nhận)"), (Change.RENAMED,)),
    ("giu", gettext_lazy("Giữ nguyên"), (Change.SAME,)),
)


COLUMNS: dict[str, Any] = {
    "ordinal": gettext_lazy("Số thứ tự"), "name": gettext_lazy("Tên cụm công nghiệp"),
    "where": gettext_lazy("Địa điểm"), "district": gettext_lazy("Huyện, xã"),
    "area_now": gettext_lazy("Diện tích hiện trạng"), "area_planned": gettext_lazy("Diện tích quy hoạch"),
    "industries": gettext_lazy("Ngành nghề"), "investor": gettext_lazy("Chủ đầu tư hạ tầng"),
    "action": gettext_lazy("Đề xuất của tỉnh"), "mountain": gettext_lazy("Địa bàn miền núi, làng nghề"),
    "note": gettext_lazy("Ghi chú"),
}  # fmt: skip


@dataclass
class Line:
    """One cluster of a comparison as a page shows it; areas in hectares as written. ``key``: row asked about, or 0."""

    key: int
    position: int
    name: str
    where: str
    before: str
    after: str
    gap: str
    said: str
    doubts: Sequence[Finding] = ()
    stance: str = ""
    ground: str = ""
    outcome: str = ""
    error: str = ""

    @property
    def stance_badge(self) -> str:
        """The stance in icon and words; '' while none was taken."""
        return badge(*STANCE_TONES[Stance(self.stance)], str(Stance(self.stance).label)) if self.stance else ""


def state_badge(state: str) -> str:
    """The state in icon and words."""
    return badge(*TONES[OpinionState(state)], str(OpinionState(state).label))


def clocks_known() -> list[ProcedureStep]:
    """The clocks of both kinds of opinion, of every time; one question."""
    return clocks_of("opinion")


def clock_of(row: Opinion, clocks: Iterable[ProcedureStep]) -> ProcedureStep | None:
    """The clock in force for a request's kind on the day it came."""
    return clock_on(clocks, f"opinion.{row.kind}", row.received_on)


def due_of(row: Any, day: date, clocks: Iterable[ProcedureStep]) -> Due:
    """The deadline of a request (with ``stood``) as seen on a day."""
    return due_seen(row.due_on, clock_of(row, clocks), day, ended=row.stood in ENDED, soon=SOON)


def hectares(value: Decimal | None) -> str:
    """'48,5', or an en dash."""
    return "–" if value is None else decimal_text(value, 3, trim=True)


def line_of(one: Difference, doubts: Mapping[int, Sequence[Finding]], views: Mapping[int, RowView]) -> Line:
    """A difference as a line; ``doubts`` and ``views`` are by the id of the row asked about."""
    row = one.asked or one.base
    assert row is not None
    key = one.asked.pk if one.asked else 0
    view = views.get(key)
    gap = one.gap
    return Line(
        key=key, position=row.position, name=row.name, where=row.where, before=hectares(one.before),
        after=hectares(one.after), gap=f"{'+' if gap > 0 else '−'}{hectares(abs(gap))}" if gap else "",
        said=_said(one), doubts=doubts.get(key, ()), stance=view.stance if view else "",
        ground=view.ground if view else "", outcome=_outcome(view),
    )  # fmt: skip


def _outcome(view: RowView | None) -> str:
    return str(RowOutcome(view.outcome).label) if view is not None and view.outcome else ""


def _said(one: Difference) -> str:
    """What else is to be said of a change: the name before, other changes, what the list means to do."""
    said = []
    if one.base and one.asked and one.base.name != one.asked.name:
        told = _("Trước là “{name}”").format(name=one.base.name)
        said.append(f"{told} ({_('giống {share}%').format(share=one.alike)})" if one.alike else told)
    if Change.MOVED in (one.change, *one.also) and one.base:
        said.append(_("Trước ở {where}").format(where=one.base.where))
    plain = (PlanAction.KEEP, PlanAction.NEW) if one.change == Change.ADDED else (PlanAction.KEEP,)
    if one.asked and one.asked.action and one.asked.action not in plain:
        said.append(_("Tỉnh ghi: {action}").format(action=PlanAction(one.asked.action).label))
    return ". ".join(said)


def groups_of(lines: Iterable[tuple[Change, Line]]) -> list[tuple[str, str, list[Line]]]:
    """Lines by what changed, in the order a reader needs them; groups without lines are left out."""
    told = list(lines)
    found = [(key, str(title), [line for change, line in told if change in own]) for key, title, own in GROUPS]
    return [group for group in found if group[2]]
