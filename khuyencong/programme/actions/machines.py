"""Writes the machine register: what was bought with support, and what later visits found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, standing_of
from khuyencong.documents.actions import PaperGiven, letter_recorded
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.programme.models import Beneficiary, Machine, MachineVisit, Project
from khuyencong.programme.permissions import can_record_for, can_sit
from khuyencong.programme.queries.machines import keep_years, machines_of_establishment, with_serial, years_from
from khuyencong.programme.rules.machines import (
    amounts_fit,
    beneficiary_is_of_project,
    bought_before,
    machine_is_described,
    nothing_alike_supported,
    supported_once,
    visit_fits,
)
from khuyencong.programme.states import Desk
from khuyencong.records.actions import record_event
from khuyencong.registry.models import NormValue


def may_record_machine(standing: Standing, project: Project) -> bool:
    """The implementing unit for its own projects, the Agency's officers, and who records for others."""
    own = can_sit(standing, Desk.UNIT, project) or can_sit(standing, Desk.OFFICER, project)
    return own or can_record_for(standing, Desk.UNIT)


def may_record_visit(standing: Standing, project: Project) -> bool:
    """Whoever records its machines, and the Sở of its province."""
    return may_record_machine(standing, project) or can_sit(standing, Desk.SO, project)


def serial_as_stored(serial: str) -> str:
    """Without spaces, letters capital: 'ab 12' and 'AB12' are one serial."""
    return "".join(serial.split()).upper()[:80]


@transaction.atomic
def record_machine(
    *, by: User, today: date, project: Project, name: str, site: str, bought_on: date, serial: str = "",
    maker: str = "", made_in: int | None = None, cost: int | None = None, support: int | None = None,
    beneficiary: Beneficiary | None = None, keep_until: date | None = None, paper: PaperGiven = None,
    confirmed: bool = False,
) -> Machine:  # fmt: skip
    """Record a machine bought in a project; amounts in đồng. ``keep_until`` is by the norm of the day when not given.

    Raises Refused for a machine supported before. One merely alike with the same establishment is refused as a
    warning until the person says ``confirmed``.
    """
    if not may_record_machine(standing_of(by, today), project):
        raise Refused(Finding("not-your-desk", _("Bạn không ghi máy móc của đề án này.")))
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    until = keep_until or _kept_until(bought_on)
    stored = serial_as_stored(serial)
    earlier = machines_of_establishment(beneficiary.establishment_id) if beneficiary is not None else []
    found = [
        *machine_is_described(name, site),
        *amounts_fit(cost, support),
        *bought_before(bought_on, until, today),
        *beneficiary_is_of_project(beneficiary, project),
        *supported_once(stored, maker, with_serial(stored)),
    ]
    refuse_errors(found)
    if not confirmed and (doubts := nothing_alike_supported(name, earlier)):
        raise Refused(*doubts)
    values = {"name": name.strip()[:300], "maker": maker.strip()[:120], "site": site.strip()[:300]}
    machine = Machine.objects.create(
        project=project, beneficiary=beneficiary, serial=stored, made_in=made_in, cost=cost, support=support,
        bought_on=bought_on, keep_until=until, paper=letter_recorded(by=by, paper=paper, abstract=name, today=today),
        folded=_folded(values, stored), **values,
    )  # fmt: skip
    record_event(by=by, verb="machine_recorded", on=bought_on, subjects=[machine, project], detail=_said(support))
    return machine


def _kept_until(bought_on: date) -> date:
    try:
        return years_from(bought_on, keep_years(bought_on))
    except NormValue.DoesNotExist:
        message = _("Ngày mua chưa có quy định về thời gian giữ máy trong hệ thống.")
        finding = Finding("keep-years-known", message, where="keep_until", remedy=_("Ghi thời hạn giữ máy."))
        raise Refused(finding) from None


def _folded(values: Mapping[str, str], serial: str) -> str:
    return fold(" ".join([values["name"], serial, values["maker"], values["site"]]))[:900]


def _said(amount: int | None) -> dict[str, Any]:
    return {} if amount is None else {"amount": amount}


@transaction.atomic
def record_visit(
    *, by: User, today: date, machine: Machine, on: date, in_use: str, jobs: int | None = None,
    revenue: int | None = None, note: str = "", paper: PaperGiven = None,
) -> MachineVisit:  # fmt: skip
    """Record what a follow-up visit found; ``revenue`` in đồng a year."""
    locked = Machine.objects.select_for_update(of=("self",)).select_related("project").get(pk=machine.pk)
    if not may_record_visit(standing_of(by, today), locked.project):
        raise Refused(Finding("not-your-desk", _("Bạn không ghi kết quả theo dõi máy móc của đề án này.")))
    same_day = MachineVisit.objects.filter(machine=locked, on=on).exists()
    refuse_errors([*visit_fits(locked, on, in_use, today, same_day=same_day), *amounts_fit(revenue, None)])
    document = letter_recorded(by=by, paper=paper, abstract=locked.name, today=today)
    visit = MachineVisit.objects.create(
        machine=locked, on=on, in_use=in_use, jobs=jobs, revenue=revenue, note=note.strip()[:600], paper=document
    )
    record_event(
        by=by, verb="machine_visited", on=on, subjects=[locked, locked.project], detail={"in_use": in_use}
    )  # fmt: skip
    return visit
