"""Tells a person why an action was refused: every finding with its remedy and clause, above a page or on its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from khuyencong.kernel.findings import Refused


def tell(request: HttpRequest, refusal: Refused) -> None:
    """One message a finding."""
    for item in refusal.findings:
        clause = f"({item.clause})" if item.clause else ""
        messages.error(request, " ".join(filter(None, (item.message, item.remedy, clause))))


def told_on(form: Any, refusal: Refused) -> None:
    """Every finding at its field, or above the form; ``form.twin`` is the obstacle that already stands, if one does."""
    fields = {"date": "dated", "document": "number", **{name: name for name in form.fields}}
    for item in refusal.findings:
        form.twin = item.data.get("obstacle") or getattr(form, "twin", None)
        form.add_error(fields.get(item.where), " ".join(filter(None, (item.message, item.remedy, item.clause))))
