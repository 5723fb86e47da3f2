"""Forms of changes: the paper, what stands before, each place or body after, a reversal, a choice by hand, a region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.actor import Actor
from khuyencong.registry.actions import keep_source
from khuyencong.registry.models import LegalSource
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Evidence, Level, Relation
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import choice_field, long_field, text_field

PLACE_FORMS = {
    Level.PROVINCE: ("Tỉnh", "Thành phố trực thuộc trung ương"),
    Level.DISTRICT: ("Quận", "Huyện", "Thị xã", "Thành phố"),
    Level.COMMUNE: ("Xã", "Phường", "Thị trấn", "Đặc khu"),
}


@dataclass(frozen=True)
class Shape:
    """Which change a form takes: its kind, what it is about, the level of its places."""

    kind: str
    about: str
    level: str = Level.PROVINCE

    @property
    def of_places(self) -> bool:
        """True for places, False for bodies."""
        return self.about == About.PLACE

    @property
    def befores(self) -> int:
        """How many lines before the change a fresh form shows."""
        return 3 if self.kind == ChangeKind.MERGE else 1

    @property
    def afters(self) -> int:
        """How many lines after the change a fresh form shows."""
        return {ChangeKind.SPLIT: 2, ChangeKind.END: 0}.get(ChangeKind(self.kind), 1)

    @property
    def grows(self) -> str:
        """The side that takes more lines: 'before', 'after' or ''."""
        return {ChangeKind.MERGE: "before", ChangeKind.SPLIT: "after"}.get(ChangeKind(self.kind), "")


class ChangeDay(DayField):
    """A day a change may count from."""

    default_error_messages = {"year": _("Xem lại năm.")}

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not 1945 <= day.year <= 2200:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class PaperForm(forms.Form):
    """The legal text a change rests on: one of the register by its number, or a new one with its name and day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = text_field(_("Số, ký hiệu văn bản"), 60, list="ds-van-ban")
        self.fields["title"] = text_field(
            _("Tên văn bản"), 400, required=False, hint=_("Chỉ ghi khi văn bản chưa có trong danh mục.")
        )  # fmt: skip
        self.fields["issued"] = ChangeDay(label=_("Ngày ban hành"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        number = cleaned.get("number")
        if number and self._known(number) is None:
            if not cleaned.get("title"):
                self.add_error("title", _("Văn bản chưa có trong danh mục: ghi tên văn bản."))
            if cleaned.get("issued") is None and "issued" not in self.errors:
                self.add_error("issued", _("Văn bản chưa có trong danh mục: ghi ngày ban hành."))
        return cleaned

    def _known(self, number: str) -> LegalSource | None:
        return LegalSource.objects.filter(number=number.strip()).first()

    def source(self) -> LegalSource:
        """The text as typed, for the rules; a new one is not kept yet."""
        typed = self.cleaned_data
        return self._known(typed["number"]) or LegalSource(
            number=typed["number"], title=typed["title"], issued_on=typed["issued"], evidence=Evidence.KNOWN
        )

    def kept(self, by: Actor | None, effective_from: date) -> LegalSource:
        """The text, added to the register when it is new."""
        typed = self.cleaned_data
        return keep_source(
            by=by, number=typed["number"], title=typed["title"], issued_on=typed["issued"],
            effective_from=effective_from,
        )  # fmt: skip


class ChangeForm(PaperForm):
    """A change with the lines before it. ``befores`` is how many lines are shown."""

    def __init__(self, *args: Any, shape: Shape, befores: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shape = shape
        title = _("Địa bàn") if shape.of_places else _("Cơ quan, đơn vị")
        for number in range(befores):
            label: str | Promise = title if befores == 1 else f"{title} {number + 1}"
            suggested = {"list": self.list_of_before} if self.list_of_before else {}
            self.fields[f"before_{number}"] = text_field(label, 300, required=number == 0, **suggested)
        self.fields["on"] = ChangeDay(label=_("Có hiệu lực từ ngày"))
        self.fields["clause"] = text_field(_("Điều, khoản"), 120, required=False)
        self.fields["note"] = long_field(_("Ghi chú"), 400, 2, required=False)
        if shape.kind == ChangeKind.TRANSFER:
            self.fields["place"] = text_field(_("Địa phương được chuyển giao nhiệm vụ"), 120, list="ds-tinh")
        self.fields["confirmed"] = forms.BooleanField(label=_("Tôi đã xem các cảnh báo"), required=False)
        self.fields["warned"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.befores = befores

    @property
    def list_of_before(self) -> str:
        """The list of suggestions beside the lines before."""
        if not self.shape.of_places:
            return "ds-don-vi"
        return "ds-tinh" if self.shape.level == Level.PROVINCE else ""

    @property
    def lines_before(self) -> list[Any]:
        """The bound lines before the change, for the page."""
        return [self[f"before_{number}"] for number in range(self.befores)]

    def typed_before(self) -> list[tuple[str, str]]:
        """(field, words) of every line that was filled."""
        names = [f"before_{number}" for number in range(self.befores)]
        return [(name, words) for name in names if (words := self.cleaned_data.get(name, "").strip())]


class AfterForm(forms.Form):
    """One place or body after a change. ``regions``: (code, title, regions) of schemes asked for a province."""

    def __init__(
        self, *args: Any, shape: Shape, regions: Iterable[tuple[str, str, Sequence[str]]] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.shape = shape
        self.schemes: list[str] = []
        if shape.of_places:
            self._place(shape)
            self._regions(shape, regions)
        else:
            self._body(shape)
        if shape.kind == ChangeKind.SPLIT:
            self.fields["relation"] = choice_field(
                _("Phần"), [(Relation.DEFAULT, Relation.DEFAULT.label)], required=False, empty=Relation.PART.label
            )
        if shape.kind == ChangeKind.SPLIT and shape.of_places:
            self.fields["children"] = long_field(_("Địa bàn cấp dưới thuộc nơi này"), 20000, 4, required=False)

    def _place(self, shape: Shape) -> None:
        if shape.kind == ChangeKind.MOVE:
            self.fields["parent"] = text_field(_("Nơi trực thuộc mới"), 300, list="ds-tinh")
            return
        kept = shape.kind == ChangeKind.RENAME
        self.fields["name"] = text_field(_("Tên"), 200)
        self.fields["code"] = text_field(
            _("Mã đơn vị hành chính"), 10, required=not kept, hint=_("Để trống nếu giữ mã cũ.") if kept else ""
        )
        options = [(one, one) for one in PLACE_FORMS[Level(shape.level)]]
        self.fields["form"] = choice_field(_("Loại"), options, required=False, empty=_("Như trước"))

    def _regions(self, shape: Shape, regions: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        if shape.kind not in (ChangeKind.MERGE, ChangeKind.SPLIT):
            return
        for code, title, names in regions:
            self.fields[f"region_{code}"] = choice_field(
                title, [(one, one) for one in names], required=False, empty=_("Như trước")
            )
            self.schemes.append(code)

    def _body(self, shape: Shape) -> None:
        if shape.kind == ChangeKind.RENAME:
            self.fields["name"] = text_field(_("Tên mới"), 300)
            self.fields["symbol"] = text_field(
                _("Ký hiệu trong số văn bản"),
                20,
                required=False,
                hint=_("Để trống nếu giữ ký hiệu cũ; ghi “–” nếu chưa rõ."),
            )  # fmt: skip
            return
        if shape.kind != ChangeKind.MOVE:
            self.fields["name"] = text_field(_("Tên"), 300, list="ds-don-vi")
            self.fields["form"] = choice_field(_("Loại"), BodyKind.choices, required=False, empty=_("Như trước"))
            self.fields["symbol"] = text_field(_("Ký hiệu trong số văn bản"), 20, required=False)
        if shape.kind == ChangeKind.SPLIT:
            self.fields["territory"] = text_field(_("Địa phương phụ trách"), 120, required=False, list="ds-tinh")
        moves = shape.kind == ChangeKind.MOVE
        self.fields["above"] = choice_field(
            _("Trực thuộc"), Above.choices, required=moves, empty="–" if moves else _("Như trước")
        )
        self.fields["parent"] = text_field(
            _("Cơ quan cấp trên"), 300, required=False, list="ds-don-vi",
            hint=_("Để trống nếu cơ quan ấy không có trong danh mục."),
        )  # fmt: skip

    @property
    def asked_regions(self) -> list[Any]:
        """The bound region fields, for the page."""
        return [self[f"region_{code}"] for code in self.schemes]

    def regions(self) -> dict[str, str]:
        """The region chosen in each scheme."""
        chosen = {code: self.cleaned_data.get(f"region_{code}", "") for code in self.schemes}
        return {code: region for code, region in chosen.items() if region}


class ReversalForm(PaperForm):
    """The taking back of a change: from which day, on which paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = ChangeDay(label=_("Hoàn nguyên từ ngày"))
        self.fields["note"] = long_field(_("Lý do"), 400, 2)


class ChoiceForm(forms.Form):
    """Who goes on with the files that were ticked: one receiver, from a day, for a reason."""

    def __init__(self, *args: Any, of_places: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = _("Địa bàn tiếp nhận") if of_places else _("Đơn vị tiếp nhận")
        self.fields["holder"] = text_field(title, 300, list="ds-tinh" if of_places else "ds-don-vi")
        self.fields["on"] = ChangeDay(label=_("Giao từ ngày"))
        self.fields["reason"] = long_field(_("Lý do"), 300, 2)


class RegionForm(PaperForm):
    """A province passes to another region of a scheme."""

    def __init__(self, *args: Any, schemes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"] = choice_field(_("Cách chia vùng"), schemes)
        self.fields["place"] = text_field(_("Tỉnh, thành phố"), 120, list="ds-tinh")
        self.fields["region"] = text_field(_("Vùng mới"), 80, list="ds-vung")
        self.fields["on"] = ChangeDay(label=_("Từ ngày"))
        self.fields["confirmed"] = forms.BooleanField(label=_("Tôi đã xem các cảnh báo"), required=False)
        self.fields["warned"] = forms.CharField(required=False, widget=forms.HiddenInput)
