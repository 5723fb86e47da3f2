"""The form of a recommendation and how recommendations are shown, wherever they stand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.oversight.actions.inspections import RecommendationGiven
from khuyencong.oversight.actions.inspections.recommending import usual_due
from khuyencong.oversight.states import RecommendationState
from khuyencong.registry.models import Organisation
from khuyencong.web.forms.inspections import RecommendationForm
from khuyencong.web.pages.inspections.words import due_badge, recommendation_badge
from khuyencong.web.pages.petitions.words import body_options, picked
from khuyencong.web.reach import projects_of
from khuyencong.web.request import Request


def blank_recommendation(request: Request, *, since: date | None, of_us: bool = False) -> RecommendationForm:
    """An empty form; ``since`` is the day of the conclusion, whose procedure gives a usual last day."""
    due = None if of_us or since is None else usual_due(since)
    return RecommendationForm(
        prefix="ask", bodies=body_options(request.today), due=due, of_us=of_us, initial={"due_on": due}
    )  # fmt: skip


def sent_recommendation(request: Request, *, since: date | None, of_us: bool = False) -> RecommendationForm:
    """The form as sent."""
    due = None if of_us or since is None else usual_due(since)
    return RecommendationForm(request.POST, prefix="ask", bodies=body_options(request.today), due=due, of_us=of_us)


def given_of(request: Request, form: RecommendationForm) -> RecommendationGiven | None:
    """What a valid form asks for; None with an error on the form when its project is not known."""
    typed = form.cleaned_data
    owner = picked(Organisation, typed["owner"])
    named = dict(form.fields["owner"].choices).get(typed["owner"], "") if owner else ""  # type: ignore[attr-defined]
    code = (typed.get("project") or "").strip()
    project = projects_of(request).filter(code=code).first() if code else None
    if code and project is None:
        form.add_error("project", _("Không có đề án mã này trong phạm vi của bạn."))
        return None
    return RecommendationGiven(
        typed["text"], typed["owner_name"].strip() or str(named), typed["due_on"], owner=owner, project=project
    )  # fmt: skip


def shown_recommendations(request: Request, rows: Any) -> list[tuple[Any, str, str, Any]]:
    """Rows (from ``recommendations_on``) with badge, deadline mark and the hold that stands on the day."""
    rows = rows.select_related("project", "hold", "inspection", "external").order_by("due_on", "id")
    return words_of(rows, request.day)


def words_of(rows: Iterable[Any], day: date) -> list[tuple[Any, str, str, Any]]:
    """Each row with its words."""
    return [
        (row, recommendation_badge(row.stood), "" if row.stood == RecommendationState.CLOSED else
         due_badge(row.due_on, day), standing_hold(row, day))
        for row in rows
    ]  # fmt: skip


def standing_hold(row: Any, day: date) -> Any:
    """The hold on payment that stands for a recommendation on a day; None without one."""
    hold = row.hold
    if hold is None or hold.placed_on > day or (hold.lifted_on is not None and hold.lifted_on <= day):
        return None
    return hold
