"""A wrong first fact is taken out with what followed from it; what changes wrote or stand on is left to them."""

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
from khuyencong.registry.actions import add_organisation, apply_change, correct_charge, enter_change, keep_source
from khuyencong.registry.models import Charge, Organisation, OrganisationName, Place, Subordination
from khuyencong.registry.queries.first_facts import recorded_fact
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.rules.charges import Decision, FirstFact
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Evidence
from tests.registry.test_charges import FACTS, ON, PAPER, officer, province, recorded

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
OTHER = Decision("9993/QĐ-UBND", date(2015, 6, 1))


def right_of(row: Charge, **given) -> FirstFact:
    """The fact as it stands, with what is given in the place of what was wrong."""
    old = recorded_fact(row)
    facts = {
        "place": row.place, "body": row.organisation, "above": old.under.above, "on": row.valid_from,
        "parent": old.under.parent, "until": old.until, "evidence": row.evidence,
    }  # fmt: skip
    return FirstFact(**{**facts, **given})


def corrected(row: Charge, right: FirstFact | None, source=PAPER, **given) -> Charge | None:
    said = {"reason": "Ghi nhầm (minh họa)", "seen": recorded_fact(row).mark, **given}
    return correct_charge(by=officer(), charge=row, right=right, source=source, on=TODAY, **said)


def refused(row: Charge, right: FirstFact | None, **given) -> list[str]:
    with pytest.raises(Refused) as refusal:
        corrected(row, right, **given)
    return [finding.code for finding in refusal.value.findings]


def moved_or_handed(row: Charge, kind: str, on: date = date(2019, 6, 1)):
    paper = keep_source(by=officer(), number="9991/QĐ-UBND", title="Minh họa", issued_on=date(2019, 5, 1))
    after = {"above": Above.COMMITTEE} if kind == ChangeKind.MOVE else {
        "name": "Đơn vị sự nghiệp minh họa", "form": BodyKind.UNIT, "above": Above.COMMITTEE
    }  # fmt: skip
    place = row.place if kind == ChangeKind.TRANSFER else None
    entry = Entry(kind, About.BODY, on, paper, (Side(body=row.organisation),), (Side(**after),), place=place)
    change = enter_change(by=officer(), entry=entry)
    return apply_change(by=User.objects.get(username="truongphong"), change=change, today=on)


def test_a_day_a_paper_and_the_body_above_are_mended_in_one_go():
    row = recorded(province("Sơn La"))
    body, day = row.organisation, date(2015, 6, 10)
    made = corrected(row, right_of(row, on=day, above=Above.COMMITTEE), OTHER)
    assert (made.valid_from, made.source.number, made.organisation) == (day, OTHER.number, body)
    assert not Charge.objects.filter(pk=row.pk).exists()
    under = Subordination.objects.get(organisation=body)
    assert (under.above, under.valid_from, under.source) == (Above.COMMITTEE, day, made.source)
    assert OrganisationName.objects.get(organisation=body).valid_from == day
    event = history_of(made.place).filter(verb="charge_corrected").get()
    assert event in history_of(body) and event in history_of(row) and event in history_of(made)
    before, after = event.detail["before"], event.detail["after"]
    assert (before["from"], before["number"], before["above"]) == ("2015-03-02", PAPER.number, "department")
    assert (after["from"], after["number"], after["above"]) == ("2015-06-10", OTHER.number, "committee")
    assert event.detail["reason"] == "Ghi nhầm (minh họa)"
    again = corrected(made, right_of(made, on=ON), OTHER)
    assert again.valid_from == ON and OrganisationName.objects.get(organisation=body).valid_from == ON


