"""Forms of writing a report: a person's own words in a section, an estimate beside an actual figure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.reporting.queries import FIGURES, SYSTEM
from khuyencong.web.forms.fields import DayField, dong_of

TEXT = {"class": "kc-input", "autocomplete": "off"}
MILLION = 10**6


class AssessmentForm(forms.Form):
    """Words of a section; ``seen`` is the version they were written over."""

    section = forms.CharField(max_length=20, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Nhận định"), max_length=6000, required=False,
        widget=forms.Textarea(attrs={"class": "kc-input", "rows": 3}),
    )  # fmt: skip


class EstimateForm(forms.Form):
    """An estimate: which figure, how much (triệu đồng, or a count), to which day, on what ground."""

    code = forms.ChoiceField(label=_("Chỉ tiêu"), widget=forms.Select(attrs={"class": "kc-select"}))
    value = forms.CharField(
        label=_("Số ước"), max_length=20, widget=forms.TextInput(attrs={**TEXT, "inputmode": "decimal"}),
        help_text=_("Tiền ghi theo triệu đồng; số lượng ghi số nguyên."),
    )  # fmt: skip
    until = DayField(label=_("Ước đến ngày"))
    ground = forms.CharField(label=_("Căn cứ"), max_length=500, widget=forms.TextInput(attrs=TEXT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, label) for code, (unit, label) in FIGURES.items() if unit != "percent" and code not in SYSTEM
        ]

    def clean(self) -> dict[str, Any]:
        """Read the amount in the unit of its figure: whole đồng, or a count."""
        typed = super().clean() or {}
        code, text = typed.get("code"), typed.get("value")
        if code and text:
            value = dong_of(text, MILLION if FIGURES[code][0] == "VND" else 1)
            if value is None:
                self.add_error("value", _("Ghi một số từ 0, ví dụ 95.000 (triệu đồng) hoặc 12."))
            else:
                typed["value"] = value
        return typed
