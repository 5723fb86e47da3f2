"""The life of a change of places or bodies: entered from its paper, applied once, taken back only by a further one."""

from django.utils.translation import gettext_lazy as _

from khuyencong.records.transitions import Machine, Transition
from khuyencong.registry.rules.changes import another_person_applies, still_fits, still_stands
from khuyencong.registry.states import ChangeState

KEEPER, HEAD = "keeper", "head"

CHANGE = Machine(
    name="change",
    first=ChangeState.ENTERED,
    transitions=(
        Transition(
            "apply", _("Áp dụng thay đổi"), frozenset({ChangeState.ENTERED}), ChangeState.APPLIED, HEAD,
            requires=(another_person_applies, still_fits),
        ),
        Transition("withdraw", _("Không áp dụng"), frozenset({ChangeState.ENTERED}), ChangeState.WITHDRAWN, KEEPER),
        Transition(
            "reverse", _("Hoàn nguyên"), frozenset({ChangeState.APPLIED}), ChangeState.REVERSED, HEAD,
            requires=(still_stands,),
        ),
    ),
)  # fmt: skip
