"""Claims about opinions: who enters and handles them, days that fit, words that must be there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.models import ListRow, Opinion, RowView
from khuyencong.clusters.states import ListKind, OpinionKind, OpinionState, PrintedCluster, Stance
from khuyencong.documents.models import Document, Draft
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import Place
from khuyencong.registry.states import Level


def entered_by_the_office(standing: Standing) -> list[Finding]:
    """The clerk or whoever handles letters enters a request."""
    if may(standing, Permission.HANDLE_OFFICE) or may(standing, Permission.RECORD_DOCUMENTS):
        return []
    return [Finding("office-enters", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục ghi nhận đề nghị."))]


def handled_by_the_office(standing: Standing) -> list[Finding]:
    """Whoever handles letters views rows and prepares the opinion."""
    if may(standing, Permission.HANDLE_OFFICE):
        return []
    return [Finding("office-handles", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục làm bước này."))]


def words_are_known(kind: str, period: str) -> list[Finding]:
    """The kind comes from its list; the planning period is said."""
    found = []
    if kind not in OpinionKind.values:
        found.append(Finding("kind-known", _("Chọn loại ý kiến trong danh sách."), where="kind"))
    if not period.strip():
        remedy = _("Ghi kỳ quy hoạch, ví dụ 2021-2030.")
        found.append(Finding("period-said", _("Chưa ghi kỳ quy hoạch."), where="period", remedy=remedy))
    return found


def place_stood_then(place: Place, on: date) -> list[Finding]:
    """A request comes from a province that exists on the day of its letter."""
    if place.level != Level.PROVINCE:
        return [Finding("place-is-province", _("Chọn một tỉnh, thành phố trực thuộc trung ương."), where="place")]
    if place.valid_from <= on and (place.valid_to is None or on < place.valid_to):
        return []
    message = _("Ngày {on}, {place} không phải là một đơn vị cấp tỉnh.").format(on=short_date(on), place=place.name)
    remedy = _("Chọn tỉnh theo tên của ngày văn bản.")
    return [Finding("place-stood", message, where="place", remedy=remedy)]


def received_in_time(dated: date | None, received: date, today: date) -> list[Finding]:
    """A letter is received on or after its own day, and not tomorrow."""
    if received <= today and (dated is None or dated <= received):
        return []
    remedy = _("Kiểm tra dấu đến trên văn bản.")
    return [
        Finding("received-in-time", _("Ngày đến phải từ ngày văn bản đến hôm nay."), where="received_on", remedy=remedy)
    ]


def request_is_new(known: Opinion | None) -> list[Finding]:
    """A letter asks for one opinion of a kind. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Văn bản đề nghị này đã được ghi nhận ngày {day}.").format(day=short_date(known.received_on))
    remedy = _("Mở hồ sơ ý kiến đã có.")
    return [Finding("request-is-new", message, where="number", remedy=remedy, data={"opinion": known.pk})]


def day_has_come(on: date, today: date) -> list[Finding]:
    """Only what has happened is recorded."""
    if on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi việc đã diễn ra.").format(on=short_date(on))
    return [Finding("day-has-come", message, where="on", remedy=_("Kiểm tra lại ngày."))]


def list_has_rows(rows: Sequence[PrintedCluster]) -> list[Finding]:
    """A list names at least one cluster."""
    if rows:
        return []
    remedy = _("Kiểm tra tệp: bảng cần dòng tiêu đề có cột tên cụm và cột diện tích.")
    return [Finding("list-has-rows", _("Không đọc được cụm công nghiệp nào trong tệp."), where="file", remedy=remedy)]


def list_may_be_changed(opinion: Opinion, kind: str) -> list[Finding]:
    """The list asked about and the one before it come before the draft, the approved one after the opinion was sent."""
    if kind == ListKind.APPROVED:
        if opinion.state in (OpinionState.SENT, OpinionState.FOLLOWED):
            return []
        message = _("Danh mục được phê duyệt chỉ ghi sau khi đã gửi ý kiến.")
        return [Finding("approved-after-answer", message, where="file")]
    if opinion.state in (OpinionState.RECEIVED, OpinionState.EXAMINING):
        return []
    message = _("Hồ sơ đang ở bước “{state}”: danh mục đề nghị không thay được nữa.").format(
        state=opinion.get_state_display()
    )
    remedy = _("Tỉnh gửi danh mục khác bằng văn bản mới: ghi nhận đề nghị mới.")
    return [Finding("list-may-change", message, where="file", remedy=remedy)]


