"""The guards hold on this engine, also after a guarded table was rebuilt."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction

from khuyencong.kernel.guards import holding, sentence_of
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.records.actions import record_event
from khuyencong.records.models import Event
from khuyencong.registry.models import Norm, NormValue, OrganisationName, Place

pytestmark = pytest.mark.django_db


def refused(change) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return sentence_of(caught.value)


def test_movement_refuses_update_and_delete_by_any_road():
    sentence = "Bút toán đã ghi không được sửa hay xóa; hãy ghi bút toán đảo."
    movement = Movement.objects.first()
    assert refused(lambda: Movement.objects.update(amount=1)) == sentence
    assert refused(lambda: Movement.objects.filter(pk=movement.pk).update(on=date(2020, 1, 1))) == sentence
    assert refused(lambda: connection.cursor().execute("UPDATE ledger_movement SET amount = 1")) == sentence
    assert refused(lambda: connection.cursor().execute("DELETE FROM ledger_movement")) == sentence


def test_movement_refuses_to_be_replaced_or_truncated():
    row = Movement.objects.order_by("pk").first()
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO ledger_movement SELECT * FROM ledger_movement WHERE id = {row.pk}"
    else:
        statement = "TRUNCATE ledger_movement CASCADE"
    assert "không" in refused(lambda: connection.cursor().execute(statement))
    assert Movement.objects.filter(pk=row.pk).exists()


def test_movement_of_nothing_is_refused():
    source, target = FundLine.objects.all()[:2]
    document = Movement.objects.first().document
    make = lambda amount: Movement.objects.create(  # noqa: E731
        source=source, target=target, step="planned", amount=amount, on=date(2024, 1, 1), document=document
    )
    assert refused(lambda: make(0)) == "Số tiền phải lớn hơn 0 đồng."
    assert refused(lambda: make(-5)) == "Số tiền phải lớn hơn 0 đồng."


def test_norm_has_one_value_a_day():
    norm = Norm.objects.create(code="test.norm", title="x", unit="ngày")
    source = NormValue.objects.first().source
    add = lambda start, end: NormValue.objects.create(  # noqa: E731
        norm=norm, value="1", source=source, clause="Điều 1", evidence="V", valid_from=start, valid_to=end
    )
    add(date(2020, 1, 1), date(2021, 1, 1))
    later = add(date(2021, 1, 1), None)
    sentence = "Một định mức chỉ có một giá trị trong mỗi ngày ở mỗi phạm vi."
    assert refused(lambda: add(date(2020, 6, 1), date(2020, 7, 1))) == sentence
    assert refused(lambda: add(date(2030, 1, 1), None)) == sentence
    later.valid_from = date(2020, 12, 31)
    assert refused(later.save) == sentence


def test_substring_index_follows_inserts_and_updates():
    name = OrganisationName.objects.first()
    organisation = name.organisation
    fresh = OrganisationName(organisation=organisation, valid_from=date(1900, 1, 1), valid_to=date(1901, 1, 1))
    fresh.set_name("Sở Đúc Tiền Giả Định")
    fresh.save()
    found = OrganisationName.objects.filter(holding(OrganisationName, "folded", "duc tien gia"))
    assert list(found) == [fresh]
    fresh.set_name("Sở Khác Hẳn")
    fresh.save()
    assert not OrganisationName.objects.filter(holding(OrganisationName, "folded", "duc tien gia")).exists()


@pytest.mark.django_db(transaction=True)
def test_guards_survive_a_rebuilt_table(demo_again):
    """SQLite rebuilds a table at a field change and would drop its triggers in silence."""
    wide = models.CharField(max_length=80)
    wide.set_attributes_from_name("verb")
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Event, Event._meta.get_field("verb"), wide, strict=False)
        sentence = "Lịch sử chỉ được ghi thêm, không sửa, không xóa."
        assert refused(lambda: connection.cursor().execute("UPDATE records_event SET verb = 'x'")) == sentence
        assert refused(lambda: connection.cursor().execute("DELETE FROM records_event")) == sentence
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Event, wide, Event._meta.get_field("verb"), strict=False)
    event = record_event(by=None, verb="still_works", on=date(2024, 1, 1), subjects=[Place.objects.first()])
    again = Event.objects.filter(pk=event.pk)
    assert refused(lambda: again.update(verb="x")) == "Lịch sử chỉ được ghi thêm, không sửa, không xóa."
