"""Run in a site's home: two projects of 2021, an account of the accountant, and July's statement with one wrong
amount, one payment the system does not know and one line twice. Usage: python -m tests.journeys.month_to_reconcile FILE
"""

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import django

PASSWORD = "trinh-dien-2024"
JULY = date(2021, 7, 1)


def main(path: Path) -> None:
    from khuyencong.programme.actions import record_allocations, record_plan
    from khuyencong.programme.models import Project, TreasuryEntry
    from tests.programme.carrying_out.cast import MILLION, cast
    from tests.programme.papers import allocation, allocations, batch, options, plan, project
    from tests.programme.statements.books import usual

    rows = [project(number, 300, total_cost=500 * MILLION) for number in (1, 2)]
    record_plan(by=None, printed=plan(rows), options=options("two"))
    record_allocations(by=None, options=options("second"),
                       printed=allocations(batch([allocation(2, 300)], number="8812/QĐ-CTĐP")))  # fmt: skip
    one = cast(mark="first")
    two = replace(one, project=Project.objects.get(year=2021, position=2))
    for each in (one, two):
        each.contract(300 * MILLION, date(2021, 4, 1))
        each.progress(400 * MILLION, date(2021, 6, 20))
        each.pay("advance", 200 * MILLION, JULY)
    one.accept(290 * MILLION, date(2021, 7, 10))
    one.ask("payment", 90 * MILLION, date(2021, 7, 12))
    one.accountant.set_password(PASSWORD)
    one.accountant.save()
    first, second = (
        TreasuryEntry.objects.get(project=each.project, kind="advance").document.number for each in (one, two)
    )
    code, other, body = one.project.code, two.project.code, one.project.implementer_name
    path.write_bytes(
        usual(
            [
                (first, JULY, "Tạm ứng theo hợp đồng đợt 1", code, body, "Tạm ứng", 200 * MILLION),
                (second, JULY, "Tạm ứng theo hợp đồng đợt 1", other, body, "Tạm ứng", 205 * MILLION),
                ("500/KB", date(2021, 7, 20), "Thanh toán khối lượng", code, body, "Thực chi", 80 * MILLION),
                ("500/KB", date(2021, 7, 20), "Thanh toán khối lượng", code, body, "Thực chi", 80 * MILLION),
            ]
        )
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(Path(sys.argv[1]))
