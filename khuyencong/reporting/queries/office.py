"""Figures of the office around the money: rows first, the figure is what they add up to.

A figure counts from 1 January of the year to the day asked. Where nothing of a kind was ever recorded by that day, the
figure has no value: the report says so instead of zero.
"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.models import Opinion
from khuyencong.clusters.queries import opinions_answered
from khuyencong.clusters.states import OpinionKind
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Gathering, Inspection, Petition, Stop, WorkTask
from khuyencong.oversight.queries.gatherings import held_between
from khuyencong.oversight.queries.inspections import stops_visited
from khuyencong.oversight.queries.petitions import answered_senders
from khuyencong.oversight.queries.tasks import (
    done_between,
    half_of,
    names_for,
    next_period,
    partner_names,
    with_partners,
)
from khuyencong.oversight.states import GatheringKind, InspectionSubject, TaskField
from khuyencong.registry.queries import names_on
from khuyencong.reporting.states import Figure, FigureRow, Span

OFFICE: dict[str, object] = {
    "inspections.project_teams": _("Số đoàn kiểm tra đề án khuyến công"),
    "inspections.project_places": _("Số địa phương được kiểm tra đề án khuyến công"),
    "inspections.cluster_teams": _("Số đoàn kiểm tra công tác quản lý cụm công nghiệp"),
    "inspections.cluster_places": _("Số địa phương được kiểm tra quản lý cụm công nghiệp"),
    "petitions.answered_senders": _("Số địa phương, cơ quan được trả lời kiến nghị"),
    "clusters.plan_opinions": _("Số lượt có ý kiến về phương án phát triển cụm công nghiệp"),
    "clusters.change_opinions": _("Số lượt có ý kiến về điều chỉnh, bổ sung phương án phát triển cụm công nghiệp"),
    "events.conferences": _("Số hội nghị khuyến công đã tổ chức"),
    "events.fairs": _("Số hội chợ, triển lãm đã tổ chức"),
    "tasks.done": _("Số nhiệm vụ công tác đã hoàn thành"),
    "tasks.next_period": _("Số nhiệm vụ công tác của kỳ sau"),
}
KINDS = ("inspections", "petitions", "clusters", "events", "tasks")
_STOPS = {"project": InspectionSubject.PROJECTS, "cluster": InspectionSubject.CLUSTERS}
_OPINIONS = {"plan": OpinionKind.PLAN, "change": OpinionKind.CHANGE}
_GATHERINGS = {"conferences": GatheringKind.CONFERENCE, "fairs": GatheringKind.FAIR}


def kinds_recorded(day: date) -> frozenset[str]:
    """Which kinds of the office's work had any row by a day."""
    found = {
        "inspections": Inspection.objects.filter(starts_on__lte=day).exists(),
        "petitions": Petition.objects.filter(received_on__lte=day).exists(),
        "clusters": Opinion.objects.filter(received_on__lte=day).exists(),
        "events": Gathering.objects.filter(planned_on__lte=day).exists(),
        "tasks": WorkTask.objects.filter(in_programme_on__lte=day).exists(),
    }
    return frozenset(kind for kind, known in found.items() if known)


def span_of(year: int, day: date) -> Span:
    """From 1 January of the year to the day."""
    return Span(date(year, 1, 1), day)


def half_before(year: int) -> Span:
    """The second half of the year before."""
    return Span(date(year - 1, 7, 1), date(year - 1, 12, 31))


def _stops(code: str, span: Span) -> list[Stop]:
    subject = _STOPS[code.partition(".")[2].partition("_")[0]]
    rows = stops_visited(subject, span.first, span.last).select_related("inspection", "place")
    return list(rows.order_by("inspection__starts_on", "inspection_id", "visited_from", "id"))


def _teams(code: str, span: Span) -> list[FigureRow]:
    """One row per trip with a visited stop of the subject."""
    trips: dict[int, list[Stop]] = {}
    for stop in _stops(code, span):
        trips.setdefault(stop.inspection_id, []).append(stop)
    return [
        FigureRow(
            key=str(pk), text=stops[0].inspection.title, amount=1, detail=", ".join(stop.place.name for stop in stops),
            group=short_date(stops[0].inspection.starts_on), subject=f"oversight.inspection:{pk}",
        )
        for pk, stops in trips.items()
    ]  # fmt: skip


