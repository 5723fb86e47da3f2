"""Forms of inspections: a trip with its stops and team, days at a place, minutes, recommendations, holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.states import InspectionKind, InspectionSubject, Result, TeamRole
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, choice_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
MOST_ROWS = 40
SELECT = {"class": "kc-select"}


class YearsField(forms.CharField):
    """Plan years of projects: '2022, 2023'. Gives a tuple of years."""

    default_error_messages = {"years": _("Ghi các năm kế hoạch, ví dụ 2022, 2023.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "kc-input kc-num", "placeholder": "2022, 2023", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(year) for year in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        words = (super().clean(value) or "").replace(";", ",").replace(",", " ").split()
        if any(not (word.isascii() and word.isdigit() and len(word) == 4) for word in words):
            raise forms.ValidationError(self.error_messages["years"], code="years")
        return tuple(sorted({int(word) for word in words}))


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """Rows of which those left empty are not there: none is asked to be filled."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def typed(self) -> list[dict[str, Any]]:
        """What the rows that were filled say; of a valid set."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and form.cleaned_data]


class StopRow(forms.Form):
    """A province on a subject, its day, and the plan years of the projects looked at."""

    subject = choice_field(_("Nội dung"), InspectionSubject.choices, required=False)
    planned_on = DayField(label=_("Ngày làm việc"), required=False)
    years = YearsField(label=_("Đề án các năm"), required=False)

    def __init__(self, *args: Any, places: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice_field(_("Địa phương"), places, required=False)
        self.order_fields(["place", "subject", "planned_on", "years"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("place") and not typed.get("subject"):
            self.add_error("subject", _("Chọn nội dung."))
        if not typed.get("place") and self.has_changed():
            self.add_error("place", _("Chọn địa phương, hoặc để trống cả dòng."))
        return typed


class MemberRow(forms.Form):
    """A person of the team: an account of the Agency, or somebody of another body by name."""

    role = choice_field(
        _("Nhiệm vụ"), [pair for pair in TeamRole.choices if pair[0] != TeamRole.MEMBER], required=False,
        empty=TeamRole.MEMBER.label,
    )  # fmt: skip
    name = text_field(_("Họ tên người ngoài Cục"), 120, required=False)
    body = text_field(_("Cơ quan"), 200, required=False)

    def __init__(self, *args: Any, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = choice_field(_("Người của Cục"), people, required=False)
        self.order_fields(["user", "name", "body", "role"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_changed() and not typed.get("user") and not (typed.get("name") or "").strip():
            self.add_error("user", _("Chọn người của Cục, hoặc ghi họ tên."))
        if typed.get("user") and (typed.get("name") or "").strip():
            self.add_error("name", _("Mỗi dòng một người: bỏ một trong hai."))
        return typed


def rows_of(form: type[forms.Form], prefix: str, data: Any, initial: Sequence[Any], blank: int, **given: Any) -> Any:
    """The rows as sent, or ``initial`` with ``blank`` empty ones after them. ``given`` goes to every row."""
    factory = formset_factory(
        form, formset=Rows, extra=len(initial) + blank, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )  # fmt: skip
    if data is not None:
        return factory(data, prefix=prefix, form_kwargs=given)
    return factory(prefix=prefix, initial=list(initial), form_kwargs=given)


class PlanForm(LetterForm):
    """Title, kind, year and days of a trip, and the plan it stands in. An edited trip keeps its kind and year."""

    title = text_field(_("Tên đoàn"), 300)
    starts_on = DayField(label=_("Ngày đi"))
    ends_on = DayField(label=_("Ngày về"))

    def __init__(self, *args: Any, years: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not years:
            for name in ("number", "dated", "signatory", "file"):
                del self.fields[name]
            return
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hình thức"), choices=InspectionKind.choices, widget=forms.Select(attrs=SELECT)
        )  # fmt: skip
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Thuộc kế hoạch năm"), coerce=int, choices=[(year, str(year)) for year in years],
            widget=forms.Select(attrs=SELECT),
        )  # fmt: skip

    def clean_file(self) -> Any:
        return super().clean_file() if "file" in self.fields else None


class VisitForm(forms.Form):
    """From which day to which the team was at a place."""

    visited_from = DayField(label=_("Có mặt từ ngày"))
    visited_to = DayField(label=_("Đến ngày"), required=False)


class PaperForm(LetterForm):
    """A paper that must be named: number and day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = self.fields["dated"].required = True


class RecommendationForm(forms.Form):
    """What is asked of whom by when, about which project if about one."""

    text = long_field(_("Nội dung kiến nghị"), 2000, 3)
    owner_name = text_field(_("Cơ quan, đơn vị khác"), 300, required=False, hint=_("Ghi khi không có trong danh bạ."))
    due_on = DayField(label=_("Hạn thực hiện"), required=False)
    project = text_field(_("Mã đề án"), 40, required=False, hint=_("Ghi khi kiến nghị về một đề án cụ thể."))

    def __init__(
        self, *args: Any, bodies: Options, due: date | None = None, of_us: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = choice_field(_("Cơ quan thực hiện"), bodies, required=False)
        self.fields["due_on"].required = due is None
        if of_us:
            del self.fields["project"]
        self.order_fields(["text", "owner", "owner_name", "due_on", "project"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("owner") and not (typed.get("owner_name") or "").strip():
            self.add_error("owner", _("Chọn hoặc ghi cơ quan thực hiện."))
        return typed


class HoldForm(forms.Form):
    """Why payment is held, and from which day."""

    reason = text_field(_("Lý do tạm dừng thanh toán"), 300)
    on = DayField(label=_("Tạm dừng từ ngày"))


class LiftForm(LetterForm):
    """Why the hold goes, from which day, by which paper while the recommendation is still open."""

    reason = text_field(_("Lý do gỡ tạm dừng"), 300)
    on = DayField(label=_("Gỡ từ ngày"))


class ExternalForm(PaperForm):
    """What another body concluded about the Agency, by which paper, received when."""

    body = text_field(_("Cơ quan kết luận"), 200, placeholder="Kiểm toán nhà nước")
    about = text_field(_("Nội dung được kết luận"), 500)
    received_on = DayField(label=_("Ngày nhận"))


class FindingForm(forms.Form):
    """A result written at the desk for a place, from paper notes; or a correction of one that stands."""

    result = choice_field(_("Kết quả"), Result.choices)
    about = text_field(_("Cụm, cơ sở"), 300, required=False)
    text = long_field(_("Nội dung đã thấy"), 4000, 3, required=False)
    seen_on = DayField(label=_("Ngày thấy"))
    key = forms.UUIDField(widget=forms.HiddenInput)
    photo = forms.FileField(
        label=_("Ảnh (JPEG, PNG, WebP)"), required=False, max_length=255,
        widget=forms.FileInput(attrs={"class": "kc-input", "accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    def __init__(self, *args: Any, items: Options, projects: Options, corrects: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = choice_field(_("Nội dung kiểm tra"), items, required=False, empty=_("Nội dung khác"))
        self.fields["project"] = choice_field(_("Đề án"), projects, required=False)
        self.fields["corrects"] = choice_field(_("Đính chính cho"), corrects, required=False, empty=_("Kết quả mới"))
        self.order_fields(["corrects", "item", "result", "project", "about", "text", "seen_on", "photo"])
