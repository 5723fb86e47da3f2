"""A month held against the Treasury's statement: what ties, what differs, how each difference is settled."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist

from khuyencong.kernel.findings import Refused
from khuyencong.ledger.models import Movement
from khuyencong.programme.actions.statements import (
    Said,
    assign_project,
    close_month,
    correct_entry,
    explain_line,
    record_missing_payment,
    reopen_month,
    tie_statement,
    withdraw_explanation,
)
from khuyencong.programme.models import Dossier, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.queries.statements import (
    months_until,
    papers_of,
    papers_recorded_since,
    rows_by_project,
    summary_of,
)
from khuyencong.programme.rules.statements import month_is_open, paper_is_in_an_open_month
from khuyencong.records.models import Event, ImportRun
from khuyencong.records.transitions import Deed
from tests.programme.carrying_out.cast import TODAY, cast
from tests.programme.statements.books import JULY, options_of, printed_of, record, usual

pytestmark = pytest.mark.django_db
MILLION = 10**6
DAY = date(2021, 7, 1)


@pytest.fixture
def one():
    """A project contracted at 300 million with an advance of 200 million paid on 1 July."""
    made = cast(mark="rec")
    made.contract(300 * MILLION, date(2021, 4, 1))
    made.progress(400 * MILLION, date(2021, 6, 20))
    made.pay("advance", 200 * MILLION, DAY)
    return made


def entry_of(one) -> TreasuryEntry:
    return TreasuryEntry.objects.filter(project=one.project).latest("id")


def line(one, number="", *, on=DAY, amount=200, kind="Tạm ứng", code=None, payee="", content="Chuyển tiền"):
    named = one.project.code if code is None else code
    return (number or entry_of(one).document.number, on, content, named, payee, kind, amount * MILLION)


def states(month=JULY) -> list[str]:
    return [row.state for row in StatementLine.objects.filter(statement__month=month)]


def only(state: str) -> StatementLine:
    return StatementLine.objects.get(statement__month__year=2021, state=state)


def month() -> Statement:
    return Statement.objects.get(month=JULY)


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_a_line_ties_by_its_number_and_the_month_closes(one):
    done = record(one.accountant, usual([line(one)]))
    assert (done.created, done.whole, states()) == (1, True, ["tied"])
    closed = close_month(by=one.accountant, statement=month(), today=TODAY)
    assert (closed.state, closed.closed_on, closed.closed_by) == ("closed", TODAY, one.accountant)


@pytest.mark.parametrize(
    ("number", "code", "payee", "content"),
    [
        ("0 70/kb", None, "", "Chuyển tiền"),  # another number: project, kind, amount, month
        ("x", "", "Trung tâm minh họa Phú Thọ", "Chuyển tiền"),  # no project: payee in full and amount
        ("x", "", "", "Chuyển tiền cho TRUNG TAM MINH HOA PHU THO đợt 1"),
    ],
)
def test_a_line_ties_without_its_number(one, number, code, payee, content):
    record(one.accountant, usual([line(one, number, code=code, payee=payee, content=content)]))
    assert states() == ["tied"]
    assert only("tied").project == one.project


def test_a_line_ties_by_the_contract_it_names(one):
    contract = Dossier.objects.get(project=one.project, kind="contract").document.number
    record(one.accountant, usual([line(one, "x9", code="", content=f"Tạm ứng theo HĐ số {contract} đợt 1")]))
    assert states() == ["tied"]


def test_a_body_of_nearly_the_same_name_is_not_taken(one):
    record(one.accountant, usual([line(one, "x1", code="", payee="Trung tâm minh họa Phú Yên")]))
    assert sorted(states()) == ["missing", "unknown"]


def test_wrong_missing_double_and_unknown_are_told_apart(one):
    record(
        one.accountant,
        usual([line(one, amount=210), line(one, amount=210), line(one, "99/KB", kind="Thực chi", amount=7)]),
    )
    assert sorted(states()) == ["amount", "double", "unknown"]
    assert only("amount").entry == entry_of(one)
    two = record(one.accountant, usual([line(one, "99/KB", kind="Thực chi", amount=7)]))
    assert two.already is False
    assert sorted(states()) == ["missing", "unknown"]
    assert (only("missing").row, only("missing").amount) == (0, 200 * MILLION)


def test_the_same_file_twice_changes_nothing(one):
    data = usual([line(one)])
    record(one.accountant, data)
    before = (Event.objects.count(), ImportRun.objects.count(), list(StatementLine.objects.values()))
    again = record(one.accountant, data)
    assert again.already
    assert (Event.objects.count(), ImportRun.objects.count(), list(StatementLine.objects.values())) == before


def test_a_corrected_statement_keeps_explanations_of_identical_lines(one):
    odd = line(one, "77/KB", kind="Thực chi", amount=7)
    record(one.accountant, usual([odd, line(one, amount=210)]))
    explain_line(by=one.accountant, line=only("unknown"), explanation="Kho bạc ghi nhầm đơn vị", today=TODAY)
    record(one.accountant, usual([line(one), odd]))
    assert states() == ["tied", "explained"]
    kept = only("explained")
    assert (kept.found, kept.explanation, kept.explained_by, kept.explained_on) == (
        "unknown", "Kho bạc ghi nhầm đơn vị", one.accountant, TODAY,
    )  # fmt: skip
    assert kept.row == 6
    record(one.accountant, usual([line(one)]))
    assert states() == ["tied"]


def test_a_statement_of_another_month_is_refused(one):
    with pytest.raises(Refused) as refused:
        record(one.accountant, usual([line(one)]), month=date(2021, 8, 1))
    assert codes(refused) == ["statement-is-of-month"]
    untitled = usual([line(one)], title="BẢNG KÊ")
    with pytest.raises(Refused) as refused:
        record(one.accountant, untitled, month=date(2021, 8, 1))
    assert codes(refused) == ["statement-is-of-month"]
    with pytest.raises(Refused) as refused:
        record(one.accountant, usual([]), month=date(2022, 8, 1))
    assert "month-has-begun" in codes(refused)
    assert not Statement.objects.filter(month__year=2021).exists()


def test_one_file_is_of_one_month(one):
    data = usual([line(one)], title="BẢNG KÊ")
    record(one.accountant, data)
    rest = printed_of(data)
    with pytest.raises(Refused) as refused:
        from dataclasses import replace

        from khuyencong.programme.actions.statements import record_statement

        record_statement(by=one.accountant, month=date(2021, 8, 1), today=TODAY, options=options_of(data),
                         printed=replace(rest, lines=()))  # fmt: skip
    assert codes(refused) == ["statement-file-once"]


def test_only_who_reconciles_writes(one):
    with pytest.raises(Refused) as refused:
        record(one.officer, usual([line(one)]))
    assert codes(refused) == ["not-your-desk"]


def test_a_missing_payment_is_recorded_on_its_request(one):
    one.accept(290 * MILLION, date(2021, 7, 10))
    asked = one.ask("payment", 90 * MILLION, date(2021, 7, 12))
    record(one.accountant, usual([line(one), line(one, "500/KB", kind="Thực chi", amount=80, on=date(2021, 7, 20),
                                                  payee="Trung tâm minh họa Phú Thọ")]))  # fmt: skip
    paid = record_missing_payment(by=one.accountant, line=only("unknown"), dossier=None, today=TODAY)
    assert (paid.state, states()) == ("tied", ["tied", "tied"])
    entry = entry_of(one)
    assert (entry.amount, entry.on, entry.document.number, entry.document.kind, entry.document.issuer_name) == (
        80 * MILLION, date(2021, 7, 20), "500/KB", "KB", "Kho bạc Nhà nước",
    )  # fmt: skip
    assert (entry.payee, entry.budget_code) == ("Trung tâm minh họa Phú Thọ", "7799")
    assert Dossier.objects.get(pk=asked.pk).state == "paid"
    assert one.money().disbursed == 280 * MILLION


def test_a_payment_is_not_recorded_without_request_number_or_project(one):
    record(one.accountant, usual([line(one), line(one, "500/KB", kind="Thực chi", amount=80)]))
    with pytest.raises(Refused) as refused:
        record_missing_payment(by=one.accountant, line=only("unknown"), dossier=None, today=TODAY)
    assert codes(refused) == ["request-is-at-the-treasury"]
    bare = (None, DAY, "Không rõ", "", "", "Thực chi", 5 * MILLION)
    record(one.accountant, usual([line(one), bare]))
    with pytest.raises(Refused) as refused:
        record_missing_payment(by=one.accountant, line=only("unknown"), dossier=None, today=TODAY)
    assert codes(refused) == ["line-names-its-number", "line-names-its-project"]
    assign_project(by=one.accountant, line=only("unknown"), project=one.project, today=TODAY)
    assert only("unknown").project == one.project
    with pytest.raises(Refused) as refused:
        record_missing_payment(by=one.accountant, line=only("unknown"), dossier=None, today=TODAY, said=Said("5/KB"))
    assert codes(refused) == ["request-is-at-the-treasury"]


@pytest.mark.parametrize("amount", [190, 210])
def test_a_wrong_amount_is_reversed_and_recorded_anew(one, amount):
    record(one.accountant, usual([line(one, amount=amount)]))
    old = entry_of(one)
    new = correct_entry(by=one.accountant, line=only("amount"), today=TODAY)
    assert states() == ["tied"]
    assert only("tied").entry == new
    assert (new.amount, new.corrects, new.document) == (amount * MILLION, old, old.document)
    old.refresh_from_db()
    assert (old.amount, old.movement.reversal.amount) == (200 * MILLION, 200 * MILLION)
    assert one.money().advanced == amount * MILLION
    assert one.money(DAY).advanced == amount * MILLION
    assert one.money(date(2021, 6, 30)).advanced == 0
    summary = summary_of(
        StatementLine.objects.filter(statement__month__year=2021), papers_of(TreasuryEntry.objects.all(), JULY, TODAY)
    )
    assert (summary.ours, summary.theirs, summary.gap) == (amount * MILLION, amount * MILLION, 0)
    close_month(by=one.accountant, statement=month(), today=TODAY)


def test_an_accepted_advance_is_corrected_upwards_and_not_below_what_was_accepted(one):
    one.accept(260 * MILLION, date(2021, 8, 1))
    assert one.money().to_pay == 60 * MILLION
    record(one.accountant, usual([line(one, amount=210)]))
    before = Movement.objects.count()
    with pytest.raises(Refused) as refused:
        correct_entry(by=one.accountant, line=only("amount"), today=TODAY)
    assert codes(refused) == ["line-can-give"]
    assert Movement.objects.count() == before


def test_a_correction_may_be_corrected_again(one):
    record(one.accountant, usual([line(one, amount=190)]))
    first = correct_entry(by=one.accountant, line=only("amount"), today=TODAY)
    record(one.accountant, usual([line(one, amount=195)]))
    assert only("amount").entry == first
    second = correct_entry(by=one.accountant, line=only("amount"), today=TODAY)
    assert (second.corrects, states(), one.money().advanced) == (first, ["tied"], 195 * MILLION)


def test_a_double_is_explained_and_a_month_closes_only_then(one):
    record(one.accountant, usual([line(one), line(one)]))
    with pytest.raises(Refused) as refused:
        close_month(by=one.accountant, statement=month(), today=TODAY)
    assert codes(refused) == ["nothing-is-unexplained"]
    with pytest.raises(Refused) as refused:
        explain_line(by=one.accountant, line=only("double"), explanation="  ", today=TODAY)
    assert codes(refused) == ["explanation-is-given"]
    explain_line(by=one.accountant, line=only("double"), explanation="Kho bạc ghi trùng", today=TODAY)
    withdraw_explanation(by=one.accountant, line=only("explained"), today=TODAY)
    assert only("double").explanation == ""
    explain_line(by=one.accountant, line=only("double"), explanation="Kho bạc ghi trùng", today=TODAY)
    close_month(by=one.accountant, statement=month(), today=TODAY)
    told = Event.objects.filter(verb__startswith="statement_", actor=one.accountant).order_by("id")
    verbs = list(told.values_list("verb", flat=True))
    assert verbs == ["statement_imported", "statement_line_explained", "statement_line_reopened",
                     "statement_line_explained", "statement_close"]  # fmt: skip


def test_a_line_shown_again_next_month_is_double(one):
    record(one.accountant, usual([line(one)]))
    late = usual([line(one, on=date(2021, 8, 2))], title="BẢNG KÊ THÁNG 8/2021")
    record(one.accountant, late, month=date(2021, 8, 1))
    assert (states(), states(date(2021, 8, 1))) == (["tied"], ["double"])
    tie_statement(by=one.accountant, statement=month(), today=TODAY)
    assert states() == ["tied"]


def test_a_paper_the_treasury_books_a_month_later_ties_by_its_number(one):
    record(one.accountant, usual([]))
    assert states() == ["missing"]
    late = usual([line(one, on=date(2021, 8, 2))], title="BẢNG KÊ THÁNG 8/2021")
    record(one.accountant, late, month=date(2021, 8, 1))
    assert states(date(2021, 8, 1)) == ["tied"]
    tie_statement(by=one.accountant, statement=month(), today=TODAY)
    assert states() == []


def test_papers_recorded_later_are_seen_and_tied_at_the_close(one):
    one.accept(290 * MILLION, date(2021, 7, 10))
    record(one.accountant, usual([line(one), line(one, "KBX", kind="Thực chi", amount=80, on=date(2021, 7, 20))]))
    one.pay("payment", 80 * MILLION, date(2021, 7, 20))
    assert papers_recorded_since(month()) == 1
    closed = close_month(by=one.accountant, statement=month(), today=TODAY)
    assert (closed.state, states()) == ("closed", ["tied", "tied"])


def test_a_closed_month_takes_nothing_until_it_is_opened_with_a_reason(one):
    record(one.accountant, usual([line(one)]))
    close_month(by=one.accountant, statement=month(), today=TODAY)
    assert [finding.code for finding in month_is_open(DAY)] == ["statement-is-open"]
    assert month_is_open(date(2021, 8, 1)) == []
    paper = one.paper("KB", DAY, "treasury")
    assert paper_is_in_an_open_month(Dossier.objects.first(), Deed(DAY, document=paper))
    assert not paper_is_in_an_open_month(Dossier.objects.first(), Deed(DAY))
    for act in (
        lambda: record(one.accountant, usual([line(one, amount=1)])),
        lambda: tie_statement(by=one.accountant, statement=month(), today=TODAY),
        lambda: explain_line(by=one.accountant, line=only("tied"), explanation="không", today=TODAY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["statement-is-open"]
    with pytest.raises(Refused) as refused:
        reopen_month(by=one.accountant, statement=month(), reason=" ", today=TODAY)
    assert codes(refused) == ["something-is-said"]
    opened = reopen_month(by=one.accountant, statement=month(), reason="Kho bạc gửi bảng kê sửa", today=TODAY)
    assert (opened.state, opened.closed_on, opened.closed_by) == ("open", None, None)


def test_a_total_that_differs_must_be_answered_for(one):
    record(one.accountant, usual([line(one)], total=201 * MILLION))
    with pytest.raises(Refused) as refused:
        close_month(by=one.accountant, statement=month(), today=TODAY)
    assert codes(refused) == ["stated-total"]
    close_month(by=one.accountant, statement=month(), today=TODAY, accept_total="Kho bạc cộng nhầm")


def test_an_unreadable_amount_keeps_the_month_open(one):
    bad = list(line(one))
    bad[-1] = "hai trăm triệu"
    done = record(one.accountant, usual([tuple(bad)], total=None))
    assert (done.whole, [row["code"] for row in done.doubtful]) == (False, ["amount-unreadable"])
    assert sorted(states()) == ["missing", "unknown"]


def test_figures_by_project_and_by_month(one):
    record(one.accountant, usual([line(one, amount=210)]))
    lines = list(StatementLine.objects.filter(statement__month__year=2021))
    papers = list(papers_of(TreasuryEntry.objects.all(), JULY, TODAY))
    (row,) = rows_by_project(type(one.project).objects.all(), lines, papers, TODAY)
    assert (row.theirs, row.ours, row.gap, row.differs) == tuple(
        n if n == 1 else n * MILLION for n in (210, 200, 10, 1)
    )
    assert (row.money.planned, row.money.allocated, row.money.contracted) == (300 * MILLION,) * 3
    (listed,) = months_until(TODAY, StatementLine.objects.all())
    assert (listed.printed, listed.tied, listed.differing, listed.theirs) == (1, 0, 1, 210 * MILLION)
    (nothing,) = months_until(TODAY, StatementLine.objects.none())
    assert (nothing.printed, nothing.theirs) == (0, 0)
    with pytest.raises(ObjectDoesNotExist):
        _ = papers[0].movement.reversal
