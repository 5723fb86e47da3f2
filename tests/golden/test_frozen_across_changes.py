"""The frozen half-year report of 2024 is byte for byte what it was, whatever happened to places and bodies later."""

import hashlib
import json
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.kernel.paper_store import restored
from khuyencong.kernel.writers.formats import rendered
from khuyencong.programme.actions import PaperOptions, record_allocations, record_plan
from khuyencong.programme.imports.workbooks import read_allocations, read_plan
from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Change, Place
from khuyencong.registry.queries import provinces_on
from khuyencong.registry.states import Level
from khuyencong.reporting.actions import freeze
from khuyencong.reporting.models import Edition
from khuyencong.reporting.queries import edition_rows
from khuyencong.reporting.states import Asked

BEFORE = date(2024, 12, 31)


def paper(name: str) -> PaperOptions:
    data = (settings.DATA_DIR / "demo" / name).read_bytes()
    return PaperOptions(filename=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def as_downloaded(edition: Edition) -> dict[str, bytes]:
    """The edition in every form, and the rows behind each of its figures."""
    told = restored(edition.content["paper"])
    rows = {code: [repr(row) for row in edition_rows(edition, code)] for code in sorted(edition.content["figures"])}
    return {
        "json": json.dumps(edition.content, ensure_ascii=False, sort_keys=True).encode(),
        "rows": json.dumps(rows, ensure_ascii=False).encode(),
        **{kind: rendered(told, kind) for kind in ("docx", "xlsx", "pdf")},
    }


@pytest.mark.django_db(transaction=True)
def test_the_edition_of_2024_after_the_changes_of_2025(empty_database):
    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR, until=BEFORE)
        plan, allocations = paper("ke_hoach_2024.xlsx"), paper("phan_bo_2024.xlsx")
        record_plan(by=None, printed=read_plan(plan.data, plan.filename, year=2024), options=plan)
        printed = read_allocations(allocations.data, allocations.filename, year=2024)
        record_allocations(by=None, printed=printed, options=allocations)
    assert provinces_on(date(2026, 1, 1)).count() == 63 and not Change.objects.exists()
    asked = Asked(2024, date(2024, 6, 30), map_day=date(2024, 7, 3))
    head = User.objects.create(username="truongphong-thu", full_name="Người chốt số liệu (thử)")
    edition = freeze(by=head, asked=asked, today=date(2024, 7, 3))
    first = as_downloaded(Edition.objects.get(pk=edition.pk))
    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR)
    assert Change.objects.filter(on=date(2025, 1, 1)).count() == 1
    assert Change.objects.filter(on=date(2025, 7, 1), about="place").count() == 23
    assert Change.objects.filter(on=date(2025, 3, 1), kind="rename").count() == 1  # the Agency itself
    assert provinces_on(date(2026, 1, 1)).count() == 34
    assert Place.objects.get(level=Level.PROVINCE, name="Bến Tre").valid_to == date(2025, 7, 1)
    later = as_downloaded(Edition.objects.get(pk=edition.pk))
    assert {kind: later[kind] == first[kind] for kind in first} == dict.fromkeys(first, True)
