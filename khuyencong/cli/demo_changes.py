"""Changes of bodies in every state, around today; the real ones of 2025 come with the reference data. All invented."""

from datetime import date, timedelta

from khuyencong.cli.demo_office import Office
from khuyencong.programme.models import Project
from khuyencong.programme.states import Desk
from khuyencong.registry.actions import (
    apply_change,
    choose_holder,
    enter_change,
    enter_reversal,
    keep_source,
    withdraw_change,
)
from khuyencong.registry.models import Change, LegalSource, Organisation
from khuyencong.registry.queries import department_of, waiting_for_a_choice
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind

NOTE = "Dữ liệu minh họa"


def load_changes(office: Office) -> None:
    """One change entered and waiting, one applied with files to choose, one laid aside, one taken back."""
    _waiting(office)
    _ended(office)
    _laid_aside(office)
    _taken_back(office)


def _paper(office: Office, number: str, title: str, on: date) -> LegalSource:
    return keep_source(
        by=office.desks[Desk.OFFICER], number=number, title=f"{title} (minh họa)", issued_on=on - timedelta(days=20)
    )  # fmt: skip


def _centre(province: str) -> Organisation:
    """The unit of a province's first project in the plan of 2024."""
    rows = Project.objects.filter(year=2024, place__name=province, implementer__isnull=False).order_by("position")
    return rows.select_related("implementer")[0].implementer  # type: ignore[return-value]


def _entered(office: Office, entry: Entry) -> Change:
    return enter_change(by=office.desks[Desk.OFFICER], entry=entry)


def _applied(office: Office, change: Change) -> Change:
    return apply_change(by=office.desks[Desk.HEAD], change=change, today=office.today)


def _waiting(office: Office) -> None:
    """Two centres of today's Đắk Lắk are to be joined next month: entered, not applied, with what it touches."""
    on = (office.today + timedelta(days=40)).replace(day=1)
    source = _paper(office, "9891/QĐ-UBND", "Quyết định hợp nhất các trung tâm khuyến công tỉnh Đắk Lắk", on)
    centres = dict.fromkeys(_centre(name) for name in ("Đắk Lắk", "Phú Yên"))
    after = Side(
        name="Trung tâm Khuyến công tỉnh Đắk Lắk hợp nhất (minh họa)", form=BodyKind.CENTRE,
        above=Above.DEPARTMENT,
    )  # fmt: skip
    befores = tuple(Side(body=body) for body in centres)
    _entered(office, Entry(ChangeKind.MERGE, About.BODY, on, source, befores, (after,), "Điều 1", NOTE))


def _ended(office: Office) -> None:
    """A unit ended and nobody was named to follow: one file is given to another by hand, the others wait."""
    on = office.today - timedelta(days=45)
    source = _paper(office, "9892/QĐ-UBND", "Quyết định giải thể đơn vị thực hiện", on)
    body = _centre("Tuyên Quang")
    entry = Entry(ChangeKind.END, About.BODY, on, source, (Side(body=body),), (), "Điều 1", NOTE)
    change = _applied(office, _entered(office, entry))
    department = department_of(body.place_id or 0, office.today)
    files = [one for one in waiting_for_a_choice(change, on) if one.row.subject.startswith("programme.project")]
    for one in files[:1]:
        project = Project.objects.get(pk=int(one.row.subject.partition(":")[2]))
        choose_holder(
            by=office.desks[Desk.HEAD], change=change, file=project, on=on + timedelta(days=10),
            reason="Theo văn bản đề nghị của Sở Công Thương (minh họa)", body=department,
        )  # fmt: skip


def _laid_aside(office: Office) -> None:
    """A change of name that was postponed."""
    on = office.today - timedelta(days=15)
    source = _paper(office, "9893/QĐ-UBND", "Quyết định đổi tên trung tâm", on)
    after = Side(name="Trung tâm Khuyến công (tên dự kiến, minh họa)")
    entry = Entry(ChangeKind.RENAME, About.BODY, on, source, (Side(body=_centre("Đồng Tháp")),), (after,), "", NOTE)
    withdraw_change(
        by=office.desks[Desk.OFFICER], change=_entered(office, entry), today=office.today,
        remark="Quyết định lùi ngày thực hiện (minh họa)",
    )  # fmt: skip


def _taken_back(office: Office) -> None:
    """A centre was put under the People's Committee and came back under the Sở."""
    on, back_on = office.today - timedelta(days=120), office.today - timedelta(days=30)
    source = _paper(office, "9894/QĐ-UBND", "Quyết định chuyển trung tâm về trực thuộc Ủy ban nhân dân tỉnh", on)
    body = _centre("Quảng Nam")
    entry = Entry(
        ChangeKind.MOVE, About.BODY, on, source, (Side(body=body),), (Side(above=Above.COMMITTEE),), "Điều 1", NOTE
    )  # fmt: skip
    change = _applied(office, _entered(office, entry))
    paper = _paper(office, "9895/QĐ-UBND", "Quyết định chuyển trung tâm về trực thuộc Sở Công Thương", back_on)
    reversal = enter_reversal(
        by=office.desks[Desk.OFFICER], change=change, on=back_on, source=paper, note=NOTE
    )  # fmt: skip
    _applied(office, reversal)
