"""Finds petitions already answered that are like one in hand, and says why each is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Petition
from khuyencong.oversight.states import PetitionTopic
from khuyencong.registry.models import LegalSource

PHRASES = 12  # pairs of syllables of the text that are looked for
CANDIDATES = 60  # rows read at most for each ground
SHOWN_WORDS = 4
DULL = frozenset(
    fold(
        "và của các cho được theo với trong này là có không về từ đến tại khi những một để do như thì mà nào đã đang "
        "sẽ phải cần đề nghị kiến nghị xin hỏi việc trên ra vào cũng hay hoặc bộ cục công thương tỉnh địa phương "
        "quy định"
    ).split()
)


@dataclass(frozen=True)
class Similar:
    """An answered petition that is like the one in hand. ``why`` says so in words; ``expired``: its law has ended."""

    petition: Petition
    why: tuple[str, ...]
    expired: bool


@dataclass(frozen=True)
class _Grounds:
    same_law: bool
    same_clause: bool
    same_topic: bool
    words: tuple[str, ...]
    clause_named: bool

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return (self.same_law and self.same_clause, self.same_topic, len(self.words), self.same_law)

    @property
    def suffices(self) -> bool:
        """Neither one pair of words nor another clause of the same text proposes anything by itself."""
        return self.same_clause or self.same_topic or len(self.words) > 1 or (self.same_law and not self.clause_named)


def phrases_of(what: str) -> dict[str, str]:
    """Pairs of neighbouring syllables of a text that mean something: folded form to the words as written."""
    words = [(fold(word), word.strip(".,;:()“”\"'?!").lower()) for word in what.split()]
    pairs: dict[str, str] = {}
    for (first, shown), (second, shown_next) in pairwise(words):
        if first and second and first not in DULL and second not in DULL and len(first + second) > 3:
            pairs.setdefault(f"{first} {second}", f"{shown} {shown_next}")
    return pairs


def similar_to(
    *, what: str, topic: str = "", law: LegalSource | None = None, clause: str = "", day: date,
    exclude: Petition | None = None, limit: int = 5,
) -> list[Similar]:  # fmt: skip
    """Petitions answered by ``day`` like this one: same clause first, then topic, then words in common.

    Reads at most three grounds of 60 rows each, whatever the number of petitions. A petition that shares nothing is
    not proposed.
    """
    pairs = phrases_of(what)
    rows = Petition.objects.filter(answered_on__lte=day).select_related("law", "answer_paper", "guidance")
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    found: dict[int, Petition] = {}
    for ground in _grounds(rows, topic, law, pairs):
        found.update({one.pk: one for one in ground.order_by("-answered_on", "-id")[:CANDIDATES]})
    judged = [(one, _shared(one, topic, law, clause, pairs)) for one in found.values()]
    kept = [(one, shared) for one, shared in judged if shared.suffices]
    kept.sort(key=lambda pair: (pair[1].rank, pair[0].answered_on, pair[0].pk), reverse=True)
    return [Similar(one, tuple(_why(one, shared)), _expired(one, day)) for one, shared in kept[:limit]]


def _grounds(
    rows: QuerySet[Petition], topic: str, law: LegalSource | None, pairs: dict[str, str]
) -> Iterable[QuerySet[Petition]]:
    if law is not None:
        yield rows.filter(law=law)
    if topic and topic != PetitionTopic.OTHER:
        yield rows.filter(topic=topic)
    if pairs:
        longest = sorted(pairs, key=lambda pair: (-len(pair), pair))[:PHRASES]
        yield rows.filter(reduce(or_, (holding(Petition, "folded", pair) for pair in longest), Q()))


def _shared(
    one: Petition, topic: str, law: LegalSource | None, clause: str, pairs: dict[str, str]
) -> _Grounds:  # fmt: skip
    same_law = law is not None and one.law_id == law.pk
    same_clause = same_law and bool(clause.strip()) and fold(one.clause) == fold(clause)
    same_topic = topic != PetitionTopic.OTHER and one.topic == topic
    padded = f" {one.folded} "
    words = tuple(shown for pair, shown in pairs.items() if f" {pair} " in padded)
    return _Grounds(same_law, same_clause, same_topic, words, bool(clause.strip()))


def _why(one: Petition, shared: _Grounds) -> Iterable[str]:
    number = one.law.number if one.law else ""
    if shared.same_clause:
        yield _("Cùng {clause} của {number}").format(clause=one.clause, number=number)
    elif shared.same_law:
        yield _("Cùng văn bản {number}").format(number=number)
    if shared.same_topic:
        yield _("Cùng nhóm nội dung: {topic}").format(topic=one.get_topic_display())
    if shared.words:
        yield _("Chung các từ: {words}").format(words=", ".join(_joined(shared.words)[:SHOWN_WORDS]))


def _joined(pairs: Iterable[str]) -> list[str]:
    """Pairs that overlap written as one: 'mức hỗ', 'hỗ trợ' -> 'mức hỗ trợ'."""
    told: list[str] = []
    for pair in pairs:
        first, _space, second = pair.partition(" ")
        if told and told[-1].split()[-1] == first:
            told[-1] = f"{told[-1]} {second}"
        else:
            told.append(pair)
    return told


def _expired(one: Petition, day: date) -> bool:
    return one.law is not None and one.law.effective_to is not None and one.law.effective_to <= day
