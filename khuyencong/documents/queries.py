"""Reads recorded documents and delegations."""

from datetime import date

from django.db.models import Q

from khuyencong.documents.models import Delegation, Document
from khuyencong.kernel.periods import holds_on


def recorded(number: str, year: int, issuer_name: str = "", issuer: int | None = None) -> Document | None:
    """The document recorded under a number in a year by this body (by id, or by its name of that day), if any."""
    if not number:
        return None
    same = Q(issuer_name=issuer_name) | (Q(issuer_id=issuer) if issuer else Q())
    return Document.objects.filter(same, number=number, year=year).first()


def delegation_of(user: int, verb: str, on: date) -> Delegation | None:
    """The person's delegation for a verb on a day, if a document gave one."""
    return Delegation.objects.filter(holds_on(on), user_id=user, verb=verb).select_related("document").first()
