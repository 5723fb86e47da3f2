"""Legacy Vietnamese encodings (TCVN3, VNI): seen by font name or by what the letters cannot be, and converted.

The tables are reviewed data. Nothing here knows where a text came from.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Encoding = Literal["TCVN3", "VNI"]
TABLES_FILE = Path(__file__).resolve().parents[2] / "data" / "reference" / "legacy_vn_encodings.json"

_HIGH_LATIN = re.compile("[\u00a1-\u00ff]")
_BEYOND_LATIN = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_LETTERS = re.compile(r"[^\s\d()\[\]{}.,;:!?\"'/\\|+=*%&#@<>_–—“”‘’…-]+")
# Which vowels may stand together, with nothing after them and before a closing consonant; nh and ch follow few of them.
_OPEN = [
    "a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia",
    "iu", "oa", "oe", "oi", "ôi", "ơi", "ua", "uê", "ui", "uơ", "uy", "ưa", "ưi", "ưu", "ya", "oai", "oao",
    "oay", "oeo", "iêu", "yêu", "uôi", "ươi", "ươu", "uya", "uyu", "uây", "uâ",
]  # fmt: skip
_CLOSED = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "oa", "oă", "oe", "oo", "uâ", "uê",
    "uô", "uy", "uyê", "ươ", "yê",
]  # fmt: skip
_BEFORE_NH = [
    "a", "ê", "i", "oa", "uê", "uy", "y",
]  # fmt: skip
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    rf"(?:(?:{'|'.join(_CLOSED)})(?:ng|[ckmnpt])|(?:{'|'.join(_BEFORE_NH)})(?:nh|ch)|(?:{'|'.join(_OPEN)}))"
)
_TONES = set("\u0300\u0309\u0303\u0301\u0323")


@dataclass(frozen=True)
class Converted:
    """A text brought to Unicode: ``text`` in NFC, ``original`` as stored, ``by`` says what gave it away."""

    text: str
    original: str
    encoding: Encoding
    by: Literal["font", "letters"]


@cache
def _tables(path: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["tcvn3"], content["vni"]


def encoding_of_font(font: str) -> Encoding | None:
    """'.VnTime' -> TCVN3, 'VNI-Times' -> VNI, anything else -> None."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "TCVN3"
    return "VNI" if name.startswith("vni-") else None


def to_unicode(text: str, encoding: Encoding, *, capitals: bool = False, tables: Path = TABLES_FILE) -> str:
    """``text`` read by the table of ``encoding``, NFC. ``capitals``: the font draws every letter as a capital."""
    tcvn3, vni = _tables(tables)
    if encoding == "TCVN3":
        result = "".join(tcvn3.get(ch, ch) for ch in text)
    else:
        result = _pairs_first(text, vni)
    result = unicodedata.normalize("NFC", result)
    return result.upper() if capitals else result


def _pairs_first(text: str, table: Mapping[str, str]) -> str:
    pieces: list[str] = []
    position = 0
    while position < len(text):
        for width in (2, 1):
            piece = text[position : position + width]
            if len(piece) == width and piece in table:
                pieces.append(table[piece])
                position += width
                break
        else:
            pieces.append(text[position])
            position += 1
    return "".join(pieces)


@lru_cache(maxsize=20000)
def _is_syllable(word: str) -> bool:
    """Could this be one Vietnamese syllable, by its letters, its shape and at most one tone?"""
    tones = 0
    letters = ""
    for ch in word.lower():
        pieces = unicodedata.normalize("NFD", ch)
        tones += sum(piece in _TONES for piece in pieces)
        letters += unicodedata.normalize("NFC", "".join(piece for piece in pieces if piece not in _TONES))
    capital_inside = word != word.lower() and word != word.upper() and word[1:] != word[1:].lower()
    return tones <= 1 and not capital_inside and _SYLLABLE.fullmatch(letters) is not None


def _syllables(text: str) -> int:
    """Marked words of two letters or more that are Vietnamese syllables."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 1 and not word.isascii()]
    return sum(_is_syllable(word) for word in words)


def _by_letters(text: str, tables: Path) -> Encoding | None:
    """The encoding under which clearly more words become Vietnamese than as stored, or None."""
    as_stored = _syllables(text)
    suspects = sum(
        1
        for word in _LETTERS.findall(text)
        if len(word) > 1 and not word.isascii() and re.search("[A-Za-z]", word) and not _is_syllable(word)
    )
    if not suspects:
        return None
    scores: dict[Encoding, int] = {
        "TCVN3": _syllables(to_unicode(text, "TCVN3", tables=tables)),
        "VNI": _syllables(to_unicode(text, "VNI", tables=tables)),
    }
    best: Encoding = "TCVN3" if scores["TCVN3"] >= scores["VNI"] else "VNI"
    gain = scores[best] - as_stored
    return best if gain * 2 > suspects else None


def converted(
    text: str, font: str = "", *, like: Encoding | None = None, tables: Path = TABLES_FILE
) -> Converted | None:
    """What ``text`` says if it is stored in a legacy encoding, else None.

    The font's name decides first; without one, letters that Vietnamese cannot have. Text that already holds letters
    outside Latin-1 (ă, đ, ơ, ạ …) is Unicode whatever its font says. ``like``: the encoding of its neighbours, for a
    short text that could be read both ways ("Ghi chó").
    """
    if text.isascii() or not _HIGH_LATIN.search(text) or _BEYOND_LATIN.search(text):
        return None
    named = encoding_of_font(font)
    if named:
        capitals = named == "TCVN3" and font.strip().lower().endswith("h")
        read = to_unicode(text, named, capitals=capitals, tables=tables)
        # Unicode typed in an old font loses words when it is converted: then the font is not believed.
        if read != text and _syllables(read) >= _syllables(text):
            return Converted(read, text, named, "font")
    seen = like or _by_letters(text, tables)
    if seen is None:
        return None
    return Converted(to_unicode(text, seen, tables=tables), text, seen, "letters")
