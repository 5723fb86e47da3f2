"""Records the paper a step rests on: what kind it is and who issued it follow from the step."""

from datetime import date

from django.db import transaction

from khuyencong.documents.actions import keep_scan, record_document
from khuyencong.documents.models import Document
from khuyencong.documents.rules import document_is_not_later
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.queries.answering import answering_unit
from khuyencong.programme.states import Desk, DossierKind
from khuyencong.records.queries import subject_of
from khuyencong.records.transitions import Transition
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import Answering, department_of

AGENCY = "CUC"
AGENCY_DESKS = (Desk.OFFICER, Desk.HEAD, Desk.LEADER, Desk.CLERK, Desk.ACCOUNTANT)
TREASURY = "Kho bạc Nhà nước"
_KINDS: dict[tuple[str, str], str] = {
    (DossierKind.CONTRACT, "record"): DocumentKind.CONTRACT,
    (DossierKind.SUPPORT, "record"): DocumentKind.CONTRACT,
    (DossierKind.LIQUIDATION, "record"): DocumentKind.MINUTES,
    (DossierKind.ACCEPTANCE, "accept"): DocumentKind.MINUTES,
    (DossierKind.ACCEPTANCE, "accept_agency"): DocumentKind.MINUTES,
    (DossierKind.ADJUSTMENT, "record"): DocumentKind.DECISION,
    (DossierKind.ADJUSTMENT, "decide"): DocumentKind.DECISION,
    (DossierKind.YEAR_END, "record"): DocumentKind.DECISION,
    (DossierKind.OPENING, "record"): DocumentKind.MINUTES,
    (DossierKind.PLAN, "approve"): DocumentKind.DECISION,
    (DossierKind.PLAN, "approve_agency"): DocumentKind.DECISION,
    (DossierKind.ADVANCE, "record"): DocumentKind.REQUEST,
    (DossierKind.PAYMENT, "record"): DocumentKind.REQUEST,
}
# Acts whose number does not end with the issuer's symbol ('58/HĐ-KCQG'): the Agency's own contracts.
_AGENCY_ACTS = (DocumentKind.CONTRACT, DocumentKind.MINUTES)


def paper_kind(kind: str, transition: Transition) -> str:
    """Which kind of document a step of this kind of dossier rests on."""
    if transition.name == "pay":
        return DocumentKind.TREASURY
    return _KINDS.get((kind, transition.name), DocumentKind.LETTER)


def issuer_of(project: Project, desk: str, kind: str, on: date) -> tuple[Organisation | None, str]:
    """The body that issues the paper of a desk, or its name; nothing where the number's symbol says it."""
    if kind == DocumentKind.TREASURY:
        return None, TREASURY
    if desk == Desk.UNIT:
        now = answering_unit(Answering(on), project)
        return (Organisation.objects.get(pk=now) if now else project.implementer), ""
    if desk == Desk.SO and project.place_id:
        return department_of(project.place_id, on), ""
    if kind in _AGENCY_ACTS:
        return Organisation.objects.filter(code=AGENCY).first(), ""
    return None, ""


@transaction.atomic
def record_paper(
    *, by: Actor | None, dossier: Dossier, transition: Transition, number: str, on: date, today: date,
    signatory: str = "", data: bytes = b"", filename: str = "",
) -> Document:  # fmt: skip
    """Record the document a step rests on, with the scan of its signed original."""
    refuse_errors(document_is_not_later(on, today))
    kind = paper_kind(dossier.kind, transition)
    issuer, name = issuer_of(dossier.project, transition.desk, kind, on)
    abstract = f"{dossier.get_kind_display()} số {dossier.number}, đề án {dossier.project.code}"
    document = record_document(
        by=by, kind=kind, number=number, on=on, year=on.year, abstract=abstract, signatory=signatory, issuer=issuer,
        issuer_name=name, presumed=AGENCY if transition.desk in AGENCY_DESKS else "",
    )  # fmt: skip
    if data:
        keep_scan(by=by, document=document, data=data, name=filename or f"{subject_of(document)}.pdf")
    return document
