"""When a first fact about who carries khuyến công for a province, and under whom, may be recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import holds_on, lasted, short_date
from khuyencong.kernel.text import fold, nfc
from khuyencong.registry.models import Change, Charge, Organisation, OrganisationName, Place, Subordination
from khuyencong.registry.queries import exists_on, names_on
from khuyencong.registry.queries.first_facts import Recorded
from khuyencong.registry.states import Above, Duty, Evidence, Level


@dataclass(frozen=True)
class Decision:
    """A paper by its number and date, that may not stand in the register yet."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True)
class FirstFact:
    """A first fact as given: ``body`` of the register or the ``name`` of a new one; ``until`` is the first day after.

    ``beside``: other bodies carry khuyến công for the province at the same time, as after provinces joined.
    ``instead``: the wrong fact this one is recorded in place of.
    """

    place: Place
    body: Organisation | None
    above: str
    on: date
    name: str = ""
    parent: Organisation | None = None
    until: date | None = None
    evidence: str = Evidence.KNOWN
    has_paper: bool = False
    beside: bool = False
    instead: Recorded | None = None


def ends_on(fact: FirstFact) -> date | None:
    """The first day the fact no longer holds: as given, or when the province itself ended; None while it holds."""
    return min((day for day in (fact.until, fact.place.valid_to) if day), default=None)


