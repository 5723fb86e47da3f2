"""Ceilings of contract, advance, payment and acceptance. The ledger's own floors stand behind every one of them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.programme.models import Dossier
from khuyencong.programme.queries.dossiers import advance_kind_of, last_progress
from khuyencong.programme.queries.money import money_on
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import NormValue
from khuyencong.registry.queries import norm

CIRCULAR = "36/2013/TT-BCT"


def amount_is_given(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A dossier about money says how much, above zero."""
    if dossier.amount:
        return []
    return [
        Finding("amount-is-given", _("Chưa ghi số tiền đề nghị."), where="amount", remedy=_("Ghi số tiền bằng đồng."))
    ]


def _above(code: str, asked: int, limit: int, what: str, clause: str, severity: str = "error") -> list[Finding]:
    if asked <= limit:
        return []
    message = _("{what}: {asked} đồng vượt {limit} đồng, vượt {gap} đồng.").format(
        what=what, asked=grouped(asked), limit=grouped(limit), gap=grouped(asked - limit)
    )
    return [
        Finding(
            code, message, severity=severity, where="amount", clause=clause,  # type: ignore[arg-type]
            remedy=_("Sửa số tiền còn {limit} đồng, hoặc điều chỉnh trước.").format(limit=grouped(max(limit, 0))),
            data={"asked": asked, "limit": limit},
        )
    ]  # fmt: skip


