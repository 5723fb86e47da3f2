"""The paper as a whole, as the pages show it: sheets, unit, totals against rows, contradictions, warnings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khuyencong.kernel.workbook.units import UNIT_NAMES
from khuyencong.web.pages.imports.rows import columns_used
from khuyencong.web.pages.imports.words import FIELDS

# Findings of the workbook that say again what a check or the stated total already says.
_SAID_ELSEWHERE = {"total_differs", "plan_total_differs"}


@dataclass(frozen=True)
class SheetShown:
    """A sheet with a table: header rows, unit and where it was read, columns with the field each fills."""

    name: str
    header: str
    unit: str
    unit_cell: str
    columns: list[dict[str, Any]]
    used: int


@dataclass(frozen=True)
class PaperShown:
    """Everything about a paper but its rows. Amounts in đồng."""

    sheets: list[SheetShown]
    passed_over: list[Mapping[str, Any]]
    checks_agree: int
    checks: int
    differing: list[Mapping[str, Any]]
    findings: list[Mapping[str, Any]]
    total_finding: Mapping[str, Any] | None
    warnings: list[str]
    stated_total: int | None
    rows_total: int

    @property
    def total_agrees(self) -> bool:
        return self.stated_total is not None and self.stated_total == self.rows_total

    @property
    def alike(self) -> bool:
        """All sheets have the same columns: one mapping speaks for all."""
        return len({str([column["field"] for column in sheet.columns]) for sheet in self.sheets}) == 1


def paper_of(known: Mapping[str, Any]) -> PaperShown:
    """From what a draft or a run keeps: sheets, checks, findings, warnings, totals."""
    sheets, checks = known["sheets"], known["checks"]
    findings = [found for found in known["findings"] if found["code"] not in _SAID_ELSEWHERE]
    return PaperShown(
        sheets=[_sheet(sheet) for sheet in sheets if not sheet["skipped"]],
        passed_over=[sheet for sheet in sheets if sheet["skipped"]],
        checks_agree=sum(check["agrees"] for check in checks),
        checks=len(checks),
        differing=[_differing(check) for check in checks if not check["agrees"] and not _says_the_total(check, known)],
        findings=[found for found in findings if found["code"] != "stated-total"],
        total_finding=next((found for found in findings if found["code"] == "stated-total"), None),
        warnings=list(known["warnings"]),
        stated_total=known["stated_total"],
        rows_total=known["rows_total"],
    )


def _sheet(sheet: Mapping[str, Any]) -> SheetShown:
    first, last = sheet["header_rows"]
    columns = [{**column, "words": FIELDS.get(column["field"], column["field"])} for column in columns_used(sheet)]
    return SheetShown(
        name=sheet["name"], header=f"{first}" if first == last else f"{first}–{last}",
        unit=UNIT_NAMES.get(sheet["unit"], ""), unit_cell=sheet["unit_where"].rpartition("!")[2], columns=columns,
        used=sum(bool(column["field"]) for column in columns),
    )  # fmt: skip


def _says_the_total(check: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """The row of the grand total, whose difference is already said."""
    return bool(check["scope"] == "workbook" and check["stated"] == known["stated_total"])


def _differing(check: Mapping[str, Any]) -> Mapping[str, Any]:
    gap = (check["stated"] or 0) - check["computed"]
    return {**check, "gap": gap, "cell": check["where"].rpartition("!")[2]}


def sums_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int | None]]:
    """Rows and đồng by state; no amount at all where none of the rows has one."""
    found: dict[str, list[int | None]] = {"recorded": [], "doubtful": [], "skipped": [], "all": []}
    for row in rows:
        amount = row["printed"].get("support", row["printed"].get("amount"))
        found[row["state"]].append(amount)
        found["all"].append(amount)
    return {
        state: {
            "rows": len(amounts),
            "amount": sum(known) if (known := [a for a in amounts if a is not None]) else None,
        }
        for state, amounts in found.items()
    }


def money_unit(sheets: Sequence[SheetShown]) -> str:
    """The unit the page shows money in: the paper's own when all sheets agree, as a short name."""
    names = {sheet.unit for sheet in sheets}
    return "dong" if names == {"đồng"} else "trieu"
