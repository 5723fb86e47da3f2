"""Claims about reports someone could cite, and how exact a sentence is."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import decimal_text, in_unit, percent
from khuyencong.programme.queries import Completeness
from khuyencong.reporting.models import Assessment

BILLION = 10**9


def money_said(dong: int) -> str:
    """'45 tỷ đồng' when exact to 0,1 tỷ; 'khoảng 105,7 tỷ đồng' when rounded; below 1 tỷ in triệu."""
    unit, value = ("tỷ đồng", BILLION) if dong >= BILLION or dong == 0 else ("triệu đồng", 10**6)
    exact = dong * 10 % value == 0
    text = f"{in_unit(dong, 'tỷ đồng' if unit == 'tỷ đồng' else 'triệu đồng', 1)} {unit}"
    return text if exact else _("khoảng {amount}").format(amount=text)


def share_said(numerator: int, denominator: int) -> str:
    """'khoảng 34,6%' when rounded, '35%' when exact; 'chưa có dữ liệu' when there is nothing to divide by."""
    share = percent(numerator, denominator)
    if share is None:
        return _("chưa có dữ liệu")
    text = f"{decimal_text(share, 1, trim=True)}%"
    exact = Decimal(numerator) * 100 == share * denominator
    return text if exact else _("khoảng {amount}").format(amount=text)


def points_said(points: Decimal) -> str:
    """'28,1 điểm phần trăm', '4 điểm phần trăm'; the difference of two shares."""
    return _("{points} điểm phần trăm").format(points=decimal_text(points, 1, trim=True))


def more_than_said(count: int) -> str:
    """'hơn 20' for 21 to 29, 'hơn 200' for 218: from 20 on, the ten (the hundred) below; exact numbers stay.

    Below 20, and for round numbers, the number itself with two digits: '05', '30'.
    """
    step = 100 if count > 200 else 10
    if count <= 20 or count % step == 0:
        return f"{count:02d}"
    return _("hơn {count}").format(count=count // step * step)


def section_is_known(section: str, known: Iterable[str]) -> list[Finding]:
    """An assessment belongs to a section of the report."""
    return [] if section in known else [Finding("section-known", _("Không có phần này trong báo cáo."))]


def assessment_was_seen_as_it_stands(latest: Assessment | None, seen: int) -> list[Finding]:
    """Nobody writes over words he has not read."""
    number = latest.number if latest else 0
    if number == seen:
        return []
    message = _("Có người đã ghi bản {number} của phần này trong lúc bạn viết.").format(number=number)
    remedy = _("Chữ của bạn còn nguyên bên dưới: so với bản mới rồi ghi lại.")
    return [Finding("assessment-seen", message, where="text", remedy=remedy, data={"number": number})]


def estimate_looks_ahead(as_of: date, until: date) -> list[Finding]:
    """An estimate is of a day after the figures'; up to that day there are actual figures."""
    if until > as_of:
        return []
    return [Finding("estimate-ahead", _("Số ước là của ngày sau ngày tính số liệu."), where="until")]


def estimate_is_of_a_figure(value: int, *, known: bool) -> list[Finding]:
    """An estimate is of a figure of the report, from nought up."""
    found = [] if known else [Finding("estimate-figure", _("Không có chỉ tiêu này trong báo cáo."), where="code")]
    return found if value >= 0 else [*found, Finding("estimate-value", _("Số ước không âm."), where="value")]


def estimate_says_why(ground: str) -> list[Finding]:
    """An estimate names its ground."""
    return [] if ground.strip() else [Finding("estimate-ground", _("Ghi căn cứ của số ước."), where="ground")]


def year_is_recorded_whole(state: Completeness) -> list[Finding]:
    """A report is frozen only from papers recorded whole."""
    if state.complete:
        return []
    if state.recorded < state.printed:
        message = _("Kế hoạch chưa nhập đủ {recorded}/{printed}.").format(
            recorded=state.recorded, printed=state.printed
        )
    else:
        message = _("Còn văn bản chưa nhập đủ: {doubtful} dòng cần xem.").format(doubtful=state.doubtful)
    return [Finding("year-is-whole", message, remedy=_("Xử lý các dòng cần xem, hoặc chấp nhận tổng kèm lý do."))]


def period_is_over(*, ended: bool) -> list[Finding]:
    """A report is frozen for a day that has passed."""
    if ended:
        return []
    return [Finding("period-is-over", _("Ngày tính số liệu chưa qua nên chưa chốt được."), where="as_of")]


def edition_is_not_issued(*, issued: bool) -> list[Finding]:
    """One signed document carries an edition."""
    if not issued:
        return []
    return [Finding("not-issued-twice", _("Bản này đã ghi nhận văn bản ban hành."))]
