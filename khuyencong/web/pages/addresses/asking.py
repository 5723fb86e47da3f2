"""One address: what it names on its day, what that is on another day, and what it was made of."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.registry.queries.addresses import address_book
from khuyencong.registry.queries.resolving import resolve_each
from khuyencong.web.forms.addresses import AddressQuestion
from khuyencong.web.pages.addresses.words import advice_on, found_shown, match_badge
from khuyencong.web.request import Request

SHOWN = 20
EXAMPLES = (
    "xã Phước Thạnh, huyện Châu Thành, tỉnh Bến Tre",
    "phường Cống Vị, quận Ba Đình, Hà Nội",
    "xã Phú Túc, tỉnh Vĩnh Long",
)


def addresses(request: Request) -> HttpResponse:
    """The box and, once something is asked, the answer."""
    form = AddressQuestion(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form, "examples": EXAMPLES}
    if form.is_bound and form.is_valid() and form.cleaned_data["q"]:
        context |= _answered(request, form.cleaned_data)
    return render(request, "addresses/ask.html", context)


def _answered(request: Request, asked: dict[str, Any]) -> dict[str, Any]:
    on, to = asked["ngay"], asked["tai"] or request.day
    book = address_book()
    [answer] = resolve_each([asked["q"]], on=on, day=request.day, to=to, book=book)
    return {
        "answer": answer,
        "state": match_badge(answer),
        "advice": advice_on(answer, dated=on is not None),
        "shown": [found_shown(book, answer, found) for found in answer.found[:SHOWN]],
        "more": max(len(answer.found) - SHOWN, 0),
    }
