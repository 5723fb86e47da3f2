"""What a change of places or bodies touches in the programme: open projects, dossiers, contracts, money, obstacles."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from khuyencong.programme.models import Dossier, Obstacle, Project
from khuyencong.programme.queries.money import money_of
from khuyencong.programme.states import Carrying, DossierKind, DossierState
from khuyencong.registry.hooks import Touched, TouchedRow

_OVER = (Carrying.STOPPED, Carrying.CLOSED)


def programme_touched(places: Collection[int], bodies: Collection[int], day: date) -> list[Touched]:
    """Everything of the programme that is open on a day at these provinces and bodies, by kind."""
    projects = _open_projects(places, bodies, day)
    listed = list(projects.order_by("year", "position"))
    return [
        Touched("projects", _("Đề án đang mở"), tuple(_project(row) for row in listed)),
        Touched("dossiers", _("Hồ sơ đang giải quyết"), _dossiers(projects, day)),
        Touched("contracts", _("Hợp đồng chưa thanh lý"), _contracts(projects, day)),
        Touched("payments", _("Kinh phí hợp đồng chưa thanh toán"), _payments(listed, day)),
        Touched("obstacles", _("Vướng mắc chưa tháo gỡ"), _obstacles(places, bodies, day)),
    ]


def _open_projects(places: Collection[int], bodies: Collection[int], day: date) -> QuerySet[Project]:
    """Projects of plans in effect that were neither stopped, closed nor liquidated by the day."""
    liquidated = Dossier.objects.filter(
        project=OuterRef("pk"), kind=DossierKind.LIQUIDATION, state=DossierState.RECORDED, since__lte=day
    )
    mine = Q(place__in=places) | Q(implementer__in=bodies)
    rows = Project.objects.filter(mine, plan__effective_on__lte=day)
    return rows.exclude(execution__state__in=_OVER).exclude(Exists(liquidated))


def _project(row: Project) -> TouchedRow:
    return TouchedRow(
        subject=f"programme.project:{row.pk}", title=Truncator(row.title).chars(120), place=row.place_id,
        body=row.implementer_id, detail=row.code,
    )  # fmt: skip


def _dossiers(projects: QuerySet[Project], day: date) -> tuple[TouchedRow, ...]:
    under_way = ~Q(desk="") | Q(since__gt=day)
    rows = Dossier.objects.filter(under_way, project__in=projects.order_by(), made_on__lte=day)
    return tuple(
        TouchedRow(
            subject=f"programme.dossier:{row.pk}", title=f"{row.get_kind_display()} – {row.project.code}",
            place=row.project.place_id, body=row.project.implementer_id, detail=row.get_desk_display(),
            file=f"programme.project:{row.project_id}",
        )
        for row in rows.select_related("project").order_by("project__year", "project__position", "pk")
    )  # fmt: skip


def _contracts(projects: QuerySet[Project], day: date) -> tuple[TouchedRow, ...]:
    rows = Dossier.objects.filter(
        project__in=projects.order_by(), kind=DossierKind.CONTRACT, state=DossierState.RECORDED, since__lte=day
    )
    return tuple(
        TouchedRow(
            subject=f"programme.dossier:{row.pk}",
            title=f"{row.document.number if row.document else row.get_kind_display()} – {row.project.code}",
            place=row.project.place_id, body=row.project.implementer_id, amount=row.amount, signed=True,
            file=f"programme.project:{row.project_id}",
        )
        for row in rows.select_related("project", "document").order_by("project__year", "project__position", "pk")
    )  # fmt: skip


def _payments(projects: Sequence[Project], day: date) -> tuple[TouchedRow, ...]:
    """What is contracted and not yet paid out, by project."""
    found = money_of(projects, day)
    left = [(row, found[row.pk].contracted - found[row.pk].disbursed) for row in projects]
    return tuple(
        TouchedRow(
            subject=f"programme.project:{row.pk}", title=row.code, place=row.place_id, body=row.implementer_id,
            amount=amount,
        )
        for row, amount in left
        if amount > 0
    )  # fmt: skip


def _obstacles(places: Collection[int], bodies: Collection[int], day: date) -> tuple[TouchedRow, ...]:
    open_then = Q(resolved_on__isnull=True) | Q(resolved_on__gt=day)
    mine = Q(place__in=places) | Q(project__place__in=places) | Q(owner__in=bodies)
    rows = Obstacle.objects.filter(mine, open_then, raised_on__lte=day).select_related("project")
    return tuple(
        TouchedRow(
            subject=f"programme.obstacle:{row.pk}", title=Truncator(row.what).chars(120),
            place=row.place_id or (row.project.place_id if row.project else None), body=row.owner_id,
            file=f"programme.project:{row.project_id}" if row.project_id else "",
        )
        for row in rows.order_by("raised_on", "pk")
    )  # fmt: skip
