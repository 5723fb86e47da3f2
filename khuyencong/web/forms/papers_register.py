"""Forms of the register of letters and of drafts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.actions import Letter
from khuyencong.documents.states import Authority, DocumentKind
from khuyencong.registry.models import Organisation
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, choice_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
WRITTEN = tuple(kind for kind in DocumentKind if kind not in (DocumentKind.TREASURY, DocumentKind.DELEGATION))


class LetterIn(LetterForm):
    """An incoming letter as it lies on the clerk's table."""

    def __init__(self, *args: Any, bodies: Options, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = self.fields["dated"].required = True
        self.fields["kind"] = choice_field(_("Loại văn bản"), DocumentKind.choices)
        self.fields["issuer"] = choice_field(
            _("Cơ quan gửi"), bodies, required=False, empty=_("Không có trong danh mục")
        )
        self.fields["issuer_name"] = text_field(
            _("Tên cơ quan gửi, nếu không có trong danh mục"), 300, required=False
        )  # fmt: skip
        self.fields["abstract"] = long_field(_("Trích yếu"), 500, 2)
        self.fields["received_on"] = DayField(label=_("Ngày đến"))
        self.fields["due_on"] = DayField(label=_("Hạn xử lý"), required=False)
        self.fields["handler"] = choice_field(_("Người xử lý"), people, required=False, empty=_("Chưa giao"))
        self.fields["note"] = text_field(_("Ghi chú"), 500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("issuer") and not (cleaned.get("issuer_name") or "").strip():
            self.add_error("issuer", _("Chọn cơ quan gửi, hoặc ghi tên cơ quan."))
        return cleaned

    def taken(self) -> Letter:
        """The letter as typed, from the body chosen or named."""
        typed = self.cleaned_data
        issuer = Organisation.objects.get(pk=int(typed["issuer"])) if typed["issuer"] else None
        file = typed.get("file")
        return Letter(
            typed["number"], typed["dated"], typed["kind"], issuer, typed["issuer_name"].strip(),
            typed["signatory"].strip(), typed["abstract"].strip(), file.read() if file else b"",
            file.name if file else "",
        )  # fmt: skip


class DraftForm(forms.Form):
    """A draft's words and signature. ``seen`` is the version the person started from."""

    def __init__(self, *args: Any, fresh: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fresh:
            kinds = [(kind.value, kind.label) for kind in WRITTEN]
            self.fields["kind"] = choice_field(_("Loại văn bản"), kinds)
            self.fields["issuer"] = choice_field(_("Cơ quan ban hành"), [("CUC", _("Cục")), ("BCT", _("Bộ"))])
        self.fields["abstract"] = long_field(_("Trích yếu"), 500, 2)
        self.fields["body"] = long_field(_("Nội dung"), 20000, 16, required=False)
        self.fields["question"] = long_field(_("Xin ý kiến về việc gì"), 1000, 2, required=False)
        self.fields["authority"] = choice_field(
            _("Thẩm quyền"), Authority.choices[1:], required=False, empty=Authority.OWN.label
        )  # fmt: skip
        self.fields["signatory_title"] = text_field(_("Chức vụ người ký"), 120)
        self.fields["signatory"] = text_field(_("Tên người ký"), 120, required=False)
        self.fields["recipients"] = long_field(_("Nơi nhận, mỗi dòng một nơi"), 2000, 3, required=False)
        self.fields["due_on"] = DayField(label=_("Hạn"), required=False)
        self.fields["seen"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def words(self) -> dict[str, Any]:
        """What ``edit_draft`` takes."""
        names = ("abstract", "body", "question", "authority", "signatory_title", "signatory", "recipients", "due_on")
        return {name: self.cleaned_data[name] for name in names}
