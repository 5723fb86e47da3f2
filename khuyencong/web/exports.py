"""Lists as files for Excel: exactly the rows on screen, whole đồng, the banner and the day of the figures."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.kernel.papers import Cell, Column, Value
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.writers.csv import stream_csv
from khuyencong.kernel.writers.formats import MEDIA_TYPES
from khuyencong.kernel.writers.xlsx_stream import stream_rows
from khuyencong.records.queries import installation
from khuyencong.web.request import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"


def banner_of() -> str:
    """The line every exported file of a demo carries."""
    return DEMO_BANNER if installation().is_demo else ""


def bytes_answer(data: bytes, media_type: str, filename: str) -> HttpResponse:
    """A made file as a download."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def file_answer(data: bytes, form: str, name: str) -> HttpResponse:
    """A paper as a download; ``form`` is its extension."""
    return bytes_answer(data, MEDIA_TYPES[form], f"{name}.{form}")


def list_file(
    request: Request, kind: str, name: str, title: str, columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | Value]], sums: Sequence[int],
) -> HttpResponseBase:  # fmt: skip
    """The list as .xlsx or, for ``kind`` csv, as CSV that Vietnamese Excel opens."""
    day = short_date(request.day)
    if kind == "csv":
        lines = stream_csv(columns, rows, banner=banner_of())
        answer: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8"
        )
        extension = "csv"
    else:
        foot = _("Số liệu tính đến {day}").format(day=day)
        data = stream_rows(columns, rows, title=title, banner=banner_of(), foot=foot, sum_columns=sums)
        answer, extension = HttpResponse(data, content_type=XLSX), "xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return answer
