"""Inspections end to end: proposed, planned, decided, in the field, concluded, payment held, followed, closed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.accounts.roles import ROLES, Permission
from khuyencong.documents.actions import Letter, move_draft, record_draft
from khuyencong.documents.hooks import RECORDED
from khuyencong.documents.models import Draft
from khuyencong.documents.queries import documents_of
from khuyencong.documents.states import DocumentKind, DraftState
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.formats import rendered
from khuyencong.oversight.actions import inspections as act
from khuyencong.oversight.actions.inspections import MemberGiven, RecommendationGiven, StopGiven
from khuyencong.oversight.models import Inspection, Observation, Photo, Recommendation, Stop
from khuyencong.oversight.printouts.inspections import minutes_paper
from khuyencong.oversight.queries.inspections import (
    InspectionFilter,
    inspection_page,
    inspections_between,
    inspections_like,
    inspections_on,
    procedure_of,
    stops_of,
    stops_visited,
)
from khuyencong.oversight.queries.observations import findings_of, kept_keys, projects_at
from khuyencong.oversight.queries.proposals import grounds_of, proposals
from khuyencong.oversight.queries.recommendations import (
    RecommendationFilter,
    counts_of,
    external_on,
    recommendation_page,
    recommendations_like,
    recommendations_on,
    recommendations_open,
)
from khuyencong.programme.models import Project
from khuyencong.programme.rules.dossiers import nothing_holds_payment
from khuyencong.records.queries import holds_on_subject, steps_of
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import Place
from khuyencong.reporting.queries.office import office_rows
from khuyencong.reporting.states import Span

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 30)
TODAY = date(2024, 12, 31)
STARTS, ENDS = date(2024, 8, 12), date(2024, 8, 16)
DECIDED, NOTIFIED, BACK = date(2024, 7, 20), date(2024, 7, 25), date(2024, 8, 17)
CONCLUDED, HELD, DONE = date(2024, 9, 20), date(2024, 9, 25), date(2024, 11, 1)
SEEN = datetime(2024, 8, 12, 3, 30, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
TEAM = (
    MemberGiven("Nguyễn Văn Mẫu", "head"),
    MemberGiven("Trần Thị Mẫu", "secretary", body="Viện Nghiên cứu"),
)


def who(name: str = "chuyenvien") -> User:
    return User.objects.get(username=name)


def codes(caught) -> set[str]:
    return {finding.code for finding in caught.value.findings}


def letter(number: str, on: date, **given) -> Letter:
    return Letter(number, on, signatory="Nguyễn Văn Mẫu", **given)


@pytest.fixture
def project() -> Project:
    return Project.objects.filter(year=2023, place__isnull=False).select_related("place").order_by("position")[0]


@pytest.fixture
def trip(project) -> Inspection:
    """In the plan, from proposals: projects of a project's own province, and clusters of another."""
    found = proposals(2024, DAY)
    first = next(one for one in found if one.place == project.place and one.subject == "projects")
    other = next(one for one in found if one.place != project.place and one.subject == "clusters")
    stops = [
        StopGiven(first.place, first.subject, first.years, STARTS, first.reasons),
        StopGiven(other.place, other.subject, other.years, ENDS, other.reasons),
    ]
    return act.plan_inspection(
        by=who(), today=TODAY, year=2024, kind="check", title="Kiểm tra khuyến công đợt 2", starts_on=STARTS,
        ends_on=ENDS, stops=stops, members=TEAM, on=date(2024, 7, 1),
    )  # fmt: skip


def decided(trip: Inspection) -> Inspection:
    return act.record_decision(by=who("vanthu"), today=TODAY, inspection=trip, letter=letter("7101/QĐ-CTĐP", DECIDED))


def notified(trip: Inspection) -> Inspection:
    return act.record_notice(
        by=who("vanthu"), today=TODAY, inspection=decided(trip), letter=letter("7102/TB-CTĐP", NOTIFIED)
    )


def in_field(trip: Inspection) -> Inspection:
    return act.set_out(by=who(), today=TODAY, inspection=notified(trip), on=STARTS)


def visited(trip: Inspection) -> list[Stop]:
    going = in_field(trip)
    days = {"projects": (STARTS, date(2024, 8, 14)), "clusters": (date(2024, 8, 15), ENDS)}
    return [
        act.record_visit(by=who(), today=TODAY, stop=stop, visited_from=days[stop.subject][0],
                         visited_to=days[stop.subject][1])
        for stop in going.stops.order_by("planned_on")
    ]  # fmt: skip


def finished(trip: Inspection) -> Inspection:
    visited(trip)
    return act.finish_field(by=who(), today=TODAY, inspection=trip, on=BACK)


