"""Who sits at a desk of a draft."""

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.models import Draft
from khuyencong.documents.states import DraftDesk

VERBS = {
    DraftDesk.AUTHOR: Permission.HANDLE_OFFICE,
    DraftDesk.HEAD: Permission.AGREE,
    DraftDesk.LEADER: Permission.ENDORSE,
    DraftDesk.CLERK: Permission.RECORD_DOCUMENTS,
}


def can_sit(standing: Standing, desk: str) -> bool:
    """The person's assignments carry the verb of the desk."""
    return desk in VERBS and may(standing, VERBS[DraftDesk(desk)])


def desks_of(standing: Standing) -> list[str]:
    """The desks of drafts at which the person sits, the author's own aside."""
    return [desk for desk in (DraftDesk.HEAD, DraftDesk.LEADER, DraftDesk.CLERK) if can_sit(standing, desk)]


def can_write(standing: Standing, draft: Draft) -> bool:
    """Whoever handles the office's letters may help to write a draft; nobody else may."""
    return may(standing, Permission.HANDLE_OFFICE) or draft.author_id == standing.user.pk
