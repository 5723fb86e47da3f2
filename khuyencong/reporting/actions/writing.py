"""What people write into a report before it is frozen: assessments, estimates, and drafts kept to compare with."""

import hashlib
import json
from datetime import date

from django.db import IntegrityError, transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.plain import plain
from khuyencong.records.actions import record_event
from khuyencong.reporting.models import Assessment, Estimate, ReportDraft
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import FIGURES, assessments_of, sentences_of
from khuyencong.reporting.rules import (
    assessment_was_seen_as_it_stands,
    estimate_is_of_a_figure,
    estimate_looks_ahead,
    estimate_says_why,
    section_is_known,
)
from khuyencong.reporting.states import Asked


@transaction.atomic
def save_assessment(*, by: Actor, year: int, section: str, seen: int, text: str, today: date) -> Assessment:
    """A person's own words in a section, as a new version. Raises Refused when another version came in between.

    ``data['number']`` of the finding says which; the words of both are kept, one as a version, one on the page.
    """
    refuse_errors(section_is_known(section, six_month.SECTIONS))
    latest = assessments_of(six_month.CODE, year).get(section)
    refuse_errors(assessment_was_seen_as_it_stands(latest, seen))
    if latest is not None and latest.text == text.strip():
        return latest
    try:
        with transaction.atomic():
            row = Assessment.objects.create(
                report=six_month.CODE, year=year, section=section, number=seen + 1, text=text.strip(), by_id=by.pk
            )
    except IntegrityError:
        refuse_errors(assessment_was_seen_as_it_stands(assessments_of(six_month.CODE, year).get(section), seen))
        raise
    record_event(by=by, verb="assessment_saved", on=today, subjects=[row], detail={"section": section})
    return row


@transaction.atomic
def say_estimate(*, by: Actor, year: int, code: str, until: date, value: int, ground: str, as_of: date) -> Estimate:
    """Ước thực hiện: what a figure is expected to be at the end of the period, with its ground; never summed.

    ``value`` in the figure's unit (đồng, count). A later estimate stands beside the earlier one.
    """
    known = code in FIGURES
    refuse_errors(
        [
            *estimate_is_of_a_figure(value, known=known),
            *estimate_looks_ahead(as_of, until),
            *estimate_says_why(ground),
        ]
    )
    row = Estimate.objects.create(
        report=six_month.CODE, year=year, code=code, until=until, value=value, ground=ground.strip()[:500], by_id=by.pk
    )
    record_event(by=by, verb="estimate_said", on=as_of, subjects=[row], detail={"code": code, "value": value})
    return row


@transaction.atomic
def keep_report_draft(*, by: Actor, asked: Asked, today: date) -> ReportDraft:
    """Keep figures and sentences as they stand, so that the next draft can say what moved.

    Where nothing moved since the newest draft of that day, that draft is returned.
    """
    report, paper = six_month.written(asked)
    figures = {code: plain(figure) for code, figure in report.figures.items()}
    sentences = [list(pair) for pair in sentences_of(paper)]
    told = json.dumps([figures, sentences], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(told.encode()).hexdigest()
    earlier = ReportDraft.objects.filter(report=six_month.CODE, year=asked.year, as_of=asked.as_of).order_by("number")
    last = earlier.last()
    if last is not None and last.sha256 == digest:
        return last
    row = ReportDraft.objects.create(
        report=six_month.CODE, year=asked.year, as_of=asked.as_of, number=last.number + 1 if last else 1,
        figures=figures, sentences=sentences, sha256=digest, made_by_id=by.pk,
    )  # fmt: skip
    record_event(by=by, verb="report_draft_kept", on=asked.as_of, subjects=[row], detail={"number": row.number})
    return row