def concluded(trip: Inspection, project: Project) -> Inspection:
    asked = RecommendationGiven("Bổ sung chứng từ đối ứng", "Sở Công Thương", project=project)
    return act.record_conclusion(
        by=who("vanthu"), today=TODAY, inspection=finished(trip), letter=letter("7103/KL-CTĐP", CONCLUDED),
        recommendations=[asked],
    )  # fmt: skip


def seen_at(stop: Stop, **given) -> Observation:
    said = {"key": uuid4(), "result": "lacking", "text": "Thiếu hóa đơn", "item": "counterpart", "seen_at": SEEN}
    return act.keep_observation(by=who(), stop=stop, **{**said, **given})


# ---- whom to visit


def test_proposals_say_why_in_a_fixed_number_of_queries():
    with CaptureQueriesContext(connection) as first:
        found = proposals(2024, DAY)
    assert found
    assert all(one.reasons for one in found)
    assert {reason["code"] for one in found for reason in one.reasons} <= {
        "lag", "money", "obstacles", "opinions", "never", "long_ago",
    }  # fmt: skip
    assert all(reason["text"] for one in found for reason in one.reasons)
    assert {one.years for one in found if one.subject == "projects"} == {(2022, 2023)}
    assert len({one.key for one in found}) == len(found)
    lengths = [len(one.reasons) for one in found]
    assert lengths == sorted(lengths, reverse=True)
    assert len(first) <= 12


def test_more_rows_ask_no_more_of_the_database(trip):
    proposals(2024, TODAY)
    with CaptureQueriesContext(connection) as few:
        proposals(2024, TODAY)
    visited(trip)
    for number, place in enumerate(Place.objects.filter(pk__in=[one.place.pk for one in proposals(2024, TODAY)])):
        Stop.objects.create(inspection=trip, place=place, subject="survey", visited_from=STARTS, years=[number])
    with CaptureQueriesContext(connection) as many:
        proposals(2024, TODAY)
    assert len(many) == len(few)


def test_a_proposals_figures_open_into_their_rows():
    one = next(one for one in proposals(2024, DAY) if any(why["code"] == "money" for why in one.reasons))
    stated = next(why["value"] for why in one.reasons if why["code"] == "money")
    grounds = grounds_of(one.place, 2024, DAY, Project.objects.all())
    assert grounds.allocated == int(stated)
    assert grounds.projects
    assert all(stop.visited_from <= DAY for stop in grounds.visits)
    assert grounds.visits or one.visited is None


def test_a_visit_ends_the_reason_never_and_after_years_gives_another(trip):
    visited(trip)
    place = trip.stops.get(subject="projects").place
    after = {one.key: one for one in proposals(2024, TODAY)}
    known = after.get(f"{place.pk}:projects")
    assert known is None or not {"never", "long_ago"} & {why["code"] for why in known.reasons}
    later = {one.key: one for one in proposals(2024, DAY.replace(year=2028))}
    clusters = trip.stops.get(subject="clusters").place
    wanted = [one for one in later.values() if one.visited is not None]
    assert {why["code"] for one in wanted for why in one.reasons} >= {"long_ago"}, (place, clusters)


# ---- the plan


def test_a_plan_keeps_reasons_and_is_read_as_of_days(trip):
    stop = trip.stops.get(subject="projects")
    assert stop.reasons
    assert stop.years == [2022, 2023]
    assert trip.state == "planned"
    assert not inspections_on(Inspection.objects.filter(pk=trip.pk), date(2024, 6, 30)).exists()
    rows = inspections_on(Inspection.objects.filter(pk=trip.pk), TODAY)
    assert rows.get().stood == "planned"
    for wanted in (
        InspectionFilter(q="khuyen cong dot 2"), InspectionFilter(q=stop.place.name), InspectionFilter(kind="check"),
        InspectionFilter(state="planned"), InspectionFilter(subject="projects", place=str(stop.place_id)),
    ):  # fmt: skip
        assert inspections_like(rows, wanted).count() == 1, wanted.active
    for wanted in (InspectionFilter(q="zzz"), InspectionFilter(subject="survey"), InspectionFilter(place="x"),
                   InspectionFilter(state="closed"), InspectionFilter(kind="survey")):  # fmt: skip
        assert inspections_like(rows, wanted).count() == 0, wanted.active


def test_pages_of_trips_follow_each_other(trip):
    for number in range(2):
        act.plan_inspection(
            by=who(), today=TODAY, year=2024, kind="survey", title=f"Khảo sát {number}", starts_on=STARTS, ends_on=ENDS,
            stops=[StopGiven(Place.objects.first(), "survey")], members=TEAM,
        )  # fmt: skip
    rows = inspections_on(Inspection.objects.filter(made_by=who(), starts_on=STARTS), TODAY)
    shown, after = inspection_page(rows, "", 2)
    rest, end = inspection_page(rows, after, 2)
    assert len(shown) == 2
    assert [one.pk for one in rest] == [trip.pk]
    assert end == ""
    assert len(inspection_page(rows, "x|y", 2)[0]) == 2


