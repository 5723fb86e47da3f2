"""Random worlds of figures: provinces that merge, split and are renamed, with projects, money and the office's work."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from khuyencong.clusters.models import ClusterList, ListRow
from khuyencong.documents.models import Document
from khuyencong.ledger.actions import Transfer, move
from khuyencong.oversight.models import Gathering, Inspection, Petition, Stop
from khuyencong.programme.actions import record_plan
from khuyencong.programme.actions.executions import execution_of
from khuyencong.programme.models import Obstacle, ObstacleStep, Project
from khuyencong.registry.models import Place, PlaceSuccession, RegionMember, RegionScheme
from khuyencong.registry.queries import on_map_of
from tests.programme.papers import options, plan, project

YEARS = (2019, 2020)
SINCE, FIRST, LAST = date(2008, 8, 1), date(2019, 1, 2), date(2021, 6, 30)
ACTIVITIES, KINDS = ("ND1", "ND3", "ND7"), ("single", "group", "key", "task")


@dataclass
class World:
    """What was made: every place that ever existed in it, those alive at the end, and the dice that made it."""

    dice: random.Random
    places: list[Place] = field(default_factory=list)
    alive: list[Place] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    scheme: RegionScheme = field(default_factory=lambda: RegionScheme.objects.get(code="region6"))

    def province(self, since: date) -> Place:
        number = len(self.places)
        place = Place(level="province", code=f"x{number}", kind="Tỉnh", valid_from=since)
        place.set_name(self.dice.choice(["Tỉnh minh họa", f"Tỉnh minh họa {number}"]))
        place.save()
        if self.dice.random() < 0.7:
            region = self.dice.choice(["Đông Nam Bộ", "Vùng minh họa"])
            RegionMember.objects.create(scheme=self.scheme, region=region, place=place, valid_from=since)
        self.places.append(place)
        self.alive.append(place)
        return place

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.dice.randint(0, max((last - first).days, 0)))

    def end(self, place: Place, on: date) -> Place:
        place.valid_to = on
        place.save()
        self.alive.remove(place)
        return place

    def standing(self, on: date) -> Place:
        here = [row for row in self.places if row.valid_from <= on and (row.valid_to is None or on < row.valid_to)]
        return self.dice.choice(here)


def _link(old: Place, new: Place, on: date, relation: str = "whole") -> None:
    PlaceSuccession.objects.create(predecessor=old, successor=new, on=on, relation=relation)


def _change(world: World, on: date) -> None:
    """A merger, also into a province that goes on, a rename, or a division with or without a main part."""
    dice = world.dice
    verb = dice.choice(["merge", "absorb", "rename", "split", "split with a main part"])
    if verb in ("merge", "absorb") and len(world.alive) < 3:
        verb = "split"
    if verb == "absorb":
        old, new = dice.sample(world.alive, 2)
        _link(world.end(old, on), new, on)
        return
    if verb in ("merge", "rename"):
        olds = dice.sample(world.alive, 2 if verb == "merge" else 1)
        new = world.province(on)
        for old in olds:
            _link(world.end(old, on), new, on)
        return
    old = world.end(dice.choice(world.alive), on)
    parts = [world.province(on), world.province(on)]
    for index, part in enumerate(parts):
        _link(old, part, on, "default" if index == 0 and "main" in verb else "part")


def _projects(world: World, year: int) -> None:
    """A plan of the year and the money of its projects, through every step, each on a day of its own."""
    dice, rows = world.dice, []
    for number in range(1, dice.randint(4, 8)):
        part = dice.choice(["locality", "locality", "locality", "unit", "agency"])
        place = world.standing(date(year, dice.randint(2, 12), 1)) if part == "locality" else None
        row = project(number, dice.randint(1, 900), place="")
        rows.append(_as(row, dice, part, place))
    printed = plan(rows, year=year, number=f"99{year}/QĐ-BCT", on=date(year, 1, 10))
    record_plan(by=None, printed=printed, options=options(f"w{year}"))
    paper = Document.objects.create(kind="QĐ", number="", year=year, abstract="giả định")
    for row in Project.objects.filter(year=year):
        _spend(world, row, paper)


def _as(row, dice, part, place):
    return type(row)(**{
        **row.__dict__, "part": part, "kind": dice.choice(KINDS), "activity_code": dice.choice(ACTIVITIES),
        "place_key": place.pk if place else None, "place_printed": place.name if place else "",
        "implementer": f"Trung tâm minh họa {dice.randint(1, 3)}",
    })  # fmt: skip


def _spend(world: World, row: Project, paper: Document) -> None:
    dice, on = world.dice, date(row.year, 2, 1)
    carried = execution_of(by=None, project=row)

    def go(source, target, most: int, step: str | None = None) -> int:
        nonlocal on
        amount = dice.randint(0, most) if most else 0
        on += timedelta(days=dice.randint(0, 60))
        if amount:
            extra = {"step": step} if step else {}
            move(by=None, transfer=Transfer(source, target, amount, **extra), on=on, document=paper)
        return amount

    given = go(row.planned_line, row.allocated_line, row.support)
    signed = go(row.allocated_line, carried.contracted_line, given)
    early = go(carried.contracted_line, carried.advanced_line, signed)
    back = go(carried.advanced_line, carried.contracted_line, early // 3, "returned")
    covered = go(carried.advanced_line, carried.spent_line, early - back)
    done = go(carried.contracted_line, carried.payable_line, signed - early)
    paid = go(carried.payable_line, carried.spent_line, done)
    go(carried.spent_line, carried.settled_line, covered + paid)


def _office(world: World, year: int) -> None:
    """Obstacles, petitions, trips, gatherings, lists of clusters, some of them without a place."""
    dice, projects = world.dice, list(Project.objects.filter(year=year))
    for number in range(dice.randint(2, 5)):
        on = world.day(date(year, 1, 1), date(year, 12, 31))
        place = dice.choice([None, world.standing(on), world.standing(on)])
        _obstacle(dice, year, on, dice.choice([None, *projects]), place or world.standing(on), number)
        Petition.objects.create(
            kind="question", field="other", topic="other", sender_name="Sở minh họa", place=place, received_on=on,
            what="câu hỏi minh họa", answered_on=dice.choice([None, on]),
        )  # fmt: skip
        trip = Inspection.objects.create(year=year, title="Đoàn minh họa", planned_on=on, starts_on=on, ends_on=on)
        Stop.objects.create(inspection=trip, place=world.standing(on), subject="project", visited_from=on)
        Gathering.objects.create(
            kind="fair", year=year, title="Hội chợ minh họa", folded="", place=world.standing(on), held_on=on
        )
        listed = ClusterList.objects.create(
            place=world.standing(on), kind=dice.choice(["baseline", "approved"]), period="2021-2030", as_of=on
        )
        for position in range(dice.randint(0, 4)):
            cluster = ListRow(list=listed, position=position)
            cluster.set_name(f"Cụm minh họa {position}")
            cluster.save()


def _obstacle(dice, year: int, on: date, about: Project | None, place: Place, number: int) -> None:
    row = Obstacle.objects.create(
        year=year, project=about, place=about.place if about else place, topic="norms", what=f"vướng {number}",
        raised_on=on,
    )  # fmt: skip
    if dice.random() < 0.5:
        ObstacleStep.objects.create(obstacle=row, name="resolve", before="open", after="resolved", on=on)


def make(seed: int) -> World:
    """A world of a seed: provinces, a history of changes of them, two years of figures."""
    world = World(random.Random(seed))
    for _number in range(world.dice.randint(3, 5)):
        world.province(SINCE)
    days = sorted({world.day() for _number in range(world.dice.randint(1, 5))})
    for on in days:
        _change(world, on)
    world.days = [FIRST - timedelta(days=1), *days, LAST]
    for year in YEARS:
        _projects(world, year)
        _office(world, year)
    assert set(on_map_of(LAST)) >= {row.pk for row in world.places if row.successors.filter(relation="whole").exists()}
    return world
