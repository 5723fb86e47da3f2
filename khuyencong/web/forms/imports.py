"""Forms of the import: the file with its year and decision, and what settles a doubtful row."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuyencong.web.forms.fields import DayField, dong_of

KINDS = (("plan", _("Kế hoạch năm")), ("allocations", _("Quyết định phân bổ kinh phí")))
UNITS = ((1, _("đồng")), (1000, _("nghìn đồng")), (10**6, _("triệu đồng")), (10**9, _("tỷ đồng")))
TEXT = {"class": "kc-input", "autocomplete": "off"}
SELECT = forms.Select(attrs={"class": "kc-select"})


class PaperForm(forms.Form):
    """Which paper it is: kind, year, and what its workbook may not say about its decision."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=KINDS, widget=forms.RadioSelect)
    year = forms.IntegerField(
        label=_("Năm kế hoạch"), min_value=2000, max_value=2100,
        widget=forms.TextInput(attrs={"class": "kc-input kc-num", "inputmode": "numeric", "maxlength": "4"}),
        error_messages={"invalid": _("Hãy ghi năm bằng bốn chữ số.")},
    )  # fmt: skip
    decision = forms.CharField(
        label=_("Số, ký hiệu quyết định"), required=False, max_length=60, widget=forms.TextInput(attrs=TEXT),
        help_text=_("Để trống nếu đã ghi trong tệp."),
    )  # fmt: skip
    decision_date = DayField(label=_("Ngày quyết định"), required=False, help_text=_("Ngày/tháng/năm."))
    signatory = forms.CharField(
        label=_("Người ký"), required=False, max_length=120, widget=forms.TextInput(attrs=TEXT),
    )  # fmt: skip


class UploadForm(PaperForm):
    """The paper with its workbook."""

    file = forms.FileField(
        label=_("Tệp Excel"), max_length=255, allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "kc-import-file", "accept": ".xlsx,.xls,.xlsm"}),
        error_messages={"required": _("Hãy chọn tệp Excel.")},
        help_text=_("Tệp .xlsx hoặc .xls, không quá 50 MB."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB: hãy xóa ảnh và các trang tính không cần rồi nộp lại."))
        return file


class SettleRow(forms.Form):
    """What a person says a doubtful row means. Only the fields in question are asked."""

    def __init__(self, *args: Any, offers: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {}
        if "title" in offers:
            asked["title"] = forms.CharField(label=_("Tên đề án"), max_length=600, widget=forms.TextInput(attrs=TEXT))
        for name, label in (
            ("place_key", _("Tỉnh, thành phố")), ("activity_code", _("Nhóm hoạt động")), ("project", _("Đề án")),
            ("decision", _("Quyết định phân bổ")),
        ):  # fmt: skip
            if name in offers:
                asked[name] = forms.ChoiceField(label=label, choices=[("", "–"), *offers[name]], widget=SELECT)
        if "amount" in offers:
            asked["amount"] = forms.CharField(
                label=_("Kinh phí KCQG như in trên văn bản"), max_length=40,
                widget=forms.TextInput(attrs={"class": "kc-input kc-num", "inputmode": "decimal"}),
            )  # fmt: skip
            asked["unit"] = forms.TypedChoiceField(
                label=_("Đơn vị tính"), choices=UNITS, coerce=int, initial=offers["amount"], widget=SELECT
            )
        if "reason" in offers:
            asked["reason"] = forms.CharField(
                label=_("Lý do giữ số đã ghi nhận"), max_length=300, widget=forms.TextInput(attrs=TEXT)
            )
        self.fields.update(asked)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "amount" in cleaned and "unit" in cleaned:
            amount = dong_of(cleaned["amount"], cleaned["unit"])
            if amount is None:
                self.add_error("amount", _("Không đọc được số tiền; hãy ghi như 1.200 hoặc 1.200,5."))
            cleaned["support"] = amount
        return cleaned
