"""Which Word files are opened: sizes are judged before anything is read, and only the main text is taken out."""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from khuyencong.programme.imports.forms.filled import not_a_form

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_TEXT = 30 * 1024 * 1024
MAX_PARTS = 2000
_TEXT = "word/document.xml"


def package_of(data: bytes) -> zipfile.ZipFile | None:
    """The archive in a file, or None when it is not one."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return None


def main_text(data: bytes) -> bytes:
    """The main text of a Word file, unparsed. Raises Refused for a file too large, packed or broken to be a form."""
    package = package_of(data)
    if package is None:
        raise _broken()
    with package:
        entries = package.infolist()
        biggest = sum(entry.file_size for entry in entries)
        if len(data) > MAX_BYTES or biggest > MAX_UNPACKED or len(entries) > MAX_PARTS:
            raise not_a_form(
                _("Tệp Word quá lớn so với một mẫu ({size} MB khi bung ra).").format(size=biggest // 1024**2),
                _("Xóa ảnh và nội dung thêm vào, chỉ giữ mẫu, rồi nộp lại."), code="form-is-small",
            )  # fmt: skip
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise not_a_form(_("Tệp được đặt mật khẩu."), _("Bỏ mật khẩu rồi nộp lại."))
        try:
            with package.open(_TEXT) as stream:
                text = stream.read(MAX_TEXT + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as bad:
            raise _broken() from bad
    if len(text) > MAX_TEXT:
        raise not_a_form(_("Nội dung tệp Word lớn bất thường."), code="form-is-small")
    return text


def _broken() -> Exception:
    return not_a_form(
        _("Tệp Word hỏng hoặc tải về chưa đủ."), _("Mở mẫu bằng Word, lưu lại dạng .docx rồi nộp lại.")
    )  # fmt: skip
