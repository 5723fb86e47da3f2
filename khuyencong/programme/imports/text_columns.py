"""Says once per column that its amounts were typed as text and how they were read, instead of once per cell."""

from collections.abc import Iterable, Sequence

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import letter
from khuyencong.kernel.workbook.units import UNIT_NAMES
from khuyencong.programme.imports.amounts import Entry, Marking, Money


def text_columns(entries: Sequence[Entry], marking: Marking, fields: Sequence[str]) -> Iterable[Finding]:
    """One finding for each money column of a table that holds amounts as text and could be read."""
    for name in fields:
        texts = [
            entry.money[name]
            for entry in entries
            if name in entry.money and _is_text_amount(entry.money[name], marking)
        ]
        if not texts:
            continue
        table = next(entry.row.table for entry in entries if name in entry.money)
        shown = max(texts, key=lambda money: (money.read is not None and money.read.ambiguous, len(money.text)))
        unit = UNIT_NAMES.get(shown.unit or 0, "đồng")
        yield Finding(
            "amounts_as_text",
            f"Cột {letter(table.mapping[name])}: {len(texts)} số ghi bằng chữ, hiểu theo {unit}, ví dụ “{shown.text}” "
            f"là {grouped(shown.dong(marking.mark) or 0)} đồng" + (f", theo {marking.why}" if marking.why else ""),
            "info",
            table.where(table.header.last_row, name),
            "Đối chiếu ví dụ với bản in.",
        )


def _is_text_amount(money: Money, marking: Marking) -> bool:
    read = money.read
    return read is not None and not read.typed and not read.bare and money.dong(marking.mark) is not None
