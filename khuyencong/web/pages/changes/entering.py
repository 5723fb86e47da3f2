"""The form of a change: fits the kind, keeps everything typed, shows what blocks and what warns, then enters it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import day_before
from khuyencong.kernel.text import fold, number_in
from khuyencong.registry.actions import enter_change
from khuyencong.registry.models import Change, Place, RegionMember, RegionScheme
from khuyencong.registry.rules.changes import Entry, Side, judged_entry
from khuyencong.registry.states import About, ChangeKind, Level, Relation
from khuyencong.web.forms.changes import AfterForm, ChangeForm, Shape
from khuyencong.web.pages.changes.reading import (
    MARK,
    below_named,
    bodies_suggested,
    body_named,
    level_of,
    papers_suggested,
    place_label,
    place_named,
    provinces_suggested,
)
from khuyencong.web.request import Request

MOST = 40
OFFERED = {
    About.PLACE: (ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.RENAME, ChangeKind.MOVE, ChangeKind.END),
    About.BODY: (
        ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.RENAME, ChangeKind.MOVE, ChangeKind.TRANSFER, ChangeKind.END,
    ),
}  # fmt: skip
# Which field of the first place or body after a change a finding belongs to; the others stand above the two sides.
FIELDS = {
    "change-name": "name", "change-code": "code", "change-children": "children", "change-main": "relation",
    "change-above": "above",
}  # fmt: skip


def shape_of(request: Request) -> Shape:
    """What the address asks for; an unknown kind becomes the usual one."""
    about = request.GET.get("ve", About.PLACE)
    about = about if about in About.values else About.PLACE
    kind = request.GET.get("loai", ChangeKind.MERGE)
    known = [str(one) for one in OFFERED[About(about)]]
    level = level_of(request.GET.get("cap", "")) if about == About.PLACE else Level.PROVINCE
    if about == About.PLACE and kind == ChangeKind.MOVE and level == Level.PROVINCE:
        level = Level.COMMUNE
    return Shape(kind if kind in known else ChangeKind.MERGE, about, level)


def new(request: Request) -> HttpResponse:
    """The form; a sent one is judged and entered, or comes back with everything typed."""
    shape = shape_of(request)
    if request.method != "POST":
        return _shown(request, shape, *_blank(request, shape))
    befores, afters = _lines(request, "n_truoc", shape.befores), _lines(request, "n_sau", shape.afters)
    if grown := request.POST.get("them", ""):
        befores, afters = befores + 2 * (grown == "before"), afters + (grown == "after")
        return _shown(request, shape, *_typed_again(request, shape, min(befores, MOST), min(afters, MOST)))
    form = ChangeForm(request.POST, shape=shape, befores=befores)
    after = [_after(shape, number, request.POST) for number in range(afters)]
    made, found = _entered(request, form, after)
    if made is None:
        return _shown(request, shape, form, after, found)
    messages.success(request, _("Đã nhập thay đổi; chưa có gì chuyển cho đến khi được áp dụng."))
    return HttpResponseRedirect(reverse("change", args=[made.pk]))


def _lines(request: Request, name: str, usual: int) -> int:
    """How many lines the sent form showed."""
    typed = number_in(request.POST.get(name, ""))
    return usual if typed is None else max(usual and 1, min(typed, MOST))


def _after(shape: Shape, number: int, *data: Any, **more: Any) -> AfterForm:
    regions = _regions() if shape.of_places and shape.level == Level.PROVINCE else []
    spare = {"empty_permitted": True, "use_required_attribute": False} if number >= shape.afters else {}
    return AfterForm(*data, shape=shape, regions=regions, prefix=f"sau{number}", **spare, **more)


def _regions() -> list[tuple[str, str, Sequence[str]]]:
    """Schemes with the regions provinces are in or were in."""
    names: dict[int, set[str]] = {}
    for scheme, region in RegionMember.objects.values_list("scheme_id", "region").distinct():
        names.setdefault(scheme, set()).add(region)
    rows = RegionScheme.objects.order_by("code")
    return [(row.code, row.name, sorted(names.get(row.pk, ()))) for row in rows]


def _blank(request: Request, shape: Shape) -> tuple[ChangeForm, list[AfterForm]]:
    """A fresh form, with what the address names already before the change."""
    keys = _named_before(request)
    if shape.of_places:
        rows = Place.objects.filter(pk__in=keys).values_list("pk", "name", "code")
        labels = {pk: place_label(name, code) for pk, name, code in rows}
    else:
        labels = bodies_suggested(request.today)
    named = [labels[key] for key in keys if key in labels]
    initial = {"on": request.GET.get("tu", ""), **{f"before_{at}": words for at, words in enumerate(named)}}
    befores = max(shape.befores, len(named) + (1 if shape.grows == "before" and named else 0))
    form = ChangeForm(shape=shape, befores=befores, initial=initial)
    return form, [_after(shape, number) for number in range(shape.afters)]


def _named_before(request: Request) -> list[int]:
    """Ids the address puts before the change."""
    return [int(key) for key in request.GET.getlist("truoc")[:MOST] if number_in(key) is not None]


def _typed_again(request: Request, shape: Shape, befores: int, afters: int) -> tuple[ChangeForm, list[AfterForm]]:
    """The same form with more lines: nothing is judged yet and nothing typed is lost."""
    typed = request.POST.dict()
    form = ChangeForm(shape=shape, befores=befores, initial=typed)
    after = []
    for number in range(afters):
        start = f"sau{number}-"
        own = {name.removeprefix(start): words for name, words in typed.items() if name.startswith(start)}
        after.append(_after(shape, number, initial=own))
    return form, after


def _shown(
    request: Request, shape: Shape, form: ChangeForm, after: list[AfterForm], found: Sequence[Finding] = ()
) -> HttpResponse:  # fmt: skip
    bodies = bodies_suggested(request.today)
    warnings = [item for item in found if item.severity == "warning"]
    context = {
        "shape": shape, "form": form, "after": after,
        "kind": ChangeKind(shape.kind).label,
        "kinds": [(str(kind), kind.label) for kind in OFFERED[About(shape.about)]],
        "abouts": About.choices, "levels": Level.choices if shape.of_places else [],
        "provinces": provinces_suggested(request.today).values(),
        "bodies": bodies.values(), "papers": papers_suggested(),
        "warnings": warnings, "warned": _mark(warnings),
        "named": "".join(f"&truoc={key}" for key in _named_before(request)),
        "wrong": form.is_bound and (form.errors or any(one.errors for one in after)),
    }  # fmt: skip
    return render(request, "changes/new.html", context, status=422 if form.is_bound else 200)


def _mark(warnings: Sequence[Finding]) -> str:
    """Which warnings were shown, so that a tick counts only for these."""
    return " ".join(sorted({item.code for item in warnings}))


def _field(item: Finding, after: Sequence[AfterForm]) -> str:
    """The field a finding belongs to; '' when it speaks of the side as a whole."""
    wanted = FIELDS.get(item.code, "")
    if item.code == "change-same" and after:
        wanted = "parent" if "parent" in after[0].fields else "name"
    if item.code == "change-region" and after and after[0].schemes:
        named = [f"region_{code}" for code in after[0].schemes]
        return next((name for name in named if str(after[0].fields[name].label) in item.message), named[0])
    return wanted if after and wanted in after[0].fields else ""


def _entered(request: Request, form: ChangeForm, after: list[AfterForm]) -> tuple[Change | None, list[Finding]]:
    """The change as entered; None with everything that blocks or still has to be looked at."""
    after = [one for one in after if not one.empty_permitted or one.has_changed()]  # spare lines left empty
    fine = [one.is_valid() for one in (form, *after)]
    entry = _entry(form, after) if all(fine) else None
    if entry is None or form.errors or any(one.errors for one in after):
        return None, []
    found = judged_entry(entry)
    _tell(form, after, found)
    warnings = [item for item in found if item.severity == "warning"]
    seen = form.cleaned_data["confirmed"] and form.cleaned_data["warned"] == _mark(warnings)
    if any(item.severity == "error" for item in found):
        return None, found
    if warnings and not seen:
        form.add_error("confirmed", _("Xem các cảnh báo rồi đánh dấu vào ô này."))
        return None, found
    try:
        return _kept(request, form, entry), found
    except Refused as refusal:  # someone changed the register between the judging and the entering
        _tell(form, after, refusal.findings)
        return None, list(refusal.findings)


@transaction.atomic
def _kept(request: Request, form: ChangeForm, entry: Entry) -> Change:
    source = form.kept(request.user, entry.on)
    return enter_change(by=request.user, entry=replace(entry, source=source))


def _tell(form: ChangeForm, after: Sequence[AfterForm], found: Sequence[Finding]) -> None:
    """Every finding that blocks at its field; those of a whole side are shown above the side."""
    lines = [(name, fold(words.partition(MARK)[0])) for name, words in form.typed_before()]
    for item in found:
        if item.severity != "error":
            continue
        words = " ".join(filter(None, (item.message, item.remedy, item.clause)))
        if item.where == "after" and (name := _field(item, after)):
            after[0].add_error(name, words)
        elif item.where in ("before", "after"):
            line = next((name for name, text in lines if text in fold(item.message)), None)
            form.add_error(line if item.where == "before" else None, words)
        else:
            where = {"source": "number"}.get(item.where, item.where)
            form.add_error(where if where in form.fields else None, words)


def _entry(form: ChangeForm, after: Sequence[AfterForm]) -> Entry | None:
    """The change as given; what names nothing in the register is said at its field."""
    typed, shape = form.cleaned_data, form.shape
    if typed.get("on") is None:
        return None
    edge = day_before(typed["on"])
    before = [side for name, words in form.typed_before() if (side := _before(form, name, words, edge))]
    places = [side.place for side in before if side.place]
    sides = [_side(one, places, typed["on"]) for one in after]
    place = None
    if shape.kind == ChangeKind.TRANSFER:
        place = _read(form, "place", place_named, typed["place"], Level.PROVINCE, typed["on"])
    return Entry(
        kind=shape.kind, about=shape.about, on=typed["on"], source=form.source(), before=tuple(before),
        after=tuple(sides), clause=typed["clause"], note=typed["note"], place=place,
    )  # fmt: skip


def _read(form: Any, field: str, read: Any, *args: Any) -> Any:
    """What was read, or None with the reason at the field."""
    try:
        return read(*args)
    except ValidationError as wrong:
        form.add_error(field, wrong)
    return None


def _before(form: ChangeForm, name: str, words: str, edge: date) -> Side | None:
    if form.shape.of_places:
        place = _read(form, name, place_named, words, form.shape.level, edge)
        return Side(place=place) if place else None
    body = _read(form, name, body_named, words, edge)
    if body is None and name not in form.errors:
        form.add_error(name, _("Không có đơn vị “{text}” ngay trước ngày thay đổi.").format(text=words))
    return Side(body=body) if body else None


def _side(one: AfterForm, places: Sequence[Place], on: date) -> Side:
    """One line after the change: an existing body under its name, or the words of what begins."""
    typed = one.cleaned_data
    relation = typed.get("relation") or (Relation.PART if one.shape.kind == ChangeKind.SPLIT else Relation.WHOLE)
    if one.shape.of_places:
        return _place_side(one, places, on, relation)
    name = typed.get("name", "").strip()
    taken = _read(one, "name", body_named, name, on) if name and one.shape.kind != ChangeKind.RENAME else None
    parent = _read(one, "parent", body_named, typed["parent"], on) if typed.get("parent") else None
    if typed.get("parent") and parent is None and "parent" not in one.errors:
        one.add_error("parent", _("Không có cơ quan tên này vào ngày thay đổi: chọn trong danh sách, hoặc để trống."))
    territory = typed.get("territory")
    return Side(
        body=taken, name=name.rpartition(f"{MARK}#")[0] or name, form=typed.get("form", ""),
        symbol=typed.get("symbol", "").strip(), above=typed.get("above", ""), parent_body=parent, relation=relation,
        parent_place=_read(one, "territory", place_named, territory, Level.PROVINCE, on) if territory else None,
    )  # fmt: skip


def _place_side(one: AfterForm, places: Sequence[Place], on: date, relation: str) -> Side:
    typed, old = one.cleaned_data, places[0] if places else None
    parent = None
    if "parent" in one.fields:
        parent = _read(one, "parent", place_named, typed["parent"], Level.PROVINCE, on)
    children: tuple[int, ...] = ()
    if old and typed.get("children"):
        children = _read(one, "children", below_named, typed["children"], old, day_before(on)) or ()
    return Side(
        name=typed.get("name", "").strip(), code=typed.get("code") or (old.code if old else ""),
        form=typed.get("form") or (old.kind if old and one.shape.kind == ChangeKind.RENAME else ""),
        parent_place=parent, relation=relation, regions=one.regions(), children=children,
    )  # fmt: skip
