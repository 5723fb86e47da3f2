"""Fields shared by forms: day-first dates and money as printed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.periods import parse_date, short_date
from khuyencong.kernel.workbook.numbers import NotANumber, text_reading


class DayField(forms.CharField):
    """A day written dd/mm/yyyy, day first in every language. Empty is None when not required."""

    default_error_messages = {"day": _("Hãy ghi ngày/tháng/năm, ví dụ 28/12/2023.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "kc-input kc-num", "placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=10, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return short_date(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["day"], code="day") from None


def dong_of(text: str, unit: int) -> int | None:
    """'1.200,5' in ``unit`` (đồng per one) to whole đồng; None when it is no amount. A unit written beside it wins."""
    try:
        read = text_reading(text)
    except NotANumber:
        return None
    value = read.value("comma") if read else None
    if read is None or value is None:
        return None
    dong = value * Decimal(read.unit or unit)
    return int(dong) if dong == int(dong) and dong >= 0 else None
