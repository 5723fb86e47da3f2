"""A request that comes with its list: tried first without keeping anything, then recorded as one."""

from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.clusters.actions.lists import attach_list
from khuyencong.clusters.actions.opinions import receive_request
from khuyencong.clusters.models import Opinion
from khuyencong.clusters.states import ListKind, PrintedList
from khuyencong.documents.actions import PaperGiven
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.registry.models import Place


class _Undo(Exception):
    """Leaves the transaction without keeping it."""


def try_request(
    *, by: User, today: date, kind: str, place: Place, period: str, letter: PaperGiven, received_on: date,
    handler: User | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Why ``receive_request`` would refuse, if it would; nothing is kept. Give the letter without its scan."""
    try:
        with transaction.atomic():
            receive_request(
                by=by, today=today, kind=kind, place=place, period=period, letter=letter, received_on=received_on,
                handler=handler,
            )  # fmt: skip
            raise _Undo
    except _Undo:
        return ()
    except Refused as refused:
        return refused.findings


@transaction.atomic
def receive_with_list(
    *, by: User, today: date, kind: str, place: Place, period: str, letter: PaperGiven, received_on: date,
    printed: PrintedList, data: bytes, filename: str, handler: User | None = None,
) -> Opinion:  # fmt: skip
    """Record a request and the list that came with it; both or neither. Raises Refused."""
    row = receive_request(
        by=by, today=today, kind=kind, place=place, period=period, letter=letter, received_on=received_on,
        handler=handler,
    )  # fmt: skip
    attach_list(
        by=by, today=today, opinion=row, kind=ListKind.PROPOSED, printed=printed, data=data, filename=filename
    )  # fmt: skip
    return Opinion.objects.get(pk=row.pk)
