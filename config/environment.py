"""Reads the environment: the database address and the installation's own secret."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def database_from_url(url: str, home: Path) -> dict[str, Any]:
    """Django's settings from 'sqlite:///path' or 'postgresql://user:pw@host:port/name'; else a file in home."""
    if not url or url.startswith("sqlite"):
        path = url.partition(":///")[2] or str(home / "khuyencong.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON; "
                "PRAGMA busy_timeout=20000;",
            },
            "TEST": {"NAME": f"{path}.test"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def secret_key(home: Path) -> str:
    """The secret from KHUYENCONG_SECRET, else one made once and kept in home (readable by its owner only)."""
    given = os.environ.get("KHUYENCONG_SECRET")
    if given:
        return given
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
