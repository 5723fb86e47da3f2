"""The form of one step of a thing's trail: its day, its words, the paper that carried it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.papers import LetterForm, long_field

NOTE = _("Ghi chú")


class StepForm(LetterForm):
    """A step. ``words`` is the label of its remark ('' for none), ``paper`` whether it may rest on a document.

    ``extra`` are further fields by name. The prefix is the step's name.
    """

    def __init__(
        self, *args: Any, words: Any = NOTE, most: int = 4000, required: bool = False, paper: bool = False,
        paper_required: bool = False, extra: dict[str, forms.Field] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.takes_paper = paper or paper_required
        if not self.takes_paper:
            for name in ("number", "dated", "signatory", "file"):
                del self.fields[name]
        elif paper_required:
            self.fields["number"].required = self.fields["dated"].required = True
        self.fields["on"] = DayField(label=_("Ngày tính"))
        if words:
            self.fields["remark"] = long_field(words, most, 3, required=required)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.extra = list(extra or {})
        self.fields.update(extra or {})

    def clean_file(self) -> Any:
        return super().clean_file() if self.takes_paper else None

    @property
    def asked(self) -> list[Any]:
        """The further fields, for the page."""
        return [self[name] for name in self.extra]
