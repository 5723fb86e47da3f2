"""Settles a line that does not tie: explained, given its project, recorded as paid, or our wrong amount corrected."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.documents.actions import record_document
from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.ledger.actions import Transfer, move, reverse
from khuyencong.ledger.models import Movement
from khuyencong.programme.actions.statements.recording import locked, refuse_strangers, tie_again
from khuyencong.programme.actions.steps import take_step
from khuyencong.programme.models import Dossier, Project, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.queries.statements import payable_for
from khuyencong.programme.rules.statements import (
    entry_was_not_corrected,
    explanation_is_given,
    line_differs,
    line_has_another_amount,
    line_is_not_ours,
    line_names_its_paper,
    month_is_open,
    statement_is_open,
)
from khuyencong.programme.states import TieState
from khuyencong.records.actions import record_event
from khuyencong.records.transitions import Deed

TREASURY = "Kho bạc Nhà nước"


@dataclass(frozen=True)
class Said:
    """What a person adds to a line from the Treasury's paper: number and day where the statement has none."""

    number: str = ""
    on: date | None = None


def _open_line(by: User, line: StatementLine, today: date) -> tuple[Statement, StatementLine]:
    """The line of an open month, its statement locked."""
    refuse_strangers(by, today)
    statement = locked(line.statement)
    refuse_errors(statement_is_open(statement))
    rows = StatementLine.objects.select_related("project", "entry__movement", "entry__document")
    fresh = rows.filter(pk=line.pk, statement=statement).first()
    if fresh is None:
        message = _("Dòng này không còn: bảng kê đã được nhập lại hoặc đối chiếu lại.")
        raise Refused(Finding("line-is-gone", message, remedy=_("Tải lại trang.")))
    return statement, fresh


def _note(by: User, verb: str, line: StatementLine, today: date, **detail: object) -> None:
    """One event on the statement and on the project it concerns."""
    subjects = [line.statement, *([line.project] if line.project else [])]
    facts = {"row": line.row, "number": line.number, "amount": line.amount, **detail}
    record_event(by=by, verb=verb, on=today, subjects=subjects, detail=facts)


@transaction.atomic
def explain_line(*, by: User, line: StatementLine, explanation: str, today: date) -> StatementLine:
    """Keep a person's explanation of a difference; what was found stays beside it."""
    _statement, line = _open_line(by, line, today)
    refuse_errors([*line_differs(line), *explanation_is_given(explanation)])
    line.found, line.state = line.state, TieState.EXPLAINED
    line.explanation, line.explained_by, line.explained_on = explanation.strip()[:600], by, today
    line.save()
    _note(by, "statement_line_explained", line, today, found=line.found)
    return line


@transaction.atomic
def withdraw_explanation(*, by: User, line: StatementLine, today: date) -> StatementLine:
    """Take an explanation back; the line is tied anew."""
    statement, line = _open_line(by, line, today)
    if line.state != TieState.EXPLAINED:
        return line
    line.state, line.found = line.found or TieState.UNKNOWN, ""
    line.explanation, line.explained_by, line.explained_on = "", None, None
    line.save()
    _note(by, "statement_line_reopened", line, today)
    tie_again(statement)
    return line


@transaction.atomic
def assign_project(*, by: User, line: StatementLine, project: Project, today: date) -> StatementLine:
    """Say whose money an unknown line is; it is then tied anew against that project's papers."""
    statement, line = _open_line(by, line, today)
    refuse_errors(line_differs(line))
    if line.state != TieState.UNKNOWN:
        raise Refused(Finding("line-is-unknown", _("Chỉ gắn đề án cho dòng hệ thống chưa ghi.")))
    line.project = project
    line.save(update_fields=["project"])
    _note(by, "statement_line_assigned", line, today)
    tie_again(statement)
    line.refresh_from_db()
    return line


