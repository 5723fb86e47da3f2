"""Doubts that only the whole paper shows: a summary table, a sheet printed twice, a unit that fits no amount."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import PrintedProject, PrintedSheet
from khuyencong.programme.imports.tables import Table

_DETAILS = frozenset({"implementer", "beneficiary", "place", "time", "start"})
# From this share of its rows on, absurd amounts speak against the unit of the whole sheet.
_ABSURD_SHARE = 4


def without_summaries(located: Sequence[Table | PrintedSheet]) -> list[Table | PrintedSheet]:
    """Tables that only count and sum the projects of another table are no tables of projects."""
    tables = [table for table in located if isinstance(table, Table)]
    detailed = {id(table) for table in tables if _DETAILS & set(table.mapping)}
    if not detailed:
        return list(located)
    return [
        _left_out(table) if isinstance(table, Table) and id(table) not in detailed and _summary(table) else table
        for table in located
    ]


def _summary(table: Table) -> bool:
    said = folded(" ".join((table.sheet.name, *table.headings())))
    return "count" in table.mapping or " tong hop " in f" {said} "


def _left_out(table: Table) -> PrintedSheet:
    return PrintedSheet(table.sheet.name, hidden=table.sheet.hidden, skipped="bảng tổng hợp: không tính")


def doubted(projects: Sequence[PrintedProject]) -> tuple[PrintedProject, ...]:
    """The projects with what only their neighbours give away."""
    more: dict[int, list[Finding]] = defaultdict(list)
    for index, finding in (*_printed_twice(projects), *_wrong_unit(projects)):
        more[index].append(finding)
    return tuple(
        replace(project, findings=(*project.findings, *more[index])) if index in more else project
        for index, project in enumerate(projects)
    )


def _same(project: PrintedProject) -> tuple[str, str, str]:
    return folded(project.title), folded(project.implementer), project.place_printed


def _printed_twice(projects: Sequence[PrintedProject]) -> Iterable[tuple[int, Finding]]:
    """A project of one sheet printed again on another would be counted twice; on one sheet it is only worth a look."""
    first: dict[tuple[str, str, str], PrintedProject] = {}
    for index, project in enumerate(projects):
        if not project.title:
            continue
        known = first.setdefault(_same(project), project)
        if known is project or (known.sheet == project.sheet and known.support != project.support):
            continue
        elsewhere = known.sheet != project.sheet
        yield (
            index,
            Finding(
                "row_repeated",
                f"Đề án này đã có ở trang “{known.sheet}” dòng {known.row}",
                "error" if elsewhere else "warning",
                f"{project.sheet}!{project.row}",
                "Bỏ trang (hoặc dòng) in lại, hoặc ghi rõ đây là đề án khác.",
            ),
        )


def _wrong_unit(projects: Sequence[PrintedProject]) -> Iterable[tuple[int, Finding]]:
    """Where many amounts of a sheet are absurd, the unit is in question and no row of that sheet is safe."""
    rows = Counter(project.sheet for project in projects)
    absurd = Counter(project.sheet for project in projects if _is_absurd(project))
    for index, project in enumerate(projects):
        sheet = project.sheet
        if absurd[sheet] > 1 and absurd[sheet] * _ABSURD_SHARE >= rows[sheet] and not _is_absurd(project):
            message = f"Đơn vị tính của trang “{sheet}” có lẽ không đúng: {absurd[sheet]} số tiền bất thường"
            yield (
                index,
                Finding(
                    "unit_doubtful",
                    message,
                    "error",
                    f"{sheet}!{project.row}",
                    "Kiểm tra dòng “Đơn vị tính” rồi ghi lại cho đúng với các con số.",
                ),
            )


def _is_absurd(project: PrintedProject) -> bool:
    return any(finding.code == "amount_absurd" and finding.severity == "error" for finding in project.findings)
