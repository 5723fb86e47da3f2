"""A cumulative line by month against last year and the plan: geometry of a small SVG in two widths."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from khuyencong.kernel.money import in_unit

BILLION = 10**9
LEFT, TOP, BOTTOM = 34, 16, 24


@dataclass(frozen=True)
class Series:
    """Amounts in đồng by month: the first is January's end. Shorter than twelve while the year runs."""

    name: str
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """One drawing: where lines, grid and labels stand."""

    width: int
    height: int
    right: int
    grid: tuple[tuple[float, str], ...]
    months: tuple[tuple[float, str], ...]
    current: str
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float, str] | None
    before: str
    before_last: tuple[float, float, str] | None
    plan: tuple[float, str] | None

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def left(self) -> int:
        return LEFT


def frames(current: Series, before: Series | None, plan: int | None, width: int = 960) -> tuple[Frame, Frame]:
    """A wide drawing and one for the phone, where letters must stay legible."""
    return _frame(current, before, plan, width, 230, 92, 1), _frame(current, before, plan, 340, 210, 74, 2)


def _step(top: int) -> int:
    """Distance of the grid lines in đồng: 1, 2 or 5 times a power of ten, at most seven lines."""
    size = Decimal(max(top, 1)) / 6
    power = Decimal(10) ** size.adjusted()
    return int(next(power * times for times in (1, 2, 5, 10) if power * times >= size)) or 1


def _frame(
    current: Series, before: Series | None, plan: int | None, width: int, height: int, margin: int, every: int
) -> Frame:
    highest = max([*current.amounts, *(before.amounts if before else ()), plan or 0, 1])
    step = _step(highest)
    top = int((Decimal(highest) / step).to_integral_value(ROUND_CEILING)) * step
    right = width - margin

    def x(month: int) -> float:
        return round(LEFT + (right - LEFT) * month / 11, 1)

    def y(amount: int) -> float:
        return round(height - BOTTOM - (height - BOTTOM - TOP) * amount / top, 1)

    def spots(series: Series) -> list[tuple[float, float]]:
        return [(x(month), y(amount)) for month, amount in enumerate(series.amounts)]

    def end(series: Series | None) -> tuple[float, float, str] | None:
        if not series or not series.amounts:
            return None
        return (*spots(series)[-1], f"{series.name}: {in_unit(series.amounts[-1], 'tỷ đồng', 1)}")

    return Frame(
        width=width,
        height=height,
        right=right,
        grid=tuple((y(value), in_unit(value, "tỷ đồng", 1)) for value in range(0, top + 1, step)),
        months=tuple((x(month), f"T{month + 1}") for month in range(0, 12, every)),
        current=_line(spots(current)),
        dots=tuple(spots(current)),
        last=end(current),
        before=_line(spots(before)) if before else "",
        before_last=end(before),
        plan=(y(plan), in_unit(plan, "tỷ đồng", 1)) if plan else None,
    )


def _line(spots: list[tuple[float, float]]) -> str:
    return " ".join(f"{left:g},{top:g}" for left, top in spots)
