"""A trip that is in the field, built by actions, and what the database holds of it."""

from datetime import date

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter
from khuyencong.oversight.actions import inspections as act
from khuyencong.oversight.actions.inspections import MemberGiven, StopGiven
from khuyencong.oversight.models import Inspection, Observation, Photo
from khuyencong.programme.models import Project
from khuyencong.registry.models import Place

TODAY = date(2024, 12, 31)
STARTS, ENDS = date(2024, 8, 12), date(2024, 8, 16)


def who(name: str) -> User:
    return User.objects.get(username=name)


def planned_trip(title: str = "Kiểm tra khuyến công minh họa", *, with_accounts: bool = True) -> Inspection:
    """In the plan: the projects of one province, the clusters of another. The officer of the demo is in the team."""
    project = Project.objects.filter(year=2023, place__isnull=False).select_related("place").order_by("position")[0]
    other = Place.objects.filter(level="province", valid_to__isnull=True).exclude(pk=project.place_id).order_by("pk")[0]
    officer = who("chuyenvien") if with_accounts else None
    return act.plan_inspection(
        by=who("chuyenvien"), today=TODAY, year=2024, kind="check", title=title, starts_on=STARTS, ends_on=ENDS,
        stops=[StopGiven(project.place, "projects", (2022, 2023), STARTS), StopGiven(other, "clusters", (), ENDS)],
        members=[MemberGiven("Nguyễn Văn Mẫu", "head"), MemberGiven("Trần Thị Mẫu", "secretary", user=officer)],
        on=date(2024, 7, 1),
    )  # fmt: skip


def trip_in_the_field(title: str = "Kiểm tra khuyến công minh họa", *, with_accounts: bool = True) -> Inspection:
    """Planned, decided, told to the province, set out."""
    trip = planned_trip(title, with_accounts=with_accounts)
    clerk = {"by": who("vanthu"), "today": TODAY, "inspection": trip}
    act.record_decision(**clerk, letter=Letter(f"71{trip.pk}/QĐ-CTĐP", date(2024, 7, 20), signatory="Lê Văn Mẫu"))
    act.record_notice(**clerk, letter=Letter(f"72{trip.pk}/TB-CTĐP", date(2024, 7, 25), signatory="Lê Văn Mẫu"))
    return act.set_out(by=who("chuyenvien"), today=TODAY, inspection=trip, on=STARTS)


def kept(pk: int) -> dict[str, list[str]]:
    """What the database holds of a trip: texts of its findings, digests of its photos."""
    findings = Observation.objects.filter(stop__inspection_id=pk).order_by("seen_at")
    photos = Photo.objects.filter(observation__stop__inspection_id=pk)
    return {
        "findings": [row.text for row in findings],
        "photos": [row.attachment.blob.sha256 for row in photos],
    }
