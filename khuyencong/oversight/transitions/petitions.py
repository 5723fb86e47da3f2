"""How a petition moves from its arrival to the recorded answer, or to the body that answers it."""

from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.rules.handling import office_takes_the_step
from khuyencong.oversight.rules.petitions import (
    answered_by_office_or_clerk,
    says_to_whom,
    step_not_before_received,
)
from khuyencong.oversight.states import PetitionState as S
from khuyencong.records.transitions import Machine, Paper, Transition

OPEN = frozenset({S.RECEIVED, S.ASSIGNED, S.DRAFTED})
OFFICE, CLERK = "office", "clerk"
OURS = (office_takes_the_step, step_not_before_received)

PETITION = Machine(
    "petition",
    S.RECEIVED,
    (
        Transition("assign", _("Giao xử lý"), frozenset({S.RECEIVED}), S.ASSIGNED, OFFICE, requires=OURS),
        Transition("draft", _("Lập dự thảo trả lời"), OPEN, S.DRAFTED, OFFICE, requires=OURS),
        Transition("answer", _("Ghi nhận văn bản trả lời đã được ký"), OPEN, S.ANSWERED, CLERK,
                   requires=(answered_by_office_or_clerk, step_not_before_received), paper=Paper.REQUIRED,
                   clause="30/2020/NĐ-CP"),
        Transition("transfer", _("Chuyển cơ quan có thẩm quyền"), OPEN, S.TRANSFERRED, OFFICE,
                   requires=(*OURS, says_to_whom)),
        Transition("reassign", _("Giao người khác xử lý"), frozenset({S.ASSIGNED}), S.ASSIGNED, OFFICE,
                   requires=OURS),
        Transition("hand_over", _("Giao người khác xử lý"), frozenset({S.DRAFTED}), S.DRAFTED, OFFICE,
                   requires=OURS),
    ),
)  # fmt: skip
