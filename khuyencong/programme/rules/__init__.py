"""Claims about plans, allocations and the carrying out of projects that someone could cite. They change nothing."""

from khuyencong.programme.rules.papers import (
    allocation_is_dated,
    allocation_is_numbered,
    is_whole,
    plan_has_one_decision,
    project_is_found,
    record_stands,
    row_agrees_with_record,
    settled_before,
    stated_total_equals_rows,
    year_has_a_plan,
)

__all__ = [
    "allocation_is_dated",
    "allocation_is_numbered",
    "is_whole",
    "plan_has_one_decision",
    "project_is_found",
    "record_stands",
    "row_agrees_with_record",
    "settled_before",
    "stated_total_equals_rows",
    "year_has_a_plan",
]
