"""In which cohorts a person reads what: asked once for a page, so that the queue is asked for by numbers. Who may what is said by
`rules.py` and `courses/quizzes/graders.py`, and what covers a cohort by `courses/enrolment/apps.py`; a test holds this to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from courses.quizzes.graders import GRADERS
from lms.accounts.models import Role, ScopeKind, User
from lms.accounts.rules import has_role

from ..readiness import Where, held_back
from ..rules import SUPERVISORS
from .asking import rows, within

MENTORS = (Role.MENTOR,)
MOST_TO_CHOOSE_FROM = 200

Numbers = frozenset[int] | None  # of cohorts; None: all of them


class Group(NamedTuple):
    """A cohort, with the title of its course in the reader's language."""

    id: int
    name: str
    course_id: int
    course: str
    owner_id: int | None
    course_owner_id: int | None

    def covered_by(self) -> frozenset[tuple[str, int]]:
        """Every scope that covers it, and the whole site."""
        return frozenset({(ScopeKind.SITE, 0), *((kind, number) for kind, number in self.places() if number is not None)})

    def places(self) -> set[tuple[str, int | None]]:
        """Every scope that covers it but the whole site."""
        return {
            (ScopeKind.COHORT, self.id),
            (ScopeKind.COURSE, self.course_id),
            (ScopeKind.ORGANISATION, self.owner_id),
            (ScopeKind.ORGANISATION, self.course_owner_id),
        }


@dataclass(frozen=True)
class Reach:
    """`cohorts` can be chosen from: those still going on first; for the whole site the first 200 of them."""

    cohorts: tuple[Group, ...]
    mentored: Numbers
    supervised: Numbers
    graded: Numbers
    not_yet: frozenset[int] = frozenset()  # cohorts left out of `mentored`: something comes first there

    @property
    def reviews(self) -> bool:
        return self.mentored != frozenset() or self.supervised != frozenset()

    @property
    def supervises(self) -> bool:
        return self.supervised != frozenset()

    @property
    def mentored_places(self) -> dict[int, Where]:
        """By cohort, those that the person mentors."""
        groups = [group for group in self.cohorts if self.mentored is None or group.id in self.mentored]
        return {group.id: Where(group.course_id, group.covered_by()) for group in groups}

    def to_begin_with(self, person: User) -> "Reach":
        """Without what the person does not begin yet."""
        places = self.mentored_places
        held = held_back(person, places.values())
        return replace(self, not_yet=frozenset(cohort for cohort, place in places.items() if place in held)) if held else self


_COHORTS = """
    SELECT c.id, c.name, c.course_id, COALESCE(kr.title, ks.title, k.slug), c.owner_id, k.owner_id
    FROM enrolment_cohort c JOIN catalogue_course k ON k.id = c.course_id
    LEFT JOIN catalogue_courseversion kr ON kr.of_id = k.id AND kr.is_current AND kr.language = %s
    LEFT JOIN catalogue_courseversion ks ON ks.of_id = k.id AND ks.is_current AND ks.language = k.source_language
    WHERE {places}
    ORDER BY (c.closed_at IS NOT NULL), c.name, c.id
"""


def reach_of(person: User, language: str) -> Reach:
    """One query."""
    if any(has_role(person, role) for role in GRADERS):
        cohorts = _cohorts(f"{_COHORTS.format(places='TRUE')} LIMIT {MOST_TO_CHOOSE_FROM}", [language])
    else:
        places, numbers = _covered(person)
        cohorts = _cohorts(_COHORTS.format(places=places), [language, *numbers])
    return Reach(
        cohorts=cohorts,
        mentored=_numbers(person, MENTORS, cohorts),
        supervised=_numbers(person, SUPERVISORS, cohorts),
        graded=_numbers(person, GRADERS, cohorts),
    )


def _cohorts(sql: str, parameters: list) -> tuple[Group, ...]:
    return tuple(Group(*row) for row in rows(sql, parameters))


def _covered(person: User) -> tuple[str, list[int]]:
    """A condition on cohorts: the person has a role there or on what they lie within."""
    held: dict[str, set[int]] = {}
    for role, kind, number in person.roles_held:
        if role in GRADERS:
            held.setdefault(kind, set()).add(number)
    columns = [
        ("c.id", ScopeKind.COHORT),
        ("c.course_id", ScopeKind.COURSE),
        ("c.owner_id", ScopeKind.ORGANISATION),
        ("k.owner_id", ScopeKind.ORGANISATION),
    ]
    found = [within(column, frozenset(held.get(kind, ()))) for column, kind in columns]
    return " OR ".join(text for text, _numbers in found), [number for _text, numbers in found for number in numbers]


def _numbers(person: User, roles: Collection[str], cohorts: Iterable[Group]) -> Numbers:
    if any(has_role(person, role) for role in roles):
        return None
    places = {(kind, number) for role, kind, number in person.roles_held if role in roles}
    return frozenset(cohort.id for cohort in cohorts if places and not places.isdisjoint(cohort.places()))
