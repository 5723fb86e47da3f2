"""What a person does with a form: fills its cells in Word, Excel or LibreOffice, as other programs see them."""

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
from docx import Document
from docx.oxml.ns import qn

SOFFICE = Path("/usr/bin/soffice")


def fill_word(data: bytes, values: dict[str, str]) -> bytes:
    """Type into content controls by tag, as Word does: one run of text, the placeholder mark gone."""
    document = Document(io.BytesIO(data))
    left = dict(values)
    for control in list(document.element.body.iter(qn("w:sdt"))):
        properties = control.find(qn("w:sdtPr"))
        tag = properties.find(qn("w:tag")).get(qn("w:val"))
        if tag not in left:
            continue
        placeholder = properties.find(qn("w:showingPlcHdr"))
        if placeholder is not None:
            properties.remove(placeholder)
        texts = list(control.iter(qn("w:t")))
        texts[0].text = left.pop(tag)
        for spare in texts[1:]:
            spare.getparent().remove(spare)
    assert left == {}, left
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def fill_sheet(data: bytes, values: dict[str, object]) -> bytes:
    """Type into cells by defined name, through another library than wrote them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in values.items():
        (sheet, spot), *_rest = book.defined_names[name].destinations
        book[sheet][spot.replace("$", "")] = value
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()


def through_libreoffice(data: bytes, ending: str, folder: Path) -> bytes:
    """Open and save again with LibreOffice."""
    source, target = folder / f"mau.{ending}", folder / "again"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (target / f"mau.{ending}").read_bytes()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part added or replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        target.writestr(name, content)
    return result.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)
