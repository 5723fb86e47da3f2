"""When a change of places or bodies may be entered, applied or taken back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import day_before, holds_on, lasted, short_date
from khuyencong.kernel.text import fold
from khuyencong.records.queries import history_of
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import (
    Change,
    ChangePart,
    Charge,
    LegalSource,
    Organisation,
    OrganisationName,
    Place,
    RegionMember,
    RegionScheme,
    Subordination,
)
from khuyencong.registry.queries.over_time import below_on, changes_pending, exists_on, parts_of, regions_of
from khuyencong.registry.states import About, ChangeKind, ChangeState, Level, Relation, Role

_MANY = 99
# How many places or bodies stand on each side: kind -> (fewest before, most before, fewest after, most after).
_COUNTS: dict[str, tuple[int, int, int, int]] = {
    ChangeKind.MERGE: (2, _MANY, 1, 1),
    ChangeKind.SPLIT: (1, 1, 2, _MANY),
    ChangeKind.RENAME: (1, 1, 1, 1),
    ChangeKind.MOVE: (1, 1, 1, 1),
    ChangeKind.TRANSFER: (1, 1, 1, 1),
    ChangeKind.END: (1, 1, 0, 0),
}


@dataclass(frozen=True)
class Side:
    """A place or body on one side of a change as given: an existing row, or the words of one to be made."""

    place: Place | None = None
    body: Organisation | None = None
    name: str = ""
    code: str = ""
    form: str = ""
    symbol: str = ""
    above: str = ""
    parent_place: Place | None = None
    parent_body: Organisation | None = None
    relation: str = Relation.WHOLE
    regions: dict[str, str] = field(default_factory=dict)
    children: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A change as a person gives it, before anything is written. ``place``: the province of a transfer."""

    kind: str
    about: str
    on: date
    source: LegalSource | None
    before: tuple[Side, ...] = ()
    after: tuple[Side, ...] = ()
    clause: str = ""
    note: str = ""
    place: Place | None = None


def judged_entry(entry: Entry) -> list[Finding]:
    """Everything that can be said against a change before it is entered; errors block, warnings are shown."""
    found = _sides_fit(entry)
    if found:
        return [*_has_a_paper(entry), *found]
    found = [*_has_a_paper(entry), *_stand_on_the_day(entry), *_nothing_hangs_later(entry)]
    if entry.about == About.PLACE:
        found += [*_places_fit(entry), *_regions_are_known(entry), *_all_below_is_given(entry)]
    else:
        found += _bodies_fit(entry)
    return [*found, *_others_wait(entry)]


def _error(code: str, where: str, message: str, remedy: str = "") -> Finding:
    return Finding(code, message, where=where, remedy=remedy)


def _warning(code: str, where: str, message: str, remedy: str = "") -> Finding:
    return Finding(code, message, "warning", where, remedy)


def _has_a_paper(entry: Entry) -> list[Finding]:
    """A change rests on a legal document that was issued by its day."""
    if entry.source is None:
        remedy = _("Chọn văn bản, hoặc ghi số, ngày, tên văn bản.")
        return [_error("change-paper", "source", _("Thay đổi phải có văn bản làm căn cứ."), remedy)]
    issued = entry.source.issued_on
    if issued is None or issued <= entry.on:
        return []
    message = _("Văn bản {number} ban hành ngày {issued}, sau ngày thay đổi {on}.").format(
        number=entry.source.number, issued=short_date(issued), on=short_date(entry.on)
    )
    remedy = _("Kiểm tra lại ngày có hiệu lực ghi trong văn bản.")
    return [_warning("change-paper-later", "on", message, remedy)]


def _sides_fit(entry: Entry) -> list[Finding]:
    """Each kind of change has its own number of places or bodies before and after."""
    if entry.kind not in _COUNTS:
        return [_error("change-kind", "kind", _("Loại thay đổi này không nhập trực tiếp được."))]
    if entry.kind == ChangeKind.TRANSFER and entry.about != About.BODY:
        return [_error("change-kind", "kind", _("Nhiệm vụ chỉ chuyển giao giữa hai cơ quan, đơn vị."))]
    least, most, fewest, largest = _COUNTS[entry.kind]
    kind = ChangeKind(entry.kind).label
    found = []
    if not least <= len(entry.before) <= most:
        message = _("{kind}: cần {count} bên trước khi thay đổi.").format(kind=kind, count=_counted(least, most))
        found.append(_error("change-before", "before", message))
    if not fewest <= len(entry.after) <= largest:
        message = _("{kind}: cần {count} bên sau khi thay đổi.").format(kind=kind, count=_counted(fewest, largest))
        found.append(_error("change-after", "after", message))
    return found or _sides_are_named(entry)


