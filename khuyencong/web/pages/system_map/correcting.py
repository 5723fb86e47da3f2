"""The page that corrects a first fact: what is wrong and what is right side by side, shown before it is written."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import last_day, short_date
from khuyencong.records.models import EventSubject
from khuyencong.registry.actions import correct_charge
from khuyencong.registry.models import Charge, Organisation, Place
from khuyencong.registry.queries import names_on, place_ways
from khuyencong.registry.queries.first_facts import Recorded, recorded_fact
from khuyencong.registry.rules.charges import Decision, FirstFact, can_be_withdrawn, judged_correction
from khuyencong.registry.states import Above, BodyKind, Duty, Evidence, Level
from khuyencong.web.forms.system_map import CorrectionForm, WithdrawForm
from khuyencong.web.links import address
from khuyencong.web.pages.changes.reading import bodies_suggested
from khuyencong.web.pages.changes.words import called, names_of_bodies
from khuyencong.web.pages.system_map.recording import ONE_DAY, choices_of, parent_typed
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import NOTHING

WRITE, WITHDRAW, OUT = "ghi", "bo", "bo_%s"
LATER = ("charge-by-change", "charge-derived")


@dataclass(frozen=True)
class Line:
    """One thing the correction is about: as it stands, and as it would be."""

    title: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


def correct(request: Request, pk: int, charge: int) -> HttpResponse:
    """The form with the fact as it stands; a sent one is shown first, then written once; or the fact is taken out."""
    place = get_object_or_404(Place, pk=pk, level=Level.PROVINCE)
    row = _row(place, charge)
    if row is None:
        return _gone(request, place, charge)
    old = recorded_fact(row)
    if request.method != "POST":
        return _shown(request, place, old, _form(request, old))
    if request.POST.get("lam") == WITHDRAW:
        return _withdrawn(request, place, old)
    form = CorrectionForm(request.POST, **choices_of(request, row.organisation_id))
    if not form.is_valid() or (fact := _fact(form)) is None:
        return _shown(request, place, old, form)
    if request.POST.get("lam") == WRITE and form.cleaned_data["shown"] == _print(form):
        return _corrected(request, place, old, form, fact)
    return _previewed(request, place, old, form, fact)


def _row(place: Place, charge: int) -> Charge | None:
    rows = Charge.objects.filter(place__in=place_ways().leading_to([place.pk]), duty=Duty.INDUSTRIAL_PROMOTION)
    return rows.select_related("place", "organisation", "source").filter(pk=charge).first()


def _gone(request: Request, place: Place, charge: int) -> HttpResponse:
    """A fact that was corrected before: back to the province; one that never was is not found."""
    known = EventSubject.objects.filter(subject=f"registry.charge:{charge}")
    get_object_or_404(known.filter(event__verb__in=("charge_corrected", "charge_withdrawn"))[:1])
    messages.info(request, _("Dữ liệu này đã được đính chính hoặc bỏ trước đó."))
    return HttpResponseRedirect(reverse("system-map-province", args=[place.pk]))


def _form(request: Request, old: Recorded) -> CorrectionForm:
    row, under = old.charge, old.under
    parent = bodies_suggested(row.valid_from).get(under.parent_id, "") if under and under.parent_id else ""
    initial = {
        "place": str(row.place_id), "body": str(row.organisation_id), "above": under.above if under else "",
        "parent": parent, "on": row.valid_from, "until": last_day(old.until), "seen": old.mark,
        "number": row.source.number if row.source else "", "dated": row.source.issued_on if row.source else None,
        "evidence": row.evidence, "beside": _shared(old),
    }  # fmt: skip
    return CorrectionForm(initial=initial, **choices_of(request, row.organisation_id))


def _shared(old: Recorded) -> bool:
    """True when another body carries khuyến công for the province in the same time."""
    row = old.charge
    rows = Charge.objects.filter(place=row.place_id, duty=row.duty).exclude(pk=row.pk)
    rows = rows.exclude(valid_to__lte=row.valid_from)
    return (rows.filter(valid_from__lt=row.valid_to) if row.valid_to else rows).exists()


def _fact(form: CorrectionForm) -> FirstFact | None:
    """The right fact as typed; None with the reason on the form."""
    typed = form.cleaned_data
    body = Organisation.objects.get(pk=int(typed["body"])) if typed["body"] else None
    parent = parent_typed(form)
    if form.errors:
        return None
    return FirstFact(
        place=Place.objects.get(pk=int(typed["place"])), body=body, above=typed["above"], on=typed["on"],
        name=typed["name"], parent=parent, until=typed["until"] + ONE_DAY if typed["until"] else None,
        evidence=typed["evidence"], has_paper=bool(typed["number"]), beside=typed["beside"],
    )  # fmt: skip


def _print(form: CorrectionForm) -> str:
    """What was typed, so that only what was shown is written."""
    return "|".join(str(value) for name, value in sorted(form.cleaned_data.items()) if name not in ("shown", "seen"))


def _previewed(
    request: Request, place: Place, old: Recorded, form: CorrectionForm, fact: FirstFact
) -> HttpResponse:  # fmt: skip
    """The form again with what would change, or with everything that speaks against it."""
    typed = form.cleaned_data
    found = judged_correction(old, replace(fact, instead=old), typed["number"], typed["reason"], typed["seen"])
    if found:
        told_on(form, Refused(*found))
        return _shown(request, place, old, form)
    form.data = {**request.POST.dict(), "shown": _print(form)}
    return _shown(request, place, old, form, _lines(old, fact, typed))


def _lines(old: Recorded, fact: FirstFact, typed: dict[str, Any]) -> list[Line]:
    """Every part of the fact as it stands and as it would be."""
    row, under = old.charge, old.under
    bodies = (fact.body, fact.parent)
    names = names_of_bodies(
        [row.organisation_id, under.parent_id if under else None, *(one.pk for one in bodies if one)]
    )
    above = Above(fact.above).label
    if under:
        first = called(names, under.parent_id, row.valid_from) if under.parent_id else under.get_above_display()
    return [
        Line(_("Tỉnh, thành phố"), row.place.name, fact.place.name),
        Line(_("Đơn vị đảm nhiệm"), called(names, row.organisation_id, row.valid_from),
             called(names, fact.body.pk, fact.on) if fact.body else fact.name),
        Line(_("Trực thuộc"), str(first) if under else NOTHING,
             called(names, fact.parent.pk, fact.on) if fact.parent else str(above)),
        Line(_("Từ ngày"), short_date(row.valid_from), short_date(fact.on)),
        Line(_("Đến hết ngày"), _day(old.until), _day(fact.until)),
        Line(_("Quyết định"), row.source.number if row.source else NOTHING, typed["number"] or NOTHING),
        Line(_("Mức xác nhận"), row.get_evidence_display(), str(Evidence(fact.evidence).label)),
    ]  # fmt: skip


def _day(until: Any) -> str:
    return short_date(until - timedelta(days=1)) if until else _("nay")


def _corrected(
    request: Request, place: Place, old: Recorded, form: CorrectionForm, fact: FirstFact
) -> HttpResponse:  # fmt: skip
    typed = form.cleaned_data
    try:
        correct_charge(
            by=request.user, charge=old.charge, reason=typed["reason"], on=request.today, seen=typed["seen"],
            right=fact, source=Decision(typed["number"], typed["dated"]) if typed["number"] else None,
            kind=typed["kind"] or BodyKind.CENTRE,
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        return _shown(request, place, old, form)
    messages.success(request, _("Đã đính chính; dữ liệu trước và sau còn trong lịch sử."))
    return HttpResponseRedirect(reverse("system-map-province", args=[place.pk]))


def _withdrawn(request: Request, place: Place, old: Recorded) -> HttpResponse:
    form = WithdrawForm(request.POST, auto_id=OUT)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            correct_charge(
                by=request.user, charge=old.charge, reason=typed["reason"], on=request.today, seen=typed["seen"]
            )
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã bỏ dữ liệu ghi nhầm; nội dung còn trong lịch sử."))
            return HttpResponseRedirect(reverse("system-map-province", args=[place.pk]))
    return _shown(request, place, old, _form(request, old), out=form)


def _shown(
    request: Request, place: Place, old: Recorded, form: CorrectionForm, lines: list[Line] | None = None,
    out: WithdrawForm | None = None,
) -> HttpResponse:  # fmt: skip
    found = can_be_withdrawn(old, "–", old.mark)
    named = names_on(old.charge.valid_from, [old.charge.organisation_id]).get(old.charge.organisation_id)
    context: dict[str, Any] = {
        "place": place, "old": old, "name": named.name if named else old.charge.organisation, "form": form,
        "lines": lines, "suggested": bodies_suggested(request.today).values(),
        "closed": next((_why(request, item) for item in found if item.code in LATER), None),
        "kept": next((_why(request, item) for item in found if item.code not in LATER), None),
        "out": out or WithdrawForm(initial={"seen": old.mark}, auto_id=OUT),
    }  # fmt: skip
    wrong = (form.is_bound and not lines) or out is not None
    return render(request, "system_map/correct.html", context, status=422 if wrong else 200)


def _why(request: Request, item: Finding) -> dict[str, str]:
    """Why a fact is not corrected here, and the page where it is mended."""
    change, root = item.data.get("change"), item.data.get("root")
    url = ""
    if change is not None:
        url = address(request, "change", change.pk)  # type: ignore[attr-defined]
    elif isinstance(root, Charge):
        url = address(request, "system-map-correct", root.place_id, root.pk)
    return {"words": f"{item.message} {item.remedy}".strip(), "url": url}
