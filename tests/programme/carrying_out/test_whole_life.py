"""A project from allocation to liquidation, each step at its own desk; the ledger ties to the đồng."""

from datetime import date

import pytest

from khuyencong.programme.models import Dossier, Execution, TreasuryEntry
from tests.programme.carrying_out.cast import MILLION, cast

pytestmark = pytest.mark.django_db


def test_from_allocation_to_liquidation():
    one = cast()
    one.contract(300 * MILLION, date(2021, 4, 1))
    one.progress(400 * MILLION, date(2021, 6, 20))
    one.pay("advance", 210 * MILLION, date(2021, 7, 1))
    one.accept(290 * MILLION, date(2021, 9, 1))
    duty = Dossier.objects.get(project=one.project, kind="settlement")
    assert duty.due_on == date(2021, 9, 16)
    one.pay("payment", 80 * MILLION, date(2021, 10, 1))
    one.settle(date(2021, 10, 5))
    one.liquidate(date(2021, 11, 1))
    money = one.money()
    assert (money.contracted, money.advanced, money.accepted, money.paid, money.settled) == tuple(
        amount * MILLION for amount in (290, 210, 290, 80, 290)
    )
    assert (money.unaccepted, money.to_pay, money.to_settle, money.to_advance) == (0, 0, 0, 0)
    assert money.to_contract == 10 * MILLION
    assert Execution.objects.get(project=one.project).state == "liquidated"
    assert sorted(TreasuryEntry.objects.filter(project=one.project).values_list("kind", "amount")) == [
        ("advance", 210 * MILLION),
        ("payment", 80 * MILLION),
    ]


def test_a_stopped_project_gives_back_its_advance():
    one = cast(mark="b")
    one.contract(300 * MILLION, date(2021, 4, 1))
    one.progress(400 * MILLION, date(2021, 6, 20))
    one.pay("advance", 200 * MILLION, date(2021, 7, 1))
    from khuyencong.programme.actions.dossiers import write_changes
    from tests.programme.carrying_out.cast import TODAY

    made = one.open("adjustment", date(2021, 8, 1), note="Cơ sở không còn sản xuất")
    write_changes(by=one.unit, dossier=made, changes=[{"change": "stop", "after": "Ngừng"}], today=TODAY)
    one.act(one.unit, made, "submit", date(2021, 8, 1))
    one.act(one.so, made, "confirm", date(2021, 8, 2))
    one.mark_all(made, one.officer)
    one.act(one.officer, made, "check", date(2021, 8, 3))
    one.act(one.head, made, "agree", date(2021, 8, 4))
    one.act(one.clerk, made, "record", date(2021, 8, 10), document=one.paper("QĐ", date(2021, 8, 10), "BCT"))
    money = one.money()
    assert (money.planned, money.allocated, money.contracted) == (200 * MILLION, 200 * MILLION, 200 * MILLION)
    refund = Dossier.objects.get(project=one.project, kind="refund")
    assert (refund.amount, refund.desk, refund.due_on) == (200 * MILLION, "unit", date(2021, 8, 25))
    one.act(one.accountant, refund, "pay", date(2021, 9, 1), amount=200 * MILLION,
            document=one.paper("KB", date(2021, 9, 1), "treasury"))  # fmt: skip
    money = one.money()
    assert (money.unaccepted, money.disbursed, money.returned) == (0, 0, 200 * MILLION)
    assert Execution.objects.get(project=one.project).state == "stopped"
