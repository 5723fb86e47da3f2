"""Addresses of pages that keep the year and day of a shared link, and safe ways back."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from khuyencong.web.middleware import AS_OF, YEAR
from khuyencong.web.request import Request


def address(request: Request | None, name: str, *args: object, **params: object) -> str:
    """The address of a named page; a year and a day that came with the address are kept."""
    asked = {key: str(value) for key, value in params.items() if value not in (None, "")}
    query = urlencode({**getattr(request, "carried", {}), **asked})
    return reverse(name, args=args) + (f"?{query}" if query else "")


def address_if_built(request: Request, name: str) -> str:
    """The address, or '' while no page has this name."""
    try:
        return address(request, name)
    except NoReverseMatch:
        return ""


# The page of each kind of subject that has one, by 'label': a thing's page is named by its key, a project by its code.
PAGES = {
    "documents.document": "paper",
    "documents.draft": "draft",
    "oversight.petition": "petition",
    "oversight.guidance": "guidance-item",
    "oversight.worktask": "work-task",
    "oversight.inspection": "inspection",
    "oversight.recommendation": "recommendation",
    "oversight.externalconclusion": "inspection-external",
    "oversight.gathering": "gathering",
    "clusters.opinion": "opinion",
    "programme.obstacle": "obstacle",
    "programme.dossier": "dossier",
    "registry.change": "change",
    "registry.place": "place",
    "registry.organisation": "organisation",
}
KINDS = {
    "documents.document": _("Văn bản"),
    "documents.draft": _("Dự thảo"),
    "oversight.petition": _("Kiến nghị"),
    "oversight.guidance": _("Hướng dẫn đã đăng"),
    "oversight.worktask": _("Nhiệm vụ công tác"),
    "oversight.inspection": _("Kiểm tra, khảo sát"),
    "oversight.recommendation": _("Kiến nghị sau kiểm tra"),
    "oversight.externalconclusion": _("Kết luận về Cục"),
    "oversight.gathering": _("Hội nghị, hội chợ"),
    "clusters.opinion": _("Ý kiến phương án cụm"),
    "programme.obstacle": _("Vướng mắc"),
    "programme.dossier": _("Hồ sơ đề án"),
}


@dataclass(frozen=True)
class SubjectLink:
    """The page of a thing and what kind of thing it is."""

    url: str
    kind: str
    key: str


def subject_url(subject: str) -> str:
    """The address of a thing's page; '' when it has none."""
    label, _mark, key = subject.partition(":")
    try:
        return reverse(PAGES[label], args=[int(key)]) if label in PAGES else ""
    except (NoReverseMatch, ValueError):
        return ""


def subject_links(subjects: Iterable[str]) -> list[SubjectLink]:
    """The pages of things named 'label:pk'; those without a page are left out."""
    found = []
    for subject in subjects:
        label, _mark, key = subject.partition(":")
        if url := subject_url(subject):
            found.append(SubjectLink(url, str(KINDS[label]), key))
    return found


def query_with(query: QueryDict, **changes: object) -> str:
    """The query string with some values changed; None or '' removes. A changed filter starts the list again."""
    changed = query.copy()
    changed.pop("sau", None)
    changed.pop("truoc", None)
    for key, value in changes.items():
        if value in (None, ""):
            changed.pop(key, None)
        else:
            changed[key] = str(value)
    return f"?{changed.urlencode()}" if changed else "?"


def way_back(request: Request) -> str:
    """Where a small form returns to: the page that held it, without a year or day in its address."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return reverse("home")
    parts = urlsplit(wanted)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key not in (YEAR, AS_OF)]
    return urlunsplit(("", "", parts.path, urlencode(kept), ""))
