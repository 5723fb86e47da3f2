"""Each refusal names its rule and clause; what is allowed moves exactly the money it says."""

from datetime import date

import pytest

from khuyencong.accounts.models import Assignment
from khuyencong.documents.actions import delegate
from khuyencong.kernel.findings import Refused
from khuyencong.programme.actions.closing import close_file
from khuyencong.programme.actions.dossiers import add_beneficiary, fill_dossier, mark_paper, write_changes, write_lines
from khuyencong.programme.models import Dossier, DossierLine, Execution, TreasuryEntry
from khuyencong.programme.rules.money import advance_within_ceiling
from khuyencong.records.actions import place_hold
from khuyencong.records.transitions import Deed
from tests.programme.carrying_out.cast import MILLION, TODAY, cast, person

pytestmark = pytest.mark.django_db
APRIL, JUNE, JULY, SEPTEMBER = date(2021, 4, 1), date(2021, 6, 20), date(2021, 7, 1), date(2021, 9, 1)


@pytest.fixture
def one():
    return cast()


@pytest.fixture
def running(one):
    """A contract of 300 million with enough work reported."""
    one.contract(300 * MILLION, APRIL)
    one.progress(400 * MILLION, JUNE)
    return one


def refusal(act, code: str):
    with pytest.raises(Refused) as caught:
        act()
    found = [finding for finding in caught.value.findings if finding.code == code]
    assert found, [finding.code for finding in caught.value.findings]
    return found[0]


def test_a_contract_is_not_above_the_allocation(one):
    made = one.open("contract", APRIL, amount=301 * MILLION)
    found = refusal(lambda: one.act(one.officer, made, "propose", APRIL), "contract-within-allocation")
    assert "vượt 1.000.000 đồng" in found.message
    assert found.clause == "Điều 12 36/2013/TT-BCT"


def test_an_advance_stays_under_the_lower_verified_limit_and_an_unsure_one_warns(running):
    over = running.open("advance", JULY, amount=211 * MILLION)
    found = refusal(lambda: running.act(running.unit, over, "submit", JULY), "advance-within-ceiling")
    assert "36/2013/TT-BCT" in found.clause
    under = running.open("advance", JULY, amount=200 * MILLION)
    findings = advance_within_ceiling(under, Deed(JULY))
    assert [(item.severity, "chờ xác nhận" in item.clause) for item in findings] == [("warning", True)]
    assert running.act(running.unit, under, "submit", JULY).state == "submitted"


def test_an_advance_waits_for_enough_work(one):
    one.contract(300 * MILLION, APRIL)
    made = one.open("advance", JULY, amount=100 * MILLION)
    found = refusal(lambda: one.act(one.unit, made, "submit", JULY), "work-is-far-enough")
    assert "Mẫu 3a" in found.remedy
    one.progress(350 * MILLION, JUNE)
    found = refusal(lambda: one.act(one.unit, made, "submit", JULY), "work-is-far-enough")
    assert "chưa trên 70%" in found.message


def test_no_final_payment_above_the_accepted_volume(running):
    running.accept(250 * MILLION, SEPTEMBER)
    made = running.open("payment", SEPTEMBER, amount=251 * MILLION)
    found = refusal(lambda: running.act(running.unit, made, "submit", SEPTEMBER), "payment-within-accepted")
    assert "Điều 18" in found.clause


def test_who_drafts_does_not_agree_but_who_only_recorded_a_letter_may(running):
    Assignment.objects.create(user=running.officer, organisation=running.head.assignments.first().organisation,
                              role="division_head", valid_from=date(2020, 1, 1))  # fmt: skip
    made = running.open("advance", JULY, by=running.officer, amount=100 * MILLION)
    paper = running.paper("CV", JULY, "unit")
    running.act(running.officer, made, "submit", JULY, on_behalf=True, document=paper)
    running.act(running.officer, made, "confirm", JULY, on_behalf=True, document=running.paper("CV", JULY, "so"))
    running.mark_all(made, running.officer)
    second = person("thu-chuyenvien-2", "officer", running.head.assignments.first().organisation)
    running.act(second, made, "check", JULY)
    assert running.act(running.officer, made, "agree", JULY).state == "agreed"
    other = running.open("contract", JULY, amount=1)
    assert other.state == "draft"


