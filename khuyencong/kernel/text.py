"""Vietnamese text: one stored form, folding for search, alphabet order."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ORDER = {letter: index for index, letter in enumerate("0123456789" + "abcdefghijklmnopqrstuvwxyz")}


def nfc(text: str) -> str:
    """Text in the one stored form (NFC), non-breaking and repeated spaces made single, ends trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).replace("\u00a0", " ")).strip()


def fold(text: str) -> str:
    """Search key: lower case, no marks, đ as d, punctuation as single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return _SPACES.sub(" ", re.sub(r"[^0-9a-z]+", " ", plain)).strip()


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
