"""Forms of the map of the system: a first fact about a province's body, and the decision that confirms one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.registry.states import Above, BodyKind, Evidence
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import choice_field, long_field, text_field

KINDS = [(value, label) for value, label in BodyKind.choices if value in (BodyKind.CENTRE, BodyKind.UNIT)]
ABOVES = [(value, label) for value, label in Above.choices if value != Above.AGENCY]
MARKS = [(value, label) for value, label in Evidence.choices if value in (Evidence.VERIFIED, Evidence.KNOWN)]


class ConfirmForm(forms.Form):
    """The decision a waiting fact is confirmed against."""

    number = text_field(_("Số, ký hiệu quyết định"), 60, placeholder="…/QĐ-UBND")
    dated = DayField(label=_("Ngày quyết định"))


class FirstFactForm(forms.Form):
    """Who runs khuyến công in a province: a body of the register or a new one, under whom, from when, by what."""

    name = text_field(
        _("Hoặc tên đơn vị mới"), 300, required=False, hint=_("Chỉ ghi khi đơn vị chưa có trong danh mục.")
    )
    kind = choice_field(_("Loại đơn vị mới"), KINDS, required=False)
    above = choice_field(_("Trực thuộc"), ABOVES)
    parent = text_field(
        _("Cơ quan cấp trên"), 300, required=False, list="ds-don-vi",
        hint=_("Để trống nếu cơ quan ấy không có trong danh mục."),
    )  # fmt: skip
    on = DayField(label=_("Từ ngày"))
    until = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi đơn vị còn đảm nhiệm nhiệm vụ.")
    )
    number = text_field(_("Số, ký hiệu quyết định"), 60, required=False, placeholder="…/QĐ-UBND")
    dated = DayField(label=_("Ngày quyết định"), required=False)
    evidence = choice_field(_("Mức xác nhận"), MARKS)
    beside = forms.BooleanField(label=_("Nhiều đơn vị cùng đảm nhiệm ở địa phương này"), required=False)

    def __init__(
        self, *args: Any, places: Sequence[Any], bodies: Sequence[Any], today: date, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["place"] = choice_field(_("Tỉnh, thành phố"), places)
        self.fields["body"] = choice_field(_("Đơn vị trong danh mục"), bodies, required=False)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("Ngày này chưa đến: việc sắp thay đổi thì nhập ở trang thay đổi."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("number") and cleaned.get("dated") is None and "dated" not in self.errors:
            self.add_error("dated", _("Ghi ngày của văn bản."))
        if cleaned.get("dated") and not cleaned.get("number"):
            self.add_error("number", _("Ghi số, ký hiệu của văn bản."))
        return cleaned


class CorrectionForm(FirstFactForm):
    """The right fact in the place of a wrong one: the same fields, a reason, and what the person saw and was shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = long_field(_("Lý do đính chính"), 300, 2)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["shown"] = forms.CharField(required=False, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a fact is taken out without another in its place."""

    reason = long_field(_("Lý do bỏ"), 300, 2)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
