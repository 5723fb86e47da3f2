"""The demo: one account per role, and the years 2022 to 2024 from the demo workbooks. All persons are invented."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from khuyencong.accounts.models import Assignment, User
from khuyencong.cli.demo_changes import load_changes
from khuyencong.cli.demo_gatherings import load_gatherings
from khuyencong.cli.demo_inspections import load_inspections
from khuyencong.cli.demo_office import Office
from khuyencong.cli.demo_opinions import load_opinions
from khuyencong.cli.demo_papers import load_papers
from khuyencong.cli.demo_petitions import load_petitions
from khuyencong.cli.demo_report import load_report
from khuyencong.cli.demo_rest import load_rest
from khuyencong.cli.demo_system import load_system
from khuyencong.cli.demo_tasks import load_tasks
from khuyencong.cli.demo_work import load_work
from khuyencong.kernel.paper_store import restored
from khuyencong.kernel.writers.formats import rendered
from khuyencong.programme.actions import PaperOptions, note_cause, record_allocations, record_plan
from khuyencong.programme.imports.workbooks import read_allocations, read_plan
from khuyencong.programme.models import Project
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Organisation, OrganisationName, Place
from khuyencong.reporting.actions import freeze, record_issue
from khuyencong.reporting.states import Asked

PARTS: dict[str, Callable[[Office], None]] = {
    "papers": load_papers,
    "petitions": load_petitions,
    "tasks": load_tasks,
    "inspections": load_inspections,
    "opinions": load_opinions,
    "report": load_report,
    "gatherings": load_gatherings,
    "system": load_system,
    "changes": load_changes,
}
"""The kinds of rows of the office that a demo may be built without, each loaded by itself."""
SINCE = date(2023, 1, 1)
PASSWORD = "trinh-dien-2024"


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo: plainly invented, its password known to everyone."""

    username: str
    full_name: str
    role: str
    title: str
    body: str
    field: str = ""
    team: str = ""
    valid_to: date | None = None
    password: str = PASSWORD
    also: tuple[str, ...] = ()


ACCOUNTS = (
    DemoAccount("lanhdao", "Nguyễn Văn Mẫu", "agency_leader", "Lãnh đạo Cục", "CUC", field="Khuyến công"),
    DemoAccount("truongphong", "Trần Thị Thí Dụ", "division_head", "Trưởng phòng", "CUC-QLKC"),
    DemoAccount("chuyenvien", "Lê Văn Minh Họa", "officer", "Chuyên viên Cục", "CUC-QLKC"),
    DemoAccount("ketoan", "Phạm Thị Ví Dụ", "accountant", "Kế toán Cục", "CUC-TCKT"),
    DemoAccount("vanthu", "Hoàng Thị Thử", "clerk", "Văn thư Cục", "CUC-VP"),
    DemoAccount("so-vinhlong", "Võ Văn Mẫu", "so_leader", "Lãnh đạo Sở Công Thương (Vĩnh Long)", "SCT-86-2025"),
    DemoAccount("so-nghean", "Đặng Thị Thử", "so_officer", "Chuyên viên Sở Công Thương (Nghệ An)", "SCT-40-2008"),
    DemoAccount("donvi", "Bùi Văn Thí Dụ", "unit_head", "Lãnh đạo đơn vị thực hiện", "unit:Tạp chí Công Thương"),
    DemoAccount("donvi-cv", "Đỗ Thị Mẫu", "unit_officer", "Chuyên viên đơn vị thực hiện", "unit:Tạp chí Công Thương"),
    DemoAccount(
        "kiemnhiem",
        "Dương Thị Mẫu",
        "officer",
        "Chuyên viên kiêm văn thư, kế toán",
        "CUC",
        also=("clerk", "accountant"),
    ),
    DemoAccount(
        "ttkc-vinhlong",
        "Phan Thị Mẫu",
        "unit_head",
        "Lãnh đạo đơn vị thực hiện (Vĩnh Long)",
        "project:KCQG-2024-86-073",
    ),
    DemoAccount("kiemtoan", "Hồ Văn Minh Họa", "auditor", "Kiểm toán, thanh tra", "KTNN", team="Đoàn minh họa số 1"),
    DemoAccount("quantri", "Ngô Thị Thử", "administrator", "Quản trị hệ thống", "CUC-VP"),
)


