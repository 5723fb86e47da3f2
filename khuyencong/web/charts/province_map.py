"""Outlines of provinces as SVG paths, 63 before 1/7/2025 and 34 from that day, with both archipelagos in boxes."""

import json
import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

NEW_MAP_FROM = date(2025, 7, 1)
FIRST_DAY = date(2008, 8, 1)  # from this day on the map of 63 was in force
WEST, NORTH, EAST, SOUTH = 102.05, 23.45, 109.55, 8.35
# Steps per degree, two to a pixel; longitudes shrink with the cosine of the country's middle latitude.
SCALE = 82.0
SQUEEZE = math.cos(math.radians(16))
Ring = list[list[float]]
Spot = tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """One area: its key (its code on the map drawn, until ``join`` gives it another), its name, its path.

    ``rings`` are the corners of the path in steps.
    """

    code: str
    name: str
    path: str
    rings: tuple[tuple[Spot, ...], ...] = ()


@dataclass(frozen=True)
class Inset:
    """An archipelago in its own box: id HS or TS, name, province it belongs to, path and view box."""

    id: str
    code: str
    name: str
    province: str
    path: str
    view: str


@dataclass(frozen=True)
class Outlines:
    """A whole map: mainland paths in one view box, insets apart so that nothing can cover them."""

    provinces: tuple[Outline, ...]
    insets: tuple[Inset, ...]
    width: int
    height: int


@dataclass(frozen=True)
class Joined:
    """A province as it is on a day: its key, its name, the codes of the outlines it is made of."""

    key: str
    name: str
    codes: tuple[str, ...]


def outlines_on(day: date) -> Outlines:
    """The map drawn for a day: 63 provinces before 1/7/2025, 34 from that day."""
    return _outlines(Path(settings.DATA_DIR) / "geo", 34 if day >= NEW_MAP_FROM else 63)


@lru_cache(maxsize=4)
def _outlines(folder: Path, count: int) -> Outlines:
    features = json.loads((folder / f"provinces_{count}.geojson").read_text(encoding="utf-8"))["features"]
    provinces = sorted((f for f in features if f["properties"]["kind"] == "province"), key=_code)
    archipelagos = sorted((f for f in features if f["properties"]["kind"] == "archipelago"), key=lambda f: f["id"])
    return Outlines(
        tuple(_outline(f) for f in provinces),
        tuple(_inset(f) for f in archipelagos),
        math.ceil((EAST - WEST) * SQUEEZE * SCALE),
        math.ceil((NORTH - SOUTH) * SCALE),
    )


@lru_cache(maxsize=8)
def join(drawn: Outlines, provinces: tuple[Joined, ...]) -> Outlines:
    """The same map with each province as one area under its own key and name; an outline of none stays as it is."""
    of = {code: item for item in provinces for code in item.codes}
    groups: dict[str, list[Outline]] = {}
    for outline in drawn.provinces:
        groups.setdefault(of[outline.code].key if outline.code in of else outline.code, []).append(outline)
    named = {item.key: item.name for item in provinces}
    areas = tuple(
        replace(parts[0], code=key, name=named.get(key, parts[0].name))
        if len(parts) == 1
        else Outline(key, named[key], "".join(map(_drawn, _outer([ring for one in parts for ring in one.rings]))))
        for key, parts in groups.items()
    )
    insets = tuple(
        replace(box, code=of[box.code].key, province=of[box.code].name) if box.code in of else box
        for box in drawn.insets
    )
    return replace(drawn, provinces=areas, insets=insets)


def _outer(rings: list[tuple[Spot, ...]]) -> list[tuple[Spot, ...]]:
    """The rings without the borders that two of them share: those run once each way and fall out."""
    edges = Counter(edge for ring in rings for edge in pairwise((*ring, ring[0])))
    onward: dict[Spot, list[Spot]] = {}
    for (start, end), count in edges.items():
        onward.setdefault(start, []).extend([end] * max(count - edges[end, start], 0))
    found = []
    for first in list(onward):
        while onward[first]:
            ring, spot = [first], onward[first].pop()
            while spot != first:
                ring.append(spot)
                spot = onward[spot].pop()
            found.append(tuple(ring))
    return [ring for ring in found if len(ring) > 2]


def _outline(feature: dict[str, Any]) -> Outline:
    rings = tuple(spots for ring in _rings(feature) if len(spots := _spots(ring, WEST, NORTH, SCALE)) > 2)
    return Outline(_code(feature), feature["properties"]["name_vi"], "".join(map(_drawn, rings)), rings)


def _code(feature: dict[str, Any]) -> str:
    return feature["properties"]["code"]


def _rings(feature: dict[str, Any]) -> list[Ring]:
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _path(feature: dict[str, Any], west: float, north: float, scale: float) -> str:
    """Whole steps, written relative; equal points fall together in every province, so borders still meet."""
    return "".join(_drawn(_spots(ring, west, north, scale)) for ring in _rings(feature))


def _spots(ring: Ring, west: float, north: float, scale: float) -> tuple[Spot, ...]:
    spots: list[Spot] = []
    for lon, lat in ring[:-1]:
        spot = (round((lon - west) * SQUEEZE * scale), round((north - lat) * scale))
        if not spots or spots[-1] != spot:
            spots.append(spot)
    return tuple(spots)


def _drawn(points: tuple[Spot, ...]) -> str:
    if len(points) < 3:
        return ""
    steps = " ".join(f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps}z".replace(" -", "-")


def _inset(feature: dict[str, Any]) -> Inset:
    """A box of 1320 × 880 steps around the symbols, with room at every side."""
    spots = [spot for ring in _rings(feature) for spot in ring]
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    scale = min(1160 / ((east - west) * SQUEEZE), 720 / (north - south))
    left = round(((east - west) * SQUEEZE * scale - 1320) / 2)
    top = round(((north - south) * scale - 880) / 2)
    words = feature["properties"]
    path = _path(feature, west, north, scale)
    return Inset(feature["id"], words["code"], words["name_vi"], words["province_name"], path, f"{left} {top} 1320 880")
