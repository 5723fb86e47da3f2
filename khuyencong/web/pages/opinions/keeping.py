"""A list on its way in: the workbook and the letter's scan wait in private folders, what was typed in the session.

Nothing of it is recorded until a person confirms; a second confirmation finds the opinion of the first.
"""

from typing import Any

from django.http import Http404

from khuyencong.web.pages.imports import drafts
from khuyencong.web.request import Request

KEY = "cluster_lists"


def keep(request: Request, facts: dict[str, Any], workbook: bytes, scan: bytes = b"") -> str:
    """Keep a workbook with what was typed beside it (texts and numbers only); its token."""
    token = drafts.keep(request, workbook)
    facts = {**facts, "user": request.user.pk, "scan": drafts.keep(request, scan) if scan else ""}
    known = {
        key: value for key, value in request.session.get(KEY, {}).items() if key in request.session[drafts.SESSION_KEY]
    }
    request.session[KEY] = {**known, token: facts}
    return token


def facts_of(request: Request, token: str) -> dict[str, Any]:
    """What was typed beside a workbook. Raises Http404 for anybody else's, an old or an unknown token."""
    found: dict[str, Any] | None = request.session.get(KEY, {}).get(token)
    if found is None or found["user"] != request.user.pk:
        raise Http404
    return found


def workbook_of(request: Request, token: str) -> bytes:
    """The workbook's bytes. Raises Http404."""
    return drafts.content(request, token)


def scan_of(request: Request, facts: dict[str, Any]) -> bytes:
    """The scan of the letter; b'' when none was given."""
    return drafts.content(request, facts["scan"]) if facts["scan"] else b""


def done(request: Request, token: str, facts: dict[str, Any], opinion: int) -> None:
    """The list was recorded for an opinion; its bytes go away."""
    drafts.finish(request, token, opinion)
    if facts["scan"]:
        drafts.forget(request, facts["scan"])


def recorded_as(request: Request, token: str) -> int | None:
    """The opinion a list was recorded for; None while it waits."""
    facts_of(request, token)
    return drafts.recorded_as(request, token)
