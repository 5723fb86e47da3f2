"""Moves a province to another region of a scheme from a day on."""

from datetime import date

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import nfc
from khuyencong.records.actions import record_event
from khuyencong.registry.models import LegalSource, Place, RegionMember, RegionScheme
from khuyencong.registry.rules.regions import judged_membership


@transaction.atomic
def join_region(
    *, by: Actor | None, scheme: RegionScheme, place: Place, region: str, on: date, source: LegalSource | None
) -> RegionMember:
    """Put a province into a region of a scheme from a day on; where it was until then ends the day before.

    The paper stands in the history of the province. Raises Refused without a paper or a name, for a place that is no
    province on the day, for the region it is in already, and when a later membership stands.
    """
    locked = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    region = nfc(region).strip()[:80]
    refuse_errors(judged_membership(scheme, locked, region, on, source))
    before = RegionMember.objects.filter(scheme=scheme, place=locked, valid_from__lt=on)
    held = before.order_by("-valid_from").first()
    before.filter(valid_to__isnull=True).update(valid_to=on)
    before.filter(valid_to__gt=on).update(valid_to=on, ended_by=None)
    row = RegionMember.objects.create(
        scheme=scheme, region=region, place=locked, valid_from=on, valid_to=locked.valid_to, ended_by=locked.ended_by
    )
    record_event(
        by=by, verb="region_joined", on=on, subjects=[locked],
        detail={
            "number": source.number if source else "", "scheme": scheme.code, "region": region,
            "from": held.region if held else "",
        },
    )  # fmt: skip
    return row
