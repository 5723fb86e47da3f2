"""Forms of conferences and fairs: a new one, its agenda, guests and replies, booths typed or pasted from Excel."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.states import BoothFunding, BoothLine, GatheringKind, KhuyenCongRegion, Reply
from khuyencong.web.forms.fields import DayField, dong_of
from khuyencong.web.forms.papers import DongField, choice_field, count_field, long_field, text_field

Options = Sequence[tuple[str, Any]]
GROUPS = (("region", _("Các Sở Công Thương của khu vực")), ("all", _("Tất cả các Sở Công Thương")))


class NewGathering(forms.Form):
    """A conference or a fair: what, where, by whom, from which plan task, when."""

    kind = choice_field(_("Loại"), GatheringKind.choices)
    title = text_field(_("Tên hội nghị, hội chợ"), 300)
    year = forms.IntegerField(
        label=_("Năm"), min_value=2000, max_value=2100, error_messages={"invalid": _("Hãy ghi năm bằng bốn chữ số.")},
        widget=forms.TextInput(attrs={"class": "kc-input kc-num", "inputmode": "numeric", "maxlength": "4"}),
    )  # fmt: skip
    region = choice_field(_("Khu vực"), KhuyenCongRegion.choices, required=False, empty=_("Toàn quốc"))
    venue = text_field(_("Nơi tổ chức"), 300, required=False)
    planned_on = DayField(label=_("Ngày vào kế hoạch"))
    starts_on = DayField(label=_("Ngày khai mạc (dự kiến)"), required=False)
    ends_on = DayField(label=_("Ngày bế mạc (dự kiến)"), required=False)

    def __init__(self, *args: Any, places: Options, hosts: Options, tasks: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice_field(_("Tỉnh, thành phố"), places)
        self.fields["host"] = choice_field(_("Đơn vị phối hợp tổ chức"), hosts, required=False)
        self.fields["project"] = choice_field(_("Nhiệm vụ trong kế hoạch năm"), tasks, required=False)


class AgendaField(forms.CharField):
    """An agenda, a line a point: '8:30 | Khai mạc | Lãnh đạo Cục'. Gives (hour, title, speaker) tuples."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"class": "kc-input", "rows": 6}), max_length=8000, **kwargs)

    def clean(self, value: Any) -> Any:
        found = []
        for line in (super().clean(value) or "").splitlines():
            parts = [part.strip() for part in line.replace("\t", "|").split("|")]
            if len(parts) == 1 and parts[0]:
                parts = ["", parts[0]]
            if any(parts):
                found.append(((*parts, "", "")[0], (*parts, "", "")[1], (*parts, "", "", "")[2]))
        return found


class AgendaForm(forms.Form):
    """The whole agenda as text."""

    agenda = AgendaField(
        label=_("Chương trình"), required=False,
        help_text=_("Mỗi dòng một mục: giờ | nội dung | người trình bày. Ví dụ 8:30 | Khai mạc | Lãnh đạo Cục."),
    )  # fmt: skip


class InviteForm(forms.Form):
    """Who is added to the guests: a group of departments, one body, others by name; the day they were written to."""

    names = long_field(_("Cơ quan, đơn vị khác (mỗi dòng một tên)"), 4000, 3, required=False)
    on = DayField(label=_("Ngày mời"), required=False, help_text=_("Để trống nếu giấy mời chưa gửi."))

    def __init__(self, *args: Any, bodies: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = choice_field(_("Nhóm cơ quan"), GROUPS, required=False, empty=_("Không chọn nhóm"))
        self.fields["body"] = choice_field(_("Một cơ quan trong danh bạ"), bodies, required=False)


class ReplyForm(forms.Form):
    """What an invited body replied."""

    reply = choice_field(_("Trả lời"), [one for one in Reply.choices if one[0]])
    people = count_field(_("Số người tham dự"), 1000)
    talk = text_field(_("Tham luận"), 300, required=False)
    on = DayField(label=_("Ngày trả lời"))


class BoothForm(forms.Form):
    """One exhibitor with its booths."""

    exhibitor = text_field(_("Đơn vị trưng bày"), 300)
    goods = text_field(_("Mặt hàng"), 300, required=False)
    booths = forms.IntegerField(
        label=_("Số gian"), min_value=1, max_value=1000, initial=1, error_messages={"invalid": _("Hãy ghi số nguyên.")},
        widget=forms.TextInput(attrs={"class": "kc-input kc-num", "inputmode": "numeric"}),
    )  # fmt: skip
    funding = choice_field(_("Nguồn kinh phí"), BoothFunding.choices)
    cost = DongField(label=_("Kinh phí (đồng)"))

    def __init__(self, *args: Any, places: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice_field(_("Tỉnh, thành phố"), places, required=False)

    @property
    def lines(self) -> list[BoothLine]:
        typed = self.cleaned_data
        place = int(typed["place"]) if typed["place"] else None
        return [BoothLine(typed["exhibitor"], typed["funding"], typed["booths"], typed["goods"], place, typed["cost"])]


class PastedBooths(forms.Form):
    """Rows pasted from Excel: exhibitor, province, goods, booths, source of funding, cost in đồng."""

    rows = long_field(_("Dán các dòng từ Excel"), 60000, 6)

    def __init__(self, *args: Any, places: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {fold(str(name)): int(pk) for pk, name in places}

    def clean_rows(self) -> list[BoothLine]:
        lines, wrong = [], []
        for number, text in enumerate(self.cleaned_data["rows"].splitlines(), 1):
            cells = [cell.strip() for cell in text.split("\t")]
            if not any(cells):
                continue
            line, problems = self._line([*cells, "", "", "", "", ""][:6])
            lines.append(line)
            wrong += [forms.ValidationError(f"{_('Dòng')} {number}: {problem}") for problem in problems]
        if wrong:
            raise forms.ValidationError(wrong[:20])
        return lines

    def _line(self, cells: Sequence[str]) -> tuple[BoothLine, list[Any]]:
        exhibitor, place, goods, booths, funding, cost = cells
        source = funding_of(funding)
        known = self.places.get(fold(place))
        dong = dong_of(cost, 1) if cost else None
        problems: list[Any] = []
        if not exhibitor:
            problems.append(_("chưa ghi đơn vị trưng bày"))
        if place and known is None:
            problems.append(_("không có tỉnh, thành phố “{name}”").format(name=place))
        many = number_in(booths or "1")
        if many is None:
            problems.append(_("số gian “{text}” không phải số nguyên").format(text=booths))
        if not source:
            problems.append(_("không hiểu nguồn kinh phí “{text}”").format(text=funding))
        if cost and dong is None:
            problems.append(_("không đọc được kinh phí “{text}”").format(text=cost))
        return BoothLine(exhibitor, source, many or 0, goods, known, dong), problems

    @property
    def lines(self) -> list[BoothLine]:
        found: list[BoothLine] = self.cleaned_data["rows"]
        return found


WORDS = {
    BoothFunding.NATIONAL: ("khuyen cong quoc gia", "kcqg", "quoc gia"),
    BoothFunding.LOCAL: ("khuyen cong dia phuong", "kcdp", "dia phuong"),
    BoothFunding.OWN: ("co so tu chi", "tu chi", "tu tuc", "doanh nghiep"),
    BoothFunding.OTHER: ("nguon khac", "khac"),
}


def funding_of(text: str) -> str:
    """The source of funding a text names; '' when it names none of them."""
    folded = fold(text)
    return next((str(funding.value) for funding, words in WORDS.items() if folded in words), "")
