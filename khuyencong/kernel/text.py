"""Vietnamese text: one stored form, folding for search, alphabet order."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_KEPT = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_ORDER = {letter: index for index, letter in enumerate("0123456789" + "abcdefghijklmnopqrstuvwxyz")}


class _Folding(dict[int, str]):
    """What each letter folds to, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        plain = "d" if chr(code) == "đ" else unicodedata.normalize("NFD", chr(code))
        kept = (ch if ch in _KEPT else "" if unicodedata.combining(ch) else " " for ch in plain)
        return self.setdefault(code, "".join(kept))


_FOLDED = _Folding()


def nfc(text: str) -> str:
    """Text in the one stored form (NFC), non-breaking and repeated spaces made single, ends trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).replace("\u00a0", " ")).strip()


def fold(text: str) -> str:
    """Search key: lower case, no marks, đ as d, punctuation as single spaces."""
    return " ".join(text.lower().translate(_FOLDED).split())


def number_in(text: str) -> int | None:
    """A number typed in plain digits that a database column can hold ('12'); None for anything else ('²', '1e9')."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@lru_cache(maxsize=1000)
def _letter_key(ch: str) -> tuple[str, int]:
    """Base letter as a sortable pair of characters, and the tone."""
    tone = 0
    base = ""
    for piece in unicodedata.normalize("NFD", ch):
        if piece in _TONES:
            tone = _TONES[piece]
        else:
            base += piece
    letter = unicodedata.normalize("NFC", base)
    if letter in _ALPHABET:
        return f"{_ALPHABET.index(letter) + 20:02d}", tone
    if letter.isdigit():
        return f"0{letter}"[-2:], tone
    place = _ORDER.get(letter)
    return (f"{place + 50:02d}" if place is not None else "00"), tone


def sort_key(text: str) -> str:
    """Key whose plain byte order is the Vietnamese dictionary order (letters first, then tones)."""
    pairs = [_letter_key(ch) for ch in nfc(text).lower()]
    letters = "".join(letter for letter, _ in pairs)
    tones = "".join(str(tone) for _, tone in pairs)
    return f"{letters[:160]} {tones[:80]}"
