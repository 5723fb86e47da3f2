"""What makes a file repeat byte for byte: a fixed date of creation and an archive without clock times."""

import io
import zipfile
from datetime import UTC, datetime, time

from khuyencong.kernel.papers import Paper

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)


def created_of(paper: Paper, created: datetime | None) -> datetime:
    """The date written into the file: the one given, else the paper's own day, else a fixed one. Never the clock."""
    if created is not None:
        return created
    day = paper.letterhead.dated
    return datetime.combine(day, time(), tzinfo=UTC) if day else UNDATED


def timeless(archive: bytes) -> bytes:
    """The same zip archive with every member dated 1980."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, _ARCHIVE_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return result.getvalue()
