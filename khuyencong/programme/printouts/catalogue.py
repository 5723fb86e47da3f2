"""Every form by its code, which dossiers it belongs to, and the whole pack of a step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from khuyencong.kernel.papers import Paper
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import (
    contracts,
    decisions,
    minutes,
    reports,
    requests,
    settlement,
    slips,
)
from khuyencong.programme.printouts.facts import Facts, facts_of
from khuyencong.programme.queries.dossiers import has_department
from khuyencong.programme.states import DossierKind as K
from khuyencong.programme.states import ProjectKind

OFFICIAL = "vi"  # the language of papers
Fits = Callable[[Dossier], bool]


def _always(_dossier: Dossier) -> bool:
    return True


def _by_department(dossier: Dossier) -> bool:
    return has_department(dossier.project)


def _by_agency(dossier: Dossier) -> bool:
    return not has_department(dossier.project)


def _contracted(dossier: Dossier) -> bool:
    return dossier.project.kind != ProjectKind.TASK


def _assigned(dossier: Dossier) -> bool:
    return dossier.project.kind == ProjectKind.TASK


def _new_enterprise(dossier: Dossier) -> bool:
    """Only setting up an enterprise is advanced on completed volume."""
    return dossier.kind != K.ADVANCE or dossier.option == "new_enterprise"


@dataclass(frozen=True)
class Form:
    """One form. ``kinds`` are the dossier kinds it belongs to; ``sheets``: offered as a workbook too."""

    code: str
    title: str
    kinds: tuple[str, ...]
    build: Callable[[Facts], Paper]
    fits: Fits = _always
    sheets: bool = False

    @property
    def stem(self) -> str:
        """Name of its file without ending."""
        return f"mau-{self.code}" if self.code[0].isdigit() else self.code

    def paper(self, dossier: Dossier, day: date, notes: Sequence[str] = ()) -> Paper:
        """The form of a dossier as of a day; ``notes`` are checks and findings in words, for the slip."""
        with override(OFFICIAL):
            return self.build(facts_of(dossier, day, notes))


_MONEY = (K.ADVANCE, K.PAYMENT)
_LISTED = (K.PLAN, K.CONTRACT, K.PROGRESS, *_MONEY, K.ACCEPTANCE, K.SETTLEMENT, K.LIQUIDATION, K.ADJUSTMENT, K.REFUND)
_UP = (K.CONTRACT, *_MONEY, K.SETTLEMENT, K.LIQUIDATION, K.ADJUSTMENT, K.YEAR_END, K.REFUND, K.OPENING)
# In the order of a pack: what is asked, the forms, what would be signed, the list of papers, the slip.
_ALL = (
    Form("de-nghi", "Tờ trình đề nghị", (K.PLAN, *_MONEY, K.ACCEPTANCE, K.SETTLEMENT), requests.request_letter),
    Form("de-nghi-dieu-chinh", "Tờ trình đề nghị điều chỉnh, bổ sung, ngừng", (K.ADJUSTMENT,),
         requests.adjustment_request),
    Form("11", "Kế hoạch triển khai (Mẫu 11)", (K.PLAN,), reports.implementation_plan, sheets=True),
    Form("3a", "Báo cáo tiến độ (Mẫu 3a)", (K.PROGRESS,), reports.progress_report, sheets=True),
    Form("3b", "Báo cáo khối lượng hoàn thành (Mẫu 3b)", (K.ACCEPTANCE, K.PAYMENT, K.ADVANCE), reports.volume_report,
         _new_enterprise, sheets=True),
    Form("5a", "Biên bản nghiệm thu cơ sở (Mẫu 5a)", (K.ACCEPTANCE,), minutes.minutes_5a, _by_department),
    Form("5b", "Biên bản nghiệm thu cơ sở tổng hợp (Mẫu 5b)", (K.ACCEPTANCE,), minutes.minutes_5b, _by_department),
    Form("5c", "Biên bản Cục nghiệm thu (Mẫu 5c)", (K.ACCEPTANCE,), minutes.minutes_5c, _by_agency),
    Form("7", "Biểu chi tiết quyết toán (Mẫu 7)", (K.SETTLEMENT,), settlement.settlement_detail, sheets=True),
    Form("8a", "Bảng kê chứng từ (Mẫu 8a)", (K.SETTLEMENT,), settlement.vouchers_8a, sheets=True),
    Form("8b", "Bảng kê chứng từ có nguồn khác (Mẫu 8b)", (K.SETTLEMENT,), settlement.vouchers_8b, sheets=True),
    Form("9", "Biểu đề nghị thanh toán (Mẫu 9)", (K.ADVANCE, K.PAYMENT, K.SETTLEMENT, K.LIQUIDATION),
         settlement.payment_table, sheets=True),
    Form("10", "Bảng đối chiếu kinh phí (Mẫu 10)", (K.SETTLEMENT, K.LIQUIDATION, K.REFUND), settlement.reconciliation,
         sheets=True),
    Form("6", "Biên bản thanh lý hợp đồng (Mẫu 6)", (K.LIQUIDATION,), minutes.liquidation),
    Form("hop-dong", "Dự thảo hợp đồng thực hiện", (K.CONTRACT,), contracts.contract, _contracted),
    Form("giao-nhiem-vu", "Dự thảo quyết định giao nhiệm vụ", (K.CONTRACT,), decisions.task_assignment, _assigned),
    Form("hop-dong-ho-tro", "Dự thảo hợp đồng hỗ trợ", (K.SUPPORT,), contracts.support_contract),
    Form("quyet-dinh", "Dự thảo quyết định điều chỉnh, bổ sung, ngừng", (K.ADJUSTMENT,), decisions.adjustment_decision),
    Form("danh-muc", "Danh mục hồ sơ", _LISTED, slips.checklist),
    Form("phieu-trinh", "Phiếu trình", _UP, slips.submission_slip),
)  # fmt: skip
FORMS: dict[str, Form] = {form.code: form for form in _ALL}


def forms_of(dossier: Dossier) -> list[Form]:
    """The forms of a dossier's kind that fit its project, in pack order."""
    return [form for form in _ALL if dossier.kind in form.kinds and form.fits(dossier)]


def pack_of(dossier: Dossier, day: date, notes: Sequence[str] = ()) -> list[tuple[str, Paper]]:
    """The whole pack of a step as of a day: (stem of the file name, paper), numbered in order."""
    with override(OFFICIAL):
        facts = facts_of(dossier, day, notes)
        forms = forms_of(facts.dossier)
        return [(f"{index:02d}-{form.stem}", form.build(facts)) for index, form in enumerate(forms, start=1)]