def test_a_plan_that_is_not_whole_is_refused_with_everything():
    stop = StopGiven(Place.objects.first(), "nothing", planned_on=date(2024, 9, 1))
    with pytest.raises(Refused) as caught:
        act.plan_inspection(
            by=who("kiemtoan"), today=TODAY, year=2024, kind="thanh-tra", title=" ", starts_on=ENDS, ends_on=STARTS,
            stops=[stop, stop], members=[MemberGiven("A", "x"), MemberGiven("a", "head"), MemberGiven(" ", "head")],
        )  # fmt: skip
    assert codes(caught) == {
        "handles-office", "says-what", "kind-known", "days-in-order", "subject-known", "stop-once",
        "stop-within-trip", "member-named", "role-known", "member-once",
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        act.plan_inspection(by=who(), today=TODAY, year=2024, kind="check", title="A", starts_on=STARTS, ends_on=ENDS,
                            stops=[], members=TEAM)  # fmt: skip
    assert codes(caught) == {"has-stops"}


def test_a_plan_changes_until_it_is_decided(trip):
    changed = act.edit_plan(
        by=who(), today=TODAY, inspection=trip, title="Kiểm tra đợt 3", starts_on=STARTS, ends_on=ENDS,
        members=[MemberGiven("Lê Văn Mẫu", "head", user=who())],
    )  # fmt: skip
    assert [one.name for one in changed.members.all()] == ["Lê Văn Mẫu"]
    assert "dot 3" in changed.folded
    decided(changed)
    with pytest.raises(Refused) as caught:
        act.edit_plan(by=who(), today=TODAY, inspection=trip, title="B", starts_on=STARTS, ends_on=ENDS, members=TEAM)
    assert codes(caught) == {"still-planned"}


# ---- papers and the field


def test_each_step_rests_on_its_paper_and_order(trip):
    with pytest.raises(Refused) as caught:
        act.record_decision(by=who("vanthu"), today=TODAY, inspection=trip, letter=None)
    assert codes(caught) == {"paper-is-named"}
    with pytest.raises(Refused) as caught:
        act.record_decision(by=who("so-vinhlong"), today=TODAY, inspection=trip, letter=letter("1/QĐ", DECIDED))
    assert codes(caught) == {"records-papers"}
    with pytest.raises(Refused) as caught:
        act.record_decision(by=who(), today=DAY, inspection=trip, letter=letter("1/QĐ", DECIDED))
    assert "day-has-come" in codes(caught)
    moved = decided(trip)
    assert (moved.state, moved.decision.kind) == ("decided", DocumentKind.DECISION)
    with pytest.raises(Refused) as caught:
        act.set_out(by=who(), today=TODAY, inspection=trip, on=STARTS)
    assert codes(caught) == {"notice-given"}
    with pytest.raises(Refused) as caught:
        act.record_notice(by=who(), today=TODAY, inspection=trip, letter=letter("2/TB", date(2024, 7, 1)))
    assert codes(caught) == {"step-follows"}


def test_a_decision_needs_one_head_and_a_survey_goes_without_notice():
    survey = act.plan_inspection(
        by=who(), today=TODAY, year=2024, kind="survey", title="Khảo sát", starts_on=STARTS, ends_on=ENDS,
        stops=[StopGiven(Place.objects.first(), "survey")], members=[MemberGiven("A", "member")],
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        decided(survey)
    assert codes(caught) == {"one-head"}
    act.edit_plan(by=who(), today=TODAY, inspection=survey, title="Khảo sát", starts_on=STARTS, ends_on=ENDS,
                  members=TEAM)  # fmt: skip
    decided(survey)
    assert act.set_out(by=who(), today=TODAY, inspection=survey, on=STARTS).state == "field"
    with pytest.raises(Refused) as caught:
        act.finish_field(by=who(), today=TODAY, inspection=survey, on=BACK)
    assert codes(caught) == {"someone-visited"}


def test_visits_are_counted_by_subject_and_days(trip):
    with pytest.raises(Refused) as caught:
        act.record_visit(by=who(), today=TODAY, stop=trip.stops.first(), visited_from=STARTS)
    assert codes(caught) == {"visit-in-field"}
    stops = visited(trip)
    first, last = date(2024, 8, 1), date(2024, 8, 31)
    assert [stop.pk for stop in stops_visited("projects", first, last).filter(inspection=trip)] == [stops[0].pk]
    assert stops_visited("", first, last).filter(inspection=trip).count() == 2
    assert not stops_visited("projects", last, TODAY).filter(inspection=trip).exists()
    rows = list(inspections_between(first, last).filter(pk=trip.pk))
    assert [(row.pk, row.visited) for row in rows] == [(trip.pk, STARTS)]
    later = inspections_between(date(2024, 8, 15), last).get(pk=trip.pk)
    assert later.visited == date(2024, 8, 15)
    with pytest.raises(Refused) as caught:
        act.finish_field(by=who(), today=TODAY, inspection=trip, on=STARTS)
    assert codes(caught) == {"left-the-last"}
    with pytest.raises(Refused) as caught:
        act.record_visit(by=who(), today=TODAY, stop=stops[0], visited_from=DECIDED.replace(day=19), visited_to=DAY)
    assert codes(caught) == {"visit-after-decision", "visit-in-order"}
    shown = stops_of(trip, date(2024, 8, 13))
    assert [(stop.visited_from, stop.visited_to) for stop in shown] == [(STARTS, None), (None, None)]


def test_a_finding_is_kept_once_under_its_key(trip, project):
    stop = visited(trip)[0]
    key = uuid4()
    first = seen_at(stop, key=key, project=project, latitude=Decimal("21.5"), longitude=Decimal("105.25"))
    assert seen_at(stop, key=key, text="Khác") == first
    assert Observation.objects.filter(stop=stop).count() == 1
    other = trip.stops.get(subject="clusters")
    with pytest.raises(Refused) as caught:
        seen_at(other, key=key)
    assert codes(caught) == {"key-of-stop"}
    with pytest.raises(Refused) as caught:
        seen_at(other, result="x", text="", corrects=first)
    assert codes(caught) == {"result-known", "says-what", "item-known", "corrects-of-stop"}
    with pytest.raises(Refused) as caught:
        act.keep_observation(by=who("kiemtoan"), stop=stop, key=uuid4(), result="met",
                             seen_at=SEEN)  # fmt: skip
    assert codes(caught) == {"found-by-team"}
    second = seen_at(stop, text="Đã bổ sung", result="met", corrects=first)
    found = findings_of(stops_of(trip, TODAY), TODAY)
    rows = {item.code if item else "": rows for item, rows in found[0].items}["counterpart"]
    assert rows == [first, second]
    assert found[0].stop.seen == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=first.pk).update(text="x")


def test_a_finding_names_a_project_of_its_place_and_years_and_no_other(trip, project):
    stop = visited(trip)[0]
    elsewhere = Project.objects.filter(year=2023).exclude(place=project.place)[0]
    with pytest.raises(Refused) as caught:
        seen_at(stop, project=elsewhere)
    assert codes(caught) == {"project-at-stop"}
    with pytest.raises(Refused) as caught:
        seen_at(trip.stops.get(subject="clusters"), project=project, item="")
    assert codes(caught) == {"project-at-stop"}
    assert seen_at(stop, project=project).project == project


def test_a_photo_is_kept_once_and_only_a_picture(trip):
    row = seen_at(visited(trip)[0])
    key = uuid4()
    photo = act.keep_photo(by=who(), observation=row, key=key, data=PNG, taken_at=SEEN)
    assert act.keep_photo(by=who(), observation=row, key=key, data=PNG, taken_at=SEEN) == photo
    assert Photo.objects.filter(observation=row).count() == 1
    assert photo.attachment.blob.media_type == "image/png"
    with pytest.raises(Refused) as caught:
        act.keep_photo(by=who(), observation=row, key=key, data=PNG + b"1", taken_at=SEEN)
    assert codes(caught) == {"photo-key"}
    with pytest.raises(Refused) as caught:
        act.keep_photo(by=who(), observation=row, key=uuid4(), data=b"<svg onload=x>", taken_at=SEEN)
    assert codes(caught) == {"photo-kind"}
    with pytest.raises(Refused) as caught:
        act.keep_photo(by=who(), observation=row, key=uuid4(), data=PNG, taken_at=SEEN, sha256="0" * 64)
    assert codes(caught) == {"photo-whole"}
    keys, digests = kept_keys(trip)
    assert keys == [str(row.key)]
    assert digests == {str(key): photo.attachment.blob.sha256}


def test_findings_wait_for_the_decision(trip):
    with pytest.raises(Refused) as caught:
        seen_at(trip.stops.get(subject="projects"))
    assert codes(caught) == {"trip-is-going"}


def test_the_projects_of_a_stop_are_of_its_place_and_years(trip, project):
    stops = list(trip.stops.all())
    found = projects_at(stops, Project.objects.all())
    stop = next(one for one in stops if one.subject == "projects")
    assert set(found) == {stop.pk}
    assert project in found[stop.pk]
    assert {one.year for one in found[stop.pk]} <= {2022, 2023}


# ---- conclusion, recommendations, holds


def test_payment_is_held_from_the_conclusion_until_lifted(trip, project):
    before = Recommendation.objects.create(
        inspection=trip, text="Chưa kết luận", owner_name="Sở", project=project, due_on=TODAY
    )
    hold = {"reason": "Thiếu chứng từ", "on": HELD}
    with pytest.raises(Refused) as caught:
        act.place_payment_hold(by=who(), today=TODAY, recommendation=before, **hold)
    assert codes(caught) == {"conclusion-stands"}
    before.delete()
    row = concluded(trip, project).recommendations.get()
    assert row.due_on == date(2024, 12, 19)
    for other in ("vanthu", "ketoan"):
        with pytest.raises(Refused) as caught:
            act.place_payment_hold(by=who(other), today=TODAY, recommendation=row, **hold)
        assert codes(caught) == {"hold-by-officer"}
    held = act.place_payment_hold(by=who(), today=TODAY, recommendation=row, **hold)
    assert [one.reason for one in holds_on_subject(project, "payment", HELD)] == ["Thiếu chứng từ"]
    assert held.hold.paper == f"documents.document:{held.inspection.conclusion_id}"
    dossier = SimpleNamespace(project=project)
    assert [one.code for one in nothing_holds_payment(dossier, Deed(HELD))] == ["payment-is-held"]
    assert nothing_holds_payment(dossier, Deed(CONCLUDED)) == []
    with pytest.raises(Refused) as caught:
        act.place_payment_hold(by=who(), today=TODAY, recommendation=row, **hold)
    assert codes(caught) == {"no-hold-stands"}
    with pytest.raises(Refused) as caught:
        act.lift_payment_hold(by=who(), today=TODAY, recommendation=row, reason="Xong", on=DONE)
    assert codes(caught) == {"hold-may-go"}
    lifted = act.lift_payment_hold(by=who(), today=TODAY, recommendation=row, reason="Theo công văn", on=DONE,
                                   paper=letter("7110/CTĐP", DONE))  # fmt: skip
    assert lifted.hold.lifted_on == DONE
    assert nothing_holds_payment(dossier, Deed(DONE)) == []
    assert nothing_holds_payment(dossier, Deed(HELD)) != []


def test_a_trip_is_closed_when_nothing_is_open_and_nothing_held(trip, project):
    moved = concluded(trip, project)
    row = moved.recommendations.get()
    act.place_payment_hold(by=who(), today=TODAY, recommendation=row, reason="Thiếu chứng từ", on=HELD)
    closing = {"by": who(), "today": TODAY, "inspection": moved, "on": TODAY}
    with pytest.raises(Refused) as caught:
        act.close_inspection(**closing)
    assert codes(caught) == {"nothing-open", "no-hold-left"}
    step = {"today": TODAY, "recommendation": row, "on": DONE}
    with pytest.raises(Refused) as caught:
        act.report_recommendation(by=who(), said="", **step)
    assert codes(caught) == {"paper-is-named", "something-said"}
    paper = letter("88/SCT-QLCN", DONE, issuer_name="Sở Công Thương")
    assert act.report_recommendation(by=who(), said="Đã bổ sung", paper=paper, **step).state == "reported"
    assert act.reopen_recommendation(by=who("truongphong"), said="Còn thiếu", **step).state == "open"
    act.report_recommendation(by=who(), said="Đã đủ", paper=letter("89/SCT-QLCN", DONE), **step)
    for name in ("kiemtoan", "vanthu", "ketoan"):
        with pytest.raises(Refused) as caught:
            act.close_recommendation(by=who(name), said="Xong", **step)
        assert codes(caught) == {"seen-by-officer"}
    closed = act.close_recommendation(by=who("truongphong"), said="Đã xem đủ", **step)
    assert (closed.state, closed.closed_on) == ("closed", DONE)
    with pytest.raises(Refused) as caught:
        act.close_inspection(**closing)
    assert codes(caught) == {"no-hold-left"}
    act.lift_payment_hold(by=who(), today=TODAY, recommendation=closed, reason="Đã hoàn thành", on=DONE)
    assert act.close_inspection(**closing).state == "closed"
    with pytest.raises(Refused) as caught:
        act.reopen_recommendation(by=who("truongphong"), said="Lại", today=TODAY, recommendation=row, on=TODAY)
    assert codes(caught) == {"inspection-followed"}
    rows = inspections_on(Inspection.objects.filter(pk=trip.pk), CONCLUDED)
    assert rows.get().stood == "concluded"


def test_recommendations_are_listed_as_they_stood(trip, project):
    moved = concluded(trip, project)
    act.add_recommendations(
        by=who(), today=TODAY, inspection=moved,
        recommendations=[RecommendationGiven("Hoàn trả", "Trung tâm", due_on=date(2024, 10, 1))],
    )  # fmt: skip
    rows = recommendations_on(Recommendation.objects.filter(inspection=moved), TODAY)
    assert not recommendations_on(Recommendation.objects.filter(inspection=moved), BACK).exists()
    assert (counts_of(rows, TODAY).made, counts_of(rows, TODAY).late, counts_of(rows, TODAY).left) == (2, 2, 2)
    assert counts_of(rows, date(2024, 10, 2)).late == 1
    first = rows.get(project=project)
    act.place_payment_hold(by=who(), today=TODAY, recommendation=first, reason="Thiếu", on=HELD)
    for count, wanted in (
        (1, RecommendationFilter(q="hoan tra")), (2, RecommendationFilter(state="open", due="late", source="ours")),
        (0, RecommendationFilter(source="external")), (1, RecommendationFilter(hold="1")),
        (1, RecommendationFilter(q=project.code)), (0, RecommendationFilter(due="x")),
    ):  # fmt: skip
        assert recommendations_like(rows, wanted, TODAY).count() == count, wanted
    shown, after = recommendation_page(rows, "", 1)
    rest, end = recommendation_page(rows, after, 1)
    assert [shown[0].text, rest[0].pk, end] == ["Hoàn trả", first.pk, ""]
    assert set(rows.values_list("pk", flat=True)) <= {one.pk for one in recommendations_open(TODAY)}
    with pytest.raises(Refused) as caught:
        act.add_recommendations(by=who(), today=TODAY, inspection=moved, recommendations=[
            RecommendationGiven(" ", " ", due_on=BACK)])  # fmt: skip
    assert codes(caught) == {"says-what", "names-owner", "due-after-conclusion"}


def test_a_conclusion_about_the_agency_is_followed_without_a_paper_of_its_own():
    given = {"by": who(), "today": TODAY, "about": "Quyết toán 2023", "received_on": CONCLUDED}
    with pytest.raises(Refused) as caught:
        act.record_external(**given, body=" ", letter=None)
    assert codes(caught) == {"names-body", "paper-is-named"}
    asked = [RecommendationGiven("Rà soát hồ sơ", "Phòng QLKC", due_on=TODAY)]
    paper = letter("12/KTNN", CONCLUDED, issuer_name="Kiểm toán nhà nước")
    row = act.record_external(**given, body="Kiểm toán nhà nước", letter=paper, recommendations=asked)
    assert external_on(type(row).objects.filter(pk=row.pk), TODAY).get().asked == 1
    one = row.recommendations.get()
    with pytest.raises(Refused) as caught:
        act.place_payment_hold(by=who(), today=TODAY, recommendation=one, reason="x", on=DONE)
    assert codes(caught) == {"conclusion-stands", "names-project"}
    assert act.report_recommendation(
        by=who(), today=TODAY, recommendation=one, on=DONE, said="Đã rà soát"
    ).state == "reported"  # fmt: skip
    assert act.close_recommendation(
        by=who("truongphong"), today=TODAY, recommendation=one, on=DONE, said="Đủ"
    ).state == "closed"  # fmt: skip
    with pytest.raises(Refused) as caught:
        act.record_external(**given, body="A", letter=letter("13/KTNN", CONCLUDED), recommendations=[
            RecommendationGiven("Rà soát", "Phòng")])  # fmt: skip
    assert codes(caught) == {"has-day"}


def test_a_trip_is_cancelled_with_its_reason_and_never_after_it_went(trip):
    with pytest.raises(Refused) as caught:
        act.cancel_inspection(by=who(), today=TODAY, inspection=trip, on=DECIDED, reason=" ")
    assert codes(caught) == {"says-why"}
    moved = act.cancel_inspection(
        by=who(), today=TODAY, inspection=notified(trip), on=date(2024, 8, 1), reason="Bão",
        paper=letter("7120/CTĐP", date(2024, 8, 1)),
    )  # fmt: skip
    assert moved.state == "cancelled"
    assert steps_of(moved).get(name="cancel").paper
    with pytest.raises(Refused) as caught:
        act.set_out(by=who(), today=TODAY, inspection=moved, on=STARTS)
    assert "state-allows" in codes(caught)


def test_a_trip_that_went_is_not_cancelled(trip):
    moved = in_field(trip)
    with pytest.raises(Refused) as caught:
        act.cancel_inspection(by=who(), today=TODAY, inspection=moved, on=STARTS, reason="Bão")
    assert "state-allows" in codes(caught)


# ---- papers


def test_the_procedure_says_what_is_late(trip, project):
    steps = {one.step.step: one for one in procedure_of(concluded(trip, project), TODAY)}
    assert steps["decide"].done_on == DECIDED
    assert steps["decide"].document.number == "7101/QĐ-CTĐP"
    assert steps["notify"].due_on < STARTS
    assert steps["notify"].done_on == NOTIFIED
    assert steps["report"].due_on > ENDS
    assert steps["report"].late
    assert not steps["conclude"].late
    assert steps["follow"].due_on == date(2024, 12, 19)
    then = {one.step.step: one for one in procedure_of(trip, DECIDED)}
    assert then["notify"].done_on is None
    assert then["follow"].due_on is None


def test_minutes_are_printed_and_recorded(trip, project):
    stop = visited(trip)[0]
    row = seen_at(stop, project=project)
    act.keep_photo(by=who(), observation=row, key=uuid4(), data=PNG, taken_at=SEEN)
    found = findings_of(stops_of(trip, TODAY), TODAY)
    for one in found:
        paper = minutes_paper(one, TODAY)
        assert rendered(paper, "docx").startswith(b"PK")
        assert rendered(paper, "pdf").startswith(b"%PDF")
    kept = act.record_minutes(
        by=who("vanthu"), today=TODAY, stop=stop, letter=letter("01/BB", date(2024, 8, 14), data=b"%PDF-1.4 scan")
    )
    assert kept.minutes.kind == DocumentKind.MINUTES
    assert Stop.objects.get(pk=stop.pk).minutes.number == "01/BB"
    with pytest.raises(Refused) as caught:
        act.record_minutes(by=who("so-vinhlong"), today=TODAY, stop=stop, letter=letter("02/BB", DECIDED))
    assert codes(caught) == {"records-papers"}


def agreed(trip: Inspection, purpose: str, on: date) -> Draft:
    """The paper written, agreed by head and leader."""
    draft = act.draft_paper(by=who(), on=on, inspection=trip, purpose=purpose, path="/kiem-tra/")
    assert act.draft_paper(by=who(), on=on, inspection=trip, purpose=purpose) == draft
    for name, person in (("submit", "chuyenvien"), ("agree", "truongphong"), ("endorse", "lanhdao")):
        move_draft(by=who(person), draft=draft, name=name, on=on, today=TODAY)
    return draft


def drafted(trip: Inspection, purpose: str, on: date, number: str, day: date, kind: str) -> Inspection:
    """The agreed paper, signed elsewhere, recorded by the clerk."""
    draft = agreed(trip, purpose, on)
    assert draft.kind == kind
    record_draft(by=who("vanthu"), draft=draft, letter=letter(number, day, kind=kind), today=TODAY)
    draft.refresh_from_db()
    assert draft.state == DraftState.RECORDED
    return Inspection.objects.get(pk=trip.pk)


def test_a_recorded_draft_moves_the_trip(trip):
    assert act.told_of_paper in RECORDED
    moved = drafted(trip, "decision", date(2024, 7, 15), "7201/QĐ-CTĐP", DECIDED, DocumentKind.DECISION)
    assert (moved.state, moved.decision.number) == ("decided", "7201/QĐ-CTĐP")
    moved = drafted(trip, "notice", date(2024, 7, 22), "7202/TB-CTĐP", NOTIFIED, DocumentKind.NOTICE)
    assert (moved.state, moved.notice.number) == ("notified", "7202/TB-CTĐP")
    act.set_out(by=who(), today=TODAY, inspection=moved, on=STARTS)
    stop = trip.stops.get(subject="projects")
    act.record_visit(by=who(), today=TODAY, stop=stop, visited_from=STARTS, visited_to=ENDS)
    seen_at(stop)
    act.finish_field(by=who(), today=TODAY, inspection=moved, on=BACK)
    moved = drafted(trip, "report", date(2024, 8, 20), "7203/BC", date(2024, 8, 25), DocumentKind.REPORT)
    assert (moved.state, moved.report.number) == ("finished", "7203/BC")
    moved = drafted(trip, "conclusion", date(2024, 9, 1), "7204/KL", CONCLUDED, DocumentKind.CONCLUSION)
    assert (moved.state, moved.concluded_on) == ("concluded", CONCLUDED)
    with pytest.raises(KeyError):
        act.draft_paper(by=who(), on=DAY, inspection=trip, purpose="letter")


def test_the_hook_leaves_other_drafts_alone(trip):
    act.told_of_paper(SimpleNamespace(subject="", purpose="decision"), None, who(), DAY)
    act.told_of_paper(SimpleNamespace(subject="clusters.request:1", purpose="decision"), None, who(), DAY)
    assert Inspection.objects.get(pk=trip.pk).state == "planned"


def test_a_draft_whose_step_was_recorded_by_hand_is_recorded_and_only_linked(trip):
    draft = agreed(trip, "decision", date(2024, 7, 15))
    moved = decided(trip)
    paper = record_draft(
        by=who("vanthu"), draft=draft, today=TODAY, letter=letter("7211/QĐ-CTĐP", DECIDED, kind=DocumentKind.DECISION)
    )
    moved.refresh_from_db()
    assert (moved.state, moved.decision.number) == ("decided", "7101/QĐ-CTĐP")
    assert paper in documents_of(moved)
    notice = agreed(trip, "notice", date(2024, 7, 22))
    act.cancel_inspection(by=who(), today=TODAY, inspection=moved, on=date(2024, 7, 30), reason="Hoãn")
    paper = record_draft(
        by=who("vanthu"), draft=notice, today=TODAY, letter=letter("7212/TB-CTĐP", NOTIFIED, kind=DocumentKind.NOTICE)
    )
    moved.refresh_from_db()
    assert (moved.state, moved.notice) == ("cancelled", None)
    assert paper in documents_of(moved)


def test_a_step_of_a_recommendation_waits_for_whoever_closes_its_inspection(trip, project):
    row = concluded(trip, project).recommendations.get()
    paper = letter("7220/SCT-QLCN", DONE, issuer_name="Sở Công Thương minh họa")
    with CaptureQueriesContext(connection) as asked:
        act.report_recommendation(by=who(), today=TODAY, recommendation=row, on=DONE, said="Đủ", paper=paper)
    tables = [f'FROM "oversight_{name}"' for name in ("inspection", "recommendation")]
    first = {name: next(at for at, one in enumerate(asked) if name in one["sql"]) for name in tables}
    assert first[tables[0]] < first[tables[1]]


def test_a_province_that_kept_its_name_is_counted_once(trip):
    """Vĩnh Long visited before and after 1/7/2025, under two rows of the map."""
    old, new = Place.objects.filter(name="Vĩnh Long", level="province").order_by("valid_from")
    moved = visited(trip)[0].inspection
    Stop.objects.create(inspection=moved, place=old, subject="survey", visited_from=date(2025, 3, 3))
    Stop.objects.create(inspection=moved, place=new, subject="survey", visited_from=date(2025, 8, 4))
    Stop.objects.filter(inspection=moved, subject="survey").update(subject="projects")
    rows = office_rows("inspections.project_places", Span(date(2025, 1, 1), date(2025, 12, 31)))
    assert [row.text for row in rows if row.text == "Vĩnh Long"] == ["Vĩnh Long"]
    assert len(office_rows("inspections.project_teams", Span(date(2025, 1, 1), date(2025, 12, 31)))) == 1


def test_the_second_click_adds_nothing(trip, project):
    again = {"by": who(), "today": TODAY, "year": 2024, "kind": "check", "title": "KIỂM TRA khuyến công đợt 2"}
    stops = [StopGiven(stop.place, stop.subject) for stop in trip.stops.all()]
    with pytest.raises(Refused) as caught:
        act.plan_inspection(starts_on=STARTS, ends_on=ENDS, stops=stops, members=TEAM, **again)
    assert codes(caught) == {"trip-is-new"}
    assert caught.value.findings[0].data == {"inspection": trip.pk}
    moved = concluded(trip, project)
    asked = RecommendationGiven("Bổ sung chứng từ đối ứng", "Sở Công Thương")
    with pytest.raises(Refused) as caught:
        act.add_recommendations(by=who(), today=TODAY, inspection=moved, recommendations=[asked])
    assert codes(caught) == {"asked-once"}
    stop, first = trip.stops.get(subject="projects"), letter("7301/BB", date(2024, 8, 14))
    for _click in range(2):
        act.record_minutes(by=who(), today=TODAY, stop=stop, letter=first)
    with pytest.raises(Refused) as caught:
        act.record_minutes(by=who(), today=TODAY, stop=stop, letter=letter("7302/BB", date(2024, 8, 14)))
    assert codes(caught) == {"minutes-are-new"}
    paper = letter("7303/KTNN-KL", CONCLUDED, issuer_name="Kiểm toán minh họa")
    told = {"by": who(), "today": TODAY, "body": "Kiểm toán minh họa", "about": "Khuyến công", "letter": paper,
            "received_on": CONCLUDED}  # fmt: skip
    act.record_external(**told)
    with pytest.raises(Refused) as caught:
        act.record_external(**told)
    assert codes(caught) == {"external-is-new"}


def test_who_is_refused_reads_who_may(trip):
    """Every role whose verbs open the step is named, the clerk's too."""
    with pytest.raises(Refused) as caught:
        act.set_out(by=who("kiemtoan"), today=TODAY, inspection=notified(trip), on=STARTS)
    said = caught.value.findings[0].message.lower()
    named = {"clerk": "văn thư", "officer": "chuyên viên", "division_head": "trưởng phòng", "accountant": "kế toán"}
    may = {code for code, role in ROLES.items() if Permission.HANDLE_OFFICE in role.verbs}
    assert may == set(named)
    assert all(named[code] in said for code in may)
