"""Reads officials' workbooks: safe opening, grids, header finding, numbers, totals, marking. Nothing of the domain."""

from khuyencong.kernel.workbook.cells import Area, Cell, Sheet, Workbook, address, letter
from khuyencong.kernel.workbook.opening import open_workbook
from khuyencong.kernel.workbook.refusals import WorkbookRefused

__all__ = ["Area", "Cell", "Sheet", "Workbook", "WorkbookRefused", "address", "letter", "open_workbook"]
