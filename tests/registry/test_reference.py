"""Reference data loads whole, and loading again changes nothing."""

import csv
import shutil
from datetime import date

import pytest
from django.conf import settings
from django.core import serializers

from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import (
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    LegalSource,
    Norm,
    NormValue,
    SpecialDay,
)
from khuyencong.registry.queries import calendar_of

pytestmark = pytest.mark.django_db
LAW = (LegalSource, Norm, NormValue, SpecialDay, ChecklistItem, AdvanceKind, AdjustmentAuthority)


def everything() -> list[str]:
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in LAW]


def rows(name: str) -> list[dict[str, str]]:
    with (settings.DATA_DIR / "law" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_loading_again_changes_nothing():
    before = everything()
    first = load_reference(by=None, folder=settings.DATA_DIR)
    assert everything() == before
    assert load_reference(by=None, folder=settings.DATA_DIR) == first


def test_every_row_of_the_files_stands():
    counts = load_reference(by=None, folder=settings.DATA_DIR)
    decisions = LegalSource.objects.filter(number__endswith="/QĐ-UBND")  # the demo's own, of provinces
    assert counts["sources"] - decisions.count() == len(rows("sources.csv"))
    assert counts["norms"] == len(rows("norms.csv"))
    assert counts["special_days"] == len(rows("calendar.csv"))
    assert counts["checklist_items"] == len(rows("checklists.csv"))
    assert counts["advance_kinds"] == len(rows("advance_kinds.csv"))
    assert counts["adjustment_authorities"] == len(rows("adjustment_authority.csv"))
    assert {"places", "organisations"} <= set(counts)


def test_a_corrected_calendar_replaces_what_was_wrong(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(settings.DATA_DIR, folder, ignore=shutil.ignore_patterns("demo", "geo"))
    path = folder / "law" / "calendar.csv"
    text = path.read_text(encoding="utf-8").replace("2027-02-05,off", "2027-02-12,off")
    path.write_text(text, encoding="utf-8")
    load_reference(by=None, folder=folder)
    calendar = calendar_of(date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.is_working(date(2027, 2, 5))
    assert not calendar.is_working(date(2027, 2, 12))


def test_every_kind_of_a_checklist_is_a_known_kind():
    known = set(AdvanceKind.objects.values_list("code", flat=True)) | {""}
    listed = rows("checklists.csv")
    assert {row["kind"] for row in listed if row["step"] != "inspection"} <= known
    assert {row["kind"] for row in listed if row["step"] == "inspection"} == {"projects", "clusters", "survey"}
