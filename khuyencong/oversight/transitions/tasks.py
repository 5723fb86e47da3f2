"""How a task of the work programme moves: begun, reported, finished, carried to the next half, given up."""

from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.rules.handling import office_takes_the_step, reason_is_given
from khuyencong.oversight.rules.tasks import result_is_said, step_not_before_programme
from khuyencong.oversight.states import TaskState as S
from khuyencong.records.transitions import Machine, Transition

OPEN = frozenset({S.PLANNED, S.DOING})
OFFICE = "office"
OURS = (office_takes_the_step, step_not_before_programme)

TASK = Machine(
    "task",
    S.PLANNED,
    (
        Transition("begin", _("Bắt đầu thực hiện"), frozenset({S.PLANNED}), S.DOING, OFFICE, requires=OURS),
        Transition("report", _("Báo tiến độ"), OPEN, S.DOING, OFFICE, requires=OURS),
        Transition("reach", _("Đạt mốc"), OPEN, S.DOING, OFFICE, requires=OURS),
        Transition("finish", _("Hoàn thành nhiệm vụ"), OPEN, S.DONE, OFFICE, requires=(*OURS, result_is_said)),
        Transition("carry", _("Chuyển kỳ sau"), OPEN, S.CARRIED, OFFICE, requires=(*OURS, reason_is_given)),
        Transition("drop", _("Không làm nữa"), OPEN, S.DROPPED, OFFICE, requires=(*OURS, reason_is_given), back=True),
    ),
)  # fmt: skip
