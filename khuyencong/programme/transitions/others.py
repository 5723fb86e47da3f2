"""How a project's carrying out, an obstacle and a month of the Treasury's statement change state."""

from django.utils.translation import gettext_lazy as _

from khuyencong.programme.rules.closing import every_duty_is_done, nothing_is_unexplained, something_is_said
from khuyencong.programme.states import Carrying as C
from khuyencong.programme.states import Desk, ObstacleState, StatementState
from khuyencong.records.transitions import Machine, Transition

CIRCULAR = "36/2013/TT-BCT"

# Taken as the effect of a recorded dossier, never by a button, but for the last.
EXECUTION = Machine(
    "execution",
    C.PREPARING,
    (
        Transition("start", _("Bắt đầu thực hiện"), frozenset({C.PREPARING}), C.RUNNING, Desk.CLERK,
                   clause=f"Điều 12 {CIRCULAR}"),
        Transition("accept", _("Nghiệm thu lần cuối"), frozenset({C.RUNNING}), C.ACCEPTED, Desk.SO,
                   clause=f"Điều 18 {CIRCULAR}"),
        Transition("stop", _("Ngừng thực hiện"), frozenset({C.PREPARING, C.RUNNING, C.ACCEPTED}), C.STOPPED,
                   Desk.CLERK, clause=f"Điều 11 {CIRCULAR}"),
        Transition("liquidate", _("Thanh lý, quyết toán"), frozenset({C.ACCEPTED, C.STOPPED}), C.LIQUIDATED,
                   Desk.CLERK, clause=f"Điều 19 {CIRCULAR}"),
        Transition("close", _("Đóng hồ sơ"), frozenset({C.LIQUIDATED, C.STOPPED}), C.CLOSED, Desk.OFFICER,
                   requires=(every_duty_is_done,), clause=f"Điều 20 {CIRCULAR}"),
    ),
)  # fmt: skip

O = ObstacleState  # noqa: E741
OBSTACLE = Machine(
    "obstacle",
    O.OPEN,
    (
        Transition("guide", _("Ghi nội dung hướng dẫn"), frozenset({O.OPEN, O.ASKED}), O.GUIDED, Desk.OFFICER,
                   requires=(something_is_said("guidance"),)),
        Transition("ask", _("Ghi đã hỏi cơ quan có thẩm quyền"), frozenset({O.OPEN}), O.ASKED, Desk.OFFICER,
                   requires=(something_is_said("asked_of"),)),
        Transition("resolve", _("Ghi đã tháo gỡ"), frozenset({O.OPEN, O.ASKED, O.GUIDED}), O.RESOLVED, Desk.OFFICER,
                   requires=(something_is_said("resolution"),)),
        Transition("reopen", _("Mở lại"), frozenset({O.RESOLVED}), O.OPEN, Desk.OFFICER),
    ),
)  # fmt: skip

STATEMENT = Machine(
    "statement",
    StatementState.OPEN,
    (
        Transition("close", _("Khóa tháng"), frozenset({StatementState.OPEN}), StatementState.CLOSED,
                   Desk.ACCOUNTANT, requires=(nothing_is_unexplained,)),
        Transition("reopen", _("Mở lại tháng"), frozenset({StatementState.CLOSED}), StatementState.OPEN,
                   Desk.ACCOUNTANT, requires=(something_is_said("reason"),)),
    ),
)  # fmt: skip
