"""Forms of opinions on cluster plans: a request with its letter and list, a list given later."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.states import OpinionKind
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, choice_field, text_field

Options = Sequence[tuple[str, Any]]
TOO_LARGE = _("Tệp lớn hơn 50 MB: hãy xóa ảnh và các trang tính không cần rồi nộp lại.")


def workbook_field(label: Any, *, required: bool, hint: Any = "") -> forms.FileField:
    """An Excel file."""
    widget = forms.FileInput(attrs={"class": "kc-input", "accept": ".xlsx,.xls,.xlsm"})
    return forms.FileField(
        label=label, required=required, max_length=255, allow_empty_file=True, widget=widget, help_text=hint,
        error_messages={"required": _("Hãy chọn tệp Excel.")},
    )  # fmt: skip


def _small(file: Any) -> Any:
    if file and file.size > settings.UPLOAD_LIMIT:
        raise forms.ValidationError(TOO_LARGE)
    return file


class NewOpinion(LetterForm):
    """A province's request: its letter, kind, province, planning period, and its list in Excel if it came."""

    kind = choice_field(_("Loại ý kiến"), OpinionKind.choices)
    period = text_field(_("Kỳ quy hoạch"), 20, placeholder="2021-2030")
    issuer_name = text_field(
        _("Cơ quan đề nghị"), 300, required=False, hint=_("Để trống nếu là Ủy ban nhân dân cấp tỉnh.")
    )
    received_on = DayField(label=_("Ngày đến"))
    workbook = workbook_field(
        _("Danh mục của tỉnh (Excel)"), required=False,
        hint=_("Hệ thống cho xem đã hiểu gì trước khi ghi. Chưa có danh mục thì để trống, nộp sau ở hồ sơ."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Options, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice_field(_("Tỉnh, thành phố"), places)
        self.fields["handler"] = choice_field(_("Giao xử lý"), people, required=False, empty=_("Chưa giao"))
        self.fields["number"].required = self.fields["dated"].required = True

    def clean_workbook(self) -> Any:
        return _small(self.cleaned_data["workbook"])


class GivenList(forms.Form):
    """A list given for an opinion that stands: which one it is, and its workbook."""

    workbook = workbook_field(_("Tệp Excel"), required=True)

    def __init__(self, *args: Any, kinds: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = choice_field(_("Danh mục nào"), kinds)

    def clean_workbook(self) -> Any:
        return _small(self.cleaned_data["workbook"])
