"""The machine register: what may be recorded by whom, no support twice, visits that are due, totals as of a day."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Refused
from khuyencong.programme.actions.machines import record_machine, record_visit
from khuyencong.programme.actions.obstacles import Letter
from khuyencong.programme.models import Beneficiary, Machine, Project
from khuyencong.programme.queries.machines import (
    MachineFilter,
    machine_totals,
    machines_like,
    machines_on,
    visits_due,
    years_from,
)
from khuyencong.records.queries import attachments_of, history_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
BOUGHT = date(2024, 5, 6)
MILLION = 10**6


def who(name: str) -> User:
    return User.objects.get(username=name)


@pytest.fixture
def nghe_an() -> Project:
    return Project.objects.get(code="KCQG-2024-40-027")


def bought(project: Project, by: str = "chuyenvien", **given) -> Machine:
    values = {"name": "Máy dập tự động 80 tấn", "site": "Nghi Lộc", "bought_on": BOUGHT, "serial": "dp 80-01"}
    money = {"cost": 600 * MILLION, "support": 300 * MILLION}
    return record_machine(by=who(by), today=TODAY, project=project, **{**values, **money, **given})


def visited(machine: Machine, on: date, by: str = "chuyenvien", **given):
    values = {"in_use": "used", "jobs": 12, "revenue": 900 * MILLION}
    return record_visit(by=who(by), today=TODAY, machine=machine, on=on, **{**values, **given})


def codes(refused) -> set[str]:
    return {item.code for item in refused.value.findings}


def test_a_machine_is_kept_as_long_as_the_norm_says(nghe_an):
    one = bought(nghe_an, paper=Letter("9201/HĐ-MMTB", BOUGHT, data=b"%PDF-", filename="hop-dong.pdf"))
    assert (one.serial, one.keep_until) == ("DP80-01", date(2029, 5, 6))
    assert attachments_of(one.paper).get().name == "hop-dong.pdf"
    assert [event.verb for event in history_of(one)] == ["machine_recorded"]
    assert bought(nghe_an, serial="", keep_until=date(2027, 1, 1)).keep_until == date(2027, 1, 1)


def test_before_any_norm_the_day_must_be_said(nghe_an):
    with pytest.raises(Refused) as refused:
        bought(nghe_an, bought_on=date(2013, 1, 1))
    assert codes(refused) == {"keep-years-known"}


@pytest.mark.parametrize(
    ("by", "machine", "visit"),
    [("chuyenvien", True, True), ("vanthu", True, True), ("so-nghean", False, True), ("so-vinhlong", False, False),
     ("donvi", False, False), ("truongphong", False, False), ("kiemtoan", False, False)],
)  # fmt: skip
def test_role_and_organisation(nghe_an, by, machine, visit):
    one = bought(nghe_an)
    for allowed, act in (
        (machine, lambda: bought(nghe_an, by, serial="khac", name="Lò sấy")),
        (visit, lambda: visited(one, date(2025, 6, 1), by)),
    ):
        if allowed:
            act()
        else:
            with pytest.raises(Refused) as refused:
                act()
            assert codes(refused) == {"not-your-desk"}


def test_a_unit_records_its_own(nghe_an):
    own = Project.objects.filter(year=2024, implementer=who("donvi").assignments.first().organisation).first()
    assert visited(bought(own, "donvi"), date(2025, 7, 1), "donvi").jobs == 12


def test_a_serial_is_supported_once_whatever_the_year(nghe_an):
    earlier = Project.objects.filter(year=2023).first()
    bought(earlier, bought_on=date(2023, 5, 1), maker="Hãng A")
    with pytest.raises(Refused) as refused:
        bought(nghe_an, serial="DP80-01", name="Tên khác")
    assert codes(refused) == {"supported-once"}
    assert earlier.code in str(refused.value)
    assert bought(nghe_an, maker="Hãng B", name="Máy phay")


def test_a_similar_machine_of_the_same_establishment_is_asked_about(nghe_an):
    earlier = Project.objects.filter(year=2023, beneficiaries__isnull=False).first()
    given = earlier.beneficiaries.first()
    bought(earlier, bought_on=date(2023, 5, 1), beneficiary=given)
    again = Beneficiary.objects.create(project=nghe_an, establishment=given.establishment, position=90)
    with pytest.raises(Refused) as refused:
        bought(nghe_an, serial="KHAC-9", name="máy dập tự động 80 tấn", beneficiary=again)
    (finding,) = refused.value.findings
    assert (finding.severity, finding.data) == ("warning", {"project": earlier.code})
    assert bought(nghe_an, serial="KHAC-9", name="máy dập tự động 80 tấn", beneficiary=again, confirmed=True)
    assert bought(nghe_an, serial="KHAC-10", name="Lò nung gốm gas", beneficiary=again)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "machine-named"),
        ({"site": ""}, "machine-stands"),
        ({"support": 700 * MILLION}, "support-within-cost"),
        ({"cost": -1}, "amount-negative"),
        ({"bought_on": date(2026, 12, 1)}, "bought-later"),
        ({"keep_until": BOUGHT}, "kept-after"),
    ],
)
def test_what_is_wrong_is_said(nghe_an, given, code):
    with pytest.raises(Refused) as refused:
        bought(nghe_an, **given)
    assert codes(refused) == {code}


def test_a_beneficiary_is_the_projects_own(nghe_an):
    other = Beneficiary.objects.exclude(project=nghe_an).first()
    with pytest.raises(Refused) as refused:
        bought(nghe_an, beneficiary=other)
    assert codes(refused) == {"beneficiary-of-project"}


@pytest.mark.parametrize(
    ("on", "in_use", "code"),
    [
        (date(2026, 12, 1), "used", "visit-later"),
        (date(2024, 1, 1), "used", "visit-before-purchase"),
        (date(2025, 6, 1), "x", "visit-found"),
        (date(2025, 6, 2), "used", "visit-once-a-day"),
    ],
)
def test_a_visit_fits(nghe_an, on, in_use, code):
    one = bought(nghe_an)
    visited(one, date(2025, 6, 2))
    with pytest.raises(Refused) as refused:
        visited(one, on, in_use=in_use)
    assert codes(refused) == {code}


def test_visits_are_due_from_one_year_after_purchase_to_the_third(nghe_an):
    one = bought(nghe_an)
    rows = Machine.objects.filter(pk=one.pk)
    due = {day: visits_due(rows, day).exists() for day in (
        date(2025, 5, 5), date(2025, 5, 6), date(2026, 3, 1), date(2027, 5, 6), date(2027, 5, 7),
    )}  # fmt: skip
    assert list(due.values()) == [False, True, True, True, False]
    visited(one, date(2025, 9, 1))
    assert visits_due(rows, date(2025, 8, 31)).exists()
    assert not visits_due(rows, date(2025, 9, 1)).exists()
    assert not visits_due(rows, date(2026, 8, 31)).exists()
    assert visits_due(rows, date(2026, 9, 1)).exists()


def test_the_register_stands_as_of_a_day(nghe_an):
    one, two = bought(nghe_an), bought(nghe_an, serial="S2", name="Lò sấy gỗ", bought_on=date(2024, 8, 1))
    visited(one, date(2025, 6, 1))
    visited(one, date(2026, 6, 1), in_use="gone", jobs=0)
    mine = Machine.objects.filter(pk__in=[one.pk, two.pk])
    rows = machines_on(mine, date(2025, 12, 31))
    totals = machine_totals(rows)
    assert (totals.machines, totals.support, totals.visited, totals.used, totals.jobs) == (2, 600 * MILLION, 1, 1, 12)
    assert machine_totals(machines_on(mine, date(2024, 6, 1))).machines == 1
    assert machine_totals(machines_on(mine, TODAY)).used == 0
    day = date(2025, 12, 31)
    for wanted, found in (
        (MachineFilter(q="lo say go"), {two}),
        (MachineFilter(q="dp80"), {one}),
        (MachineFilter(in_use="used"), {one}),
        (MachineFilter(in_use="never"), {two}),
        (MachineFilter(due="co"), {two}),
        (MachineFilter(year="2024", place=str(nghe_an.place_id), project=nghe_an.code), {one, two}),
        (MachineFilter(year="x"), set()),
        (MachineFilter(place="x"), set()),
    ):
        assert set(machines_like(rows, wanted, day)) == found, wanted


def test_leap_days():
    assert years_from(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_from(date(2024, 2, 29), -4) == date(2020, 2, 29)