def rows_may_be_viewed(opinion: Opinion) -> list[Finding]:
    """Rows are viewed while the list is examined, or while the opinion is drafted; afterwards they stay as sent."""
    if opinion.state in (OpinionState.EXAMINING, OpinionState.DRAFTED):
        return []
    if opinion.asked_id is None:
        return [Finding("list-first", _("Chưa có danh mục của tỉnh để ghi ý kiến."), where="views")]
    message = _("Hồ sơ đang ở bước “{state}”: ý kiến từng dòng không sửa được nữa.").format(
        state=opinion.get_state_display()
    )
    return [Finding("rows-viewable", message, where="views")]


def stances_are_grounded(rows: Mapping[int, ListRow], views: Mapping[int, tuple[str, str]]) -> list[Finding]:
    """Asking to revise and not supporting say on which grounds; ``views`` are (stance, ground) by the row's id."""
    found = []
    for pk, (stance, ground) in views.items():
        row = rows.get(pk)
        if row is None:
            found.append(Finding("row-of-list", _("Dòng này không thuộc danh mục đang xem."), where=str(pk)))
        elif stance not in Stance.values:
            found.append(Finding("stance-known", _("Chọn ý kiến trong danh sách."), where=str(pk)))
        elif stance in (Stance.REVISE, Stance.AGAINST) and not ground.strip():
            message = _("Dòng {number} ({name}): ghi căn cứ của ý kiến.").format(number=row.position, name=row.name)
            found.append(Finding("stance-grounded", message, where=str(pk)))
    return found


def every_row_is_viewed(rows: Iterable[ListRow], views: Mapping[int, RowView]) -> list[Finding]:
    """An opinion is written when each row of the list has a stance."""
    open_ones = sum(1 for row in rows if row.pk not in views or not views[row.pk].stance)
    if not open_ones:
        return []
    message = _("Còn {count} dòng chưa có ý kiến.").format(count=open_ones)
    return [Finding("rows-viewed", message, where="views", remedy=_("Ghi ý kiến từng dòng rồi lập dự thảo."))]


def no_draft_on_its_way(draft: Draft | None) -> list[Finding]:
    """While a draft is on its way, its signed document is recorded there."""
    if draft is None:
        return []
    remedy = _("Ghi nhận văn bản tại dự thảo, hoặc thôi dự thảo trước.")
    return [Finding("no-draft", _("Đang có dự thảo ý kiến của hồ sơ này."), where="number", remedy=remedy)]


def answer_follows_request(opinion: Opinion, answer: Document) -> list[Finding]:
    """An opinion is dated, and not before the day its request came."""
    if answer.date is not None and answer.date >= opinion.received_on:
        return []
    message = _("Văn bản cho ý kiến phải có ngày, từ ngày nhận đề nghị {day}.").format(
        day=short_date(opinion.received_on)
    )
    return [Finding("answer-follows", message, where="dated", remedy=_("Kiểm tra ngày trên văn bản."))]


def outcome_is_told(opinion: Opinion, deed: Deed) -> list[Finding]:
    """What the province did is said in words."""
    if deed.remark.strip() or deed.said.get("at_the_page"):
        return []
    return [Finding("outcome-told", _("Ghi tỉnh đã làm gì với ý kiến."), where="remark")]


def reason_is_told(opinion: Opinion, deed: Deed) -> list[Finding]:
    """A request is withdrawn with its reason."""
    if deed.remark.strip() or deed.said.get("at_the_page"):
        return []
    return [Finding("reason-told", _("Ghi lý do tỉnh rút đề nghị."), where="remark")]


def recorded_by_the_office(opinion: Opinion, deed: Deed) -> list[Finding]:
    """``entered_by_the_office`` for a step: the clerk, too, records the paper that came back."""
    standing = deed.said.get("standing")
    return [] if standing is None else entered_by_the_office(standing)


def taken_by_the_office(opinion: Opinion, deed: Deed) -> list[Finding]:
    """``handled_by_the_office`` for a step; a step taken by a recorded document asks nobody again."""
    standing = deed.said.get("standing")
    return [] if standing is None else handled_by_the_office(standing)
