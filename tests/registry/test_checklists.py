"""Checklists, kinds of advance and who decides: what the loaded law says on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from khuyencong.kernel.guards import sentence_of
from khuyencong.registry.models import ActivityGroup, AdjustmentAuthority, AdvanceKind, ChecklistItem, LegalSource
from khuyencong.registry.queries import advance_kinds_for, authority_of, checklist_of, norm
from khuyencong.registry.states import Decider, Step

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)
KINDS = [
    "infrastructure", "cluster_pollution", "training", "soft", "promotion", "model", "new_enterprise", "task",
]  # fmt: skip


def codes(step: str, kind: str, on: date = DAY) -> list[str]:
    return [item.code for item in checklist_of(step, kind, on)]


def test_the_kinds_are_these():
    assert list(AdvanceKind.objects.values_list("code", flat=True)) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", [step for step in Step.values if step != Step.INSPECTION])
def test_every_kind_has_papers_at_every_step(step, kind):
    items = checklist_of(step, kind, DAY)
    assert items
    assert any(item.required for item in items)
    assert len({item.code for item in items}) == len(items)
    assert [item.position for item in items] == sorted(item.position for item in items)
    assert all(item.source.number and item.clause and item.evidence in {"V", "K"} for item in items)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_before_the_circular(kind):
    assert codes("advance", kind, date(2014, 2, 9)) == []
    assert codes("advance", kind, date(2014, 2, 10))


def test_advance_papers_of_each_kind():
    assert {"support_contract", "contractor_contract", "progress_report"} <= set(codes("advance", "infrastructure"))
    assert "training_plan" in codes("advance", "training")
    assert "progress_report" in codes("advance", "model")
    assert {"minutes_5b", "volume_report", "business_registration"} <= set(codes("advance", "new_enterprise"))
    assert "contract" not in codes("advance", "task")
    assert "machine_purchase_contract" not in codes("payment", "training")


def test_machine_papers_are_asked_at_payment():
    wanted = ["machine_purchase_contract", "machine_acceptance", "machine_liquidation"]
    found = {item.code: item for item in checklist_of("payment", "model", DAY)}
    assert all(found[code].required and found[code].evidence == "V" for code in wanted)


def test_the_row_of_the_kind_stands_for_the_general_one():
    general = {item.code: item.required for item in checklist_of("acceptance", "model", DAY)}
    own = {item.code: item.required for item in checklist_of("acceptance", "new_enterprise", DAY)}
    assert (general["minutes_5b"], own["minutes_5b"]) == (False, True)


def test_a_paper_ends_and_another_begins():
    item = ChecklistItem.objects.get(step="closing", kind="", code="payment_orders")
    item.valid_to = date(2030, 1, 1)
    item.save()
    item.pk, item.title, item.valid_from, item.valid_to = None, "Mẫu mới", date(2030, 1, 1), None
    item.save()
    titles = [
        next(row.title for row in checklist_of("closing", "model", on) if row.code == "payment_orders")
        for on in (date(2029, 12, 31), date(2030, 1, 1))
    ]
    assert titles == ["Ủy nhiệm chi, giấy rút dự toán", "Mẫu mới"]


def test_a_paper_stands_once_a_day():
    row = ChecklistItem.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save()
    assert "một dòng trong bộ hồ sơ" in sentence_of(caught.value)


def test_every_share_norm_is_in_force():
    shares = {kind.code: norm(kind.share_norm, on=DAY).value for kind in AdvanceKind.objects.exclude(share_norm="")}
    assert shares == {
        "infrastructure": "30", "cluster_pollution": "30", "training": "70", "soft": "70", "promotion": "70",
        "model": "70", "new_enterprise": "100",
    }  # fmt: skip


def test_every_activity_is_offered_a_kind():
    for activity in ActivityGroup.objects.all():
        assert advance_kinds_for(activity.code), activity.code
    assert [kind.code for kind in advance_kinds_for("ND1")] == ["training", "task"]
    assert [kind.code for kind in advance_kinds_for("ND3")] == ["model", "task"]
    assert advance_kinds_for("ND") == []


@pytest.mark.parametrize("kind", ["", "group", "single", "key"])
@pytest.mark.parametrize(
    "change", ["increase_support", "change_content", "extend_next_year", "add", "stop", "stop_violation"]
)
def test_the_minister_decides_what_grows_or_ends(change, kind):
    assert authority_of(change, kind, DAY).decides == Decider.MINISTER


@pytest.mark.parametrize("change", ["place", "beneficiary", "cooperating_unit"])
def test_a_group_project_is_the_departments(change):
    assert authority_of(change, "group", DAY).decides == Decider.DEPARTMENT
    assert authority_of(change, "single", DAY).decides == Decider.AGENCY
    assert authority_of(change, "", DAY).decides == Decider.AGENCY


@pytest.mark.parametrize("change", ["time_in_year", "reduce_support", "other"])
def test_the_rest_is_the_agencys(change):
    assert authority_of(change, "group", DAY).decides == Decider.AGENCY


def test_no_authority_is_never_taken_for_granted():
    for change, on in (("nothing", DAY), ("place", date(2014, 2, 9))):
        with pytest.raises(AdjustmentAuthority.DoesNotExist):
            authority_of(change, "", on)


def test_one_body_decides_a_change_on_a_day():
    source = LegalSource.objects.first()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        AdjustmentAuthority.objects.create(
            change="place", project_kind="group", decides=Decider.AGENCY, title="x", source=source, clause="x",
            evidence="K", valid_from=date(2030, 1, 1),
        )  # fmt: skip
    assert sentence_of(caught.value) == "Mỗi loại điều chỉnh chỉ có một cấp quyết định trong mỗi ngày."


def test_deadlines_of_desks_are_our_own_convention():
    for desk in ("confirm", "check", "agree", "endorse", "record", "treasury"):
        value = norm(f"deadline.{desk}", on=DAY)
        assert (value.evidence, value.norm.unit, value.clause) == ("D", "ngày làm việc", "Quy ước nội bộ")
    assert norm("advance.treasury.share", on=DAY).evidence == "?"
