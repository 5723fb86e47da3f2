"""The service worker of the field page: which files it keeps, under a version made of their contents."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.templatetags.static import static

from khuyencong.web.request import Request

SCRIPTS = ("js/field-store.js", "js/field-send.js", "js/field-draw.js", "js/field-form.js", "js/field.js")
STYLES = ("vendor/tabler.min.css", "css/kc.css", "css/parts.css", "css/phone.css", "css/field.css")
FONTS = tuple(
    f"vendor/fonts/{name}.woff2"
    for name in (
        *(f"be-vietnam-pro-{part}-{weight}" for part in ("latin", "vietnamese") for weight in (400, 500, 600)),
        "inter-latin-400",
        "inter-latin-600",
    )
)
ASSETS = (*SCRIPTS, *STYLES, *FONTS, "vendor/icons.svg", "img/mark.svg")
WORKER = "js/field-worker.js"


@cache
def version() -> str:
    """Sixteen hexadecimal digits that change when any kept file changes."""
    digest = hashlib.sha256()
    for name in (WORKER, *ASSETS):
        path = finders.find(name)
        digest.update(f"{name}\0{static(name)}\0".encode())
        digest.update(Path(path).read_bytes() if isinstance(path, str) else b"")
    return digest.hexdigest()[:16]


def worker(request: Request) -> HttpResponse:
    """The worker's own file: its version and list, then the code. It holds nothing of any trip or person."""
    told = json.dumps({"version": version(), "assets": [static(name) for name in ASSETS]})
    body = f"self.FIELD = {told};\nimportScripts({json.dumps(static(WORKER))});\n"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")
