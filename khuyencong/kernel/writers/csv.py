"""Long lists to CSV as Vietnamese Excel opens it with a double click: UTF-8 with BOM, semicolons, dd/mm/yyyy.

Numbers are plain (1234567; shares 34,6 with a decimal comma and no sign), so that they stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from khuyencong.kernel.papers import Cell, Column, Value
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.writers.cells import MARK, MARK_NOTE, is_active, printable

BOM = "\ufeff"


def stream_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell | Value]], *, banner: str = "") -> Iterator[str]:
    """Lines of the list, head first; ``banner`` goes on a line above. Amounts are whole đồng."""
    yield BOM
    if banner:
        yield _line([inert(banner)])
    yield _line([inert(f"{column.title} (đồng)" if column.unit == "VND" else column.title) for column in columns])
    waiting = False
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} values for {len(columns)} columns")
        waiting = waiting or any(isinstance(item, Cell) and not item.confirmed for item in row)
        yield _line([_field(item) for item in row])
    if waiting:
        yield _line([MARK_NOTE])


def inert(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before a sign that would start a formula, even after spaces."""
    clean = printable(text)
    return f"'{clean}" if is_active(clean) or is_active(clean.lstrip()) else clean


def _field(item: Cell | Value) -> str:
    value, confirmed = (item.value, item.confirmed) if isinstance(item, Cell) else (item, True)
    text = _value(value)
    return text if confirmed else text + MARK


def _value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date):
        return short_date(value)
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _line(fields: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(fields)
    return buffer.getvalue()
