"""Who is kept away from whose learning is known to an app above, which says so here (`AppConfig.ready`). Each registers the pairs that it
knows: rows with a `mentor` and a `learner`."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.accounts.models import User

Pairs = Callable[[], QuerySet]
Rows = TypeVar("Rows", bound=QuerySet)

_pairs: list[Pairs] = []


def register(pairs: Pairs) -> None:
    _pairs.append(pairs)


def learners_barred_from(person: User) -> list[QuerySet]:
    """The ids of those whose learning the person must not look into."""
    return [pairs().filter(mentor=person.pk).values("learner") for pairs in _pairs]


def mentors_barred_from(learner_id: int) -> list[QuerySet]:
    """The ids of those who must not look into that learner's learning."""
    return [pairs().filter(learner=learner_id).values("mentor") for pairs in _pairs]


def not_barred(rows: Rows, *, person: User, learner: str) -> Rows:
    """The rows without those of learners that the person is barred from. `learner` leads from a row to the learner, and may be empty."""
    for barred in learners_barred_from(person):
        rows = rows.exclude(**{f"{learner}__in": barred})
    return rows


def are_barred(*, mentor: str, learner: str) -> Q:
    """Whether the two of a row are kept apart. `mentor` leads from the row to one, `learner` to the other."""
    found = Q(pk__in=[])
    for pairs in _pairs:
        found |= Q(Exists(pairs().filter(mentor=OuterRef(mentor), learner=OuterRef(learner))))
    return found


def is_barred(mentor_id: int, learner_id: int) -> bool:
    return any(pairs().filter(mentor=mentor_id, learner=learner_id).exists() for pairs in _pairs)
