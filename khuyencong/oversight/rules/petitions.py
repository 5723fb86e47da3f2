"""Claims about petitions and about guidance published from their answers."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Guidance, Petition
from khuyencong.oversight.states import NotPetition, PetitionField, PetitionKind, PetitionState, PetitionTopic
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import LegalSource

FIRM = re.compile(r"(?i:công ty|doanh nghiệp tư nhân|hợp tác xã|htx|hộ kinh doanh|dntn|tnhh|tập đoàn)((?:\s+\w+){1,5})")
COMPLAINT_WORDS = ("khiếu nại", "tố cáo")


def is_a_petition(kind: str) -> list[Finding]:
    """Complaints and denunciations have laws of their own: they are sent on, and nothing of them is kept."""
    law = {
        NotPetition.COMPLAINT.value: (
            _("Khiếu nại không phải là kiến nghị; hệ thống không lưu nội dung khiếu nại."), "02/2011/QH13",
        ),
        NotPetition.DENUNCIATION.value: (
            _("Tố cáo không phải là kiến nghị; hệ thống không lưu nội dung, tên người tố cáo."), "25/2018/QH14",
        ),
    }.get(kind)  # fmt: skip
    if law is None:
        return []
    message, clause = law
    remedy = _("Chuyển đơn đến bộ phận tiếp công dân của Bộ để xử lý theo luật.")
    return [Finding("is-a-petition", message, where="kind", remedy=remedy, clause=clause)]


def reads_like_a_complaint(what: str) -> list[Finding]:
    """A text that speaks of complaint or denunciation is looked at twice before it is kept (a warning)."""
    folded = f" {fold(what)} "
    found = [word for word in COMPLAINT_WORDS if f" {fold(word)} " in folded]
    if not found:
        return []
    message = _("Nội dung có chữ “{words}”.").format(words="”, “".join(found))
    remedy = _("Nếu là khiếu nại hoặc tố cáo, hãy chuyển bộ phận tiếp công dân của Bộ, không ghi vào đây.")
    clause = "02/2011/QH13, 25/2018/QH14"
    return [Finding("reads-like-complaint", message, "warning", where="what", remedy=remedy, clause=clause)]


def petition_is_whole(kind: str, field: str, topic: str, what: str, sender_name: str) -> list[Finding]:
    """A petition says its kind, field, topic, sender and content."""
    found = []
    if kind not in PetitionKind.values:
        found.append(Finding("kind-known", _("Chọn loại kiến nghị trong danh sách."), where="kind"))
    if field not in PetitionField.values:
        found.append(Finding("field-known", _("Chọn lĩnh vực trong danh sách."), where="field"))
    if topic not in PetitionTopic.values:
        found.append(Finding("topic-known", _("Chọn nhóm nội dung trong danh sách."), where="topic"))
    if not what.strip():
        found.append(Finding("says-what", _("Ghi nội dung kiến nghị."), where="what"))
    if not sender_name.strip():
        message = _("Chọn cơ quan gửi hoặc ghi tên người, đơn vị gửi.")
        found.append(Finding("says-who", message, where="sender_name"))
    return found


def petition_is_new(known: Petition | None) -> list[Finding]:
    """The same words of the same sender on the same day are entered once. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Kiến nghị này của {name} ngày {day} đã được ghi.").format(
        name=known.sender_name, day=short_date(known.received_on)
    )
    remedy = _("Mở kiến nghị đã ghi.")
    return [Finding("petition-is-new", message, where="what", remedy=remedy, data={"petition": known.pk})]


def answered_by_office_or_clerk(_petition: Petition, deed: Deed) -> list[Finding]:
    """The clerk, or whoever handles the office's work, records an answer from its paper."""
    standing = deed.said.get("standing")
    if standing is None or may(standing, Permission.HANDLE_OFFICE) or may(standing, Permission.RECORD_DOCUMENTS):
        return []
    return [
        Finding(
            "records-answers", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục ghi nhận văn bản trả lời.")
        )
    ]


def answered_after_received(received_on: date, answered_on: date) -> list[Finding]:
    """An answer is not dated before the petition came."""
    if answered_on >= received_on:
        return []
    message = _("Văn bản trả lời ngày {on} có trước ngày nhận kiến nghị {received}.").format(
        on=short_date(answered_on), received=short_date(received_on)
    )
    return [Finding("answered-after-received", message, where="date", remedy=_("Kiểm tra ngày trên văn bản."))]


