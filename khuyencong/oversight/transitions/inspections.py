"""How an inspection and a recommendation move: which paper each step rests on, by which clause."""

from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.rules.inspections import (
    moved_by_the_office,
    nothing_is_open,
    notice_was_given,
    recorded_by_the_office,
    says_why,
    someone_was_visited,
    team_has_one_head,
)
from khuyencong.oversight.rules.recommendations import (
    inspection_is_followed,
    seen_by_officer_or_head,
    something_is_said,
)
from khuyencong.oversight.states import InspectionState as S
from khuyencong.oversight.states import RecommendationState as R
from khuyencong.records.transitions import Machine, Paper, Transition

CLAUSE = "36/2013/TT-BCT"
OFFICE, CLERK, HEAD = "office", "clerk", "head"

INSPECTION = Machine(
    "inspection",
    S.PLANNED,
    (
        Transition("decide", _("Ghi nhận quyết định thành lập đoàn"), frozenset({S.PLANNED}), S.DECIDED, CLERK,
                   requires=(recorded_by_the_office, team_has_one_head), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("notify", _("Ghi nhận thông báo gửi địa phương"), frozenset({S.DECIDED}), S.NOTIFIED, CLERK,
                   requires=(recorded_by_the_office,), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("set_out", _("Đoàn bắt đầu đi"), frozenset({S.DECIDED, S.NOTIFIED}), S.FIELD, OFFICE,
                   requires=(moved_by_the_office, notice_was_given)),
        Transition("finish", _("Kết thúc thực địa"), frozenset({S.FIELD}), S.FINISHED, OFFICE,
                   requires=(moved_by_the_office, someone_was_visited)),
        Transition("conclude", _("Ghi nhận kết luận"), frozenset({S.FINISHED}), S.CONCLUDED, CLERK,
                   requires=(recorded_by_the_office,), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("report", _("Ghi nhận báo cáo kết quả của đoàn"), frozenset({S.FINISHED}), S.FINISHED, CLERK,
                   requires=(recorded_by_the_office,), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("close", _("Kết thúc theo dõi"), frozenset({S.CONCLUDED}), S.CLOSED, OFFICE,
                   requires=(moved_by_the_office, nothing_is_open)),
        Transition("cancel", _("Không tiến hành"), frozenset({S.PLANNED, S.DECIDED, S.NOTIFIED}), S.CANCELLED, OFFICE,
                   requires=(moved_by_the_office, says_why), back=True),
    ),
)  # fmt: skip

RECOMMENDATION = Machine(
    "recommendation",
    R.OPEN,
    (
        Transition("report", _("Ghi báo cáo của cơ quan thực hiện"), frozenset({R.OPEN}), R.REPORTED, OFFICE,
                   requires=(recorded_by_the_office, something_is_said), paper=Paper.BEHALF),
        Transition("close", _("Xác nhận đã hoàn thành"), frozenset({R.REPORTED}), R.CLOSED, HEAD,
                   requires=(seen_by_officer_or_head, something_is_said)),
        Transition("reopen", _("Chưa đạt, tiếp tục thực hiện"), frozenset({R.REPORTED, R.CLOSED}), R.OPEN, HEAD,
                   requires=(seen_by_officer_or_head, inspection_is_followed, something_is_said), back=True),
    ),
)  # fmt: skip
