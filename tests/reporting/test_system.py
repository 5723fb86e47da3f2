"""What the departed provinces carry beside all others: the same as plain SQL over the rows, and the report's words."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from khuyencong.programme.models import Dossier, StepTally, Tally
from khuyencong.programme.queries import sum_of
from khuyencong.registry.queries.system import system_on
from khuyencong.registry.states import Conformity
from khuyencong.reporting.printouts.six_month.system import system_sentences
from khuyencong.reporting.queries.system import Carried, carried_by_province, system_figures, units_in_plan

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 30)
DEPARTED = ("Ninh Thuận", "Quảng Ninh")
SUMS = """
    SELECT COUNT(*), SUM(planned), SUM(allocated), SUM(CASE WHEN allocated = 0 THEN 1 ELSE 0 END) FROM (
        SELECT p.id,
            COALESCE((SELECT SUM(m.amount) FROM ledger_movement m
                      WHERE m.target_id = p.planned_line_id AND m.step = 'planned' AND m."on" <= %s), 0) AS planned,
            COALESCE((SELECT SUM(m.amount) FROM ledger_movement m
                      WHERE m.target_id = p.allocated_line_id AND m.step = 'allocated' AND m."on" <= %s), 0)
            AS allocated
        FROM programme_project p JOIN registry_place l ON l.id = p.place_id
        WHERE p.year = 2024 AND p.part = 'locality' AND (l.name IN ('Ninh Thuận', 'Quảng Ninh')) = {side}
    ) AS each_one
"""


def figures(day: date = DAY):
    carried = carried_by_province(Tally.objects.all(), StepTally.objects.all(), Dossier.objects.all(), 2024, day)
    return system_figures(system_on(day), carried)


def by_sql(side: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(SUMS.format(side=side), [DAY, DAY])
        return tuple(int(value) for value in cursor.fetchone())


def test_the_lag_is_what_plain_sql_says():
    found = figures()
    assert {row.place.name for row in system_on(DAY) if row.conformity == Conformity.DEPARTED} == set(DEPARTED)
    shares = []
    for side, carried in (("TRUE", found.departed), ("FALSE", found.others)):
        projects, planned, allocated, none = by_sql(side)
        assert (carried.projects, carried.planned, carried.allocated, carried.unallocated) == (
            projects, planned, allocated, none,
        )  # fmt: skip
        shares.append((Decimal(allocated) * 100 / planned).quantize(Decimal("0.1")))
    assert found.lag == shares[1] - shares[0] > 0


def test_no_map_loses_a_project_or_a_dong():
    whole = {day: figures(day) for day in (DAY, date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1))}
    local = Tally.objects.filter(part="locality")
    for day, found in whole.items():
        every = sum_of(local, 2024, day)
        for name in ("projects", "planned", "allocated"):
            assert getattr(found.departed, name) + getattr(found.others, name) == getattr(every, name) > 0
        assert sum(found.provinces.values()) == sum(found.under.values())


def test_dossiers_stay_uncounted_where_none_are_given():
    carried = carried_by_province(Tally.objects.all(), StepTally.objects.all(), None, 2024, DAY)
    assert {one.late for one in carried.values()} == {None}
    assert system_figures(system_on(DAY), carried).others.late is None


def test_the_plan_names_a_unit_where_nobody_has_recorded_one():
    rows = {row.place.pk: row.place.name for row in system_on(DAY) if not row.carriers}
    hints = units_in_plan(Tally.objects.all(), 2024, DAY)
    named = {name for pk, name in rows.items() if pk in hints}
    assert named == {"Bà Rịa - Vũng Tàu", "Bến Tre", "Cần Thơ", "Quảng Ngãi", "Thái Bình"}
    assert len(hints[next(pk for pk, name in rows.items() if name == "Bến Tre")]) == 2


def told(**given) -> str:
    theirs, others = Carried(3, 3_560_000_000, 0, 3), Carried(76, 79_140_000_000, 22_225_000_000, 61)
    facts = {"day": DAY, "departed": ["Quảng Ninh", "Ninh Thuận"], "unknown": 26, "theirs": theirs, "others": others,
             "lag": Decimal("28.1"), "confirmed": False}  # fmt: skip
    return " ".join(paragraph.text for paragraph in system_sentences(**{**facts, **given}))


def test_the_report_says_who_departed_and_how_far_they_lag():
    text = told()
    assert "đến ngày 30/6/2024, 02 địa phương (Ninh Thuận, Quảng Ninh)" in text
    assert "03 đề án với kinh phí kế hoạch khoảng 3,6 tỷ đồng; đã phân bổ 0%, thấp hơn 28,1 điểm phần trăm" in text
    assert "(chờ xác nhận)" in text
    assert text.endswith("Còn 26 địa phương chưa có dữ liệu về đơn vị đảm nhiệm khuyến công.")
    assert "cao hơn 4 điểm phần trăm" in told(lag=Decimal("-4.0"), confirmed=True)
    assert "chờ xác nhận" not in told(confirmed=True)
    assert "bằng các địa phương khác" in told(lag=Decimal(0))
    assert "không có đề án trong kế hoạch năm" in told(theirs=Carried(), lag=None)
    assert told(departed=[], unknown=0) == ""
    assert not re.search(r"điểm phần trăm", told(lag=None))
