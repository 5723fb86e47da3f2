"""Which files are not opened, each with one sentence on what is wrong and how to mend it. Nothing is parsed here."""

import io
import zipfile

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_PART_BYTES = 200 * 1024 * 1024
MAX_PARTS = 5000
MAX_RATIO = 400
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

_RESAVE = "hãy mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi nộp lại"
_BOF_BIFF8 = bytes.fromhex("09081000")


class WorkbookRefused(Exception):
    """The file was not opened; the message is one Vietnamese sentence for the person who sent it."""


def size_allowed(data: bytes) -> None:
    """Raise WorkbookRefused for an empty file or one beyond the limit."""
    if not data:
        raise WorkbookRefused("Tệp rỗng (0 byte): hãy kiểm tra lại tệp trên máy rồi nộp lại.")
    if len(data) > MAX_FILE_BYTES:
        size = len(data) / 1024 / 1024
        raise WorkbookRefused(
            f"Tệp nặng {size:.0f} MB, vượt giới hạn 50 MB: hãy xóa ảnh và các trang tính không cần thiết rồi nộp lại."
        )


def kind_of(data: bytes) -> str:
    """'xlsx' or 'xls' by content, whatever the name says. Raises WorkbookRefused for every other kind of file."""
    if data.startswith(OLE_SIGNATURE):
        return _kind_of_ole(data)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "xlsx"
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x00\x04\x00"):
        return "xls"
    raise WorkbookRefused(_other_kind(data))


def _kind_of_ole(data: bytes) -> str:
    names = {name: name.encode("utf-16-le") in data for name in ("EncryptedPackage", "WordDocument", "PowerPoint")}
    if names["EncryptedPackage"] or _encrypted_xls(data):
        raise WorkbookRefused("Tệp được đặt mật khẩu: hãy bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi nộp lại.")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    if names["WordDocument"]:
        raise WorkbookRefused(
            "Đây là tệp Word, không phải Excel: hãy chép bảng sang Excel, lưu dạng .xlsx rồi nộp lại."
        )
    raise WorkbookRefused(f"Tệp không chứa bảng tính Excel: {_RESAVE}.")


def _encrypted_xls(data: bytes) -> bool:
    """A workbook stream whose first records hold FILEPASS (0x2F). Streams start on sector borders."""
    for start in range(512, min(len(data), MAX_FILE_BYTES), 512):
        if data[start : start + 4] == _BOF_BIFF8:
            position = start
            for _ in range(6):
                record = int.from_bytes(data[position : position + 2], "little")
                if record == 0x2F:
                    return True
                position += 4 + int.from_bytes(data[position + 2 : position + 4], "little")
    return False


def _other_kind(data: bytes) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith(b"%pdf"):
        return "Đây là tệp PDF, không phải Excel: hãy nộp tệp Excel gốc dạng .xlsx."
    if head.startswith(b"{\\rtf"):
        return "Đây là tệp văn bản RTF, không phải Excel: hãy chép bảng sang Excel, lưu dạng .xlsx rồi nộp lại."
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return f"Đây là trang web (HTML) đổi tên thành tệp Excel: {_RESAVE}."
    if head.startswith((b"<?xml", b"<")):
        return f"Đây là tệp XML, không phải .xlsx: {_RESAVE}."
    if _is_text(data[:2048]) and any(mark in data[:2048] for mark in (b",", b";", b"\t", b"\n")):
        return f"Đây là tệp văn bản (CSV hoặc TXT), không phải Excel: {_RESAVE}."
    return f"Không nhận ra đây là tệp Excel (.xlsx hoặc .xls): {_RESAVE}."


def _is_text(head: bytes) -> bool:
    """Two-byte text with its mark, or bytes without the control characters of a binary file."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte < 32 and byte not in b"\t\r\n" for byte in head)


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip package of an .xlsx after its declared sizes were checked. Raises WorkbookRefused."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as problem:
        raise WorkbookRefused(f"Tệp hỏng hoặc tải về chưa đủ: {_RESAVE}.") from problem
    _sizes_allowed(entries)
    names = {entry.filename.lstrip("/").lower() for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise WorkbookRefused("Tệp được đặt mật khẩu: hãy bỏ mật khẩu rồi nộp lại.")
    _is_workbook(names)
    return package


def _sizes_allowed(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_PARTS:
        raise WorkbookRefused(f"Tệp chứa {len(entries)} thành phần, quá nhiều với một bảng tính: {_RESAVE}.")
    biggest = max((entry.file_size for entry in entries), default=0)
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    stretched = total > 20 * 1024 * 1024 and total / packed > MAX_RATIO
    if total > MAX_UNPACKED_BYTES or biggest > MAX_PART_BYTES or stretched:
        raise WorkbookRefused(
            f"Tệp khi bung ra lớn bất thường ({total / 1024 / 1024:.0f} MB): "
            "hãy chép phần bảng cần nộp sang một tệp Excel mới, lưu dạng .xlsx rồi nộp lại."
        )


def _is_workbook(names: set[str]) -> None:
    if any(name.startswith("word/") for name in names):
        raise WorkbookRefused(
            "Đây là tệp Word, không phải Excel: hãy chép bảng sang Excel, lưu dạng .xlsx rồi nộp lại."
        )
    if any(name.startswith("ppt/") for name in names):
        raise WorkbookRefused("Đây là tệp trình chiếu, không phải Excel: hãy nộp tệp Excel gốc dạng .xlsx.")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise WorkbookRefused(f"Tệp ở dạng bảng tính khác (.xlsb hoặc .ods): {_RESAVE}.")
    if "[content_types].xml" not in names and not any(name.endswith("workbook.xml") for name in names):
        raise WorkbookRefused(f"Tệp nén này không phải là tệp Excel: {_RESAVE}.")


def broken(detail: str = "") -> WorkbookRefused:
    """The refusal for a package whose parts cannot be read."""
    return WorkbookRefused(f"Tệp hỏng, không đọc được {detail or 'nội dung'}: {_RESAVE}.")
