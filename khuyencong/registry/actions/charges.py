"""Records first facts about who carries khuyến công for a province, confirms and corrects them.

What changes later is a change of the register (``registry.actions.changes``), never an edit of these rows.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, Q

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Refused, refuse_errors
from khuyencong.kernel.periods import holds_on, lasted
from khuyencong.kernel.text import nfc
from khuyencong.records.actions import record_event
from khuyencong.records.queries import history_of, subject_of
from khuyencong.registry.actions.bodies import add_organisation
from khuyencong.registry.actions.changes import keep_source
from khuyencong.registry.models import (
    Change,
    Charge,
    LegalSource,
    Organisation,
    OrganisationName,
    Place,
    PlaceSuccession,
    Subordination,
)
from khuyencong.registry.queries import place_ways
from khuyencong.registry.queries.first_facts import Recorded, recorded_fact
from khuyencong.registry.rules.charges import (
    Decision,
    FirstFact,
    already_corrected,
    can_be_confirmed,
    can_be_withdrawn,
    ends_on,
    judged_correction,
    judged_fact,
)
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
    row, detail = _written(by, fact, kind, _kept(by, source))
    record_event(
        by=by, verb="charge_recorded", on=on, subjects=[row, row.organisation, place],
        detail={"number": row.source.number if row.source else "", "above": above, "evidence": evidence, **detail},
    )  # fmt: skip
    return row


def _kept(by: Actor | None, source: LegalSource | Decision | None) -> LegalSource | None:
    """The paper of the register; one that is new is added."""
    if isinstance(source, Decision):
        return keep_source(by=by, number=source.number, title=TITLE, issued_on=source.issued_on)
    return source


def _written(
    by: Actor | None, fact: FirstFact, kind: str, source: LegalSource | None
) -> tuple[Charge, dict[str, Any]]:  # fmt: skip
    """The charge, and what was written besides so that it can be taken out again."""
    named = fact.body.names.order_by("valid_from").first() if fact.body else None
    body = _made(by, fact, kind, source) if fact.body is None else _known_since(fact.body, fact.on)
    under = _stands_under(fact, body, source)
    row = _carries(fact.place, body, fact.on, ends_on(fact), source, fact.evidence)
    _goes_on(row, fact.until)
    moved = named is not None and OrganisationName.objects.get(pk=named.pk).valid_from != named.valid_from
    return row, {
        "under": under.pk if under else None, "made": fact.body is None,
        "known_from": named.valid_from.isoformat() if named and moved else "",
    }  # fmt: skip


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


def _stands_under(fact: FirstFact, body: Organisation, source: LegalSource | None) -> Subordination | None:
    """Under whom it stands from the day on, up to where the register already says; None where it said so before."""
    if Subordination.objects.filter(holds_on(fact.on), organisation=body).exists():
        return None
    later = Subordination.objects.filter(organisation=body, valid_from__gt=fact.on).order_by("valid_from").first()
    return Subordination.objects.create(
        organisation=body, above=fact.above, parent=fact.parent, valid_from=fact.on,
        valid_to=later.valid_from if later else None, source=source, evidence=fact.evidence,
    )  # fmt: skip


def _carries(
    place: Place, body: Organisation, first: date, end: date | None, source: LegalSource | None, evidence: str,
    begun_by: Change | None = None,
) -> Charge:  # fmt: skip
    """The row of a fact; one that ends with its province was ended by the same change."""
    ended_by = place.ended_by if end is not None and end == place.valid_to else None
    return Charge.objects.create(
        place=place, duty=Duty.INDUSTRIAL_PROMOTION, organisation=body, valid_from=first, valid_to=end, source=source,
        evidence=evidence, begun_by=begun_by, ended_by=ended_by,
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
        passed = PlaceSuccession.objects.filter(predecessor=before, successor=then)
        law = passed.select_related("source", "change").first()
        last = min((day for day in ends if day), default=None)
        source, change = (law.source, law.change) if law else (None, None)
        _carries(then, body, end, last, source, Evidence.DERIVED, begun_by=change)
        end, before = then.valid_to, pk


@transaction.atomic
def confirm_charge(*, by: Actor | None, charge: Charge, source: LegalSource | Decision | None, on: date) -> Charge:
    """Confirm a fact that waited, against its decision; so is under whom the body stood that day, if that waited too.

    ``on`` is the day of the confirming. Raises Refused without a paper, or when the fact was confirmed already.
    """
    row = Charge.objects.select_for_update().get(pk=charge.pk)
    refuse_errors(can_be_confirmed(row, has_paper=source is not None))
    kept = _kept(by, source)
    row.source, row.evidence = kept, Evidence.VERIFIED
    row.save(update_fields=["source", "evidence"])
    under = Subordination.objects.filter(holds_on(row.valid_from), organisation_id=row.organisation_id)
    under.exclude(evidence=Evidence.VERIFIED).update(source=kept, evidence=Evidence.VERIFIED)
    record_event(
        by=by, verb="charge_confirmed", on=on, subjects=[row, row.organisation, row.place],
        detail={"number": kept.number if kept else ""},
    )  # fmt: skip
    return row


@transaction.atomic
def correct_charge(
    *, by: Actor | None, charge: Charge, reason: str, on: date, seen: str, right: FirstFact | None = None,
    source: LegalSource | Decision | None = None, kind: str = BodyKind.CENTRE,
) -> Charge | None:  # fmt: skip
    """Take a wrong first fact out, with what followed from it, and record the right one in its place if there is one.

    ``on`` is the day of the correcting, ``seen`` the mark of the fact as the person saw it, ``source`` the paper of the
    right one. Raises Refused without a reason, when the fact was corrected before, was written by a change or derived,
    or a later change stands on it. The event keeps what stood before and after; frozen reports do not move.
    """
    row = Charge.objects.select_for_update().filter(pk=charge.pk).first()
    if row is None:
        raise Refused(already_corrected())
    places = {row.place_id, *([right.place.pk] if right else [])}
    list(Place.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    old = recorded_fact(row)
    fact = replace(right, instead=old, has_paper=source is not None) if right else None
    number = source.number if source else ""
    refuse_errors(judged_correction(old, fact, number, reason, seen) if fact else can_be_withdrawn(old, reason, seen))
    before, gone = _said(old), (row, row.organisation, row.place)
    stays = fact is not None and fact.body is not None and fact.body.pk == row.organisation_id
    kept = _kept(by, source)
    _take_out(old, fact if stays else None, kept)
    made, detail = _written(by, fact, kind, kept) if fact else (None, {})
    detail = _still(old, detail) if stays else detail
    after = _said(recorded_fact(made)) if made else None
    if not stays and old.made:
        _forget_body(row.organisation)
    now: list[Model] = [made, made.organisation, made.place] if made else []
    record_event(
        by=by, verb="charge_corrected" if made else "charge_withdrawn", on=on,
        subjects={subject_of(one): one for one in (*gone, *now)}.values(),
        detail={"reason": nfc(reason).strip()[:300], "before": before, "after": after, **detail},
    )  # fmt: skip
    return made


def _said(one: Recorded) -> dict[str, Any]:
    """A fact in words, as it stands on its own day, for the event that keeps it."""
    row, under, name = one.charge, one.under, one.charge.organisation.names.order_by("valid_from").first()
    return {
        "place": row.place.name, "body": name.name if name else "", "body_id": row.organisation_id,
        "above": under.above if under else "", "parent_id": under.parent_id if under else None,
        "from": row.valid_from.isoformat(), "until": row.valid_to.isoformat() if row.valid_to else "",
        "number": row.source.number if row.source else "", "evidence": row.evidence,
        "derived": [[then.place.name, then.valid_from.isoformat()] for then in one.derived],
    }  # fmt: skip


def _take_out(old: Recorded, fact: FirstFact | None, kept: LegalSource | None) -> None:
    """Delete the charges; ``fact`` keeps the body, whose row above and first name then move with it."""
    Charge.objects.filter(pk__in=[row.pk for row in old.rows]).delete()
    first = old.charge.organisation.names.order_by("valid_from").first()
    if old.own_under and old.under:
        if fact is None:
            Subordination.objects.filter(pk=old.under.pk).delete()
        else:
            _moved_under(old.under, fact, kept)
    if first is None or first.valid_from != old.charge.valid_from:
        return
    day = old.known_from or (fact.on if fact and old.made else None)
    if day and not _stands_before(old.charge.organisation, day) and (first.valid_to is None or day < first.valid_to):
        OrganisationName.objects.filter(pk=first.pk).update(valid_from=day)


def _moved_under(under: Subordination, fact: FirstFact, kept: LegalSource | None) -> None:
    """The row above of a body that stays says what the right fact says, unless another row holds on that day."""
    others = Subordination.objects.filter(organisation=under.organisation_id).exclude(pk=under.pk)
    start = under.valid_from if others.filter(holds_on(fact.on)).exists() else fact.on
    crossed = others.filter(valid_from__gte=start, valid_from__lt=under.valid_from).exists()
    Subordination.objects.filter(pk=under.pk).update(
        above=fact.above, parent=fact.parent, valid_from=under.valid_from if crossed else start, source=kept,
        evidence=fact.evidence,
    )  # fmt: skip


def _stands_before(body: Organisation, day: date) -> bool:
    """True when something else of the body is recorded for days before ``day``."""
    return any(
        rows.filter(organisation=body, valid_from__lt=day).exists()
        for rows in (Charge.objects.all(), Subordination.objects.all())
    )


def _still(old: Recorded, detail: dict[str, Any]) -> dict[str, Any]:
    """What the right fact inherits of the wrong one about the body both name."""
    under = old.under.pk if old.own_under and old.under else detail["under"]
    known = detail["known_from"] or (old.known_from.isoformat() if old.known_from else "")
    return {"under": under, "made": old.made, "known_from": known}


def _forget_body(body: Organisation) -> None:
    """A body that only the wrong fact made goes with it; one that anything else speaks of stays."""
    said = history_of(body).exclude(verb__in=("charge_recorded", "charge_confirmed", "charge_corrected"))
    if said.exists() or Subordination.objects.filter(organisation=body).exists():
        return
    try:
        with transaction.atomic():
            OrganisationName.objects.filter(organisation=body).delete()
            Organisation.objects.filter(pk=body.pk).delete()
    except ProtectedError:
        return
