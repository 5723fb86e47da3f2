"""The workbook reader: opening, headers, numbers, totals, marking."""
