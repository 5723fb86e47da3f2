"""Says whether this installation is safe and sound. Exit 2 when it is not."""

import argparse
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from khuyencong.accounts.models import User
from khuyencong.cli.demo_year import ACCOUNTS
from khuyencong.kernel.sealed import Unreadable
from khuyencong.kernel.writers.pdf import FACES, font_directory
from khuyencong.records.models import OutboxMessage
from khuyencong.records.states import MailState
from khuyencong.registry.models import EstablishmentIdentifier
from khuyencong.registry.queries import reveal

LEAST_DISK = 2 * 2**30
OLDEST_BACKUP = timedelta(days=2)


@dataclass(frozen=True)
class Answer:
    """One check: ``level`` is ok, warning or unsafe."""

    name: str
    level: str
    text: str


def _engine() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    text = f"{connection.vendor} {version}"
    if waiting:
        return Answer("engine", "unsafe", f"{text}; còn {len(waiting)} bước nâng cấp cơ sở dữ liệu chưa chạy")
    return Answer("engine", "ok", text)


def _disk() -> Answer:
    free = shutil.disk_usage(settings.HOME).free
    level = "ok" if free >= LEAST_DISK else "unsafe"
    return Answer("disk", level, f"còn {free / 2**30:.1f} GiB ở {settings.HOME}")


def _clock() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        value = cursor.fetchone()[0]
    database = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
    apart = abs((datetime.now(UTC) - database).total_seconds())
    return Answer("clock", "ok" if apart < 30 else "unsafe", f"lệch {apart:.0f} giây so với cơ sở dữ liệu")


def _time_zone() -> Answer:
    level = "ok" if settings.TIME_ZONE == "Asia/Ho_Chi_Minh" else "warning"
    return Answer("time_zone", level, settings.TIME_ZONE)


def _fonts() -> Answer:
    missing = [face for face in FACES if not (font_directory() / face).exists()]
    if missing:
        return Answer("fonts", "unsafe", f"thiếu phông chữ {', '.join(missing)}; chạy ./dev setup")
    return Answer("fonts", "ok", f"{len(FACES)} phông chữ cho PDF")


def _backup() -> Answer:
    path = settings.HOME / "last-backup.json"
    if not path.exists():
        return Answer("backup", "warning", "chưa sao lưu lần nào từ máy này")
    made = datetime.fromisoformat(json.loads(path.read_text())["made_at"])
    late = datetime.now() - made > OLDEST_BACKUP
    return Answer("backup", "warning" if late else "ok", f"lần cuối {made:%d/%m/%Y %H:%M}")


def _demo_accounts() -> Answer:
    known = {account.username: account.password for account in ACCOUNTS}
    open_accounts = [
        user.username
        for user in User.objects.filter(is_active=True, username__in=known)
        if user.has_usable_password() and user.check_password(known[user.username])
    ]
    if open_accounts:
        return Answer("demo_accounts", "unsafe", f"mật khẩu minh họa ai cũng biết: {', '.join(open_accounts)}")
    return Answer("demo_accounts", "ok", "không có tài khoản minh họa")


def _secrets() -> Answer:
    secret = os.environ.get("KHUYENCONG_SECRET")
    if secret is not None and (len(secret) < 40 or len(set(secret)) < 10):
        return Answer("secrets", "unsafe", "KHUYENCONG_SECRET quá ngắn hoặc dễ đoán")
    path = settings.HOME / "secret.key"
    if secret is None and os.name != "nt" and path.stat().st_mode & 0o077:
        return Answer("secrets", "unsafe", f"người khác trên máy đọc được {path}")
    return Answer("secrets", "unsafe" if settings.DEBUG else "ok", "chế độ gỡ lỗi đang bật" if settings.DEBUG else "ổn")


def _outbox() -> Answer:
    stuck = OutboxMessage.objects.filter(state__in=(MailState.CLAIMED, MailState.FAILED)).count()
    if stuck:
        return Answer("outbox", "warning", f"{stuck} thư chưa rõ đã tới hoặc gửi không được; xem rồi gửi lại bằng tay")
    return Answer("outbox", "ok", f"{OutboxMessage.objects.filter(state=MailState.WAITING).count()} thư chờ gửi")


def _identifiers() -> Answer:
    row = EstablishmentIdentifier.objects.order_by("pk").first()
    try:
        if row is not None:
            reveal(row)
    except Unreadable:
        return Answer("identifiers", "unsafe", "khóa mã số không mở được mã số đã lưu; đặt lại tệp identifier.key cũ")
    return Answer("identifiers", "ok", "khóa mã số khớp; giữ bản sao identifier.key riêng, không có trong bản sao lưu")


CHECKS: tuple[Callable[[], Answer], ...] = (
    _engine, _disk, _clock, _time_zone, _fonts, _backup, _demo_accounts, _secrets, _outbox, _identifiers,
)  # fmt: skip


def doctor(words: argparse.Namespace) -> int:
    """Run every check; exit 2 when one of them is unsafe."""
    answers = [check() for check in CHECKS]
    safe = all(answer.level != "unsafe" for answer in answers)
    if words.json:
        found = {answer.name: {"level": answer.level, "text": answer.text} for answer in answers}
        print(json.dumps({"safe": safe, "checks": found}, ensure_ascii=False, indent=1))
    else:
        marks = {"ok": "✓", "warning": "!", "unsafe": "✗"}
        for answer in answers:
            print(f"{marks[answer.level]} {answer.name:<14} {answer.text}")
    return 0 if safe else 2
