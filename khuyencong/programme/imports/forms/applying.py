"""Puts a filled form into its dossier through the actions of dossiers: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.kernel.money import grouped
from khuyencong.programme.actions.dossiers import fill_dossier, write_lines
from khuyencong.programme.imports.forms.filled import FilledForm
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import FORMS
from khuyencong.programme.printouts.facts import Line, lines_of

_KEPT = ("title", "unit", "quantity", "total", "support", "counterpart", "other", "share", "done", "asked", "approved")


@transaction.atomic
def apply_form(*, by: User, dossier: Dossier, form: FilledForm, today: date) -> list[Finding]:
    """Write what the form says into the dossier that it names; blank cells leave what is recorded.

    Returns what the person should know. Raises Refused, with nothing changed, when the form is of another dossier, a
    cell could not be read, a line is not the dossier's, or the dossier may not be filled in now by this person.
    """
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("project").get(pk=dossier.pk)
    _refuse_others(locked, form)
    refuse_errors(list(form.findings))
    lines = lines_of(locked)
    _refuse_unknown_lines(lines, form)
    filled = {position: values for position, values in form.lines.items() if values}
    if form.values:
        fill_dossier(by=by, dossier=locked, values=form.values, today=today)
    if filled:
        rows = [_row(line, filled.get(line.position, {})) for line in lines]
        write_lines(by=by, dossier=locked, lines=rows, today=today)
    found = list(form.findings)
    if not form.values and not filled:
        found.append(Finding("form-says-something", _("Mẫu chưa điền ô nào; không có gì thay đổi."), severity="info"))
    return found + _doubts(lines, filled)


def _refuse_others(dossier: Dossier, form: FilledForm) -> None:
    """The form names this very dossier, and is a form of its kind."""
    named = (form.project_code, form.kind, form.number)
    if named == (dossier.project.code, dossier.kind, dossier.number) and dossier.kind in FORMS[form.code].kinds:
        return
    message = _("Mẫu {code} này là của hồ sơ {given}, không phải hồ sơ {known}.").format(
        code=form.code, given=f"{form.project_code}/{form.kind}-{form.number}", known=str(dossier)
    )
    remedy = _("Mở đúng hồ sơ để nộp mẫu, hoặc tải mẫu của hồ sơ này.")
    raise Refused(Finding("form-names-its-dossier", message, where="kc:dossier", remedy=remedy))


def _refuse_unknown_lines(lines: Sequence[Line], form: FilledForm) -> None:
    known = {line.position for line in lines}
    unknown = [position for position in form.lines if position not in known]
    if unknown:
        message = _("Mẫu có dòng {rows} không còn trong hồ sơ.").format(rows=", ".join(map(str, unknown)))
        remedy = _("Nội dung hồ sơ đã thay đổi sau khi tải mẫu: tải lại mẫu rồi điền.")
        raise Refused(Finding("lines-are-the-dossiers", message, where="lines", remedy=remedy))


def _row(line: Line, said: Mapping[str, Any]) -> dict[str, Any]:
    """The line with what the form says; its other columns stay."""
    return {**{name: getattr(line, name) for name in _KEPT}, "beneficiary": line.beneficiary_id, **said}


def _doubts(lines: Sequence[Line], filled: Mapping[int, Mapping[str, Any]]) -> list[Finding]:
    """Amounts above the support of their line: recorded as written, and said."""
    found = []
    for line in lines:
        for name in ("done", "asked"):
            amount = filled.get(line.position, {}).get(name)
            if isinstance(amount, int) and amount > line.support:
                message = _("Dòng {position}: {amount} đồng lớn hơn kinh phí của dòng {limit} đồng.").format(
                    position=line.position, amount=grouped(amount), limit=grouped(line.support)
                )
                remedy = _("Kiểm tra lại số tiền và đơn vị tính.")
                found.append(
                    Finding("line-within-support", message, "warning", f"lines:{line.position}:{name}", remedy)
                )
    return found
