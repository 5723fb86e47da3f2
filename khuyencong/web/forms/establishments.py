"""Forms of an establishment's page: a number it carries, and why one is to be shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.registry.states import IdentifierKind
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import choice_field, text_field


class IdentifierForm(forms.Form):
    """A number with its kind and the day it was given from. What was typed is never sent back to the page."""

    kind = choice_field(_("Loại mã số"), IdentifierKind.choices)
    value = forms.CharField(
        label=_("Mã số"), max_length=40,
        widget=forms.TextInput(attrs={"class": "kc-input kc-num", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    valid_from = DayField(label=_("Từ ngày"), help_text=_("Ngày cấp, hoặc ngày mã số bắt đầu được dùng."))


class RevealForm(forms.Form):
    """Which number is to be shown, and why."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_field(_("Lý do xem số"), 300, hint=_("Ghi bằng lời; lý do được lưu trong lịch sử."))