def step_not_before_received(petition: Petition, deed: Deed) -> list[Finding]:
    """Nothing is done about a petition before it came."""
    if deed.on >= petition.received_on or "at_the_page" in deed.said:
        return []
    day = short_date(petition.received_on)
    message = _("Ngày {on} trước ngày nhận kiến nghị {received}.").format(on=short_date(deed.on), received=day)
    return [Finding("not-before-received", message, where="on", remedy=_("Ghi ngày từ {edge}.").format(edge=day))]


def says_to_whom(_petition: Petition, deed: Deed) -> list[Finding]:
    """A petition is transferred to a body that is named."""
    if str(deed.said.get("sent_to", "")).strip() or "at_the_page" in deed.said:
        return []
    return [Finding("says-to-whom", _("Ghi cơ quan nhận kiến nghị."), where="sent_to")]


def only_answers_are_published(petition: Petition, published: Guidance | None) -> list[Finding]:
    """Guidance is made of an answered petition, once."""
    if petition.state != PetitionState.ANSWERED:
        message = _("Chỉ đăng hướng dẫn từ kiến nghị đã trả lời.")
        return [Finding("answered-first", message, remedy=_("Ghi nhận văn bản trả lời trước."))]
    if published is not None:
        day = short_date(published.published_on)
        return [Finding("published-once", _("Kiến nghị này đã được đăng hướng dẫn ngày {day}.").format(day=day))]
    return []


def guidance_is_whole(question: str, answer: str, law: LegalSource | None, clause: str) -> list[Finding]:
    """Guidance holds its question, its answer and the clause it explains: with the clause it expires."""
    found = []
    if not question.strip():
        found.append(Finding("says-question", _("Ghi câu hỏi, không nêu tên người hỏi."), where="question"))
    if not answer.strip():
        found.append(Finding("says-answer", _("Ghi nội dung trả lời."), where="answer"))
    if law is None:
        found.append(Finding("says-law", _("Chọn văn bản mà hướng dẫn giải thích."), where="law"))
    if not clause.strip():
        found.append(Finding("says-clause", _("Ghi điều, khoản mà hướng dẫn giải thích."), where="clause"))
    return found


def names_are_removed(names: Iterable[str], question: str, answer: str) -> list[Finding]:
    """Neither the sender nor its place is named in published guidance (``names``: every name either carries)."""
    found = []
    for where, text in (("question", question), ("answer", answer)):
        folded = f" {fold(text)} "
        for name in sorted({name.strip() for name in names if name.strip()}):
            if f" {fold(name)} " in folded:
                message = _("Còn tên “{name}” trong phần sẽ đăng.").format(name=name)
                remedy = _("Bỏ tên người gửi và địa phương; viết “địa phương”, “đơn vị” thay cho tên.")
                found.append(Finding("names-removed", message, where=where, remedy=remedy))
    return found


def firms_are_removed(question: str, answer: str) -> list[Finding]:
    """Text that seems to name a firm is looked at twice before it is published (a warning)."""
    found = []
    for where, text in (("question", question), ("answer", answer)):
        for match in FIRM.finditer(text):
            if any(word[0].isupper() for word in match[1].split()):
                message = _("“{name}” có vẻ là tên doanh nghiệp.").format(name=match[0])
                found.append(Finding("firms-removed", message, "warning", where, _("Bỏ tên trước khi đăng.")))
    return found


def guidance_is_in_force_when_published(law: LegalSource | None, on: date) -> list[Finding]:
    """Guidance on a text that no longer holds is not published."""
    if law is None or law.effective_to is None or law.effective_to > on:
        return []
    message = _("{number} hết hiệu lực từ {day}.").format(number=law.number, day=short_date(law.effective_to))
    return [Finding("law-in-force", message, where="law", remedy=_("Chọn văn bản đang có hiệu lực."))]


def guidance_ends_once(guidance: Guidance, on: date, reason: str) -> list[Finding]:
    """Guidance is ended once, with its reason, not before it was published."""
    found = []
    if guidance.ended_on is not None:
        day = short_date(guidance.ended_on)
        found.append(Finding("ended-once", _("Hướng dẫn này đã thôi áp dụng từ {day}.").format(day=day)))
    if on < guidance.published_on:
        message = _("Ngày thôi áp dụng trước ngày đăng {day}.").format(day=short_date(guidance.published_on))
        found.append(Finding("ends-after-published", message, where="on", remedy=_("Kiểm tra lại ngày.")))
    if not reason.strip():
        found.append(Finding("says-why", _("Ghi lý do thôi áp dụng."), where="reason"))
    return found
