"""Reads the forms that units fill in and send back (3a, 7), by the tags of their cells, and applies them."""

from khuyencong.programme.imports.forms.applying import apply_form
from khuyencong.programme.imports.forms.filled import FilledForm
from khuyencong.programme.imports.forms.reading import read_form

__all__ = ["FilledForm", "apply_form", "read_form"]
