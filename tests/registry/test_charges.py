"""First facts about who carries khuyến công: recorded once, refused where they meet another, confirmed by a paper."""

import contextlib
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Refused
from khuyencong.records.queries import history_of
from khuyencong.registry.actions import (
    add_organisation,
    apply_change,
    confirm_charge,
    enter_change,
    keep_source,
    record_charge,
)
from khuyencong.registry.models import Charge, OrganisationName, Place, Subordination
from khuyencong.registry.queries.system import history_of_system, model_on, system_on
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.rules.charges import Decision
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Conformity, Evidence, Reason

pytestmark = pytest.mark.django_db
ON = date(2015, 3, 2)
PAPER = Decision("9990/QĐ-UBND", date(2015, 2, 20))


def officer() -> User:
    return User.objects.get(username="chuyenvien")


def province(name: str, *, old: bool = False) -> Place:
    rows = Place.objects.filter(name=name, level="province").order_by("valid_from")
    return rows[0] if old else rows.reverse()[0]


def recorded(place: Place, **given) -> Charge:
    facts = {"body": None, "name": f"Trung tâm minh họa {place.name}", "above": Above.DEPARTMENT, "on": ON,
             "source": PAPER}  # fmt: skip
    return record_charge(by=officer(), place=place, **{**facts, **given})


def refused(place: Place, **given) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        recorded(place, **given)
    return {finding.code: finding.where for finding in refusal.value.findings}


def state(place: Place, day: date):
    return next(row for row in system_on(day) if row.place == place)


def test_a_first_fact_names_the_body_its_place_above_and_its_paper():
    place = province("Sơn La")
    row = recorded(place)
    assert (row.valid_from, row.valid_to, row.source.number, row.evidence) == (ON, None, "9990/QĐ-UBND", "K")
    under = Subordination.objects.get(organisation=row.organisation)
    assert (under.above, under.valid_from, under.source) == (Above.DEPARTMENT, ON, row.source)
    assert [event.verb for event in history_of(row)] == ["charge_recorded"]
    found = state(place, date(2020, 1, 1))
    assert (found.conformity, found.above, found.carriers[0].since) == (Conformity.KEPT, Above.DEPARTMENT, ON)
    assert state(place, date(2015, 3, 1)).reasons == (Reason.NO_BODY,)


def test_what_meets_another_fact_is_refused_with_the_field_it_is_about():
    place = province("Sơn La")
    row = recorded(place)
    assert refused(place, name="", body=row.organisation, on=date(2018, 1, 1)) == {"charge-twice": "on"}
    assert refused(place, name="Đơn vị khác minh họa") == {"charge-taken": "beside"}
    beside = recorded(place, name="Đơn vị khác minh họa", beside=True)
    assert state(place, ON).conformity == Conformity.SEVERAL
    assert Charge.objects.filter(place=place).count() == 2
    moved = refused(province("Cao Bằng"), name="", body=beside.organisation, above=Above.COMMITTEE)
    assert moved == {"charge-above": "above"}


def test_days_places_names_and_papers_are_asked_for():
    place, twin = province("Sơn La"), recorded(province("Cao Bằng"), name="Trung tâm trùng tên minh họa")
    assert refused(place, name="") == {"charge-body": "body"}
    assert refused(place, body=twin.organisation) == {"charge-body": "body"}
    assert refused(place, name="Trung tâm TRÙNG tên minh họa") == {"charge-name": "name"}
    assert refused(place, above="") == {"charge-above": "above"}
    assert refused(place, until=ON) == {"charge-days": "until"}
    assert refused(place, source=None, evidence=Evidence.VERIFIED) == {"charge-paper": "number"}
    assert refused(province("Ninh Bình")) == {"charge-place": "place"}
    assert refused(province("Ninh Bình", old=True), on=date(2025, 7, 1)) == {"charge-place": "place"}
    body = add_organisation(
        by=None, name="Trung tâm có sau minh họa", kind=BodyKind.CENTRE, valid_from=date(2016, 1, 1)
    )
    assert refused(place, name="", body=body) == {"charge-body": "on"}
    assert not Charge.objects.filter(place=place).exists()


def test_a_body_only_met_in_a_paper_had_its_name_before():
    body = add_organisation(
        by=None, name="Trung tâm gặp trong kế hoạch minh họa", kind=BodyKind.CENTRE, valid_from=date(2024, 1, 1),
        confirmed=False, evidence=Evidence.KNOWN,
    )  # fmt: skip
    recorded(province("Sơn La"), name="", body=body)
    assert OrganisationName.objects.get(organisation=body).valid_from == ON


def test_of_a_province_that_ended_the_fact_goes_on_as_derived():
    row = recorded(province("Bắc Kạn", old=True))
    assert row.valid_to == date(2025, 7, 1)
    later = Charge.objects.get(organisation=row.organisation, valid_from=date(2025, 7, 1))
    assert (later.place, later.valid_to, later.evidence) == (province("Thái Nguyên"), None, Evidence.DERIVED)
    known = recorded(province("Lào Cai"), name="Trung tâm tỉnh Lào Cai mới minh họa", on=date(2025, 7, 1), beside=True)
    old = recorded(province("Lào Cai", old=True))
    assert Charge.objects.filter(organisation=old.organisation).count() == 1
    assert known in Charge.objects.filter(place=province("Lào Cai"))
    until = recorded(province("Hậu Giang", old=True), until=date(2020, 1, 1))
    assert Charge.objects.filter(organisation=until.organisation).count() == 1


