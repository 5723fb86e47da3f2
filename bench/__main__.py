"""Measures pages and figures of a large year against plain SQL for the same rows, as ratios in one run.

``./dev bench [projects]``: its own home in a temporary folder (SQLite); an empty database when DATABASE_URL is set.
"""

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

DAY = date(2020, 6, 30)


def prepare() -> None:
    os.environ["KHUYENCONG_HOME"] = tempfile.mkdtemp(prefix="kc-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def printed_plan(count: int):
    """``count`` invented projects over all provinces and groups."""
    from khuyencong.programme.actions.printed import PrintedDecision, PrintedPlan, PrintedProject
    from khuyencong.registry.queries import provinces_on

    places = list(provinces_on(DAY).values_list("pk", "name"))
    rows = tuple(
        PrintedProject(
            sheet="B", row=n + 5, last_row=n + 5, ordinal=str(n), title=f"Hỗ trợ ứng dụng máy móc minh họa số {n}",
            title_printed="", part="locality", kind="single", activity_code=f"ND{n % 9 + 1}", activity_from="code",
            place_key=places[n % 63][0], place_printed=places[n % 63][1],
            implementer=f"Trung tâm minh họa {places[n % 63][1]}", beneficiaries=(f"Cơ sở minh họa {n}",),
            start_month=date(2020, 2, 1), end_month=date(2020, 11, 1), total_cost=None,
            support=(100 + n % 400) * 10**6, counterpart=None, other=None,
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    total = sum(row.support for row in rows)
    decision = PrintedDecision(number="9701/QĐ-BCT", date=date(2020, 1, 5))
    return PrintedPlan(2020, decision, (), rows, (), (), (), total, total, None)


def printed_allocations(plan):
    from khuyencong.programme.actions.printed import (
        PrintedAllocation,
        PrintedAllocations,
        PrintedBatch,
        PrintedDecision,
    )

    rows = tuple(
        PrintedAllocation("B", row.row, row.ordinal, row.ordinal, row.title, row.implementer, row.support)
        for row in plan.rows[::2]
    )
    total = sum(row.amount for row in rows)
    decision = PrintedDecision(number="9711/QĐ-CTĐP", date=date(2020, 3, 1))
    return PrintedAllocations(2020, (PrintedBatch("B", "", decision, rows, (), total, total),), ())


def cpu(call: Callable[[], object], runs: int = 7) -> float:
    """Median CPU seconds of ``call`` after one warm-up."""
    call()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return sorted(taken)[runs // 2]


PLAIN_LIST = """
SELECT p.code, p.title, p.implementer_name, p.support,
  (SELECT COALESCE(SUM(m.amount), 0) FROM ledger_movement m WHERE m.target_id = p.allocated_line_id AND m."on" <= %s)
FROM programme_project p WHERE p.year = 2020 ORDER BY p.position LIMIT 51
"""
PLAIN_TOTALS = """
SELECT COUNT(*), SUM(p.support), (SELECT SUM(m.amount) FROM ledger_movement m
  JOIN programme_project q ON q.allocated_line_id = m.target_id WHERE q.year = 2020 AND m."on" <= %s)
FROM programme_project p WHERE p.year = 2020
"""


def plain(statement: str) -> Callable[[], object]:
    from django.db import connection

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement, [DAY])
            return cursor.fetchall()

    return run


def page(client, address: str) -> tuple[Callable[[], object], int]:
    """The page as a call, and how many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def run() -> object:
        answer = client.get(address)
        return answer.getvalue() if answer.streaming else answer.content

    with CaptureQueriesContext(connection) as context:
        run()
    return run, len(context)


def load(count: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from khuyencong.accounts.models import Assignment, User
    from khuyencong.programme.actions import PaperOptions, record_allocations, record_plan
    from khuyencong.registry.imports import load_reference
    from khuyencong.registry.models import Organisation

    call_command("migrate", verbosity=0)
    load_reference(by=None, folder=settings.DATA_DIR)
    user = User.objects.create(username="bench", full_name="Người Đo")
    agency = Organisation.objects.get(code="CUC")
    Assignment.objects.create(user=user, organisation=agency, role="agency_leader", valid_from=date(2020, 1, 1))

    def options(name: str) -> PaperOptions:
        return PaperOptions(name, name.encode(), hashlib.sha256(name.encode()).hexdigest())

    plan = printed_plan(count)
    for name, action, paper in (("plan", record_plan, plan), ("allocations", record_allocations, None)):
        start = time.perf_counter()
        action(by=user, printed=paper or printed_allocations(plan), options=options(name))
        print(f"record {name:<12} {time.perf_counter() - start:6.2f} s")


def measure() -> None:
    from django.test import Client

    from khuyencong.accounts.models import User
    from khuyencong.programme.models import Project
    from khuyencong.reporting.queries import figures_of

    client = Client()
    client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")
    asked = "nam=2020&tinh_den=30/06/2020"
    plain_list, plain_totals = cpu(plain(PLAIN_LIST)), cpu(plain(PLAIN_TOTALS))
    print(f"{'':<28}{'CPU ms':>9}{'plain SQL ms':>14}{'ratio':>8}{'queries':>9}")
    for name, address, base in (
        ("project list", f"/de-an/?{asked}", plain_list),
        ("project list, filter", f"/de-an/?{asked}&activity=ND3", plain_list),
        ("project list, search", f"/de-an/?{asked}&q=minh+hoa+so+777", plain_list),
        ("project file", f"/de-an/{Project.objects.first().code}/?{asked}", plain_list),
        ("home", f"/?{asked}", plain_totals),
        ("export csv", f"/de-an/xuat/?{asked}&dang=csv", plain_list),
        ("export xlsx", f"/de-an/xuat/?{asked}&dang=xlsx", plain_list),
    ):
        call, queries = page(client, address)
        taken = cpu(call, 3)
        print(f"{name:<28}{taken * 1000:>9.1f}{base * 1000:>14.2f}{taken / base:>8.1f}{queries:>9}")
    taken = cpu(lambda: figures_of(Project.objects.all(), 2020, DAY))
    print(f"{'figures':<28}{taken * 1000:>9.1f}{plain_totals * 1000:>14.2f}{taken / plain_totals:>8.1f}{3:>9}")


def main(count: int) -> None:
    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{count} projects, {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}")
    load(count)
    measure()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
