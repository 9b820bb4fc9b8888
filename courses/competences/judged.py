"""What mentors last said of a learner's competences, for whatever sums a course up: certificates, the learner's record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Judgement
from .scale import HIGHEST
from .wording import Text, words_of


@dataclass(frozen=True)
class Judged:
    """`level` of `most`; `words` say what that level means; `by` is empty where the mentor's account is gone."""

    title: Text
    level: int
    words: Text
    by: str
    at: datetime
    most: int = HIGHEST


def judged_of(enrolments: Iterable[int], language: str) -> dict[int, list[Judged]]:
    """By enrolment id, in the order in which they were first judged: the latest judgement of each competence. Two queries, however many."""
    latest: dict[tuple[int, int], Judgement] = {}
    rows = Judgement.objects.filter(enrolment__in=list(enrolments)).select_related("competence__framework", "by")
    for row in rows.order_by("at", "pk"):
        latest[row.enrolment_id, row.competence_id] = row
    words = words_of({row.competence for row in latest.values()}, language) if latest else {}
    found: dict[int, list[Judged]] = {}
    for (enrolment, competence), row in latest.items():
        said = words[competence]
        judged = Judged(said.title, row.level, said.level(row.level), row.by.name if row.by else "", row.at)
        found.setdefault(enrolment, []).append(judged)
    return found
