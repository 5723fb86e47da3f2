"""Claims about documents someone could cite."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.models import Delegation, Document, Draft
from khuyencong.documents.states import DraftDesk, DraftState
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.periods import short_date
from khuyencong.records.transitions import Deed, Rule

NUMBER = re.compile(r"^\s*\d+[A-Za-z]?\s*/\s*[\wĐđ&]+([-/][\wĐđ&]+)*\s*$")


def number_is_well_formed(number: str) -> list[Finding]:
    """A number carries its symbol: '3396/QĐ-BCT' (NĐ 30/2020/NĐ-CP, Annex I)."""
    if NUMBER.match(number):
        return []
    message = _("Số, ký hiệu “{number}” chưa đúng dạng.").format(number=number)
    return [
        Finding(
            code="number-form", message=message, where="number", remedy=_("Ghi như trên văn bản, ví dụ 3396/QĐ-BCT.")
        )
    ]


def date_agrees(known: Document, given: date | None) -> list[Finding]:
    """A recorded document keeps its date; another date under the same number is refused."""
    if given is None or known.date is None or known.date == given:
        return []
    message = _("Văn bản {number} đã ghi nhận ngày {known}, nay ghi ngày {given}.").format(
        number=known.number, known=short_date(known.date), given=short_date(given)
    )
    return [Finding(code="date-agrees", message=message, where="date", remedy=_("Kiểm tra ngày trên văn bản gốc."))]


def within_delegation(delegation: Delegation | None, amount: int | None) -> list[Finding]:
    """A person with a delegated ceiling decides up to it; without a delegation the role's own authority stands."""
    if delegation is None or amount is None or amount <= delegation.ceiling:
        return []
    message = _("Số tiền {amount} đồng vượt mức {ceiling} đồng được ủy quyền theo {paper}.").format(
        amount=grouped(amount), ceiling=grouped(delegation.ceiling), paper=delegation.document.number
    )
    return [
        Finding(
            "within-delegation", message, remedy=_("Chuyển người có thẩm quyền cao hơn."),
            clause=delegation.document.number,
        )
    ]  # fmt: skip


def document_is_not_later(on: date | None, today: date) -> list[Finding]:
    """A document is recorded after it was made, never before."""
    if on is None or on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi nhận văn bản đã có.").format(on=short_date(on))
    return [Finding("document-later", message, where="date", remedy=_("Kiểm tra ngày ghi trên văn bản."))]


def received_after_dated(dated: date, received: date, today: date) -> list[Finding]:
    """A letter is received on or after its own day, and not tomorrow."""
    if dated <= received <= today:
        return []
    message = _("Ngày đến phải từ ngày văn bản {dated} đến hôm nay.").format(dated=short_date(dated))
    return [Finding("received-after-dated", message, where="received_on", remedy=_("Kiểm tra dấu đến trên văn bản."))]


def due_after_received(received: date, due: date | None) -> list[Finding]:
    """A deadline is not before the day of receipt."""
    if due is None or due >= received:
        return []
    return [Finding("due-after-received", _("Hạn xử lý trước ngày đến."), where="due_on", remedy=_("Ghi lại hạn."))]


def handled_after_received(received: date | None, on: date, today: date) -> list[Finding]:
    """A letter is dealt with after it came, and not tomorrow."""
    if on <= today and (received is None or on >= received):
        return []
    return [Finding("handled-after-received", _("Ngày xử lý xong phải từ ngày đến đến hôm nay."), where="on")]


def draft_says_something(abstract: str) -> list[Finding]:
    """A draft has an abstract (trích yếu): the register and the search live on it (30/2020/NĐ-CP, Phụ lục I)."""
    if abstract.strip():
        return []
    return [Finding("draft-has-abstract", _("Ghi trích yếu của dự thảo."), where="abstract")]


def three_figures_at_most(figures: Sequence[Any]) -> list[Finding]:
    """A slip shows the three figures that matter, not more."""
    if len(figures) <= 3:
        return []
    return [
        Finding("three-figures", _("Phiếu trình chỉ nêu tối đa ba con số."), remedy=_("Giữ ba số quan trọng nhất."))
    ]


def draft_is_still_written(draft: Draft) -> list[Finding]:
    """A draft that was submitted is changed only after it came back."""
    if draft.state == DraftState.WRITING:
        return []
    message = _("Dự thảo đang ở bước “{state}” nên không sửa được.").format(state=draft.get_state_display())
    return [Finding("draft-is-written", message, remedy=_("Lấy lại dự thảo, hoặc chờ trả lại."))]


