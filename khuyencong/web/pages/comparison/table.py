"""The table of years on one map, every number opening its rows, and the same as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.money import decimal_text, grouped, in_unit
from khuyencong.kernel.papers import Column, Value
from khuyencong.kernel.periods import short_date
from khuyencong.programme.states import PlanPart
from khuyencong.reporting.queries import MEASURES, Comparison, Line, compare
from khuyencong.web.exports import list_file
from khuyencong.web.links import address
from khuyencong.web.map_choice import params_of, said_of
from khuyencong.web.pages.comparison.asked import BREAKDOWNS, Asked, asked_of, day_of, map_day_of, within_of
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import figure_money

APART = (PlanPart.UNIT.value, PlanPart.AGENCY.value)


def comparison(request: Request) -> HttpResponse:
    """The measure of the working year against others, by row."""
    asked = asked_of(request)
    found = in_order(compare(asked.question, within_of(request)), asked.sort)
    unit, label = MEASURES[asked.question.measure]
    context = {
        "asked": asked, "label": label, "money": unit == "VND", "found": found,
        "columns": [(column, day_of(column.year, column.day)) for column in found.columns],
        "against": found.columns[1].year if len(found.columns) > 1 else None,
        "lines": [_shown(request, asked, found, line) for line in found.lines],
        "total": _shown(request, asked, found, found.total),
        "said": said_in(asked), "map_day": map_day_of(asked.question.view),
        "remarks": remarks_of(asked, found),
        "may_export": may(request.standing, Permission.EXPORT),
        "usual_order": "ten", "row_title": BREAKDOWNS[asked.by][1],
    }  # fmt: skip
    return render(request, "comparison/comparison.html", context)


def said_in(asked: Asked) -> list[str]:
    """The map, the scheme and the conditions in words, for the head of the page, of the print and of the file."""
    scheme = [item.title for item in asked.schemes if item.chosen and asked.by == "vung"]
    ground = [said_of(asked.question.view)] if asked.by in ("dia-phuong", "vung") else []
    return [*ground, *scheme, *(f"{item.title}: {item.said}" for item in asked.chips)]


def remarks_of(asked: Asked, found: Comparison) -> list[str]:
    """What holds for the whole table, with the mark of a scheme that is not confirmed."""
    waits = [_("Cách chia vùng này chờ xác nhận.")] if asked.scheme_waits else []
    return [*found.remarks, *waits]


def in_order(found: Comparison, sort: str) -> Comparison:
    """The table in the order asked for, its footnotes numbered as they are met."""
    lines = _sorted(found.lines, sort)
    met = list(dict.fromkeys(number for line in lines for number in line.notes))
    numbers = {number: index for index, number in enumerate(met, 1)}
    told = [replace(line, notes=tuple(sorted(numbers[number] for number in line.notes))) for line in lines]
    return replace(found, lines=told, footnotes=[found.footnotes[number - 1] for number in met])


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    """Rows by name (as they come), rank or growth; what is not ranked stays last."""
    column = {"hang": "rank", "tang": "growth"}.get(sort.lstrip("-"), "")
    ranked = [line for line in lines if column and line.rank is not None and getattr(line, column) is not None]
    ranked.sort(key=lambda line: getattr(line, column), reverse=sort.startswith("-"))
    return ranked + [line for line in lines if line not in ranked]


def _shown(request: Request, asked: Asked, found: Comparison, line: Line) -> dict[str, Any]:
    """A row as the template writes it."""
    cells = [
        {"value": _value(asked, value, _url(request, asked, line.key, column)), "title": str(column.year)}
        for value, column in zip(line.values, found.columns, strict=True)
    ]
    return {
        "line": line, "cells": cells, "difference": _signed(asked, line.difference), "growth": growth_said(line.growth),
        "climbed": _climbed(line.climbed),
    }  # fmt: skip


def _value(asked: Asked, value: int | None, url: str) -> Any:
    """A number that opens its rows; a row that did not exist in the year has none."""
    if value is None:
        return ""
    money = MEASURES[asked.question.measure][0] == "VND"
    return figure_money(url, value) if money else {"url": url, "count": grouped(value)}


def _url(request: Request, asked: Asked, key: str, column: Any) -> str:
    question = asked.question
    only = {name: value for name in ("activity", "kind", "part") if (value := getattr(question.only, name))}
    params = {"nam": column.year, "tinh_den": short_date(column.day), **only, **_part(asked, key)}
    return address(request, "figure", question.measure, **params)


def _part(asked: Asked, key: str) -> dict[str, str]:
    """The parameters that open one row of a column; none for the total."""
    question = asked.question
    if not key:
        return {}
    if key in APART:
        return {"part": key}
    if question.by == "place":
        return {"place": key, **params_of(question.view)}
    if question.by == "region":
        return {"region": key, "scheme": question.scheme, **params_of(question.view)}
    return {question.by: key}


def _signed(asked: Asked, value: int | None) -> str:
    if value is None:
        return ""
    money = MEASURES[asked.question.measure][0] == "VND"
    written = in_unit(abs(value), "triệu đồng") if money else grouped(abs(value))
    return f"{_sign(value)}{written}"


def _sign(value: int | Decimal) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def growth_said(growth: Decimal | None) -> str:
    """'+12,5%'; '' where like is not compared with like."""
    return "" if growth is None else f"{_sign(growth)}{decimal_text(abs(growth), 1)}%"


def _climbed(places: int | None) -> str:
    return "" if places is None else f"{_sign(places)}{abs(places)}" if places else "="


def export(request: Request) -> HttpResponseBase:
    """The table with its footnotes as a file."""
    asked = asked_of(request)
    found = in_order(compare(asked.question, within_of(request)), asked.sort)
    unit, label = MEASURES[asked.question.measure]
    columns = [
        Column(str(BREAKDOWNS[asked.by][1]), width=2.4),
        *(Column(f"{column.year} ({_('đến')} {short_date(column.day)})", unit) for column in found.columns),
        Column(_("Chênh lệch"), unit), Column(_("Tăng trưởng"), "percent"), Column(_("Hạng"), "count"),
        Column(_("Đổi hạng"), "count"), Column(_("Ghi chú")),
    ]  # fmt: skip
    title = " – ".join([str(label), *said_in(asked)])
    rows = _rows(asked, found, len(columns))
    return list_file(request, request.GET.get("dang", "xlsx"), f"so-sanh-{request.year}", title, columns, rows, ())


def _rows(asked: Asked, found: Comparison, width: int) -> Iterator[list[Value]]:
    """Rows in the order on screen, the total, then the footnotes, each on its own line."""
    for line in [*found.lines, found.total]:
        marks = ", ".join(f"({number})" for number in line.notes)
        name = f"{line.name} *" if line.late else line.name
        yield [name, *line.values, line.difference, line.growth, line.rank, line.climbed, marks]
    notes = [f"({number}) {words}" for number, words in enumerate(found.footnotes, 1)]
    for words in [*notes, *remarks_of(asked, found)]:
        yield [words, *([None] * (width - 2)), ""]
