"""What the half-year report says of the system of khuyến công itself: what departed from the decree, and its lag.

A function of plain values: the report measures them (``reporting.queries.system``) and puts the paragraphs where it
speaks of difficulties.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from khuyencong.kernel.papers import Cell, CellUnit, Paragraph
from khuyencong.kernel.text import sort_key
from khuyencong.reporting.printouts.six_month.cells import document_day
from khuyencong.reporting.queries.departed import DEPARTED, LAG, OTHERS_RATE, RATE, SYSTEM, UNKNOWN
from khuyencong.reporting.queries.system import Carried
from khuyencong.reporting.rules import money_said, points_said, share_said

DECREE = "Nghị định số 45/2012/NĐ-CP"
Params = Mapping[str, str] | None


def system_sentences(
    *, day: date, departed: Sequence[str], unknown: int, theirs: Carried, others: Carried, lag: Decimal | None,
    confirmed: bool, params: Params = None,
) -> list[Paragraph]:  # fmt: skip
    """Paragraphs on the system as of a day; none when nothing is known of any province to say.

    ``departed`` names the provinces that left the model, ``theirs`` is what they carry, ``others`` what all others do,
    ``lag`` in percentage points (the others less these), ``unknown`` how many provinces nobody has recorded.
    ``confirmed`` is False while a fact or the clause waits for its source. ``params`` are those by which the doors open
    each number; without them none opens.
    """
    said = [_who(day, departed, theirs, params, confirmed=confirmed)] if departed else []
    if departed and theirs.projects:
        said.append(_carry(theirs, others, lag, params))
    if unknown:
        count = _count(UNKNOWN, unknown, params)
        said.append(
            Paragraph(("Còn ", count, " địa phương chưa có dữ liệu về đơn vị đảm nhiệm khuyến công."), italic=True)
        )
    return said


def _who(day: date, departed: Sequence[str], theirs: Carried, params: Params, *, confirmed: bool) -> Paragraph:
    count = _count(DEPARTED, len(departed), params, confirmed=confirmed)
    mark = "" if confirmed else " (chờ xác nhận)"
    names = ", ".join(sorted(departed, key=sort_key))
    none = "" if theirs.projects else " Các địa phương này không có đề án trong kế hoạch năm."
    return Paragraph(
        (
            f"Về tổ chức bộ máy: đến ngày {document_day(day)}, ", count,
            f" địa phương ({names}) giao nhiệm vụ khuyến công cho đơn vị không trực thuộc Sở Công Thương hoặc không "
            f"phải trung tâm khuyến công, làm mất tính thống nhất của hệ thống theo {DECREE}{mark}.{none}",
        )
    )  # fmt: skip


def _carry(theirs: Carried, others: Carried, lag: Decimal | None, params: Params) -> Paragraph:
    ahead = (", ", *_compared(lag, params), " (", _share(OTHERS_RATE, others, params), ")") if lag is not None else ()
    money = _cell("system.planned", theirs.planned, "VND", money_said(theirs.planned), params)
    return Paragraph(
        (
            "Các địa phương này có ", _count("system.projects", theirs.projects, params),
            " đề án với kinh phí kế hoạch ", money, "; đã phân bổ ", _share(RATE, theirs, params), *ahead, "; ",
            _count("system.unallocated", theirs.unallocated, params), " đề án chưa được phân bổ.",
        )
    )  # fmt: skip


def _cell(
    code: str, value: int | Decimal | None, unit: CellUnit, shown: str, params: Params, *, of: Carried | None = None,
    confirmed: bool = True,
) -> Cell:  # fmt: skip
    """A number of the sentence; ``of`` is what a share is a share of."""
    return Cell(
        value, unit, shown, figure=code if params else "", params=dict(params or {}), confirmed=confirmed,
        numerator=of.allocated if of else None, denominator=of.planned if of else None, label=str(SYSTEM[code][1]),
    )  # fmt: skip


def _count(code: str, value: int, params: Params, *, confirmed: bool = True) -> Cell:
    return _cell(code, value, "count", f"{value:02d}", params, confirmed=confirmed)


def _share(code: str, of: Carried, params: Params) -> Cell:
    return _cell(code, of.share, "percent", share_said(of.allocated, of.planned), params, of=of)


def _compared(lag: Decimal, params: Params) -> tuple[str | Cell, ...]:
    """'thấp hơn 35,4 điểm phần trăm so với các địa phương khác', or higher, or the same: as the rows have it."""
    if lag == 0:
        return (_cell(LAG, lag, "count", "bằng", params), " các địa phương khác")
    how = "thấp hơn " if lag > 0 else "cao hơn "
    return (how, _cell(LAG, lag, "count", points_said(abs(lag)), params), " so với các địa phương khác")