def draft_was_seen_as_it_stands(draft: Draft, seen: int) -> list[Finding]:
    """Nobody writes over a version he has not read."""
    if draft.version == seen:
        return []
    message = _("Có người đã ghi bản {number} trong lúc bạn sửa bản {seen}.").format(number=draft.version, seen=seen)
    remedy = _("Chữ của bạn còn nguyên bên dưới: so với bản mới rồi ghi lại.")
    return [Finding("draft-was-seen", message, where="body", remedy=remedy, data={"version": draft.version})]


def paper_is_of_the_drafts_kind(draft: Draft, kind: str) -> list[Finding]:
    """What is recorded for a draft is a paper of its kind."""
    if kind == draft.kind:
        return []
    message = _("Dự thảo là {kind}; văn bản ghi nhận phải cùng loại.").format(kind=draft.get_kind_display())
    return [Finding("paper-of-kind", message, where="kind")]


def paper_is_of_one_draft(draft: Draft, document: Document) -> list[Finding]:
    """A signed paper came from one draft."""
    if not Draft.objects.filter(document=document).exclude(pk=draft.pk).exists():
        return []
    message = _("Văn bản {number} đã được ghi nhận cho một dự thảo khác.").format(number=document.number)
    return [Finding("paper-of-one-draft", message, where="number", remedy=_("Kiểm tra số, ký hiệu trên văn bản."))]


def step_has_come(draft: Draft, on: date, today: date) -> list[Finding]:
    """A step of a draft was taken by today, and not before the draft came to where it lies."""
    if on > today:
        message = _("Ngày {on} chưa tới; chỉ ghi việc đã diễn ra.").format(on=short_date(on))
        return [Finding("day-has-come", message, where="on", remedy=_("Kiểm tra lại ngày."))]
    if on < draft.since:
        edge = short_date(draft.since)
        message = _("Ngày {on} trước bước gần nhất ({edge}).").format(on=short_date(on), edge=edge)
        return [Finding("step-follows", message, where="on", remedy=_("Ghi ngày từ {edge}.").format(edge=edge))]
    return []


def draft_has_text(draft: Draft, deed: Deed) -> list[Finding]:
    """An empty draft is not submitted."""
    if draft.body.strip():
        return []
    return [
        Finding(
            "draft-has-text", _("Dự thảo chưa có nội dung."), where="body", remedy=_("Soạn nội dung trước khi trình.")
        )
    ]


def written_by_the_author(draft: Draft, deed: Deed) -> list[Finding]:
    """Its author, or whoever handles letters with him, submits a draft and takes it back."""
    standing = deed.said.get("standing")
    if standing is None or draft.author_id == standing.user.pk or may(standing, Permission.HANDLE_OFFICE):
        return []
    return [Finding("draft-author", _("Người soạn làm bước này."))]


def sits_at(desk: str) -> Rule:
    """Only who sits at the desk takes the step."""
    verbs = {
        DraftDesk.HEAD: Permission.AGREE, DraftDesk.LEADER: Permission.ENDORSE,
        DraftDesk.CLERK: Permission.RECORD_DOCUMENTS,
    }  # fmt: skip

    def sits(draft: Draft, deed: Deed) -> list[Finding]:
        standing = deed.said.get("standing")
        if standing is None or may(standing, verbs[DraftDesk(desk)]):
            return []
        return [Finding("sits-at-desk", _("{who} làm bước này.").format(who=DraftDesk(desk).label))]

    return sits


def agreed_by_another(draft: Draft, deed: Deed) -> list[Finding]:
    """Who drafts does not agree."""
    standing = deed.said.get("standing")
    if standing is None or draft.author_id != standing.user.pk:
        return []
    message = _("Bạn là người soạn; người khác đồng ý dự thảo này.")
    return [Finding("agreed-by-another", message, remedy=_("Chuyển người có thẩm quyền khác."))]


def something_is_remarked(draft: Draft, deed: Deed) -> list[Finding]:
    """A draft is returned or given up with its reason."""
    if deed.remark.strip() or "at_the_page" in deed.said:
        return []
    return [Finding("says-why", _("Ghi lý do."), where="remark")]
