"""How a draft moves: who submits, agrees, returns and records. A click is never the signature."""

from django.utils.translation import gettext_lazy as _

from khuyencong.documents.rules import (
    agreed_by_another,
    draft_has_text,
    sits_at,
    something_is_remarked,
    written_by_the_author,
)
from khuyencong.documents.states import DraftDesk as D
from khuyencong.documents.states import DraftState as S
from khuyencong.records.transitions import Machine, Paper, Transition

CLAUSE = "30/2020/NĐ-CP"

DRAFT = Machine(
    "draft",
    S.WRITING,
    (
        Transition("submit", _("Trình trưởng phòng"), frozenset({S.WRITING}), S.AT_HEAD, D.AUTHOR,
                   requires=(written_by_the_author, draft_has_text)),
        Transition("submit_up", _("Trình lãnh đạo"), frozenset({S.WRITING}), S.AT_LEADER, D.AUTHOR,
                   requires=(written_by_the_author, sits_at(D.HEAD), draft_has_text)),
        Transition("agree", _("Đồng ý trình lãnh đạo"), frozenset({S.AT_HEAD}), S.AT_LEADER, D.HEAD,
                   requires=(sits_at(D.HEAD), agreed_by_another)),
        Transition("return_head", _("Trả lại người soạn"), frozenset({S.AT_HEAD}), S.WRITING, D.HEAD,
                   requires=(sits_at(D.HEAD), something_is_remarked), back=True),
        Transition("endorse", _("Đồng ý nội dung"), frozenset({S.AT_LEADER}), S.AGREED, D.LEADER,
                   requires=(sits_at(D.LEADER), agreed_by_another)),
        Transition("return_leader", _("Trả lại người soạn"), frozenset({S.AT_LEADER}), S.WRITING, D.LEADER,
                   requires=(sits_at(D.LEADER), something_is_remarked), back=True),
        Transition("record", _("Ghi nhận văn bản đã được ký"), frozenset({S.AGREED, S.AT_LEADER}), S.RECORDED,
                   D.CLERK, requires=(sits_at(D.CLERK),), paper=Paper.REQUIRED, clause=CLAUSE),
        Transition("take_back", _("Lấy lại để sửa"), frozenset({S.AT_HEAD, S.AT_LEADER}), S.WRITING, D.AUTHOR,
                   requires=(written_by_the_author,), back=True),
        Transition("drop", _("Thôi dự thảo"), frozenset({S.WRITING}), S.DROPPED, D.AUTHOR,
                   requires=(written_by_the_author, something_is_remarked), back=True),
    ),
)  # fmt: skip
