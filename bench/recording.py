"""Records the invented year through the same actions as an official's workbook, and says how long it took."""

import hashlib
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.carrying import carry_out, check
from bench.invented import printed_allocations, printed_plan
from bench.memory import peak
from bench.office import fill_office
from bench.workbooks import plan_workbook
from khuyencong.accounts.models import Assignment, User
from khuyencong.ledger.models import Movement
from khuyencong.programme.actions import PaperOptions, record_allocations, record_plan
from khuyencong.programme.imports.workbooks import read_plan
from khuyencong.programme.models import Dossier, Project, Tally
from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Organisation

T = TypeVar("T")
LARGEST = 20_000  # rows of a sheet above which a workbook is refused as too large; more are recorded as if read


def load(count: int) -> None:
    """An empty database becomes one with ``count`` projects."""
    call_command("migrate", verbosity=0)
    load_reference(by=None, folder=settings.DATA_DIR)
    user = User.objects.create(username="bench", full_name="Người Đo")
    agency = Organisation.objects.get(code="CUC")
    _seat(user, agency, "agency_leader")
    plan = printed_plan(count)
    if count <= LARGEST:
        data = plan_workbook(plan)
        plan = _timed("read plan", lambda: read_plan(data, "plan.xlsx", year=2020), lambda found: len(found.rows))
    for name, action, paper in (
        ("plan", record_plan, plan),
        ("allocations", record_allocations, printed_allocations(plan)),
    ):
        record = partial(action, by=user, printed=paper, options=_options(name))
        _timed(f"record {name}", record, lambda found: found.created)
    print(f"peak memory while reading and recording {peak()} MiB", flush=True)
    _timed("carry out", lambda: carry_out(user.pk), lambda found: found)
    check()
    _seat(User.objects.create(username="officer", full_name="Chuyên Viên Đo"), agency, "officer")
    unit = Project.objects.filter(execution__isnull=False, implementer__isnull=False)[0].implementer
    if unit:
        _seat(User.objects.create(username="unit", full_name="Đơn Vị Đo"), unit, "unit_officer")
    officer = User.objects.get(username="officer").pk
    _timed("fill the office", lambda: fill_office(count, officer), lambda found: found)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    print(f"tallies {Tally.objects.count()}, movements {Movement.objects.count()}, dossiers {Dossier.objects.count()}")


def _timed(name: str, call: Callable[[], T], rows: Callable[[T], int]) -> T:
    """Call once and say what it cost."""
    start, used = time.perf_counter(), time.process_time()
    found = call()
    wall, cpu = time.perf_counter() - start, time.process_time() - used
    print(f"{name:<19}{rows(found):>8} rows {wall:>8.2f} s, CPU {cpu:.2f} s", flush=True)
    return found


def _seat(user: User, body: Organisation, role: str) -> None:
    Assignment.objects.create(user=user, organisation=body, role=role, valid_from=date(2020, 1, 1))


def _options(name: str) -> PaperOptions:
    return PaperOptions(name, name.encode(), hashlib.sha256(name.encode()).hexdigest())