def _counted(least: int, most: int) -> str:
    return str(least) if least == most else _("từ {least} trở lên").format(least=least)


def _sides_are_named(entry: Entry) -> list[Finding]:
    wanted = "place" if entry.about == About.PLACE else "body"
    given = [getattr(side, wanted) for side in entry.before]
    found = []
    if None in given:
        found.append(_error("change-before", "before", _("Chọn đủ các bên trước khi thay đổi trong danh mục.")))
    if any(times > 1 for times in Counter(row.pk for row in given if row).values()):
        found.append(_error("change-twice", "before", _("Một bên được chọn hai lần.")))
    takes_rows = entry.about == About.BODY and entry.kind in (ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.TRANSFER)
    if any(not side.name.strip() and not (takes_rows and side.body) for side in entry.after) and _names(entry):
        found.append(_error("change-name", "after", _("Ghi tên sau khi thay đổi.")))
    return found


def _names(entry: Entry) -> bool:
    """A body that only moves under another keeps its name, and so does a place."""
    return entry.kind != ChangeKind.MOVE


def _stand_on_the_day(entry: Entry) -> list[Finding]:
    """What is changed existed the day before, and nothing has ended it already."""
    on, found = short_date(entry.on), []
    remedy = _("Chọn bên đang tồn tại, hoặc xem lại ngày.")
    for side in entry.before:
        if side.place and (side.place.valid_from >= entry.on or side.place.valid_to is not None):
            message = _("{name} chưa có trước ngày {on} hoặc đã kết thúc.").format(name=side.place.name, on=on)
            found.append(_error("change-ended", "before", message, remedy))
        if side.body and not _named_until(side.body, entry.on):
            message = _("Đơn vị chưa có trước ngày {on}, đã kết thúc, hoặc tên đã đổi từ sau ngày ấy.").format(on=on)
            found.append(_error("change-ended", "before", message, remedy))
    return found


def _named_until(body: Organisation, on: date) -> bool:
    last = body.names.order_by("-valid_from").first()
    return last is not None and last.valid_from < on and last.valid_to is None


# What of a body each kind of change ends or begins, so that nothing later of it may stand.
_REACHES: dict[str, frozenset[str]] = {
    ChangeKind.RENAME: frozenset({"name"}),
    ChangeKind.MOVE: frozenset({"above"}),
    ChangeKind.TRANSFER: frozenset(),
}
_EVERYTHING = frozenset({"name", "above"})


def _nothing_hangs_later(entry: Entry) -> list[Finding]:
    """A change counted from a day does not reach behind what was recorded of the same body or place since."""
    places = [side.place.pk for side in entry.before if side.place]
    bodies = [side.body.pk for side in entry.before if side.body]
    moved = [side.body.pk for side in entry.after if side.body and side.above]
    reach = _REACHES.get(entry.kind, _EVERYTHING)
    starts = [
        _latest_of_places(places),
        _latest_of_bodies(bodies, reach),
        _latest_of_bodies(moved, frozenset({"above"})),
    ]
    edge = max((day for day in starts if day is not None), default=None)
    return [] if edge is None or edge < entry.on else [_later(edge)]


def _later(edge: date) -> Finding:
    message = _("Đã ghi thay đổi khác của các bên này từ ngày {edge} (tên, trực thuộc, nhiệm vụ hoặc vùng).").format(
        edge=short_date(edge)
    )
    return _error("change-later", "on", message, _("Hoàn nguyên thay đổi sau trước, hoặc chọn ngày sau đó."))


