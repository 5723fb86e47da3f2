"""Corrections of first facts as the pages of a province and of a body tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.kernel.periods import short_date
from khuyencong.records.models import Event, EventSubject
from khuyencong.registry.states import Above


@dataclass(frozen=True)
class Correction:
    """A fact that was corrected or taken out: what stood before and after, in words; ``after`` is '' when taken out."""

    on: date
    who: str
    reason: str
    before: str
    after: str


def corrections_of(subjects: Iterable[str], day: date) -> list[Correction]:
    """Corrections of facts about places or bodies ('registry.place:12') by a day, newest first; one query."""
    touched = EventSubject.objects.filter(subject__in=list(subjects), on__lte=day)
    rows = Event.objects.filter(verb__in=("charge_corrected", "charge_withdrawn"), pk__in=touched.values("event"))
    return [
        Correction(
            row.on, row.actor.get_full_name() if row.actor else _("hệ thống"), row.detail.get("reason", ""),
            _said(row.detail["before"]), _said(row.detail.get("after")),
        )
        for row in rows.select_related("actor").order_by("-at", "-id")
    ]  # fmt: skip


def _said(fact: dict[str, Any] | None) -> str:
    """'Trung tâm …, Sở Công Thương, Sơn La, từ 02/03/2015, 12/QĐ-UBND'."""
    if not fact:
        return ""
    above = str(Above(fact["above"]).label) if fact["above"] else ""
    first = _("từ {first}").format(first=short_date(date.fromisoformat(fact["from"])))
    return ", ".join(filter(None, (fact["body"], above, fact["place"], first, fact["number"])))
