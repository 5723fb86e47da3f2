"""Asks each page of a recorded year and the plain SQL for the same rows, in one process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.invented import DAY
from bench.memory import held, peak
from khuyencong.accounts.models import User
from khuyencong.programme.models import Project
from khuyencong.reporting.queries import figures_of

MONEY = """COALESCE((SELECT SUM(m.amount) FROM ledger_movement m
  WHERE m.target_id = p.{line}_line_id AND m.step = '{line}' AND m."on" <= %(day)s), 0)"""
SUMS = ", ".join(MONEY.format(line=line) for line in ("planned", "allocated"))
NAMED = ", ".join(f"{MONEY.format(line=line)} AS {line}" for line in ("planned", "allocated"))
ROW = f"p.code, p.title, p.kind, p.part, a.name, l.name, p.implementer_name, p.starts_on, p.ends_on, {SUMS}"
FROM = """FROM programme_project p JOIN registry_activitygroup a ON a.code = p.activity_id
  LEFT JOIN registry_place l ON l.id = p.place_id WHERE p.year = 2020"""
PLAIN = {
    "page": f"SELECT {ROW} {FROM} ORDER BY p.position LIMIT 51",
    "file": f"SELECT {ROW} {FROM} AND p.code = %(code)s",
    "all": f"SELECT {ROW} {FROM} ORDER BY p.position",
    "totals": "SELECT COUNT(*), SUM(planned), SUM(allocated) FROM "
    f"(SELECT {NAMED} FROM programme_project p WHERE p.year = 2020) AS found",
}
ASKED = "nam=2020&tinh_den=30/06/2020"
CASES = (
    ("project list", f"/de-an/?{ASKED}", "page"),
    ("list, activity group", f"/de-an/?{ASKED}&noi_dung=ND3", "page"),
    ("list, locality", f"/de-an/?{ASKED}&dia_phuong=Ngh%E1%BB%87+An", "page"),
    ("list, not allocated", f"/de-an/?{ASKED}&phan_bo=none", "page"),
    ("list, partly allocated", f"/de-an/?{ASKED}&phan_bo=part", "page"),
    ("list, text of few", f"/de-an/?{ASKED}&q=minh+hoa+so+777", "page"),
    ("list, text of all", f"/de-an/?{ASKED}&q=minh+hoa", "page"),
    ("list, by plan money", f"/de-an/?{ASKED}&xep=-planned", "page"),
    ("list, by allocation", f"/de-an/?{ASKED}&xep=-allocated", "page"),
    ("list, last page", f"/de-an/?{ASKED}&truoc=999999%7C999999999", "page"),
    ("project file", "/de-an/{code}/?" + ASKED, "file"),
    ("home", f"/?{ASKED}", "totals"),
    ("plan", f"/ke-hoach/?{ASKED}", "totals"),
    ("allocations", f"/phan-bo/?{ASKED}", "totals"),
    ("figures", "", "totals"),
    ("export csv", f"/de-an/xuat/?{ASKED}&dang=csv", "all"),
    ("export xlsx", f"/de-an/xuat/?{ASKED}&dang=xlsx", "all"),
)


@dataclass(frozen=True)
class Measured:
    """One case: CPU and wall time of ours and of plain SQL in ms, queries, memory added to the peak in MiB."""

    name: str
    cpu: float
    wall: float
    plain: float
    plain_wall: float
    queries: int
    added: int


def timed(call: Callable[[], object], runs: int) -> tuple[float, float]:
    """Least milliseconds of CPU and wall clock after one warm-up: what neighbours on the machine disturbed least.

    Only SQLite works inside this process.
    """
    call()
    used, passed = [], []
    for _ in range(runs):
        cpu, wall = time.process_time(), time.perf_counter()
        call()
        used.append((time.process_time() - cpu) * 1000)
        passed.append((time.perf_counter() - wall) * 1000)
    return min(used), min(passed)


def _plain(name: str, code: str) -> Callable[[], object]:
    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN[name], {"day": DAY, "code": code} if name == "file" else {"day": DAY})
            return cursor.fetchall()

    return run


def _page(client: Client, address: str) -> Callable[[], object]:
    def run() -> object:
        answer: Any = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return sum(map(len, answer)) if answer.streaming else len(answer.content)

    return run


def _queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def measure(only: str = "") -> list[Measured]:
    """Every case, or those whose name holds ``only``."""
    client = Client()
    client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")
    middle = Project.objects.order_by("position")[Project.objects.count() // 2].code
    found = []
    for name, address, base in CASES:
        if only not in name:
            continue
        ours = (
            _page(client, address.format(code=middle))
            if address
            else lambda: figures_of(Project.objects.all(), 2020, DAY)
        )
        before = max(held(), peak())
        queries = _queries(ours)
        added = max(peak() - before, 0)
        runs = 3 if base == "all" else 15
        (cpu, wall), (plain, plain_wall) = timed(ours, runs), timed(_plain(base, middle), runs)
        found.append(Measured(name, cpu, wall, plain, plain_wall, queries, added))
    Session.objects.all().delete()
    return found
