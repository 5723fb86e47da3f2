"""What the address pages say: how an address was found, why a place is a choice, and what a person does next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuyencong.kernel.periods import day_before, last_day, short_date
from khuyencong.registry.queries.addresses import AddressBook, Found, Link, PlaceRow, Resolved, made_of
from khuyencong.registry.states import Level, Match, Relation
from khuyencong.web.templatetags.kc import badge

TONES = {
    Match.EXACT: ("green", "check"),
    Match.ALIKE: ("amber", "alert-triangle"),
    Match.SEVERAL: ("amber", "list-check"),
    Match.ABOVE: ("amber", "info-circle"),
    Match.NONE: ("dashed", "circle-dashed"),
}


@dataclass(frozen=True)
class PlaceShown:
    """A place on the page: its name with what it stands in, its code, a day it stood, and why it is here."""

    name: str
    above: str
    code: str
    stood_on: date
    why: str = ""

    @property
    def full(self) -> str:
        """The name with what it stands in, as it is looked up."""
        return f"{self.name}, {self.above}" if self.above else self.name


@dataclass(frozen=True)
class FoundShown:
    """A place an address may name, the places of the other day, and what it was made of."""

    place: PlaceShown
    period: str
    stands: bool
    settled: bool
    becomes: list[PlaceShown]
    made_of: list[PlaceShown]


def match_badge(answer: Resolved) -> str:
    """How the address was found, in icon and words; a found place that is divided waits for a choice."""
    if answer.match == Match.EXACT and answer.settled is None:
        return badge("amber", "list-check", _("Cần chọn"))
    return badge(*TONES[answer.match], str(answer.match.label))


def match_words(answer: Resolved) -> str:
    """The same in words for a file."""
    return _("Cần chọn") if answer.match == Match.EXACT and answer.settled is None else str(answer.match.label)


def place_shown(book: AddressBook, row: PlaceRow, to: date, why: str = "") -> PlaceShown:
    """A place with the names above it, of ``to`` or of its last day; a province is said with its kind."""
    day = min(to, day_before(row.valid_to)) if row.valid_to else max(to, row.valid_from)
    name, _comma, above = book.full_name(row, day).partition(", ")
    if row.level == Level.PROVINCE:
        name = f"{_('Thành phố') if row.kind.startswith('Thành phố') else _('Tỉnh')} {name}"
    stood_on = last_day(row.valid_to) or row.valid_from
    return PlaceShown(name, above, row.code, stood_on, why)


def period_of(row: PlaceRow) -> str:
    """Until when, or since when, the place stands in our lists."""
    if row.valid_to is not None:
        return _("đến hết {day}").format(day=short_date(day_before(row.valid_to)))
    return _("từ {day}").format(day=short_date(row.valid_from))


def why_of(found: PlaceRow, link: Link, forward: bool) -> str:
    """Why a place of the other day is offered."""
    if link.place.pk == found.pk:
        return _("Không thay đổi")
    if found.level == Level.DISTRICT and link.relation != Relation.WHOLE:
        return _("Có xã, phường của huyện này về đây")
    if forward:
        return {
            Relation.WHOLE: _("Toàn bộ địa bàn cũ về đây"),
            Relation.DEFAULT: _("Phần chính của địa bàn cũ về đây (theo bảng đối chiếu, chờ xác nhận)"),
        }.get(Relation(link.relation), _("Một phần địa bàn cũ về đây"))
    return {
        Relation.WHOLE: _("Toàn bộ vào địa bàn này"),
        Relation.DEFAULT: _("Phần chính vào địa bàn này"),
    }.get(Relation(link.relation), _("Một phần vào địa bàn này"))


def found_shown(book: AddressBook, answer: Resolved, found: Found) -> FoundShown:
    """One place of the answer as the page shows it."""
    row = found.place
    forward = row.valid_to is not None and row.valid_to <= answer.to
    stands = row.holds(answer.to)
    return FoundShown(
        place_shown(book, row, answer.to), period_of(row), stands, found.is_settled,
        [] if stands else _links_shown(book, answer.to, row, found.becomes, forward),
        _links_shown(book, answer.to, row, made_of(book, row), False) if stands else [],
    )  # fmt: skip


def _links_shown(
    book: AddressBook, to: date, row: PlaceRow, links: Iterable[Link], forward: bool
) -> list[PlaceShown]:  # fmt: skip
    return [place_shown(book, link.place, to, why_of(row, link, forward)) for link in links]


def advice_on(answer: Resolved, dated: bool) -> list[str]:
    """What a person should know or do about this answer, most urgent first; empty when nothing.

    ``dated`` is False when the day of the paper was left open: then either list may answer without a word.
    """
    said = [_match_advice(answer)]
    for written, known in answer.differs:
        said.append(_("Ghi “{written}”, danh mục có “{known}”: xác nhận trước khi dùng.").format(
            written=written, known=known))  # fmt: skip
    if answer.match == Match.EXACT and answer.settled is None and answer.found:
        said.append(_choice_advice(answer.found[0], answer))
    if answer.unread and answer.match in (Match.EXACT, Match.ALIKE, Match.SEVERAL):
        said.append(_("Không dùng đến: {parts}.").format(parts="; ".join(answer.unread)))
    if dated and answer.other_day and answer.found:
        ended = answer.found[0].place.valid_to
        said.append(
            _("Ngày {day} không còn tên này: đã tra trong danh mục cũ.").format(day=short_date(answer.on))
            if ended is not None and ended <= answer.on
            else _("Ngày {day} chưa có tên này: đã tra trong danh mục mới.").format(day=short_date(answer.on))
        )
    return [words for words in said if words]


def _match_advice(answer: Resolved) -> str:
    parts = "; ".join(f"“{part}”" for part in answer.unread)
    if answer.match == Match.NONE:
        asked = _("Ghi đủ xã, huyện, tỉnh, cách nhau bằng dấu phẩy; xem lại chính tả.")
        return _("Không có trong danh mục: {parts}. {remedy}").format(parts=parts, remedy=asked) if parts else asked
    if answer.match == Match.ABOVE:
        return _("Không có {parts} ở đây: xem lại tên, hoặc chọn trong các địa bàn bên dưới.").format(parts=parts)
    if answer.both_lists:
        return _("Tên này có ở cả danh mục cũ và mới, là những nơi khác nhau: ghi ngày của giấy tờ hoặc chọn một nơi.")
    if answer.match == Match.SEVERAL:
        count = len(answer.found)
        return ngettext(
            "Có {count} nơi cùng tên: ghi thêm huyện, tỉnh để còn một.",
            "Có {count} nơi cùng tên: ghi thêm huyện, tỉnh để còn một.",
            count,
        ).format(count=count)
    return ""


def _choice_advice(found: Found, answer: Resolved) -> str:
    if not found.becomes:
        return _("Chưa biết địa bàn này là nơi nào vào ngày {day}.").format(day=short_date(answer.to))
    if found.place.valid_from > answer.to:
        return _("Địa bàn này ghép từ nhiều nơi: chọn theo địa chỉ trong hồ sơ.")
    if found.place.level == Level.DISTRICT:
        return _("Mới có tên huyện: ghi thêm tên xã để biết địa bàn hiện nay.")
    return _("Địa bàn cũ đã chia: chọn theo thôn, ấp, tổ dân phố trong nghị quyết sắp xếp.")
