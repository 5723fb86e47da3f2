"""Random histories of provinces and of bodies: each act is entered and applied as an official would."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.periods import holds_on, lasted
from khuyencong.registry.actions import add_organisation, apply_change, enter_change, enter_reversal, keep_source
from khuyencong.registry.models import (
    Change,
    Charge,
    LegalSource,
    Organisation,
    OrganisationName,
    OrganisationSuccession,
    Place,
    PlaceSuccession,
    RegionMember,
    RegionScheme,
    Subordination,
)
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, BodyKind, ChangeKind, ChangeState, Level, Relation

SINCE = date(2030, 1, 1)
LEVEL = Level.DISTRICT  # a level that is empty from 2025 on: histories of ours meet no real place


def paper(on: date) -> LegalSource:
    """The legal text a change of ours rests on."""
    return keep_source(by=None, number=f"{on:%Y%m%d}/NQ-THU", title="Nghị quyết thử", issued_on=on - timedelta(days=9))


def new_place(name: str, code: str, level: str = LEVEL, since: date = SINCE, parent: Place | None = None) -> Place:
    """A place that begins by itself."""
    place = Place(level=level, code=code, kind="Tỉnh", valid_from=since, parent=parent)
    place.set_name(name)
    place.save()
    return place


def changed(kind: str, on: date, before: list[Side], after: list[Side], about: str = About.PLACE, **more) -> Change:
    """Enter a change and apply it on its day."""
    entry = Entry(kind, about, on, paper(on), tuple(before), tuple(after), **more)
    return apply_change(by=None, change=enter_change(by=None, entry=entry), today=on)


def living(level: str = LEVEL) -> list[Place]:
    """Places that go on."""
    return list(Place.objects.filter(level=level, valid_to__isnull=True, valid_from__gte=SINCE).order_by("pk"))


def random_place_act(dice: random.Random, on: date, number: int, level: str = LEVEL) -> str:
    """One merger, split, rename, end or reversal at random; what the rules refuse changes nothing."""
    now = living(level)
    dice.shuffle(now)
    act = dice.choice(["merge", "merge", "split", "split", "rename", "end", "reversal"])
    regions = dict.fromkeys(RegionScheme.objects.values_list("code", flat=True), "Vùng thử")
    try:
        if act == "merge" and len(now) > 1:
            befores = now[: dice.randint(2, min(3, len(now)))]
            after = Side(name=f"Hợp {number}", code=dice.choice([f"m{number}", befores[0].code]), regions=regions)
            changed(ChangeKind.MERGE, on, [Side(place=one) for one in befores], [after])
        elif act == "split" and now:
            main = dice.random() < 0.6
            parts = [
                Side(name=f"Phần {number}.{index}", code=f"s{number}.{index}",
                     relation=Relation.DEFAULT if main and not index else Relation.PART)
                for index in range(dice.randint(2, 3))
            ]  # fmt: skip
            changed(ChangeKind.SPLIT, on, [Side(place=now[0])], parts)
        elif act == "rename" and now:
            after = Side(name=f"Tên {number}", code=now[0].code, form="Thành phố")
            changed(ChangeKind.RENAME, on, [Side(place=now[0])], [after])
        elif act == "end" and len(now) > 2:
            changed(ChangeKind.END, on, [Side(place=now[0])], [])
        elif act == "reversal":
            done = list(Change.objects.filter(state=ChangeState.APPLIED, on__gte=SINCE, about=About.PLACE))
            if done:
                first = dice.choice(done)
                day = dice.choice([first.on, on])
                apply_change(
                    by=None, change=enter_reversal(by=None, change=first, on=day, source=paper(on)), today=on
                )  # fmt: skip
    except Refused as refusal:
        return f"{act} refused: {refusal}"
    return act


def new_body(name: str, since: date = SINCE, place: Place | None = None) -> Organisation:
    """A body that begins by itself."""
    return add_organisation(
        by=None, name=name, kind=BodyKind.CENTRE, valid_from=since, place_id=place.pk if place else None,
        above="department",
    )  # fmt: skip


def living_bodies() -> list[Organisation]:
    """Bodies of ours that have a name that goes on."""
    names = OrganisationName.objects.filter(valid_to__isnull=True, valid_from__gte=SINCE)
    return list(Organisation.objects.filter(pk__in=names.values("organisation_id")).order_by("pk"))


def random_body_act(dice: random.Random, on: date, number: int, places: Sequence[Place] = ()) -> str:
    """One merger, split, rename, move, transfer, end or reversal of bodies at random; ``places`` have their duties."""
    now, body = living_bodies(), About.BODY
    dice.shuffle(now)
    act = dice.choice(["merge", "absorb", "split", "rename", "move", "transfer", "end", "reversal"])
    known = places or Place.objects.filter(level=Level.PROVINCE, valid_to__isnull=True).order_by("pk")[:5]
    place = dice.choice(list(known))
    main, own = bool(places) and dice.random() < 0.6, bool(places) and dice.random() < 0.5
    try:
        if act == "merge" and len(now) > 1:
            after = Side(name=f"Trung tâm hợp {number}")
            changed(ChangeKind.MERGE, on, [Side(body=one) for one in now[:2]], [after], body)
        elif act == "absorb" and len(now) > 1:
            changed(ChangeKind.MERGE, on, [Side(body=one) for one in now[:2]], [Side(body=now[0])], body)
        elif act == "split" and now:
            parts = [
                Side(name=f"Trung tâm {number}.{index}", relation=Relation.DEFAULT if main and not index else Relation.PART,
                     parent_place=place if own and index else None)
                for index in range(2)
            ]  # fmt: skip
            changed(ChangeKind.SPLIT, on, [Side(body=now[0])], parts, body)
        elif act == "rename" and now:
            changed(ChangeKind.RENAME, on, [Side(body=now[0])], [Side(name=f"Trung tâm đổi {number}")], body)
        elif act == "move" and now:
            above = dice.choice(["committee", "department", "other"])
            changed(ChangeKind.MOVE, on, [Side(body=now[0])], [Side(above=above)], body)
        elif act == "transfer" and len(now) > 1:
            here = Charge.objects.filter(lasted(), holds_on(on), place=place).values("organisation")
            now.sort(key=lambda body: body.pk not in here.values_list("organisation", flat=True)) if places else None
            changed(ChangeKind.TRANSFER, on, [Side(body=now[0])], [Side(body=now[1])], body, place=place)
        elif act == "end" and len(now) > 2:
            changed(ChangeKind.END, on, [Side(body=now[0])], [], body)
        elif act == "reversal":
            done = list(Change.objects.filter(state=ChangeState.APPLIED, on__gte=SINCE, about=About.BODY))
            if done:
                first = dice.choice(done)
                day = dice.choice([first.on, on])
                apply_change(
                    by=None, change=enter_reversal(by=None, change=first, on=day, source=paper(on)), today=on
                )  # fmt: skip
    except Refused as refusal:
        return f"{act} refused: {refusal}"
    return act


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of ours a change may begin or end, as stored."""
    ours = {"valid_from__gte": SINCE}
    rows = (
        Place.objects.filter(**ours), RegionMember.objects.filter(**ours), OrganisationName.objects.filter(**ours),
        Subordination.objects.filter(**ours), Charge.objects.all(), PlaceSuccession.objects.filter(on__gte=SINCE),
        OrganisationSuccession.objects.filter(on__gte=SINCE), Organisation.objects.filter(names__valid_from__gte=SINCE),
    )  # fmt: skip
    return {found.model.__name__: list(found.order_by("pk").values()) for found in rows}


def undone(after: int) -> str:
    """Undo on its own day the one change applied since the change ``after``; nothing may refuse it."""
    first = Change.objects.filter(pk__gt=after, state=ChangeState.APPLIED).exclude(kind=ChangeKind.REVERSAL).first()
    if first is None:
        return "nothing to undo"
    back = enter_reversal(by=None, change=first, on=first.on, source=paper(first.on))
    apply_change(by=None, change=back, today=first.on)
    return f"{first.kind} undone"
