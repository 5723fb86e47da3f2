"""Records signed documents. Number and date always come from the paper, never from here."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from khuyencong.documents.models import Delegation, Document, DocumentLink
from khuyencong.documents.queries import recorded
from khuyencong.documents.rules import date_agrees, number_is_well_formed
from khuyencong.documents.states import Direction, DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.records.actions import keep_file, record_event
from khuyencong.records.queries import subject_of
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import name_on, names_on

OWN = ("BCT", "CUC")


def _issuer(number: str, on: date) -> tuple[int | None, str]:
    """The Ministry or its Agency by the symbol in the number, under its name of that day; nothing for other bodies.

    A letter begins with the issuer ('785/CTĐP-CCN', '12/BCT-CTĐP'); a named kind ends with it ('44/QĐ-CTĐP').
    NĐ 30/2020/NĐ-CP, Annex I and III.
    """
    said = [part.strip() for part in number.partition("/")[2].split("-")]
    for symbol in (said[0], said[-1]):
        for code in OWN:
            name = name_on(on, code)
            if name and symbol and symbol == name.symbol:
                return name.organisation_id, name.name
    return None, ""


def _named(
    issuer: Organisation | None, name: str, number: str, day: date, presumed: str
) -> tuple[int | None, str]:  # fmt: skip
    """Who issued: the body given under its name of that day, the name given, what the symbol says, the presumed one."""
    if issuer is not None:
        return issuer.pk, names_on(day, [issuer.pk])[issuer.pk].name
    if name:
        return None, name
    said = _issuer(number, day)
    known = name_on(day, presumed) if presumed and said[0] is None else None
    return (known.organisation_id, known.name) if known else said


@transaction.atomic
def record_document(
    *,
    by: Actor | None,
    kind: str,
    number: str,
    on: date | None,
    year: int,
    abstract: str,
    signatory: str = "",
    issuer: Organisation | None = None,
    issuer_name: str = "",
    presumed: str = "",
) -> Document:
    """Record a signed document, or return the one already recorded under this number and year from this issuer.

    Without ``issuer`` and ``issuer_name`` the issuer is read from the symbol of the number, else it is the body with
    the code ``presumed``: a body renamed lately may have no known symbol. A date or signatory learnt
    later is added to the record; a contradicting date is refused.
    """  # fmt: skip
    number = "".join(number.split())
    if number and kind != DocumentKind.TREASURY:
        refuse_errors(number_is_well_formed(number))
    day = on or date(year, 1, 1)
    issuer_id, issuer_name = _named(issuer, issuer_name, number, day, presumed)
    known = recorded(number, year, issuer_name, issuer_id)
    if known is not None:
        return _complete(by, known, on, signatory)
    told = {
        "kind": kind, "number": number, "date": on, "year": year, "issuer_id": issuer_id, "issuer_name": issuer_name,
        "signatory": signatory, "abstract": abstract[:500], "recorded_by_id": by.pk if by else None,
    }  # fmt: skip
    document = _made(told)
    if document is None:  # somebody else recorded it at this very moment
        return _complete(by, Document.objects.get(number=number, year=year, issuer_name=issuer_name), on, signatory)
    record_event(by=by, verb="document_recorded", on=day, subjects=[document], detail={"number": number})
    return document


def _made(told: dict[str, Any]) -> Document | None:
    """The new row; None when the number was taken between the look and the write."""
    words = folded_of(told["number"], told["abstract"], told["issuer_name"])
    try:
        with transaction.atomic():
            return Document.objects.create(**told, direction=_direction(told["issuer_id"]), folded=words)
    except IntegrityError:
        if recorded(told["number"], told["year"], told["issuer_name"], told["issuer_id"]) is None:
            raise
        return None


def _direction(issuer: int | None) -> str:
    """Papers of the Ministry and its Agency went out; all others came in."""
    own = Organisation.objects.filter(pk=issuer, code__in=OWN).exists() if issuer else False
    return Direction.OUT if own else Direction.IN


def folded_of(number: str, abstract: str, issuer_name: str) -> str:
    """What the search of documents looks into."""
    return fold(f"{number} {abstract} {issuer_name}")


@transaction.atomic
def link_document(*, document: Document, thing: Model) -> None:
    """Say that a document belongs to a file; saying it twice changes nothing."""
    DocumentLink.objects.get_or_create(document=document, subject=subject_of(thing))


@transaction.atomic
def keep_scan(*, by: Actor | None, document: Document, data: bytes, name: str) -> None:
    """Keep a scan of the document's signed original with it; the same content is kept once."""
    keep_file(by=by, data=data, name=name, kind="scan", subject=document)


@transaction.atomic
def delegate(
    *, by: Actor | None, user: Actor, verb: str, ceiling: int, document: Document, valid_from: date,
    valid_to: date | None = None,
) -> Delegation:  # fmt: skip
    """Record that a person may use a verb up to a ceiling in đồng, by a delegation document."""
    row = Delegation.objects.create(
        user_id=user.pk, verb=verb, ceiling=ceiling, document=document, valid_from=valid_from, valid_to=valid_to
    )
    record_event(by=by, verb="delegation_recorded", on=valid_from, subjects=[document], detail={"ceiling": ceiling})
    return row


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
