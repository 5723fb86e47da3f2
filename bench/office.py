"""Invents the office around the money beside the projects: letters, petitions with their trail, tasks of a half."""

from datetime import date, timedelta

from khuyencong.documents.models import Document
from khuyencong.documents.states import Direction, DocumentKind
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Petition, WorkTask
from khuyencong.oversight.states import PetitionField, PetitionKind, PetitionState, PetitionTopic, TaskField, TaskState
from khuyencong.records.models import TrailStep
from khuyencong.records.queries import subject_of

FIRST, TASKS, CHUNK = date(2020, 1, 2), 120, 2000
TOPICS = PetitionTopic.values


def fill_office(count: int, by: int) -> int:
    """``count`` petitions, each with its letter; nine of ten answered by a paper of their own. Gives how many rows."""
    known = Document.objects.count()
    for start in range(0, count, CHUNK):
        _petitions(range(start, min(start + CHUNK, count)), by)
    WorkTask.objects.bulk_create(
        WorkTask(
            year=2020, half=2, field=TaskField.values[number % len(TaskField.values)], title=f"Nhiệm vụ đo số {number}",
            folded=fold(f"Nhiệm vụ đo số {number}"), lead_id=by, starts_on=date(2020, 7, 1), due_on=date(2020, 12, 1),
            state=TaskState.DOING, in_programme_on=date(2020, 6, 20),
        )
        for number in range(TASKS)
    )  # fmt: skip
    return Document.objects.count() - known + count + TASKS


def _petitions(numbers: range, by: int) -> None:
    days = {number: FIRST + timedelta(days=number % 330) for number in numbers}
    letters = Document.objects.bulk_create(_paper(number, days[number], Direction.IN) for number in numbers)
    answers = Document.objects.bulk_create(
        _paper(number, days[number] + timedelta(days=12), Direction.OUT) for number in numbers if number % 10
    )
    answered = iter(answers)
    rows = Petition.objects.bulk_create(
        _petition(number, days[number], letter, next(answered) if number % 10 else None, by)
        for number, letter in zip(numbers, letters, strict=True)
    )
    TrailStep.objects.bulk_create(step for row in rows for step in _steps(row, by))


def _paper(number: int, on: date, direction: str) -> Document:
    text = f"Công văn minh họa số {number}"
    sign = f"{number}/{'SCT-ĐO' if direction == Direction.IN else 'CTĐP-ĐO'}"
    done = on + timedelta(days=12) if number % 10 or direction == Direction.OUT else None
    return Document(
        kind=DocumentKind.LETTER, number=sign, date=on, year=2020, issuer_name=f"Sở đo {number % 63}", abstract=text,
        direction=direction, folded=fold(f"{sign} {text}"), received_on=on if direction == Direction.IN else None,
        due_on=on + timedelta(days=21), handled_on=done if direction == Direction.IN else None,
    )  # fmt: skip


def _petition(number: int, on: date, letter: Document, answer: Document | None, by: int) -> Petition:
    what = f"Kiến nghị minh họa số {number} về cụm công nghiệp"
    return Petition(
        kind=PetitionKind.LOCALITY, field=PetitionField.CLUSTERS, topic=TOPICS[number % len(TOPICS)], what=what,
        folded=fold(what), sender_name=f"Sở đo {number % 63}", sender_folded=f"so do {number % 63}", paper=letter,
        received_on=on, due_on=on + timedelta(days=21), handler_id=by, made_by_id=by,
        state=PetitionState.ANSWERED if answer else PetitionState.ASSIGNED, answer_paper=answer,
        answered_on=answer.date if answer else None, closed_on=answer.date if answer else None,
    )  # fmt: skip


def _steps(row: Petition, by: int) -> list[TrailStep]:
    subject, on = f"oversight.petition:{row.pk}", row.received_on
    made = [TrailStep(subject=subject, machine="petition", name="assign", before="received", after="assigned", on=on,
                      by_id=by)]  # fmt: skip
    if row.answered_on:
        made.append(TrailStep(subject=subject, machine="petition", name="answer", before="assigned", after="answered",
                              on=row.answered_on, by_id=by, paper=subject_of(row.answer_paper)))  # fmt: skip
    return made
