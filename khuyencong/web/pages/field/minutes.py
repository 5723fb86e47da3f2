"""The minutes of one place, to be printed on the spot from what the server keeps."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from khuyencong.kernel.writers.formats import rendered
from khuyencong.oversight.printouts.inspections import minutes_paper
from khuyencong.oversight.queries.inspections import stops_of
from khuyencong.oversight.queries.observations import findings_of
from khuyencong.web.exports import file_answer
from khuyencong.web.office_reach import inspections_within
from khuyencong.web.request import Request

FORMS = ("pdf", "docx")


def minutes(request: Request, pk: int, stop: int) -> HttpResponse:
    """The minutes as PDF or, with ``dang=docx``, as Word."""
    row = get_object_or_404(inspections_within(request).filter(planned_on__lte=request.day), pk=pk)
    form = request.GET.get("dang", "pdf")
    visited = [one for one in stops_of(row, request.day) if one.pk == stop]
    if form not in FORMS or not visited:
        raise Http404
    paper = minutes_paper(findings_of(visited, request.day)[0], request.day)
    return file_answer(rendered(paper, form), form, f"bien-ban-{row.pk}-{stop}")
