"""An address as written, taken apart: units with the kinds they may be, and the keys their names are compared by."""

import re
import unicodedata
from dataclasses import dataclass

from khuyencong.kernel.text import fold, nfc
from khuyencong.registry.states import Level

# How people write a kind before a name, folded; the kind it means.
_PREFIXES = {
    "tinh": "tinh", "t": "tinh", "thanh pho": "thanh pho", "tp": "thanh pho", "t p": "thanh pho",
    "huyen": "huyen", "h": "huyen", "quan": "quan", "q": "quan", "thi xa": "thi xa", "tx": "thi xa", "t x": "thi xa",
    "xa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong", "f": "phuong", "thi tran": "thi tran", "tt": "thi tran",
    "t t": "thi tran", "dac khu": "dac khu", "dk": "dac khu",
}  # fmt: skip
LEVELS_OF = {
    "tinh": (Level.PROVINCE,), "thanh pho": (Level.PROVINCE, Level.DISTRICT), "huyen": (Level.DISTRICT,),
    "quan": (Level.DISTRICT,), "thi xa": (Level.DISTRICT,), "xa": (Level.COMMUNE,), "phuong": (Level.COMMUNE,),
    "thi tran": (Level.COMMUNE,), "dac khu": (Level.COMMUNE,),
}  # fmt: skip
_SPELLED = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_PROVINCE_ALIASES = {
    "hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh", "br vt": "ba ria vung tau",
    "brvt": "ba ria vung tau", "tt hue": "thua thien hue", "dac lac": "dak lak", "daklak": "dak lak",
    "dac nong": "dak nong",
}  # fmt: skip
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_UNIT = r"(?:thành phố|thị trấn|thị xã|đặc khu|phường|huyện|quận|tỉnh|xã)"
_UNIT_PLAIN = r"(?:thanh pho|thi tran|thi xa|dac khu|phuong|huyen|quan|tinh|xa)"
_JOINED = re.compile(r"(bà rịa|ba ria)\s*[-–]\s*(vũng tàu|vung tau)", re.I)
_NUMBERED = re.compile(r"([pqf])\.?\s*0*(\d{1,2})")


@dataclass(frozen=True)
class Reading:
    """One way to read a part of an address: the kind it says ('' when it says none) and the name's key."""

    kind: str
    key: str

    @property
    def levels(self) -> tuple[Level, ...]:
        return LEVELS_OF.get(self.kind, (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE))


@dataclass(frozen=True)
class Part:
    """A part of an address between commas, with its readings, the likeliest first."""

    text: str
    readings: tuple[Reading, ...]

    def at(self, level: str) -> tuple[Reading, ...]:
        """The readings that can name a unit of a level."""
        return tuple(reading for reading in self.readings if level in reading.levels)


def name_key(text: str) -> str:
    """The folded name, numbers without leading zeros ('05' and '5' are one ward)."""
    return " ".join(str(int(word)) if word.isascii() and word.isdigit() else word for word in fold(text).split())


def spelling(text: str) -> tuple[str, ...]:
    """Letters and tones of each word, wherever the tone is written: 'Hoà' and 'Hòa' are spelled alike."""
    words = []
    for word in nfc(text).casefold().replace("'", " ").replace("’", " ").replace("-", " ").split():
        pieces = unicodedata.normalize("NFD", word)
        letters = "".join(piece for piece in pieces if piece not in _TONES)
        letters = letters.lstrip("0") if letters.isdigit() else letters
        words.append(letters + "".join(piece for piece in pieces if piece in _TONES))
    return tuple(words)


def has_accents(text: str) -> bool:
    """True when the text was typed with Vietnamese marks."""
    return nfc(text).casefold() != unicodedata.normalize("NFD", fold(text)) and any(
        unicodedata.combining(piece) or piece in "đĐ" for piece in unicodedata.normalize("NFD", text)
    )


def part_of(text: str) -> Part:
    """The readings of one part; without accents 'tinh bien' may be a tỉnh or the name Tịnh Biên."""
    whole = name_key(text)
    if numbered := _NUMBERED.fullmatch(text.strip().casefold()):
        kind = "quan" if numbered[1] == "q" else "phuong"
        return Part(text, (Reading(kind, str(int(numbered[2]))),))
    for words in (2, 1):
        head = " ".join(whole.split()[:words])
        rest = " ".join(whole.split()[words:])
        if rest and head in _PREFIXES and _said(text, head):
            return Part(text, (Reading(_PREFIXES[head], rest), Reading("", whole)))
    return Part(text, (Reading("", _PROVINCE_ALIASES.get(whole, whole)),))


def _said(text: str, head: str) -> bool:
    """With accents typed, a kind must be spelled as one: 'Tịnh Biên' does not begin with 'tỉnh'."""
    if not has_accents(text) or len(head.replace(" ", "")) <= 2:
        return True
    start = " ".join(nfc(text).casefold().replace(".", " ").split()[: len(head.split())])
    return spelling(start) in {spelling(word) for word in _SPELLED} or not has_accents(start)


def parts_of(text: str) -> list[Part]:
    """The parts of a whole address, smallest unit first as people write it; the country is left out."""
    cleaned = _JOINED.sub(lambda found: f"{found[1]} {found[2]}", nfc(text))
    pieces = [piece.strip(" .") for piece in re.split(r"[,;\t|]", cleaned)]
    if len(pieces) == 1:
        pieces = [piece.strip(" .") for piece in re.split(r"\s+[-–]\s+", cleaned)]
    if len(pieces) == 1 and not has_accents(cleaned):
        pieces = _split(cleaned, _UNIT_PLAIN)
    found = [part for piece in pieces for part in _split(piece, _UNIT)]
    return [_aliased(part_of(piece)) for piece in found if fold(piece) and fold(piece) not in ("viet nam", "vn")]


def _aliased(part: Part) -> Part:
    """'TP.HCM' reads as the city itself."""
    readings = tuple(
        Reading(reading.kind, _PROVINCE_ALIASES[reading.key])
        if Level.PROVINCE in reading.levels and reading.key in _PROVINCE_ALIASES
        else reading
        for reading in part.readings
    )
    return Part(part.text, readings)


def _split(text: str, units: str) -> list[str]:
    """Cut before each kind that begins a name: 'xã A huyện B' is two parts, 'thị xã A' and 'xã Tân Xã' one."""
    starts = [0]
    for found in re.finditer(rf"(?<!\w){units}(?=[\s.])", text, re.I):
        before = text[starts[-1] : found.start()].strip()
        after = text[found.end() :].strip(" .")
        whole_kind = re.fullmatch(units, before, re.I)
        if before and not whole_kind and after and not re.match(rf"{units}(?!\w)", after, re.I):
            starts.append(found.start())
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
