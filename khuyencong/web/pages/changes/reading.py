"""Reads the places and bodies a person named in a form, as of a day, and what may be suggested."""

from collections import Counter
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import holds_on, short_date
from khuyencong.kernel.text import fold, number_in
from khuyencong.registry.models import LegalSource, Organisation, OrganisationName, Place
from khuyencong.registry.queries import below_on, provinces_on
from khuyencong.registry.states import Level

MARK = " – "
_LEADING = ("thanh pho ", "tinh ", "tp ")


def place_label(name: str, code: str) -> str:
    """'Bến Tre – 83': how a place stands in a list of suggestions."""
    return f"{name}{MARK}{code}"


def place_named(text: str, level: str, day: date) -> Place:
    """The place of a level a person named on a day: by suggestion, code or name; a commune with its province.

    Raises ValidationError when there is none or more than one.
    """
    rows = Place.objects.filter(holds_on(day), level=level)
    name, _mark, code = text.strip().rpartition(MARK)
    if name and number_in(code) is not None:
        rows = rows.filter(code=code)
    elif number_in(text.strip()) is not None:
        rows = rows.filter(code=text.strip())
    else:
        rows = rows.filter(_name_is(text))
    found = list(rows[:3])
    if len(found) == 1:
        return found[0]
    if not found:
        message = _("Không có địa bàn “{text}” vào ngày {day}.")
        raise ValidationError(message.format(text=text, day=short_date(day)))
    raise ValidationError(_("Có nhiều địa bàn tên “{text}”: ghi mã.").format(text=text))


def _name_is(text: str) -> Q:
    first, _comma, above = text.partition(",")
    folded = fold(first)
    bare = next((folded.removeprefix(one) for one in _LEADING if folded.startswith(one)), folded)
    condition = Q(folded__in={folded, bare})
    return condition & Q(parent__folded=fold(above)) if above.strip() else condition


def body_named(text: str, day: date) -> Organisation | None:
    """The body that carried a name on a day; None when there is none.

    Raises ValidationError when more than one carried it and the number behind it does not tell them apart.
    """
    name, _mark, key = text.strip().rpartition(f"{MARK}#")
    rows = OrganisationName.objects.filter(holds_on(day)).select_related("organisation")
    if name and number_in(key) is not None:
        row = rows.filter(organisation_id=int(key)).first()
        return row.organisation if row else None
    found = list(rows.filter(folded=fold(text))[:2])
    if len(found) > 1:
        raise ValidationError(_("Có nhiều đơn vị tên “{text}”: chọn trong danh sách gợi ý.").format(text=text))
    return found[0].organisation if found else None


def bodies_suggested(day: date) -> dict[int, str]:
    """How each body of a day stands in the list of suggestions; equal names are told apart by number."""
    rows = list(OrganisationName.objects.filter(holds_on(day)).order_by("sort_key", "organisation_id"))
    times = Counter(row.folded for row in rows)
    return {
        row.organisation_id: row.name if times[row.folded] == 1 else f"{row.name}{MARK}#{row.organisation_id}"
        for row in rows
    }


def provinces_suggested(day: date) -> dict[int, str]:
    """How each province of a day stands in the list of suggestions."""
    return {pk: place_label(name, code) for pk, name, code in provinces_on(day).values_list("pk", "name", "code")}


def papers_suggested() -> list[tuple[str, str]]:
    """Numbers and names of legal texts, newest first."""
    rows = LegalSource.objects.order_by("-issued_on", "number").values_list("number", "title")
    return [(number, title[:80]) for number, title in rows]


def below_named(text: str, place: Place, day: date) -> tuple[int, ...]:
    """Ids of the places directly below one that a person listed, one a line, by code or name.

    Raises ValidationError with every line that names none or more than one.
    """
    known: dict[str, list[int]] = {}
    for pk, code, folded in below_on(place, day).values_list("pk", "code", "folded"):
        for key in (code, folded):
            known.setdefault(key, []).append(pk)
    found, wrong = [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        ids = known.get(line) or known.get(fold(line)) or []
        if len(ids) == 1:
            found.append(ids[0])
        elif ids:
            wrong.append(ValidationError(_("Có nhiều nơi tên “{line}”: ghi mã.").format(line=line)))
        else:
            wrong.append(ValidationError(_("“{line}”: không có trong địa bàn bị chia.").format(line=line)))
    if wrong:
        raise ValidationError(wrong)
    return tuple(found)


def level_of(text: str) -> str:
    """The level asked for in the address; provinces unless another is named."""
    return text if text in Level.values else Level.PROVINCE
