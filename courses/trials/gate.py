"""Who is held back before their first task, and where: docs/trials.md has the rule in words. Asked in one statement for most; a course
without published examples costs none."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import caches
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from courses.mentorship.models import Review
from courses.mentorship.readiness import Where
from courses.mentorship.room import profile_of
from lms.accounts.models import Role, RoleAssignment, User

from .models import Example, TrialReview, TrialWaiver

HOW_MANY = 2
_KEY, _KEPT = "trials:gates", 600  # seconds: a lesson that is taken off the site takes its examples along without saying so
_DONE, _WAIVED = "trial done", "trial waived"
_ROLES = (Role.MENTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)

Gates = Mapping[int, Mapping[str, datetime]]  # course → language → since when it has two examples there


def gates() -> Gates:
    """No query when they are kept."""
    kept = caches["lessons"].get(_KEY)
    if kept is None:
        kept = _gates(Example.objects.published().values_list("course", "language", "published_at").order_by("published_at"))
        caches["lessons"].set(_KEY, kept, _KEPT)
    return kept


def _gates(rows: Iterable[tuple[int, str, datetime]]) -> Gates:
    times: dict[int, dict[str, list[datetime]]] = {}
    for course, language, since in rows:
        times.setdefault(course, {}).setdefault(language, []).append(since)
    found = {course: {code: since[HOW_MANY - 1] for code, since in of.items() if len(since) >= HOW_MANY} for course, of in times.items()}
    return {course: since for course, since in found.items() if since}


def forget_gates() -> None:
    transaction.on_commit(lambda: caches["lessons"].delete(_KEY))


@dataclass
class Facts:
    """Of a person in a course: the short names of what they reviewed, whether somebody waived it."""

    done: set[str] = field(default_factory=set)
    is_waived: bool = False


@dataclass
class Known:
    """Of some people in some courses. `roles`: (role, scope, number, since when) of a person."""

    facts: dict[tuple[int, int], Facts] = field(default_factory=dict)
    roles: dict[int, list[tuple[str, tuple[str, int], datetime]]] = field(default_factory=dict)

    def of(self, person: int, course: int) -> Facts:
        return self.facts.get((person, course), Facts())

    def role_since(self, person: int, where: Where) -> datetime | None:
        """Since when they mentor there."""
        return min(
            (since for role, scope, since in self.roles.get(person, ()) if role == Role.MENTOR and scope in where.covered_by), default=None
        )

    def watches(self, person: int, where: Where) -> bool:
        return any(role != Role.MENTOR and scope in where.covered_by for role, scope, _since in self.roles.get(person, ()))


def known_of(people: Collection[int], courses: Collection[int]) -> Known:
    """One query."""

    def text(value: Combinable) -> Cast:
        return Cast(value, CharField())

    trials = TrialReview.objects.sent().filter(reviewer__in=people, example__course__in=courses)
    waivers = TrialWaiver.objects.filter(person__in=people, course__in=courses)
    roles = RoleAssignment.objects.filter(person__in=people, role__in=_ROLES)
    asked = trials.order_by().values_list(
        text(Value(_DONE)), "reviewer_id", "example__course_id", text(F("example__slug")), "sent_at"
    ).union(
        waivers.values_list(text(Value(_WAIVED)), "person_id", "course_id", text(Value("")), "at"),
        roles.values_list(text(F("role")), "person_id", "scope_id", text(F("scope")), "granted_at"),
        all=True,
    )  # fmt: skip
    known = Known()
    for what, person, number, words, at in asked:
        if what == _DONE:
            known.facts.setdefault((person, number), Facts()).done.add(words)
        elif what == _WAIVED:
            known.facts.setdefault((person, number), Facts()).is_waived = True
        else:
            known.roles.setdefault(person, []).append((what, (words, number), at))
    return known


def is_held_back(
    *, facts: Facts, since: Mapping[str, datetime], reads: Collection[str], mentor_since: datetime | None, watches: bool
) -> bool:
    """The rule, but for reviews that were sent. `since`: by language, since when there are two examples. Pure."""
    gate = min((at for language, at in since.items() if language in reads), default=None)
    if gate is None or watches or facts.is_waived or len(facts.done) >= HOW_MANY:
        return False
    return mentor_since is None or mentor_since >= gate


def unmet(people: Collection[User], places: Collection[Where]) -> set[tuple[int, Where]]:
    """Who is held back where. `people` come with their `mentor_profile`, as far as it costs no more."""
    here = gates()
    places = [place for place in places if place.course in here]
    asked = {person.pk: person for person in people if not person.is_superuser}
    if not places or not asked:
        return set()
    courses = {place.course for place in places}
    known = known_of(asked, courses)

    def holds(person: int, place: Where, reads: Collection[str]) -> bool:
        return is_held_back(
            facts=known.of(person, place.course),
            since=here[place.course],
            reads=reads,
            mentor_since=known.role_since(person, place),
            watches=known.watches(person, place),
        )

    # Whom no language would let through: nearly everybody is settled here, before their profile is asked for.
    left = {(person, place) for person in asked for place in places if holds(person, place, here[place.course])}
    left = {(person, place) for person, place in left if holds(person, place, languages_of(asked[person]))}
    if left:
        reviews = Review.objects.sent().filter(reviewer__in={person for person, _place in left}, task__course__in=courses)
        have = set(reviews.order_by().values_list("reviewer", "task__course").distinct())
        left = {(person, place) for person, place in left if (person, place.course) not in have}
    return left


def languages_of(person: User) -> list[str]:
    """That they read, as `room.can_read` has it."""
    return profile_of(person).languages or [person.language]
