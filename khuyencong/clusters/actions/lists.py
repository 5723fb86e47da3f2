"""Records a province's list as a version of its own; gives an opinion the list it is asked about."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.clusters.actions.reconciling import reconcile
from khuyencong.clusters.models import ClusterList, ListRow, Opinion
from khuyencong.clusters.queries import lists_before
from khuyencong.clusters.rules.opinions import entered_by_the_office, list_has_rows, list_may_be_changed
from khuyencong.clusters.states import ListKind, PrintedCluster, PrintedList
from khuyencong.clusters.transitions import OPINION
from khuyencong.documents.models import Document
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.plain import plain
from khuyencong.kernel.rows import add_all
from khuyencong.records.actions import keep_file, record_event, take
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.queries import steps_of, subject_of
from khuyencong.records.states import ImportState, RowState
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Place

RUN = "cluster_list"


@transaction.atomic
def record_list(
    *, by: Actor | None, place: Place, kind: str, period: str, as_of: date, rows: Sequence[PrintedCluster],
    document: Document | None = None, run: ImportRun | None = None, note: str = "",
) -> ClusterList:  # fmt: skip
    """Record a list as a new version: ``kind`` of ListKind, areas in hectares. An older version is never changed.

    Raises Refused when it names no cluster.
    """
    refuse_errors(list_has_rows(rows))
    made = ClusterList.objects.create(
        place=place, kind=kind, period=period[:20], as_of=as_of, document=document, run=run, note=note[:300]
    )
    add_all([_row(made, position, printed) for position, printed in enumerate(rows, 1)])
    record_event(
        by=by, verb="cluster_list_recorded", on=as_of, subjects=[made],
        detail={"kind": kind, "place": place.pk, "rows": len(rows)},
    )  # fmt: skip
    return made


def _row(made: ClusterList, position: int, printed: PrintedCluster) -> ListRow:
    where = {"sheet": printed.sheet, "row": printed.row, "findings": plain(printed.findings)} if printed.row else {}
    row = ListRow(
        list=made, position=position, where=printed.where[:200], area_now=printed.area_now,
        area_planned=printed.area_planned, kind_of_place=printed.kind_of_place, industries=printed.industries[:500],
        investor=printed.investor[:300], action=printed.action, note=printed.note[:500], printed=where,
    )  # fmt: skip
    row.set_name(printed.name[:300])
    return row


@transaction.atomic
def attach_list(
    *, by: User, today: date, opinion: Opinion, kind: str, printed: PrintedList, data: bytes, filename: str
) -> ClusterList:
    """Record a list that came as a workbook for an opinion: the one asked about, the one before, or the approved one.

    The one asked about is compared to the province's list before. The file is kept with its run. Raises Refused.
    """
    locked = Opinion.objects.select_for_update(of=("self",)).select_related("place", "request").get(pk=opinion.pk)
    refuse_errors([*entered_by_the_office(standing_of(by, today)), *list_has_rows(printed.rows)])
    refuse_errors(list_may_be_changed(locked, kind))
    run = _run(by, locked, printed, data, filename)
    made = record_list(
        by=by, place=locked.place, kind=kind, period=locked.period, as_of=_day_of(locked, kind, today),
        rows=printed.rows, document=locked.request if kind == ListKind.PROPOSED else None, run=run,
    )  # fmt: skip
    if kind == ListKind.PROPOSED:
        examine(by=by, today=today, opinion=locked, asked=made, on=_from(locked))
    elif kind == ListKind.BASELINE:
        Opinion.objects.filter(pk=locked.pk).update(base=made)
    else:
        locked.approved = made
        locked.save(update_fields=["approved"])
        reconcile(locked, made)
    return made


def _day_of(opinion: Opinion, kind: str, today: date) -> date:
    """The day a list counts: of the letter that asked, the day before it for the list before, else the outcome's."""
    if kind == ListKind.APPROVED:
        return opinion.outcome_on or today
    return opinion.request.date or opinion.received_on


def _from(opinion: Opinion) -> date:
    """A list came with the letter; one given anew counts from the step before it."""
    last = steps_of(opinion).last()
    return last.on if last else opinion.received_on


def examine(*, by: User, today: date, opinion: Opinion, asked: ClusterList, on: date) -> Opinion:
    """Give an opinion its list and the list before it; what was viewed of an earlier list is dropped with it."""
    before = lists_before(opinion.place, asked.as_of, but=asked)

    def effect(locked: Opinion, transition: Transition, deed: Deed) -> None:
        locked.asked, locked.base = asked, before[0] if before else locked.base
        locked.views.all().delete()

    deed = Deed(on, by, said={"standing": None})
    return take(thing=opinion, machine=OPINION, name="examine", deed=deed, effect=effect)


def _run(by: User, opinion: Opinion, printed: PrintedList, data: bytes, filename: str) -> ImportRun:
    """The run that read this file; the same file read again for the same year is the same run."""
    run, created = ImportRun.objects.get_or_create(
        kind=RUN, year=opinion.received_on.year, sha256=hashlib.sha256(data).hexdigest(),
        defaults={
            "filename": filename[:255], "state": ImportState.COMPLETE, "made_by_id": by.pk,
            "understood": plain({"columns": printed.columns, "skipped": printed.skipped, "warnings": printed.warnings}),
        },
    )  # fmt: skip
    if created:
        add_all([_run_row(run, row, subject_of(opinion)) for row in printed.rows])
        keep_file(by=by, data=data, name=filename, kind="workbook", subject=run)
    return run


def _run_row(run: ImportRun, row: PrintedCluster, subject: str) -> ImportRow:
    stored: dict[str, Any] = plain(row)
    findings = stored.pop("findings")
    return ImportRow(
        run=run, sheet=row.sheet[:120], row=row.row, state=RowState.RECORDED, printed=stored, findings=findings,
        subject=subject,
    )  # fmt: skip
