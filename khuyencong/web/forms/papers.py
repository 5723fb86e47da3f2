"""Fields of a paper that something rests on: number, date, signatory and scan, all or none; and common field makers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuyencong.programme.actions.obstacles import Letter
from khuyencong.registry.models import Organisation
from khuyencong.web.forms.fields import DayField, dong_of

TEXT = {"class": "kc-input", "autocomplete": "off"}
NUMBER = {"class": "kc-input kc-num", "inputmode": "numeric", "autocomplete": "off"}


def text_field(label: Any, most: int, *, required: bool = True, hint: Any = "", **attrs: str) -> forms.CharField:
    """One line of text."""
    widget = forms.TextInput(attrs={**TEXT, **attrs})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=hint)


def long_field(label: Any, most: int, rows: int = 4, *, required: bool = True) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"class": "kc-input", "rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget)


def choice_field(label: Any, options: Any, *, required: bool = True, empty: Any = "–") -> forms.ChoiceField:
    """One value of a list."""
    widget = forms.Select(attrs={"class": "kc-select"})
    return forms.ChoiceField(label=label, required=required, choices=[("", empty), *options], widget=widget)


def count_field(label: Any, most: int = 10**7, *, hint: Any = "") -> forms.IntegerField:
    """A whole number that may be left out."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, widget=forms.TextInput(attrs=NUMBER), help_text=hint,
        error_messages={"invalid": _("Hãy ghi số nguyên.")},
    )  # fmt: skip


class DongField(forms.CharField):
    """An amount in đồng: '1.200.000', '350 triệu'. Empty is None."""

    default_error_messages = {"dong": _("Không đọc được số tiền; ghi bằng đồng, ví dụ 210.000.000, hoặc 210 triệu.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={**TEXT, "class": "kc-input kc-num", "inputmode": "decimal"})
        super().__init__(widget=widget, max_length=40, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        amount = dong_of(text, 1)
        if amount is None:
            raise forms.ValidationError(self.error_messages["dong"], code="dong")
        return amount


class LetterForm(forms.Form):
    """A form whose subject may rest on a paper: its number and date together, its signatory and scan if known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = text_field(_("Số, ký hiệu văn bản"), 60, required=False, placeholder="…/SCT-QLCN")
        self.fields["dated"] = DayField(label=_("Ngày văn bản"), required=False)
        self.fields["signatory"] = text_field(_("Người ký văn bản"), 120, required=False)
        self.fields["file"] = forms.FileField(
            label=_("Bản chụp văn bản (PDF)"), required=False, max_length=255,
            widget=forms.FileInput(attrs={"class": "kc-input", "accept": ".pdf,application/pdf"}),
            help_text=_("Không đưa vào hệ thống tài liệu có dấu MẬT, TỐI MẬT, TUYỆT MẬT."),
        )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB: hãy quét lại ở độ phân giải thấp hơn."))
        start = file.read(1024)
        file.seek(0)
        if not start.lstrip().startswith(b"%PDF-"):
            raise forms.ValidationError(_("Tệp này không phải PDF: hãy chọn bản PDF của văn bản."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        number, dated = cleaned.get("number"), cleaned.get("dated")
        if number and dated is None and "dated" not in self.errors:
            self.add_error("dated", _("Ghi ngày của văn bản."))
        if not number and (dated or cleaned.get("file") or cleaned.get("signatory")):
            self.add_error("number", _("Ghi số, ký hiệu của văn bản."))
        return cleaned

    def letter(self, issuer: Organisation | None = None) -> Letter | None:
        """The paper as typed, from ``issuer`` when it is known; None when none was named."""
        typed = self.cleaned_data
        if not typed.get("number"):
            return None
        file = typed.get("file")
        return Letter(
            typed["number"], typed["dated"], issuer=issuer, signatory=typed["signatory"].strip(),
            data=file.read() if file else b"", filename=file.name if file else "",
        )  # fmt: skip
