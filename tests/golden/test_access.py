"""Role × address: what every role gets from every address is a reviewed file, and reading never writes.

After a wanted change: KC_WRITE_GOLDEN=1 pytest tests/golden/test_access.py, then review the difference of access.csv.
"""

import csv
import io
import os
from pathlib import Path

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from khuyencong.accounts.models import User
from khuyencong.cli.demo_year import ACCOUNTS
from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.documents.actions import start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.models import Document, Draft
from khuyencong.oversight.models import (
    Booth,
    ExternalConclusion,
    Guidance,
    Inspection,
    Invitation,
    Milestone,
    Petition,
    Photo,
    Recommendation,
)
from khuyencong.programme.models import AllocationBatch, Dossier, Machine, Obstacle, StatementLine
from khuyencong.records.models import Attachment, ImportRow, ImportRun
from khuyencong.registry.models import Change, Charge, EstablishmentIdentifier, Organisation, Place
from khuyencong.reporting.actions import freeze, keep_report_draft
from khuyencong.reporting.states import Asked
from tests.conftest import HALF_YEAR

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("access.csv")
PERSONS = ["(anonymous)", *[account.username for account in ACCOUNTS]]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _draft() -> Draft:
    officer = User.objects.get(username="chuyenvien")
    return start_draft(by=officer, on=HALF_YEAR, wording=Wording(abstract="Dự thảo minh họa", body="Nội dung"))


@pytest.fixture
def samples():
    """Something real for every argument an address takes."""
    user = User.objects.get(username="truongphong")
    edition = freeze(by=user, asked=Asked(2024, HALF_YEAR), today=HALF_YEAR)
    run = ImportRun.objects.filter(year=2024, kind="plan").get()
    batch = AllocationBatch.objects.filter(year=2024).first()
    dossier = Dossier.objects.get(project__code="KCQG-2024-37-025", kind="advance").pk
    obstacle, machine = Obstacle.objects.earliest("pk").pk, Machine.objects.earliest("pk").pk
    workshop = EstablishmentIdentifier.objects.earliest("pk").establishment_id
    line = StatementLine.objects.filter(state="unknown").earliest("pk").pk
    letter, draft = Document.objects.earliest("pk"), _draft()
    petition, guidance = Petition.objects.earliest("pk").pk, Guidance.objects.earliest("pk").pk
    milestone = Milestone.objects.earliest("pk").pk
    task = Milestone.objects.get(pk=milestone).task_id
    trip = Inspection.objects.filter(state="field").earliest("pk")
    stop, picture = trip.stops.earliest("pk"), Photo.objects.earliest("pk").pk
    external, recommendation = ExternalConclusion.objects.earliest("pk").pk, Recommendation.objects.earliest("pk").pk
    opinion, version = Opinion.objects.earliest("pk").pk, ClusterList.objects.earliest("pk")
    booth = Booth.objects.earliest("pk").pk
    gathering = Booth.objects.get(pk=booth).gathering_id
    guest = Invitation.objects.filter(gathering=gathering).earliest("pk").pk
    change = Change.objects.get(state="entered").pk
    charge = Charge.objects.exclude(evidence="V").earliest("pk")
    kept = keep_report_draft(by=user, asked=Asked(2024, HALF_YEAR), today=HALF_YEAR)
    return {
        "project": ["KCQG-2024-40-027"],
        **{name: [change] for name in ("change", "change-moved", "change-reversal", "change-choices")},
        "change-step": [change, "withdraw"],
        "place": [Place.objects.get(name="Bến Tre", level="province").pk],
        "organisation": [Organisation.objects.get(code="CUC").pk],
        "system-map-province": [charge.place_id],
        "system-map-confirm": [charge.place_id, charge.pk],
        "system-map-correct": [charge.place_id, charge.pk],
        "project-close": ["KCQG-2024-40-027"],
        "dossier-new": ["KCQG-2024-40-027"],
        **{
            name: [dossier]
            for name in (
                "dossier",
                "dossier-fill",
                "dossier-lines",
                "dossier-copy",
                "dossier-changes",
                "dossier-checks",
                "dossier-pack",
                "dossier-filled",
            )
        },
        "dossier-step": [dossier, "check"],
        "dossier-beneficiary": [dossier],
        "project-package": ["KCQG-2024-40-027"],
        "paper": [letter.pk],
        "paper-handled": [letter.pk],
        "paper-reply": [letter.pk],
        "draft": [draft.pk],
        "draft-edit": [draft.pk],
        "draft-version": [draft.pk, 1],
        "draft-step": [draft.pk, "submit"],
        "draft-file": [draft.pk, "du-thao", "pdf"],
        "petition": [petition],
        "petition-step": [petition, "assign"],
        "petition-publish": [petition],
        "guidance-item": [guidance],
        "guidance-end": [guidance],
        "work-tasks-paper": ["pdf"],
        "work-task-decide": [task, "carry"],
        "work-task": [task],
        "work-task-step": [task, "begin"],
        "work-task-milestone": [task, milestone],
        "work-task-feed": ["khong-co"],
        "week-sheet": ["pdf"],
        **{
            name: [trip.pk]
            for name in (
                "inspection",
                "inspection-edit",
                "inspection-recommend",
                "inspection-field",
                "inspection-field-state",
                "inspection-field-keep",
                "inspection-field-photo",
            )
        },
        "inspections-paper": ["pdf"],
        "inspection-grounds": [stop.place_id],
        "inspection-photo": [picture],
        "inspection-external": [external],
        "inspection-external-ask": [external],
        "inspection-step": [trip.pk, "notify"],
        "inspection-draft": [trip.pk, "minutes"],
        "inspection-visit": [trip.pk, stop.pk],
        "inspection-minutes": [trip.pk, stop.pk],
        "inspection-minutes-file": [trip.pk, stop.pk, "pdf"],
        "inspection-finding": [trip.pk, stop.pk],
        "recommendation": [recommendation],
        "recommendation-step": [recommendation, "report"],
        "recommendation-hold": [recommendation],
        "recommendation-lift": [recommendation],
        **{name: [opinion] for name in ("opinion", "opinion-give-list", "opinion-views")},
        "opinion-preview": ["khong-co"],
        "opinion-marked": ["khong-co"],
        "opinion-step": [opinion, "withdraw"],
        "opinion-comparison": [opinion, "pdf"],
        "opinion-version": [version.pk],
        "opinion-version-export": [version.pk],
        "opinion-place": [version.place_id],
        **{
            name: [gathering]
            for name in (
                "gathering",
                "gathering-agenda",
                "gathering-invite",
                "gathering-invitations-export",
                "gathering-invitation",
                "gathering-booths",
                "gathering-booths-export",
            )
        },
        "gathering-step": [gathering, "prepare"],
        "gathering-reply": [gathering, guest],
        "gathering-booth-remove": [gathering, booth],
        "report-moved": [kept.pk],
        "obstacle": [obstacle],
        "obstacle-step": [obstacle, "guide"],
        "machine": [machine],
        "machine-visit": [machine],
        "establishment": [workshop],
        "establishment-number": [workshop],
        "establishment-give-number": [workshop],
        "reconciliation-month": ["2024-07"],
        "reconciliation-marked": ["2024-07"],
        "reconciliation-export": ["2024-07"],
        "reconciliation-act": ["2024-07", "khoa"],
        "reconciliation-line": ["2024-07", line, "giai-trinh"],
        "dossier-form": [dossier, "9", "pdf"],
        "project-history": ["KCQG-2024-40-027"],
        "allocation": [batch.pk],
        "figure": ["programme.allocated"],
        "import-preview": ["khong-co"],
        "import-record": ["khong-co"],
        "import-marked": ["khong-co"],
        "import-forget": ["khong-co"],
        "import-run": [run.pk],
        "import-run-marked": [run.pk],
        "import-settle": [run.pk, ImportRow.objects.filter(run=run).first().pk],
        "attachment": [Attachment.objects.filter(kind="workbook").first().pk],
        "report-file": ["pdf"],
        "edition": [edition.pk],
        "edition-figure": [edition.pk, "programme.planned"],
        "edition-issue": [edition.pk],
        "edition-file": [edition.pk, "docx"],
        "set-password": ["MQ", "khong-dung"],
    }


