"""Identifiers are sealed, dated and never overwritten; their value stands in no row and no event."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.sealed import Unreadable, generate_key
from khuyencong.records.models import Event
from khuyencong.records.queries import history_of
from khuyencong.registry.actions import add_identifier
from khuyencong.registry.models import Establishment, EstablishmentIdentifier
from khuyencong.registry.queries import establishments_sharing, identifiers_of, reveal

pytestmark = pytest.mark.django_db
OLD, NEW, PERSON = "0100000019", "0100000027", "001200000123"
START, LATER = date(2020, 1, 1), date(2025, 7, 1)


@pytest.fixture
def workshop() -> Establishment:
    return Establishment.objects.order_by("pk").first()


def give(workshop, value, kind="tax_code", on=START):
    return add_identifier(by=None, establishment=workshop, kind=kind, value=value, valid_from=on)


def on_day(workshop, day):
    return [(row.kind, reveal(row)) for row in identifiers_of(workshop, day)]


def test_the_value_is_sealed_and_comes_back(workshop):
    row = give(workshop, OLD)
    row.refresh_from_db()
    assert row.sealed != OLD
    assert reveal(row) == OLD
    assert row.fingerprint != OLD


def test_the_raw_value_stands_in_no_row_and_no_event(workshop):
    rows = [give(workshop, OLD), give(workshop, PERSON, "personal_number", LATER)]
    kept = serializers.serialize("json", [*rows, *Event.objects.filter(verb="identifier_added")])
    kept += "".join(map(repr, rows)) + "".join(map(str, rows))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_establishmentidentifier")
        kept += repr(cursor.fetchall())
    for value in (OLD, PERSON):
        assert value not in kept
        assert value[:9] not in kept


def test_the_event_tells_only_the_kind(workshop):
    give(workshop, OLD)
    event = history_of(workshop).get(verb="identifier_added")
    assert (event.detail, event.on) == ({"kind": "tax_code"}, START)


def test_a_later_value_ends_the_earlier_and_both_stay(workshop):
    give(workshop, OLD)
    give(workshop, NEW, on=LATER)
    assert on_day(workshop, date(2025, 6, 30)) == [("tax_code", OLD)]
    assert on_day(workshop, LATER) == [("tax_code", NEW)]
    assert on_day(workshop, date(2019, 12, 31)) == []
    assert EstablishmentIdentifier.objects.filter(establishment=workshop).count() == 2


def test_kinds_stand_beside_each_other(workshop):
    give(workshop, OLD)
    give(workshop, PERSON, "personal_number", LATER)
    assert on_day(workshop, LATER) == [("personal_number", PERSON), ("tax_code", OLD)]


def test_the_same_value_again_changes_nothing(workshop):
    first = give(workshop, OLD)
    assert give(workshop, "0100.000.019", on=LATER) == first
    assert history_of(workshop).filter(verb="identifier_added").count() == 1


@pytest.mark.parametrize("on", [LATER, date(2024, 1, 1)])
def test_a_day_before_a_later_value_is_refused(workshop, on):
    give(workshop, OLD, on=START)
    give(workshop, NEW, on=LATER)
    with pytest.raises(Refused) as caught:
        give(workshop, "0100000035", on=on)
    (finding,) = caught.value.findings
    assert finding.code == "identifier-later"
    assert finding.remedy
    assert on_day(workshop, date(2024, 1, 1)) == [("tax_code", OLD)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("tax_code", ""),
        ("tax_code", "010000001"),
        ("tax_code", "01000000190"),
        ("tax_code", "0100000019-01"),
        ("tax_code", "010000001A"),
        ("tax_code", PERSON),
        ("tax_code", "٠١٢٣٤٥٦٧٨٩"),
        ("personal_number", OLD),
        ("personal_number", "00120000012X"),
        ("business_code", "abc"),
        ("passport", "B1234567"),
    ],
)
def test_malformed_values_are_refused_with_a_remedy(workshop, kind, value):
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        give(workshop, value, kind)
    (finding,) = caught.value.findings
    assert finding.remedy
    assert not value or value not in json.dumps([finding.message, finding.remedy, finding.data], ensure_ascii=False)
    assert Event.objects.count() == before
    assert not identifiers_of(workshop, START).exists()


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("tax_code", " 0100 000 019 ", OLD),
        ("tax_code", "0100000019001", "0100000019-001"),
        ("tax_code", "0100000019-001", "0100000019-001"),
        ("personal_number", "001 200 000 123", PERSON),
        ("business_code", "01a8012345", "01A8012345"),
    ],
)
def test_values_are_kept_in_one_form(workshop, kind, value, stored):
    assert reveal(give(workshop, value, kind)) == stored


def test_sharing_is_found_without_opening_any(workshop):
    other = Establishment.objects.order_by("pk").last()
    give(workshop, OLD)
    give(workshop, NEW, on=LATER)
    give(other, OLD, "business_code")
    assert set(establishments_sharing("0100 000 019")) == {workshop, other}
    assert list(establishments_sharing(NEW)) == [workshop]
    assert not establishments_sharing("9999999999").exists()


def test_one_of_a_kind_a_day_is_a_fact_of_the_database(workshop):
    give(workshop, OLD)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        EstablishmentIdentifier.objects.create(
            establishment=workshop, kind="tax_code", sealed="x", fingerprint="x", valid_from=LATER
        )
    assert sentence_of(caught.value) == "Một cơ sở chỉ có một mã số của mỗi loại trong mỗi ngày."


def test_another_key_opens_nothing(workshop):
    row = give(workshop, OLD)
    with override_settings(IDENTIFIER_KEY=generate_key()):
        assert not establishments_sharing(OLD).exists()
        with pytest.raises(Unreadable):
            reveal(row)
    assert settings.IDENTIFIER_KEY
