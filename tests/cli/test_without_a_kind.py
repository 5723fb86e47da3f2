"""A system built without a kind of the office's rows reports that kind as "chưa có dữ liệu", and the others in full."""

import json
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Kc

TRUTH = json.loads(
    (Path(__file__).resolve().parent.parent.parent / "data" / "demo" / "truth_office_2024.json").read_text()
)
LEFT_OUT = [("petitions", "tasks"), ("inspections", "opinions", "gatherings")]


@pytest.mark.parametrize("kinds", LEFT_OUT, ids="+".join)
def test_what_was_never_recorded_is_said_and_the_rest_counted(kinds, other_engine, tmp_path):
    kc, out = Kc(tmp_path / "home", other_engine), tmp_path / "report.docx"
    kc("demo", *(word for kind in kinds for word in ("--without", kind)))
    kc("report", "six-month", "--year", 2024, "--out", out, "--format", "docx")
    told = {paragraph.text for paragraph in Document(out).paragraphs}
    for kind, sentences in TRUTH["missing"].items():
        assert {sentence in told for sentence in sentences} == {kind in kinds}, kind
    prefixes = tuple(f"{TRUTH['kinds'][kind]}." for kind in kinds)
    wanted = {code: value for code, value in TRUTH["figures"].items() if not code.startswith(prefixes)}
    figures = json.loads(kc("report", "six-month", "--year", 2024).stdout)["figures"]
    assert {code: figures[code]["value"] for code in TRUTH["figures"] if code in figures} == wanted


def test_an_unknown_kind_is_refused_before_anything_is_built(tmp_path):
    kc = Kc(tmp_path / "home")
    assert "Không có loại dữ liệu minh họa khac" in kc("demo", "--without", "khac", code=2).err
    assert not list(tmp_path.glob("home/*.sqlite3"))
