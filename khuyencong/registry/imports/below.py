"""Loads districts and communes of the old lists and of today's, and what each has become."""

from datetime import date
from pathlib import Path

from khuyencong.kernel.rows import add_all, add_rows
from khuyencong.registry.imports.files import MERGER, SINCE, rows_in
from khuyencong.registry.models import (
    Place,
    PlaceSuccession,
)
from khuyencong.registry.states import Level, Relation


def load_below(folder: Path) -> None:
    """Districts and communes of both lists, once."""
    if not Place.objects.filter(level=Level.COMMUNE, valid_from=MERGER).exists():
        _load_communes_now(folder)
    if not Place.objects.filter(level=Level.DISTRICT).exists():
        _load_places_before(folder)


def _load_communes_now(folder: Path) -> None:
    above = {place.code: place for place in Place.objects.filter(level=Level.PROVINCE, valid_to__isnull=True)}
    rows = rows_in(folder / "communes_2025.csv")
    communes = [_place(Level.COMMUNE, row, MERGER, None, above[row["province_code"]]) for row in rows]
    Place.objects.bulk_create(communes, batch_size=500)


def _load_places_before(folder: Path) -> None:
    """Districts and communes as they stood when the districts ended, and what each commune has become.

    The list is that of the last day; earlier renames and joins below the province are not in it, so that every row
    counts from the first day of the 63 provinces. Districts and communes of 46 stand under Huế, whose list it is.
    """
    above = {
        place.code: place
        for place in Place.objects.filter(level=Level.PROVINCE, valid_from__lt=MERGER).order_by("valid_from")
    }
    districts = {
        row["code"]: _place(Level.DISTRICT, row, SINCE, MERGER, above[row["province_code_63"]])
        for row in rows_in(folder / "districts_legacy_696.csv")
    }
    add_all(list(districts.values()))
    links = rows_in(folder / "communes_legacy_map.csv")
    named: dict[str, tuple[str, str, str]] = {}
    communes: dict[str, Place] = {}
    for row in links:
        if row["old_code"] not in communes:
            communes[row["old_code"]] = _commune_before(row, districts[row["old_district_code"]], named)
    add_all(list(communes.values()))
    now = dict(Place.objects.filter(level=Level.COMMUNE, valid_from=MERGER).values_list("code", "pk"))
    add_rows(
        PlaceSuccession,
        ("predecessor_id", "successor_id", "on", "relation"),
        [(communes[row["old_code"]].pk, now[row["new_code"]], MERGER, row["relation"]) for row in links],
    )
    _load_islands(districts, {row["old_district_code"] for row in links})


def _commune_before(row: dict[str, str], district: Place, named: dict[str, tuple[str, str, str]]) -> Place:
    """An old commune; ``named`` keeps the keys of a name, for names come again and again."""
    name = row["old_name_vi"]
    kind = next((kind for kind in ("Thị trấn", "Phường") if name.casefold().startswith(kind.casefold())), "Xã")
    place = Place(
        level=Level.COMMUNE, code=row["old_code"], kind=kind, valid_from=SINCE, valid_to=MERGER, parent_id=district.pk
    )
    if name not in named:
        place.set_name(name)
        named[name] = (place.name, place.folded, place.sort_key)
    place.name, place.folded, place.sort_key = named[name]
    return place


def _load_islands(districts: dict[str, Place], with_communes: set[str]) -> None:
    """Island districts without communes became the special zone of their name, whole."""
    zones = {
        place.name.removeprefix("Đặc khu "): place.pk
        for place in Place.objects.filter(level=Level.COMMUNE, kind="Đặc khu")
    }
    links = [
        (district.pk, zones[district.name.removeprefix("Huyện ")], MERGER, Relation.WHOLE.value)
        for code, district in districts.items()
        if code not in with_communes
    ]
    add_rows(PlaceSuccession, ("predecessor_id", "successor_id", "on", "relation"), links)


def _place(level: str, row: dict[str, str], start: date, end: date | None, parent: Place | None = None) -> Place:
    kind = row["type"]
    place = Place(level=level, code=row["code"], kind=kind, valid_from=start, valid_to=end, parent=parent)
    place.set_name(row["name_vi"])
    return place
