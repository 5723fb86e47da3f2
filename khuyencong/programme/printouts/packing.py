"""A pack as one file: every paper in Word, tables in Excel too, and the attached files as they came. Repeatable."""

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from khuyencong.kernel.text import fold
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts.catalogue import forms_of, pack_of
from khuyencong.records.models import Attachment

_DAY = (1980, 1, 1, 0, 0, 0)
_LONGEST = 100


def safe_name(name: str) -> str:
    """A file name every system takes: Vietnamese letters without marks, no folders, its ending kept."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = base.rpartition(".")
    plain = fold(stem if dot else base).replace(" ", "-")[:_LONGEST] or "tep"
    tail = fold(ending).replace(" ", "") if dot else ""
    return f"{plain}.{tail[:10]}" if tail else plain


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive without clock times: same files, same bytes. A name met again gets a number."""
    result = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(unlike(name, taken), _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return result.getvalue()


def unlike(name: str, taken: set[str]) -> str:
    """The name, or the name with a number when it is taken already."""
    stem, dot, ending = name.rpartition(".")
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
    taken.add(found)
    return found


def stored_bytes(file: Attachment) -> bytes | None:
    """The content of a kept file, or None when it is no longer there or is not what was kept."""
    path = Path(settings.FILES_DIR) / file.blob.path
    if not path.is_file():
        return None
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == file.blob.sha256 else None


def pack_zip(dossier: Dossier, day: date, notes: Sequence[str] = ()) -> bytes:
    """The pack of a step as one archive. What is attached but cannot be read is named in a text of its own."""
    files: list[tuple[str, bytes]] = []
    sheets = [form.sheets for form in forms_of(dossier)]
    for (stem, paper), with_sheet in zip(pack_of(dossier, day, notes), sheets, strict=True):
        files.append((f"{stem}.docx", rendered_form(paper, "docx")))
        if with_sheet:
            files.append((f"{stem}.xlsx", rendered_form(paper, "xlsx")))
    marks = dossier.checks.filter(attachment__isnull=False).select_related("attachment__blob").order_by("pk")
    lost: list[str] = []
    for mark in marks:
        if mark.attachment is None:
            continue
        data = stored_bytes(mark.attachment)
        if data is None:
            lost.append(mark.attachment.name)
        else:
            files.append((f"kem-theo/{safe_name(mark.attachment.name)}", data))
    if lost:
        text = "Tệp có ghi trong danh mục nhưng không đọc được từ kho:\n" + "\n".join(lost) + "\n"
        files.append(("THIEU-TEP.txt", text.encode()))
    return zipped(files)
