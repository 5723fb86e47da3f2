"""Plans conferences and fairs, moves them, keeps their agenda, guests and booths, begins the invitation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import PaperGiven, letter_recorded, link_document, start_draft
from khuyencong.documents.hooks import Recorded
from khuyencong.documents.models import Draft
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import AgendaItem, Booth, Gathering, Invitation
from khuyencong.oversight.printouts.gatherings import invitation_wording
from khuyencong.oversight.queries.gatherings import same_gathering
from khuyencong.oversight.rules.gatherings import (
    AgendaLine,
    agenda_has_titles,
    booths_are_new,
    booths_are_of_a_fair,
    booths_are_whole,
    days_follow,
    gathering_is_new,
    gathering_is_whole,
    lists_may_change,
    project_is_of_the_year,
    reply_fits,
    someone_is_invited,
)
from khuyencong.oversight.rules.handling import day_has_come, handled_by_office
from khuyencong.oversight.states import BoothLine
from khuyencong.oversight.transitions.gatherings import GATHERING
from khuyencong.programme.models import Project
from khuyencong.records.actions import record_event, take
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Organisation, Place
from khuyencong.registry.queries import names_on

INVITATION = "invitation"
SUBJECT = "oversight.gathering"


@transaction.atomic
def plan_gathering(
    *, by: User, today: date, kind: str, year: int, title: str, region: str, place: Place, planned_on: date,
    host: Organisation | None = None, venue: str = "", project: Project | None = None, starts_on: date | None = None,
    ends_on: date | None = None,
) -> Gathering:  # fmt: skip
    """Put a conference or a fair into the programme of a year, from ``planned_on``.

    Raises Refused; for one that already stands ``data['gathering']`` is it.
    """
    refuse_errors([*handled_by_office(standing_of(by, today)), *gathering_is_whole(kind, title, region)])
    title = " ".join(title.split())[:300]
    refuse_errors(
        [
            *day_has_come(planned_on, today, "planned_on"),
            *days_follow(starts_on, ends_on),
            *project_is_of_the_year(project, year),
            *gathering_is_new(same_gathering(kind, year, title)),
        ]
    )
    row = Gathering.objects.create(
        kind=kind, year=year, title=title, folded=fold(title), region=region, place=place, host=host,
        venue=venue.strip()[:300], project=project, planned_on=planned_on, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    record_event(by=by, verb="gathering_planned", on=planned_on, subjects=[row], detail={"kind": kind, "year": year})
    return row


def _take(
    by: User, today: date, gathering: Gathering, name: str, on: date, *, remark: str = "", seen: str = "",
    effect: Any = None, document: Any = None, **said: Any,
) -> Gathering:  # fmt: skip
    refuse_errors(day_has_come(on, today))
    said = {"standing": standing_of(by, today), **said}
    deed = Deed(on, by, document=document, remark=remark.strip(), seen=seen, said=said)
    moved = take(thing=gathering, machine=GATHERING, name=name, deed=deed, effect=effect)
    if document is not None:
        link_document(document=document, thing=moved)
    return moved


@transaction.atomic
def prepare_gathering(
    *, by: User, today: date, gathering: Gathering, on: date, starts_on: date | None = None,
    ends_on: date | None = None, venue: str = "", remark: str = "", paper: PaperGiven = None, seen: str = "",
) -> Gathering:  # fmt: skip
    """Say that it is being prepared, with its days and venue as far as agreed and the plan's paper; may be said again.

    What is left out stays as it was.
    """
    document = letter_recorded(by=by, paper=paper, abstract=f"Kế hoạch tổ chức {gathering.title}"[:500], today=today)

    def effect(row: Gathering, _transition: Transition, _deed: Deed) -> None:
        row.starts_on, row.ends_on = starts_on or row.starts_on, ends_on or row.ends_on
        row.venue, row.plan_paper = venue.strip()[:300] or row.venue, document or row.plan_paper
        refuse_errors(days_follow(row.starts_on, row.ends_on))

    return _take(
        by, today, gathering, "prepare", on, remark=remark, seen=seen, effect=effect, document=document
    )  # fmt: skip


@transaction.atomic
def hold_gathering(
    *, by: User, today: date, gathering: Gathering, on: date, remark: str = "", paper: PaperGiven = None,
    seen: str = "",
) -> Gathering:  # fmt: skip
    """Say that it was held; ``on`` is its last day, from which it counts in reports."""
    document = letter_recorded(by=by, paper=paper, abstract=gathering.title, today=today)
    return _take(by, today, gathering, "hold", on, remark=remark, seen=seen, effect=_held, document=document)


def _held(gathering: Gathering, _transition: Transition, deed: Deed) -> None:
    gathering.held_on, gathering.ends_on = deed.on, deed.on
    gathering.starts_on = gathering.starts_on or deed.on


@transaction.atomic
def report_gathering(
    *, by: User, today: date, gathering: Gathering, on: date, results: Mapping[str, Any], paper: PaperGiven = None,
    seen: str = "",
) -> Gathering:  # fmt: skip
    """Record what came of it: figures by the names of ``states.RESULTS`` (money in đồng) and ``summary`` in words."""
    document = letter_recorded(by=by, paper=paper, abstract=f"Báo cáo kết quả {gathering.title}"[:500], today=today)
    told = {name: value for name, value in results.items() if value not in (None, "")}
    return _take(
        by, today, gathering, "report", on, remark=str(told.get("summary", "")), seen=seen, effect=_reported,
        document=document, results=told,
    )  # fmt: skip


def _reported(gathering: Gathering, _transition: Transition, deed: Deed) -> None:
    gathering.results = dict(deed.said["results"])
    gathering.report_paper = deed.document or gathering.report_paper


def cancel_gathering(
    *, by: User, today: date, gathering: Gathering, on: date, reason: str, seen: str = ""
) -> Gathering:  # fmt: skip
    """Say that it will not be held, with the reason."""
    return _take(by, today, gathering, "cancel", on, remark=reason, seen=seen)


def _open(by: User, today: date, gathering: Gathering) -> Gathering:
    """The gathering, locked, when the person may still change its lists. Raises Refused."""
    refuse_errors(handled_by_office(standing_of(by, today)))
    locked = Gathering.objects.select_for_update(of=("self",)).select_related("place").get(pk=gathering.pk)
    refuse_errors(lists_may_change(locked))
    return locked


@transaction.atomic
def set_agenda(*, by: User, today: date, gathering: Gathering, items: Sequence[AgendaLine]) -> list[AgendaItem]:
    """Write the agenda anew: (hour, title, speaker) in order; none takes it away."""
    locked = _open(by, today, gathering)
    refuse_errors(agenda_has_titles(items))
    locked.agenda.all().delete()
    made = AgendaItem.objects.bulk_create(
        [
            AgendaItem(gathering=locked, position=number, at=at.strip()[:20], title=title.strip()[:300],
                       speaker=speaker.strip()[:200])
            for number, (at, title, speaker) in enumerate(items, 1)
        ]
    )  # fmt: skip
    record_event(by=by, verb="gathering_agenda", on=today, subjects=[locked], detail={"items": len(made)})
    return made


@transaction.atomic
def invite(
    *, by: User, today: date, gathering: Gathering, bodies: Sequence[Organisation | str], on: date | None = None
) -> list[Invitation]:
    """Add bodies to the guests under their names of the day; those already on the list stay as they are.

    ``on``: the day they were written to; None until the invitation is recorded. Raises Refused when none is new.
    """
    locked = _open(by, today, gathering)
    refuse_errors(day_has_come(on, today) if on else [])
    known = set(locked.invitations.values_list("name", flat=True))
    names = names_on(on or today, [one.pk for one in bodies if isinstance(one, Organisation)])
    rows: dict[str, Invitation] = {}
    for one in bodies:
        body = one if isinstance(one, Organisation) else None
        name = (names[body.pk].name if body else " ".join(str(one).split()))[:300]
        if name and name not in known and name not in rows:
            rows[name] = Invitation(gathering=locked, body=body, name=name, invited_on=on)
    refuse_errors(someone_is_invited(list(rows)))
    made = Invitation.objects.bulk_create(rows.values())
    record_event(by=by, verb="gathering_invited", on=on or today, subjects=[locked], detail={"bodies": len(made)})
    return made


@transaction.atomic
def record_reply(
    *, by: User, today: date, invitation: Invitation, reply: str, on: date, people: int | None = None, talk: str = ""
) -> Invitation:
    """Record what an invited body replied on a day, how many people come, and the paper it will read, if any."""
    gathering = _open(by, today, invitation.gathering)
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    refuse_errors([*day_has_come(on, today), *reply_fits(reply, on, locked.invited_on, people)])
    locked.reply, locked.replied_on, locked.talk = reply, on, talk.strip()[:300]
    locked.people = people
    locked.save(update_fields=["reply", "replied_on", "people", "talk"])
    record_event(
        by=by, verb="gathering_reply", on=on, subjects=[gathering], detail={"body": locked.name, "reply": reply}
    )
    return locked


@transaction.atomic
def add_booths(*, by: User, today: date, gathering: Gathering, booths: Sequence[BoothLine]) -> list[Booth]:
    """Add exhibitors with their booths by source of funding (costs in đồng); all or none. Raises Refused."""
    locked = _open(by, today, gathering)
    refuse_errors([*booths_are_of_a_fair(locked), *booths_are_whole(booths)])
    known = set(locked.booths.values_list("exhibitor", "funding"))
    refuse_errors(booths_are_new(booths, known))
    made = Booth.objects.bulk_create(
        [
            Booth(gathering=locked, exhibitor=" ".join(one.exhibitor.split())[:300], place_id=one.place,
                  goods=one.goods.strip()[:300], booths=one.booths, funding=one.funding, cost=one.cost,
                  added_on=today)
            for one in booths
        ]
    )  # fmt: skip
    record_event(by=by, verb="gathering_booths", on=today, subjects=[locked], detail={"exhibitors": len(made)})
    return made


@transaction.atomic
def remove_booth(*, by: User, today: date, booth: Booth) -> None:
    """Take an exhibitor off the list."""
    gathering = _open(by, today, booth.gathering)
    record_event(
        by=by, verb="gathering_booth_removed", on=today, subjects=[gathering], detail={"exhibitor": booth.exhibitor}
    )
    Booth.objects.filter(pk=booth.pk).delete()


@transaction.atomic
def draft_invitation(*, by: User, today: date, gathering: Gathering, on: date) -> Draft:
    """Begin the invitation (giấy mời) from agenda and guests; one still on its way is returned instead."""
    locked = _open(by, today, gathering)
    refuse_errors(day_has_come(on, today))
    waiting = list(locked.invitations.filter(invited_on__isnull=True).order_by("id").values_list("name", flat=True))
    invited = waiting or list(locked.invitations.order_by("id").values_list("name", flat=True))
    refuse_errors(someone_is_invited(invited))
    wording = invitation_wording(locked, list(locked.agenda.all()), invited, on)
    return start_draft(by=by, on=on, wording=wording, thing=locked, purpose=INVITATION)


def invitation_was_recorded(draft: Recorded, document: Any, by: Actor, on: date) -> None:
    """Hears of recorded drafts (documents.hooks.RECORDED): guests not yet written to are invited on the paper's day."""
    label, _colon, key = draft.subject.partition(":")
    if label != SUBJECT or draft.purpose != INVITATION:
        return
    gathering = Gathering.objects.select_for_update(of=("self",)).get(pk=int(key))
    link_document(document=document, thing=gathering)
    count = gathering.invitations.filter(invited_on__isnull=True).update(invited_on=on)
    record_event(by=by, verb="gathering_invited", on=on, subjects=[gathering], detail={"bodies": count})