def test_who_checks_does_not_agree_and_who_agrees_does_not_pay(running):
    agency = running.head.assignments.first().organisation
    for role in ("division_head", "accountant"):
        Assignment.objects.create(user=running.officer, organisation=agency, role=role, valid_from=date(2020, 1, 1))
    Assignment.objects.create(user=running.head, organisation=agency, role="accountant", valid_from=date(2020, 1, 1))
    made = running.open("advance", JULY, amount=100 * MILLION)
    running.act(running.unit, made, "submit", JULY)
    running.act(running.so, made, "confirm", JULY)
    running.mark_all(made, running.officer)
    running.act(running.officer, made, "check", JULY)
    refusal(lambda: running.act(running.officer, made, "agree", JULY), "drafter-agrees")
    running.act(running.head, made, "agree", JULY)
    running.act(running.clerk, made, "record", JULY, document=running.paper("TTr", JULY))
    refusal(lambda: running.act(running.head, made, "send", JULY), "agreer-pays")
    assert running.act(running.accountant, made, "send", JULY).state == "treasury"


def test_a_step_of_another_body_needs_its_letter(running):
    made = running.open("advance", JULY, by=running.officer, amount=100 * MILLION)
    refusal(lambda: running.act(running.officer, made, "submit", JULY), "not-your-desk")
    refusal(lambda: running.act(running.officer, made, "submit", JULY, on_behalf=True), "paper-is-named")


def test_a_delegated_ceiling_binds_its_person(running):
    paper = running.paper("UQ", date(2021, 1, 4))
    delegate(by=None, user=running.head, verb="agree", ceiling=90 * MILLION, document=paper,
             valid_from=date(2021, 1, 4))  # fmt: skip
    made = running.open("advance", JULY, amount=100 * MILLION)
    running.act(running.unit, made, "submit", JULY)
    running.act(running.so, made, "confirm", JULY)
    running.mark_all(made, running.officer)
    running.act(running.officer, made, "check", JULY)
    found = refusal(lambda: running.act(running.head, made, "agree", JULY), "within-delegation")
    assert found.clause == paper.number


def test_what_is_missing_is_named(running):
    made = running.open("advance", JULY, amount=100 * MILLION)
    running.act(running.unit, made, "submit", JULY)
    running.act(running.so, made, "confirm", JULY)
    found = refusal(lambda: running.act(running.officer, made, "check", JULY), "papers-are-there")
    assert "Hợp đồng thực hiện" in found.message
    with pytest.raises(Refused, match="lý do"):
        mark_paper(by=running.officer, dossier=made, code=found.data["codes"][0], today=TODAY, not_needed=True)


def test_the_agency_sends_back_and_never_edits(running):
    made = running.open("advance", JULY, amount=100 * MILLION)
    running.act(running.unit, made, "submit", JULY)
    running.act(running.so, made, "confirm", JULY)
    refusal(lambda: fill_dossier(by=running.officer, dossier=made, values={"amount": 1}, today=TODAY), "being-prepared")
    refusal(lambda: running.act(running.officer, made, "return_officer", JULY), "says-why")
    back = running.act(running.officer, made, "return_officer", JULY, remark="Thiếu hợp đồng mua máy")
    assert (back.state, back.desk, back.amount) == ("returned", "unit", 100 * MILLION)
    running.fill(back, running.unit, amount=90 * MILLION)
    assert running.act(running.unit, back, "submit", JULY).amount == 90 * MILLION


def test_a_group_is_contracted_on_its_approved_plan():
    one = cast(mark="group", kind="group")
    made = one.open("contract", APRIL, amount=300 * MILLION)
    refusal(lambda: one.act(one.officer, made, "propose", APRIL), "group-plan-is-approved")
    plan = one.open("plan", APRIL)
    refusal(lambda: one.act(one.unit, plan, "submit", APRIL), "lines-are-there")
    row = {"title": "Máy minh họa", "support": 300 * MILLION}
    write_lines(by=one.unit, dossier=plan, lines=[row], today=TODAY)
    found = refusal(lambda: one.act(one.unit, plan, "submit", APRIL), "group-names-its-machines")
    assert found.clause == "Điều 3a 17/2018/TT-BCT"
    person_named = add_beneficiary(by=one.unit, dossier=plan, name="Cơ sở minh họa mới", today=TODAY)
    write_lines(by=one.unit, dossier=plan, lines=[{**row, "beneficiary": person_named.pk}], today=TODAY)
    one.act(one.unit, plan, "submit", APRIL)
    one.mark_all(plan, one.so)
    one.act(one.so, plan, "approve", APRIL, document=one.paper("QĐ", APRIL, "so"))
    assert one.act(one.officer, made, "propose", APRIL).state == "checked"


