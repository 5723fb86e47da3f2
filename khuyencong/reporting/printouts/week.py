"""The week on one A4, and the same in the words of an e-mail."""

from collections.abc import Sequence
from datetime import date

from khuyencong.kernel.periods import short_date
from khuyencong.kernel.sheets import Sheet, SheetList
from khuyencong.records.queries import installation
from khuyencong.reporting.printouts.six_month import DEMO_BANNER
from khuyencong.reporting.queries import Holder, Matter, Week

LATE, DUE, DECIDED, HOLDERS, WIDTH = 12, 14, 10, 10, 96
MATTER = (("Việc", 1.5), ("Nội dung", 6.4), ("Ai giữ", 2.1), ("Ngày", 1.5))
NOBODY = "chưa giao ai"


def week_title(week: Week) -> str:
    """'Tuần từ 10/06/2024 đến 16/06/2024'."""
    return f"Tuần từ {short_date(week.first)} đến {short_date(week.last)}"


def week_sheet(week: Week) -> Sheet:
    """Late, due, decided, waiting for whom; each list cut to what one page holds, with how many more there are."""
    decided = f"Đã quyết định, ban hành từ {short_date(week.decided_from)} đến {short_date(week.day)}"
    return Sheet(
        title=f"CÔNG VIỆC CỦA CỤC – {week_title(week).upper()}",
        lead=f"Tính đến ngày {short_date(week.day)}: {len(week.late)} việc quá hạn, {len(week.due)} việc đến hạn "
        f"trong tuần, {sum(one.matters for one in week.waiting)} việc đang chờ.",
        lists=(
            _matters("Quá hạn", week.late, LATE, "Không có việc quá hạn."),
            _matters("Đến hạn trong tuần", week.due, DUE, "Không có việc đến hạn trong những ngày còn lại của tuần."),
            _matters(decided, week.decided, DECIDED, "Không có văn bản nào được ghi nhận."),
            _holders(week.waiting),
        ),
        banner=DEMO_BANNER if installation().is_demo else "", foot=f"Số liệu tính đến {short_date(week.day)}",
    )  # fmt: skip


def _matters(title: str, matters: Sequence[Matter], limit: int, none: str) -> SheetList:
    rows = tuple((one.kind, shortened(one.text), one.who or NOBODY, _day(one.on)) for one in matters[:limit])
    return SheetList(f"{title} ({len(matters)})", MATTER, rows, _more(len(matters), limit) or ("" if rows else none))


def _holders(holders: Sequence[Holder]) -> SheetList:
    columns = (("Đang chờ ai", 5.0), ("Số việc", 1.0), ("Quá hạn", 1.0), ("Hạn sớm nhất", 1.6))
    rows = tuple((one.who, str(one.matters), str(one.late), _day(one.first)) for one in holders[:HOLDERS])
    return SheetList("Đang chờ ai", columns, rows, _more(len(holders), HOLDERS))


def _more(count: int, limit: int) -> str:
    return f"và {count - limit} dòng khác trên trang Tuần này." if count > limit else ""


def shortened(text: str) -> str:
    """One line of a list: whole words up to the width, then an ellipsis."""
    said = " ".join(text.split())
    return said if len(said) <= WIDTH else f"{said[:WIDTH].rsplit(' ', 1)[0]}…"


def _day(on: date | None) -> str:
    return short_date(on) if on else "–"


def week_letter(week: Week, person: int, site: str) -> tuple[str, str]:
    """Subject and body of the e-mail to a person: what is theirs first, then the same lists in plain lines."""
    mine = [one for one in (*week.late, *week.due) if one.person == person]
    lines = [f"{week_title(week)}. {week_sheet(week).lead}", ""]
    if mine:
        lines += ["Việc của bạn:", *(_line(one) for one in mine), ""]
    for item in week_sheet(week).lists:
        lines += [f"{item.title}:", *(f"- {' | '.join(row)}" for row in item.rows), item.more, ""]
    lines += [f"Bản một trang: {site}/tuan/pdf/", "Thư tự động mỗi đầu tuần; không trả lời thư này."]
    return f"Khuyến Công: {week_title(week).lower()}", "\n".join(lines)


def _line(one: Matter) -> str:
    return f"- {_day(one.on)} {one.kind}: {shortened(one.text)}"