def test_another_body_takes_its_place_and_the_one_made_by_mistake_goes():
    row = recorded(province("Bắc Kạn", old=True))
    wrong = row.organisation
    right = add_organisation(by=None, name="Trung tâm đúng minh họa", kind=BodyKind.CENTRE, valid_from=date(2010, 1, 1))
    made = corrected(row, right_of(row, body=right))
    assert not Organisation.objects.filter(pk=wrong.pk).exists()
    rows = list(Charge.objects.filter(organisation=right).order_by("valid_from").values_list("place__name", "evidence"))
    assert rows == [("Bắc Kạn", "K"), ("Thái Nguyên", "D")]
    assert Charge.objects.filter(organisation_id=wrong.pk).count() == 0
    assert recorded_fact(made).own_under


def test_a_fact_that_was_simply_wrong_leaves_the_register_as_it_was():
    old = add_organisation(
        by=None, name="Trung tâm có sẵn minh họa", kind=BodyKind.CENTRE, valid_from=date(2016, 1, 1), confirmed=False,
        evidence=Evidence.KNOWN,
    )  # fmt: skip
    row = recorded(province("Bắc Kạn", old=True), body=old, name="")
    assert old.names.get().valid_from == ON
    assert corrected(row, None) is None
    assert old.names.get().valid_from == date(2016, 1, 1)
    assert not Charge.objects.filter(organisation=old).exists()
    assert not Subordination.objects.filter(organisation=old).exists()
    event = history_of(old).filter(verb="charge_withdrawn").get()
    assert event.detail["after"] is None
    assert event.detail["before"]["derived"] == [["Thái Nguyên", "2025-07-01"]]


def test_the_row_above_stays_while_another_duty_of_the_body_stands_on_it():
    row = recorded(province("Sơn La"))
    recorded(province("Cao Bằng"), body=row.organisation, name="")
    assert refused(row, right_of(row, above=Above.COMMITTEE)) == ["charge-above"]
    corrected(row, None)
    assert Subordination.objects.filter(organisation=row.organisation_id).count() == 1


def test_a_reason_a_fresh_look_and_a_difference_are_asked_for():
    row = recorded(province("Sơn La"))
    assert refused(row, right_of(row, on=date(2016, 1, 1)), reason=" ") == ["charge-reason"]
    assert refused(row, right_of(row, on=date(2016, 1, 1)), seen="x") == ["charge-stale"]
    assert refused(row, right_of(row)) == ["charge-same"]
    assert refused(row, right_of(row, above="")) == ["charge-above"]
    seen = recorded_fact(row).mark
    corrected(row, None)
    assert refused(row, None, seen=seen) == ["charge-gone"]
    assert history_of(row).filter(verb="charge_withdrawn").count() == 1


def test_what_a_change_wrote_or_was_derived_is_not_corrected_here():
    row = recorded(province("Bắc Kạn", old=True))
    then = Charge.objects.get(organisation=row.organisation, valid_from=date(2025, 7, 1))
    assert refused(then, None) == ["charge-derived"]
    handed = recorded(province("Cao Bằng"))
    change = moved_or_handed(handed, ChangeKind.TRANSFER)
    written = Charge.objects.get(place=handed.place, valid_from=change.on)
    with pytest.raises(Refused) as refusal:
        corrected(written, None)
    assert (refusal.value.findings[0].code, refusal.value.findings[0].data) == ("charge-by-change", {"change": change})


@pytest.mark.parametrize("kind", [ChangeKind.TRANSFER, ChangeKind.MOVE])
def test_below_a_later_change_only_what_it_does_not_stand_on_is_mended(kind):
    row = recorded(province("Cao Bằng"))
    moved_or_handed(row, kind)
    row.refresh_from_db()
    body = add_organisation(by=None, name="Trung tâm khác minh họa", kind=BodyKind.CENTRE, valid_from=date(2010, 1, 1))
    assert refused(row, None) == ["charge-stands"]
    assert refused(row, right_of(row, body=body)) == ["charge-stands"]
    assert refused(row, right_of(row, on=date(2020, 1, 1))) == ["charge-stands"]
    before = list(Charge.objects.filter(place=row.place).order_by("valid_from").values_list("valid_from", "valid_to"))
    made = corrected(row, right_of(row, evidence=Evidence.VERIFIED), OTHER)
    after = list(Charge.objects.filter(place=row.place).order_by("valid_from").values_list("valid_from", "valid_to"))
    assert (made.source.number, made.evidence) == (OTHER.number, "V") and before == after
    spans = Subordination.objects.filter(organisation=row.organisation_id).order_by("valid_from")
    expected = [(ON, date(2019, 6, 1)), (date(2019, 6, 1), None)] if kind == ChangeKind.MOVE else [(ON, None)]
    assert list(spans.values_list("valid_from", "valid_to")) == expected


