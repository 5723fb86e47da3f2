"""Uploaded workbooks between looking and recording: a private folder per token, reachable only by its own session.

Nothing here touches the records. A recorded draft keeps only the number of its run, so that a second click finds it.
"""

import json
import re
import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

LIFETIME = 60 * 60 * 24
SESSION_KEY = "import_drafts"
_TOKEN = re.compile(r"[\w-]{43}")


def _folder() -> Path:
    return Path(settings.HOME) / "drafts"


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(data)
    unfinished.replace(path)


def keep(request: HttpRequest, data: bytes) -> str:
    """Keep an uploaded file for this session; its token. Drafts older than a day go away."""
    sweep()
    token = secrets.token_urlsafe(32)
    folder = _folder() / token
    folder.mkdir(parents=True, mode=0o700)
    _write(folder / "workbook", data)
    request.session[SESSION_KEY] = [*_tokens(request), token]
    return token


def _tokens(request: HttpRequest) -> list[str]:
    found: list[str] = request.session.get(SESSION_KEY, [])
    return found


def _own(request: HttpRequest, token: str) -> Path:
    """The folder of a draft of this session. Raises Http404 for anybody else's, an old or an unknown one."""
    folder = _folder() / token
    if not _TOKEN.fullmatch(token) or token not in _tokens(request) or not _is_fresh(folder):
        raise Http404
    return folder


def _is_fresh(folder: Path) -> bool:
    return folder.is_dir() and folder.stat().st_mtime > time.time() - LIFETIME


def describe(request: HttpRequest, token: str, facts: dict[str, Any]) -> None:
    """Write down what was understood, so that looking again reads nothing twice."""
    facts = {**facts, "user": request.user.pk}
    _write(_own(request, token) / "facts.json", json.dumps(facts, ensure_ascii=False).encode())


def facts(request: HttpRequest, token: str) -> dict[str, Any]:
    """What was understood of a draft. Raises Http404."""
    path = _own(request, token) / "facts.json"
    if not path.exists():
        raise Http404
    found: dict[str, Any] = json.loads(path.read_bytes())
    if found["user"] != request.user.pk:
        raise Http404
    return found


def content(request: HttpRequest, token: str) -> bytes:
    """The uploaded bytes. Raises Http404 once the draft was recorded."""
    try:
        return (_own(request, token) / "workbook").read_bytes()
    except FileNotFoundError:
        raise Http404 from None


def finish(request: HttpRequest, token: str, run: int) -> None:
    """The draft was recorded as ``run``: only that number stays for the rest of the day."""
    folder = _own(request, token)
    _write(folder / "run", str(run).encode())
    for name in ("workbook", "facts.json"):
        (folder / name).unlink(missing_ok=True)


def recorded_as(request: HttpRequest, token: str) -> int | None:
    """The run a draft became, or None while it waits."""
    path = _own(request, token) / "run"
    return int(path.read_text()) if path.exists() else None


def forget(request: HttpRequest, token: str) -> None:
    """Throw a draft away."""
    shutil.rmtree(_own(request, token), ignore_errors=True)
    request.session[SESSION_KEY] = [known for known in _tokens(request) if known != token]


def waiting(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """Drafts of this session that still wait, newest first."""
    found = []
    for token in reversed(_tokens(request)):
        path = _folder() / token / "facts.json"
        if _is_fresh(path.parent) and path.exists():
            known = json.loads(path.read_bytes())
            if known["user"] == request.user.pk:
                found.append((token, known))
    return found


def sweep() -> None:
    """Remove drafts older than a day."""
    for folder in _folder().glob("*"):
        if folder.is_dir() and not _is_fresh(folder):
            shutil.rmtree(folder, ignore_errors=True)
