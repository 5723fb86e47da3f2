"""What changes inspections: the plan, papers, field work, findings, conclusions, recommendations and holds."""

from khuyencong.oversight.actions.inspections.drafting import draft_paper, told_of_paper
from khuyencong.oversight.actions.inspections.moving import (
    cancel_inspection,
    close_inspection,
    finish_field,
    record_conclusion,
    record_decision,
    record_minutes,
    record_notice,
    record_report,
    record_visit,
    set_out,
)
from khuyencong.oversight.actions.inspections.observing import keep_observation, keep_photo
from khuyencong.oversight.actions.inspections.planning import (
    MemberGiven,
    StopGiven,
    edit_plan,
    plan_inspection,
)
from khuyencong.oversight.actions.inspections.recommending import (
    RecommendationGiven,
    add_external_recommendations,
    add_recommendations,
    close_recommendation,
    lift_payment_hold,
    place_payment_hold,
    record_external,
    reopen_recommendation,
    report_recommendation,
)

__all__ = [
    "MemberGiven",
    "RecommendationGiven",
    "StopGiven",
    "add_external_recommendations",
    "add_recommendations",
    "cancel_inspection",
    "close_inspection",
    "close_recommendation",
    "draft_paper",
    "edit_plan",
    "finish_field",
    "keep_observation",
    "keep_photo",
    "lift_payment_hold",
    "place_payment_hold",
    "plan_inspection",
    "record_conclusion",
    "record_decision",
    "record_external",
    "record_minutes",
    "record_notice",
    "record_report",
    "record_visit",
    "reopen_recommendation",
    "report_recommendation",
    "set_out",
    "told_of_paper",
]
