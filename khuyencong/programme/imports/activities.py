"""Which activity group a text points to: from a code, from words, from a title. The order of trust is the caller's."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import GroupName
from khuyencong.programme.imports import words
from khuyencong.programme.imports.places import bare_label

_CODE = re.compile(r"\b(?:nd|ndkc|noi dung(?: so)?|nhom (?:noi dung|nd)(?: so)?|nhom so|^nhom(?= \d+$))\s?0?([1-9])\b")
# What a title says before it comes to the point.
_OPENING = re.compile(
    r"^(?:de an (?:nhom|diem) |da (?:nhom|diem) |nhiem vu |ho tro |to chuc |thuc hien |trien khai |cong tac |lop )+"
)


class _Phrases:
    """Known phrases by their first word, so that a text is searched word by word and not phrase by phrase."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase.partition(" ")[0], []).append(phrase)

    def first(self, plain: str) -> str | None:
        """The longest phrase a folded text begins with."""
        padded = f"{plain} "
        known = self._by_first.get(plain.partition(" ")[0], ())
        return next((phrase for phrase in known if padded.startswith(f"{phrase} ")), None)

    def longest(self, plain: str) -> str | None:
        """The longest phrase in a folded text, the earliest of equals."""
        best: str | None = None
        rest = plain
        while rest:
            found = self.first(rest)
            if found and (best is None or len(found) > len(best)):
                best = found
            rest = rest.partition(" ")[2]
        return best


class ActivityFinder:
    """Knows the groups it was given; the phrases come from the data file and from the groups themselves."""

    def __init__(self, groups: Sequence[GroupName]) -> None:
        data = {entry["code"]: entry for entry in words.read("activity_words.json")}
        self._codes: dict[str, str] = {}
        self._phrases: dict[str, str] = {}
        self._title_phrases: dict[str, str] = {}
        for group in groups or words.default_groups():
            own = data.get(group.code, {"words": [], "title": [], "name": group.name})
            digits = re.search(r"(\d+)$", group.code)
            self._codes[folded(group.code)] = group.code
            if digits:
                self._codes[digits.group(1)] = group.code
            for phrase in (folded(group.name), folded(own["name"]), *own["words"], *map(folded, group.words)):
                self._phrases.setdefault(phrase, group.code)
            for phrase in (folded(group.name), *own["title"], *map(folded, group.words)):
                self._title_phrases.setdefault(phrase, group.code)
        self._in_words, self._in_titles = _Phrases(self._phrases), _Phrases(self._title_phrases)
        self.from_title = lru_cache(maxsize=20000)(self._from_title)
        self.from_words = lru_cache(maxsize=20000)(self._from_words)

    def from_code(self, text: str, *, bare_digit: bool = False) -> str | None:
        """'ND3', 'Nội dung 3'; a lone '3' only where the column is one of codes."""
        plain = folded(text)
        if plain in self._codes and (bare_digit or not plain.isdigit()):
            return self._codes[plain]
        match = _CODE.search(plain)
        return self._codes.get(match.group(1)) if match else None

    def _from_words(self, text: str) -> str | None:
        """The group a short text names: all of it, or most of it."""
        plain = folded(bare_label(text))
        if plain in self._phrases:
            return self._phrases[plain]
        found = self._in_words.longest(plain)
        if found and (len(found) * 10 >= len(plain) * 4 or plain.startswith(found)):
            return self._phrases[found]
        return None

    def _from_title(self, text: str) -> str | None:
        """The group a title's opening words name, else the longest known phrase in it, the earliest of equals."""
        plain = folded(text)
        opening = _OPENING.sub("", plain)
        found = self._in_titles.first(opening) or self._in_titles.longest(plain)
        return self._title_phrases[found] if found else None

    def is_name(self, text: str) -> bool:
        """Is a text exactly the words of a group, and nothing more?"""
        return folded(bare_label(text)) in self._phrases

    def names_section(self, text: str) -> str | None:
        """The group a section row names: words that are nearly the whole label."""
        coded = self.from_code(bare_label(text))
        plain = folded(bare_label(text))
        if plain in self._phrases:
            return self._phrases[plain]
        found = self._in_words.longest(plain)
        if found and len(found) * 10 >= len(plain) * 6:
            return self._phrases[found]
        return coded if coded and (len(plain) < 16 or found) else None
