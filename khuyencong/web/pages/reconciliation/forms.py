"""Form of the Treasury's statement on its way in: the month it is of, and its workbook."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_REVERSED = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})")


class MonthField(forms.CharField):
    """A month written mm/yyyy; its value is its first day."""

    default_error_messages = {"month": _("Hãy ghi tháng/năm, ví dụ 07/2024.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "kc-input kc-num", "placeholder": "mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=8, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        match, turned = _MONTH.fullmatch(text), _REVERSED.fullmatch(text)
        month, year = match.groups() if match else (turned.group(2), turned.group(1)) if turned else ("0", "0")
        if not (1 <= int(month) <= 12 and 2000 <= int(year) <= 2100):
            raise forms.ValidationError(self.error_messages["month"], code="month")
        return date(int(year), int(month), 1)


class StatementForm(forms.Form):
    """Month and workbook, as the Treasury sent it."""

    month = MonthField(label=_("Tháng của bảng kê"), help_text=_("Tháng/năm."))
    file = forms.FileField(
        label=_("Tệp Excel của Kho bạc"), max_length=255, allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "kc-import-file", "accept": ".xlsx,.xls,.xlsm"}),
        error_messages={"required": _("Hãy chọn tệp Excel.")},
        help_text=_("Tệp .xlsx hoặc .xls như Kho bạc gửi, không quá 50 MB."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB: hãy xóa ảnh và các trang tính không cần rồi nộp lại."))
        return file
