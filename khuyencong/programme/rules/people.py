"""Separation of duties: who drafts does not agree, who agrees does not pay. Who only recorded a letter is neither."""

from django.utils.translation import gettext as _

from khuyencong.documents.queries import delegation_of
from khuyencong.documents.rules import within_delegation
from khuyencong.kernel.findings import Finding
from khuyencong.programme.models import Dossier
from khuyencong.programme.queries.dossiers import people_of
from khuyencong.records.transitions import Deed, Rule

DUTIES = "Điều 5 Luật Kế toán 88/2015/QH13 (chờ xác nhận); quy chế chi tiêu nội bộ"


def drafter_does_not_agree(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Who drafted, sent or checked a dossier does not agree to it."""
    if deed.by is None or deed.by.pk not in people_of(dossier, "submit", "propose", "check"):
        return []
    message = _("Bạn đã lập hoặc kiểm tra hồ sơ này nên không thể đồng ý trình.")
    return [Finding("drafter-agrees", message, remedy=_("Chuyển người khác có thẩm quyền."), clause=DUTIES)]


def agreer_does_not_pay(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Who agreed to a dossier does not take it to the Treasury or record what it paid."""
    if deed.by is None or deed.by.pk not in people_of(dossier, "agree", "endorse"):
        return []
    message = _("Bạn đã đồng ý hồ sơ này nên không thể gửi Kho bạc hay ghi nhận chứng từ chi.")
    return [Finding("agreer-pays", message, remedy=_("Chuyển kế toán khác."), clause=DUTIES)]


def within_ceiling(verb: str) -> Rule:
    """The amount lies within what a document delegated to the person for this verb."""

    def rule(dossier: Dossier, deed: Deed) -> list[Finding]:
        if deed.by is None or deed.on_behalf:
            return []
        return within_delegation(delegation_of(deed.by.pk, verb, deed.on), dossier.amount)

    return rule
