"""Several beneficiaries in one cell, told apart without cutting a company's name in two."""

import re
from functools import lru_cache

from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.imports import words

_NUMBERED = re.compile(r"(?:^|(?<=[\s;,.]))\(?\d{1,2}\s*[.)]\s*(?=[^\W\d])")
_BULLET = re.compile(r"^\s*[-–+•*]\s*")
_AND = re.compile(r"\s+(?:và|va|&)\s+(?=\S)", re.IGNORECASE)


def _is_establishment(text: str) -> bool:
    return words.starts_with(folded(text), words.phrases("establishments")) is not None


@lru_cache(maxsize=20000)
def beneficiaries(text: str) -> tuple[str, ...]:
    """The establishments a cell names, in printed order; () for an empty cell or a dash."""
    pieces: list[str] = []
    for line in text.split("\n"):
        line = _BULLET.sub("", line)
        pieces.extend(piece for part in _numbered(line) for piece in part.split(";"))
    joined = _rejoined([piece for piece in pieces if piece.strip()])
    names = [name for piece in joined for name in _listed(piece)]
    clean = (" ".join(_BULLET.sub("", name).split()).strip(" ,;.") for name in names)
    return tuple(name for name in clean if name and name not in ("-", "–"))


def _numbered(line: str) -> list[str]:
    """Cut at '1. … 2. …' when the numbers really count from one."""
    cuts = list(_NUMBERED.finditer(line))
    counted = [int(re.sub(r"\D", "", cut.group())) for cut in cuts]
    if not cuts or counted[0] > 30 or counted != list(range(counted[0], counted[0] + len(counted))):
        return [line]
    if len(cuts) == 1 and line[: cuts[0].start()].strip():
        return [line]
    head = line[: cuts[0].start()]
    ends = [cut.start() for cut in cuts[1:]] + [len(line)]
    return [head] + [line[cut.end() : end] for cut, end in zip(cuts, ends, strict=True)]


def _rejoined(pieces: list[str]) -> list[str]:
    """A line that starts with a small letter continues the name before it."""
    joined: list[str] = []
    for piece in pieces:
        text = piece.strip()
        if joined and text[:1].islower() and not _is_establishment(text):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def _listed(piece: str) -> list[str]:
    """A comma or 'và' list, only when every piece looks like an establishment."""
    for cut in (re.compile(r"\s*,\s*(?:và\s+)?"), _AND):
        parts = [part for part in cut.split(piece) if part.strip()]
        if len(parts) > 1 and all(_is_establishment(part) for part in parts):
            return [name for part in parts for name in _listed(part)]
    return [piece]
