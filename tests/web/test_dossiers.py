"""Pages of dossiers: each desk sees its step, papers and refusals are shown, nothing is lost."""

from datetime import date

import pytest
from django.test import Client

from khuyencong.programme.models import Dossier, DossierStep
from tests.programme.carrying_out.cast import MILLION, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return cast()


def as_user(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_file_and_dossier_pages_open_for_every_desk(one):
    made = one.contract(300 * MILLION, date(2021, 4, 1))
    for user in (one.unit, one.so, one.officer, one.head, one.leader, one.clerk, one.accountant):
        client = as_user(user)
        for tab in ("", "kinh-phi", "ho-so", "lich-su"):
            assert client.get(f"/de-an/{one.project.code}/?muc={tab}&nam=2021").status_code == 200
        assert client.get(f"/ho-so/{made.pk}/?nam=2021").status_code == 200
        assert client.get("/viec/").status_code == 200
        assert client.get("/?nam=2021").status_code == 200
    assert as_user(one.officer).get(f"/ho-so/{made.pk}/").status_code == 200


def test_a_contract_through_its_pages(one):
    officer, head, clerk = as_user(one.officer), as_user(one.head), as_user(one.clerk)
    answer = officer.post(f"/de-an/{one.project.code}/ho-so/", {"loai": "contract", "ngay": "01/04/2021"})
    made = Dossier.objects.get(project=one.project, kind="contract")
    assert answer["Location"] == f"/ho-so/{made.pk}/"
    officer.post(f"/ho-so/{made.pk}/noi-dung/", {"amount": "300 triệu", "note": ""})
    made.refresh_from_db()
    assert made.amount == 300 * MILLION
    step = lambda client, name, state, **more: client.post(  # noqa: E731
        f"/ho-so/{made.pk}/buoc/{name}/", {"buoc": state, f"{name}-on": "02/04/2021", **more}
    )
    assert step(officer, "propose", "draft").status_code == 302
    refused = step(officer, "agree", "checked")
    assert refused.status_code == 422
    assert "không thuộc quyền của bạn" in refused.content.decode()
    assert step(head, "agree", "checked").status_code == 302
    again = step(head, "agree", "checked")
    assert again.status_code == 422
    assert "không còn ở bước bạn đã xem" in again.content.decode()
    bare = step(clerk, "record", "agreed")
    assert "cần văn bản làm căn cứ" in bare.content.decode()
    done = step(clerk, "record", "agreed", **{"record-number": "58/HĐ-KCQG", "record-signatory": "Nguyễn Văn Mẫu"})
    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.document.number) == ("recorded", "58/HĐ-KCQG")
    assert list(DossierStep.objects.filter(dossier=made).values_list("name", flat=True)) == [
        "propose",
        "agree",
        "record",
    ]
