"""What changes lists and opinions."""

from khuyencong.clusters.actions.entering import receive_with_list, try_request
from khuyencong.clusters.actions.lists import attach_list, record_list
from khuyencong.clusters.actions.opinions import (
    draft_opinion,
    opinion_told_of_paper,
    receive_request,
    record_answer,
    record_outcome,
    view_rows,
    withdraw_request,
)

__all__ = [
    "attach_list",
    "draft_opinion",
    "opinion_told_of_paper",
    "receive_request",
    "receive_with_list",
    "record_answer",
    "record_list",
    "record_outcome",
    "try_request",
    "view_rows",
    "withdraw_request",
]
