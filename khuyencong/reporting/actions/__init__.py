"""Freezes reports, records the documents that carried them out, and keeps what people write on the way."""

from khuyencong.reporting.actions.freezing import content_hash, freeze, record_issue
from khuyencong.reporting.actions.mailing import first_working_day, send_week
from khuyencong.reporting.actions.writing import keep_report_draft, save_assessment, say_estimate

__all__ = [
    "content_hash",
    "first_working_day",
    "freeze",
    "keep_report_draft",
    "record_issue",
    "save_assessment",
    "say_estimate",
    "send_week",
]
