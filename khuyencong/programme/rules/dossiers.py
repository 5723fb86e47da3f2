"""What a dossier must hold before it moves on: order of steps, papers, confirmation, authority."""

from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Dossier, Execution
from khuyencong.programme.queries.dossiers import (
    has_department,
    last_acceptance,
    last_contract,
    missing_of,
    of_kind,
    open_dossiers,
)
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import Carrying, DossierKind, DossierState, ProjectKind
from khuyencong.records.queries import holds_on_subject
from khuyencong.records.transitions import Deed
from khuyencong.registry.queries import authority_of

CIRCULAR = "36/2013/TT-BCT"


def so_has_confirmed(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Where a Sở manages the project, its confirmation comes before the Agency's check (36/2013/TT-BCT, Điều 13)."""
    if dossier.state != DossierState.SUBMITTED or not has_department(dossier.project):
        return []
    return [
        Finding(
            "so-has-confirmed", _("Sở Công Thương chưa xác nhận hồ sơ này."), clause=f"Điều 13 {CIRCULAR}",
            remedy=_("Chờ Sở xác nhận, hoặc ghi nhận thay từ văn bản xác nhận của Sở."),
        )
    ]  # fmt: skip


def so_does_not_take_part(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The Agency accepts or approves by itself only where no Sở manages the project."""
    if not has_department(dossier.project):
        return []
    return [Finding("so-takes-part", _("Bước này do Sở Công Thương thực hiện."), clause=f"Điều 12 {CIRCULAR}")]


def so_takes_part(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A Sở confirms, approves or accepts only projects of its own province."""
    if has_department(dossier.project):
        return []
    return [Finding("no-so", _("Đề án này không do Sở Công Thương theo dõi."), clause=f"Điều 12 {CIRCULAR}")]


def papers_are_there(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Every required paper of the checklist is there, or its absence has a reason; what is missing is named."""
    missing = missing_of(dossier)
    if not missing:
        return []
    named = "; ".join(item.title for item in missing)
    message = _("Hồ sơ còn thiếu {count} tài liệu: {named}.").format(count=len(missing), named=named)
    clauses = sorted({f"{item.clause} {item.source.number}" for item in missing})
    return [
        Finding(
            "papers-are-there", message, where="checklist", clause="; ".join(clauses),
            remedy=_("Đính kèm tài liệu, hoặc ghi lý do không cần."), data={"codes": [item.code for item in missing]},
        )
    ]  # fmt: skip


def contract_is_recorded(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Work, advance and payment rest on a recorded contract, or on an assignment for a task."""
    if last_contract(dossier.project) is not None:
        return []
    message = _("Chưa ghi nhận hợp đồng (hoặc quyết định giao nhiệm vụ) của đề án.")
    return [Finding("contract-is-recorded", message, clause=f"Điều 12 {CIRCULAR}")]


def work_goes_on(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A stopped or closed project takes no new work, advance or change."""
    state = Execution.objects.filter(project=dossier.project).values_list("state", flat=True).first()
    if state not in (Carrying.STOPPED, Carrying.CLOSED, Carrying.LIQUIDATED):
        return []
    message = _("Đề án ở trạng thái “{state}”.").format(state=Carrying(state).label)
    return [Finding("work-goes-on", message, clause=f"Điều 11 {CIRCULAR}")]


def file_is_open(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A closed file is read-only."""
    if not Execution.objects.filter(project=dossier.project, state=Carrying.CLOSED).exists():
        return []
    return [Finding("file-is-open", _("Hồ sơ đề án đã đóng, chỉ còn để đọc."))]


def group_plan_is_approved(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A group project is contracted on an implementation plan approved by Sở (17/2018/TT-BCT, Điều 3a)."""
    if dossier.project.kind != ProjectKind.GROUP:
        return []
    if of_kind(dossier.project, DossierKind.PLAN, DossierState.RECORDED).exists():
        return []
    message = _("Đề án nhóm chưa có kế hoạch thực hiện được phê duyệt.")
    remedy = _("Lập kế hoạch thực hiện (Mẫu 11), Sở phê duyệt, rồi lập hợp đồng.")
    return [Finding("group-plan-is-approved", message, remedy=remedy, clause="Điều 3a 17/2018/TT-BCT")]


def group_names_its_machines(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A machine group names beneficiaries from the start; other groups may name them in the plan."""
    lines = list(dossier.lines.all())
    if not lines:
        return [Finding("lines-are-there", _("Chưa có dòng nội dung nào."), where="lines")]
    unnamed = [line.position for line in lines if line.support and line.beneficiary_id is None]
    if dossier.project.activity_id != "ND3" or not unnamed:
        return []
    message = _("Nhóm máy móc phải nêu cơ sở thụ hưởng ở từng dòng; còn thiếu ở dòng {rows}.").format(
        rows=", ".join(map(str, unnamed))
    )
    return [Finding("group-names-its-machines", message, where="lines", clause="Điều 3a 17/2018/TT-BCT")]


def paper_is_not_earlier(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A step counts from its paper's day, which is not before the contract it rests on."""
    contract = last_contract(dossier.project)
    day = contract.document.date if contract and contract.document else None
    if day is None or deed.on >= day:
        return []
    message = _("Ngày {on} trước ngày hợp đồng {day}.").format(on=short_date(deed.on), day=short_date(day))
    return [Finding("paper-is-not-earlier", message, where="on", remedy=_("Kiểm tra ngày trên văn bản."))]


def steps_follow_in_time(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A step counts on or after the step before it."""
    last: date | None = dossier.steps.order_by("-id").values_list("on", flat=True).first()
    if last is None or deed.on >= last:
        return []
    message = _("Ngày {on} trước ngày {last} của bước liền trước.").format(
        on=short_date(deed.on), last=short_date(last)
    )
    return [Finding("steps-follow-in-time", message, where="on", remedy=_("Kiểm tra ngày trên văn bản."))]


def nothing_holds_payment(dossier: Dossier, deed: Deed) -> list[Finding]:
    """No payment while a hold stands on the project."""
    return [
        Finding(
            "payment-is-held",
            _("Đề án đang bị tạm dừng thanh toán từ {day}: {reason}").format(
                day=short_date(hold.placed_on), reason=hold.reason
            ),
            remedy=_("Xử lý xong kết luận rồi gỡ tạm dừng."),
        )
        for hold in holds_on_subject(dossier.project, "payment", deed.on)
    ]


def last_work_is_accepted(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The settlement dossier follows the last acceptance of the contract."""
    if last_acceptance(dossier.project) is not None:
        return []
    stopped = Execution.objects.filter(project=dossier.project, state=Carrying.STOPPED).exists()
    if stopped:
        return []
    return [Finding("last-work-is-accepted", _("Chưa có nghiệm thu lần cuối."), clause=f"Điều 18 {CIRCULAR}")]


def settlement_is_agreed(dossier: Dossier, deed: Deed) -> list[Finding]:
    """Liquidation follows the agreed settlement dossier; a stopped project is liquidated by what was accepted."""
    stopped = Execution.objects.filter(project=dossier.project, state=Carrying.STOPPED).exists()
    if stopped or of_kind(dossier.project, DossierKind.SETTLEMENT, DossierState.AGREED).exists():
        return []
    return [Finding("settlement-is-agreed", _("Chưa có hồ sơ quyết toán được đồng ý."), clause=f"Điều 19 {CIRCULAR}")]


def nothing_waits(dossier: Dossier, deed: Deed) -> list[Finding]:
    """No advance or payment is under way, and accepted work is paid, before the contract is liquidated."""
    found = []
    for kind in (DossierKind.ADVANCE, DossierKind.PAYMENT, DossierKind.ADJUSTMENT):
        if open_dossiers(dossier.project, kind).exists():
            message = _("Còn hồ sơ “{kind}” chưa xong.").format(kind=kind.label)
            found.append(Finding("nothing-waits", message, clause=f"Điều 18 {CIRCULAR}"))
    if money_on(dossier.project, deed.on).to_pay:
        found.append(Finding("accepted-is-paid", _("Khối lượng đã nghiệm thu chưa thanh toán hết.")))
    return found


def change_is_named(dossier: Dossier, deed: Deed) -> list[Finding]:
    """An adjustment says what it changes."""
    if dossier.changes.exists():
        return []
    return [Finding("change-is-named", _("Chưa nêu nội dung cần điều chỉnh."), where="changes")]


def authority_decides(dossier: Dossier, deed: Deed) -> list[Finding]:
    """The recorded decision comes from the body the law of its day gives the change to (36/2013/TT-BCT, Điều 11)."""
    wanted = {row.decides: row for row in authorities_of(dossier, deed.on)}
    if not wanted:
        return change_is_named(dossier, deed)
    level = next(name for name in ("minister", "agency", "so") if name in wanted)
    row = wanted[level]
    if deed.document is None:
        return []
    kind = deed.document.issuer.kind if deed.document.issuer_id else ""
    known = {"ministry": "minister", "agency": "agency", "department": "so"}.get(kind, "")
    if known == level:
        return []
    message = _("Nội dung “{title}” thuộc thẩm quyền {level}; văn bản này do cơ quan khác ban hành.").format(
        title=row.title, level=LEVELS[level]
    )
    return [Finding("authority-decides", message, where="document", clause=f"{row.clause} {row.source.number}")]


LEVELS = {"minister": "Bộ trưởng Bộ Công Thương", "agency": "Cục", "so": "Sở Công Thương"}


def authorities_of(dossier: Dossier, on: date) -> list:  # type: ignore[type-arg]
    """The rows that say who decides each change the dossier asks for, by the law of a day."""
    kind = "group" if dossier.project.kind == ProjectKind.GROUP else ""
    return [authority_of(change.change, kind, on) for change in dossier.changes.all()]


def so_decides(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A Sở decides only changes the law gives to it."""
    return _level_is(dossier, deed, {"so"})


def agency_or_minister_decides(dossier: Dossier, deed: Deed) -> list[Finding]:
    """A change the law gives to Sở does not come to the Agency for decision."""
    return _level_is(dossier, deed, {"agency", "minister"})


def _level_is(dossier: Dossier, deed: Deed, levels: set[str]) -> list[Finding]:
    rows = authorities_of(dossier, deed.on)
    highest = next((name for name in ("minister", "agency", "so") if name in {row.decides for row in rows}), "")
    if highest in levels or not rows:
        return []
    row = next(row for row in rows if row.decides == highest)
    message = _("Nội dung này thuộc thẩm quyền {level}.").format(level=LEVELS[highest])
    return [Finding("level-decides", message, clause=f"{row.clause} {row.source.number}")]