def contract_within_allocation(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A contract does not pass what was allocated to the project and not contracted yet (Điều 12)."""
    left = money_on(dossier.project, deed.on).to_contract
    what = _("Giá trị hợp đồng so với kinh phí phân bổ")
    return _above("contract-within-allocation", dossier.amount or 0, left, what, f"Điều 12 {CIRCULAR}")


def contract_equals_its_lines(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The contract's value is the sum of the support on its annex lines, where it has any."""
    lines = [line.support for line in dossier.lines.all()]
    if not lines or sum(lines) == dossier.amount:
        return []
    message = _("Cộng kinh phí các dòng được {rows} đồng, khác giá trị hợp đồng {amount} đồng.").format(
        rows=grouped(sum(lines)), amount=grouped(dossier.amount or 0)
    )
    return [Finding("contract-equals-lines", message, where="lines", clause=f"Điều 12 {CIRCULAR}")]


def _share(norm_value: NormValue, of: int) -> int:
    return int(Decimal(norm_value.value.replace(",", ".")) * of / 100)


def advance_limits(dossier: Dossier, deed: Deed) -> list[tuple[int, NormValue]]:
    """Limits on the sum of advances in đồng with the norm each comes from, lowest first."""
    contracted = money_on(dossier.project, deed.on).contracted
    kind = dossier.option or advance_kind_of(dossier.project)
    norms = []
    for code in (f"advance.{kind}.share", "advance.treasury.share"):
        try:
            norms.append(norm(code, on=deed.on))
        except NormValue.DoesNotExist:
            continue
    return sorted(((_share(value, contracted), value) for value in norms), key=lambda pair: pair[0])


def advance_within_ceiling(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The advances together stay below the lower of the programme's and the Treasury's limit.

    A limit that is not verified warns and does not block (36/2013/TT-BCT, Điều 13).
    """
    before = money_on(dossier.project, deed.on)
    asked = before.advanced - before.returned + (dossier.amount or 0)
    found: list[Finding] = []
    for limit, value in advance_limits(dossier, deed):
        sure = value.evidence == "V"
        what = _("Tạm ứng cộng dồn, mức {share}% hợp đồng").format(share=value.value)
        clause = f"{value.clause} {value.source.number}" + ("" if sure else " " + _("(chờ xác nhận)"))
        found += _above("advance-within-ceiling", asked, limit, what, clause, "error" if sure else "warning")
    return found


def work_is_far_enough(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Some kinds are advanced only when enough of the whole investment is done, by the last progress report."""
    kind = dossier.option or advance_kind_of(dossier.project)
    try:
        wanted = norm(f"advance.work_done.{kind}", on=deed.on)
    except NormValue.DoesNotExist:
        return []
    clause = f"{wanted.clause} {wanted.source.number}"
    report, whole = last_progress(dossier.project, deed.on), dossier.project.total_cost
    if report is None or report.work_value is None:
        message = _("Chưa có báo cáo tiến độ được xác nhận ghi giá trị khối lượng đã thực hiện.")
        remedy = _("Lập báo cáo tiến độ (Mẫu 3a), Sở xác nhận, rồi đề nghị tạm ứng.")
        return [Finding("work-is-far-enough", message, where="work_value", remedy=remedy, clause=clause)]
    if not whole:
        message = _(
            "Kế hoạch không ghi tổng kinh phí nên chưa tính được tỷ lệ khối lượng; người kiểm tra tự đối chiếu."
        )
        return [Finding("work-cannot-be-compared", message, severity="warning", clause=clause)]
    if report.work_value > _share(wanted, whole):
        return []
    message = _("Khối lượng đã thực hiện {done} đồng, chưa trên {share}% tổng kinh phí {whole} đồng.").format(
        done=grouped(report.work_value), share=wanted.value, whole=grouped(whole)
    )
    return [Finding("work-is-far-enough", message, where="work_value", clause=clause)]


def advance_within_contract(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Nothing is advanced or accepted above what is left of the contract (Điều 12)."""
    left = money_on(dossier.project, deed.on).to_advance
    return _above("advance-within-contract", dossier.amount or 0, left, _("Tạm ứng so với hợp đồng còn lại"),
                  f"Điều 12 {CIRCULAR}")  # fmt: skip


def acceptance_within_contract(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Accepted volume does not pass the contract: what was advanced and not accepted, and what is left (Điều 12)."""
    money = money_on(dossier.project, deed.on)
    return _above("acceptance-within-contract", dossier.amount or 0, money.unaccepted + money.to_advance,
                  _("Giá trị nghiệm thu so với hợp đồng còn lại"), f"Điều 12 {CIRCULAR}")  # fmt: skip


def payment_within_accepted(dossier: Dossier, deed: Deed) -> list[Finding]:
    """No payment above the volume accepted and not yet paid (Điều 12, Điều 18)."""
    left = money_on(dossier.project, deed.on).to_pay
    return _above("payment-within-accepted", dossier.amount or 0, left, _("Thanh toán so với khối lượng nghiệm thu"),
                  f"Điều 12, Điều 18 {CIRCULAR}")  # fmt: skip


def treasury_pays_what_was_asked(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The Treasury's paper names an amount above zero and not above what the dossier asks."""
    if not deed.amount or deed.amount < 0:
        return [Finding("treasury-amount", _("Ghi số tiền trên chứng từ Kho bạc, lớn hơn 0."), where="amount")]
    what, clause = _("Số tiền trên chứng từ so với hồ sơ đề nghị"), _("Chứng từ Kho bạc theo hồ sơ đã ghi nhận")
    return _above("treasury-pays-asked", deed.amount, dossier.amount or 0, what, clause)


def refund_within_advance(dossier: Dossier, deed: Deed) -> list[Finding]:
    """What is paid back is not above what was advanced and not accepted (Điều 12 khoản 6)."""
    asked = deed.amount if deed.amount is not None else dossier.amount or 0
    left = money_on(dossier.project, deed.on).unaccepted
    return _above("refund-within-advance", asked, left, _("Số nộp trả so với tạm ứng chưa nghiệm thu"),
                  f"Điều 12 {CIRCULAR}")  # fmt: skip


def acceptance_equals_its_lines(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The accepted value is the sum of what its lines accept, where it has lines."""
    lines = [line.done or 0 for line in dossier.lines.all()]
    if not lines or sum(lines) == dossier.amount:
        return []
    message = _("Cộng các dòng nghiệm thu được {rows} đồng, khác số nghiệm thu {amount} đồng.").format(
        rows=grouped(sum(lines)), amount=grouped(dossier.amount or 0)
    )
    return [Finding("acceptance-equals-lines", message, where="lines", clause=f"Điều 18 {CIRCULAR}")]


def year_end_is_covered(dossier: Dossier, deed: Deed) -> list[Finding]:
    """What is cancelled or carried over is not above what was allocated or contracted and not used."""
    if dossier.option not in ("cancel", "carry"):
        return [Finding("year-end-option", _("Chọn hủy dự toán hoặc chuyển nguồn."), where="option")]
    money = money_on(dossier.project, deed.on)
    return _above("year-end-is-covered", dossier.amount or 0, money.to_contract + money.to_advance,
                  _("Xử lý cuối năm so với số chưa sử dụng"), "Điều 14 45/2012/NĐ-CP")  # fmt: skip


def treasury_names_its_amount(dossier: Dossier, deed: Deed) -> list[Finding]:
    """At the act, the Treasury's paper names its amount; a page asking for buttons has none yet."""
    return treasury_pays_what_was_asked(dossier, deed) if deed.document is not None else []


def refund_is_covered(dossier: Dossier, deed: Deed) -> list[Finding]:
    """At the act, what came back by the Treasury's paper is within what was advanced and not accepted."""
    if deed.document is None:
        return []
    return [*treasury_pays_what_was_asked(dossier, deed), *refund_within_advance(dossier, deed)]