def _latest_of_bodies(bodies: Sequence[int], reach: frozenset[str]) -> date | None:
    """The last day from which a name, a body above or a duty of these is recorded."""
    starts: list[date] = []
    for word, model in (("name", OrganisationName), ("above", Subordination), ("duty", Charge)):
        if word in reach:
            starts += model.objects.filter(lasted(), organisation__in=bodies).values_list("valid_from", flat=True)  # type: ignore[attr-defined]
    return max(starts, default=None)


def _latest_of_places(places: Sequence[int]) -> date | None:
    """The last day from which a duty or a region of these is recorded."""
    charges = Charge.objects.filter(lasted(), place__in=places).values_list("valid_from", flat=True)
    regions = RegionMember.objects.filter(place__in=places).values_list("valid_from", flat=True)
    return max([*charges, *regions], default=None)


def _places_fit(entry: Entry) -> list[Finding]:
    """Places of one level; codes free from the day on; a move and a rename change something."""
    befores = [side.place for side in entry.before if side.place]
    if len({place.level for place in befores}) > 1:
        return [_error("change-level", "before", _("Các địa bàn phải cùng một cấp."))]
    found = _codes_are_free(entry, befores)
    first, only = entry.after[0] if entry.after else None, befores[0]
    if first and entry.kind == ChangeKind.MOVE and (not first.parent_place or first.parent_place.pk == only.parent_id):
        found.append(_error("change-same", "after", _("Chọn nơi trực thuộc mới, khác nơi hiện nay.")))
    if first and entry.kind == ChangeKind.RENAME and (fold(first.name), first.form) == (only.folded, only.kind):
        found.append(_error("change-same", "after", _("Tên và loại không thay đổi.")))
    if sum(side.relation == Relation.DEFAULT for side in entry.after) > 1:
        found.append(_error("change-main", "after", _("Chỉ một nơi là phần chính.")))
    return found


def _codes_are_free(entry: Entry, befores: Sequence[Place]) -> list[Finding]:
    open_or_later = Q(valid_to__isnull=True) | Q(valid_to__gt=entry.on)
    others = Place.objects.filter(open_or_later, level=befores[0].level).exclude(pk__in=[row.pk for row in befores])
    found = []
    for code, times in Counter(side.code.strip() for side in entry.after).items():
        if not code:
            found.append(_error("change-code", "after", _("Ghi mã đơn vị hành chính.")))
        elif times > 1 or others.filter(code=code).exists():
            remedy = _("Xem mã trong quyết định ban hành bảng danh mục.")
            message = _("Mã {code} đã thuộc địa bàn khác từ ngày ấy.").format(code=code)
            found.append(_error("change-code", "after", message, remedy))
    return found


def _regions_are_known(entry: Entry) -> list[Finding]:
    """A province made of provinces of several regions of a scheme needs to be told its own."""
    befores = [side.place for side in entry.before if side.place]
    if not entry.after or befores[0].level != Level.PROVINCE:
        return []
    before = day_before(entry.on)
    held = [regions_of(place, before) for place in befores]
    found = []
    for scheme in RegionScheme.objects.order_by("code"):
        known = {regions.get(scheme.code, "") for regions in held}
        if len(known) > 1 and any(not side.regions.get(scheme.code) for side in entry.after):
            message = _("Các tỉnh thuộc nhiều vùng theo “{scheme}”.").format(scheme=scheme.name)
            found.append(_error("change-region", "after", message, _("Chọn vùng của tỉnh mới.")))
    return found


def _all_below_is_given(entry: Entry) -> list[Finding]:
    """Of a divided place every place below goes to one part; what is not listed goes to the main part."""
    if entry.kind != ChangeKind.SPLIT or not entry.before[0].place:
        return []
    before = day_before(entry.on)
    below = dict(below_on(entry.before[0].place, before).values_list("pk", "name"))
    listed = Counter(child for side in entry.after for child in side.children)
    found = []
    for child, times in listed.items():
        if child not in below or times > 1:
            name = below.get(child, str(child))
            message = _("{name}: không thuộc địa bàn bị chia, hoặc được xếp vào hai nơi.").format(name=name)
            found.append(_error("change-children", "after", message))
    left = len(below.keys() - listed.keys())
    if any(side.relation == Relation.DEFAULT for side in entry.after):
        return found
    if left:
        message = _("Còn {left} địa bàn cấp dưới chưa xếp vào nơi nào.").format(left=left)
        found.append(_error("change-children", "after", message, _("Xếp đủ, hoặc chọn một nơi là phần chính.")))
    message = _("Không có phần chính: hồ sơ chưa rõ địa bàn sẽ nằm ở danh sách chờ người chọn.")
    return [*found, _warning("change-main", "after", message)]


