"""Petitions, work tasks, inspections and gatherings."""

from khuyencong.oversight.models.gatherings import AgendaItem, Booth, Gathering, Invitation
from khuyencong.oversight.models.inspections import (
    ExternalConclusion,
    Inspection,
    Member,
    Observation,
    Photo,
    Recommendation,
    Stop,
)
from khuyencong.oversight.models.petitions import Guidance, Petition
from khuyencong.oversight.models.tasks import Milestone, ProgressReport, TaskPartner, WorkTask

__all__ = [
    "AgendaItem",
    "Booth",
    "ExternalConclusion",
    "Gathering",
    "Guidance",
    "Inspection",
    "Invitation",
    "Member",
    "Milestone",
    "Observation",
    "Petition",
    "Photo",
    "ProgressReport",
    "Recommendation",
    "Stop",
    "TaskPartner",
    "WorkTask",
]
