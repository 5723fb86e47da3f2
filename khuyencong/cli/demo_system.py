"""The demo's map of the system: who runs khuyến công in each province, and two bodies moved out of Sở before 1/7/2025.

Decisions and days are invented ("minh họa"); first facts are marked as waiting to be confirmed.
"""

from datetime import date

from django.db.models import Sum

from khuyencong.cli.demo_office import Office
from khuyencong.kernel.actor import Actor
from khuyencong.programme.models import Project
from khuyencong.programme.states import Desk, PlanPart
from khuyencong.registry.actions import apply_change, enter_change, keep_source, record_charge
from khuyencong.registry.models import Charge, LegalSource, Organisation, Place
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.rules.charges import Decision
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Duty, Evidence

YEAR, SINCE, DECIDED = 2024, date(2014, 3, 1), date(2014, 2, 20)
FIRST_NUMBER = 9951
UNKNOWN = ("Bà Rịa - Vũng Tàu", "Bến Tre", "Cần Thơ", "Quảng Ngãi", "Thái Bình")
MOVED, HANDED_OVER = ("Ninh Thuận", date(2023, 11, 15)), ("Quảng Ninh", date(2024, 2, 1))
NEW_UNIT = "Trung tâm Xúc tiến đầu tư và Phát triển công nghiệp tỉnh Quảng Ninh (minh họa)"


def load_system(office: Office) -> None:
    """First facts for most provinces of the plan, then one body under the People's Committee, one duty handed over."""
    officer, head = office.desks[Desk.OFFICER], office.desks[Desk.HEAD]
    for number, (place, unit) in enumerate(_units(), start=FIRST_NUMBER):
        record_charge(
            by=officer, place=place, body=unit, above=Above.DEPARTMENT, on=SINCE,
            source=Decision(f"{number}/QĐ-UBND", DECIDED), evidence=Evidence.KNOWN,
        )  # fmt: skip
    _move(officer, head)
    _hand_over(officer, head)


def _units() -> list[tuple[Place, Organisation]]:
    """The unit with most money of the plan in each province nobody has recorded yet, in order of the plan."""
    known = Charge.objects.values("place")
    rows = Project.objects.filter(year=YEAR, part=PlanPart.LOCALITY, implementer__isnull=False).exclude(
        place__in=known
    ).exclude(place__name__in=UNKNOWN)  # fmt: skip
    sums = rows.order_by().values_list("place", "implementer").annotate(money=Sum("support"))
    most: dict[int, int] = {}
    for place, body, _money in sorted(sums, key=lambda row: (-row[2], row[1] or 0)):
        most.setdefault(place, body)
    places, bodies = Place.objects.in_bulk(most), Organisation.objects.in_bulk(most.values())
    order = sorted(most, key=lambda pk: places[pk].sort_key)
    return [(places[pk], bodies[most[pk]]) for pk in order]


def _carrier(place: str) -> tuple[Place, Organisation]:
    row = Charge.objects.select_related("place", "organisation").get(
        place__name=place, place__valid_from__lt=SINCE, duty=Duty.INDUSTRIAL_PROMOTION
    )
    return row.place, row.organisation


def _paper(by: Actor, number: int, title: str, on: date) -> LegalSource:
    return keep_source(
        by=by, number=f"{number}/QĐ-UBND", title=f"{title} (minh họa)", issued_on=on, effective_from=on
    )  # fmt: skip


def _move(officer: Actor, head: Actor) -> None:
    name, on = MOVED
    _place, body = _carrier(name)
    title = f"Chuyển Trung tâm khuyến công về trực thuộc Ủy ban nhân dân tỉnh {name}"
    entry = Entry(
        kind=ChangeKind.MOVE, about=About.BODY, on=on, source=_paper(officer, 9941, title, on),
        before=(Side(body=body),), after=(Side(above=Above.COMMITTEE),), note="Minh họa",
    )  # fmt: skip
    apply_change(by=head, change=enter_change(by=officer, entry=entry), today=on)


def _hand_over(officer: Actor, head: Actor) -> None:
    name, on = HANDED_OVER
    place, body = _carrier(name)
    title = f"Giao nhiệm vụ khuyến công cho đơn vị sự nghiệp thuộc Ủy ban nhân dân tỉnh {name}"
    entry = Entry(
        kind=ChangeKind.TRANSFER, about=About.BODY, on=on, source=_paper(officer, 9942, title, on), place=place,
        before=(Side(body=body),), note="Minh họa",
        after=(Side(name=NEW_UNIT, form=BodyKind.UNIT, above=Above.COMMITTEE),),
    )  # fmt: skip
    apply_change(by=head, change=enter_change(by=officer, entry=entry), today=on)
