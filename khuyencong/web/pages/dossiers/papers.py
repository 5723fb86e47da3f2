"""The papers of a dossier as files, the whole pack of a step, and a filled form that comes back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.formats import RENDERERS
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.programme.imports.forms import apply_form, read_form
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import FORMS, pack_zip
from khuyencong.programme.transitions import machine_of
from khuyencong.records.transitions import Deed, choices
from khuyencong.web.exports import bytes_answer, file_answer
from khuyencong.web.pages.dossiers.reading import found
from khuyencong.web.request import Request


def form_file(request: Request, pk: int, form: str, kind: str) -> HttpResponse:
    """One form of the dossier as Word, Excel or PDF."""
    row = found(request, pk)
    known = FORMS.get(form)
    if known is None or kind not in RENDERERS or row.kind not in known.kinds:
        raise Http404
    name = f"{row.project.code}-{row.kind}-{row.number}-mau-{form}"
    return file_answer(rendered_form(known.paper(row, request.day, notes_of(request, row)), kind), kind, name)


def pack(request: Request, pk: int) -> HttpResponse:
    """The whole pack of a step as one file."""
    row = found(request, pk)
    name = f"{row.project.code}-{row.kind}-{row.number}-bo-ho-so"
    return bytes_answer(pack_zip(row, request.day, notes_of(request, row)), "application/zip", f"{name}.zip")


def notes_of(request: Request, row: Dossier) -> tuple[str, ...]:
    """What the rules find of the usual next step, for the phiếu trình."""
    found = choices(row, machine_of(row.kind), Deed(request.day, request.user))
    first = next((choice for choice in found if not choice.transition.back), None)
    return tuple(f"{item.message} {item.clause}".strip() for item in first.findings) if first else ()


def form_filled(request: Request, pk: int) -> HttpResponse:
    """Take a filled form 3a or 7 into the dossier, without retyping."""
    row, file = found(request, pk), request.FILES.get("tep")
    if file is None:
        messages.error(request, _("Hãy chọn tệp biểu mẫu đã điền."))
        return HttpResponseRedirect(reverse("dossier", args=[pk]))
    try:
        findings = apply_form(
            by=request.user, dossier=row, form=read_form(file.read(), file.name or ""), today=request.today
        )
    except Refused as refusal:
        for item in refusal.findings:
            messages.error(request, f"{item.message} {item.remedy}".strip())
    else:
        for item in findings:
            messages.warning(request, f"{item.message} {item.remedy}".strip())
        messages.success(request, _("Đã lấy số liệu từ biểu mẫu {name}.").format(name=file.name))
    return HttpResponseRedirect(reverse("dossier", args=[pk]))
