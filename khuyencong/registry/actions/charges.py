"""Records first facts about who carries khuyến công for a province, and confirms those that wait for their paper.

What changes later is a change of the register (``registry.actions.changes``), never an edit of these rows.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.periods import holds_on, lasted
from khuyencong.kernel.text import nfc
from khuyencong.records.actions import record_event
from khuyencong.registry.actions.bodies import add_organisation
from khuyencong.registry.actions.changes import keep_source
from khuyencong.registry.models import (
    Charge,
    LegalSource,
    Organisation,
    OrganisationName,
    Place,
    PlaceSuccession,
    Subordination,
)
from khuyencong.registry.queries import place_ways
from khuyencong.registry.rules.charges import Decision, FirstFact, can_be_confirmed, ends_on, judged_fact
from khuyencong.registry.states import BodyKind, Duty, Evidence

TITLE = "Quyết định về tổ chức của đơn vị làm khuyến công"


@transaction.atomic
def record_charge(
    *, by: Actor | None, place: Place, body: Organisation | None, above: str, on: date,
    source: LegalSource | Decision | None, parent: Organisation | None = None, evidence: str = Evidence.KNOWN,
    name: str = "", kind: str = BodyKind.CENTRE, until: date | None = None, beside: bool = False,
) -> Charge:  # fmt: skip
    """Record that a body carries khuyến công for a province from a day, and under whom it stands.

    ``body`` is one of the register, or None with the ``name`` and ``kind`` of a new one; ``until`` is the first day
    after. A province that ended since carries the fact on to what it became, as derived. Raises Refused when the days
    meet another fact (``beside`` allows several bodies), the body stood under another, or nothing supports it.
    """
    place = Place.objects.select_for_update().get(pk=place.pk)
    fact = FirstFact(place, body, above, on, name, parent, until, evidence, source is not None, beside)
    refuse_errors(judged_fact(fact))
    kept = keep_source(by=by, number=source.number, title=TITLE, issued_on=source.issued_on) if isinstance(
        source, Decision
    ) else source  # fmt: skip
    body = _made(by, fact, kind, kept) if body is None else _known_since(body, on)
    _stands_under(fact, body, kept)
    row = _carries(place, body, on, ends_on(fact), kept, evidence)
    _goes_on(row, until)
    record_event(
        by=by, verb="charge_recorded", on=on, subjects=[row, body, place],
        detail={"number": kept.number if kept else "", "above": above, "evidence": evidence},
    )  # fmt: skip
    return row


def _made(by: Actor | None, fact: FirstFact, kind: str, source: LegalSource | None) -> Organisation:
    body = add_organisation(
        by=by, name=nfc(fact.name).strip(), kind=kind, place_id=fact.place.pk, valid_from=fact.on,
        confirmed=fact.evidence == Evidence.VERIFIED, evidence=fact.evidence,
    )  # fmt: skip
    OrganisationName.objects.filter(organisation=body).update(source=source)
    return body


def _known_since(body: Organisation, on: date) -> Organisation:
    """A body only met in a paper had its first name already on the day it carried the duty."""
    first = body.names.order_by("valid_from").first()
    if first is not None and on < first.valid_from and not body.confirmed:
        OrganisationName.objects.filter(pk=first.pk).update(valid_from=on)
    return body


def _stands_under(fact: FirstFact, body: Organisation, source: LegalSource | None) -> None:
    """Under whom it stands from the day on, up to where the register already says."""
    if Subordination.objects.filter(holds_on(fact.on), organisation=body).exists():
        return
    later = Subordination.objects.filter(organisation=body, valid_from__gt=fact.on).order_by("valid_from").first()
    Subordination.objects.create(
        organisation=body, above=fact.above, parent=fact.parent, valid_from=fact.on,
        valid_to=later.valid_from if later else None, source=source, evidence=fact.evidence,
    )  # fmt: skip


def _carries(
    place: Place, body: Organisation, first: date, end: date | None, source: LegalSource | None, evidence: str
) -> Charge:  # fmt: skip
    return Charge.objects.create(
        place=place, duty=Duty.INDUSTRIAL_PROMOTION, organisation=body, valid_from=first, valid_to=end, source=source,
        evidence=evidence,
    )  # fmt: skip


def _goes_on(row: Charge, until: date | None) -> None:
    """Of a province that ended, the body goes on for what it became, by the text that ended it; to be confirmed.

    Not where somebody recorded who carries the duty there: only what was derived stands beside what is derived.
    """
    end, body, before = row.valid_to, row.organisation, row.place_id
    for pk in place_ways().way(row.place_id, date.max).passed[1:]:
        if end is None or (until is not None and until <= end):
            return
        then = Place.objects.get(pk=pk)
        there = Charge.objects.filter(place=then, duty=Duty.INDUSTRIAL_PROMOTION)
        said = Q(organisation=body) | ~Q(evidence=Evidence.DERIVED)
        if there.filter(holds_on(end)).filter(said).exists():
            return
        later = there.filter(lasted(), organisation=body, valid_from__gt=end).order_by("valid_from").first()
        ends = (until, then.valid_to, later.valid_from if later else None)
        law = PlaceSuccession.objects.filter(predecessor=before, successor=then).select_related("source").first()
        last = min((day for day in ends if day), default=None)
        _carries(then, body, end, last, law.source if law else None, Evidence.DERIVED)
        end, before = then.valid_to, pk


@transaction.atomic
def confirm_charge(*, by: Actor | None, charge: Charge, source: LegalSource | Decision | None, on: date) -> Charge:
    """Confirm a fact that waited, against its decision; so is under whom the body stood that day, if that waited too.

    ``on`` is the day of the confirming. Raises Refused without a paper, or when the fact was confirmed already.
    """
    row = Charge.objects.select_for_update().get(pk=charge.pk)
    refuse_errors(can_be_confirmed(row, has_paper=source is not None))
    kept = keep_source(by=by, number=source.number, title=TITLE, issued_on=source.issued_on) if isinstance(
        source, Decision
    ) else source  # fmt: skip
    row.source, row.evidence = kept, Evidence.VERIFIED
    row.save(update_fields=["source", "evidence"])
    under = Subordination.objects.filter(holds_on(row.valid_from), organisation_id=row.organisation_id)
    under.exclude(evidence=Evidence.VERIFIED).update(source=kept, evidence=Evidence.VERIFIED)
    record_event(
        by=by, verb="charge_confirmed", on=on, subjects=[row, row.organisation, row.place],
        detail={"number": kept.number if kept else ""},
    )  # fmt: skip
    return row
