"""Pages of the import: from an official's workbook to recorded rows."""

from khuyencong.web.pages.imports.files import attachment
from khuyencong.web.pages.imports.runs import marked as run_marked
from khuyencong.web.pages.imports.runs import run, runs, settle
from khuyencong.web.pages.imports.upload import forget, marked, new, preview, record

__all__ = ["attachment", "forget", "marked", "new", "preview", "record", "run", "run_marked", "runs", "settle"]
