"""Closes the file of a project: nothing under way, nothing unsettled; read-only afterwards."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.programme.models import Execution, Project
from khuyencong.programme.permissions import can_sit
from khuyencong.programme.states import Desk
from khuyencong.programme.transitions import EXECUTION
from khuyencong.records.actions import carry_out
from khuyencong.records.transitions import Deed
from khuyencong.registry.queries import norm


@transaction.atomic
def close_file(*, by: User, project: Project, on: date, retention: str = "") -> Execution:
    """Close the file with its retention class (thời hạn bảo quản). Raises Refused with everything still open."""
    if not can_sit(standing_of(by, on), Desk.OFFICER, project):
        raise Refused(Finding("not-your-desk", _("Chỉ chuyên viên Cục đóng hồ sơ đề án.")))
    Project.objects.select_for_update(of=("self",)).only("pk").get(pk=project.pk)
    execution = Execution.objects.filter(project=project).first()
    if execution is None:
        raise Refused(Finding("nothing-to-close", _("Đề án chưa triển khai nên chưa có hồ sơ để đóng.")))
    kept = retention.strip()[:60] or f"{norm('file.retention', on=on).value} năm"

    def keep(locked: Execution, _transition: object, _deed: Deed) -> None:
        locked.retention = kept

    closed, _event = carry_out(
        thing=execution, machine=EXECUTION, name="close", deed=Deed(on, by), effect=keep, subjects=[project]
    )
    return closed
