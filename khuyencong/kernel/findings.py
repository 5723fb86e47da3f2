"""What a rule found: object in, findings out. A finding blocks, warns or informs, and carries its clause and remedy."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One claim about one thing. ``where`` names the cell, field or row; ``remedy`` says what to do about it."""

    code: str
    message: str
    severity: Severity = "error"
    where: str = ""
    remedy: str = ""
    clause: str = ""
    data: dict[str, object] = field(default_factory=dict)


class Refused(Exception):
    """An action was refused: carries every finding so that the page can show all of them at once."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.message for finding in findings))


def refuse_errors(findings: list[Finding]) -> None:
    """Raise Refused when any finding blocks."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Refused(*errors)
