"""Does a text carry a secrecy stamp? A stamp is a line of its own or follows its label; ordinary words never count."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from khuyencong.kernel.text import fold

Stamp = Literal["MẬT", "TỐI MẬT", "TUYỆT MẬT"]

_STAMPS: dict[str, Stamp] = {"mat": "MẬT", "toi mat": "TỐI MẬT", "tuyet mat": "TUYỆT MẬT"}
_LABELLED = re.compile(r"(?:do|muc do|dau|dau do|dong dau) mat(?: cua (?:van ban|tai lieu))?\s*[:\-–]\s*(.+)")
_UNMARKED_STAMP = {"MAT", "TOI MAT", "TUYET MAT"}
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
# No stamp is without these letters, however they are marked or spaced: most texts of a workbook stop here.
_LETTERS_OF_STAMP = re.compile(r"[mM]\s*[aAâÂạẠậẬ][\u0300-\u036f]*\s*[tT]")
# "Mật", "Tối mật" with its marks, or the bare capitals of a typewriter: "mat" alone in small letters is just a word.
_MARKED_FORMS = {"mật", "tối mật", "tuyệt mật"}


def _plain(line: str) -> str:
    """The line without marks but with its colon, lower case, single spaces."""
    decomposed = unicodedata.normalize("NFD", line.lower().replace("đ", "d"))
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(bare.split())


def _stamp_of_line(line: str) -> Stamp | None:
    text = _EDGES.sub("", " ".join(unicodedata.normalize("NFC", line).split()))
    spaced = text.replace(" ", "")
    if text.lower() in _MARKED_FORMS or text in _UNMARKED_STAMP:
        return _STAMPS[fold(text)]
    # A stamp set with wide letters: "M Ậ T".
    if len(text) == 2 * len(spaced) - 1 and (spaced.lower() == "mật" or spaced == "MAT"):
        return "MẬT"
    labelled = _LABELLED.fullmatch(_plain(line).strip(" .;()[]*"))
    return _STAMPS.get(fold(labelled.group(1))) if labelled else None


def stamp_in(text: str) -> Stamp | None:
    """The secrecy stamp some line of ``text`` carries, the gravest first, or None. NFD and missing marks are read."""
    if not _LETTERS_OF_STAMP.search(text):
        return None
    return gravest(_stamp_of_line(line) for line in re.split(r"[\r\n\v\f\u2028]+", text))


def gravest(stamps: Iterable[Stamp | None]) -> Stamp | None:
    """The highest of several stamps."""
    order: list[Stamp | None] = [None, "MẬT", "TỐI MẬT", "TUYỆT MẬT"]
    return max(stamps, key=order.index, default=None)
