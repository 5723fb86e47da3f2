"""How an opinion moves: from the province's letter to the recorded answer, and to what the province did with it."""

from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.rules.opinions import (
    outcome_is_told,
    reason_is_told,
    recorded_by_the_office,
    taken_by_the_office,
)
from khuyencong.clusters.states import OpinionState as S
from khuyencong.records.transitions import Machine, Paper, Transition

OFFICER = "officer"
CLERK = "clerk"
PROVINCE = "province"
CLAUSE = "Điều 30, 32/2024/NĐ-CP"
OPEN = frozenset({S.RECEIVED, S.EXAMINING, S.DRAFTED})

OPINION = Machine(
    "opinion",
    S.RECEIVED,
    (
        Transition("examine", _("Nhận danh mục của tỉnh"), frozenset({S.RECEIVED, S.EXAMINING}), S.EXAMINING, OFFICER,
                   requires=(taken_by_the_office,)),
        Transition("draft", _("Lập dự thảo ý kiến"), OPEN, S.DRAFTED, OFFICER, requires=(taken_by_the_office,),
                   clause=CLAUSE),
        Transition("answer", _("Ghi nhận văn bản cho ý kiến đã gửi"), OPEN, S.SENT, CLERK,
                   requires=(recorded_by_the_office,), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("follow", _("Ghi kết quả của tỉnh"), frozenset({S.SENT, S.FOLLOWED}), S.FOLLOWED, PROVINCE,
                   requires=(taken_by_the_office, outcome_is_told)),
        Transition("withdraw", _("Ghi tỉnh rút đề nghị"), OPEN, S.WITHDRAWN, PROVINCE,
                   requires=(taken_by_the_office, reason_is_told), back=True),
    ),
)  # fmt: skip
