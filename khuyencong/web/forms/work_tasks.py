"""Forms of the work programme: a new task with its partners and milestones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.periods import parse_date
from khuyencong.oversight.states import TaskField
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import choice_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
HALVES = ((1, _("6 tháng đầu năm")), (2, _("6 tháng cuối năm")))


class MilestonesField(forms.CharField):
    """Milestones, a line each: '30/04/2024 Thống nhất địa điểm'. Gives a list of (title, day)."""

    default_error_messages = {"line": _("Dòng %(number)s: ghi ngày rồi tên mốc, ví dụ 30/04/2024 Thống nhất kế hoạch.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"class": "kc-input", "rows": 3}), max_length=4000, **kwargs)

    def clean(self, value: Any) -> Any:
        found: list[tuple[str, date]] = []
        for number, line in enumerate((super().clean(value) or "").splitlines(), start=1):
            if not line.strip():
                continue
            day, _space, title = line.strip().partition(" ")
            try:
                found.append((title.strip(" –-:"), parse_date(day)))
            except ValueError:
                found.append(("", date.min))
            if not found[-1][0]:
                raise forms.ValidationError(self.error_messages["line"], code="line", params={"number": number})
        return found


class NewWorkTask(forms.Form):
    """A task of a half: what, in which field, who leads it, with whom, by when, making which document."""

    title = text_field(_("Tên nhiệm vụ"), 500)
    field = choice_field(_("Lĩnh vực"), TaskField.choices)
    year = forms.TypedChoiceField(label=_("Năm"), coerce=int, widget=forms.Select(attrs={"class": "kc-select"}))
    half = forms.TypedChoiceField(
        label=_("Kỳ"), coerce=int, choices=HALVES, widget=forms.Select(attrs={"class": "kc-select"})
    )  # fmt: skip
    starts_on = DayField(label=_("Bắt đầu"))
    due_on = DayField(label=_("Hạn hoàn thành"), required=False)
    output = text_field(_("Sản phẩm, văn bản phải có"), 300, required=False)
    partners = long_field(_("Cơ quan, đơn vị phối hợp khác (mỗi dòng một tên)"), 2000, 2, required=False)
    milestones = MilestonesField(
        label=_("Các mốc"), required=False,
        help_text=_("Mỗi dòng một mốc: ngày rồi tên mốc, ví dụ 30/04/2024 Thống nhất kế hoạch.")
    )  # fmt: skip

    def __init__(
        self, *args: Any, years: Sequence[int], divisions: Options, people: Options, places: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["division"] = choice_field(_("Phòng chủ trì"), divisions, required=False)
        self.fields["lead"] = choice_field(_("Người chủ trì"), people, required=False)
        self.fields["places"] = forms.MultipleChoiceField(
            label=_("Địa phương phối hợp"), choices=list(places), required=False,
            widget=forms.CheckboxSelectMultiple(),
        )  # fmt: skip
