"""The forms of a task's steps and what each does; shared by the task's own page and the end of a period."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.oversight.actions.tasks import begin_task, carry_task, drop_task, finish_task, report_progress
from khuyencong.oversight.transitions.tasks import TASK
from khuyencong.records.transitions import Transition
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.request import Request

ENDING = ("finish", "carry", "drop")
BY_FORM = ("begin", "report", *ENDING)
DUE, PROGRESS = gettext_lazy("Hạn mới ở kỳ sau"), gettext_lazy("Tiến độ (%)")


def asked_of(transition: Transition) -> dict[str, Any]:
    """What the form of a step asks."""
    if transition.name == "finish":
        return {"words": _("Kết quả thực hiện"), "most": 1000, "required": True, "paper": True}
    if transition.name == "carry":
        return {"words": _("Lý do chuyển kỳ sau"), "required": True, "extra": {"due_on": DayField(label=DUE)}}
    if transition.name == "drop":
        return {"words": _("Lý do không làm nữa"), "required": True}
    if transition.name == "report":
        widget = forms.NumberInput(attrs={"class": "kc-input kc-num", "inputmode": "numeric"})
        return {"extra": {"progress": forms.IntegerField(label=PROGRESS, min_value=0, max_value=99, widget=widget)}}
    return {}


def form_sent(request: Request, name: str, auto_id: str = "id_%s") -> StepForm:
    """The form of a step as it was sent."""
    asked = asked_of(TASK.named(name))
    return StepForm(request.POST, request.FILES, prefix=name, auto_id=auto_id, **asked)


def stepped(request: Request, row: Any, name: str, form: StepForm) -> Any:
    """Take the step; gives the task, or the one that follows it in the next half. Raises Refused."""
    typed = form.cleaned_data
    given: dict[str, Any] = {
        "by": request.user, "today": request.today, "task": row, "on": typed["on"], "seen": typed["seen"],
    }  # fmt: skip
    if name == "begin":
        return begin_task(remark=typed["remark"], **given)
    if name == "report":
        return report_progress(progress=typed["progress"], remark=typed["remark"], **given)
    if name == "finish":
        return finish_task(result=typed["remark"], paper=form.letter(), **given)
    if name == "carry":
        return carry_task(reason=typed["remark"], due_on=typed["due_on"], **given)
    return drop_task(reason=typed["remark"], **given)