def judged_fact(fact: FirstFact) -> list[Finding]:
    """Everything that speaks against a first fact; each finding names the field it is about."""
    found = [*_body_is_named(fact), *_place_stands(fact), *_paper_is_there(fact)]
    if fact.above not in Above.values:
        found.append(_error("charge-above", "above", _("Chọn nơi trực thuộc của đơn vị.")))
    if fact.until is not None and fact.until <= fact.on:
        found.append(_error("charge-days", "until", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")))
    if found:
        return found
    return [*_parent_is_another(fact), *_body_stands(fact), *_stands_under_one(fact), *_nobody_else_carries(fact)]


def _error(code: str, where: str, message: str, remedy: str = "") -> Finding:
    return Finding(code, message, where=where, remedy=remedy)


def _body_is_named(fact: FirstFact) -> list[Finding]:
    """Either a body of the register or the name of a new one."""
    name = nfc(fact.name).strip()
    if bool(fact.body) == bool(name):
        message = _("Chọn một đơn vị trong danh mục, hoặc ghi tên đơn vị mới.")
        return [_error("charge-body", "body", message)]
    if name and OrganisationName.objects.filter(holds_on(fact.on), folded=fold(name)).exists():
        message = _("Đã có đơn vị tên “{name}” vào ngày {on}.").format(name=name, on=short_date(fact.on))
        return [_error("charge-name", "name", message, _("Chọn đơn vị ấy trong danh mục."))]
    return []


def _place_stands(fact: FirstFact) -> list[Finding]:
    """The province existed on the day."""
    place = fact.place
    if place.level != Level.PROVINCE:
        return [_error("charge-place", "place", _("Chọn tỉnh hoặc thành phố."))]
    if place.valid_from <= fact.on and (place.valid_to is None or fact.on < place.valid_to):
        return []
    message = _("{name} chưa có hoặc không còn vào ngày {on}.").format(name=place.name, on=short_date(fact.on))
    return [_error("charge-place", "place", message, _("Chọn tỉnh, thành phố có vào ngày ấy."))]


def _paper_is_there(fact: FirstFact) -> list[Finding]:
    """What is said to be checked against its source names the source."""
    if fact.evidence != Evidence.VERIFIED or fact.has_paper:
        return []
    remedy = _("Ghi số quyết định, hoặc chọn “Chờ xác nhận”.")
    return [_error("charge-paper", "number", _("Đã đối chiếu thì phải có văn bản."), remedy)]


def _parent_is_another(fact: FirstFact) -> list[Finding]:
    """A body does not stand under itself, nor under one that did not exist on the day."""
    if fact.parent is None:
        return []
    if not exists_on(fact.parent.pk, fact.on):
        message = _("Cơ quan cấp trên chưa có hoặc đã kết thúc vào ngày {on}.").format(on=short_date(fact.on))
        remedy = _("Chọn cơ quan có vào ngày ấy, hoặc để trống.")
        return [_error("charge-parent-day", "parent", message, remedy)]
    if fact.body is None or fact.parent.pk != fact.body.pk:
        return []
    return [_error("charge-parent", "parent", _("Đơn vị không thể trực thuộc chính mình."))]


def _body_stands(fact: FirstFact) -> list[Finding]:
    """A confirmed body had a name on the day. One only met in a paper is known from that paper on, and may be older."""
    if fact.body is None:
        return []
    names = list(fact.body.names.order_by("valid_from"))
    if any(row.valid_from <= fact.on and (row.valid_to is None or fact.on < row.valid_to) for row in names):
        return []
    old = fact.instead
    moves = old is not None and old.made and old.charge.organisation_id == fact.body.pk
    if names and fact.on < names[0].valid_from and (moves or not fact.body.confirmed):
        return []
    message = _("Đơn vị chưa có hoặc đã kết thúc vào ngày {on}.").format(on=short_date(fact.on))
    first = short_date(names[0].valid_from) if names else "–"
    return [_error("charge-body", "on", message, _("Tên đầu tiên trong danh mục từ ngày {first}.").format(first=first))]


def _stands_under_one(fact: FirstFact) -> list[Finding]:
    """Where a body is already known to stand under another, the change is recorded as a change."""
    if fact.body is None:
        return []
    old = fact.instead
    rows = Subordination.objects.filter(holds_on(fact.on), organisation=fact.body)
    row = (rows.exclude(pk=old.under.pk) if old and old.under and old.own_under else rows).first()
    if row is None or (row.above, row.parent_id) == (fact.above, fact.parent.pk if fact.parent else row.parent_id):
        return []
    message = _("Từ ngày {day} đơn vị này đã được ghi trực thuộc: {above}.").format(
        day=short_date(row.valid_from), above=row.get_above_display()
    )
    remedy = _("Nếu đơn vị chuyển nơi trực thuộc, nhập thay đổi “Chuyển trực thuộc”.")
    return [_error("charge-above", "above", message, remedy)]


def _nobody_else_carries(fact: FirstFact) -> list[Finding]:
    """The province has no other fact of these days: not of the same body, and of another only where several share."""
    end = ends_on(fact)
    rows = Charge.objects.filter(
        lasted(), Q(valid_to__isnull=True) | Q(valid_to__gt=fact.on), place=fact.place, duty=Duty.INDUSTRIAL_PROMOTION
    ).order_by("valid_from", "pk")
    if end is not None:
        rows = rows.filter(valid_from__lt=end)
    if fact.instead:
        rows = rows.exclude(pk__in=[row.pk for row in fact.instead.rows])
    mine = [row for row in rows if fact.body and row.organisation_id == fact.body.pk]
    others = [] if fact.beside else [row for row in rows if row not in mine]
    return [*map(_twice, mine), *_taken(others, fact)]


def _twice(row: Charge) -> Finding:
    message = _("Đơn vị này đã được ghi đảm nhiệm khuyến công ở địa phương {days}.").format(days=_days(row))
    return _error("charge-twice", "on", message, _("Chọn khoảng ngày không trùng."))


def _taken(rows: Iterable[Charge], fact: FirstFact) -> Iterable[Finding]:
    rows = list(rows)
    named = names_on(fact.on, [row.organisation_id for row in rows])
    for row in rows:
        message = _("{place} đã ghi {body} đảm nhiệm {days}.").format(
            place=fact.place.name, body=named[row.organisation_id].name, days=_days(row)
        )
        remedy = _(
            "Nếu nhiệm vụ được chuyển giao, nhập thay đổi “Chuyển giao nhiệm vụ khuyến công”; nếu nhiều đơn vị cùng "
            "đảm nhiệm, đánh dấu ô ấy."
        )
        yield _error("charge-taken", "beside", message, remedy)


def _days(row: Charge) -> str:
    """'từ 01/03/2014', 'từ 01/03/2014 đến trước 01/07/2025'."""
    if row.valid_to is None:
        return _("từ {first}").format(first=short_date(row.valid_from))
    return _("từ {first} đến trước {end}").format(first=short_date(row.valid_from), end=short_date(row.valid_to))


def can_be_confirmed(charge: Charge, *, has_paper: bool) -> list[Finding]:
    """A fact that waits is confirmed once, against its paper."""
    if charge.evidence == Evidence.VERIFIED:
        return [_error("charge-confirmed", "number", _("Mục này đã được xác nhận."))]
    if not has_paper:
        return [_error("charge-paper", "number", _("Ghi số quyết định làm căn cứ."))]
    return []


def can_be_withdrawn(old: Recorded, reason: str, seen: str) -> list[Finding]:
    """A first fact is taken out as long as no change stands on it; the reason is kept."""
    found = [*_reason_is_there(reason), *_is_a_first_fact(old, seen)]
    return found or [item for change in (old.passed_by, old.moved_by) if change for item in _stands(change)][:1]


def already_corrected() -> Finding:
    """The fact is gone: somebody corrected it before."""
    message = _("Dữ liệu này đã được đính chính hoặc bỏ trước đó.")
    return _error("charge-gone", "", message, _("Xem lại trang của địa phương."))


def judged_correction(old: Recorded, fact: FirstFact, number: str, reason: str, seen: str) -> list[Finding]:
    """Everything that speaks against putting one fact in the place of another; ``number``: the paper of the new one."""
    found = [*_reason_is_there(reason), *_is_a_first_fact(old, seen)]
    if found:
        return found
    row, body = old.charge, fact.body.pk if fact.body else None
    same = (fact.place.pk, body) == (row.place_id, row.organisation_id)
    if old.passed_by and not (same and fact.until == old.until and fact.on < (row.valid_to or date.max)):
        found += _stands(old.passed_by)
    elif old.moved_by and not (same and _as_above(old, fact) and fact.on < old.moved_by.on):
        found += _stands(old.moved_by)
    elif same and _as_above(old, fact) and (fact.on, fact.until) == (row.valid_from, old.until) and (
        fact.evidence == row.evidence and number == (row.source.number if row.source else "")
    ):  # fmt: skip
        found += [_error("charge-same", "", _("Chưa có gì khác với dữ liệu đang ghi."))]
    return found or judged_fact(fact)


def _as_above(old: Recorded, fact: FirstFact) -> bool:
    """True when the fact names the same above as the wrong one."""
    parent = fact.parent.pk if fact.parent else None
    return old.under is not None and (old.under.above, old.under.parent_id) == (fact.above, parent)


def _reason_is_there(reason: str) -> list[Finding]:
    return [] if reason.strip() else [_error("charge-reason", "reason", _("Ghi lý do đính chính."))]


def _is_a_first_fact(old: Recorded, seen: str) -> list[Finding]:
    """Not written by a change, not derived from another, and as the person saw it."""
    if old.writer:
        message = _("Dữ liệu này do một thay đổi từ ngày {day} ghi, không đính chính ở đây.")
        remedy = _("Hoàn nguyên thay đổi ấy, rồi nhập lại cho đúng.")
        return [_of(old.writer, "charge-by-change", message, remedy)]
    if old.root or (old.charge.evidence == Evidence.DERIVED and old.charge.source_id):
        message = _("Dữ liệu này được suy ra từ tỉnh trước sắp xếp.")
        name = old.root.place.name if old.root else "–"
        remedy = _("Đính chính dữ liệu gốc ở {place}, hoặc xác nhận theo quyết định.").format(place=name)
        return [Finding("charge-derived", message, remedy=remedy, data={"root": old.root})]
    if seen != old.mark:
        message = _("Dữ liệu này vừa được người khác sửa.")
        return [_error("charge-stale", "", message, _("Mở lại trang rồi xem lại trước khi đính chính."))]
    return []


def _stands(change: Change) -> list[Finding]:
    message = _("Thay đổi từ ngày {day} dựa trên dữ liệu này.")
    remedy = _(
        "Hoàn nguyên thay đổi ấy trước, đính chính, rồi nhập lại; số quyết định và mức xác nhận thì sửa được ngay."
    )
    return [_of(change, "charge-stands", message, remedy)]


def _of(change: Change, code: str, message: str, remedy: str) -> Finding:
    return Finding(code, message.format(day=short_date(change.on)), remedy=remedy, data={"change": change})
