"""What is written on a trip's file besides its steps: days and minutes of a place, recommendations, findings."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.inspections import add_recommendations
from khuyencong.web.forms.inspections import PaperForm, VisitForm
from khuyencong.web.pages.inspections.file import found, shown
from khuyencong.web.pages.inspections.recommending import given_of, sent_recommendation
from khuyencong.web.pages.inspections.stops import MINUTES, VISIT, back_to, minutes_made, stop_found, visit_made
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def visit(request: Request, pk: int, stop: int) -> HttpResponse:
    """Say when the team was at a place."""
    row, form = stop_found(request, pk, stop), VisitForm(request.POST, prefix=f"{VISIT}-{stop}")
    if visit_made(request, row, form):
        return back_to(row)
    return shown(request, found(request, pk), stop_form=(stop, VISIT, form))


def minutes(request: Request, pk: int, stop: int) -> HttpResponse:
    """Record the minutes that were signed at a place."""
    row, form = stop_found(request, pk, stop), PaperForm(request.POST, request.FILES, prefix=f"{MINUTES}-{stop}")
    if minutes_made(request, row, form):
        return back_to(row)
    return shown(request, found(request, pk), stop_form=(stop, MINUTES, form))


def recommend(request: Request, pk: int) -> HttpResponse:
    """Enter one thing the recorded conclusion asks for."""
    row = found(request, pk)
    form = sent_recommendation(request, since=row.concluded_on)
    if form.is_valid() and (given := given_of(request, form)):
        try:
            add_recommendations(by=request.user, today=request.today, inspection=row, recommendations=[given])
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi kiến nghị."))
            return HttpResponseRedirect(f"{reverse('inspection', args=[pk])}#kien-nghi")
    return shown(request, found(request, pk), asked=form)
