"""Annexes that compare: this period with the same one and the one before, and estimates beside actual figures."""

from khuyencong.kernel.papers import Cell, CellUnit, Column, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.reporting.printouts.six_month.cells import shown
from khuyencong.reporting.printouts.six_month.measuring import SixMonth
from khuyencong.reporting.queries import FIGURES, SYSTEM, cell_unit, same_day_last_year
from khuyencong.reporting.states import Figure

NOT_COMPARED = "–"


def _of(report: SixMonth, code: str, unit: CellUnit = "text") -> Cell:
    """The figure of this period: in words of its own, or as an exact amount where the column says the unit."""
    figure = report.figures[code]
    params = {"year": str(report.asked.year), "as_of": report.asked.as_of.isoformat()}
    value = shown(figure) if unit == "text" else figure.value
    return Cell(
        value, unit, figure=code, params=params, label=str(FIGURES[code][1]), numerator=figure.numerator,
        denominator=figure.denominator,
    )  # fmt: skip


def _then(figure: Figure | None) -> Cell:
    return Cell(shown(figure) if figure is not None else NOT_COMPARED)


def comparison_tables(report: SixMonth) -> list[Table]:
    """Every figure with the same day of the year before; those of the office with the half-year before.

    Money in a table of its own, in triệu đồng; a year's plan is not divided by halves. Figures of the departed are of
    other provinces each year and are not compared.
    """
    codes = [code for code in report.figures if code not in SYSTEM]
    money = [code for code in codes if report.figures[code].unit == "VND"]
    return [_money_table(report, money), _count_table(report, [code for code in codes if code not in money])]


def _money_table(report: SixMonth, codes: list[str]) -> Table:
    day = short_date(same_day_last_year(report.asked.as_of))
    rows = tuple(Row((Cell(str(FIGURES[code][1])), _of(report, code, "VND"), _before(report, code))) for code in codes)
    columns = (
        Column("Chỉ tiêu", width=4.6), Column("Kỳ này", "VND", 1.8), Column(f"Cùng kỳ (đến {day})", "VND", 1.8),
    )  # fmt: skip
    return Table("So sánh kinh phí với cùng kỳ", columns, rows, note=f"{NOT_COMPARED}: không có số liệu của kỳ đó.",
                 name="So sánh kinh phí")  # fmt: skip


def _before(report: SixMonth, code: str) -> Cell:
    figure = report.before.get(code)
    return Cell(figure.value, "VND") if figure is not None else Cell(NOT_COMPARED)


def _count_table(report: SixMonth, codes: list[str]) -> Table:
    year, day = report.asked.year, short_date(same_day_last_year(report.asked.as_of))
    rows = tuple(
        Row((Cell(str(FIGURES[code][1])), _of(report, code), _then(report.before.get(code)),
             _then(report.half_before.get(code))))
        for code in codes
    )  # fmt: skip
    columns = (
        Column("Chỉ tiêu", width=3.6), Column("Kỳ này", width=1.8), Column(f"Cùng kỳ (đến {day})", width=1.8),
        Column(f"Kỳ trước (6 tháng cuối năm {year - 1})", width=1.8),
    )  # fmt: skip
    note = f"{NOT_COMPARED}: không có số liệu của kỳ đó, hoặc số của cả năm kế hoạch không chia theo nửa năm."
    return Table("So sánh số lượng với cùng kỳ và kỳ trước", columns, rows, note=note, name="So sánh")


def estimate_tables(report: SixMonth) -> list[Table]:
    """Estimates to the end of the period beside the actual figures; none when nobody made any."""
    if not report.estimates:
        return []
    rows = []
    for item in report.estimates:
        unit: CellUnit = cell_unit(item.code) if item.code in FIGURES else "count"
        label = str(FIGURES[item.code][1]) if item.code in FIGURES else item.code
        actual = _of(report, item.code) if item.code in report.figures else Cell(NOT_COMPARED)
        said = shown(Figure(item.code, label, "VND" if unit == "VND" else "count", item.value))
        rows.append(Row((Cell(label), actual, Cell(f"ước {said}", confirmed=False), Cell(short_date(item.until)),
                         Cell(item.ground))))  # fmt: skip
    columns = (
        Column("Chỉ tiêu", width=2.8), Column("Thực hiện", width=1.6), Column("Ước thực hiện", width=1.6),
        Column("Đến ngày", width=1.1), Column("Căn cứ", width=2.4),
    )  # fmt: skip
    note = "Số ước do người lập báo cáo ghi, không cộng vào số thực hiện."
    return [Table("Ước thực hiện đến cuối kỳ", columns, tuple(rows), note=note, name="Ước thực hiện")]
