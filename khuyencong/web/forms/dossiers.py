"""Forms of dossiers: their values by kind, their lines, what an adjustment changes, and the paper a step rests on."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuyencong.web.forms.fields import DayField, dong_of

TEXT = {"class": "kc-input", "autocomplete": "off"}
MONEY = {"class": "kc-input kc-num", "inputmode": "decimal", "autocomplete": "off"}


class DongField(forms.CharField):
    """An amount in đồng: '1.200.000', '1,2 tỷ', '350 triệu'. Empty is None when not required."""

    default_error_messages = {"dong": _("Không đọc được số tiền; ghi bằng đồng, ví dụ 210.000.000, hoặc 210 triệu.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=MONEY), max_length=40, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        amount = dong_of(text, 1)
        if amount is None:
            raise forms.ValidationError(self.error_messages["dong"], code="dong")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


LABELS = {
    "contract": _("Giá trị hợp đồng (đồng)"), "support": _("Kinh phí hỗ trợ (đồng)"),
    "advance": _("Số tiền đề nghị tạm ứng (đồng)"), "payment": _("Số tiền đề nghị thanh toán (đồng)"),
    "acceptance": _("Giá trị đề nghị nghiệm thu, phần khuyến công quốc gia (đồng)"),
    "refund": _("Số tiền phải nộp trả (đồng)"), "year_end": _("Số tiền xử lý (đồng)"),
}  # fmt: skip


def _text(label: Any, required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "kc-input", "rows": rows})
    return forms.CharField(label=label, required=required, max_length=4000, widget=widget)


class DossierForm(forms.Form):
    """The values of a dossier that its kind asks for."""

    def __init__(self, *args: Any, kind: str, options: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in LABELS:
            self.fields["amount"] = DongField(label=LABELS[kind], required=False)
        if kind == "progress":
            self.fields["work_value"] = DongField(
                label=_("Giá trị khối lượng đã thực hiện, mọi nguồn vốn (đồng)"), required=False
            )
        if options:
            label = _("Xử lý") if kind == "year_end" else _("Loại đề án để tính mức tạm ứng")
            self.fields["option"] = forms.ChoiceField(
                label=label, choices=options, widget=forms.Select(attrs={"class": "kc-select"})
            )
        if kind in ("progress", "contract", "plan"):
            self.fields["expected_on"] = DayField(label=_("Dự kiến hoàn thành"), required=False)
        if kind in ("acceptance", "payment"):
            self.fields["final"] = forms.BooleanField(label=_("Lần cuối của hợp đồng"), required=False)
        self.fields["note"] = _text(_("Vướng mắc, kiến nghị") if kind == "progress" else _("Lý do, ghi chú"))


class PaperForm(forms.Form):
    """The paper a step rests on, the day it counts from, and what the step itself must say."""

    on = DayField(label=_("Ngày tính"), help_text=_("Ngày của văn bản, chứng từ."))
    remark = forms.CharField(label=_("Ý kiến"), required=False, max_length=2000, widget=forms.Textarea(
        attrs={"class": "kc-input", "rows": 2}))  # fmt: skip
    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=60, widget=forms.TextInput(attrs=TEXT))
    signatory = forms.CharField(label=_("Người ký văn bản"), required=False, max_length=120,
                                widget=forms.TextInput(attrs=TEXT))  # fmt: skip
    file = forms.FileField(
        label=_("Bản chụp (PDF, ảnh)"), required=False, max_length=255,
        widget=forms.FileInput(attrs={"class": "kc-issue-file", "accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip
    amount = DongField(label=_("Số tiền trên chứng từ (đồng)"), required=False)
    budget_code = forms.CharField(label=_("Mã nội dung kinh tế, chương, khoản"), required=False, max_length=60,
                                  widget=forms.TextInput(attrs=TEXT))  # fmt: skip
    payee = forms.CharField(label=_("Đơn vị nhận tiền"), required=False, max_length=300,
                            widget=forms.TextInput(attrs=TEXT))  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB."))
        return file


def lines_of_post(post: Any, count: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows typed in the grid of lines, with a sentence for every cell that cannot be read. Rows without title are left
    out."""
    rows, errors = [], []
    for index in range(count):
        title = post.get(f"title-{index}", "").strip()
        if not title:
            continue
        row: dict[str, Any] = {"title": title, "unit": post.get(f"unit-{index}", "").strip()}
        for name in ("support", "counterpart", "other", "done", "asked", "approved"):
            text = post.get(f"{name}-{index}", "").strip()
            amount = dong_of(text, 1) if text else None
            if text and amount is None:
                errors.append(str(_("Dòng {row}: không đọc được số tiền “{text}”.")).format(row=index + 1, text=text))
            row[name] = amount
        share = post.get(f"share-{index}", "").strip().rstrip("%")
        row["share"] = min(int(share), 100) if share.isascii() and share.isdigit() else None
        who = post.get(f"beneficiary-{index}", "")
        row["beneficiary"] = int(who) if who.isascii() and who.isdigit() else None
        rows.append(row)
    return rows, errors


def first_of_month(text: str, usual: date) -> date:
    """'2024-05' as the first day of the month; ``usual``'s month for anything else."""
    year, _mark, month = text.partition("-")
    if year.isascii() and month.isascii() and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return usual.replace(day=1)
