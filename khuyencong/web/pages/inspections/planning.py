"""A trip enters the plan, from proposals or by hand; its plan changes until a decision is recorded."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.text import number_in
from khuyencong.oversight.actions.inspections import MemberGiven, StopGiven, edit_plan, plan_inspection
from khuyencong.oversight.models import Inspection
from khuyencong.oversight.queries.inspections import inspections_on
from khuyencong.oversight.queries.proposals import Proposal, proposals
from khuyencong.oversight.rules.inspections import still_planned
from khuyencong.oversight.states import InspectionSubject, TeamRole
from khuyencong.registry.models import Place
from khuyencong.registry.queries import provinces_on
from khuyencong.registry.states import Level
from khuyencong.web.forms.inspections import MOST_ROWS, MemberRow, PlanForm, StopRow, rows_of
from khuyencong.web.office_reach import inspections_within
from khuyencong.web.pages.inspections.words import year_of, years_offered
from khuyencong.web.pages.obstacles import told_on
from khuyencong.web.pages.petitions.words import people_options, picked
from khuyencong.web.project_filters import Options
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request

MORE = {"noi": "stops", "nguoi": "members"}  # which rows a button asks one more of
FIELDS = {"stops": ("place", "subject", "planned_on", "years"), "members": ("user", "name", "body", "role")}
Key = tuple[int, str]


class Plan:
    """The three forms of a plan together: the trip, its stops, its team. Asked for more rows it blames nothing yet."""

    def __init__(self, request: Request, years: Sequence[int], data: QueryDict | None, initial: dict[str, Any]) -> None:
        self.asks_more = MORE.get(data.get("them", ""), "") if data is not None else ""
        if data is not None and self.asks_more:
            initial, data = _typed_so_far(data), None
        sent = () if data is None else (data, request.FILES)
        blank = {name: 2 if name == self.asks_more else 1 for name in MORE.values()}
        stops, members = initial.get("stops", ()), initial.get("members", ())
        people, places = people_options(request.today), _places(request, stops)
        self.form = PlanForm(*sent, years=years, initial=initial)
        self.stops = rows_of(StopRow, "stops", data, stops, blank["stops"], places=places)
        self.members = rows_of(MemberRow, "members", data, members, blank["members"] + 1, people=people)

    def is_valid(self) -> bool:
        return bool(self.form.is_valid() & self.stops.is_valid() & self.members.is_valid())

    @property
    def has_errors(self) -> bool:
        return self.form.is_bound and not self.is_valid()

    def team(self) -> list[MemberGiven]:
        """People as typed: an account by its own name."""
        found = []
        for row in self.members.typed:
            user = picked(User, row["user"])
            name = user.full_name if user else row["name"]
            found.append(MemberGiven(name, row["role"] or TeamRole.MEMBER, user=user, body=row["body"]))
        return found

    def places(self, reasons: dict[Key, Sequence[dict[str, Any]]]) -> list[StopGiven]:
        """Stops as typed, each with the reasons its province is proposed for."""
        places = Place.objects.in_bulk([int(row["place"]) for row in self.stops.typed])
        return [
            StopGiven(places[int(row["place"])], row["subject"], row["years"], row["planned_on"],
                      reasons.get((int(row["place"]), row["subject"]), ()))
            for row in self.stops.typed
        ]  # fmt: skip


def _places(request: Request, stops: Sequence[dict[str, Any]]) -> Options:
    """Provinces of today, and those a plan made before already names."""
    named = [key for stop in stops if (key := number_in(str(stop["place"]))) is not None]
    today = provinces_on(request.today).values_list("pk", "name")
    before = Place.objects.filter(pk__in=named, level=Level.PROVINCE).values_list("pk", "name")
    return [(str(pk), name) for pk, name in {**dict(today), **dict(before)}.items()]


def _typed_so_far(data: QueryDict) -> dict[str, Any]:
    """What was typed, as the beginning of a form with more rows; rows left empty are not kept."""
    found: dict[str, Any] = data.dict()
    for prefix, fields in FIELDS.items():
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS") or 0), MOST_ROWS) if _counts(data, prefix) else 0
        rows = [{name: data.get(f"{prefix}-{number}-{name}", "") for name in fields} for number in range(total)]
        found[prefix] = [row for row in rows if any(row.values())]
    return found


def _counts(data: QueryDict, prefix: str) -> bool:
    return data.get(f"{prefix}-TOTAL_FORMS", "").isdigit()


def new(request: Request) -> HttpResponse:
    """The form of a new trip; ``chon`` in the address names the proposals it begins with."""
    year = year_of(request.GET.get("ke_hoach", ""), request.today)
    known = proposals(year, request.today) if request.GET.getlist("chon") or request.method == "POST" else []
    years = [int(value) for value, _label in years_offered(request.today, [year])]
    data = request.POST if request.method == "POST" else None
    plan = Plan(request, years, data, _begun(request, year, known))
    if data is not None and not plan.asks_more and plan.is_valid() and (row := _planned(request, plan, known)):
        _say(request, row)
        return HttpResponseRedirect(reverse("inspection", args=[row.pk]))
    return _drawn(request, plan, None)


def _drawn(request: Request, plan: Plan, row: Inspection | None) -> HttpResponse:
    status = 422 if plan.form.is_bound else 200
    return render(request, "inspections/plan.html", {"plan": plan, "trip": row}, status=status)


def _begun(request: Request, year: int, known: Sequence[Proposal]) -> dict[str, Any]:
    """What the form begins with: the ticked proposals, a title made of them, the person as secretary."""
    keys = request.GET.getlist("chon")[:20]
    chosen = [one for one in known if one.key in keys]
    names = ", ".join(dict.fromkeys(one.place.name for one in chosen))
    subjects = {one.subject for one in chosen}
    what = _("Kiểm tra quản lý cụm công nghiệp tại {places}") if subjects == {InspectionSubject.CLUSTERS} else (
        _("Kiểm tra đề án khuyến công tại {places}") if subjects == {InspectionSubject.PROJECTS} else
        _("Kiểm tra đề án, cụm công nghiệp tại {places}"))  # fmt: skip
    return {
        "title": what.format(places=names) if chosen else "", "year": year,
        "stops": [{"place": one.place.pk, "subject": one.subject, "years": one.years} for one in chosen],
        "members": [{"role": TeamRole.HEAD}],
    }  # fmt: skip


def _planned(request: Request, plan: Plan, known: Sequence[Proposal]) -> Inspection | None:
    """The trip as planned; None with every finding on the form when it was refused."""
    typed = plan.form.cleaned_data
    reasons: dict[Key, Sequence[dict[str, Any]]] = {(one.place.pk, one.subject): one.reasons for one in known}
    try:
        return plan_inspection(
            by=request.user, today=request.today, year=typed["year"], kind=typed["kind"], title=typed["title"],
            starts_on=typed["starts_on"], ends_on=typed["ends_on"], stops=plan.places(reasons), members=plan.team(),
            plan_paper=plan.form.letter(), on=request.today,
        )  # fmt: skip
    except Refused as refusal:
        told_on(plan.form, refusal)
    return None


def edit(request: Request, pk: int) -> HttpResponse:
    """Change title, days, places and team while no decision is recorded."""
    row = get_object_or_404(inspections_on(inspections_within(request), request.today), pk=pk)
    if found := still_planned(row):
        tell(request, Refused(*found))
        return HttpResponseRedirect(reverse("inspection", args=[pk]))
    data = request.POST if request.method == "POST" else None
    plan = Plan(request, (), data, _as_planned(row))
    if data is not None and not plan.asks_more and plan.is_valid() and _edited(request, plan, row):
        _say(request, row)
        return HttpResponseRedirect(reverse("inspection", args=[pk]))
    return _drawn(request, plan, row)


def _as_planned(row: Inspection) -> dict[str, Any]:
    stops = [{"place": one.place_id, "subject": one.subject, "planned_on": one.planned_on, "years": one.years}
             for one in row.stops.all()]  # fmt: skip
    members = [{"user": one.user_id or "", "name": "" if one.user_id else one.name, "body": one.body,
                "role": "" if one.role == TeamRole.MEMBER else one.role} for one in row.members.all()]  # fmt: skip
    return {"title": row.title, "starts_on": row.starts_on, "ends_on": row.ends_on, "stops": stops, "members": members}


def _edited(request: Request, plan: Plan, row: Inspection) -> bool:
    typed = plan.form.cleaned_data
    reasons: dict[Key, Sequence[dict[str, Any]]] = {
        (one.place.pk, one.subject): one.reasons for one in proposals(row.year, request.today)
    }
    reasons |= {(stop.place_id, stop.subject): stop.reasons for stop in row.stops.all()}
    try:
        edit_plan(
            by=request.user, today=request.today, inspection=row, title=typed["title"], starts_on=typed["starts_on"],
            ends_on=typed["ends_on"], members=plan.team(), stops=plan.places(reasons),
        )  # fmt: skip
    except Refused as refusal:
        told_on(plan.form, refusal)
        return False
    return True


def _say(request: Request, row: Inspection) -> None:
    """The plan is kept; a team without exactly one head is told so before the decision is written."""
    messages.success(request, _("Đã ghi đoàn vào kế hoạch."))
    heads = row.members.filter(role=TeamRole.HEAD).count()
    if heads != 1:
        messages.warning(request, _("Quyết định cần đúng một trưởng đoàn; hiện có {heads}.").format(heads=heads))
