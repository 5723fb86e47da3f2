"""The half-year figures as data for other programs."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from khuyencong.programme.models import Project
from khuyencong.records.queries import installation
from khuyencong.reporting.printouts.six_month import CODE, DEMO_BANNER, SixMonth
from khuyencong.reporting.printouts.tables import printed_shares
from khuyencong.reporting.states import Asked, Figure

Address = Callable[[str, Asked], str]


def _figure(figure: Figure, address: str) -> dict[str, Any]:
    value = float(figure.value) if isinstance(figure.value, Decimal) else figure.value
    return {
        "value": value,
        "unit": figure.unit,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rows_url": address,
    }


def as_json(rows: QuerySet[Project], report: SixMonth, address: Address) -> Mapping[str, Any]:
    """Figures and one breakdown; ``address`` turns a figure code into where its rows open."""
    asked = report.asked
    found = printed_shares(rows, asked, asked.by, asked.map_of)
    answer: dict[str, Any] = {
        "report": CODE,
        "year": asked.year,
        "as_of": asked.as_of.isoformat(),
        "by": asked.by,
        "map": asked.map_of,
        "map_day": asked.map_day.isoformat() if asked.map_of != "then" and asked.map_day else None,
        "figures": {code: _figure(figure, address(code, asked)) for code, figure in report.figures.items()},
        "breakdown": {
            key: {"projects": share.projects, "planned": share.planned, "allocated": share.allocated}
            for key, share in found.items()
        },
        "notes": list(report.notes),
    }
    if installation().is_demo:
        answer["banner"] = DEMO_BANNER
    return answer
