"""Small workbooks of clusters, as provinces write them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEAD = ["TT", "Tên cụm công nghiệp", "Địa điểm", "Diện tích hiện trạng (ha)", "Diện tích quy hoạch (ha)", "Ghi chú"]


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, above: Sequence[str] = ()) -> bytes:
    """One sheet 'Danh mục' with titles above, a header, and rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh mục"
    for text in above:
        sheet.append([text])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
