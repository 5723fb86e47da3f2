"""The forms a paper can take, by the name people ask for."""

from collections.abc import Callable

from khuyencong.kernel.papers import Paper
from khuyencong.kernel.writers.docx import render_docx
from khuyencong.kernel.writers.pdf import render_pdf
from khuyencong.kernel.writers.xlsx import render_paper_xlsx

RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "docx": render_docx,
    "xlsx": render_paper_xlsx,
    "pdf": render_pdf,
}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def rendered(paper: Paper, form: str) -> bytes:
    """The paper as a file. Raises KeyError for a form that is not offered."""
    return RENDERERS[form](paper)
