"""A paper as a file, its fields fillable where the form of file can hold them."""

from khuyencong.kernel.papers import Paper
from khuyencong.kernel.writers.fields import fields_of
from khuyencong.kernel.writers.form_docx import render_form_docx
from khuyencong.kernel.writers.form_xlsx import render_form_xlsx
from khuyencong.kernel.writers.formats import rendered

FORM_RENDERERS = {"docx": render_form_docx, "xlsx": render_form_xlsx}


def rendered_form(paper: Paper, form: str) -> bytes:
    """The paper as a file; when it has fields, Word and Excel files can be filled in and read back.

    Raises KeyError for a form that is not offered.
    """
    if form in FORM_RENDERERS and next(fields_of(paper), None) is not None:
        return FORM_RENDERERS[form](paper)
    return rendered(paper, form)
