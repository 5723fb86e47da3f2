"""Forms of the address look-up: one address, or a pasted list; the day of the paper and the day of the map."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuyencong.web.forms.fields import DayField

MOST_LINES = 500
LINE = 200


class AddressQuestion(forms.Form):
    """One address. Without days the day of the page stands for both."""

    q = forms.CharField(
        label=_("Địa chỉ, hoặc mã đơn vị hành chính"),
        required=False,
        max_length=LINE,
        widget=forms.TextInput(attrs={"class": "kc-input", "type": "search", "autocomplete": "off"}),
    )
    ngay = DayField(label=_("Ngày của giấy tờ"), required=False)
    tai = DayField(label=_("Tra ra địa bàn của ngày"), required=False)


class AddressLines(forms.Form):
    """Addresses, one a line, at most 500."""

    lines = forms.CharField(
        label=_("Danh sách địa chỉ, mỗi dòng một địa chỉ"),
        max_length=MOST_LINES * LINE,
        widget=forms.Textarea(attrs={"class": "kc-input", "rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Hãy dán ít nhất một địa chỉ.")},
    )
    ngay = DayField(label=_("Ngày của giấy tờ"), required=False)
    tai = DayField(label=_("Tra ra địa bàn của ngày"), required=False)

    def clean_lines(self) -> list[str]:
        """The lines that hold something, each cut at 200 characters."""
        found = [line.strip()[:LINE] for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(found) > MOST_LINES:
            count = len(found)
            raise forms.ValidationError(
                ngettext(
                    "Có {count} dòng; mỗi lần tra nhiều nhất {most} dòng. Hãy chia danh sách.",
                    "Có {count} dòng; mỗi lần tra nhiều nhất {most} dòng. Hãy chia danh sách.",
                    count,
                ).format(count=count, most=MOST_LINES)
            )
        return found

    def days(self, day: date) -> dict[str, Any]:
        """The day of the papers (None when left open), the day of the page, and the day of the map asked for."""
        return {"on": self.cleaned_data.get("ngay"), "day": day, "to": self.cleaned_data.get("tai") or day}
