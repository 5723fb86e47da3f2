"""What of bodies a change may say: where they stand afterwards, and that a duty handed over is theirs to hand over."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import holds_on, lasted, short_date
from khuyencong.kernel.text import nfc
from khuyencong.registry.models import Charge, Organisation, OrganisationName, Place
from khuyencong.registry.queries.bodies import names_on
from khuyencong.registry.queries.over_time import exists_on, subordinations_on
from khuyencong.registry.queries.successions import place_ways
from khuyencong.registry.rules.entries import Entry, error
from khuyencong.registry.states import ChangeKind, Level


def bodies_stand_well(entry: Entry) -> list[Finding]:
    """A body stands under another that is there on the day and not under it; a move and a rename change something."""
    found, only = [], entry.before[0].body
    for side in entry.after:
        own = side.body or (only if entry.kind == ChangeKind.MOVE else None)
        if side.parent_body and not exists_on(side.parent_body.pk, entry.on):
            message = _("Cơ quan cấp trên không có vào ngày {on}.").format(on=short_date(entry.on))
            found.append(error("change-above", "after", message, _("Chọn cơ quan có vào ngày ấy, hoặc để trống.")))
        elif side.parent_body and own and own.pk in _above(side.parent_body.pk, entry.on):
            message = _("Đơn vị không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.")
            found.append(error("change-above", "after", message, _("Chọn cơ quan khác.")))
    if only and entry.kind == ChangeKind.MOVE and entry.after[0].above:
        row, side = subordinations_on(entry.on, [only.pk]).get(only.pk), entry.after[0]
        if row and (row.above, row.parent_id) == (side.above, side.parent_body.pk if side.parent_body else None):
            found.append(error("change-same", "after", _("Chọn nơi trực thuộc mới, khác nơi hiện nay.")))
    if only and entry.kind == ChangeKind.RENAME and _same_name(only, entry):
        found.append(error("change-same", "after", _("Tên và ký hiệu không thay đổi."), _("Xem lại tên mới.")))
    return found


def _above(body: int, day: date) -> set[int]:
    """A body and every body that stands above it on a day."""
    rows, found = subordinations_on(day), {body}
    while body in rows and (parent := rows[body].parent_id) and parent not in found:
        found.add(parent)
        body = parent
    return found


def _same_name(body: Organisation, entry: Entry) -> bool:
    last = OrganisationName.objects.filter(organisation=body).order_by("valid_from").last()
    side = entry.after[0]
    return last is not None and last.name == nfc(side.name) and side.symbol.strip() in ("", last.symbol)


def duty_is_theirs(entry: Entry) -> list[Finding]:
    """A duty is handed over for a province of the day, by a body that carries it there or where nobody is recorded."""
    found = [_territory_missing(entry.on) for side in entry.after if not _is_province(side.parent_place, entry.on)]
    giver = entry.before[0].body
    if entry.kind != ChangeKind.TRANSFER:
        return found
    if entry.place is None or not _is_province(entry.place, entry.on):
        message = _("Chọn địa phương mà nhiệm vụ được chuyển giao.")
        return [*found, error("change-place", "place", message, _("Chọn tỉnh, thành phố có vào ngày ấy."))]
    return [*found, *_carried_by_others(giver, entry.place, entry.on)]


def _carried_by_others(giver: Organisation | None, place: Place, on: date) -> list[Finding]:
    """What blocks where others carry the duty in a province on a day and the giver does not."""
    held = Charge.objects.filter(lasted(), holds_on(on), place__in=place_ways().leading_to([place.pk]))
    bodies = set(held.values_list("organisation_id", flat=True))
    if not bodies or (giver and giver.pk in bodies):
        return []
    message = _("Vào ngày {on} đơn vị giao không đảm nhiệm khuyến công ở {place}; đang đảm nhiệm: {names}.").format(
        on=short_date(on), place=place.name, names=_named(bodies, on)
    )
    return [error("change-duty", "before", message, _("Chọn đơn vị đang đảm nhiệm làm bên giao."))]


def _named(bodies: Iterable[int], day: date) -> str:
    return ", ".join(sorted(row.name for row in names_on(day, bodies).values()))


def _is_province(place: Place | None, day: date) -> bool:
    """True for a province that is there on the day, and where none is named."""
    return place is None or (
        place.level == Level.PROVINCE and place.valid_from <= day and (place.valid_to is None or day < place.valid_to)
    )


def _territory_missing(on: date) -> Finding:
    message = _("Địa bàn được giao không phải tỉnh, thành phố có vào ngày {on}.").format(on=short_date(on))
    return error("change-territory", "after", message, _("Chọn tỉnh, thành phố có vào ngày ấy."))
