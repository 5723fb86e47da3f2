"""Reads of this part: lists and what differs between them, opinions as they stood on a day."""

from khuyencong.clusters.queries.comparing import Difference, compare, compare_rows, keys_of, tally_of, unsaved_rows
from khuyencong.clusters.queries.lists import Limits, Version, bases_of, limits_on, lists_before, sizes_of, versions_of
from khuyencong.clusters.queries.opinions import (
    ENDED,
    OpinionCounts,
    OpinionFilter,
    counts_of,
    opinion_page,
    opinions_answered,
    opinions_like,
    opinions_of_year,
    opinions_on,
    opinions_open,
    sender_known,
    views_by_row,
)

__all__ = [
    "ENDED",
    "Difference",
    "Limits",
    "OpinionCounts",
    "OpinionFilter",
    "Version",
    "bases_of",
    "compare",
    "compare_rows",
    "counts_of",
    "keys_of",
    "limits_on",
    "lists_before",
    "opinion_page",
    "opinions_answered",
    "opinions_like",
    "opinions_of_year",
    "opinions_on",
    "opinions_open",
    "sender_known",
    "sizes_of",
    "tally_of",
    "unsaved_rows",
    "versions_of",
    "views_by_row",
]
