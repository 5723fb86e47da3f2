"""Sets a system up: an empty one with reference data, or the demo."""

import argparse
import json
import os
from datetime import date

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from khuyencong.accounts.models import Assignment, User
from khuyencong.cli.demo_year import ACCOUNTS, PARTS, load_demo
from khuyencong.cli.main import Failed
from khuyencong.records.actions import describe_installation
from khuyencong.records.models import Installation
from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Organisation


def _migrate() -> None:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def one_time_link(user: User) -> str:
    """A link with which the person sets a password once, within three days."""
    origin = os.environ.get("KHUYENCONG_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{origin}/mat-khau/{key}/{default_token_generator.make_token(user)}/"


def init(words: argparse.Namespace) -> int:
    """A new, empty system: reference data, one administrator without a password, and a one-time link."""
    _migrate()
    if Installation.objects.exists():
        raise Failed(f"{settings.HOME} đã có hệ thống; chọn KHUYENCONG_HOME khác cho hệ thống mới.")
    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR)
        describe_installation(by=None, is_demo=False)
        user = User(username="quantri", full_name="Quản trị hệ thống")
        user.set_unusable_password()
        user.save()
        agency = Organisation.objects.get(code="CUC")
        Assignment.objects.create(user=user, organisation=agency, role="administrator", valid_from=date.today())
    print(f"Hệ thống mới ở {settings.HOME}. Tài khoản quản trị: quantri")
    print(f"Đặt mật khẩu (dùng một lần, trong 3 ngày): {one_time_link(user)}")
    return 0


def demo(words: argparse.Namespace) -> int:
    """The demo system, built from the demo workbooks through the same imports as any other."""
    if words.accounts:
        return _list_accounts(words)
    unknown = sorted(set(words.without) - set(PARTS))
    if unknown:
        raise Failed(f"Không có loại dữ liệu minh họa {', '.join(unknown)}; có: {', '.join(PARTS)}.")
    _migrate()
    known = Installation.objects.first()
    if known is not None and (known.is_demo or words.if_empty):
        print("Đã có sẵn, không thay đổi gì.")
        return 0
    if known is not None or User.objects.exists():
        raise Failed(f"{settings.HOME} có dữ liệu khác; không nạp dữ liệu minh họa vào đó.")
    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR)
        describe_installation(by=None, is_demo=True)
        load_demo(words.without)
    return _list_accounts(words)


def _list_accounts(words: argparse.Namespace) -> int:
    accounts = [
        {"username": item.username, "password": item.password, "role": item.title, "name": item.full_name}
        for item in ACCOUNTS
    ]
    if words.json:
        print(json.dumps({"accounts": accounts}, ensure_ascii=False, indent=1))
    else:
        for account in accounts:
            print(f"{account['username']:<16} {account['password']:<18} {account['role']}")
    return 0
