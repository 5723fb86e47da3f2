"""Whether the process lives and whether it can serve. No shell, no session."""

from django.db import connection
from django.db.utils import Error
from django.http import HttpResponse

from khuyencong.web.request import Request


def alive(request: Request) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: Request) -> HttpResponse:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
