"""Periods and dates: half-open inside (start included, end not), inclusive on screen."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q


def day_before(day: date) -> date:
    """The day before a day."""
    return day - timedelta(days=1)


def last_day(end: date | None) -> date | None:
    """The last day of a period whose end is not included; None while it is open."""
    return None if end is None else day_before(end)


@dataclass(frozen=True)
class Period:
    """From ``start`` (included) to ``end`` (not included); an open end is None."""

    start: date
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def last_day(self) -> date | None:
        """The last day as people write it, or None while the period is open."""
        return last_day(self.end)


def holds_on(day: date, prefix: str = "") -> Q:
    """Condition for rows whose columns valid_from / valid_to cover ``day``."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def lasted() -> Q:
    """Condition for rows whose period is not empty."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))


def short_date(day: date) -> str:
    """05/06/2024, always day first."""
    return f"{day:%d/%m/%Y}"


def document_date(day: date) -> str:
    """'ngày 05 tháng 3 năm 2026': days below 10 and months 1, 2 carry a zero (NĐ 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date(text: str) -> date:
    """dd/mm/yyyy (also d-m-yyyy, d.m.yyyy and yyyy-mm-dd) to a date. Raises ValueError for anything else."""
    cleaned = text.strip().replace("-", "/").replace(".", "/")
    pieces = cleaned.split("/")
    if len(pieces) != 3 or not all(piece.isdigit() for piece in pieces):
        raise ValueError(text)
    first, month, last = pieces
    if len(first) == 4:
        return date(int(first), int(month), int(last))
    if len(last) != 4:
        raise ValueError(text)
    return date(int(last), int(month), int(first))
