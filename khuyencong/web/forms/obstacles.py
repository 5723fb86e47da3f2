"""Forms of obstacles: a new one, and each step about one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.programme.states import ObstacleTopic, Side
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, choice_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
SAID = {
    "guide": (_("Nội dung hướng dẫn"), 4000),
    "ask": (_("Cơ quan được hỏi"), 200),
    "resolve": (_("Kết quả tháo gỡ"), 600),
    "reopen": (_("Lý do mở lại"), 600),
}
ON_BEHALF = ("resolve", "reopen")


class NewObstacle(LetterForm):
    """What came up, on what, on whose side, raised by whom on which letter."""

    what = long_field(_("Nội dung vướng mắc"), 2000)
    topic = choice_field(_("Nhóm nội dung"), ObstacleTopic.choices)
    side = choice_field(_("Thuộc về"), Side.choices[1:], required=False, empty=Side.NONE.label)
    project = text_field(
        _("Đề án (mã)"), 30, required=False, hint=_("Để trống nếu vướng mắc chung của địa phương hoặc của văn bản."),
        list="ds-de-an",
    )  # fmt: skip
    clause = text_field(_("Điều, khoản"), 120, required=False)
    on = DayField(label=_("Ngày nêu"))

    def __init__(self, *args: Any, places: Options, laws: Options, bodies: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice_field(_("Địa phương"), places, required=False)
        self.fields["law"] = choice_field(_("Văn bản vướng"), laws, required=False)
        if bodies:
            self.fields["raised_by"] = choice_field(
                _("Cơ quan nêu"), bodies, required=False, empty=_("Cơ quan của tôi")
            )  # fmt: skip


class StepForm(LetterForm):
    """One step about an obstacle: its words, its day, the paper that carried it."""

    on = DayField(label=_("Ngày tính"))

    def __init__(self, *args: Any, name: str, may_record_for_others: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, prefix=name, **kwargs)
        label, most = SAID[name]
        short = most <= 200
        self.fields["said"] = text_field(label, most) if short else long_field(label, most, 3)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if may_record_for_others and name in ON_BEHALF:
            self.fields["on_behalf"] = forms.BooleanField(
                label=_("Ghi thay cơ quan nêu vướng mắc, theo văn bản"), required=False
            )
