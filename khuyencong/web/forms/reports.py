"""Form of a report: the signed document that carried an edition out."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuyencong.web.forms.fields import DayField

TEXT = {"class": "kc-input", "autocomplete": "off"}


class IssueForm(forms.Form):
    """Number, date, signatory and file of the signed document, as on the paper."""

    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=60, widget=forms.TextInput(attrs={**TEXT, "placeholder": "…/BC-CTĐP"}),
        help_text=_("Ghi như trên văn bản."),
    )  # fmt: skip
    on = DayField(label=_("Ngày văn bản"), help_text=_("Ngày/tháng/năm."))
    signatory = forms.CharField(label=_("Người ký"), max_length=120, widget=forms.TextInput(attrs=TEXT))
    file = forms.FileField(
        label=_("Tệp văn bản đã ký (PDF)"), max_length=255, allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "kc-issue-file", "accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Hãy chọn tệp PDF của văn bản đã ký.")},
        help_text=_("Tệp PDF, không quá 50 MB. Không đưa vào hệ thống tài liệu có dấu MẬT, TỐI MẬT, TUYỆT MẬT."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB: hãy quét lại ở độ phân giải thấp hơn."))
        start = file.read(1024)
        file.seek(0)
        if not start.lstrip().startswith(b"%PDF-"):
            raise forms.ValidationError(_("Tệp này không phải PDF: hãy chọn bản PDF của văn bản đã ký."))
        return file
