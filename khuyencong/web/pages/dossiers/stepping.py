"""Takes a step of a dossier from its page: reads the form, records the paper, calls the one action."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.programme.actions.papers import record_paper
from khuyencong.programme.actions.steps import take_step
from khuyencong.programme.models import Dossier
from khuyencong.programme.transitions import machine_of
from khuyencong.records.transitions import Deed, Transition
from khuyencong.web.forms.dossiers import PaperForm
from khuyencong.web.pages.dossiers.reading import context_of, found
from khuyencong.web.request import Request


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take the named step; on refusal the page comes back with everything typed and what stands in the way."""
    row = found(request, pk)
    try:
        transition = machine_of(row.kind).named(name)
    except KeyError:
        raise Http404 from None
    on_behalf = request.POST.get("thay") == "1"
    key = name + ("-thay" if on_behalf else "")
    form = PaperForm(request.POST, request.FILES, prefix=key, auto_id="%s")
    refused: tuple[Finding, ...] = ()
    if form.is_valid():
        try:
            _take(request, row, transition, form, on_behalf)
        except Refused as refusal:
            refused = tuple(refusal.findings)
        except IntegrityError as error:
            refused = (Finding("refused", sentence_of(error)),)
        else:
            messages.success(request, _("Đã ghi: {step}.").format(step=transition.title))
            return HttpResponseRedirect(reverse("dossier", args=[pk]))
    context = context_of(request, found(request, pk), {key: form}, refused)
    return render(request, "dossiers/file.html", context, status=422)


@transaction.atomic
def _take(request: Request, row: Dossier, transition: Transition, form: PaperForm, on_behalf: bool) -> None:
    """The paper and the step it carries, both or neither."""
    typed, paper = form.cleaned_data, None
    if typed["number"]:
        file = typed["file"]
        paper = record_paper(
            by=request.user, dossier=row, transition=transition, number=typed["number"], on=typed["on"],
            today=request.today, signatory=typed["signatory"], data=file.read() if file else b"",
            filename=file.name if file else "",
        )  # fmt: skip
    deed = Deed(
        typed["on"], request.user, typed["amount"], paper, on_behalf, typed["remark"].strip(),
        request.POST.get("buoc", ""), {"budget_code": typed["budget_code"], "payee": typed["payee"]},
    )  # fmt: skip
    take_step(by=request.user, dossier=row, name=transition.name, deed=deed, today=request.today)
