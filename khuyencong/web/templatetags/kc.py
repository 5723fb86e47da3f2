"""Written forms and small pieces used by every template: numbers, dates, icons, badges, links. Decides nothing."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from khuyencong.kernel.money import UNIT_VALUE, decimal_text, grouped, in_unit, percent, percent_text
from khuyencong.kernel.periods import short_date
from khuyencong.registry.models import Place
from khuyencong.reporting.queries import TENTHS
from khuyencong.web.links import address, query_with, subject_url

register = template.Library()

NOTHING = "–"
UNITS = {"dong": "đồng", "trieu": "triệu đồng", "ty": "tỷ đồng"}


def unit_name(short: str) -> str:
    """The unit in words, translated: 'trieu' -> 'triệu đồng'."""
    names = {"dong": _("đồng"), "trieu": _("triệu đồng"), "ty": _("tỷ đồng")}
    return names[short]


def exact(amount: int) -> str:
    """'1.200.000.000 đồng'."""
    return f"{grouped(amount)} {_('đồng')}"


@register.filter
def so(number: int | None) -> str:
    """A count: 1234 -> '1.234'."""
    return NOTHING if number is None else grouped(int(number))


@register.filter
def dong(amount: int | None) -> str:
    return NOTHING if amount is None else in_unit(amount, "đồng")


@register.filter
def trieu(amount: int | None) -> str:
    return NOTHING if amount is None else in_unit(amount, "triệu đồng")


@register.filter
def ty(amount: int | None) -> str:
    return NOTHING if amount is None else in_unit(amount, "tỷ đồng")


@register.filter
def pct(part: int | None, base: int | None) -> str:
    """'34,6%', plain '0%' and '100%', or an en dash when there is nothing to divide by."""
    if part is None or not base:
        return NOTHING
    return {0: "0%", base: "100%"}.get(part) or percent_text(part, base)


@register.filter
def ngay(day: date | None) -> str:
    """dd/mm/yyyy in both languages; a moment is shown by its day in Viet Nam."""
    if day is None or day == "":
        return NOTHING
    return short_date(timezone.localtime(day).date() if isinstance(day, datetime) else day)


@register.filter
def luc(moment: datetime | None) -> str:
    """dd/mm/yyyy hh:mm."""
    return NOTHING if moment is None else f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; always beside words, so it is hidden from readers. The same on every page."""
    return format_html(
        '<svg class="kc-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def badge(tone: str, icon_name: str, words: str) -> SafeString:
    """State in icon and words; tones: neutral, blue, green, amber, red, dashed."""
    return format_html('<span class="kc-badge kc-badge-{}">{}{}</span>', tone, icon(icon_name), words)


@register.simple_tag
def money(amount: int | None, unit: str = "trieu") -> SafeString:
    """An amount in the page's unit, the exact đồng on hover. Nothing is an en dash, zero is 0."""
    if amount is None:
        return format_html('<span class="kc-num kc-nothing">{}</span>', NOTHING)
    written = in_unit(amount, UNITS[unit])  # type: ignore[arg-type]
    return format_html('<span class="kc-num" title="{}">{}</span>', exact(amount), written)


@register.simple_tag(takes_context=True)
def to(context: template.Context, name: str, *args: object, **params: object) -> str:
    """The address of a page, keeping a shared link's year and day."""
    return address(context.get("request"), name, *args, **params)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with some values changed."""
    return query_with(context["request"].GET, **changes)


@register.simple_tag(takes_context=True)
def figure(context: template.Context, code: str, words: object, **params: object) -> SafeString:
    """A figure that opens its rows."""
    return format_html(
        '<a class="kc-figure kc-num" href="{}">{}</a>', address(context.get("request"), "figure", code, **params), words
    )


@register.simple_tag
def figure_money(url: str, amount: int | None, unit: str = "trieu") -> SafeString:
    """An amount that opens its rows at ``url``; nothing cannot be opened."""
    if amount is None:
        return money(None)
    written = in_unit(amount, UNITS[unit])  # type: ignore[arg-type]
    return format_html('<a class="kc-figure kc-num" href="{}" title="{}">{}</a>', url, exact(amount), written)


@register.inclusion_tag("components/sortable.html", takes_context=True)
def sortable(context: template.Context, key: str, title: str, number: bool = False) -> dict[str, Any]:
    """A column head that sorts; a second press turns the order."""
    asked: QueryDict = context["request"].GET
    current = asked.get("xep", "") or context.get("usual_order", "")
    down = current == f"-{key}"
    up = current == key
    return {
        "title": title,
        "number": number,
        "up": up,
        "down": down,
        "sort": "descending" if down else "ascending" if up else "none",
        "url": query_with(asked, xep=f"-{key}" if up else key),
    }


@register.inclusion_tag("components/meter.html")
def meter(part: int | None, base: int | None, tick: int | None = None, label: str = "") -> dict[str, Any]:
    """A thin bar: part of base, with a tick for another moment. Widths are SVG numbers, never a style."""
    share = percent(part or 0, base or 0, 2)
    mark = percent(tick, base, 2) if tick is not None and base else None
    return {
        "width": str(min(max(share, 0), 100)) if share is not None else "0",
        "tick": str(min(max(mark, 0), 100)) if mark is not None else None,
        "label": label,
    }


@register.inclusion_tag("components/field.html")
def field(bound: Any, hint: str = "") -> dict[str, Any]:
    """One form field with its label, hint and errors."""
    return {"field": bound, "hint": hint}


@register.filter
def unit_value(short: str) -> int:
    """How many đồng one of the unit is."""
    return UNIT_VALUE[UNITS[short]]


@register.filter
def carries(standing: Any, verb: str) -> bool:
    """True when the person's standing carries the verb: {% if request.standing|carries:"export" %}."""
    return verb in standing.verbs


@register.filter
def absolute(number: int | None) -> int | None:
    """A number without its sign."""
    return None if number is None else abs(number)


@register.filter
def num(value: float) -> str:
    """A coordinate as SVG wants it, whatever the language: 12.5."""
    return f"{value:g}"


@register.simple_tag(takes_context=True)
def without(context: template.Context, param: str) -> str:
    """This page's query string without one condition."""
    return query_with(context["request"].GET, **{param: None})


@register.simple_tag(takes_context=True)
def with_value(context: template.Context, param: str, value: object) -> str:
    """This page's query string with one condition more."""
    return query_with(context["request"].GET, **{param: value})


@register.simple_tag
def suggestions(options: list[tuple[str, str]]) -> SafeString:
    """The options of a datalist, which may be hundreds."""
    return format_html_join("", '<option value="{}"></option>', ((label,) for _value, label in options))


@register.filter
def thang(day: date | None) -> str:
    """mm/yyyy."""
    return NOTHING if day is None else f"{day:%m/%Y}"


@register.filter
def with_unit(value: str, unit: str) -> str:
    """A norm as written in law: '6.000 triệu đồng', '50%', '30/06' (a day of the year names itself)."""
    written = grouped(int(value)) if value.isascii() and value.isdigit() else value
    if unit == "%":
        return f"{written}%"
    named = {"lần": _("lần"), "ngày": _("ngày"), "triệu đồng": _("triệu đồng")}.get(unit, unit)
    return written if "/" in value else f"{written} {named}"


@register.filter
def place_on(place: Place | None, day: date) -> str:
    """A place's name; one that no longer exists on the day says so."""
    if place is None:
        return NOTHING
    gone = place.valid_to is not None and place.valid_to <= day
    return f"{place.name} ({_('cũ')})" if gone else place.name


@register.filter
def amount(value: int | None, unit: str) -> str:
    """The amount of a row by its figure's unit: tenths of a percentage point with their comma, whole numbers else."""
    if value is None or unit != "points":
        return so(value)
    return points(Decimal(value) / TENTHS)


@register.filter
def points(value: Decimal | None) -> str:
    """A difference of two shares: '28,1', '4'."""
    return NOTHING if value is None else decimal_text(value, 1, trim=True)


@register.simple_tag(takes_context=True)
def row_page(context: template.Context, subject: str) -> str:
    """The page of the thing a row of a figure stands for; another figure opens where this one did."""
    label, _mark, key = subject.partition(":")
    request = context["request"]
    if label == "system.province":
        return address(request, "system-map-province", key)
    if label != "reporting.figure":
        return subject_url(subject) if subject else ""
    match = request.resolver_match
    if "figure" not in match.kwargs:
        return query_with(request.GET, so=key)
    return reverse(match.url_name, kwargs={**match.kwargs, "figure": key}) + query_with(request.GET, dang=None)


@register.filter
def page_of(subject: str) -> str:
    """The address of the thing a row stands for ('oversight.petition:12'); '' when it has no page."""
    return subject_url(subject) if subject else ""
