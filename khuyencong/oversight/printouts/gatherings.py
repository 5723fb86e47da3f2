"""The invitation (giấy mời) to a conference or a fair: its text from the rows, three figures for the slip."""

from collections.abc import Sequence
from datetime import date

from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import AgendaItem, Gathering
from khuyencong.registry.queries import name_on, names_on

TO_WRITE = "[ghi khi đã thống nhất]"
SHOWN = 12


def invitation_wording(gathering: Gathering, agenda: Sequence[AgendaItem], invited: Sequence[str], on: date) -> Wording:
    """What the draft invitation says; the Agency carries its name of ``on``. ``invited``: names of that day."""
    path = f"/hoi-nghi-hoi-cho/{gathering.pk}/"
    to = list(invited) if len(invited) <= SHOWN else ["Các cơ quan, đơn vị theo danh sách mời"]
    return Wording(
        kind=DocumentKind.INVITATION, abstract=f"Mời dự {_lowered(gathering.title)}"[:500],
        body=_body(gathering, agenda, to, on),
        figures=(
            {"label": "Số cơ quan mời", "shown": str(len(invited)), "path": path},
            {"label": "Thời gian", "shown": days_said(gathering), "path": path},
            {"label": "Số mục chương trình", "shown": str(len(agenda)), "path": path},
        ),
        question="Đồng ý nội dung giấy mời và danh sách mời để văn thư làm thủ tục.",
        recipients="\n".join([*to, "Lưu: VT"]),
    )  # fmt: skip


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def days_said(gathering: Gathering) -> str:
    """'17/05/2024', '17/05/2024 – 19/05/2024', or a place to write."""
    first, last = gathering.starts_on, gathering.ends_on
    if first is None:
        return TO_WRITE
    return short_date(first) if last in (None, first) else f"{short_date(first)} – {short_date(last)}"


def _body(gathering: Gathering, agenda: Sequence[AgendaItem], to: Sequence[str], on: date) -> str:
    us = _agency(on)
    host = names_on(on, [gathering.host_id]).get(gathering.host_id) if gathering.host_id else None
    together = f" phối hợp với {host.name}" if host else ""
    where = ", ".join(filter(None, (gathering.venue, gathering.place.name))) or TO_WRITE
    lines = [
        f"Kính gửi: {'; '.join(to) or TO_WRITE}",
        f"{us}{together} tổ chức {_lowered(gathering.title)} và trân trọng kính mời Quý cơ quan cử đại diện tham dự.",
        "# 1. Thời gian, địa điểm",
        f"Thời gian: {days_said(gathering)}.",
        f"Địa điểm: {where}.",
        "# 2. Chương trình",
    ]
    lines += [_point(item) for item in agenda] or [TO_WRITE]
    lines += [
        "# 3. Đăng ký tham dự",
        f"Đề nghị Quý cơ quan gửi danh sách đại biểu về {us} trước khi khai mạc để chuẩn bị chu đáo./.",
    ]
    return "\n".join(lines)


def _agency(on: date) -> str:
    name = name_on(on, "CUC")
    return name.name if name else "Cục"


def _point(item: AgendaItem) -> str:
    speaker = f" ({item.speaker})" if item.speaker else ""
    return " – ".join(filter(None, (item.at, f"{item.title}{speaker}")))
