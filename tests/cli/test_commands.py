"""The command line as scripts and administrators use it: real processes, real files, real homes."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document as Word
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

DEMO = Path(__file__).resolve().parent.parent.parent / "data" / "demo"
PLAN, ALLOCATIONS = DEMO / "ke_hoach_2024.xlsx", DEMO / "phan_bo_2024.xlsx"
TRUTH = json.loads((DEMO / "truth_2024.json").read_text())


def report(kc, *words) -> dict:
    return json.loads(kc("report", "six-month", "--year", 2024, *words).out)


def test_empty_system_has_a_link_and_no_known_password(empty):
    assert "/mat-khau/" in empty.link
    assert "quantri" in empty.link
    empty("init", code=2)
    found = json.loads(empty("doctor", "--json").out)
    assert found["safe"] is True
    assert found["checks"]["demo_accounts"]["level"] == "ok"


def test_demo_is_refused_in_a_home_with_other_data(empty):
    assert "dữ liệu khác" in empty("demo", code=2).err


def test_doctor_calls_a_demo_unsafe(demo):
    found = json.loads(demo("doctor", "--json", code=2).out)
    assert found["checks"]["demo_accounts"]["level"] == "unsafe"


def test_main_job_from_an_empty_system(empty, tmp_path):
    first = json.loads(empty("import", "plan", PLAN, "--year", 2024, "--json").out)
    assert (first["rows"], first["complete"], first["changed"]) == (
        {"created": 106, "unchanged": 0, "doubtful": 0},
        True,
        True,
    )
    assert json.loads(empty("import", "allocations", ALLOCATIONS, "--year", 2024, "--json").out)["complete"] is True
    answer = report(empty)
    assert "banner" not in answer
    assert answer["as_of"] == "2024-06-30"
    assert answer["figures"]["programme.allocated"]["value"] == TRUTH["allocated"]
    assert report(empty, "--by", "place", "--map", "now")["breakdown"] == TRUTH["by_place_now"]
    before, after = (report(empty, "--by", "place", "--map", day)["breakdown"] for day in ("2024-12-31", "01/07/2025"))
    assert before != after == TRUTH["by_place_now"]
    assert "31/02/2024" in empty("report", "six-month", "--year", 2024, "--map", "31/02/2024", code=2).err
    again = json.loads(empty("import", "plan", PLAN, "--year", 2024, "--json").out)
    assert (again["already_imported"], again["changed"]) == (True, False)


def test_dry_run_writes_nothing(empty):
    answer = json.loads(empty("import", "plan", PLAN, "--year", 2024, "--dry-run", "--json").out)
    assert (answer["rows"]["created"], answer["changed"]) == (106, False)
    assert "chưa có kế hoạch năm 2024" in empty("report", "six-month", "--year", 2024, code=2).err


def test_decision_given_on_the_command_line(empty):
    words = ("--decision", "3396/QĐ-BCT", "--decision-date", "25/12/2023", "--signatory", "Người Ký Minh Họa")
    empty("import", "plan", PLAN, "--year", 2024, *words)
    answer = report(empty, "--as-of", "26/12/2023")
    assert answer["notes"] == []
    assert answer["figures"]["programme.planned"]["value"] == 130_000_000_000


def test_files_of_every_form(demo, tmp_path):
    word, excel, pdf = (tmp_path / f"report.{form}" for form in ("docx", "xlsx", "pdf"))
    for path in (word, excel, pdf):
        demo("report", "six-month", "--year", 2024, "--format", path.suffix[1:], "--out", path)
    text = "\n".join(paragraph.text for paragraph in Word(word).paragraphs)
    assert "45 tỷ đồng" in text
    assert "Theo nội dung" in load_workbook(excel).sheetnames
    assert "130 tỷ đồng" in " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_doubtful_rows_are_listed_and_come_back_marked(empty, tmp_path):
    book = load_workbook(PLAN)
    sheet = book.active
    sheet["A10"], sheet["B10"], sheet["E11"] = "I", "Tỉnh Không Có", "Tỉnh Không Có"
    sheet["C11"] = "Trung tâm minh họa"
    source, marked = tmp_path / "sai.xlsx", tmp_path / "danh dau.xlsx"
    book.save(source)
    answer = json.loads(empty("import", "plan", source, "--year", 2024, "--annotated", marked, "--json").out)
    assert (answer["rows"]["created"], answer["complete"]) == (105, False)
    line = answer["doubtful"][0]
    assert (line["sheet"], line["row"]) == ("Phụ lục", 11)
    assert line["reason"]
    assert line["remedy"]
    assert "Kết quả kiểm tra" in load_workbook(marked).sheetnames
    assert "105/106" in " ".join(report(empty)["notes"])


@pytest.mark.parametrize("name", ["empty.xlsx", "renamed.xlsx", "broken.xlsx", "missing.xlsx", "secret.xlsx"])
def test_hostile_files_get_one_sentence(empty, tmp_path, name):
    path = tmp_path / name
    if name == "empty.xlsx":
        path.write_bytes(b"")
    elif name == "renamed.xlsx":
        path.write_text("TT;Tên đề án;Kinh phí\n1;Minh họa;100\n")
    elif name == "broken.xlsx":
        path.write_bytes(PLAN.read_bytes()[:5000])
    elif name == "secret.xlsx":
        book = Workbook()
        book.active["A1"] = "TỐI MẬT"
        book.save(path)
    message = empty("import", "plan", path, "--year", 2024, code=2).err
    assert message.startswith("khuyencong: ")


def test_wrong_words_get_one_line(empty):
    assert "30/06/2024" in empty("report", "six-month", "--year", 2024, "--as-of", "31/02/2024", code=2).err
    empty("import", "plan", PLAN, code=2)
    empty("nonsense", code=2)


def test_backup_restores_on_the_other_engine_byte_for_byte(demo, other_engine, tmp_path):
    kc_class = type(demo)
    archive = tmp_path / "backup.zip"
    printed = demo("backup", archive).out
    assert len(printed.split()[0]) == 64
    restored = kc_class(tmp_path / "restored", other_engine)
    assert "khớp" in restored("restore", archive).out
    for words in ((), ("--by", "place", "--map", "now"), ("--as-of", "2024-03-31"), ("--by", "kind")):
        ours = demo("report", "six-month", "--year", 2024, *words).stdout
        assert restored("report", "six-month", "--year", 2024, *words).stdout == ours
    assert "không trống" in restored("restore", archive, code=2).err
    back = tmp_path / "back.zip"
    restored("backup", back)
    home = kc_class(tmp_path / "home-again")
    home("restore", back)
    assert report(home) == report(demo)


def test_a_changed_backup_is_refused(demo, tmp_path):
    archive, changed = tmp_path / "backup.zip", tmp_path / "changed.zip"
    demo("backup", archive)
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"130000000000", b"999000000000") if "annualplan" in name else data)
    kc = type(demo)(tmp_path / "home2")
    assert "không khớp mã băm" in kc("restore", changed, code=2).err
    assert "không phải bản sao lưu" in kc("restore", PLAN, code=2).err
    kc("restore", archive)


def test_no_plan_no_figures(empty):
    assert "chưa có kế hoạch" in empty("report", "six-month", "--year", 2030, code=2).err


def test_json_goes_to_a_file_too(demo, tmp_path):
    out = tmp_path / "report.json"
    demo("report", "six-month", "--year", 2024, "--out", out)
    assert json.load(io.StringIO(out.read_text()))["figures"]["programme.units"]["value"] == 14
