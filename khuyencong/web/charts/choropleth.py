"""A province map of shares: which class each outline has, its words, and how many provinces each class holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuyencong.kernel.money import in_unit, percent_text
from khuyencong.web.charts.province_map import Outlines

NONE = "none"


@dataclass(frozen=True)
class Part:
    """What a province has and how much of it is done, in đồng, and the page that opens it."""

    projects: int
    whole: int
    done: int
    url: str


@dataclass(frozen=True)
class Area:
    """A drawn province: its class (c0 … c4 or none), words for readers, path, page."""

    tone: str
    words: str
    path: str
    url: str


@dataclass(frozen=True)
class Box:
    """An archipelago in its own box, coloured like its province."""

    id: str
    name: str
    province: str
    area: Area
    view: str


@dataclass(frozen=True)
class Choropleth:
    areas: tuple[Area, ...]
    boxes: tuple[Box, ...]
    legend: tuple[tuple[str, str, int], ...]
    width: int
    height: int
    count: int


def tone_of(part: Part | None) -> str:
    """Five classes: 0 %, up to 25, 50, 75, above."""
    if part is None or not part.projects:
        return NONE
    if part.done <= 0 or not part.whole:
        return "c0"
    return next(
        (f"c{index}" for index, edge in ((1, 25), (2, 50), (3, 75)) if part.done * 100 <= part.whole * edge), "c4"
    )


def draw(outlines: Outlines, parts: Mapping[str, Part]) -> Choropleth:
    """The map of ``parts`` by the key of its outline; provinces without one are hatched."""
    tones = [tone_of(parts.get(item.code)) for item in outlines.provinces]
    areas = tuple(
        _area(item.name, item.path, parts.get(item.code), tone)
        for item, tone in zip(outlines.provinces, tones, strict=True)
    )
    boxes = tuple(
        Box(
            item.id,
            item.name,
            item.province,
            _area(f"{item.name} ({item.province})", item.path, parts.get(item.code), tone_of(parts.get(item.code))),
            item.view,
        )
        for item in outlines.insets
    )
    legend = tuple((tone, words, tones.count(tone)) for tone, words in _legend())
    return Choropleth(areas, boxes, legend, outlines.width, outlines.height, len(areas))


def _legend() -> list[tuple[str, str]]:
    return [
        ("c4", _("Trên 75%")),
        ("c3", _("Trên 50 – 75%")),
        ("c2", _("Trên 25 – 50%")),
        ("c1", _("Trên 0 – 25%")),
        ("c0", "0%"),
        (NONE, _("Không có đề án")),
    ]


def _area(name: str, path: str, part: Part | None, tone: str) -> Area:
    if part is None or not part.projects:
        return Area(NONE, _("{name}: không có đề án").format(name=name), path, "")
    words = _("{name}: đã phân bổ {done} trong {whole} triệu đồng ({share})").format(
        name=name,
        done=in_unit(part.done, "triệu đồng"),
        whole=in_unit(part.whole, "triệu đồng"),
        share=percent_text(part.done, part.whole),
    )
    return Area(tone, words, path, part.url)
