"""Which province a cell, a group row or a body's name speaks of, among those valid on the governing date."""

import re
from collections.abc import Sequence
from functools import lru_cache

from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import PlaceName
from khuyencong.programme.imports import words

_PREFIX = re.compile(r"^(?:tinh|thanh pho|t pho|tp|t p)\s+")
_LEADING = re.compile(r"^\s*(?:[IVXLCDM]+|[A-Za-zĐđ]|\d{1,3}(?:\.\d+)*)\s*[.):\-–/]\s*", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s*[(\[:;–-]\s*(?:[^A-Za-z]*\d.*|.*(?:đề án|de an|ĐA|da|triệu|đồng|trieu|dong).*)$", re.IGNORECASE
)


def bare_label(text: str) -> str:
    """A group label without its ordinal in front and its count or amount behind: 'I. Tỉnh X (3 đề án)' -> 'Tỉnh X'."""
    line = _LEADING.sub("", " ".join(text.split()))
    return _TRAILING.sub("", line).strip(" :;.,-–")


class PlaceFinder:
    """Finds provinces by name; every answer is one of the places it was given, or None."""

    def __init__(self, places: Sequence[PlaceName]) -> None:
        aliases: dict[str, list[str]] = words.read("place_words.json")["aliases"]
        self._nationwide: tuple[str, ...] = tuple(words.read("place_words.json")["nationwide"])
        self._names: dict[str, PlaceName] = {}
        for place in places:
            own = _PREFIX.sub("", folded(place.name))
            self._names[own] = place
        for place in places:
            own = _PREFIX.sub("", folded(place.name))
            for other in (*map(folded, place.aliases), *aliases.get(own, ())):
                self._names.setdefault(_PREFIX.sub("", other), place)
                self._names.setdefault(other, place)
        longest = sorted(self._names, key=len, reverse=True)
        pattern = "|".join(re.escape(name) for name in longest) or "(?!)"
        self._mention = re.compile(rf"(?:\b(tinh|thanh pho|tp|t p)\s+)?\b({pattern})\b")
        self.inside = lru_cache(maxsize=20000)(self._inside)
        self.exact = lru_cache(maxsize=20000)(self._exact)

    def _exact(self, text: str) -> PlaceName | None:
        """The province a text names and nothing else: 'Tỉnh Hà Giang', 'TP.HCM', 'II. Thừa Thiên - Huế (2 đề án)'."""
        for candidate in (folded(text), folded(bare_label(text))):
            found = self._names.get(candidate) or self._names.get(_PREFIX.sub("", candidate))
            if found:
                return found
        return None

    def _inside(self, text: str) -> PlaceName | None:
        """The province in an address or a body's name: after 'tỉnh' or 'TP', else at the end, else the only one."""
        exact = self._exact(text)
        if exact:
            return exact
        plain = folded(text)
        mentions = [
            (match.group(1), self._names[match.group(2)], match.end()) for match in self._mention.finditer(plain)
        ]
        provinces = [place for prefix, place, _ in mentions if prefix == "tinh"]
        for options in (provinces, [place for prefix, place, _ in mentions if prefix]):
            if options:
                return options[-1] if len({place.key for place in options}) == 1 else None
        if mentions and mentions[-1][2] == len(plain):
            return mentions[-1][1]
        return mentions[0][1] if len({place.key for _, place, _ in mentions}) == 1 else None

    def is_nationwide(self, text: str) -> bool:
        """'Cả nước', 'Khu vực phía Bắc' …: a text that names no single province on purpose."""
        plain = folded(text)
        return any(plain == name or plain.startswith(name + " ") for name in self._nationwide)
