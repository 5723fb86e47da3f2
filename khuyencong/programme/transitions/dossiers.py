"""How each kind of dossier moves: from which state to which, at whose desk, under which rules, on which paper.

The first transition that leaves a state is the usual next step and names the desk that holds the pen.
Dates and documents are those of the signed papers; see docs/work/carrying-out.md for who does what in words.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.programme.rules import dossiers as d
from khuyencong.programme.rules import money as m
from khuyencong.programme.rules import people as p
from khuyencong.programme.rules.statements import paper_is_in_an_open_month
from khuyencong.programme.states import Desk, DossierKind
from khuyencong.programme.states import DossierState as S
from khuyencong.records.transitions import Machine, Paper, Rule, Transition

CIRCULAR = "36/2013/TT-BCT"


def _row(
    name: str, title: str | Promise, sources: Iterable[str], target: str, desk: str, *rules: Rule, clause: str = "",
    paper: Paper = Paper.BEHALF, back: bool = False,
) -> Transition:  # fmt: skip
    """One row; every step keeps the order of time and stays off a closed file."""
    usual = () if back else (d.file_is_open, d.steps_follow_in_time)
    deadline = "" if back else f"deadline.{_DEADLINES.get(name, '')}".rstrip(".")
    return Transition(
        name, title, frozenset(sources), target, desk, (*usual, *rules), clause, paper, _known(deadline), back
    )


_DEADLINES = {
    "confirm": "confirm", "approve": "confirm", "accept": "confirm", "check": "check", "propose": "check",
    "agree": "agree", "endorse": "endorse", "record": "record", "send": "treasury", "pay": "treasury",
}  # fmt: skip


def _known(deadline: str) -> str:
    return "" if deadline == "deadline" else deadline


def _submit(*rules: Rule, clause: str = "") -> Transition:
    return _row("submit", _("Gửi hồ sơ"), {S.DRAFT, S.RETURNED}, S.SUBMITTED, Desk.UNIT, *rules, clause=clause)


def _confirm(*rules: Rule, clause: str = f"Điều 13 {CIRCULAR}") -> Transition:
    return _row("confirm", _("Xác nhận khối lượng"), {S.SUBMITTED}, S.CONFIRMED, Desk.SO, d.so_takes_part, *rules,
                clause=clause)  # fmt: skip


def _check(*rules: Rule) -> Transition:
    return _row("check", _("Ghi kết quả kiểm tra"), {S.SUBMITTED, S.CONFIRMED}, S.CHECKED, Desk.OFFICER,
                d.so_has_confirmed, *rules, clause=f"Điều 14 {CIRCULAR}")  # fmt: skip


def _propose(*rules: Rule, desk: str = Desk.OFFICER, clause: str = "") -> Transition:
    return _row("propose", _("Chuyển trưởng phòng"), {S.DRAFT, S.RETURNED}, S.CHECKED, desk, *rules, clause=clause)


def _agree(*rules: Rule) -> Transition:
    return _row("agree", _("Đồng ý trình"), {S.CHECKED}, S.AGREED, Desk.HEAD, p.drafter_does_not_agree,
                p.within_ceiling("agree"), *rules)  # fmt: skip


def _endorse() -> Transition:
    return _row("endorse", _("Đồng ý nội dung"), {S.AGREED}, S.ENDORSED, Desk.LEADER, p.drafter_does_not_agree,
                p.within_ceiling("endorse"))  # fmt: skip


def _record(*rules: Rule, clause: str = "") -> Transition:
    return _row("record", _("Ghi nhận văn bản"), {S.AGREED, S.ENDORSED}, S.RECORDED, Desk.CLERK, *rules,
                clause=clause, paper=Paper.REQUIRED)  # fmt: skip


def _back(name: str, desk: str, *sources: str) -> Transition:
    return _row(name, _("Trả lại kèm ý kiến"), sources, S.RETURNED, desk, back=True)


def _withdraw(desk: str = Desk.UNIT) -> Transition:
    sources = {S.DRAFT, S.RETURNED, S.SUBMITTED} if desk == Desk.UNIT else {S.DRAFT, S.RETURNED}
    return _row("withdraw", _("Rút hồ sơ"), sources, S.WITHDRAWN, desk, back=True)


_RETURNS = (
    _back("return_so", Desk.SO, S.SUBMITTED),
    _back("return_officer", Desk.OFFICER, S.SUBMITTED, S.CONFIRMED),
    _back("return_head", Desk.HEAD, S.CHECKED),
    _back("return_leader", Desk.LEADER, S.AGREED),
)
_PROPOSED_RETURNS = (_back("return_head", Desk.HEAD, S.CHECKED), _back("return_leader", Desk.LEADER, S.AGREED))


def _money(kind: str, *rules: Rule) -> Machine:
    """Advance and payment: asked, confirmed, checked, agreed, recorded as signed, sent to the Treasury, paid by it."""
    ground = (d.contract_is_recorded, d.work_goes_on, m.amount_is_given, *rules)
    if kind == DossierKind.PAYMENT:
        ground = (d.contract_is_recorded, m.amount_is_given, *rules)
    return Machine(
        kind,
        S.DRAFT,
        (
            _submit(*ground, clause=f"Điều 13, Điều 14 {CIRCULAR}"),
            _confirm(),
            _check(d.papers_are_there, *ground),
            _agree(*rules),
            _endorse(),
            _record(*ground),
            _row("send", _("Ghi đã gửi Kho bạc"), {S.RECORDED}, S.AT_TREASURY, Desk.ACCOUNTANT,
                 p.agreer_does_not_pay, d.nothing_holds_payment),
            _row("pay", _("Ghi nhận chứng từ Kho bạc"), {S.AT_TREASURY}, S.PAID, Desk.ACCOUNTANT,
                 p.agreer_does_not_pay, p.within_ceiling("pay"), d.nothing_holds_payment, d.paper_is_not_earlier,
                 m.treasury_names_its_amount, paper_is_in_an_open_month, paper=Paper.REQUIRED),
            *_RETURNS,
            _back("refuse", Desk.ACCOUNTANT, S.RECORDED, S.AT_TREASURY),
            _withdraw(),
        ),
    )  # fmt: skip


ADVANCE = _money(DossierKind.ADVANCE, m.advance_within_contract, m.advance_within_ceiling, m.work_is_far_enough)
PAYMENT = _money(DossierKind.PAYMENT, m.payment_within_accepted)

PLAN = Machine(
    DossierKind.PLAN,
    S.DRAFT,
    (
        _submit(d.group_names_its_machines, clause="Điều 3a 17/2018/TT-BCT"),
        _row("approve", _("Ghi nhận phê duyệt của Sở"), {S.SUBMITTED}, S.RECORDED, Desk.SO, d.so_takes_part,
             d.papers_are_there, clause=f"Điều 12 {CIRCULAR}", paper=Paper.REQUIRED),
        _row("approve_agency", _("Ghi nhận phê duyệt của Cục"), {S.SUBMITTED}, S.RECORDED, Desk.CLERK,
             d.so_does_not_take_part, paper=Paper.REQUIRED),
        _back("return_so", Desk.SO, S.SUBMITTED),
        _back("return_officer", Desk.OFFICER, S.SUBMITTED),
        _withdraw(),
    ),
)  # fmt: skip

CONTRACT = Machine(
    DossierKind.CONTRACT,
    S.DRAFT,
    (
        _propose(d.work_goes_on, m.amount_is_given, d.group_plan_is_approved, m.contract_within_allocation,
                 m.contract_equals_its_lines, clause=f"Điều 12 {CIRCULAR}"),
        _agree(m.contract_within_allocation),
        _endorse(),
        _record(d.work_goes_on, m.contract_within_allocation, clause=f"Điều 12 {CIRCULAR}"),
        *_PROPOSED_RETURNS,
        _withdraw(Desk.OFFICER),
    ),
)  # fmt: skip

SUPPORT = Machine(
    DossierKind.SUPPORT,
    S.DRAFT,
    (
        _row("record", _("Ghi nhận hợp đồng hỗ trợ"), {S.DRAFT}, S.RECORDED, Desk.UNIT, m.amount_is_given,
             d.contract_is_recorded, clause=f"Điều 12 {CIRCULAR}", paper=Paper.REQUIRED),
        _withdraw(),
    ),
)  # fmt: skip

PROGRESS = Machine(
    DossierKind.PROGRESS,
    S.DRAFT,
    (
        _submit(d.contract_is_recorded, clause=f"Điều 23 {CIRCULAR}"),
        _confirm(clause=f"Điều 23 {CIRCULAR}"),
        _row("check", _("Ghi đã xem"), {S.SUBMITTED}, S.CHECKED, Desk.OFFICER, d.so_does_not_take_part),
        _back("return_so", Desk.SO, S.SUBMITTED),
        _back("return_officer", Desk.OFFICER, S.SUBMITTED, S.CONFIRMED),
        _withdraw(),
    ),
)

_ACCEPTED = (d.contract_is_recorded, m.amount_is_given, m.acceptance_within_contract, m.acceptance_equals_its_lines,
             d.paper_is_not_earlier)  # fmt: skip
ACCEPTANCE = Machine(
    DossierKind.ACCEPTANCE,
    S.DRAFT,
    (
        _submit(d.contract_is_recorded, d.work_goes_on, m.amount_is_given, m.acceptance_within_contract,
                clause=f"Điều 18 {CIRCULAR}"),
        _row("accept", _("Ghi nhận biên bản nghiệm thu"), {S.SUBMITTED}, S.RECORDED, Desk.SO, d.so_takes_part,
             d.papers_are_there, *_ACCEPTED, clause=f"Điều 18 {CIRCULAR} (Mẫu 5a, 5b)", paper=Paper.REQUIRED),
        _row("accept_agency", _("Ghi nhận biên bản Cục nghiệm thu"), {S.SUBMITTED}, S.RECORDED, Desk.OFFICER,
             d.so_does_not_take_part, d.papers_are_there, *_ACCEPTED, clause=f"Điều 18 {CIRCULAR} (Mẫu 5c)",
             paper=Paper.REQUIRED),
        _back("return_so", Desk.SO, S.SUBMITTED),
        _back("return_officer", Desk.OFFICER, S.SUBMITTED),
        _withdraw(),
    ),
)  # fmt: skip

SETTLEMENT = Machine(
    DossierKind.SETTLEMENT,
    S.DRAFT,
    (
        _submit(d.last_work_is_accepted, clause=f"Điều 18, Điều 19 {CIRCULAR}"),
        _row("check", _("Ghi kết quả kiểm tra"), {S.SUBMITTED}, S.CHECKED, Desk.OFFICER, d.last_work_is_accepted,
             d.papers_are_there, clause=f"Điều 19 {CIRCULAR}"),
        _agree(),
        _back("return_officer", Desk.OFFICER, S.SUBMITTED),
        _back("return_head", Desk.HEAD, S.CHECKED),
        _withdraw(),
    ),
)  # fmt: skip

LIQUIDATION = Machine(
    DossierKind.LIQUIDATION,
    S.DRAFT,
    (
        _propose(d.contract_is_recorded, d.settlement_is_agreed, d.nothing_waits, clause=f"Điều 19 {CIRCULAR}"),
        _agree(),
        _endorse(),
        _record(d.settlement_is_agreed, d.nothing_waits, clause=f"Điều 19 {CIRCULAR} (Mẫu 6)"),
        *_PROPOSED_RETURNS,
        _withdraw(Desk.OFFICER),
    ),
)

REFUND = Machine(
    DossierKind.REFUND,
    S.DRAFT,
    (
        _submit(m.amount_is_given, m.refund_within_advance, clause=f"Điều 12 khoản 6 {CIRCULAR}"),
        _row("pay", _("Ghi nhận chứng từ nộp trả"), {S.DRAFT, S.SUBMITTED}, S.PAID, Desk.ACCOUNTANT,
             p.agreer_does_not_pay, m.amount_is_given, m.refund_is_covered, paper_is_in_an_open_month,
             paper=Paper.REQUIRED),
        _withdraw(Desk.OFFICER),
    ),
)  # fmt: skip

ADJUSTMENT = Machine(
    DossierKind.ADJUSTMENT,
    S.DRAFT,
    (
        _submit(d.change_is_named, d.work_goes_on, clause=f"Điều 11 {CIRCULAR}"),
        _confirm(clause=f"Điều 11 {CIRCULAR}"),
        _row("decide", _("Ghi nhận quyết định của Sở"), {S.SUBMITTED, S.CONFIRMED}, S.RECORDED, Desk.SO, d.so_decides,
             d.so_takes_part, d.authority_decides, d.work_goes_on, clause=f"Điều 11 {CIRCULAR}", paper=Paper.REQUIRED),
        _check(d.agency_or_minister_decides, d.papers_are_there, d.work_goes_on),
        _agree(),
        _endorse(),
        _record(d.agency_or_minister_decides, d.authority_decides, d.work_goes_on, clause=f"Điều 11 {CIRCULAR}"),
        *_RETURNS,
        _withdraw(),
    ),
)  # fmt: skip

YEAR_END = Machine(
    DossierKind.YEAR_END,
    S.DRAFT,
    (
        _propose(m.amount_is_given, m.year_end_is_covered, clause="Điều 14 45/2012/NĐ-CP"),
        _agree(),
        _endorse(),
        _record(m.year_end_is_covered),
        *_PROPOSED_RETURNS,
        _withdraw(Desk.OFFICER),
    ),
)

OPENING = Machine(
    DossierKind.OPENING,
    S.DRAFT,
    (
        _propose(desk=Desk.ACCOUNTANT),
        _agree(),
        _record(),
        _back("return_head", Desk.HEAD, S.CHECKED),
        _withdraw(Desk.ACCOUNTANT),
    ),
)

MACHINES: dict[str, Machine] = {
    machine.name: machine
    for machine in (
        PLAN, CONTRACT, SUPPORT, PROGRESS, ADVANCE, ACCEPTANCE, PAYMENT, SETTLEMENT, LIQUIDATION, REFUND, ADJUSTMENT,
        YEAR_END, OPENING,
    )
}  # fmt: skip


def machine_of(kind: str) -> Machine:
    """The table of a kind of dossier. Raises KeyError for an unknown kind."""
    return MACHINES[kind]
