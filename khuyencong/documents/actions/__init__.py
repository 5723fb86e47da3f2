"""What changes documents: recorded papers, the register, delegations, drafts."""

from khuyencong.documents.actions.drafting import drop_draft, edit_draft, move_draft, record_draft, start_draft
from khuyencong.documents.actions.letters import Letter, PaperGiven, letter_recorded
from khuyencong.documents.actions.recording import delegate, folded_of, keep_scan, link_document, record_document
from khuyencong.documents.actions.register import (
    hand_letter,
    handle_document,
    letter_dealt_with,
    register_letter,
)

__all__ = [
    "Letter",
    "PaperGiven",
    "delegate",
    "drop_draft",
    "edit_draft",
    "folded_of",
    "hand_letter",
    "handle_document",
    "keep_scan",
    "letter_dealt_with",
    "letter_recorded",
    "link_document",
    "move_draft",
    "record_document",
    "record_draft",
    "register_letter",
    "start_draft",
]