def _body(code: str) -> Organisation:
    if code.startswith("unit:"):
        return OrganisationName.objects.get(name=code.partition(":")[2]).organisation
    if code.startswith("project:"):
        body = Project.objects.get(code=code.partition(":")[2]).implementer
        if body is None:
            raise ValueError(code)
        return body
    return Organisation.objects.get(code=code)


def _options(path: Path) -> PaperOptions:
    data = path.read_bytes()
    return PaperOptions(filename=path.name, data=data, sha256=hashlib.sha256(data).hexdigest())


def _load_year(year: int, by: User) -> None:
    folder = Path(settings.DATA_DIR) / "demo"
    plan, allocations = _options(folder / f"ke_hoach_{year}.xlsx"), _options(folder / f"phan_bo_{year}.xlsx")
    record_plan(by=by, printed=read_plan(plan.data, plan.filename, year=year), options=plan)
    printed = read_allocations(allocations.data, allocations.filename, year=year)
    record_allocations(by=by, printed=printed, options=allocations)


def _load_incomplete_year(by: User) -> None:
    """A year whose plan waits for a person, to show what that looks like."""
    plan = _options(Path(settings.DATA_DIR) / "demo" / "ke_hoach_2022.xlsx")
    record_plan(by=by, printed=read_plan(plan.data, plan.filename, year=2022), options=plan)


def _issue_report_of_2023(head: User, clerk: User) -> None:
    """A frozen and issued report; its number and signed file are invented."""
    asked = Asked(2023, date(2023, 6, 30), map_day=date(2023, 6, 30))
    edition = freeze(by=head, asked=asked, today=date(2023, 7, 3))
    signed = rendered(restored(edition.content["paper"]), "pdf")
    record_issue(
        by=clerk, edition=edition, number="9931/BC-CTĐP", on=date(2023, 7, 5), signatory="Nguyễn Văn Mẫu",
        file=signed, filename="bao-cao-6-thang-2023-minh-hoa.pdf",
    )  # fmt: skip


def _note_causes(by: User) -> None:
    """A few causes chosen by a person, so that lists show both chosen and unknown ones."""
    chosen = (
        ("Bến Tre", "dossier", "beneficiary", "Cơ sở thụ hưởng đang bổ sung hồ sơ năm thứ hai của đề án điểm."),
        ("Phú Yên", "budget", "ministry", ""),
        ("Bắc Giang", "norms", "agency", "Chờ hướng dẫn đơn giá hạng mục xử lý nước thải."),
        ("Ninh Thuận", "body", "locality", "Trung tâm đang sắp xếp lại tổ chức."),
    )
    for name, cause, side, note in chosen:
        place = Place.objects.get(name=name, level="province", valid_from=date(2008, 8, 1))
        note_cause(by=by, year=2024, place=place, cause=cause, side=side, note=note, on=date(2024, 6, 28))


def load_demo(without: Collection[str] = ()) -> None:
    """Accounts, the years, a report, then the office's rows but those of the kinds ``without``.

    The caller holds the transaction. A kind that PARTS does not name is a KeyError.
    """
    kept = {**PARTS}
    for name in without:
        del kept[name]
    users = {}
    for account in ACCOUNTS:
        user = User(username=account.username, full_name=account.full_name, is_demo=True)
        user.set_password(account.password)
        user.save()
        users[account.username] = user
    officer = users["chuyenvien"]
    _load_incomplete_year(officer)
    for year in (2023, 2024):
        _load_year(year, officer)
    _note_causes(officer)
    _issue_report_of_2023(users["truongphong"], users["vanthu"])
    for account in ACCOUNTS:
        for role in (account.role, *account.also):
            Assignment.objects.create(
                user=users[account.username], organisation=_body(account.body), role=role, field=account.field,
                team=account.team, valid_from=SINCE, valid_to=account.valid_to,
            )  # fmt: skip
    office = _office(users)
    load_work(office)
    load_rest(office)
    for load in kept.values():
        load(office)


def _office(users: dict[str, User]) -> Office:
    """Who sits at the desks of the demo; bodies without an account send letters."""
    desks = {
        Desk.OFFICER: "chuyenvien", Desk.HEAD: "truongphong", Desk.LEADER: "lanhdao", Desk.CLERK: "vanthu",
        Desk.ACCOUNTANT: "ketoan",
    }  # fmt: skip
    others = [users[name] for name in ("so-vinhlong", "so-nghean", "donvi", "ttkc-vinhlong")]
    return Office({desk: users[name] for desk, name in desks.items()}, others, timezone.localdate())
