"""What people wrote into a report, and what moved between two drafts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import QuerySet

from khuyencong.kernel.papers import Heading, Paper, Paragraph
from khuyencong.reporting.models import Assessment, Estimate, ReportDraft
from khuyencong.reporting.queries.readiness import Change, frozen_figure
from khuyencong.reporting.states import Figure

Sentence = tuple[str, str]


@dataclass(frozen=True)
class Moved:
    """A sentence before and after, under the heading it stands below; '' where it was not there."""

    heading: str
    before: str
    after: str


def assessments_of(report: str, year: int) -> dict[str, Assessment]:
    """The newest words of each section."""
    rows = Assessment.objects.filter(report=report, year=year).select_related("by").order_by("number")
    return {row.section: row for row in rows}


def assessment_versions(report: str, year: int) -> dict[str, list[Assessment]]:
    """Every version of each section's words, newest first."""
    found: dict[str, list[Assessment]] = {}
    for row in Assessment.objects.filter(report=report, year=year).select_related("by").order_by("-number"):
        found.setdefault(row.section, []).append(row)
    return found


def estimates_of(report: str, year: int, day: date) -> dict[str, Estimate]:
    """The newest estimate of each figure that looks beyond the day."""
    rows = Estimate.objects.filter(report=report, year=year, until__gt=day).select_related("by").order_by("id")
    return {row.code: row for row in rows}


def report_drafts(report: str, year: int, as_of: date) -> QuerySet[ReportDraft]:
    """Drafts kept of a report for a day, newest first."""
    return ReportDraft.objects.filter(report=report, year=year, as_of=as_of).select_related("made_by")


def sentences_of(paper: Paper) -> list[Sentence]:
    """Every sentence of a paper with the heading it stands below."""
    found: list[Sentence] = []
    heading = ""
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Paragraph):
            found.append((heading, block.text))
    return found


def figures_moved(draft: ReportDraft, now: Mapping[str, Figure]) -> list[Change]:
    """Figures of a kept draft that have another value today, and those that came or went."""
    then = {code: frozen_figure(kept) for code, kept in draft.figures.items()}
    moved = []
    for code in {**then, **now}:
        before, after = then.get(code), now.get(code)
        if (before.value if before else None) != (after.value if after else None):
            known = after or before
            assert known is not None
            empty = Figure(code, known.label, known.unit, None)
            moved.append(Change(before or empty, after or empty))
    return moved


def sentences_moved(draft: ReportDraft, now: Sequence[Sentence]) -> list[Moved]:
    """Sentences that are not what they were: changed, new, gone."""
    then: list[Sentence] = [(heading, text) for heading, text in draft.sentences]
    moved: list[Moved] = []
    for tag, one, two, three, four in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = then[one:two], list(now[three:four])
        for number in range(max(len(before), len(after))):
            old = before[number] if number < len(before) else ("", "")
            new = after[number] if number < len(after) else ("", "")
            moved.append(Moved(new[0] or old[0], old[1], new[1]))
    return moved
