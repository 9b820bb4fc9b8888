"""A cohort as its coordinator sees it: its learners with whom they have, its mentors with what they carry. The number of queries does not
grow with either."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.working_days import local_day
from lms.accounts.models import Role, User

from .figures.answered import answers
from .figures.percentiles import mean
from .figures.scope import Scope
from .models import Bar, MentorProfile, MentorRequest, Pairing, ReviewTask
from .pairing_proposal import Learner, Mentor, Proposal, propose
from .pairing_rules import loads
from .room import people_with, profile_of, room_of, waiting_by_mentor

LATELY = timedelta(days=90)  # what an average time to answer is of
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class MentorShown:
    """`learners` counts those of all cohorts; `mean_days`: working days from hand-in to answer, None without an answer lately."""

    person: User
    profile: MentorProfile
    languages: tuple[str, ...]
    learners: int
    waiting: int
    mean_days: float | None
    is_away: bool

    @property
    def capacity(self) -> int:
        return self.profile.capacity

    @property
    def is_full(self) -> bool:
        return self.learners >= self.capacity

    @property
    def reviews_a_week(self) -> int:
        return room_of(self.profile)

    @property
    def language_names(self) -> str:
        return ", ".join(str(LANGUAGES.get(code, code)) for code in self.languages)


@dataclass(frozen=True, kw_only=True)
class LearnerShown:
    """`is_served`: the mentor they have is one of the cohort and not barred."""

    enrolment: Enrolment
    pairing: Pairing | None
    is_served: bool
    request: MentorRequest | None

    @property
    def person(self) -> User:
        return self.enrolment.learner

    @property
    def needs_one(self) -> bool:
        return not self.is_served or self.request is not None


class CohortShown:
    def __init__(self, cohort: Cohort, at: datetime):
        self.cohort, self.at = cohort, at

    @cached_property
    def mentors(self) -> list[MentorShown]:
        people = list(people_with(Role.MENTOR, self.cohort).order_by("name", "pk"))
        ids = [person.pk for person in people]
        learners, waiting, days = loads(ids), waiting_by_mentor(ids, self.at), days_to_answer(ids, self.at)
        return [
            MentorShown(
                person=person,
                profile=profile_of(person),
                languages=tuple(profile_of(person).languages or [person.language]),
                learners=learners[person.pk],
                waiting=waiting[person.pk],
                mean_days=mean(days[person.pk]),
                is_away=profile_of(person).is_away(local_day(self.at, self.cohort)),
            )
            for person in people
        ]

    @cached_property
    def by_id(self) -> dict[int, MentorShown]:
        return {mentor.person.pk: mentor for mentor in self.mentors}

    @cached_property
    def learners(self) -> list[LearnerShown]:
        """Who is studying, by name."""
        active = self.cohort.enrolments.filter(state=Enrolment.State.ACTIVE)
        enrolments = list(active.select_related("learner").order_by("learner__name", "pk"))
        pairings = {row.enrolment_id: row for row in Pairing.objects.current().filter(enrolment__in=active).select_related("mentor")}
        requests = {row.enrolment_id: row for row in MentorRequest.objects.filter(enrolment__in=active, settled_at=None)}
        return [
            LearnerShown(
                enrolment=one,
                pairing=pairings.get(one.pk),
                is_served=one.pk in pairings and self._can_serve(pairings[one.pk].mentor_id, one),
                request=requests.get(one.pk),
            )
            for one in enrolments
        ]

    def _can_serve(self, mentor: int, enrolment: Enrolment) -> bool:
        return mentor in self.by_id and (mentor, enrolment.learner_id) not in self.bars

    @cached_property
    def bars(self) -> set[tuple[int, int]]:
        """(mentor, learner) of everybody in the cohort."""
        return set(Bar.objects.filter(learner__enrolments__cohort=self.cohort).values_list("mentor", "learner"))

    @property
    def without(self) -> list[LearnerShown]:
        """Who needs a mentor, or another one."""
        return [learner for learner in self.learners if learner.needs_one]

    def proposal(self) -> Proposal:
        """For those who need one; who has a mentor and does not complain keeps them."""
        former, left = self._earlier()
        learners = [
            Learner(
                id=one.enrolment.pk,
                person=one.person.pk,
                language=one.person.language,
                former=frozenset(former[one.person.pk] - left[one.person.pk]),
                leaves=frozenset(left[one.person.pk]),
            )
            for one in self.without
        ]
        mentors = [
            Mentor(id=one.person.pk, languages=frozenset(one.languages), capacity=one.capacity, load=one.learners, is_away=one.is_away)
            for one in self.mentors
        ]
        return propose(learners, mentors, self.bars)

    def _earlier(self) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """Whom each had before, in any cohort, and whom each asked to leave."""
        people = self.cohort.enrolments.values("learner")
        former: dict[int, set[int]] = defaultdict(set)
        left: dict[int, set[int]] = defaultdict(set)
        for found, rows in ((former, Pairing.objects), (left, MentorRequest.objects)):
            pairs = rows.filter(enrolment__learner__in=people, mentor__isnull=False).values_list("enrolment__learner", "mentor")
            for learner, mentor in pairs:
                found[learner].add(mentor)
        return former, left


def with_numbers(cohorts: QuerySet[Cohort]) -> QuerySet[Any]:
    """Each with `learners` who are studying, how many of them are `without` a mentor, and whether somebody `asks` for another one."""
    active = Q(enrolments__state=Enrolment.State.ACTIVE)
    paired = Exists(Pairing.objects.current().filter(enrolment=OuterRef("enrolments")))
    asks = MentorRequest.objects.filter(enrolment__cohort=OuterRef("pk"), settled_at=None)
    return cohorts.annotate(
        learners=Count("enrolments", filter=active), without=Count("enrolments", filter=active & Q(~paired)), asks=Exists(asks)
    )


def days_to_answer(mentors: list[int], at: datetime) -> dict[int, list[int]]:
    """Of each answer in the last 90 days, in all cohorts. One query."""
    tasks = ReviewTask.objects.filter(settled_by__in=mentors, settled_at__gte=at - LATELY)
    found: dict[int, list[int]] = {mentor: [] for mentor in mentors}
    for answer in answers(Scope(at=at, tasks=tasks, enrolments=Enrolment.objects.none())):
        if answer.by in found:
            found[answer.by].append(answer.days)
    return found
