"""What changes plans, projects and allocations. Each is a verb, in one transaction."""

from khuyencong.programme.actions.allocations import record_allocations
from khuyencong.programme.actions.causes import note_cause
from khuyencong.programme.actions.outcome import Outcome, PaperOptions
from khuyencong.programme.actions.plan import record_plan
from khuyencong.programme.actions.rehearsing import Rehearsal, rehearse
from khuyencong.programme.actions.settling import keep_record, settle_allocation_row, settle_plan_row, totals_now

__all__ = [
    "Outcome",
    "PaperOptions",
    "Rehearsal",
    "keep_record",
    "note_cause",
    "record_allocations",
    "record_plan",
    "rehearse",
    "settle_allocation_row",
    "settle_plan_row",
    "totals_now",
]