@pytest.mark.parametrize(
    ("kind", "change", "issuer", "code"),
    [("single", "stop", "CUC", "authority-decides"), ("single", "place", "BCT", "authority-decides"),
     ("group", "place", "CUC", "level-decides"), ("single", "increase_support", "CUC", "authority-decides")],
)  # fmt: skip
def test_who_decides_follows_from_the_change(kind, change, issuer, code):
    one = cast(mark=f"{kind}{change}{issuer}", kind=kind)
    made = one.open("adjustment", JULY, note="Lý do minh họa")
    row = {"change": change, "after": "khác", "amount": 310 * MILLION if change == "increase_support" else None}
    write_changes(by=one.unit, dossier=made, changes=[row], today=TODAY)
    one.act(one.unit, made, "submit", JULY)
    one.act(one.so, made, "confirm", JULY)
    one.mark_all(made, one.officer)
    if code == "level-decides":
        refusal(lambda: one.act(one.officer, made, "check", JULY), code)
        done = one.act(one.so, made, "decide", JULY, document=one.paper("QĐ", JULY, "so"))
        assert done.state == "recorded"
        return
    one.act(one.officer, made, "check", JULY)
    one.act(one.head, made, "agree", JULY)
    paper = one.paper("QĐ", JULY, issuer)
    found = refusal(lambda: one.act(one.clerk, made, "record", JULY, document=paper), code)
    assert "Điều 11" in found.clause
    right = one.paper("QĐ", JULY, "CUC" if issuer == "BCT" else "BCT")
    assert one.act(one.clerk, made, "record", JULY, document=right).state == "recorded"


def test_an_adjustment_keeps_both_versions_and_moves_money_back(running):
    made = running.open("adjustment", JULY, note="Giá thấp hơn")
    row = {"change": "reduce_support", "before": "300.000.000", "after": "280.000.000", "amount": 280 * MILLION}
    write_changes(by=running.unit, dossier=made, changes=[row], today=TODAY)
    running.act(running.unit, made, "submit", JULY)
    running.act(running.so, made, "confirm", JULY)
    running.mark_all(made, running.officer)
    running.act(running.officer, made, "check", JULY)
    running.act(running.head, made, "agree", JULY)
    running.act(running.clerk, made, "record", JULY, document=running.paper("QĐ", JULY))
    money = running.money()
    assert (money.planned, money.allocated, money.contracted) == (280 * MILLION,) * 3
    assert running.money(JUNE).planned == 300 * MILLION
    assert running.project.support == 300 * MILLION
    assert [(v.number, v.support) for v in running.project.versions.all()] == [(2, 280 * MILLION)]


def test_money_comes_back_in_the_year_or_goes_to_the_state_budget_later(running):
    running.pay("advance", 200 * MILLION, JULY)
    running.accept(150 * MILLION, SEPTEMBER)
    running.settle(date(2021, 9, 10))
    running.liquidate(date(2021, 9, 20))
    refund = Dossier.objects.get(project=running.project, kind="refund")
    assert refund.amount == 50 * MILLION
    part = running.paper("KB", date(2021, 10, 1), "treasury")
    too_much = 51 * MILLION
    refusal(
        lambda: running.act(running.accountant, refund, "pay", date(2021, 10, 1), amount=too_much, document=part),
        "treasury-pays-asked",
    )
    late = date(2022, 3, 1)
    running.act(
        running.accountant, refund, "pay", late, amount=50 * MILLION, document=running.paper("KB", late, "treasury")
    )
    money = running.money(date(2022, 12, 31))
    assert (money.refunded, money.returned, money.unaccepted) == (50 * MILLION, 0, 0)
    assert TreasuryEntry.objects.get(dossier=refund).kind == "refund"