def test_a_waiting_fact_is_confirmed_once_against_its_paper():
    row = recorded(province("Sơn La"), source=None)
    assert not state(row.place, ON).carriers[0].sure
    with pytest.raises(Refused):
        confirm_charge(by=officer(), charge=row, source=None, on=date(2026, 1, 5))
    confirm_charge(by=officer(), charge=row, source=PAPER, on=date(2026, 1, 5))
    carrier = state(row.place, ON).carriers[0]
    assert (carrier.sure, carrier.decision.number) == (True, PAPER.number)
    with pytest.raises(Refused) as refusal:
        confirm_charge(by=officer(), charge=row, source=PAPER, on=date(2026, 1, 5))
    assert [finding.code for finding in refusal.value.findings] == ["charge-confirmed"]


def test_a_move_and_a_transfer_depart_from_the_model_from_their_day():
    moved, handed = recorded(province("Sơn La")), recorded(province("Cao Bằng"))
    paper = keep_source(by=officer(), number="9991/QĐ-UBND", title="Minh họa", issued_on=date(2019, 5, 1))
    day, head = date(2019, 6, 1), User.objects.get(username="truongphong")
    for entry in (
        Entry(ChangeKind.MOVE, About.BODY, day, paper, before=(Side(body=moved.organisation),),
              after=(Side(above=Above.COMMITTEE),)),
        Entry(ChangeKind.TRANSFER, About.BODY, day, paper, before=(Side(body=handed.organisation),), place=handed.place,
              after=(Side(name="Đơn vị sự nghiệp minh họa", form=BodyKind.UNIT, above=Above.COMMITTEE),)),
    ):  # fmt: skip
        apply_change(by=head, change=enter_change(by=officer(), entry=entry), today=day)
    before = date(2019, 5, 31)
    assert [state(row.place, before).conformity for row in (moved, handed)] == [Conformity.KEPT] * 2
    assert state(moved.place, day).reasons == (Reason.NOT_UNDER,)
    assert state(handed.place, day).reasons == (Reason.NOT_UNDER, Reason.OTHER_KIND)
    assert (state(moved.place, day).carriers[0].since, state(moved.place, day).carriers[0].decision) == (day, paper)
    spans = [(one.above, one.since, one.until) for one in history_of_system(moved.place, date(2024, 1, 1))]
    assert spans == [(Above.DEPARTMENT, ON, day), (Above.COMMITTEE, day, None)]
    assert len(history_of_system(handed.place, before)) == 1
    assert len({one.body for one in history_of_system(handed.place, day)}) == 2


def test_every_province_of_the_day_stands_once_and_the_model_is_dated(django_assert_num_queries):
    with django_assert_num_queries(6):
        assert len(system_on(date(2024, 6, 30))) == 63
    with django_assert_num_queries(6):
        assert len(system_on(date(2025, 7, 1))) == 34
    assert model_on(date(2012, 7, 4)).clause == ""
    assert model_on(date(2024, 6, 30)).clause.startswith("45/2012/NĐ-CP")
    assert not model_on(date(2024, 6, 30)).sure


FACTS = st.lists(
    st.tuples(
        st.sampled_from(("Bắc Kạn", "Sơn La", "Thái Nguyên")), st.integers(0, 2), st.dates(date(2013, 1, 1), date(2026, 1, 1)),
        st.none() | st.integers(0, 2000), st.sampled_from((Above.DEPARTMENT, Above.COMMITTEE)), st.booleans(),
    ),
    min_size=2, max_size=9,
)  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS)
def test_facts_in_any_order_are_written_or_refused_in_words(db, facts):
    """The database never has to refuse: no two facts of a body meet, and a body stands under one other a day."""
    with transaction.atomic():
        bodies = [
            add_organisation(by=None, name=f"Trung tâm bất kỳ {number}", kind=BodyKind.CENTRE,
                             valid_from=date(2010, 1, 1))
            for number in range(3)
        ]  # fmt: skip
        for name, body, on, days, above, beside in facts:
            until = on + timedelta(days=days) if days is not None else None
            for place in Place.objects.filter(name=name, level="province"):
                with contextlib.suppress(Refused):
                    recorded(place, name="", body=bodies[body], on=on, until=until, above=above, beside=beside)
        for model, keys in ((Charge, ("place", "organisation")), (Subordination, ("organisation",))):
            rows = model.objects.filter(organisation__in=bodies).order_by(*keys, "valid_from")
            for one, other in pairwise(rows):
                if all(getattr(one, f"{key}_id") == getattr(other, f"{key}_id") for key in keys):
                    assert one.valid_to is not None
                    assert one.valid_to <= other.valid_from
        for day in (date(2016, 1, 1), date(2025, 7, 1), date(2026, 6, 1)):
            assert len({row.place.pk for row in system_on(day)}) == len(system_on(day))
        transaction.set_rollback(True)
