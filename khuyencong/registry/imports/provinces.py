"""Loads the provinces: the 63 of 2008 as they stood, then every later change as the event it was."""

from datetime import date
from pathlib import Path

from khuyencong.kernel.actor import Actor
from khuyencong.registry.actions import apply_change, enter_change
from khuyencong.registry.imports.files import HUE, MERGER, SINCE, rows_in
from khuyencong.registry.models import Change, LegalSource, Place, RegionMember, RegionScheme
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, ChangeKind, Evidence, Level

SCHEMES = (
    ("kc3", "Ba khu vực khuyến công", Evidence.UNSURE),
    ("moit2025", "Ba khu vực theo hội nghị của Bộ tháng 12/2025", Evidence.KNOWN),
    ("region6", "Sáu vùng kinh tế - xã hội", Evidence.VERIFIED),
)
HUE_CODE = "46"


def load_provinces(*, by: Actor | None, folder: Path, until: date) -> None:
    """The provinces and their regions as they are on ``until``; what is there already stays."""
    before, after = rows_in(folder / "provinces_63.csv"), rows_in(folder / "provinces_34.csv")
    if not Place.objects.filter(level=Level.PROVINCE).exists():
        _begin(before)
    if until >= HUE and not Change.objects.filter(on=HUE, about=About.PLACE).exists():
        _rename_hue(by, next(row for row in after if row["code"] == HUE_CODE))
    if until >= MERGER and not Change.objects.filter(on=MERGER, about=About.PLACE).exists():
        _join(by, after)
        _join_new_regions(after)


def _begin(rows: list[dict[str, str]]) -> None:
    schemes = {
        code: RegionScheme.objects.get_or_create(code=code, defaults={"name": name, "evidence": mark})[0]
        for code, name, mark in SCHEMES
    }
    places = []
    for row in rows:
        place = Place(level=Level.PROVINCE, code=row["code"], kind=row["type"], valid_from=SINCE)
        if row["code"] == HUE_CODE:
            place.kind = "Tỉnh"
        place.set_name(row["name_vi"])
        places.append(place)
    Place.objects.bulk_create(places)
    RegionMember.objects.bulk_create(
        RegionMember(scheme=schemes[scheme], region=row[column], place=place, valid_from=SINCE)
        for row, place in zip(rows, places, strict=True)
        for scheme, column in (("kc3", "region3"), ("region6", "region6"))
    )


def _standing(code: str) -> Place:
    return Place.objects.get(level=Level.PROVINCE, code=code, valid_to__isnull=True)


def _applied(by: Actor | None, entry: Entry) -> None:
    apply_change(by=by, change=enter_change(by=by, entry=entry), today=entry.on)


def _rename_hue(by: Actor | None, row: dict[str, str]) -> None:
    """Thừa Thiên Huế became the city of Huế (175/2024/QH15)."""
    source = LegalSource.objects.get(number="175/2024/QH15")
    after = Side(name=row["name_vi"], code=row["code"], form=row["type"])
    before = Side(place=_standing(HUE_CODE))
    _applied(by, Entry(ChangeKind.RENAME, About.PLACE, HUE, source, (before,), (after,)))


def _join(by: Actor | None, rows: list[dict[str, str]]) -> None:
    """The mergers of 1/7/2025 (202/2025/QH15), each an event of its own."""
    source = LegalSource.objects.get(number="202/2025/QH15")
    for row in rows:
        codes = row["merged_from_codes"].split()
        if len(codes) > 1:
            regions = {"kc3": row["region3"], "region6": row["region6"]}
            after = Side(name=row["name_vi"], code=row["code"], form=row["type"], regions=regions)
            befores = tuple(Side(place=_standing(code)) for code in codes if code != row["code"])
            host = (Side(place=_standing(row["code"])),) if row["code"] in codes else ()
            _applied(by, Entry(ChangeKind.MERGE, About.PLACE, MERGER, source, (*host, *befores), (after,)))


def _join_new_regions(rows: list[dict[str, str]]) -> None:
    """The lists of regions after the merger; a province that went on changes its region on that day at most."""
    schemes = dict(RegionScheme.objects.values_list("code", "pk"))
    for row in rows:
        place = _standing(row["code"])
        for scheme, column in (("kc3", "region3"), ("region6", "region6"), ("moit2025", "region3_moit2025")):
            held = RegionMember.objects.filter(place=place, scheme_id=schemes[scheme], valid_to__isnull=True)
            if held.exclude(region=row[column]).update(valid_to=MERGER) or not held.exists():
                RegionMember.objects.create(
                    scheme_id=schemes[scheme], region=row[column], place=place, valid_from=MERGER
                )  # fmt: skip
