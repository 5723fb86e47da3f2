"""What the answer to a petition says before a person writes: the letter's frame, and the figures of its slip."""

from datetime import date

from khuyencong.documents.printouts import paper_named
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Petition
from khuyencong.registry.queries import name_on

ANSWER_HEAD = "# 3. Ý kiến trả lời"
TO_WRITE = "[Nội dung trả lời]"
CASE_HEAD = "Trả lời một trường hợp cụ thể, không thay văn bản quy phạm"


def answer_abstract(petition: Petition) -> str:
    """The abstract of the answer: 'trả lời kiến nghị của … về …'."""
    return f"Trả lời kiến nghị của {petition.sender_name}"[:500]


def answer_body(petition: Petition, on: date) -> str:
    """The frame of the letter: what it answers, what was asked, the clause, and the place where the answer goes."""
    body = name_on(on, "CUC")
    us = body.name if body else "Cục"
    came = paper_named(petition.paper) if petition.paper else f"kiến nghị nhận ngày {short_date(petition.received_on)}"
    law = petition.law
    ground = " ".join(filter(None, (f"{petition.clause}," if petition.clause else "", law.title if law else "")))
    grounds = f"Căn cứ {ground} (số {law.number})." if law else "Căn cứ: [văn bản, điều, khoản]."
    return "\n".join(
        (
            f"Kính gửi: {petition.sender_name}",
            f"Phúc đáp {came}, {us} có ý kiến như sau:",
            "# 1. Nội dung kiến nghị",
            petition.what,
            "# 2. Căn cứ",
            grounds,
            ANSWER_HEAD,
            petition.answer or TO_WRITE,
            f"Trên đây là ý kiến của {us} để {petition.sender_name} nghiên cứu, thực hiện theo quy định./.",
        )
    )


def answer_in(body: str) -> str:
    """The answer itself in a letter's text: what stands under its head, up to the closing sentence."""
    _before, head, after = body.partition(ANSWER_HEAD)
    lines = (after if head else body).strip().splitlines()
    while lines and (not lines[-1].strip() or lines[-1].strip().startswith("Trên đây là ý kiến của")):
        lines.pop()
    return "\n".join(lines)


def answer_figures(petition: Petition, on: date, similar: int, same_topic: int) -> list[dict[str, str]]:
    """The three figures of the slip: days to the deadline, similar answers, petitions on the same topic this year."""
    return [
        {"label": "Thời hạn trả lời", "shown": _left(petition.due_on, on), "path": f"/kien-nghi/{petition.pk}/"},
        {"label": "Kiến nghị tương tự đã trả lời", "shown": str(similar), "path": f"/kien-nghi/{petition.pk}/"},
        {
            "label": "Kiến nghị cùng nhóm nội dung trong năm",
            "shown": str(same_topic),
            "path": f"/kien-nghi/?nam={petition.received_on.year}&nhom={petition.topic}",
        },
    ]


def _left(due: date | None, on: date) -> str:
    if due is None:
        return "chưa rõ thời hạn"
    days = (due - on).days
    if days < 0:
        return f"quá hạn {-days} ngày (hạn {short_date(due)})"
    return f"còn {days} ngày (hạn {short_date(due)})"
