"""A pasted list of addresses: a table with the answer to each line, and the same as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import short_date
from khuyencong.registry.queries.addresses import AddressBook, Resolved, address_book
from khuyencong.registry.queries.resolving import resolve_each
from khuyencong.web.exports import list_file
from khuyencong.web.forms.addresses import MOST_LINES, AddressLines
from khuyencong.web.pages.addresses.words import PlaceShown, advice_on, match_badge, match_words, place_shown
from khuyencong.web.request import Request

CHOICES = 4


@dataclass(frozen=True)
class Line:
    """One line of the list: as written, how it was found, the place named, what it is now, what to do."""

    text: str
    state: str
    said: str
    settled: bool
    named: list[PlaceShown]
    now: list[PlaceShown]
    more: int
    advice: list[str]


def lines(request: Request) -> HttpResponse:
    """The form and, once a list was sent, its table. Nothing is kept."""
    form = AddressLines(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "most": MOST_LINES}
    if form.is_bound and form.is_valid():
        days = form.days(request.day)
        found = _lines(form.cleaned_data["lines"], **days)
        context |= {
            **days, "found": found, "settled": sum(line.settled for line in found),
            "may_export": may(request.standing, Permission.EXPORT),
        }  # fmt: skip
    return render(request, "addresses/lines.html", context, status=422 if form.errors else 200)


def _lines(texts: list[str], on: date | None, day: date, to: date) -> list[Line]:
    book = address_book()
    return [_line(book, answer, on is not None) for answer in resolve_each(texts, on=on, day=day, to=to, book=book)]


def _line(book: AddressBook, answer: Resolved, dated: bool) -> Line:
    now = {link.place.pk: link.place for found in answer.found for link in found.becomes}
    return Line(
        answer.text, match_badge(answer), match_words(answer), answer.settled is not None,
        [place_shown(book, found.place, answer.to) for found in answer.found],
        [place_shown(book, row, answer.to) for row in now.values()], max(len(now) - CHOICES, 0),
        advice_on(answer, dated),
    )  # fmt: skip


def export(request: Request) -> HttpResponseBase:
    """The table as a file; every choice of a line is in it."""
    form = AddressLines(request.POST)
    if not form.is_valid():
        return render(request, "addresses/lines.html", {"form": form, "most": MOST_LINES}, status=422)
    days = form.days(request.day)
    day = short_date(days["to"])
    columns = [
        Column(_("STT"), "count"), Column(_("Địa chỉ như đã ghi"), width=3), Column(_("Kết quả"), width=1.5),
        Column(_("Địa bàn được nêu"), width=3), Column(_("Mã")),
        Column(_("Địa bàn ngày {day}").format(day=day), width=3), Column(_("Mã")), Column(_("Việc cần làm"), width=3),
    ]  # fmt: skip
    rows = _export_rows(_lines(form.cleaned_data["lines"], **days))
    title = _("Tra địa chỉ cũ, mới")
    return list_file(request, request.POST.get("dang", "xlsx"), "tra-dia-chi", title, columns, rows, ())


def _export_rows(found: list[Line]) -> Iterator[list[Any]]:
    for number, line in enumerate(found, 1):
        yield [
            number, line.text, line.said, "; ".join(one.full for one in line.named),
            "; ".join(one.code for one in line.named), "; ".join(one.full for one in line.now),
            "; ".join(one.code for one in line.now), " ".join(line.advice),
        ]  # fmt: skip