def _bodies_fit(entry: Entry) -> list[Finding]:
    """A transfer hands over what a body has; those after exist or are new; nothing follows itself."""
    found, on = [], short_date(entry.on)
    befores = {side.body.pk for side in entry.before if side.body}
    for side in entry.after:
        if side.body and side.body.pk not in befores and not exists_on(side.body.pk, entry.on):
            message = _("Đơn vị tiếp nhận không có vào ngày {on}.").format(on=on)
            found.append(_error("change-after", "after", message))
        if side.body is None and side.name.strip() and entry.kind != ChangeKind.RENAME and _is_taken(side, entry.on):
            message = _("Đã có đơn vị tên “{name}” vào ngày {on}.").format(name=side.name, on=on)
            found.append(_error("change-name", "after", message, _("Chọn đơn vị ấy trong danh mục.")))
    if entry.kind in (ChangeKind.TRANSFER, ChangeKind.SPLIT) and any(
        side.body and side.body.pk in befores for side in entry.after
    ):
        found.append(_error("change-after", "after", _("Bên nhận phải khác bên giao.")))
    if entry.kind == ChangeKind.TRANSFER and entry.place is None:
        found.append(_error("change-place", "place", _("Chọn địa phương mà nhiệm vụ được chuyển giao.")))
    if entry.kind == ChangeKind.MOVE and entry.after and not entry.after[0].above:
        found.append(_error("change-above", "after", _("Chọn nơi trực thuộc mới.")))
    if entry.kind == ChangeKind.END:
        message = _("Không có bên tiếp nhận: hồ sơ còn mở sẽ nằm ở danh sách chờ người chọn.")
        found.append(_warning("change-nobody", "after", message))
    return found


def _is_taken(side: Side, on: date) -> bool:
    return OrganisationName.objects.filter(holds_on(on), folded=fold(side.name)).exists()


def _others_wait(entry: Entry) -> list[Finding]:
    """Another change of the same places or bodies is entered and not applied yet."""
    places = [side.place.pk for side in entry.before if side.place]
    bodies = [side.body.pk for side in entry.before if side.body]
    return [
        _warning(
            "change-waits", "before",
            _("Đã có thay đổi khác chờ áp dụng: {kind}, từ ngày {on}.").format(
                kind=row.get_kind_display(), on=short_date(row.on)),
            _("Xem thay đổi ấy trước; có thể đây là nhập lần hai."),
        )
        for row in changes_pending(places=places, bodies=bodies)
    ]  # fmt: skip


def entry_of(change: Change) -> Entry:
    """A stored change as it was given."""
    return Entry(
        kind=change.kind, about=change.about, on=change.on, source=change.source, clause=change.clause,
        note=change.note, place=change.place,
        before=tuple(map(_side, parts_of(change, Role.BEFORE))), after=tuple(map(_side, parts_of(change, Role.AFTER))),
    )  # fmt: skip


def _side(part: ChangePart) -> Side:
    return Side(
        place=part.place, body=part.body, name=part.name, code=part.code, form=part.form, symbol=part.symbol,
        above=part.above, parent_place=part.parent_place, parent_body=part.parent_body, relation=part.relation,
        regions=part.regions, children=tuple(part.children),
    )  # fmt: skip


def another_person_applies(change: Change, deed: Deed) -> list[Finding]:
    """Who entered a change does not apply it."""
    first = history_of(change).order_by("at", "id").first()
    if deed.by is None or first is None or first.actor_id != deed.by.pk:
        return []
    message = _("Người nhập không tự áp dụng thay đổi do mình nhập.")
    return [_error("change-same-person", "", message, _("Nhờ trưởng phòng hoặc lãnh đạo áp dụng."))]