def addresses(samples):
    """(name, methods, address) of every route of the table."""
    for pattern in get_resolver().url_patterns[0].url_patterns:
        yield pattern.name, pattern.callback.methods, reverse(pattern.name, args=samples.get(pattern.name, []))


def client_of(person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person != "(anonymous)":
        client.force_login(User.objects.get(username=person), backend="django.contrib.auth.backends.ModelBackend")
    return client


def written(context) -> list[str]:
    return [
        query["sql"]
        for query in context.captured_queries
        if query["sql"].lstrip().upper().startswith(WRITES) and "django_session" not in query["sql"]
    ]


def test_matrix_is_the_reviewed_one_and_reading_never_writes(samples):
    answers: dict[tuple[str, str], dict[str, str]] = {}
    wrote = []
    for person in PERSONS:
        for name, methods, address in addresses(samples):
            for method in ("GET", "POST"):
                if method not in methods:
                    continue
                client = client_of(person)
                reset_queries()  # the log is cut off at 9000 and would hide what comes after
                with CaptureQueriesContext(connection) as context:
                    response = client.generic(method, address)
                answers.setdefault((name, method), {})[person] = str(response.status_code)
                if method == "GET" and written(context):
                    wrote.append((person, address, written(context)[0]))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["address", "method", *PERSONS])
    for (name, method), row in answers.items():
        table.writerow([name, method, *(row[person] for person in PERSONS)])
    if os.environ.get("KC_WRITE_GOLDEN"):
        FILE.write_text(out.getvalue())
    assert wrote == []
    assert out.getvalue() == FILE.read_text()


def test_no_address_breaks(samples):
    rows = list(csv.reader(FILE.read_text().splitlines()))[1:]
    assert [row for row in rows if any(status.startswith("5") for status in row[2:])] == []


def test_every_post_with_a_past_date_is_refused(samples):
    harmless = {"choose-as-of", "clear-as-of", "choose-year", "choose-language", "sign-in", "sign-out"}
    for name, methods, address in addresses(samples):
        if "POST" not in methods or name in harmless:
            continue
        for how in ("cookie", "address", "form"):
            client = client_of("truongphong")
            data = {}
            if how == "cookie":
                client.cookies["kc_tinh_den"] = "2024-06-30"
            elif how == "address":
                address = f"{address.partition('?')[0]}?tinh_den=30/06/2024"
            else:
                address, data = address.partition("?")[0], {"tinh_den": "30/06/2024"}
            assert client.post(address, data).status_code == 409, (name, how)
