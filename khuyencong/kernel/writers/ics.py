"""A calendar feed as text (iCalendar, RFC 5545): all-day events, CRLF, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST = 75  # octets of a line, its ending not counted (RFC 5545, 3.1)
PRODUCT = "-//Khuyen Cong//Lich cong tac//VI"


@dataclass(frozen=True)
class DayEvent:
    """Something that is due on a day. ``uid`` never changes for the same thing, so that calendars replace it."""

    uid: str
    on: date
    title: str
    said: str = ""
    url: str = ""


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends escaped, other control characters left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def folded_line(line: str) -> str:
    """One content line cut into pieces of at most 75 octets, never inside a letter; pieces go on after a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece])


def _lines(event: DayEvent, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.said:
        yield f"DESCRIPTION:{escaped(event.said)}"
    if event.url:
        yield f"URL:{''.join(event.url.split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def calendar_text(name: str, events: Iterable[DayEvent], *, at: datetime) -> str:
    """The whole feed. ``at`` (aware) is when it was written; it becomes the stamp of every event, in UTC."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    head: Sequence[str] = (
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    )  # fmt: skip
    body = [line for event in events for line in _lines(event, stamp)]
    return "".join(f"{folded_line(line)}\r\n" for line in (*head, *body, "END:VCALENDAR"))
