"""A pack as one file: its papers, what the checklist says of each, and attached files untouched."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document

from khuyencong.programme.actions.dossiers import mark_paper
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import FORMS, pack_zip
from khuyencong.programme.printouts.packing import safe_name
from khuyencong.programme.queries.dossiers import checklist_for, missing_of
from tests.programme.carrying_out.cast import TODAY
from tests.programme.printouts.scenes import DAY, MILLION, contracted, worked
from tests.programme.printouts.test_forms import word_text

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 \x00\xff scanned"


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def asked(mark: str = "a"):
    one = contracted(mark)
    return one, one.open("advance", date(2021, 7, 1), amount=210 * MILLION)


def test_a_pack_holds_its_papers_in_order():
    files = opened(pack_zip(worked().made["settlement"], DAY))
    assert [name for name in files if "/" not in name] == [
        "01-de-nghi.docx", "02-mau-7.docx", "02-mau-7.xlsx", "03-mau-8a.docx", "03-mau-8a.xlsx", "04-mau-8b.docx",
        "04-mau-8b.xlsx", "05-mau-9.docx", "05-mau-9.xlsx", "06-mau-10.docx", "06-mau-10.xlsx", "07-danh-muc.docx",
        "08-phieu-trinh.docx",
    ]  # fmt: skip
    for name, data in files.items():
        if name.endswith(".docx"):
            assert Document(io.BytesIO(data)).paragraphs


def test_the_checklist_says_there_not_needed_and_missing():
    one, made = asked()
    codes = [item.code for item in missing_of(made)]
    assert len(codes) >= 3
    mark_paper(by=one.unit, dossier=made, code=codes[0], today=TODAY, data=SCAN, name="Hợp đồng số 1.PDF")
    mark_paper(by=one.unit, dossier=made, code=codes[1], today=TODAY, not_needed=True, note="Đã gửi lần trước")
    files = opened(pack_zip(made, DAY))
    name = next(name for name in files if "danh-muc" in name)
    text = word_text(files[name])
    rows = {row.cells[1].text: row.cells[4].text for row in Document(io.BytesIO(files[name])).tables[2].rows[1:]}
    for entry in checklist_for(made):
        wanted = {codes[0]: "Có (Hợp đồng số 1.PDF)", codes[1]: "Không cần: Đã gửi lần trước"}.get(entry.item.code)
        if wanted is None:
            wanted = "THIẾU" if entry.item.required else "Không có (không bắt buộc)"
        assert rows[entry.item.title] == wanted
    left = [item.title for item in missing_of(made)]
    assert f"THIẾU {len(left)} tài liệu bắt buộc: {'; '.join(left)}." in text
    assert files["kem-theo/hop-dong-so-1.pdf"] == SCAN


def test_a_whole_dossier_misses_nothing():
    one, made = asked()
    one.mark_all(made, one.unit)
    text = word_text(opened(pack_zip(made, DAY))["03-danh-muc.docx"])
    assert "THIẾU" not in text and "Hồ sơ đủ tài liệu bắt buộc." in text


def test_files_of_one_name_are_all_there_and_a_lost_one_is_named():
    one, made = asked()
    codes = [item.code for item in missing_of(made)]
    for number, code in enumerate(codes[:3]):
        mark_paper(
            by=one.unit, dossier=made, code=code, today=TODAY, data=SCAN + bytes([number]), name="../../scan.pdf"
        )
    last = made.checks.order_by("-pk").first().attachment
    stored = Path(settings.FILES_DIR) / last.blob.path
    stored.write_bytes(b"changed")
    files = opened(pack_zip(made, DAY))
    assert files["kem-theo/scan.pdf"] == SCAN + b"\x00" and files["kem-theo/scan-2.pdf"] == SCAN + b"\x01"
    assert "scan.pdf" in files["THIEU-TEP.txt"].decode()
    stored.unlink()


def test_the_same_pack_has_the_same_bytes():
    _one, made = asked()
    assert pack_zip(made, DAY) == pack_zip(Dossier.objects.get(pk=made.pk), DAY)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Biên bản số 5.docx", "bien-ban-so-5.docx"), ("..\\..\\a b.PDF", "a-b.pdf"), ("", "tep"), ("/etc/x", "x"),
        ("Đề án", "de-an"), (".pdf", "tep.pdf"),
    ],
)  # fmt: skip
def test_names_every_system_takes(given, kept):
    assert safe_name(given) == kept


def test_forms_that_are_tables_are_offered_as_workbooks():
    assert {code for code, form in FORMS.items() if form.sheets} == {"3a", "3b", "7", "8a", "8b", "9", "10", "11"}