@transaction.atomic
def record_missing_payment(
    *, by: User, line: StatementLine, dossier: Dossier | None, today: date, said: Said | None = None
) -> StatementLine:
    """Record what the Treasury paid and the system did not know, on the request that lies there for it."""
    statement, line = _open_line(by, line, today)
    said = said or Said()
    number, on = line.number or said.number.strip(), line.on or said.on
    refuse_errors([*line_is_not_ours(line), *line_names_its_paper(number, on, line.project)])
    if on is None or line.project is None:
        raise AssertionError("refused above")
    refuse_errors(month_is_open(on))
    chosen = _request(line, dossier)
    deed = Deed(on, by, line.amount, _paper(by, line, number, on),
                said={"payee": line.payee, "budget_code": line.budget_code})  # fmt: skip
    take_step(by=by, dossier=chosen, name="pay", deed=deed, today=today)
    line.number, line.on = number[:60], on
    line.save(update_fields=["number", "on"])
    _note(by, "statement_line_recorded", line, today, dossier=chosen.pk)
    tie_again(statement)
    line.refresh_from_db()
    return line


def _request(line: StatementLine, dossier: Dossier | None) -> Dossier:
    """The request of the line's project and kind that can take the amount; the only one when none is chosen."""
    fitting = payable_for(line)
    if dossier is not None:
        fitting = [one for one in fitting if one.pk == dossier.pk]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        message, remedy = _("Có nhiều hồ sơ đang ở Kho bạc."), _("Chọn hồ sơ mà chứng từ này chi.")
    else:
        message = _("Đề án không có hồ sơ {kind} nào đang ở Kho bạc đủ số tiền này.").format(
            kind=line.get_kind_display().lower()
        )
        remedy = _("Ghi đã gửi Kho bạc trên hồ sơ của đề án, hoặc giải trình dòng này.")
    raise Refused(Finding("request-is-at-the-treasury", message, where="dossier", remedy=remedy))


def _paper(by: User, line: StatementLine, number: str, on: date) -> Document:
    return record_document(
        by=by, kind=DocumentKind.TREASURY, number=number, on=on, year=on.year, issuer_name=TREASURY,
        abstract=(line.content or line.get_kind_display())[:500],
    )  # fmt: skip


@transaction.atomic
def correct_entry(*, by: User, line: StatementLine, today: date) -> TreasuryEntry:
    """Put the Treasury's amount in the place of ours: the wrong movement is reversed, a new one made, nothing edited.

    Both rest on the Treasury's paper and count from its day. The old entry stays, its movement reversed.
    """
    statement, line = _open_line(by, line, today)
    refuse_errors(line_has_another_amount(line))
    old = line.entry
    if old is None:
        raise AssertionError("refused above")
    on = line.on or old.on
    refuse_errors([*entry_was_not_corrected(old), *month_is_open(old.on), *month_is_open(on)])
    number = line.number or old.document.number
    same = "".join(number.split()) == old.document.number and on == old.document.date
    document = old.document if same or not line.number else _corrected_paper(by, line, old, on)
    movement = _swapped(by, old, line.amount, on, document)
    new = TreasuryEntry.objects.create(
        project=old.project, dossier=old.dossier, kind=old.kind, movement=movement, document=document,
        amount=line.amount, on=on, budget_code=line.budget_code or old.budget_code, payee=line.payee or old.payee,
        corrects=old,
    )  # fmt: skip
    _note(by, "treasury_entry_corrected", line, today, before=old.amount, after=new.amount)
    tie_again(statement)
    return new


def _corrected_paper(by: User, line: StatementLine, old: TreasuryEntry, on: date) -> Document:
    """The paper the statement names; the one already recorded when only its day was taken down otherwise."""
    known = old.document
    return known if "".join(line.number.split()) == known.number else _paper(by, line, line.number, on)


def _swapped(by: User, old: TreasuryEntry, amount: int, on: date, document: Document) -> Movement:
    """Reverse the old movement and make the new one, in the order the lines can bear. Raises Refused when neither."""
    wrong = old.movement
    transfer = Transfer(wrong.source, wrong.target, amount, wrong.step)

    def back() -> None:
        reverse(by=by, movement=wrong, on=old.on, document=document)

    try:
        with transaction.atomic():
            back()
            return move(by=by, transfer=transfer, on=on, document=document)
    except Refused as refused:
        first = refused
    try:
        with transaction.atomic():
            movement = move(by=by, transfer=transfer, on=on, document=document)
            back()
            return movement
    except Refused:
        raise first from None
