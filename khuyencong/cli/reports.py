"""Writes the half-year report as JSON, Word, Excel or PDF."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from khuyencong.cli.main import Failed
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.writers.formats import rendered
from khuyencong.programme.models import AnnualPlan, Project
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.printouts.figures_json import as_json
from khuyencong.reporting.states import Asked


def six_month_report(words: argparse.Namespace) -> int:
    """The report to standard output (JSON) or to a file."""
    as_of = words.as_of or six_month.closing_day(words.year)
    chosen = words.map_of if isinstance(words.map_of, date) else None
    asked = Asked(words.year, as_of, words.by, "day" if chosen else words.map_of, chosen or date.today())
    rows = Project.objects.all()
    try:
        report = six_month.measure(rows, asked)
    except AnnualPlan.DoesNotExist:
        raise Failed(f"chưa có kế hoạch năm {words.year}; nhập bằng “khuyencong import plan”.") from None
    if words.format == "json":
        _write(words, (json.dumps(as_json(rows, report, _address), ensure_ascii=False, indent=1) + "\n").encode())
    else:
        _write(words, rendered(six_month.paper_of(rows, report), words.format))
    return 0


def _address(code: str, asked: Asked) -> str:
    """Where a figure's rows open on the site."""
    query = urlencode({"nam": str(asked.year), "tinh_den": short_date(asked.as_of)})
    return f"{reverse('figure', args=[code])}?{query}"


def _write(words: Any, data: bytes) -> None:
    if words.out:
        Path(words.out).write_bytes(data)
        return
    if words.format != "json" and sys.stdout.isatty():
        raise Failed("hãy ghi ra tệp bằng --out.")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
