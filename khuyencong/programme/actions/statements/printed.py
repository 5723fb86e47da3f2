"""What a Treasury statement says, as printed: its month, its lines with their findings, its totals. Data only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.kernel.findings import Finding
from khuyencong.programme.actions.printed import PrintedCheck, PrintedSheet, SkippedRow


@dataclass(frozen=True)
class PrintedLine:
    """One line. ``amount`` in đồng above zero, None when the cell cannot be read; ``kind`` '' when nothing says it.

    ``named``: what the columns of project and contract say; ``column``: letter of the money cell.
    """

    sheet: str
    row: int
    column: str
    amount: int | None
    kind: str = ""
    number: str = ""
    on: date | None = None
    content: str = ""
    payee: str = ""
    named: str = ""
    budget_code: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def where(self) -> str:
        """'Sheet!F12' of its money cell."""
        return f"{self.sheet}!{self.column}{self.row}"

    @property
    def texts(self) -> str:
        """Everything the line says in words."""
        return " ; ".join(part for part in (self.named, self.content, self.payee) if part)


@dataclass(frozen=True)
class PrintedStatement:
    """A statement workbook as understood. ``month``: first day of the month its title names, None when it names none.

    ``stated_total`` and ``rows_total`` count money coming back as negative, as the workbook does.
    """

    month: date | None
    lines: tuple[PrintedLine, ...]
    sheets: Sequence[PrintedSheet] = ()
    checks: Sequence[PrintedCheck] = ()
    skipped: Sequence[SkippedRow] = ()
    findings: tuple[Finding, ...] = ()
    stated_total: int | None = None
    rows_total: int = 0
    warnings: Sequence[str] = ()
