"""Balances and figures of fund lines as of a day, from the movements alone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Func, Q, QuerySet, Sum

from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.states import Stage


def movements_until(day: date, step: str) -> QuerySet[Movement]:
    """Movements of a step dated on or before ``day``."""
    return Movement.objects.filter(step=step, on__lte=day)


class _Reached(Func):
    """What came into a line by a step until a day, less what went back: two sums, each read from a covering index.

    Written as text: built of querysets, the same took a list of projects as long to put together as to ask.
    """

    output_field = BigIntegerField()
    subquery = True
    contains_subquery = True  # so that sums over it stand around the rows, not inside each of them

    def __init__(self, line: Any, step: str, day: date) -> None:
        super().__init__(line)
        self.step, self.day = step, day

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        line, params = compiler.compile(self.source_expressions[0])
        quote, table = connection.ops.quote_name, Movement._meta.db_table
        asked = [*params, str(self.step), connection.ops.adapt_datefield_value(self.day)]
        into, back = (
            f"COALESCE((SELECT SUM(m.amount) FROM {quote(table)} m "
            f"WHERE m.{end} = {line} AND m.step = %s AND m.{quote('on')} <= %s), 0)"
            for end in ("target_id", "source_id")
        )
        whole = f"({into} - {back})"
        return (f"CAST({whole} AS bigint)" if connection.vendor == "postgresql" else whole), asked * 2


def reached(line: str, step: str, day: date) -> Any:
    """Expression: đồng that reached the line (named by a lookup) at its step by ``day``, less reversals."""
    return _Reached(line, step, day)


def reached_by_line(step: str, day: date, year: int) -> dict[int, int]:
    """Đồng that reached each line of a year at a step by ``day``, less reversals; lines with nothing are absent."""
    rows = movements_until(day, step)
    found: dict[int, int] = {}
    for end, sign in (("target", 1), ("source", -1)):
        lines = rows.filter(**{f"{end}__year": year, f"{end}__stage": step})
        for line, total in lines.order_by().values_list(end).annotate(total=Sum("amount")):
            found[line] = found.get(line, 0) + sign * total
    return found


def assigned_by(year: int, day: date) -> int | None:
    """Budget assigned to the Agency (dự toán giao) by ``day`` in đồng, or None when no assignment was recorded."""
    line = FundLine.objects.filter(year=year, stage=Stage.ASSIGNED).first()
    if line is None:
        return None
    rows = movements_until(day, Stage.ASSIGNED)
    into = rows.filter(target=line).aggregate(total=Sum("amount"))["total"] or 0
    back = rows.filter(source=line).aggregate(total=Sum("amount"))["total"] or 0
    return int(into - back)


def movements_of(line: FundLine) -> QuerySet[Movement]:
    """Everything that came into or left a line, in order of date."""
    return Movement.objects.filter(Q(source=line) | Q(target=line)).select_related("document").order_by("on", "id")


def movements_of_lines(lines: Iterable[int], day: date) -> list[Movement]:
    """Everything that touched any of the lines by a day, in order of date, with documents and lines."""
    wanted = list(lines)
    rows = Movement.objects.filter(Q(source_id__in=wanted) | Q(target_id__in=wanted), on__lte=day)
    return list(rows.select_related("document", "source", "target", "recorded_by", "reverses").order_by("on", "id"))


class Balances:
    """Balances of many lines over time, read in two queries; what is taken here is remembered for the next question."""

    def __init__(self, signed: dict[int, list[tuple[date, int]]]) -> None:
        self._signed = signed

    @classmethod
    def of(cls, lines: QuerySet[FundLine]) -> "Balances":
        """Every movement into and out of the lines."""
        signed: dict[int, list[tuple[date, int]]] = {}
        for end, sign in (("target", 1), ("source", -1)):
            rows = Movement.objects.filter(**{f"{end}__in": lines}).values_list(f"{end}_id", "on", "amount")
            for line, on, amount in rows:
                signed.setdefault(line, []).append((on, sign * amount))
        return cls(signed)

    def least_from(self, line: int, day: date) -> int:
        """The smallest balance in đồng the line has on ``day`` or later: what may still leave it on ``day``."""
        rows = sorted(self._signed.get(line, []))
        balance = sum(amount for on, amount in rows if on <= day)
        least = balance
        for on, amount in rows:
            if on > day:
                balance += amount
                least = min(least, balance)
        return least

    def take(self, line: int, day: date, amount: int) -> None:
        """Remember that ``amount`` leaves the line on ``day``."""
        self._signed.setdefault(line, []).append((day, -amount))
