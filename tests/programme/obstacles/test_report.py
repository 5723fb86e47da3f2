"""What the half-year report says of obstacles: nothing without rows, else figures that open to exactly their rows."""

from datetime import date

import pytest

from khuyencong.kernel.papers import Paragraph
from khuyencong.programme.actions import record_plan
from khuyencong.programme.models import Project
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import OBSTACLES, adds_up, figure_of, figures_of, not_opening, rows_of
from khuyencong.reporting.states import Asked
from tests.programme.obstacles.test_obstacles import move, raised
from tests.programme.papers import options, plan, project

pytestmark = pytest.mark.django_db
HALF_YEAR = date(2021, 6, 30)
RAISED, GUIDED, DONE = date(2021, 3, 1), date(2021, 4, 2), date(2021, 6, 1)


@pytest.fixture(autouse=True)
def plan_of_2021():
    """A year of its own, so that obstacles of the demo do not count."""
    record_plan(by=None, printed=plan([project(1), project(2, place="Nghệ An")]), options=options("vuong-mac"))


def of_place(name: str) -> Project:
    return Project.objects.get(year=2021, place__name=name)


def text_of(day: date = HALF_YEAR) -> list[str]:
    rows = Project.objects.all()
    paper = six_month.paper_of(rows, six_month.measure(rows, Asked(2021, day)))
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def make() -> None:
    given = {"year": 2021, "on": RAISED}
    one = raised(project=of_place("Nghệ An"), **given)
    two = raised(project=of_place("Phú Thọ"), side="locality", **given)
    words = "Trung tâm chuyển về Ủy ban nhân dân tỉnh"
    raised("so-nghean", topic="organisation", side="locality", what=words, **given)
    move("guide", "chuyenvien", one, on=GUIDED)
    move("guide", "chuyenvien", two, on=DONE)
    move("resolve", "chuyenvien", one, on=DONE)


def test_without_obstacles_the_report_is_as_it_was():
    assert not set(OBSTACLES) & set(figures_of(Project.objects.all(), 2021, HALF_YEAR))
    assert "Vướng mắc về tổ chức bộ máy khuyến công ở địa phương: chưa có dữ liệu." in text_of()
    assert not any("đã tháo gỡ" in text for text in text_of())


def test_the_difficulties_say_what_was_raised_resolved_and_guided():
    make()
    said = text_of()
    assert (
        "Đến ngày 30/6/2021 đã ghi nhận 03 vướng mắc trong triển khai đề án, đã tháo gỡ 01/03; đã hướng dẫn 02 địa "
        "phương hoàn thiện hồ sơ, triển khai đề án theo quy định." in said
    )
    norms = "- Định mức, đơn giá: 2 vướng mắc, đã tháo gỡ 1 (thuộc về: Cục 1; Địa phương 1), tại Nghệ An, Phú Thọ."
    assert norms in said
    organisation = "- Tổ chức bộ máy khuyến công: 1 vướng mắc, chưa tháo gỡ (thuộc về: Địa phương 1), tại Nghệ An."
    assert organisation in said
    assert not any("tổ chức bộ máy khuyến công ở địa phương: chưa có dữ liệu" in text for text in said)
    assert not any("đã ghi nhận" in text for text in text_of(date(2021, 2, 1)))


def test_each_figure_opens_to_its_rows():
    make()
    rows = Project.objects.all()
    figures = figures_of(rows, 2021, HALF_YEAR)
    assert [figures[code].value for code in OBSTACLES] == [3, 1, 2]
    assert not_opening(figures, rows, 2021, HALF_YEAR) == []
    for code in OBSTACLES:
        opened = rows_of(code, rows, 2021, GUIDED)
        assert adds_up(figure_of(code, rows, 2021, GUIDED), [row.amount for row in opened])
    assert [row.text for row in rows_of("obstacles.guided_places", rows, 2021, HALF_YEAR)] == ["Nghệ An", "Phú Thọ"]
    codes = {row.project for row in rows_of("obstacles.raised", rows, 2021, HALF_YEAR)}
    assert codes == {of_place("Nghệ An").code, of_place("Phú Thọ").code, ""}
