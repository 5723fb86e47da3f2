"""Forms of petitions: a new one, who handles it, its answer, where it is sent, guidance made of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.states import NotPetition, PetitionField, PetitionKind, PetitionTopic
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, choice_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
CONFIRMED = _("Đã xem lại: đây là kiến nghị, vẫn ghi")


class NewPetition(LetterForm):
    """What came, from whom, about which clause, on which letter. Complaints may be chosen, and are refused."""

    kind = choice_field(_("Loại"), [*PetitionKind.choices, *NotPetition.choices])
    sender_name = text_field(
        _("Tên người, đơn vị gửi"), 300, required=False, hint=_("Ghi khi người gửi không có trong danh bạ."),
    )  # fmt: skip
    what = long_field(_("Nội dung kiến nghị"), 4000, 6)
    field = choice_field(_("Lĩnh vực"), PetitionField.choices)
    topic = choice_field(_("Nhóm nội dung"), PetitionTopic.choices)
    clause = text_field(_("Điều, khoản"), 120, required=False)
    received_on = DayField(label=_("Ngày đến"))
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    def __init__(
        self, *args: Any, bodies: Options, places: Options, laws: Options, people: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"] = choice_field(_("Cơ quan gửi (trong danh bạ)"), bodies, required=False)
        self.fields["place"] = choice_field(_("Địa phương"), places, required=False, empty=_("Theo cơ quan gửi"))
        self.fields["law"] = choice_field(_("Văn bản liên quan"), laws, required=False)
        self.fields["handler"] = choice_field(_("Giao xử lý"), people, required=False, empty=_("Chưa giao"))


class NewGuidance(forms.Form):
    """Question and answer without names, the clause they explain, the day of publication."""

    question = long_field(_("Câu hỏi (không nêu tên người gửi, địa phương, doanh nghiệp)"), 4000, 5)
    answer = long_field(_("Trả lời"), 8000, 8)
    clause = text_field(_("Điều, khoản"), 120)
    on = DayField(label=_("Ngày đăng"))
    confirmed = forms.BooleanField(label=_("Đã xem lại: không còn tên doanh nghiệp, vẫn đăng"), required=False)

    def __init__(self, *args: Any, laws: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["law"] = choice_field(_("Văn bản được giải thích"), laws)


class EndGuidance(forms.Form):
    """From which day guidance no longer counts, and why."""

    reason = text_field(_("Lý do thôi áp dụng"), 300)
    on = DayField(label=_("Thôi áp dụng từ ngày"))
