"""Records signed documents. Number and date always come from the paper, never from here."""

from datetime import date

from django.db import transaction

from khuyencong.documents.models import Document
from khuyencong.documents.queries import recorded
from khuyencong.documents.rules import date_agrees, number_is_well_formed
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.records.actions import record_event
from khuyencong.registry.queries import name_on


def _issuer(number: str, on: date) -> tuple[int | None, str]:
    """The body whose symbol ends the number, under its name of that day."""
    symbol = number.rpartition("-")[2].strip()
    for code in ("BCT", "CUC"):
        name = name_on(on, code)
        if name and symbol and symbol == name.symbol:
            return name.organisation_id, name.name
    return None, ""


@transaction.atomic
def record_document(
    *, by: Actor | None, kind: str, number: str, on: date | None, year: int, abstract: str, signatory: str = ""
) -> Document:
    """Record a signed document, or return the one already recorded under this number and year.

    A date or signatory learnt later is added to the record; a contradicting date is refused.
    """
    number = "".join(number.split())
    if number:
        refuse_errors(number_is_well_formed(number))
    known = recorded(number, year)
    if known is not None:
        return _complete(by, known, on, signatory)
    issuer_id, issuer_name = _issuer(number, on or date(year, 1, 1))
    document = Document.objects.create(
        kind=kind, number=number, date=on, year=year, issuer_id=issuer_id, issuer_name=issuer_name,
        signatory=signatory, abstract=abstract[:500], recorded_by_id=by.pk if by else None,
    )  # fmt: skip
    record_event(
        by=by, verb="document_recorded", on=on or date(year, 1, 1), subjects=[document], detail={"number": number}
    )
    return document


def _complete(by: Actor | None, known: Document, on: date | None, signatory: str) -> Document:
    refuse_errors(date_agrees(known, on))
    learnt = {"date": on} if on and known.date is None else {}
    if signatory and not known.signatory:
        learnt["signatory"] = signatory  # type: ignore[assignment]
    if learnt:
        for name, value in learnt.items():
            setattr(known, name, value)
        known.save(update_fields=list(learnt))
        record_event(
            by=by, verb="document_completed", on=known.date or date(known.year, 1, 1), subjects=[known],
            detail={"learnt": sorted(learnt)},
        )  # fmt: skip
    return known
