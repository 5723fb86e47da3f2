"""Freezes a report and records the document that carried it out."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from khuyencong.documents.actions import record_document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.paper_store import stored
from khuyencong.kernel.plain import plain
from khuyencong.programme.models import AnnualPlan, Project
from khuyencong.programme.queries import completeness
from khuyencong.records.actions import keep_file, record_event
from khuyencong.registry.models import NormValue
from khuyencong.registry.queries import norm
from khuyencong.reporting.models import Edition, Issue
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.printouts.tables import printed_shares
from khuyencong.reporting.queries import rows_of_each
from khuyencong.reporting.rules import edition_is_not_issued, period_is_over, year_is_recorded_whole
from khuyencong.reporting.states import Asked


def _norm(value: NormValue) -> dict[str, Any]:
    return {
        "code": value.norm.code, "value": value.value, "source": value.source.number, "clause": value.clause,
        "evidence": value.evidence, "valid_from": value.valid_from.isoformat(),
    }  # fmt: skip


@override(six_month.OFFICIAL)
def _content(asked: Asked) -> dict[str, Any]:
    rows = Project.objects.all()
    report = six_month.measure(rows, asked)
    norms = [norm(six_month.CLOSING_DAY, on=date(asked.year, 6, 30))]
    return {
        "asked": plain(asked),
        "figures": {code: plain(figure) for code, figure in report.figures.items()},
        "breakdowns": {by: plain(printed_shares(rows, asked, by, "then")) for by in ("activity", "place", "kind")},
        "rows": {code: plain(found) for code, found in rows_of_each(report.figures, rows, asked.year, asked.as_of)},
        "norms": [_norm(value) for value in norms],
        "notes": list(report.notes),
        "paper": stored(six_month.paper_of(rows, report)),
    }


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of the content in one canonical writing."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def freeze(*, by: Actor, asked: Asked, today: date) -> Edition:
    """Chốt số liệu: keep figures, rows, norm versions and text as an edition for ever.

    Where nothing changed since the newest edition of that day, that edition is returned and no other is made.
    Raises Refused while the year's papers are not recorded whole or the day has not passed.
    """
    AnnualPlan.objects.select_for_update().get(year=asked.year)
    refuse_errors([*year_is_recorded_whole(completeness(asked.year)), *period_is_over(ended=asked.as_of <= today)])
    content = _content(asked)
    earlier = (
        Edition.objects.filter(report=six_month.CODE, year=asked.year, as_of=asked.as_of).order_by("number").last()
    )
    digest = content_hash(content)
    if earlier is not None and earlier.sha256 == digest:
        return earlier
    edition = Edition.objects.create(
        report=six_month.CODE, year=asked.year, as_of=asked.as_of, number=earlier.number + 1 if earlier else 1,
        content=content, sha256=digest, frozen_by_id=by.pk,
    )  # fmt: skip
    record_event(
        by=by, verb="report_frozen", on=asked.as_of, subjects=[edition],
        detail={"report": six_month.CODE, "number": edition.number, "sha256": edition.sha256},
    )  # fmt: skip
    return edition


@transaction.atomic
def record_issue(
    *, by: Actor, edition: Edition, number: str, on: date, signatory: str, file: bytes, filename: str
) -> Issue:
    """Record the signed document that carried an edition out: its number, date, signatory and file.

    Raises Refused when the edition already has one or the number is not well formed.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    refuse_errors(edition_is_not_issued(issued=Issue.objects.filter(edition=locked).exists()))
    document = record_document(
        by=by, kind=DocumentKind.REPORT, number=number, on=on, year=on.year,
        abstract=locked.content["paper"]["title"], signatory=signatory,
    )  # fmt: skip
    issue = Issue.objects.create(edition=locked, document=document)
    keep_file(by=by, data=file, name=filename, kind="signed", subject=issue)
    record_event(by=by, verb="report_issued", on=on, subjects=[locked, document], detail={"number": document.number})
    return issue
