"""Recording a plan and its allocations: whole or waiting, once, never above the plan, nothing half done."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from khuyencong.kernel.findings import Refused
from khuyencong.ledger.actions import reverse
from khuyencong.ledger.models import Movement
from khuyencong.programme.actions import (
    keep_record,
    record_allocations,
    record_plan,
    settle_allocation_row,
    settle_plan_row,
)
from khuyencong.programme.actions import plan as plan_module
from khuyencong.programme.models import AllocationBatch, AnnualPlan, Project
from khuyencong.programme.queries import completeness, totals
from khuyencong.records.models import Event, ImportRun
from khuyencong.records.queries import attachments_of, history_of
from khuyencong.registry.models import Establishment, Organisation
from tests.programme.papers import (
    MILLION,
    allocation,
    allocations,
    batch,
    doubtful_place,
    options,
    plan,
    project,
    province,
)

pytestmark = pytest.mark.django_db
LATER = date(2021, 12, 31)


def three(**changes):
    return plan([project(1), project(2, 200), project(3, 300, place="Bến Tre")], **changes)


def record(printed=None, mark="a", **more):
    return record_plan(by=None, printed=printed or three(), options=options(mark, **more))


def year_totals(day: date = LATER):
    return totals(Project.objects.all(), 2021, day)


def test_plan_recorded_whole():
    outcome = record()
    assert (outcome.created, outcome.whole, outcome.doubtful) == (3, True, [])
    assert (year_totals().projects, year_totals().planned, year_totals().localities) == (3, 600 * MILLION, 2)
    assert year_totals(date(2021, 1, 4)).projects == 0
    assert completeness(2021).complete


def test_plan_read_twice_changes_nothing():
    record()
    events, movements = Event.objects.count(), Movement.objects.count()
    again = record()
    assert (again.already, again.created, again.unchanged) == (True, 0, 3)
    assert (Event.objects.count(), Movement.objects.count()) == (events, movements)


def test_every_project_shows_the_one_event_of_its_file():
    record()
    events = {history_of(row).get(verb="plan_imported").pk for row in Project.objects.filter(year=2021)}
    assert len(events) == 1
    run = ImportRun.objects.get(year=2021)
    assert attachments_of(run).get().name == "a.xlsx"


def test_unknown_bodies_and_establishments_are_added_to_be_confirmed():
    record()
    body = Organisation.objects.get(names__name="Trung tâm minh họa Bến Tre")
    assert (body.confirmed, body.place.name, body.kind) == (False, "Bến Tre", "centre")
    assert Establishment.objects.get(name="Cơ sở minh họa 3").confirmed is False


def test_unknown_decision_date_counts_from_new_year():
    record(three(on=None))
    recorded = AnnualPlan.objects.get(year=2021)
    assert (recorded.date_is_known, recorded.effective_on) == (False, date(2021, 1, 1))


def test_stated_total_that_disagrees_keeps_the_year_incomplete():
    outcome = record(three(stated=700 * MILLION))
    assert (outcome.created, outcome.whole) == (3, False)
    assert not completeness(2021).complete
    assert "lệch 100.000.000 đồng" in outcome.findings[0].message


def test_stated_total_accepted_with_a_reason():
    outcome = record(three(stated=700 * MILLION), accept_total="Bản in thừa một dòng")
    assert outcome.whole
    assert AnnualPlan.objects.get(year=2021).accepted_reason == "Bản in thừa một dòng"


def test_doubtful_row_waits_and_is_settled_by_a_person():
    outcome = record(plan([project(1), doubtful_place(2, 50)]))
    assert (outcome.created, outcome.whole) == (1, False)
    assert [(line["row"], line["column"]) for line in outcome.doubtful] == [(7, "E")]
    state = completeness(2021)
    assert (state.recorded, state.printed) == (1, 2)
    row = outcome.run.rows.get(state="doubtful")
    opened = settle_plan_row(by=None, row=row, settled={"place_key": province("Bến Tre").pk})
    assert (opened.place.name, opened.support, opened.position) == ("Bến Tre", 50 * MILLION, 2)
    assert completeness(2021).complete
    with pytest.raises(Refused, match="đã được xử lý"):
        settle_plan_row(by=None, row=row, settled={"place_key": province("Bến Tre").pk})


def test_doubtful_row_needs_its_place_to_be_settled():
    outcome = record(plan([project(1), doubtful_place(2)]))
    with pytest.raises(Refused, match="Chưa chọn địa phương"):
        settle_plan_row(by=None, row=outcome.run.rows.get(state="doubtful"), settled={})


def test_corrected_file_adds_what_waited():
    record(plan([project(1), doubtful_place(2, 50)]))
    outcome = record(plan([project(1), project(2, 50)]), mark="b")
    assert (outcome.created, outcome.unchanged, outcome.whole) == (1, 1, True)
    assert completeness(2021).complete
    assert year_totals().planned == 150 * MILLION


def test_another_amount_for_a_recorded_row_is_not_taken():
    record()
    outcome = record(plan([project(1, 111), project(2, 200), project(3, 300, place="Bến Tre")]), mark="b")
    assert (outcome.created, outcome.whole) == (0, False)
    assert year_totals().planned == 600 * MILLION


def test_a_second_decision_is_not_a_second_plan():
    record()
    with pytest.raises(Refused, match="đã ghi nhận theo 8801/QĐ-BCT"):
        record(three(number="8899/QĐ-BCT"), mark="b")


def test_failure_in_the_middle_leaves_nothing(monkeypatch):
    def broken(**_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(plan_module, "record_event", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        record()
    assert not AnnualPlan.objects.filter(year=2021).exists()
    assert not ImportRun.objects.filter(year=2021).exists()


def allocate(*batches, mark="p"):
    return record_allocations(by=None, printed=allocations(*batches), options=options(mark))


def test_allocations_move_money_on_their_dates():
    record()
    outcome = allocate(batch([allocation(1, 60), allocation(2, 200)]))
    assert (outcome.created, outcome.whole) == (2, True)
    assert year_totals(date(2021, 2, 28)).allocated == 0
    assert year_totals(date(2021, 3, 1)).allocated == 260 * MILLION


def test_allocation_above_the_plan_is_refused_and_kept():
    record()
    outcome = allocate(batch([allocation(1, 60)]), batch([allocation(1, 50)], "8812/QĐ-CTĐP", date(2021, 5, 1)))
    assert (outcome.created, outcome.whole) == (1, False)
    assert outcome.doubtful[0]["reason"] == "Vượt số còn lại: đề nghị 50.000.000 đồng, còn 40.000.000 đồng."
    assert year_totals().allocated == 60 * MILLION


def test_allocation_dated_before_another_may_not_make_that_one_exceed():
    record()
    allocate(batch([allocation(1, 60)], on=date(2021, 6, 1)))
    outcome = allocate(batch([allocation(1, 60)], "8812/QĐ-CTĐP", date(2021, 2, 1)), mark="q")
    assert outcome.created == 0


def test_same_decision_again_adds_only_what_was_missing():
    record()
    allocate(batch([allocation(1, 60)]))
    outcome = allocate(batch([allocation(1, 60), allocation(2, 70)]), mark="q")
    assert (outcome.created, outcome.unchanged) == (1, 1)
    assert AllocationBatch.objects.get(year=2021).rows_printed == 2


def test_allocation_without_a_date_waits():
    record()
    outcome = allocate(batch([allocation(1, 60)], on=None))
    assert (outcome.created, outcome.whole) == (0, False)
    assert outcome.doubtful[0]["reason"] == "Chưa rõ ngày của quyết định phân bổ."


def test_allocation_to_an_unknown_project_is_settled_by_a_person():
    record()
    outcome = allocate(batch([allocation(9, 60, title="Việc không có trong kế hoạch", plan_ordinal="")]))
    row = outcome.run.rows.get(state="doubtful")
    target = Project.objects.get(year=2021, ordinal="2")
    settle_allocation_row(by=None, row=row, project=target, decision="8811/QĐ-CTĐP")
    assert year_totals().allocated == 60 * MILLION
    assert completeness(2021).complete


def test_allocation_title_with_small_differences_finds_its_project():
    record()
    outcome = allocate(batch([allocation(3, 60, plan_ordinal="", title="ĐỀ ÁN  MINH HOẠ SỐ 3 ")]))
    assert outcome.created == 1


def test_allocations_need_a_plan():
    with pytest.raises(Refused, match="Chưa có kế hoạch năm 2021"):
        allocate(batch([allocation(1, 60)]))


def test_reversal_gives_the_money_back_once():
    record()
    allocate(batch([allocation(1, 60)]))
    movement = Movement.objects.get(allocation_line__project__ordinal="1", on=date(2021, 3, 1))
    reverse(by=None, movement=movement, on=date(2021, 4, 1), document=movement.document)
    assert year_totals(date(2021, 3, 31)).allocated == 60 * MILLION
    assert year_totals(date(2021, 4, 1)).allocated == 0
    with pytest.raises(Refused, match="đã được đảo"):
        reverse(by=None, movement=movement, on=date(2021, 4, 2), document=movement.document)


def test_row_without_amount_is_doubtful_not_zero():
    finding = project(2).findings
    rows = [project(1), replace(project(2), support=None, findings=(*finding, doubtful_place(2).findings[0]))]
    outcome = record(plan(rows))
    assert outcome.created == 1


def test_same_file_is_read_again_when_a_reason_is_given():
    record(three(stated=700 * MILLION))
    assert record(three(stated=700 * MILLION)).already
    outcome = record(three(stated=700 * MILLION), accept_total="Bản in thừa một dòng")
    assert (outcome.already, outcome.created, outcome.unchanged, outcome.whole) == (False, 0, 3, True)
    assert completeness(2021).complete
    assert ImportRun.objects.filter(year=2021).count() == 1


def test_rows_settled_before_stay_settled_when_the_file_is_read_again():
    rows = [project(1), doubtful_place(2, 50)]
    outcome = record(plan(rows, stated=999 * MILLION))
    row = outcome.run.rows.get(state="doubtful")
    settle_plan_row(by=None, row=row, settled={"place_key": province("Bến Tre").pk})
    again = record(plan(rows, stated=999 * MILLION), accept_total="Bản in nhầm tổng")
    assert (again.created, again.doubtful, again.whole) == (0, [], True)
    assert year_totals().planned == 150 * MILLION


def test_a_contradicting_file_is_set_aside_with_a_reason():
    record()
    rows = [project(1, 111), project(2, 200), project(3, 300, place="Bến Tre")]
    outcome = record(plan(rows), mark="b")
    row = outcome.run.rows.get(state="doubtful")
    with pytest.raises(Refused, match="lý do"):
        keep_record(by=None, row=row, reason=" ")
    keep_record(by=None, row=row, reason="Tệp gửi nhầm bản dự thảo")
    assert completeness(2021).complete
    assert AnnualPlan.objects.get(year=2021).stated_total == 600 * MILLION


def test_a_row_that_waits_for_its_place_cannot_be_set_aside():
    outcome = record(plan([project(1), doubtful_place(2)]))
    with pytest.raises(Refused, match="không bỏ qua được"):
        keep_record(by=None, row=outcome.run.rows.get(state="doubtful"), reason="Không cần")


def test_undated_allocations_are_mended_by_giving_the_date():
    record()
    assert allocate(batch([allocation(1, 60)], on=None)).created == 0
    outcome = record_allocations(
        by=None, printed=allocations(batch([allocation(1, 60)], on=None)), options=options("p", decision_date=LATER)
    )
    assert (outcome.created, outcome.whole) == (1, True)
    assert completeness(2021).complete


def test_corrected_allocations_let_the_earlier_reading_rest():
    record()
    allocate(batch([allocation(1, 60), allocation(9, 10, plan_ordinal="", title="Việc lạ")]))
    assert not completeness(2021).complete
    outcome = allocate(batch([allocation(1, 60), allocation(2, 10)]), mark="q")
    assert (outcome.created, outcome.whole) == (1, True)
    assert completeness(2021).complete


def test_a_decision_on_two_sheets_is_one_batch():
    record()
    allocate(batch([allocation(1, 60)]), batch([allocation(2, 70)]))
    found = AllocationBatch.objects.get(year=2021)
    assert (found.rows_printed, found.stated_total, found.lines.count()) == (2, 130 * MILLION, 2)


def test_allocations_without_a_number_wait():
    record()
    outcome = allocate(batch([allocation(1, 60)], number=""))
    assert outcome.doubtful[0]["reason"] == "Chưa rõ số quyết định phân bổ."