def test_the_body_above_is_one_that_existed_that_day():
    above = add_organisation(by=None, name="Sở minh họa", kind=BodyKind.DEPARTMENT, valid_from=date(2016, 1, 1))
    row = recorded(province("Sơn La"), parent=above, on=date(2017, 1, 1))
    assert Subordination.objects.get(organisation=row.organisation).parent == above
    with pytest.raises(Refused) as refusal:
        recorded(province("Cao Bằng"), parent=above)
    assert [(one.code, one.where) for one in refusal.value.findings] == [("charge-parent-day", "parent")]
    made = corrected(row, right_of(row, parent=None))
    assert Subordination.objects.get(organisation=made.organisation).parent is None


def register(bodies) -> list[list[tuple]]:
    """What the register says of bodies, without numbers of rows."""
    return [
        sorted(model.objects.filter(organisation__in=bodies).values_list(*names), key=str)
        for model, names in (
            (Charge, ("organisation", "place", "valid_from", "valid_to", "evidence")),
            (Subordination, ("organisation", "above", "valid_from", "valid_to", "evidence")),
            (OrganisationName, ("organisation", "name", "valid_from", "valid_to")),
        )
    ]  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS, st.dates(date(2013, 1, 1), date(2026, 1, 1)))
def test_a_fact_taken_out_leaves_what_stood_before_and_a_correction_never_meets_another(db, facts, day):
    with transaction.atomic():
        bodies = [
            add_organisation(by=None, name=f"Trung tâm bất kỳ {number}", kind=BodyKind.CENTRE, confirmed=number > 0,
                             valid_from=date(2014 if number == 0 else 2010, 1, 1))
            for number in range(3)
        ]  # fmt: skip
        for name, body, on, days, above, beside in facts:
            until = on + timedelta(days=days) if days is not None else None
            said = {"name": "", "body": bodies[body], "on": on, "until": until, "above": above, "beside": beside}
            for place in Place.objects.filter(name=name, level="province"):
                before = register(bodies)
                with contextlib.suppress(Refused):
                    corrected(recorded(place, **said), None)
                assert register(bodies) == before
                with contextlib.suppress(Refused):
                    recorded(place, **said)
        for row in Charge.objects.filter(organisation__in=bodies).exclude(evidence="D").order_by("pk"):
            with contextlib.suppress(Refused):
                corrected(row, right_of(row, on=day, body=bodies[row.pk % 3], beside=True))
        for model, keys in ((Charge, ("place", "organisation")), (Subordination, ("organisation",))):
            rows = model.objects.filter(organisation__in=bodies).order_by(*keys, "valid_from")
            for one, other in pairwise(rows):
                if all(getattr(one, f"{key}_id") == getattr(other, f"{key}_id") for key in keys):
                    assert one.valid_to is not None and one.valid_to <= other.valid_from
        transaction.set_rollback(True)


def test_a_row_derived_from_two_provinces_stays_while_one_of_them_does():
    first = recorded(province("Bắc Kạn", old=True))
    second = recorded(province("Thái Nguyên", old=True), body=first.organisation, name="", beside=True)
    corrected(second, None)
    rows = Charge.objects.filter(organisation=first.organisation, valid_from=date(2025, 7, 1))
    assert [row.place for row in rows] == [province("Thái Nguyên")]
