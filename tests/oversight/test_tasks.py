"""The work programme: planned, reported, finished, carried with a decision each, as it stood on a day."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.tasks import (
    begin_task,
    carry_task,
    drop_task,
    finish_task,
    give_calendar_key,
    hashed_key,
    plan_task,
    reach_milestone,
    report_progress,
)
from khuyencong.oversight.models import WorkTask
from khuyencong.oversight.queries.tasks import (
    TaskFilter,
    counts_of,
    done_between,
    milestones_between,
    next_period,
    tasks_like,
    tasks_of_half,
    tasks_on,
    tasks_open,
)
from khuyencong.records.queries import history_of
from khuyencong.registry.models import Organisation, Place

pytestmark = pytest.mark.django_db
TODAY, PLANNED = date(2024, 12, 31), date(2024, 1, 10)
FAIR = "Chuẩn bị hội chợ minh họa với địa phương"


def who(name: str) -> User:
    return User.objects.get(username=name)


def planned(by: str = "truongphong", **more) -> WorkTask:
    given = {
        "year": 2024, "half": 1, "field": "promotion", "title": FAIR, "starts_on": date(2024, 1, 15),
        "due_on": date(2024, 6, 25), "lead": who("chuyenvien"), "on": PLANNED, "output": "Báo cáo kết quả",
    }  # fmt: skip
    return plan_task(by=who(by), today=TODAY, **{**given, **more})


def codes(call) -> set[str]:
    with pytest.raises(Refused) as caught:
        call()
    return {item.code for item in caught.value.findings}


def act(action, task, on, by="chuyenvien", **more):
    return action(by=who(by), today=TODAY, task=task, on=on, **more)


@pytest.mark.parametrize("by", ["lanhdao", "kiemtoan", "so-vinhlong", "donvi", "quantri"])
def test_only_the_office_plans_and_moves(by):
    assert codes(lambda: planned(by)) == {"handles-office"}
    task = planned()
    for action, more in (
        (begin_task, {}), (report_progress, {"progress": 10}), (finish_task, {"result": "Xong"}),
        (carry_task, {"reason": "Lý do", "due_on": date(2024, 9, 1)}), (drop_task, {"reason": "Lý do"}),
    ):  # fmt: skip
        assert codes(lambda action=action, more=more: act(action, task, date(2024, 2, 1), by, **more)) == {
            "handles-office"
        }
    assert WorkTask.objects.get(pk=task.pk).state == "planned"


def test_a_task_is_whole_new_and_its_dates_fit():
    first = planned()
    with pytest.raises(Refused) as caught:
        planned(title=FAIR.upper())
    assert caught.value.findings[0].data == {"task": first.pk}
    assert codes(lambda: planned(title=" ", field="x")) == {"says-title", "field-known"}
    assert codes(lambda: planned(title="a", due_on=date(2024, 1, 14))) == {"due-after-start"}
    assert codes(lambda: planned(title="a", starts_on=date(2024, 7, 1), due_on=None)) == {"starts-in-half"}
    assert codes(lambda: planned(title="a", milestones=[("Mốc", date(2024, 1, 2))])) == {"milestone-after-start"}
    assert codes(lambda: planned(title="a", lead=who("kiemtoan"))) == {"person-of-office"}
    assert codes(lambda: planned(title="a", on=date(2025, 2, 1))) == {"day-has-come"}


def test_progress_and_states_are_those_of_the_day():
    task = planned()
    act(report_progress, task, date(2024, 3, 1), progress=30)
    act(report_progress, task, date(2024, 5, 1), progress=60, remark="Đã họp với địa phương")
    done = act(finish_task, task, date(2024, 6, 20), result="Đã tổ chức",
               paper=Letter("301/CTĐP-KC", date(2024, 6, 20)))  # fmt: skip
    assert (done.state, done.done_on, done.progress, done.output_paper.number) == (
        "done", date(2024, 6, 20), 100, "301/CTĐP-KC",
    )  # fmt: skip
    rows = WorkTask.objects.filter(pk=task.pk)
    told = {day: tasks_on(rows, day).values_list("stood", "reached").first() for day in
            (date(2024, 1, 9), date(2024, 2, 1), date(2024, 4, 1), date(2024, 6, 19), TODAY)}  # fmt: skip
    assert list(told.values()) == [None, ("planned", 0), ("doing", 30), ("doing", 60), ("done", 100)]
    assert list(done_between(date(2024, 6, 1), date(2024, 6, 30)).filter(pk=task.pk)) == [task]
    assert not done_between(date(2024, 1, 1), date(2024, 6, 19)).filter(pk=task.pk).exists()
    assert codes(lambda: act(report_progress, task, TODAY, progress=10)) == {"state-allows"}


def test_progress_is_below_the_whole_and_a_result_is_said():
    task = planned()
    assert codes(lambda: act(report_progress, task, date(2024, 3, 1), progress=100)) == {"progress-share"}
    assert codes(lambda: act(finish_task, task, date(2024, 3, 1), result=" ")) == {"says-result"}
    assert codes(lambda: act(drop_task, task, date(2024, 3, 1), reason="")) == {"says-why"}
    assert codes(lambda: act(begin_task, task, date(2024, 1, 1))) == {"not-before-programme"}


def test_each_task_is_carried_by_a_decision_of_its_own():
    place = Place.objects.filter(name="Quảng Trị").first()
    body = Organisation.objects.filter(kind="department").first()
    task = planned(partners=[place, body, "Hiệp hội minh họa"],
                   milestones=[("Thống nhất", date(2024, 3, 1)), ("Kế hoạch", date(2024, 5, 1))])  # fmt: skip
    reach_milestone(by=who("chuyenvien"), today=TODAY, milestone=task.milestones.first(), on=date(2024, 3, 2))
    act(report_progress, task, date(2024, 5, 2), progress=40)
    day = date(2024, 6, 28)
    assert codes(lambda: act(carry_task, task, day, reason="Đổi lịch", due_on=date(2024, 6, 30))) == {
        "due-in-next-half"
    }
    assert codes(lambda: act(carry_task, task, day, reason="Đổi lịch", due_on=None)) == {"says-due"}
    assert codes(lambda: act(carry_task, task, day, reason=" ", due_on=date(2024, 9, 30))) == {"says-why"}
    assert not WorkTask.objects.filter(carried_from=task).exists()
    next_one = act(carry_task, task, day, reason="Đổi lịch", due_on=date(2024, 9, 30))
    assert (next_one.year, next_one.half, next_one.due_on, next_one.in_programme_on) == (
        2024, 2, date(2024, 9, 30), day,
    )  # fmt: skip
    assert next_one.partners.count() == 3
    assert list(next_one.milestones.values_list("title", "due_on")) == [("Kế hoạch", date(2024, 9, 30))]
    assert WorkTask.objects.get(pk=task.pk).state == "carried"
    assert [event.verb for event in history_of(next_one)] == ["task_planned"]
    assert tasks_on(WorkTask.objects.filter(pk=next_one.pk), TODAY).get().reached == 40
    assert not next_period(2024, 1, date(2024, 6, 27)).filter(pk=next_one.pk).exists()
    assert next_period(2024, 1, day).filter(pk=next_one.pk).exists()
    assert codes(lambda: act(carry_task, task, day, reason="Lần nữa", due_on=date(2024, 9, 30))) == {"state-allows"}


def test_the_next_half_rolls_over_the_years_end_and_holds_no_dropped_task():
    task = planned(half=2, starts_on=date(2024, 7, 1), due_on=date(2024, 12, 1), on=date(2024, 7, 1))
    after = act(carry_task, task, date(2024, 12, 20), reason="Chờ ý kiến", due_on=date(2025, 3, 1))
    assert (after.year, after.half) == (2025, 1)
    assert list(next_period(2024, 2, TODAY).filter(pk=after.pk)) == [after]
    act(drop_task, after, date(2024, 12, 30), reason="Không còn cần")
    assert not next_period(2024, 2, TODAY).filter(pk=after.pk).exists()
    assert next_period(2024, 2, date(2024, 12, 29)).filter(pk=after.pk).exists()


def test_lists_count_and_filter_as_of_a_day():
    first = planned()
    planned(title="Việc khác của kỳ", field="rural", due_on=date(2024, 3, 1), lead=None)
    act(finish_task, first, date(2024, 6, 20), result="Xong")
    mine = WorkTask.objects.filter(title__in=[FAIR, "Việc khác của kỳ"])
    then = tasks_of_half(mine, 2024, 1, date(2024, 4, 1))
    now = tasks_of_half(mine, 2024, 1, TODAY)
    assert (counts_of(then, date(2024, 4, 1)).open, counts_of(then, date(2024, 4, 1)).late) == (2, 1)
    assert (counts_of(now, TODAY).done, counts_of(now, TODAY).open) == (1, 1)
    asked = lambda **wanted: tasks_like(now, TaskFilter(**wanted), TODAY).count()  # noqa: E731
    assert [asked(field="rural"), asked(state="open"), asked(state="done"), asked(q="hoi cho"), asked(late="co")] == [
        1, 1, 1, 1, 1,
    ]  # fmt: skip
    assert asked(lead="x") == 0
    assert first in tasks_open(date(2024, 4, 1))
    assert first not in tasks_open(TODAY)


def test_milestones_due_are_those_of_open_tasks():
    task = planned(milestones=[("Gửi dự thảo", date(2024, 3, 5))])
    between = lambda: milestones_between(date(2024, 3, 1), date(2024, 3, 31)).filter(task=task).count()  # noqa: E731
    assert between() == 1
    act(drop_task, task, date(2024, 2, 1), reason="Không làm")
    assert between() == 0


def test_a_new_calendar_key_ends_the_one_before_and_only_its_hash_is_kept():
    user = who("chuyenvien")
    first, second = give_calendar_key(by=user, user=user), give_calendar_key(by=user, user=user)
    kept = User.objects.get(pk=user.pk).calendar_key
    assert kept == hashed_key(second)
    assert kept not in (first, second, hashed_key(first))