def _places(code: str, span: Span) -> list[FigureRow]:
    """One row per province visited, with its trip; one that kept its name when provinces were merged is the same."""
    places: dict[str, Stop] = {}
    for stop in _stops(code, span):
        places.setdefault(stop.place.folded, stop)
    return [
        FigureRow(
            key=str(stop.place_id), text=stop.place.name, amount=1, detail=stop.inspection.title,
            subject=f"oversight.inspection:{stop.inspection_id}",
        )
        for stop in places.values()
    ]  # fmt: skip


def _senders(code: str, span: Span) -> list[FigureRow]:
    return [
        FigureRow(
            key=sender.key, text=sender.name, amount=1, detail=", ".join(short_date(day) for day in sender.days),
            subject=f"oversight.petition:{sender.petitions[0]}",
        )
        for sender in answered_senders(span.first, span.last)
    ]  # fmt: skip


def _opinions(code: str, span: Span) -> list[FigureRow]:
    kind = _OPINIONS[code.partition(".")[2].partition("_")[0]]
    rows = opinions_answered(kind, span.first, span.last).select_related("place", "request", "answer")
    return [
        FigureRow(
            key=str(row.pk), text=row.place.name, amount=1, group=row.period,
            detail=f"{row.request.number} → {row.answer.number if row.answer else ''}",
            subject=f"clusters.opinion:{row.pk}",
        )
        for row in rows.order_by("answered_on", "pk")
    ]  # fmt: skip


def _gatherings(code: str, span: Span) -> list[FigureRow]:
    """One row per gathering, with its host under its name of the period's last day."""
    rows = list(held_between(_GATHERINGS[code.partition(".")[2]], span.first, span.last).select_related("place"))
    hosts = names_on(span.last, [row.host_id for row in rows if row.host_id])
    return [
        FigureRow(
            key=str(row.pk), text=row.title, amount=1, group=str(row.get_region_display() or ""),
            detail=hosts[row.host_id].name if row.host_id and row.host_id in hosts else row.place.name,
            subject=f"oversight.gathering:{row.pk}",
        )
        for row in rows
    ]  # fmt: skip


def _tasks(code: str, span: Span) -> list[FigureRow]:
    """One row per task by field, with its partners under their names of the period's last day."""
    if code == "tasks.done":
        rows = done_between(span.first, span.last)
    else:
        rows = next_period(*half_of(span.last), span.last)
    tasks = list(with_partners(rows))
    names, places = names_for(tasks, span.last), {field: index for index, field in enumerate(TaskField.values)}
    return [
        FigureRow(
            key=str(row.pk), text=row.title, amount=1, group=str(row.get_field_display()),
            detail=", ".join(partner_names(row, names)), subject=f"oversight.worktask:{row.pk}",
        )
        for row in sorted(tasks, key=lambda row: (places[row.field], row.due_on or date.max, row.pk))
    ]  # fmt: skip


_ROWS: dict[str, Callable[[str, Span], list[FigureRow]]] = {
    "inspections.project_teams": _teams,
    "inspections.project_places": _places,
    "inspections.cluster_teams": _teams,
    "inspections.cluster_places": _places,
    "petitions.answered_senders": _senders,
    "clusters.plan_opinions": _opinions,
    "clusters.change_opinions": _opinions,
    "events.conferences": _gatherings,
    "events.fairs": _gatherings,
    "tasks.done": _tasks,
    "tasks.next_period": _tasks,
}


def office_rows(code: str, span: Span) -> list[FigureRow]:
    """The rows of a figure of the office in a span of days. Raises KeyError for an unknown code."""
    return _ROWS[code](code, span)


def office_figure(code: str, span: Span) -> Figure:
    """A figure of the office: what its rows add up to."""
    return Figure(code, str(OFFICE[code]), "count", sum(row.amount for row in office_rows(code, span)))


def _recorded(code: str, kinds: frozenset[str]) -> bool:
    return code.partition(".")[0] in kinds


def _kinds(span: Span) -> frozenset[str]:
    """Kinds recorded by the end of a span; none of one that has not begun."""
    return kinds_recorded(span.last) if span.first <= span.last else frozenset()


def office_figure_on(code: str, year: int, day: date) -> Figure:
    """A figure of the year to the day; without a value while nothing of its kind was recorded."""
    span = span_of(year, day)
    if not _recorded(code, _kinds(span)):
        return Figure(code, str(OFFICE[code]), "count", None)
    return office_figure(code, span)


def office_figures(year: int, day: date) -> dict[str, Figure]:
    """Every figure of the kinds recorded by the day; none before the year began."""
    span = span_of(year, day)
    kinds = _kinds(span)
    return {code: office_figure(code, span) for code in OFFICE if _recorded(code, kinds)}
