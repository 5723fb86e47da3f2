"""What the half-year report says of the system of khuyến công itself: what departed from the decree, and its lag.

A function of plain values: the report measures them (``reporting.queries.system``) and puts the paragraphs where it
speaks of difficulties.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from khuyencong.kernel.money import decimal_text
from khuyencong.kernel.papers import Cell, Paragraph
from khuyencong.kernel.text import sort_key
from khuyencong.reporting.printouts.six_month.cells import document_day
from khuyencong.reporting.queries.system import Carried
from khuyencong.reporting.rules import money_said, share_said

DECREE = "Nghị định số 45/2012/NĐ-CP"


def system_sentences(
    *, day: date, departed: Sequence[str], unknown: int, theirs: Carried, others: Carried, lag: Decimal | None,
    confirmed: bool,
) -> list[Paragraph]:  # fmt: skip
    """Paragraphs on the system as of a day; none when nothing is known of any province to say.

    ``departed`` names the provinces that left the model, ``theirs`` is what they carry, ``others`` what all others do,
    ``lag`` in percentage points (the others less these), ``unknown`` how many provinces nobody has recorded.
    ``confirmed`` is False while a fact or the clause waits for its source.
    """
    said = [_who(day, departed, theirs, confirmed=confirmed)] if departed else []
    if departed and theirs.projects:
        said.append(_carry(theirs, others, lag))
    if unknown:
        count = Cell(unknown, "count", f"{unknown:02d}", label="Số địa phương chưa có dữ liệu về đơn vị khuyến công")
        said.append(
            Paragraph(("Còn ", count, " địa phương chưa có dữ liệu về đơn vị đảm nhiệm khuyến công."), italic=True)
        )
    return said


def _who(day: date, departed: Sequence[str], theirs: Carried, *, confirmed: bool) -> Paragraph:
    count = Cell(
        len(departed), "count", f"{len(departed):02d}", confirmed=confirmed,
        label="Số địa phương có tổ chức khuyến công khác mô hình của Nghị định",
    )  # fmt: skip
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


def _carry(theirs: Carried, others: Carried, lag: Decimal | None) -> Paragraph:
    share = Cell(
        theirs.share, "percent", share_said(theirs.allocated, theirs.planned), numerator=theirs.allocated,
        denominator=theirs.planned, label="Tỷ lệ phân bổ của các địa phương khác mô hình",
    )  # fmt: skip
    ahead: tuple[str | Cell, ...] = ()
    if lag is not None:
        ahead = (f", {_compared(lag)} (", _share_of(others), ")")
    return Paragraph(
        (
            "Các địa phương này có ", _count(theirs.projects, "Số đề án của các địa phương khác mô hình"),
            " đề án với kinh phí kế hoạch ", _money(theirs.planned), "; đã phân bổ ", share, *ahead, "; ",
            _count(theirs.unallocated, "Số đề án chưa được phân bổ của các địa phương khác mô hình"),
            " đề án chưa được phân bổ.",
        )
    )  # fmt: skip


def _count(value: int, label: str) -> Cell:
    return Cell(value, "count", f"{value:02d}", label=label)


def _money(dong: int) -> Cell:
    return Cell(dong, "VND", money_said(dong), label="Kinh phí kế hoạch của các địa phương khác mô hình")


def _share_of(others: Carried) -> Cell:
    return Cell(
        others.share, "percent", share_said(others.allocated, others.planned), numerator=others.allocated,
        denominator=others.planned, label="Tỷ lệ phân bổ của các địa phương khác",
    )  # fmt: skip


def _compared(lag: Decimal) -> str:
    """'thấp hơn 35,4 điểm phần trăm so với các địa phương khác', or higher, or the same: as the rows have it."""
    if lag == 0:
        return "bằng các địa phương khác"
    how = "thấp hơn" if lag > 0 else "cao hơn"
    return f"{how} {decimal_text(abs(lag), 1, trim=True)} điểm phần trăm so với các địa phương khác"
