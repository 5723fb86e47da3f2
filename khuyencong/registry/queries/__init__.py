"""Reads places, bodies and law as of a day. Every question names its day; nothing here knows 'today'."""

from khuyencong.registry.queries.answering import Answering
from khuyencong.registry.queries.bodies import (
    bodies_by_folded_name,
    department_of,
    name_on,
    names_on,
    organisations_matching,
)
from khuyencong.registry.queries.establishments import establishments_at, establishments_sharing, identifiers_of, reveal
from khuyencong.registry.queries.law import (
    advance_kinds_for,
    authority_of,
    calendar_of,
    checklist_of,
    day_of_year,
    due_by,
    norm,
    procedure_on,
)
from khuyencong.registry.queries.over_time import (
    below_on,
    changes_pending,
    charges_on,
    ended_by,
    exists_on,
    parts_of,
    regions_of,
    subordinations_on,
)
from khuyencong.registry.queries.places import provinces_on, regions_on
from khuyencong.registry.queries.successions import Link, Way, Ways, body_ways, on_map_of, place_ways, with_predecessors
from khuyencong.registry.queries.touching import (
    Names,
    Passed,
    PassedGroup,
    names_of,
    passed_on,
    passing,
    touched_by,
    waiting_for_a_choice,
)
from khuyencong.registry.queries.waiting import changes_leaving, files_of, files_waiting

__all__ = [
    "Answering",
    "Link",
    "Names",
    "Passed",
    "PassedGroup",
    "Way",
    "Ways",
    "advance_kinds_for",
    "authority_of",
    "below_on",
    "bodies_by_folded_name",
    "body_ways",
    "calendar_of",
    "changes_leaving",
    "changes_pending",
    "charges_on",
    "checklist_of",
    "day_of_year",
    "department_of",
    "due_by",
    "ended_by",
    "establishments_at",
    "establishments_sharing",
    "exists_on",
    "files_of",
    "files_waiting",
    "identifiers_of",
    "name_on",
    "names_of",
    "names_on",
    "norm",
    "on_map_of",
    "organisations_matching",
    "parts_of",
    "passed_on",
    "passing",
    "place_ways",
    "procedure_on",
    "provinces_on",
    "regions_of",
    "regions_on",
    "reveal",
    "subordinations_on",
    "touched_by",
    "waiting_for_a_choice",
    "with_predecessors",
]
