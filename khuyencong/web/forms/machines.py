"""Forms of the machine register: a machine bought with support, and what a visit found."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.programme.states import InUse
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import DongField, LetterForm, choice_field, count_field, long_field, text_field


class NewMachine(LetterForm):
    """What was bought, where it stands, what it cost; the keep-until day follows from the norm when left out."""

    name = text_field(_("Tên máy, thiết bị"), 300)
    serial = text_field(_("Số hiệu (số máy)"), 80, required=False, hint=_("Ghi như trên máy."))
    maker = text_field(_("Hãng, nước sản xuất"), 120, required=False)
    made_in = count_field(_("Năm sản xuất"), 2100)
    site = text_field(_("Nơi đặt máy"), 300)
    cost = DongField(label=_("Giá mua (đồng)"))
    support = DongField(label=_("Kinh phí hỗ trợ (đồng)"))
    bought_on = DayField(label=_("Ngày mua"))
    keep_until = DayField(
        label=_("Giữ, sử dụng đến"), required=False, help_text=_("Để trống thì tính theo định mức của ngày mua.")
    )
    confirmed = forms.BooleanField(
        label=_("Đã đối chiếu: đây là máy khác với máy nêu trên, vẫn ghi vào sổ"), required=False
    )

    def __init__(self, *args: Any, beneficiaries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beneficiary"] = choice_field(_("Cơ sở thụ hưởng"), beneficiaries, required=bool(beneficiaries))


class VisitForm(LetterForm):
    """What a follow-up visit found."""

    on = DayField(label=_("Ngày theo dõi"))
    in_use = choice_field(_("Tình trạng sử dụng"), InUse.choices)
    jobs = count_field(_("Lao động của cơ sở (người)"))
    revenue = DongField(label=_("Doanh thu một năm (đồng)"))
    note = long_field(_("Ghi chú"), 600, 2, required=False)
