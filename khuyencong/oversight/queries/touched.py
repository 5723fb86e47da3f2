"""What a change of places or bodies touches in oversight: petitions, trips, recommendations, gatherings, tasks."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from khuyencong.oversight.models import Gathering, Petition, Recommendation, Stop, TaskPartner
from khuyencong.oversight.states import GatheringState, InspectionState, TaskState
from khuyencong.registry.hooks import Touched, TouchedRow


def oversight_touched(places: Collection[int], bodies: Collection[int], day: date) -> list[Touched]:
    """Everything of oversight that is open on a day at these provinces and bodies, by kind."""
    return [
        Touched("petitions", _("Kiến nghị chưa trả lời"), _petitions(places, bodies, day)),
        Touched("inspections", _("Nơi kiểm tra, khảo sát chưa kết luận"), _stops(places, day)),
        Touched("recommendations", _("Kiến nghị sau kiểm tra đang thực hiện"), _recommendations(places, bodies, day)),
        Touched("gatherings", _("Hội nghị, hội chợ sắp tổ chức"), _gatherings(places, bodies, day)),
        Touched("work-tasks", _("Nhiệm vụ công tác có phối hợp"), _tasks(places, bodies, day)),
    ]


def _petitions(places: Collection[int], bodies: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    rows = Petition.objects.filter(
        Q(place__in=places) | Q(sender__in=bodies), open_then, received_on__lte=day
    )  # fmt: skip
    return tuple(
        TouchedRow(
            f"oversight.petition:{row.pk}", Truncator(row.what).chars(120), row.place_id, row.sender_id, row.sender_name
        )
        for row in rows.order_by("received_on", "pk")
    )  # fmt: skip


def _stops(places: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    open_then = Q(inspection__concluded_on__isnull=True) | Q(inspection__concluded_on__gt=day)
    rows = Stop.objects.filter(open_then, place__in=places, inspection__planned_on__lte=day)
    rows = rows.exclude(inspection__state=InspectionState.CANCELLED).select_related("inspection")
    return tuple(
        TouchedRow(f"oversight.stop:{row.pk}", row.inspection.title, row.place_id)
        for row in rows.order_by("inspection__starts_on", "pk")
    )


def _recommendations(places: Collection[int], bodies: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    mine = Q(owner__in=bodies) | Q(project__place__in=places)
    begun = Q(inspection__concluded_on__lte=day) | Q(inspection__isnull=True)
    rows = Recommendation.objects.filter(mine, open_then, begun).select_related("project")
    return tuple(
        TouchedRow(
            f"oversight.recommendation:{row.pk}", Truncator(row.text).chars(120),
            row.project.place_id if row.project else None, row.owner_id, row.owner_name,
        )
        for row in rows.order_by("due_on", "pk")
    )  # fmt: skip


def _gatherings(places: Collection[int], bodies: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    coming = Q(held_on__isnull=True) | Q(held_on__gt=day)
    rows = Gathering.objects.filter(Q(place__in=places) | Q(host__in=bodies), coming)
    rows = rows.filter(Q(planned_on__isnull=True) | Q(planned_on__lte=day)).exclude(state=GatheringState.CANCELLED)
    return tuple(
        TouchedRow(f"oversight.gathering:{row.pk}", row.title, row.place_id, row.host_id)
        for row in rows.order_by("starts_on", "pk")
    )


def _tasks(places: Collection[int], bodies: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    open_then = Q(task__done_on__isnull=True) | Q(task__done_on__gt=day)
    rows = TaskPartner.objects.filter(
        Q(place__in=places) | Q(organisation__in=bodies), open_then, task__in_programme_on__lte=day
    )  # fmt: skip
    rows = rows.exclude(task__state__in=(TaskState.CARRIED, TaskState.DROPPED)).select_related("task")
    return tuple(
        TouchedRow(f"oversight.worktask:{row.task_id}", row.task.title, row.place_id, row.organisation_id)
        for row in rows.order_by("task__due_on", "pk")
    )
