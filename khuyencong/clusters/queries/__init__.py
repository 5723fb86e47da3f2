"""Reads of this part: lists and what differs between them, opinions as they stood on a day."""

from khuyencong.clusters.queries.comparing import Difference, compare, compare_rows, keys_of, tally_of
from khuyencong.clusters.queries.lists import Limits, bases_of, limits_on, lists_before
from khuyencong.clusters.queries.opinions import (
    OpinionFilter,
    opinion_page,
    opinions_answered,
    opinions_like,
    opinions_on,
    opinions_open,
    views_by_row,
)

__all__ = [
    "Difference",
    "Limits",
    "OpinionFilter",
    "bases_of",
    "compare",
    "compare_rows",
    "keys_of",
    "limits_on",
    "lists_before",
    "opinion_page",
    "opinions_answered",
    "opinions_like",
    "opinions_on",
    "opinions_open",
    "tally_of",
    "views_by_row",
]
