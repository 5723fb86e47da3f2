"""A signed paper as it lies on the table, recorded together with what rests on it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from khuyencong.documents.actions.recording import keep_scan, record_document
from khuyencong.documents.models import Document
from khuyencong.documents.rules import document_is_not_later
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.registry.models import Organisation


@dataclass(frozen=True)
class Letter:
    """A signed paper as it lies on the table, to be recorded with what rests on it. ``data`` is its scan, if any."""

    number: str
    on: date
    kind: str = DocumentKind.LETTER
    issuer: Organisation | None = None
    issuer_name: str = ""
    signatory: str = ""
    abstract: str = ""
    data: bytes = b""
    filename: str = ""


PaperGiven = Document | Letter | None


@transaction.atomic
def letter_recorded(
    *, by: Actor, paper: PaperGiven, abstract: str, today: date, presumed: str = ""
) -> Document | None:  # fmt: skip
    """The document a step rests on: as already recorded, or recorded now from the letter, with its scan.

    ``presumed`` is the code of the body that issues such papers, where neither the letter nor its number says another.
    """
    if paper is None or isinstance(paper, Document):
        return paper
    refuse_errors(document_is_not_later(paper.on, today))
    document = record_document(
        by=by, kind=paper.kind, number=paper.number, on=paper.on, year=paper.on.year,
        abstract=paper.abstract or abstract[:500], signatory=paper.signatory, issuer=paper.issuer,
        issuer_name=paper.issuer_name, presumed=presumed,
    )  # fmt: skip
    if paper.data:
        keep_scan(by=by, document=document, data=paper.data, name=paper.filename or "van-ban.pdf")
    return document
