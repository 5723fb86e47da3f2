"""Files that wait for a choice by hand stand in the list of work of who may choose, and nowhere once all are given."""

import re
from datetime import date

import pytest
from django.utils import timezone

from khuyencong.accounts.models import User
from khuyencong.programme.models import Project
from khuyencong.registry.actions import apply_change, choose_holder, enter_change, keep_source
from khuyencong.registry.models import Change, HandChoice, Organisation
from khuyencong.registry.queries import changes_leaving, files_of, files_waiting
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, ChangeKind
from tests.registry.changes.history import new_body

pytestmark = pytest.mark.django_db
ON, TODAY, MINE = date(2026, 10, 1), timezone.localdate(), "/viec/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def change() -> Change:
    """A centre with open projects that ended without a receiver."""
    body = Organisation.objects.get(pk=Project.objects.get(code="KCQG-2024-86-073").implementer_id)
    paper = keep_source(by=None, number="9911/QĐ-UBND", title="Minh họa", issued_on=ON)
    entry = Entry(ChangeKind.END, About.BODY, ON, paper, (Side(body=body),))
    entered = enter_change(by=User.objects.get(username="chuyenvien"), entry=entry)
    return apply_change(by=User.objects.get(username="truongphong"), change=entered, today=ON)


def files(change: Change) -> list[str]:
    return files_of(files_waiting([change], TODAY).get(change.pk, []))


def test_the_line_counts_down_and_leads_to_the_list(change, as_person):
    head, link = as_person("truongphong"), f'href="/thay-doi/{change.pk}/cho-chon/#cho"'
    page = text_of(head.get(MINE))
    assert f"{len(files(change))} hồ sơ chờ người chọn nơi tiếp nhận." in page and link in page
    listed = text_of(head.get(f"/thay-doi/{change.pk}/cho-chon/"))
    assert listed.count('name="chon"') == len(files(change))
    assert f"{len(files(change))} hồ sơ chờ người chọn nơi tiếp nhận." in text_of(head.get(f"/thay-doi/{change.pk}/"))
    project = Project.objects.get(code="KCQG-2024-86-073")
    before, new = len(files(change)), new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1))
    given = {"holder": "Trung tâm tiếp nhận (thử)", "on": "02/11/2026", "reason": "Theo quyết định"}
    sent = head.post(f"/thay-doi/{change.pk}/cho-chon/", {**given, "chon": f"programme.project:{project.pk}"})
    assert sent.status_code == 302
    assert f"{before - 1} hồ sơ chờ người chọn" in text_of(head.get(MINE))
    sent = head.post(f"/thay-doi/{change.pk}/cho-chon/", {**given, "chon": files(change)})
    assert sent.status_code == 302 and new.pk
    assert link not in text_of(head.get(MINE))


def test_a_file_given_by_mistake_is_given_again_once(change, as_person):
    head, address = as_person("truongphong"), f"/thay-doi/{change.pk}/cho-chon/"
    project = Project.objects.get(code="KCQG-2024-86-073")
    first, right = (new_body(f"Trung tâm {n} (thử)", date(2020, 1, 1)) for n in ("nhầm", "đúng"))
    choose_holder(by=None, change=change, file=project, on=ON, reason="Nhầm", body=first)
    tick = re.search(r'name="chon" value="([^"]+@\d+)"', head.get(address).content.decode())[1]
    given = {"holder": "Trung tâm đúng (thử)", "on": "01/10/2026", "reason": "Theo quyết định", "chon": tick}
    assert head.post(address, given).status_code == 302
    kept = HandChoice.objects.get(change=change, subject=f"programme.project:{project.pk}")
    assert (kept.body, kept.on, kept.reason) == (right, ON, "Theo quyết định")
    page = text_of(head.get(address))
    assert "Trung tâm đúng (thử)</td>" in page and "Trung tâm nhầm (thử)</td>" not in page
    second = head.post(address, given)  # from a page that was open since before
    assert second.status_code == 422 and "vừa được người khác giao" in text_of(second)
    assert 'name="chon"' not in text_of(as_person("chuyenvien").get(address))


def test_only_who_may_choose_is_told_and_the_list_of_changes_says_it_too(change, as_person):
    for name, told in (("lanhdao", True), ("chuyenvien", False), ("so-nghean", False)):
        assert (f"/thay-doi/{change.pk}/cho-chon/" in text_of(as_person(name).get(MINE))) is told, name
    row = f'href="/thay-doi/{change.pk}/cho-chon/#cho"'
    assert row in text_of(as_person("chuyenvien").get("/thay-doi/"))
    assert row not in text_of(as_person("so-nghean").get("/thay-doi/"))


def test_the_first_page_tells_how_many_and_other_pages_do_not_ask(change, as_person, django_assert_max_num_queries):
    head = as_person("truongphong")
    waiting = sum(len(files_of(groups)) for groups in files_waiting(changes_leaving(TODAY), TODAY).values())
    page = text_of(head.get("/"))
    assert waiting and f"{waiting} hồ sơ chờ người chọn nơi tiếp nhận." in page and 'href="/viec/#thay-doi"' in page
    assert "hồ sơ chờ người chọn" not in text_of(as_person("chuyenvien").get("/"))
    with django_assert_max_num_queries(19):
        head.get("/dia-chi/")


def test_a_past_day_shows_what_waited_then(change, as_person):
    head = as_person("truongphong")
    project = Project.objects.get(code="KCQG-2024-86-073")
    many = len(files(change))
    choose_holder(
        by=None, change=change, file=project, on=date(2026, 11, 2), reason="Theo quyết định",
        body=new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1)),
    )  # fmt: skip
    assert f"{many} hồ sơ chờ người chọn" in text_of(head.get(MINE, {"tinh_den": "01/11/2026"}))
    assert f"{many - 1} hồ sơ chờ người chọn" in text_of(head.get(MINE, {"tinh_den": "02/11/2026"}))
    assert f"/thay-doi/{change.pk}/" not in text_of(head.get(MINE, {"tinh_den": "30/09/2026"}))
