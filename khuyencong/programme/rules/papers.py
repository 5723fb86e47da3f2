"""Claims about plans and allocations someone could cite. They change nothing."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.programme.models import AnnualPlan, Project


def plan_has_one_decision(plan: AnnualPlan | None, number: str) -> list[Finding]:
    """A year has one approved plan; a further decision adjusts it and is not a plan of its own."""
    if plan is None or not plan.document.number or not number or plan.document.number == number:
        return []
    message = _("Kế hoạch năm {year} đã ghi nhận theo {known}; tệp này ghi {given}.").format(
        year=plan.year, known=plan.document.number, given=number
    )
    return [
        Finding(
            code="plan-has-one-decision",
            message=message,
            where="decision",
            remedy=_("Kiểm tra năm và số quyết định; quyết định điều chỉnh được ghi nhận trên từng đề án."),
        )
    ]


def stated_total_equals_rows(stated: int | None, rows: int, accepted: str = "") -> list[Finding]:
    """The total a paper states equals its rows; a difference is kept and explained, never repaired."""
    if stated is None or stated == rows:
        return []
    message = _("Tổng ghi trên văn bản là {stated} đồng, cộng các dòng được {rows} đồng, lệch {gap} đồng.").format(
        stated=grouped(stated), rows=grouped(rows), gap=grouped(stated - rows)
    )
    return [
        Finding(
            code="stated-total",
            message=message,
            severity="info" if accepted else "warning",
            remedy=_("Đã chấp nhận, lý do: {reason}").format(reason=accepted)
            if accepted
            else _("Đối chiếu với văn bản gốc, hoặc chấp nhận kèm lý do."),
            data={"stated": stated, "rows": rows},
        )
    ]


def row_agrees_with_record(known: Project, support: int | None) -> list[Finding]:
    """An issued plan keeps its figures: another amount for a recorded row is not taken."""
    if support == known.support:
        return []
    message = _("Đề án {code} đã ghi nhận {known} đồng, dòng này ghi {given} đồng.").format(
        code=known.code, known=grouped(known.support), given="–" if support is None else grouped(support)
    )
    return [
        Finding(
            code="row-agrees",
            message=message,
            where="support",
            remedy=_("Số đã ban hành chỉ thay đổi bằng quyết định điều chỉnh."),
        )
    ]


def settled_before(findings: list[Finding]) -> list[Finding]:
    """What a person settled when the row was first read is not asked again."""
    kept = [finding for finding in findings if finding.severity != "error"]
    return [*kept, Finding("settled-before", _("Dòng này đã được xử lý trước đó."), severity="info")]


def allocation_is_dated(on: date | None) -> list[Finding]:
    """Money is counted from the date of its decision; without the date it cannot be counted."""
    if on is not None:
        return []
    return [
        Finding(
            code="allocation-is-dated",
            message=_("Chưa rõ ngày của quyết định phân bổ."),
            where="decision",
            remedy=_("Ghi ngày quyết định khi nhập (--decision-date hoặc ô Ngày quyết định)."),
        )
    ]


def allocation_is_numbered(number: str) -> list[Finding]:
    """Money rests on a document that can be named."""
    if number:
        return []
    return [
        Finding(
            code="allocation-is-numbered",
            message=_("Chưa rõ số quyết định phân bổ."),
            where="decision",
            remedy=_("Ghi số quyết định khi nhập (--decision hoặc ô Số, ký hiệu quyết định)."),
        )
    ]


def year_has_a_plan(year: int, *, known: bool) -> list[Finding]:
    """Allocations follow the plan they are made from."""
    if known:
        return []
    message = _("Chưa có kế hoạch năm {year} để phân bổ.").format(year=year)
    return [Finding("year-has-a-plan", message, remedy=_("Nhập kế hoạch năm trước."))]


def record_stands(row_codes: list[str]) -> list[Finding]:
    """Only a row that contradicts an already recorded project may be set aside in favour of the record."""
    if row_codes and set(row_codes) == {"row-agrees"}:
        return []
    return [Finding("record-stands", _("Dòng này chưa được ghi nhận nên không bỏ qua được."))]


def project_is_found(candidates: list[Project], title: str, ordinal: str) -> list[Finding]:
    """An allocated row names exactly one project of the year's plan."""
    if len(candidates) == 1:
        return []
    if candidates:
        message = _("Có {count} đề án trùng tên “{title}”.").format(count=len(candidates), title=title)
        remedy = _("Chọn đúng đề án, hoặc ghi số thứ tự trong kế hoạch.")
    else:
        message = _("Không tìm thấy trong kế hoạch: {ordinal} “{title}”.").format(ordinal=ordinal, title=title)
        remedy = _("Chọn đề án trong kế hoạch, hoặc nhập đủ kế hoạch trước.")
    return [Finding(code="project-is-found", message=message, where="title", remedy=remedy)]


def is_whole(findings: Iterable[Finding], doubtful: int) -> bool:
    """A paper is recorded whole when every row is placed and its stated total equals them (or was accepted)."""
    return doubtful == 0 and all(finding.severity == "info" for finding in findings)
