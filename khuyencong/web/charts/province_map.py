"""Outlines of provinces as SVG paths, 63 before 1/7/2025 and 34 from that day, with both archipelagos in boxes."""

import json
import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

NEW_MAP_FROM = date(2025, 7, 1)
WEST, NORTH, EAST, SOUTH = 102.05, 23.45, 109.55, 8.35
# Steps per degree, two to a pixel; longitudes shrink with the cosine of the country's middle latitude.
SCALE = 82.0
SQUEEZE = math.cos(math.radians(16))
Ring = list[list[float]]


@dataclass(frozen=True)
class Outline:
    """One province: its code on this map, its name, its path."""

    code: str
    name: str
    path: str


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


def outlines_on(day: date) -> Outlines:
    """The map in force on a day."""
    return _outlines(Path(settings.DATA_DIR) / "geo", 34 if day >= NEW_MAP_FROM else 63)


@lru_cache(maxsize=4)
def _outlines(folder: Path, count: int) -> Outlines:
    features = json.loads((folder / f"provinces_{count}.geojson").read_text(encoding="utf-8"))["features"]
    provinces = sorted((f for f in features if f["properties"]["kind"] == "province"), key=_code)
    archipelagos = sorted((f for f in features if f["properties"]["kind"] == "archipelago"), key=lambda f: f["id"])
    return Outlines(
        tuple(Outline(_code(f), f["properties"]["name_vi"], _path(f, WEST, NORTH, SCALE)) for f in provinces),
        tuple(_inset(f) for f in archipelagos),
        math.ceil((EAST - WEST) * SQUEEZE * SCALE),
        math.ceil((NORTH - SOUTH) * SCALE),
    )


def _code(feature: dict[str, Any]) -> str:
    return feature["properties"]["code"]


def _rings(feature: dict[str, Any]) -> list[Ring]:
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _path(feature: dict[str, Any], west: float, north: float, scale: float) -> str:
    """Whole steps, written relative; equal points fall together in every province, so borders still meet."""
    return "".join(_ring(ring, west, north, scale) for ring in _rings(feature))


def _ring(ring: Ring, west: float, north: float, scale: float) -> str:
    points: list[tuple[int, int]] = []
    for lon, lat in ring[:-1]:
        spot = (round((lon - west) * SQUEEZE * scale), round((north - lat) * scale))
        if not points or points[-1] != spot:
            points.append(spot)
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
