"""Asks each page of a recorded year and the plain SQL for the same rows, in one process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.invented import DAY
from bench.memory import held, peak
from khuyencong.accounts.models import User
from khuyencong.programme.models import Project
from khuyencong.programme.states import Carrying
from khuyencong.reporting.queries import figures_of

MONEY = """COALESCE((SELECT SUM(m.amount) FROM ledger_movement m
  WHERE m.target_id = p.{line}_line_id AND m.step = '{line}' AND m."on" <= %(day)s), 0)"""
SUMS = ", ".join(MONEY.format(line=line) for line in ("planned", "allocated"))
NAMED = ", ".join(f"{MONEY.format(line=line)} AS {line}" for line in ("planned", "allocated"))
ROW = f"p.code, p.title, p.kind, p.part, a.name, l.name, p.implementer_name, p.starts_on, p.ends_on, {SUMS}"
FROM = """FROM programme_project p JOIN registry_activitygroup a ON a.code = p.activity_id
  LEFT JOIN registry_place l ON l.id = p.place_id WHERE p.year = 2020"""
WITH_MONEY = f"SELECT p.code, p.title, p.position, p.id, {NAMED} {FROM}"
PLAIN = {
    "page": f"SELECT {ROW} {FROM} ORDER BY p.position LIMIT 51",
    "last": f"SELECT {ROW} {FROM} ORDER BY p.position DESC LIMIT 51",
    "narrow": f"SELECT {ROW} {FROM} AND p.activity_id = 'ND3' AND l.name = 'Nghệ An' ORDER BY p.position LIMIT 51",
    "unfunded": f"SELECT * FROM ({WITH_MONEY}) AS f WHERE allocated = 0 ORDER BY position LIMIT 51",
    "part": f"SELECT * FROM ({WITH_MONEY}) AS f WHERE allocated > 0 AND allocated < planned ORDER BY position LIMIT 51",
    "few": f"SELECT {ROW} {FROM} AND p.folded LIKE '%%so 777%%' ORDER BY p.position LIMIT 51",
    "text": f"SELECT {ROW} {FROM} AND p.folded LIKE '%%minh hoa%%' ORDER BY p.position LIMIT 51",
    "dear": f"SELECT * FROM ({WITH_MONEY}) AS f ORDER BY planned DESC, id DESC LIMIT 51",
    "given": f"SELECT * FROM ({WITH_MONEY}) AS f ORDER BY allocated DESC, id DESC LIMIT 51",
    "file": f"SELECT {ROW} {FROM} AND p.code = %(code)s",
    "all": f"SELECT {ROW} {FROM} ORDER BY p.position",
    "place": f"SELECT {ROW} {FROM} AND p.place_id = %(place)s ORDER BY p.position",
    "tasks": "SELECT d.*, p.code, p.title FROM programme_dossier d JOIN programme_project p ON p.id = d.project_id "
    "WHERE d.desk = 'officer' ORDER BY d.due_on, d.id LIMIT 200",
    "totals": "SELECT COUNT(*), SUM(planned), SUM(allocated) FROM "
    f"(SELECT {NAMED} FROM programme_project p WHERE p.year = 2020) AS found",
}
PETITION = "SELECT t.*, d.number FROM oversight_petition t LEFT JOIN documents_document d ON d.id = t.answer_paper_id"
PLAIN |= {
    "petitions": f"{PETITION} WHERE t.received_on BETWEEN '2020-01-01' AND '2020-12-31' "
    "ORDER BY t.received_on DESC, t.id DESC LIMIT 51",
    "late": f"{PETITION} WHERE t.state = 'assigned' AND t.due_on < '2020-12-31' "
    "ORDER BY t.received_on DESC, t.id DESC LIMIT 51",
    "papers": 'SELECT * FROM documents_document ORDER BY "date" DESC, id DESC LIMIT 50',
    "senders": "SELECT sender_folded, MIN(sender_name), COUNT(*) FROM oversight_petition "
    "WHERE answered_on BETWEEN '2020-01-01' AND '2020-06-30' GROUP BY sender_folded",
    "open": f"{PETITION} WHERE t.closed_on IS NULL ORDER BY t.due_on, t.id",
    "programme": "SELECT * FROM oversight_worktask WHERE year = 2020 AND half = 2 ORDER BY field, due_on, id LIMIT 51",
}
ON_MAP = f"""SELECT COALESCE(s.successor_id, f.place_id) AS stands, COUNT(*) AS projects, SUM(f.planned) AS planned,
    SUM(f.allocated) AS allocated
  FROM (SELECT p.place_id, {NAMED} FROM programme_project p WHERE p.year = 2020) AS f
  LEFT JOIN registry_placesuccession s ON s.predecessor_id = f.place_id AND s.relation <> 'part' GROUP BY 1"""
PLAIN |= {
    "on a map": ON_MAP,
    "by region": f"""SELECT m.region, SUM(o.allocated) FROM ({ON_MAP}) AS o
        JOIN registry_regionmember m ON m.place_id = o.stands JOIN registry_regionscheme c ON c.id = m.scheme_id
        WHERE c.code = 'region6' AND m.valid_to IS NULL GROUP BY 1""",
    "carriers": """SELECT l.name, n.name, c.valid_from, u.above FROM registry_charge c
        JOIN registry_place l ON l.id = c.place_id
        JOIN registry_organisationname n ON n.organisation_id = c.organisation_id AND n.valid_to IS NULL
        LEFT JOIN registry_subordination u ON u.organisation_id = c.organisation_id AND u.valid_to IS NULL
        WHERE c.valid_to IS NULL ORDER BY l.sort_key""",
    "commune": """SELECT o.name, d.name, s.relation, n.name FROM registry_place o
        JOIN registry_place d ON d.id = o.parent_id JOIN registry_placesuccession s ON s.predecessor_id = o.id
        JOIN registry_place n ON n.id = s.successor_id
        WHERE o.level = 'commune' AND o.folded = 'xa phuoc thanh'""",
}
PAST, NOW = "nam=2020&tinh_den=30/06/2020", "nam=2020"
# Name, who asks, address, the plain SQL for the same rows. ``NOW`` is the page of today, with tasks and buttons.
CASES = (
    ("list", "bench", f"/de-an/?{NOW}", "page"),
    ("list as of a past day", "bench", f"/de-an/?{PAST}", "page"),
    ("list, place + activity", "bench", f"/de-an/?{NOW}&noi_dung=ND3&dia_phuong=Ngh%E1%BB%87+An", "narrow"),
    ("list, not allocated", "bench", f"/de-an/?{NOW}&phan_bo=none", "unfunded"),
    ("list, partly allocated", "bench", f"/de-an/?{NOW}&phan_bo=part", "part"),
    ("list, text of few", "bench", f"/de-an/?{NOW}&q=s%E1%BB%91+777", "few"),
    ("list, text no accents", "bench", f"/de-an/?{NOW}&q=so+777", "few"),
    ("list, text of all", "bench", f"/de-an/?{NOW}&q=minh+h%E1%BB%8Da", "text"),
    ("list, by plan money", "bench", f"/de-an/?{NOW}&xep=-planned", "dear"),
    ("list, by allocation", "bench", f"/de-an/?{NOW}&xep=-allocated", "given"),
    ("list, last page", "bench", f"/de-an/?{NOW}&truoc=999999%7C999999999", "last"),
    ("list of a unit", "unit", f"/de-an/?{NOW}", "page"),
    ("file", "bench", f"/de-an/{{code}}/?{NOW}", "file"),
    ("file, money", "bench", f"/de-an/{{code}}/?{NOW}&muc=kinh-phi", "file"),
    ("file, dossiers", "officer", f"/de-an/{{code}}/?{NOW}&muc=ho-so", "file"),
    ("file, history", "bench", f"/de-an/{{code}}/?{NOW}&muc=lich-su", "file"),
    ("home of a leader", "bench", f"/?{NOW}", "totals"),
    ("home of an officer", "officer", f"/?{NOW}", "totals"),
    ("home of a unit", "unit", f"/?{NOW}", "totals"),
    ("home as of a past day", "bench", f"/?{PAST}", "totals"),
    ("tasks of an officer", "officer", f"/viec/?{NOW}", "tasks"),
    ("plan", "bench", f"/ke-hoach/?{NOW}", "totals"),
    ("allocations", "bench", f"/phan-bo/?{NOW}", "totals"),
    ("map: plan, today's", "bench", f"/ke-hoach/?{NOW}&ban_do=hien-nay", "on a map"),
    ("map: provinces compared", "bench", f"/so-sanh/?{NOW}&so_lieu=programme.allocated", "on a map"),
    ("map: regions compared", "bench", f"/so-sanh/?{NOW}&so_lieu=programme.allocated&theo=vung", "by region"),
    ("map: of the system", "officer", f"/he-thong-khuyen-cong/?{NOW}", "carriers"),
    ("map: an old address", "officer", "/dia-chi/?q=Ph%C6%B0%E1%BB%9Bc+Th%E1%BA%A1nh,+B%E1%BA%BFn+Tre", "commune"),
    ("figure of one province", "bench", f"/so-lieu/programme.allocated/?{NOW}&place={{place}}", "place"),
    ("figures of the year", "bench", "", "totals"),
    ("letters", "officer", f"/so-van-ban/?{NOW}", "papers"),
    ("petitions", "officer", f"/kien-nghi/?{NOW}", "petitions"),
    ("petitions, late", "officer", f"/kien-nghi/?{NOW}&han=late", "late"),
    ("petitions as of a past day", "officer", f"/kien-nghi/?{PAST}", "petitions"),
    ("work programme", "officer", f"/chuong-trinh-cong-tac/?{NOW}&ky=2", "programme"),
    ("week", "officer", f"/tuan/?{NOW}", "open"),
    ("senders answered, opened", "officer", f"/so-lieu/petitions.answered_senders/?{PAST}", "senders"),
    ("export csv", "bench", f"/de-an/xuat/?{NOW}&dang=csv", "all"),
    ("export xlsx", "bench", f"/de-an/xuat/?{NOW}&dang=xlsx", "all"),
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


def _plain(name: str, asked: dict[str, Any]) -> Callable[[], object]:
    wanted = {key: value for key, value in asked.items() if f"%({key})s" in PLAIN[name]}

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN[name], wanted)
            return cursor.fetchall()

    return run


def _page(client: Client, address: str) -> Callable[[], object]:
    def run() -> object:
        answer: Any = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return sum(map(len, answer)) if answer.streaming else len(answer.content)

    return run


def _queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def _client(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def measure(only: str = "") -> list[Measured]:
    """Every case, or those whose name holds ``only``. The file is one in the middle, carried out to its settlement."""
    clients = {name: _client(name) for name in ("bench", "officer", "unit")}
    settled = Project.objects.filter(execution__state=Carrying.LIQUIDATED).order_by("position")
    middle = settled[settled.count() // 2]
    asked = {"code": middle.code, "place": middle.place_id, "day": date(2099, 1, 1)}
    found = []
    for name, who, address, base in CASES:
        if only not in name:
            continue
        page = _page(clients[who], address.format(**asked))
        ours = page if address else lambda: figures_of(Project.objects.all(), 2020, DAY)
        before = max(held(), peak())
        queries = _queries(ours)
        added = max(peak() - before, 0)
        runs = 3 if base == "all" else 15
        day = DAY if "past" in name or not address else asked["day"]
        (cpu, wall), (plain, plain_wall) = timed(ours, runs), timed(_plain(base, {**asked, "day": day}), runs)
        found.append(Measured(name, cpu, wall, plain, plain_wall, queries, added))
    Session.objects.all().delete()
    return found