def still_fits(change: Change, deed: Deed) -> list[Finding]:
    """What could be entered can still be applied: nothing has ended or taken a code meanwhile."""
    if change.kind == ChangeKind.REVERSAL:
        return can_be_reversed(change.undoes, change.on) if change.undoes else []
    return [finding for finding in judged_entry(entry_of(change)) if finding.code != "change-waits"]


def can_be_reversed(first: Change, on: date) -> list[Finding]:
    """An applied change is taken back from its own day on, while nothing it made or ended has changed again."""
    if first.kind == ChangeKind.REVERSAL:
        remedy = _("Nhập thay đổi mới theo văn bản của nó.")
        return [_error("reversal-stays", "", _("Việc hoàn nguyên không hoàn nguyên được."), remedy)]
    if first.state != ChangeState.APPLIED:
        return [_error("change-not-applied", "", _("Thay đổi này chưa áp dụng hoặc đã được hoàn nguyên."))]
    if on < first.on:
        edge = short_date(first.on)
        message = _("Ngày hoàn nguyên {on} trước ngày thay đổi {edge}.").format(on=short_date(on), edge=edge)
        return [_error("reversal-day", "on", message, _("Chọn từ ngày {edge}.").format(edge=edge))]
    if on == first.on:
        return _can_be_undone(first)
    made, parts = parts_of(first, Role.AFTER), parts_of(first, Role.BEFORE)
    ended = [part.place.name for part in made if part.place and part.place.valid_to is not None]
    goes_on = [part for part in parts if part.body and not part.body.names.filter(ended_by=first).exists()]
    ended += [
        str(part.body.names.order_by("valid_from").last())
        for part in (*made, *goes_on)
        if part.body and not part.body.names.filter(valid_to__isnull=True).exists()
    ]
    if ended:
        message = _("{names} đã thay đổi lần nữa sau đó.").format(names=", ".join(ended))
        return [_error("change-changed-again", "", message, _("Hoàn nguyên thay đổi sau trước."))]
    return _nothing_later_of(on, [*made, *parts])


# Of what no two rows may share a day, by which columns: to tell whether an ended row may be open again.
_KEYS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Place, ("level", "code")),
    (RegionMember, ("scheme", "place")),
    (Charge, ("place", "duty", "organisation")),
    (OrganisationName, ("organisation",)),
    (Subordination, ("organisation",)),
)


def _can_be_undone(first: Change) -> list[Finding]:
    """As if it had never been: nothing it began has been ended since, nothing stands where it ended something."""
    if not any(_was_built_on(first, model, key) for model, key in _KEYS):
        return []
    message = _("Sau thay đổi này đã ghi thay đổi khác của các bên ấy.")
    remedy = _("Hoàn nguyên thay đổi sau trước, hoặc hoàn nguyên từ một ngày sau đó.")
    return [_error("reversal-built-on", "on", message, remedy)]


def _was_built_on(first: Change, model: type[Model], key: tuple[str, ...]) -> bool:
    rows = model._default_manager
    if rows.filter(begun_by=first, valid_to__isnull=False).exists():
        return True
    same = {column: OuterRef(column) for column in key}
    others = rows.filter(lasted(), valid_from__gte=OuterRef("valid_from"), **same).exclude(pk=OuterRef("pk"))
    later = others.filter(Q(begun_by__isnull=True) | ~Q(begun_by=first))
    return rows.filter(Exists(later), ended_by=first).exists()


def _nothing_later_of(on: date, parts: Sequence[ChangePart]) -> list[Finding]:
    """From a later day nothing may have begun on it or after."""
    places = [part.place_id for part in parts if part.place_id and part.role == Role.AFTER]
    bodies = [part.body_id for part in parts if part.body_id]
    starts = [_latest_of_places(places), _latest_of_bodies(bodies, _EVERYTHING)]
    edge = max((day for day in starts if day is not None), default=None)
    return [] if edge is None or edge < on else [_later(edge)]


def still_stands(change: Change, deed: Deed) -> list[Finding]:
    """A change is marked as taken back only by its own reversal."""
    if Change.objects.filter(undoes=change).exclude(state=ChangeState.WITHDRAWN).exists():
        return []
    return [_error("change-no-reversal", "", _("Nhập việc hoàn nguyên với văn bản làm căn cứ trước."))]
