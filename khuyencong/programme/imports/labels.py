"""What a row's label says when the row is no project: a total, a part, a kind, a province, an activity, a body."""

import re
from functools import lru_cache
from typing import NamedTuple

from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import Kind, Part, PlaceName
from khuyencong.programme.imports import words
from khuyencong.programme.imports.activities import ActivityFinder
from khuyencong.programme.imports.places import PlaceFinder, bare_label

_ROMAN = re.compile(r"[IVXLC]+(?:\.\d+)*", re.IGNORECASE)
_LETTER = re.compile(r"[A-HĐ](?:\.\d+)*|[a-hđ]", re.IGNORECASE)
_ARABIC = re.compile(r"\d{1,5}")
_DOTTED = re.compile(r"\d{1,4}(?:\.\d{1,4})+")
_NUMBERED_LABEL = re.compile(r"(?:Phần|PHẦN)?\s*([A-HĐ]|[IVX]{1,5})\s*[.):\-–]\s*\S")
_PROVINCE_ROW = re.compile(r"(?:tỉnh|thành\s+phố|tp\.?|tinh|thanh\s+pho)\s+[^\s,;]+(?:\s[^\s,;]+){0,4}", re.IGNORECASE)
_TOTAL = re.compile(
    r"\(?\s*(tổng\s+cộng|tổng\s+số|tổng\s+kinh\s+phí|tổng\s+các|tổng\s+hợp\s+chung|tổng|cộng|total|toàn\s+bộ"
    r"|mang\s+sang|chuyển\s+sang|lũy\s+kế|luỹ\s+kế"
    r"|tong\s+cong|tong\s+so|tong\s+kinh\s+phi|tong|cong)(?![\wà-ỹ])",
    re.IGNORECASE,
)

Style = str


class Label(NamedTuple):
    """A group row understood: its type, and what it hands down to the rows below."""

    type: str
    part: Part | None = None
    kind: Kind | None = None
    place: PlaceName | None = None
    activity: str | None = None
    implementer: str = ""


def ordinal_style(text: str) -> Style:
    """'letter' (A), 'roman' (IV), 'arabic' (7), 'dotted' (1.2), 'none' when empty, 'text' for anything else."""
    bare = text.strip().strip(".()-: ")
    if not bare:
        return "none"
    if _ARABIC.fullmatch(bare):
        return "arabic"
    if _DOTTED.fullmatch(bare):
        return "dotted"
    if _ROMAN.fullmatch(bare) and bare.upper() not in ("C", "L"):
        return "roman" if "." not in bare else "dotted"
    if _LETTER.fullmatch(bare):
        return "letter" if "." not in bare else "dotted"
    return "text"


def leading_style(label: str) -> Style:
    """The style of a capital letter or Roman number a label opens with: 'C. NHIỆM VỤ', 'II - CÁC ĐƠN VỊ'."""
    match = _NUMBERED_LABEL.match(label)
    return ordinal_style(match.group(1)) if match else "none"


def is_total(label: str) -> bool:
    """Does a label open with the words of a sum? 'Cổng thông tin' or 'Tổng kết' do not."""
    plain = folded(label)
    if plain.startswith(
        (
            "tong ket",
            "tong dieu tra",
            "tong quan",
            "tong hop so lieu",
            "tong cong ty",
            "tong cuc",
            "cong tac",
            "cong dong",
            "cong ty",
            "cong nghiep",
            "cong nghe",
            "cong thuong",
            "cong trinh",
        )
    ):
        return False
    return _TOTAL.match(label.strip()) is not None


def is_grand(label: str) -> bool:
    """Does a total's label claim the whole table, naming no part of it?"""
    plain = re.sub(r"\b(?:[a-z]|[ivx]+|\d+)\b", " ", folded(re.sub(r"[(\[].*", "", label)))
    return " ".join(plain.split()) in words.phrases("grand_total")


class LabelReader:
    """Reads group labels with the provinces and activity groups of the day."""

    def __init__(self, places: PlaceFinder, activities: ActivityFinder) -> None:
        self._places = places
        self._any_province = PlaceFinder(words.every_province())
        self._activities = activities
        self.is_activity_name = activities.is_name
        self.part_of = lru_cache(maxsize=4000)(self._part_of)
        self.kind_of = lru_cache(maxsize=4000)(self._kind_of)

    def _part_of(self, text: str) -> Part | None:
        """The part a section row or a sheet's name speaks of, when it says hardly anything else."""
        plain = folded(bare_label(text))
        noise = words.single_words("part_noise")
        best: tuple[int, Part] | None = None
        parts: tuple[Part, ...] = ("agency", "unit", "locality")
        for part in parts:
            for phrase in words.phrases("part", part):
                if f" {phrase} " in f" {plain} ":
                    rest = f" {plain} ".replace(f" {phrase} ", " ", 1).split()
                    left = [word for word in rest if word not in noise and not word.isdigit() and len(word) > 1]
                    if not left and (best is None or len(phrase) > best[0]):
                        best = (len(phrase), part)
        return best[1] if best else None

    def _kind_of(self, text: str) -> Kind | None:
        """The kind a note or section names: 'Đề án nhóm', 'Đề án điểm', 'Nhiệm vụ'."""
        plain = folded(bare_label(text))
        kinds: tuple[Kind, ...] = ("key", "group", "single", "task")
        for kind in kinds:
            for phrase in words.phrases("kind", kind):
                if plain == phrase or (len(phrase) > 6 and f" {phrase} " in f" {plain} " and len(plain) < 40):
                    return kind
        return None

    def kind_of_title(self, title: str) -> Kind | None:
        """The kind a title opens with: 'Đề án nhóm: …'."""
        plain = folded(title)
        kinds: tuple[Kind, ...] = ("group", "key")
        found = next(
            (kind for kind in kinds if words.starts_with(plain, words.phrases("kind_title_starts", kind))), None
        )
        return found or ("task" if re.match(r"\s*nhiệm\s+vụ\s*:", title, re.IGNORECASE) else None)

    def read(self, text: str) -> Label | None:
        """What a group row says, None when its label is none of the known kinds."""
        place = self._places.exact(text)
        if place or self._any_province.exact(text) or _PROVINCE_ROW.fullmatch(bare_label(text)):
            # A province not valid on the day still opens a group: its rows are doubtful, its subtotal is no project.
            return Label("place", part="locality", place=place)
        part = self._part_of(text)
        if part:
            agency = part == "agency" and folded(bare_label(text)) in words.phrases("agency_names")
            return Label("part", part=part, implementer=bare_label(text) if agency else "")
        kind = self.kind_of(text) if len(folded(bare_label(text))) < 40 else None
        if kind:
            return Label("kind", kind=kind)
        activity = self._activities.names_section(text)
        if activity:
            return Label("activity", activity=activity)
        if words.starts_with(folded(bare_label(text)), words.phrases("organisation_starts")):
            return Label("implementer", place=self._places.inside(text), implementer=bare_label(text))
        return None
