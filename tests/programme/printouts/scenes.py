"""Dossiers of every kind of one invented project, for the tests of papers."""

from datetime import date

from khuyencong.programme.actions.dossiers import open_dossier, write_changes, write_lines
from khuyencong.programme.models import Beneficiary, Dossier
from tests.programme.carrying_out.cast import MILLION, TODAY, Cast, cast

DAY = date(2021, 12, 20)
CONTRACTED = 300 * MILLION
ODD = 289_765_432  # an amount that no rounding leaves as it is


def rows(one: Cast) -> list[dict]:
    beneficiary = Beneficiary.objects.filter(project=one.project).first()
    return [
        {"title": "Máy sấy phun sương", "unit": "máy", "quantity": 1, "support": 200 * MILLION,
         "counterpart": 150 * MILLION, "beneficiary": beneficiary.pk if beneficiary else None},
        {"title": "Máy đóng gói", "unit": "máy", "quantity": 2, "support": 100 * MILLION,
         "counterpart": 40 * MILLION, "other": 10 * MILLION},
    ]  # fmt: skip


def contracted(mark: str = "a", **changes) -> Cast:
    """A project with a recorded contract of two lines."""
    one = cast(mark=mark, **changes)
    on = date(2021, 4, 1)
    made = one.open("contract", on, amount=CONTRACTED)
    write_lines(by=one.officer, dossier=made, lines=rows(one), today=TODAY)
    for who, step in ((one.officer, "propose"), (one.head, "agree"), (one.leader, "endorse")):
        one.act(who, made, step, on)
    one.made["contract"] = one.act(one.clerk, made, "record", on, document=one.paper("HĐ", on))
    return one


def worked(mark: str = "a") -> Cast:
    """The same project with progress, an advance, a final acceptance and a payment."""
    one = contracted(mark)
    one.made["progress"] = one.progress(400 * MILLION, date(2021, 6, 20))
    one.made["advance"] = one.pay("advance", 210 * MILLION, date(2021, 7, 1))
    one.made["acceptance"] = one.accept(ODD, date(2021, 9, 1))
    one.made["payment"] = one.pay("payment", ODD - 210 * MILLION, date(2021, 10, 1))
    one.made["settlement"] = Dossier.objects.get(project=one.project, kind="settlement")
    return one


def of_every_kind(mark: str = "a") -> dict[str, Dossier]:
    """A dossier of each kind, those that never stand together included, as drafts where they have not happened."""
    one = worked(mark)
    made = dict(one.made)
    on = date(2021, 11, 1)
    makers = {"plan": one.unit, "support": one.unit, "liquidation": one.officer, "year_end": one.officer,
              "refund": one.unit, "adjustment": one.unit, "opening": one.accountant}  # fmt: skip
    for kind, maker in makers.items():
        made[kind] = open_dossier(
            by=maker, project=one.project, kind=kind, on=on, today=TODAY, values={"amount": 12_345_678}
        )  # fmt: skip
    write_changes(by=one.unit, dossier=made["adjustment"], today=TODAY, changes=[
        {"change": "increase_support", "before": "300 triệu đồng", "after": "312,345678 triệu đồng",
         "amount": 312_345_678},
        {"change": "time_in_year", "before": "11/2021", "after": "12/2021", "ends_on": date(2021, 12, 31)},
    ])  # fmt: skip
    return made
