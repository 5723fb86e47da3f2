"""How a conference or a fair moves: planned, prepared, held, reported; or given up."""

from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.rules.gatherings import held_when_it_began, results_are_told, step_not_before_planned
from khuyencong.oversight.rules.handling import office_takes_the_step, reason_is_given
from khuyencong.oversight.states import GatheringState as S
from khuyencong.records.transitions import Machine, Transition

COMING = frozenset({S.PLANNED, S.PREPARING})
OFFICE = "office"
OURS = (office_takes_the_step, step_not_before_planned)

GATHERING = Machine(
    "gathering",
    S.PLANNED,
    (
        Transition("prepare", _("Chuẩn bị: ngày, địa điểm"), COMING, S.PREPARING, OFFICE, requires=OURS),
        Transition("hold", _("Ghi đã tổ chức"), COMING, S.HELD, OFFICE, requires=(*OURS, held_when_it_began)),
        Transition("report", _("Ghi kết quả tổng kết"), frozenset({S.HELD, S.REPORTED}), S.REPORTED, OFFICE,
                   requires=(*OURS, results_are_told)),
        Transition("cancel", _("Ghi không tổ chức"), COMING, S.CANCELLED, OFFICE, requires=(*OURS, reason_is_given),
                   back=True),
    ),
)  # fmt: skip
