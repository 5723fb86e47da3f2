"""Loads the reviewed data files (places, regions, law, bodies, activity groups). Loading twice changes nothing."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.rows import add_all, add_rows
from khuyencong.kernel.text import fold
from khuyencong.registry.actions import add_name, add_organisation
from khuyencong.registry.models import (
    ActivityGroup,
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    LegalSource,
    Norm,
    NormValue,
    Organisation,
    OrganisationName,
    Place,
    PlaceSuccession,
    ProcedureStep,
    RegionMember,
    RegionScheme,
    SpecialDay,
)
from khuyencong.registry.states import BodyKind, Evidence, Level, Relation

SINCE = date(2008, 8, 1)  # the 63 provinces: Resolution 15/2008/QH12, Hà Tây joined to Hà Nội
HUE = date(2025, 1, 1)
MERGER = date(2025, 7, 1)
SIX_REGIONS = date(2025, 7, 1)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def load_reference(*, by: Actor | None, folder: Path) -> dict[str, int]:
    """Load everything below the data folder; returns how many rows of each kind stand afterwards."""
    _load_law(folder / "law")
    _load_activities(folder)
    if not Place.objects.exists():
        _load_places(folder / "reference")
    if not Place.objects.filter(level=Level.DISTRICT).exists():
        _load_places_before(folder / "reference")
    _load_bodies(by, folder)
    return {
        "places": Place.objects.count(),
        "norms": NormValue.objects.count(),
        "sources": LegalSource.objects.count(),
        "organisations": Organisation.objects.count(),
        "special_days": SpecialDay.objects.count(),
        "checklist_items": ChecklistItem.objects.count(),
        "advance_kinds": AdvanceKind.objects.count(),
        "adjustment_authorities": AdjustmentAuthority.objects.count(),
        "procedure_steps": ProcedureStep.objects.count(),
    }


def _load_law(folder: Path) -> None:
    for row in _rows(folder / "sources.csv"):
        dates = {name: _day(row[name]) for name in ("issued_on", "effective_from", "effective_to")}
        LegalSource.objects.update_or_create(
            number=row["number"],
            defaults={**dates, "title": row["title"], "evidence": row["evidence"], "note": row["note"]},
        )
    sources = dict(LegalSource.objects.values_list("number", "pk"))
    _load_norms(folder / "norms.csv", sources)
    _load_calendar(folder / "calendar.csv", sources)
    _load_checklists(folder / "checklists.csv", sources)
    _load_advance_kinds(folder / "advance_kinds.csv")
    _load_authorities(folder / "adjustment_authority.csv", sources)
    _load_procedures(folder / "procedures.csv", sources)


def _load_norms(path: Path, sources: dict[str, int]) -> None:
    for row in _rows(path):
        norm, _created = Norm.objects.update_or_create(
            code=row["code"], defaults={"title": row["title"], "unit": row["unit"]}
        )
        NormValue.objects.update_or_create(
            norm=norm,
            area=row["area"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={"value": row["value"], **_grounds(row, sources)},
        )


def _grounds(row: dict[str, str], sources: dict[str, int]) -> dict[str, Any]:
    """What every dated row of law rests on, and when it ends."""
    return {
        "source_id": sources[row["source"]],
        "clause": row["clause"],
        "evidence": row["evidence"],
        "valid_to": _day(row["valid_to"]),
    }


def _load_calendar(path: Path, sources: dict[str, int]) -> None:
    """Days taken out of the file leave the calendar too: a corrected holiday is not kept beside its correction."""
    rows = _rows(path)
    SpecialDay.objects.exclude(day__in=[date.fromisoformat(row["day"]) for row in rows]).delete()
    fresh = [
        SpecialDay(
            day=date.fromisoformat(row["day"]),
            kind=row["kind"],
            name=row["name"],
            source_id=sources[row["source"]] if row["source"] else None,
            evidence=row["evidence"],
        )
        for row in rows
    ]
    SpecialDay.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "name", "source", "evidence"]
    )


def _load_checklists(path: Path, sources: dict[str, int]) -> None:
    for row in _rows(path):
        ChecklistItem.objects.update_or_create(
            step=row["step"],
            kind=row["kind"],
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "title": row["title"],
                "required": row["required"] == "1",
                "position": int(row["position"]),
                **_grounds(row, sources),
            },
        )


def _load_advance_kinds(path: Path) -> None:
    for row in _rows(path):
        AdvanceKind.objects.update_or_create(
            code=row["code"],
            defaults={
                "title": row["title"],
                "activities": row["activities"].split(),
                "position": int(row["position"]),
                "share_norm": row["share_norm"],
            },
        )


def _load_authorities(path: Path, sources: dict[str, int]) -> None:
    for row in _rows(path):
        AdjustmentAuthority.objects.update_or_create(
            change=row["change"],
            project_kind=row["project_kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={"decides": row["decides"], "title": row["title"], **_grounds(row, sources)},
        )


def _load_procedures(path: Path, sources: dict[str, int]) -> None:
    for row in _rows(path):
        ProcedureStep.objects.update_or_create(
            procedure=row["procedure"],
            step=row["step"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                **{name: row[name] for name in ("title", "counting", "counted_from", "actor")},
                "position": int(row["position"]),
                "days": int(row["days"]) if row["days"] else None,
                **_grounds(row, sources),
            },
        )


def _load_activities(folder: Path) -> None:
    for row in json.loads((folder / "activity_groups.json").read_text(encoding="utf-8")):
        ActivityGroup.objects.update_or_create(code=row["code"], defaults={"name": row["name"]})


def _place(level: str, row: dict[str, str], start: date, end: date | None, parent: Place | None = None) -> Place:
    kind = row["type"]
    place = Place(level=level, code=row["code"], kind=kind, valid_from=start, valid_to=end, parent=parent)
    place.set_name(row["name_vi"])
    return place


def _load_places(folder: Path) -> None:
    before, after = _rows(folder / "provinces_63.csv"), _rows(folder / "provinces_34.csv")
    joined = {row["code"]: row["merged_from_codes"].split() for row in after}
    lasting = {code for code, parts in joined.items() if parts == [code]} - {"46"}
    old = {
        row["code"]: _place(
            Level.PROVINCE, row, SINCE, None if row["code"] in lasting else (HUE if row["code"] == "46" else MERGER)
        )
        for row in before
    }
    new = {
        row["code"]: old[row["code"]]
        if row["code"] in lasting
        else _place(Level.PROVINCE, row, HUE if row["code"] == "46" else MERGER, None)
        for row in after
    }
    Place.objects.bulk_create(old.values())
    Place.objects.bulk_create([place for code, place in new.items() if code not in lasting])
    _load_successions(before, old, new, lasting)
    _load_regions(before, after, old, new, lasting)
    communes = [
        _place(Level.COMMUNE, row, MERGER, None, new[row["province_code"]])
        for row in _rows(folder / "communes_2025.csv")
    ]
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
        for row in _rows(folder / "districts_legacy_696.csv")
    }
    add_all(list(districts.values()))
    links = _rows(folder / "communes_legacy_map.csv")
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


def _load_successions(
    before: list[dict[str, str]], old: dict[str, Place], new: dict[str, Place], lasting: set[str]
) -> None:
    sources = dict(LegalSource.objects.values_list("number", "pk"))
    links = []
    for row in before:
        if row["code"] not in lasting:
            hue = row["code"] == "46"
            links.append(
                PlaceSuccession(
                    predecessor=old[row["code"]],
                    successor=new[row["merged_into_code"]],
                    on=HUE if hue else MERGER,
                    relation=Relation.WHOLE,
                    source_id=sources["175/2024/QH15" if hue else "202/2025/QH15"],
                )
            )
    PlaceSuccession.objects.bulk_create(links)


def _load_regions(
    before: list[dict[str, str]],
    after: list[dict[str, str]],
    old: dict[str, Place],
    new: dict[str, Place],
    lasting: set[str],
) -> None:
    schemes = {
        code: RegionScheme.objects.get_or_create(code=code, defaults={"name": name, "evidence": mark})[0]
        for code, name, mark in (
            ("kc3", "Ba khu vực khuyến công", Evidence.UNSURE),
            ("moit2025", "Ba khu vực theo hội nghị của Bộ tháng 12/2025", Evidence.KNOWN),
            ("region6", "Sáu vùng kinh tế - xã hội", Evidence.VERIFIED),
        )
    }
    rows: list[RegionMember] = []

    def add(scheme: str, region: str, place: Place, start: date, end: date | None) -> None:
        rows.append(RegionMember(scheme=schemes[scheme], region=region, place=place, valid_from=start, valid_to=end))

    for row in before:
        place = old[row["code"]]
        add("kc3", row["region3"], place, SINCE, MERGER if row["code"] in lasting else place.valid_to)
        add("region6", row["region6"], place, SINCE, MERGER if row["code"] in lasting else place.valid_to)
    for row in after:
        place = new[row["code"]]
        start = MERGER if row["code"] in lasting else place.valid_from
        add("kc3", row["region3"], place, start, None)
        add("region6", row["region6"], place, start, None)
        add("moit2025", row["region3_moit2025"], place, MERGER, None)
    RegionMember.objects.bulk_create(rows, batch_size=500)


def _load_bodies(by: Actor | None, folder: Path) -> None:
    sources = dict(LegalSource.objects.values_list("number", "pk"))
    ids = dict(Organisation.objects.exclude(code="").values_list("code", "pk"))
    for row in _rows(folder / "organisations" / "bodies.csv"):
        fields: dict[str, Any] = {"kind": row["kind"], "evidence": row["evidence"]}
        fields |= {"parent_id": ids.get(row["parent"]), "confirmed": row["evidence"] == Evidence.VERIFIED}
        body, _created = Organisation.objects.get_or_create(code=row["code"], defaults=fields)
        ids[row["code"]] = body.pk
        start = date.fromisoformat(row["valid_from"])
        if not OrganisationName.objects.filter(organisation=body, valid_from=start).exists():
            add_name(
                by=by, organisation=body, name=row["name"], symbol=row["symbol"], valid_from=start,
                valid_to=_day(row["valid_to"]), source_id=sources.get(row["source"]),
            )  # fmt: skip
    _load_departments(by)
    _load_centres(by, folder / "reference" / "promotion_units.csv")


def _load_departments(by: Actor | None) -> None:
    """A Sở Công Thương for every province of either map; their names follow the province's."""
    have = set(Organisation.objects.filter(kind=BodyKind.DEPARTMENT).values_list("place_id", flat=True))
    for place in Place.objects.filter(level=Level.PROVINCE).exclude(pk__in=have):
        form = "tỉnh" if place.kind == "Tỉnh" else "thành phố"
        add_organisation(
            by=by, name=f"Sở Công Thương {form} {place.name}", kind=BodyKind.DEPARTMENT, place_id=place.pk,
            code=f"SCT-{place.code}-{place.valid_from.year}", valid_from=place.valid_from, valid_to=place.valid_to,
            evidence=Evidence.DERIVED,
        )  # fmt: skip


def _load_centres(by: Actor | None, path: Path) -> None:
    """Only centres whose name was verified are facts; the others are met, and confirmed, through documents."""
    known = set(OrganisationName.objects.values_list("folded", flat=True))
    old = {place.code: place for place in Place.objects.filter(level=Level.PROVINCE, valid_from=SINCE)}
    for row in _rows(path):
        name = row["unit_before_2025_07"]
        if row["mark_before"] == Evidence.VERIFIED and fold(name) not in known:
            add_organisation(
                by=by, name=name, kind=BodyKind.CENTRE, place_id=old[row["province_code_63"]].pk, valid_from=SINCE
            )
