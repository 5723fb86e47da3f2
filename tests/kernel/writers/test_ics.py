"""The calendar feed: lines of at most 75 octets, CRLF, escaped, the same thing keeps its name."""

from datetime import UTC, date, datetime

from khuyencong.kernel.writers.ics import DayEvent, calendar_text

AT = datetime(2024, 6, 1, 3, tzinfo=UTC)


def test_every_line_is_short_and_nothing_is_lost():
    title = "Hội nghị khuyến công khu vực miền Trung - Tây Nguyên; tại Quảng Trị, Kiên Giang " * 3
    text = calendar_text("Lịch", [DayEvent("a-1@kc", date(2024, 7, 31), title, "dòng 1\ndòng 2")], at=AT)
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    plain = text.replace("\r\n ", "")
    assert "SUMMARY:" + title.replace(";", "\\;").replace(",", "\\,") in plain
    assert "DTSTART;VALUE=DATE:20240731" in plain
    assert "DTEND;VALUE=DATE:20240801" in plain
    assert "DESCRIPTION:dòng 1\\ndòng 2" in plain


def test_a_title_cannot_end_its_event():
    text = calendar_text("Lịch", [DayEvent("a@kc", date(2024, 7, 1), "x\r\nEND:VCALENDAR")], at=AT)
    assert text.count("\r\nEND:VCALENDAR") == 1
