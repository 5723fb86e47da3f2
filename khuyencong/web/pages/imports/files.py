"""Kept files, served by attachment id through the scope of what they belong to; never by path or hash."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.writers.formats import MEDIA_TYPES
from khuyencong.records.models import Attachment
from khuyencong.web.reach import documents_within

# The verb that opens the files of each kind of subject; a subject not named here has no files to serve.
VERBS = {
    "records.importrun": Permission.SEE_PROGRAMME,
    "reporting.issue": Permission.SEE_REPORTS,
    "programme.dossier": Permission.SEE_PROGRAMME,
    "documents.document": Permission.SEE_PROGRAMME,
    "oversight.observation": Permission.SEE_OFFICE,
    "oversight.inspection": Permission.SEE_OFFICE,
    "oversight.gathering": Permission.SEE_OFFICE,
    "clusters.clusterlist": Permission.SEE_OFFICE,
}
OFFICE = ("oversight.", "clusters.")  # rows of the office itself: the verb alone opens them


def _path(file: Attachment) -> Path:
    return Path(settings.FILES_DIR) / file.blob.path


def stored_bytes(file: Attachment) -> bytes:
    """The content of a kept file. Raises Http404 when the store has lost it."""
    try:
        return _path(file).read_bytes()
    except FileNotFoundError:
        raise Http404 from None


def _within(request: HttpRequest, label: str) -> QuerySet[Any]:
    """Subjects of a kind that the person may see. A document is seen through the dossiers it moved."""
    if label == "documents.document":
        return documents_within(request)
    if label.startswith(OFFICE):
        return apps.get_model(label)._default_manager.all()
    return visible_to(request.standing, apps.get_model(label)._default_manager.all())  # type: ignore[attr-defined]


def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A kept file as a download, for those who may see its subject."""
    file = get_object_or_404(Attachment.objects.select_related("blob"), pk=pk)
    label, _mark, key = file.subject.partition(":")
    verb = VERBS.get(label)
    standing = request.standing  # type: ignore[attr-defined]
    if verb is None or not may(standing, verb):
        raise Http404
    get_object_or_404(_within(request, label), pk=int(key))
    kind = MEDIA_TYPES.get(file.name.rpartition(".")[2].lower(), "application/octet-stream")
    try:
        return FileResponse(_path(file).open("rb"), as_attachment=True, filename=file.name, content_type=kind)
    except FileNotFoundError:
        raise Http404 from None
