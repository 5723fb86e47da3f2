"""When a change of places or bodies may be entered, applied or taken back."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import day_before, holds_on, lasted, short_date
from khuyencong.kernel.text import fold
from khuyencong.records.models import TrailStep
from khuyencong.records.queries import history_of, steps_of
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import (
    Change,
    ChangePart,
    Charge,
    Organisation,
    OrganisationName,
    Place,
    RegionMember,
    RegionScheme,
    Subordination,
)
from khuyencong.registry.queries.over_time import below_on, changes_pending, exists_on, parts_of, regions_of
from khuyencong.registry.rules.bodies import bodies_stand_well, duty_is_theirs
from khuyencong.registry.rules.entries import Entry, Side, error, warning, words_fit
from khuyencong.registry.rules.later import (
    EVERYTHING,
    later_finding,
    latest_of_bodies,
    latest_of_places,
    nothing_hangs_later,
)
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


def judged_entry(entry: Entry) -> list[Finding]:
    """Everything that can be said against a change before it is entered; errors block, warnings are shown."""
    found = _sides_fit(entry) or words_fit(entry)
    if found:
        return [*_has_a_paper(entry), *found]
    found = [*_has_a_paper(entry), *_stand_on_the_day(entry), *nothing_hangs_later(entry)]
    if entry.about == About.PLACE:
        found += [*_places_fit(entry), *_regions_are_known(entry)]
        found += [*_all_below_is_given(entry), *_nothing_is_left_below(entry)]
    else:
        found += [*_bodies_fit(entry), *bodies_stand_well(entry), *duty_is_theirs(entry)]
    return [*found, *_others_wait(entry)]


def _has_a_paper(entry: Entry) -> list[Finding]:
    """A change rests on a legal document that was issued by its day."""
    if entry.source is None:
        remedy = _("Chọn văn bản, hoặc ghi số, ngày, tên văn bản.")
        return [error("change-paper", "source", _("Thay đổi phải có văn bản làm căn cứ."), remedy)]
    issued = entry.source.issued_on
    if issued is None or issued <= entry.on:
        return []
    message = _("Văn bản {number} ban hành ngày {issued}, sau ngày thay đổi {on}.").format(
        number=entry.source.number, issued=short_date(issued), on=short_date(entry.on)
    )
    remedy = _("Kiểm tra lại ngày có hiệu lực ghi trong văn bản.")
    return [warning("change-paper-later", "on", message, remedy)]


def _sides_fit(entry: Entry) -> list[Finding]:
    """Each kind of change has its own number of places or bodies before and after."""
    if entry.kind not in _COUNTS:
        return [error("change-kind", "kind", _("Loại thay đổi này không nhập trực tiếp được."))]
    if entry.kind == ChangeKind.TRANSFER and entry.about != About.BODY:
        return [error("change-kind", "kind", _("Nhiệm vụ chỉ chuyển giao giữa hai cơ quan, đơn vị."))]
    least, most, fewest, largest = _COUNTS[entry.kind]
    kind = ChangeKind(entry.kind).label
    found = []
    if not least <= len(entry.before) <= most:
        message = _("{kind}: cần {count} bên trước khi thay đổi.").format(kind=kind, count=_counted(least, most))
        found.append(error("change-before", "before", message))
    if not fewest <= len(entry.after) <= largest:
        message = _("{kind}: cần {count} bên sau khi thay đổi.").format(kind=kind, count=_counted(fewest, largest))
        found.append(error("change-after", "after", message))
    return found or _sides_are_named(entry)


def _counted(least: int, most: int) -> str:
    return str(least) if least == most else _("từ {least} trở lên").format(least=least)


def _sides_are_named(entry: Entry) -> list[Finding]:
    wanted = "place" if entry.about == About.PLACE else "body"
    given = [getattr(side, wanted) for side in entry.before]
    found = []
    if None in given:
        found.append(error("change-before", "before", _("Chọn đủ các bên trước khi thay đổi trong danh mục.")))
    if any(times > 1 for times in Counter(row.pk for row in given if row).values()):
        found.append(error("change-twice", "before", _("Một bên được chọn hai lần.")))
    takes_rows = entry.about == About.BODY and entry.kind in (ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.TRANSFER)
    if any(not side.name.strip() and not (takes_rows and side.body) for side in entry.after) and _names(entry):
        found.append(error("change-name", "after", _("Ghi tên sau khi thay đổi.")))
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
            found.append(error("change-ended", "before", message, remedy))
        if side.body and not _named_until(side.body, entry.on):
            message = _("Đơn vị chưa có trước ngày {on}, đã kết thúc, hoặc tên đã đổi từ sau ngày ấy.").format(on=on)
            found.append(error("change-ended", "before", message, remedy))
    return found


def _named_until(body: Organisation, on: date) -> bool:
    last = body.names.order_by("-valid_from").first()
    return last is not None and last.valid_from < on and last.valid_to is None


def _places_fit(entry: Entry) -> list[Finding]:
    """Places of one level; codes free from the day on; a move and a rename change something."""
    befores = [side.place for side in entry.before if side.place]
    if len({place.level for place in befores}) > 1:
        return [error("change-level", "before", _("Các địa bàn phải cùng một cấp."))]
    found = [*_codes_are_free(entry, befores), *_stands_above(entry, befores[0].level)]
    first, only = entry.after[0] if entry.after else None, befores[0]
    if first and entry.kind == ChangeKind.MOVE and (not first.parent_place or first.parent_place.pk == only.parent_id):
        found.append(error("change-same", "after", _("Chọn nơi trực thuộc mới, khác nơi hiện nay.")))
    if first and entry.kind == ChangeKind.RENAME and (fold(first.name), first.form) == (only.folded, only.kind):
        found.append(error("change-same", "after", _("Tên và loại không thay đổi.")))
    if sum(side.relation == Relation.DEFAULT for side in entry.after) > 1:
        found.append(error("change-main", "after", _("Chỉ một nơi là phần chính.")))
    return found


# Which levels may stand above a place of each level.
_ABOVE: dict[str, tuple[str, ...]] = {
    Level.PROVINCE: (),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.PROVINCE, Level.DISTRICT),
}


def _stands_above(entry: Entry, level: str) -> list[Finding]:
    """What a place is put under exists on the day and is of a level above it."""
    parents = [side.parent_place for side in entry.after if side.parent_place]
    if all(one.level in _ABOVE[level] and _is_there(one, entry.on) for one in parents):
        return []
    message = _("Nơi trực thuộc mới không có vào ngày {on}, hoặc không phải cấp trên.").format(on=short_date(entry.on))
    return [error("change-parent", "after", message, _("Chọn địa bàn cấp trên có vào ngày ấy."))]


def _is_there(place: Place, day: date) -> bool:
    return place.valid_from <= day and (place.valid_to is None or day < place.valid_to)


def _taken_by_others(level: str, on: date, but: Sequence[Place]) -> QuerySet[Place]:
    """Places other than ``but`` that have a code of the level on a day or later."""
    open_or_later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Place.objects.filter(open_or_later, level=level).exclude(pk__in=[row.pk for row in but])


def _codes_are_free(entry: Entry, befores: Sequence[Place]) -> list[Finding]:
    others = _taken_by_others(befores[0].level, entry.on, befores)
    found = []
    for code, times in Counter(side.code.strip() for side in entry.after).items():
        if not code:
            found.append(error("change-code", "after", _("Ghi mã đơn vị hành chính.")))
        elif times > 1 or others.filter(code=code).exists():
            remedy = _("Xem mã trong quyết định ban hành bảng danh mục.")
            message = _("Mã {code} đã thuộc địa bàn khác từ ngày ấy.").format(code=code)
            found.append(error("change-code", "after", message, remedy))
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
            found.append(error("change-region", "after", message, _("Chọn vùng của tỉnh mới.")))
    return found


def _nothing_is_left_below(entry: Entry) -> list[Finding]:
    """A place that ends without a receiver leaves no place below it, and files that wait."""
    if entry.kind != ChangeKind.END or not entry.before[0].place:
        return []
    message = _("Không có bên tiếp nhận: hồ sơ còn mở sẽ nằm ở danh sách chờ người chọn.")
    found = [warning("change-nobody", "after", message)]
    if left := below_on(entry.before[0].place, entry.on).count():
        message = _("Còn {left} địa bàn cấp dưới chưa xếp vào nơi nào.").format(left=left)
        remedy = _("Chuyển trực thuộc các địa bàn ấy trước, hoặc nhập sáp nhập, chia tách.")
        found.append(error("change-children", "before", message, remedy))
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
            row = Place.objects.filter(pk=child).first()
            message = _("{name}: không thuộc địa bàn bị chia, hoặc được xếp vào hai nơi.").format(name=row or child)
            found.append(error("change-children", "after", message, _("Xếp mỗi địa bàn cấp dưới vào một nơi.")))
    left = len(below.keys() - listed.keys())
    if any(side.relation == Relation.DEFAULT for side in entry.after):
        return found
    if left:
        message = _("Còn {left} địa bàn cấp dưới chưa xếp vào nơi nào.").format(left=left)
        found.append(error("change-children", "after", message, _("Xếp đủ, hoặc chọn một nơi là phần chính.")))
    message = _("Không có phần chính: hồ sơ chưa rõ địa bàn sẽ nằm ở danh sách chờ người chọn.")
    return [*found, warning("change-main", "after", message)]


def _bodies_fit(entry: Entry) -> list[Finding]:
    """A transfer hands over what a body has; those after exist or are new; nothing follows itself."""
    found, on = [], short_date(entry.on)
    befores = {side.body.pk for side in entry.before if side.body}
    for side in entry.after:
        if side.body and side.body.pk not in befores and not exists_on(side.body.pk, entry.on):
            message = _("Đơn vị tiếp nhận không có vào ngày {on}.").format(on=on)
            found.append(error("change-after", "after", message))
        if side.body is None and side.name.strip() and entry.kind != ChangeKind.RENAME and _is_taken(side, entry.on):
            message = _("Đã có đơn vị tên “{name}” vào ngày {on}.").format(name=side.name, on=on)
            found.append(error("change-name", "after", message, _("Chọn đơn vị ấy trong danh mục.")))
    if entry.kind in (ChangeKind.TRANSFER, ChangeKind.SPLIT) and any(
        side.body and side.body.pk in befores for side in entry.after
    ):
        found.append(error("change-after", "after", _("Bên nhận phải khác bên giao.")))
    if entry.kind == ChangeKind.MOVE and entry.after and not entry.after[0].above:
        found.append(error("change-above", "after", _("Chọn nơi trực thuộc mới.")))
    if entry.kind == ChangeKind.END:
        message = _("Không có bên tiếp nhận: hồ sơ còn mở sẽ nằm ở danh sách chờ người chọn.")
        found.append(warning("change-nobody", "after", message))
    if entry.kind == ChangeKind.SPLIT and all(side.relation != Relation.DEFAULT for side in entry.after):
        message = _("Không có phần chính: hồ sơ ngoài địa bàn đã giao sẽ nằm ở danh sách chờ người chọn.")
        found.append(warning("change-main", "after", message))
    return found


def _is_taken(side: Side, on: date) -> bool:
    return OrganisationName.objects.filter(holds_on(on), folded=fold(side.name)).exists()


def _others_wait(entry: Entry) -> list[Finding]:
    """Another change of the same places or bodies is entered and not applied yet."""
    places = [side.place.pk for side in entry.before if side.place]
    bodies = [side.body.pk for side in entry.before if side.body]
    return [
        warning(
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
    return [error("change-same-person", "", message, _("Nhờ trưởng phòng hoặc lãnh đạo áp dụng."))]


def still_fits(change: Change, deed: Deed) -> list[Finding]:
    """What could be entered can still be applied: nothing has ended or taken a code meanwhile."""
    if change.kind == ChangeKind.REVERSAL:
        return can_be_reversed(change.undoes, change.on) if change.undoes else []
    return [finding for finding in judged_entry(entry_of(change)) if finding.code != "change-waits"]


def can_be_reversed(first: Change, on: date) -> list[Finding]:
    """An applied change is taken back from its own day on, while nothing it made or ended has changed again."""
    if first.kind == ChangeKind.REVERSAL:
        remedy = _("Nhập thay đổi mới theo văn bản của nó.")
        return [error("reversal-stays", "", _("Việc hoàn nguyên không hoàn nguyên được."), remedy)]
    if first.state != ChangeState.APPLIED:
        return [error("change-not-applied", "", _("Thay đổi này chưa áp dụng hoặc đã được hoàn nguyên."))]
    if on < first.on:
        edge = short_date(first.on)
        message = _("Ngày hoàn nguyên {on} trước ngày thay đổi {edge}.").format(on=short_date(on), edge=edge)
        return [error("reversal-day", "on", message, _("Chọn từ ngày {edge}.").format(edge=edge))]
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
    ended += _renamed_or_moved_again(first, parts)
    if ended:
        message = _("{names} đã thay đổi lần nữa sau đó.").format(names=", ".join(ended))
        return [error("change-changed-again", "", message, _("Hoàn nguyên thay đổi sau trước."))]
    found = [*_codes_are_free_again(on, made, parts), *_nothing_lies_below_all(made, parts)]
    return [*found, *_nothing_later_of(on, [*made, *parts])]


def _codes_are_free_again(on: date, made: Sequence[ChangePart], parts: Sequence[ChangePart]) -> list[Finding]:
    """The codes of places that begin again belong to no other place from the day on."""
    olds, news = [part.place for part in parts if part.place], [part.place for part in made if part.place]
    if not olds:
        return []
    taken = _taken_by_others(olds[0].level, on, news).filter(code__in=[place.code for place in olds])
    codes = ", ".join(taken.order_by("code").values_list("code", flat=True))
    if not codes:
        return []
    message = _("Mã {code} đã thuộc địa bàn khác từ ngày ấy.").format(code=codes)
    return [error("reversal-code", "on", message, _("Hoàn nguyên thay đổi sau trước."))]


def _nothing_lies_below_all(made: Sequence[ChangePart], parts: Sequence[ChangePart]) -> list[Finding]:
    """What was put below a joined place itself since belongs to none of those that begin again."""
    news = [part.place_id for part in made if part.place_id]
    left = Place.objects.filter(parent__in=news, valid_to__isnull=True).count() if len(parts) > 1 else 0
    if not left:
        return []
    message = _("Còn {left} địa bàn cấp dưới chưa xếp vào nơi nào.").format(left=left)
    return [error("reversal-below", "on", message, _("Hoàn nguyên thay đổi sau trước."))]


def _renamed_or_moved_again(first: Change, parts: Sequence[ChangePart]) -> list[str]:
    """Names of bodies that were renamed or moved again since a change that renamed or moved them."""
    model = {ChangeKind.RENAME: OrganisationName, ChangeKind.MOVE: Subordination}.get(ChangeKind(first.kind))
    if model is None or first.about != About.BODY:
        return []
    again = model._default_manager.filter(Q(valid_to__isnull=False), begun_by=first).exists()
    return [str(part.body.names.order_by("valid_from").last()) for part in parts if part.body and again]


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
    if not any(_was_built_on(first, model, key) for model, key in _KEYS) and not _duties_are_stranded(first):
        return []
    message = _("Sau thay đổi này đã ghi thay đổi khác của các bên ấy.")
    remedy = _("Hoàn nguyên thay đổi sau trước, hoặc hoàn nguyên từ một ngày sau đó.")
    return [error("reversal-built-on", "on", message, remedy)]


def _was_built_on(first: Change, model: type[Model], key: tuple[str, ...]) -> bool:
    rows = model._default_manager
    ended = rows.filter(begun_by=first, valid_to__isnull=False)
    if model is Charge:  # a duty may have its end from before, recorded so or by what was applied earlier
        ended = ended.filter(ended_by__in=_applied_after(first))
    if ended.exists():
        return True
    same = {column: OuterRef(column) for column in key}
    others = rows.filter(lasted(), valid_from__gte=OuterRef("valid_from"), **same).exclude(pk=OuterRef("pk"))
    later = others.filter(Q(begun_by__isnull=True) | ~Q(begun_by=first))
    return rows.filter(Exists(later), ended_by=first).exists()


def _duties_are_stranded(first: Change) -> bool:
    """True when a duty that would be open again has lost its province or its body to what was applied since."""
    since, rows = _applied_after(first), Charge.objects.filter(lasted(), ended_by=first)
    named = OrganisationName.objects.filter(Q(valid_to__isnull=True) | Q(ended_by=first)).values("organisation")
    bodies = OrganisationName.objects.filter(ended_by__in=since).exclude(organisation__in=named).values("organisation")
    return rows.filter(Q(place__ended_by__in=since) | Q(organisation__in=bodies)).exists()


def _applied_after(first: Change) -> list[int]:
    """The changes that were applied after another was, whatever their days."""
    step = steps_of(first).first()
    if step is None:
        return []
    later = TrailStep.objects.filter(machine=step.machine, name=step.name, pk__gt=step.pk)
    return [int(subject.rpartition(":")[2]) for subject in later.values_list("subject", flat=True)]


def _nothing_later_of(on: date, parts: Sequence[ChangePart]) -> list[Finding]:
    """From a later day nothing may have begun on it or after."""
    places = [part.place_id for part in parts if part.place_id and part.role == Role.AFTER]
    bodies = [part.body_id for part in parts if part.body_id]
    starts = [latest_of_places(places, on), latest_of_bodies(bodies, EVERYTHING)]
    edge = max((day for day in starts if day is not None), default=None)
    return [] if edge is None or edge < on else [later_finding(edge)]


def still_stands(change: Change, deed: Deed) -> list[Finding]:
    """A change is marked as taken back only by its own reversal."""
    if Change.objects.filter(undoes=change).exclude(state=ChangeState.WITHDRAWN).exists():
        return []
    return [error("change-no-reversal", "", _("Nhập việc hoàn nguyên với văn bản làm căn cứ trước."))]