@pytest.mark.parametrize(("option", "left", "carried"), [("cancel", 0, 0), ("carry", 300, 300)])
def test_the_end_of_the_year_cancels_or_carries_over(one, option, left, carried):
    one.contract(300 * MILLION, APRIL)
    day = date(2021, 12, 20)
    made = one.open("year_end", day, amount=300 * MILLION, option=option)
    one.act(one.officer, made, "propose", day)
    one.act(one.head, made, "agree", day)
    one.act(one.clerk, made, "record", day, document=one.paper("QĐ", day, "BCT"))
    money = one.money()
    assert (money.to_advance, money.carried) == (left * MILLION, carried * MILLION)
    assert money.cancelled == (300 - left) * MILLION


def test_a_project_begun_before_the_system_opens_with_its_balance():
    one = cast(allocated=0, mark="opening")
    made = one.open("opening", APRIL, by=one.accountant)
    given = {"allocated": 300, "contracted": 300, "advanced": 200, "accepted": 120, "paid": 0}
    for line in DossierLine.objects.filter(dossier=made):
        DossierLine.objects.filter(pk=line.pk).update(support=given[line.unit] * MILLION)
    one.act(one.accountant, made, "propose", APRIL)
    one.act(one.head, made, "agree", APRIL)
    one.act(one.clerk, made, "record", APRIL, document=one.paper("BB", APRIL))
    money = one.money()
    assert (money.contracted, money.advanced, money.accepted, money.unaccepted) == (
        300 * MILLION, 200 * MILLION, 120 * MILLION, 80 * MILLION
    )  # fmt: skip
    assert Execution.objects.get(project=one.project).state == "running"


def test_a_hold_stops_the_treasury_and_says_why(running):
    made = running.ask("advance", 100 * MILLION, JULY)
    place_hold(by=None, thing=running.project, kind="payment", reason="Kết luận kiểm tra", on=JULY)
    paper = running.paper("KB", JULY, "treasury")
    found = refusal(
        lambda: running.act(running.accountant, made, "pay", JULY, amount=100 * MILLION, document=paper),
        "payment-is-held",
    )
    assert "Kết luận kiểm tra" in found.message


def test_a_paper_of_the_treasury_pays_once(running):
    paper = running.paper("KB", JULY, "treasury")
    first = running.ask("advance", 100 * MILLION, JULY)
    running.act(running.accountant, first, "pay", JULY, amount=100 * MILLION, document=paper)
    second = running.ask("advance", 50 * MILLION, JULY)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        running.act(running.accountant, second, "pay", JULY, amount=50 * MILLION, document=paper)
    assert running.money().advanced == 100 * MILLION


def test_a_file_closes_when_nothing_is_open_and_is_read_only_then(running):
    running.pay("advance", 200 * MILLION, JULY)
    running.accept(300 * MILLION, SEPTEMBER)
    running.pay("payment", 100 * MILLION, date(2021, 9, 10))
    with pytest.raises(Refused):
        close_file(by=running.officer, project=running.project, on=TODAY)
    running.settle(date(2021, 9, 20))
    running.liquidate(date(2021, 10, 1))
    closed = close_file(by=running.officer, project=running.project, on=TODAY)
    assert (closed.state, closed.retention) == ("closed", "10 năm")
    refusal(lambda: running.open("adjustment", TODAY), "file-is-open")


def test_deadlines_skip_the_weekend():
    one = cast(mark="tet")
    made = one.open("contract", date(2021, 4, 29), amount=300 * MILLION)
    moved = one.act(one.officer, made, "propose", date(2021, 4, 29))
    assert moved.due_on is not None
    assert moved.due_on == date(2021, 5, 3)


def test_one_progress_report_a_month(running):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        running.open("progress", JUNE, month=JUNE.replace(day=1))


def test_what_the_law_does_not_know_is_refused(running):
    made = running.open("adjustment", JULY, note="Lý do")
    refusal(
        lambda: write_changes(by=running.unit, dossier=made, changes=[{"change": "khong-co"}], today=TODAY),
        "change-is-known",
    )
    asked = running.open("advance", JULY, amount=100 * MILLION)
    refusal(lambda: mark_paper(by=running.unit, dossier=asked, code="khong-co", today=TODAY), "paper-is-listed")
