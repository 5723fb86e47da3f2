"""Claims about tasks of the work programme."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Milestone, WorkTask
from khuyencong.oversight.states import TaskField, TaskState
from khuyencong.records.transitions import Deed

OPEN = (TaskState.PLANNED, TaskState.DOING)


def task_is_whole(title: str, field: str, half: int) -> list[Finding]:
    """A task has a title, a field and a half of a year."""
    found = []
    if not title.strip():
        found.append(Finding("says-title", _("Ghi tên nhiệm vụ."), where="title"))
    if field not in TaskField.values:
        found.append(Finding("field-known", _("Chọn lĩnh vực trong danh sách."), where="field"))
    if half not in (1, 2):
        found.append(Finding("half-known", _("Kỳ là 6 tháng đầu năm hoặc 6 tháng cuối năm."), where="half"))
    return found


def dates_fit(
    first: date, last: date, starts_on: date, due_on: date | None, milestones: Sequence[tuple[str, date]]
) -> list[Finding]:
    """A task begins by the end of its half (``first`` to ``last``), and neither it nor its milestones end before."""
    found = []
    if starts_on > last:
        message = _("Ngày bắt đầu sau khi kỳ kết thúc ({last}).").format(last=short_date(last))
        found.append(Finding("starts-in-half", message, where="starts_on", remedy=_("Chọn kỳ sau hoặc sửa ngày.")))
    if due_on is not None and (due_on < starts_on or due_on < first):
        edge = short_date(max(starts_on, first))
        found.append(Finding("due-after-start", _("Hạn trước ngày {edge}.").format(edge=edge), where="due_on"))
    early = [title for title, day in milestones if day < starts_on]
    if early:
        message = _("Mốc “{title}” trước ngày bắt đầu.").format(title=early[0])
        found.append(Finding("milestone-after-start", message, where="milestones"))
    return found


def task_is_new(known: WorkTask | None) -> list[Finding]:
    """The same task stands once in a half. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Nhiệm vụ này đã có trong chương trình công tác của kỳ.")
    return [Finding("task-is-new", message, where="title", remedy=_("Mở nhiệm vụ đã có."), data={"task": known.pk})]


def progress_is_a_share(progress: int) -> list[Finding]:
    """Progress is a share of the whole; the whole is reached by finishing."""
    if 0 <= progress < 100:
        return []
    remedy = _("Khi đã xong, dùng “Hoàn thành nhiệm vụ”.")
    return [Finding("progress-share", _("Tiến độ từ 0 đến 99%."), where="progress", remedy=remedy)]


def step_not_before_programme(task: WorkTask, deed: Deed) -> list[Finding]:
    """Nothing is recorded about a task before it entered the programme."""
    if deed.on >= task.in_programme_on or "at_the_page" in deed.said:
        return []
    day = short_date(task.in_programme_on)
    message = _("Ngày {on} trước ngày nhiệm vụ vào chương trình công tác {day}.").format(
        on=short_date(deed.on), day=day
    )
    return [Finding("not-before-programme", message, where="on", remedy=_("Ghi ngày từ {edge}.").format(edge=day))]


def result_is_said(_task: WorkTask, deed: Deed) -> list[Finding]:
    """A task is finished with its result in words."""
    if deed.remark.strip() or "at_the_page" in deed.said:
        return []
    return [Finding("says-result", _("Ghi kết quả thực hiện."), where="remark")]


def carried_due_fits(first_of_next: date, due_on: date | None) -> list[Finding]:
    """A task is carried with a new due day that lies in the next half or later."""
    if due_on is None:
        return [Finding("says-due", _("Ghi hạn mới của nhiệm vụ."), where="due_on")]
    if due_on >= first_of_next:
        return []
    day = short_date(first_of_next)
    message = _("Hạn mới phải từ ngày đầu của kỳ sau ({day}).").format(day=day)
    return [Finding("due-in-next-half", message, where="due_on", remedy=_("Ghi ngày từ {edge}.").format(edge=day))]


def milestone_is_open(milestone: Milestone, on: date) -> list[Finding]:
    """A milestone is reached once, while its task is under way."""
    if milestone.done_on is None:
        return []
    message = _("Mốc này đã đạt ngày {day}.").format(day=short_date(milestone.done_on))
    return [Finding("milestone-open", message, where="milestone")]
