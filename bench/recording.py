"""Records the invented year through the same actions as an official's workbook, and says how long it took."""

import hashlib
import time
from datetime import date

from django.conf import settings
from django.core.management import call_command

from bench.invented import printed_allocations, printed_plan
from bench.memory import peak
from khuyencong.accounts.models import Assignment, User
from khuyencong.programme.actions import PaperOptions, record_allocations, record_plan
from khuyencong.programme.models import Tally
from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Organisation


def load(count: int) -> None:
    """An empty database becomes one with ``count`` projects."""
    call_command("migrate", verbosity=0)
    load_reference(by=None, folder=settings.DATA_DIR)
    user = User.objects.create(username="bench", full_name="Người Đo")
    agency = Organisation.objects.get(code="CUC")
    Assignment.objects.create(user=user, organisation=agency, role="agency_leader", valid_from=date(2020, 1, 1))
    plan = printed_plan(count)
    for name, action, paper in (
        ("plan", record_plan, plan),
        ("allocations", record_allocations, printed_allocations(plan)),
    ):
        start, used = time.perf_counter(), time.process_time()
        outcome = action(by=user, printed=paper, options=_options(name))
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        print(f"record {name:<12}{outcome.created:>8} rows {wall:>8.2f} s, CPU {cpu:.2f} s")
    print(f"tallies {Tally.objects.count():>19} rows; peak memory while recording {peak()} MiB", flush=True)


def _options(name: str) -> PaperOptions:
    return PaperOptions(name, name.encode(), hashlib.sha256(name.encode()).hexdigest())
