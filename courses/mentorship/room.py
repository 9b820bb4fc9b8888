"""Who has room for one more piece of work. A mentor's week holds so many reviews; that many may wait for them, and no more are given."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.enrolment.models import Cohort
from courses.enrolment.working_days import local_day
from lms.accounts.models import Role, RoleAssignment, User
from lms.accounts.scopes import covering

from .defaults import MINUTES_A_REVIEW
from .models import Bar, MentorProfile, ReviewTask
from .readiness import unready


def people_with(role: Role, cohort: Cohort) -> QuerySet[User]:
    """Who has the role in the cohort by an assignment and may sign in. With `mentor_profile`, one query."""
    places = Q()
    for scope, number in covering(cohort):
        places |= Q(scope=scope, scope_id=number)
    held = RoleAssignment.objects.filter(places, person=OuterRef("pk"), role=role)
    return User.objects.filter(Exists(held), is_active=True).select_related("mentor_profile")


def profile_of(person: User) -> MentorProfile:
    """The stored one, or the defaults."""
    return getattr(person, "mentor_profile", None) or MentorProfile(person=person)


def room_of(profile: MentorProfile) -> int:
    """How many reviews fit into the mentor's week."""
    return profile.hours * 60 // MINUTES_A_REVIEW


def waiting_by_mentor(people: Collection[int], at: datetime) -> dict[int, int]:
    """How many tasks are a mentor's own business now: offered to them, or in their hands. Two queries."""
    theirs = ReviewTask.objects.open()
    offered = theirs.free(at).filter(offered_to__in=people, offered_until__gt=at)
    held = theirs.filter(claimed_by__in=people, claimed_until__gt=at)
    waiting = dict.fromkeys(people, 0)
    for rows, whose in ((offered, "offered_to"), (held, "claimed_by")):
        for person, count in rows.values_list(whose).annotate(Count("pk")).order_by():
            waiting[person] += count
    return waiting


def mentors_with_room(task: ReviewTask, at: datetime, *, besides: Collection[int] = ()) -> list[User]:
    """Who can be given the task: a mentor of the cohort who is not away, not barred, not the learner, reads its language, has nothing to do
    first, and has room. Those for whom the fewest wait come first. Three queries, where nothing comes first."""
    bars = Bar.objects.filter(mentor=OuterRef("pk"), learner=task.learner_id)
    asked = people_with(Role.MENTOR, task.cohort).exclude(pk__in=[task.learner_id, *besides]).filter(~Exists(bars))
    today = local_day(at, task.cohort)
    able = [person for person in asked if can_read(person, task.language) and not profile_of(person).is_away(today)]
    waiting = waiting_by_mentor([person.pk for person in able], at)
    free = [person for person in able if waiting[person.pk] < room_of(profile_of(person))]
    held_back = unready(free, task.cohort) if free else set()
    free = [person for person in free if person.pk not in held_back]
    return sorted(free, key=lambda person: (waiting[person.pk], person.pk))


def supervisors_of(task: ReviewTask, at: datetime) -> list[User]:
    """Those who may take it: who is away only where nobody is there, an administrator only where there is no supervisor."""
    bars, today = Bar.objects.filter(mentor=OuterRef("pk"), learner=task.learner_id), local_day(at, task.cohort)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        found = list(people_with(role, task.cohort).exclude(pk=task.learner_id).filter(~Exists(bars)).order_by("pk"))
        if found:
            return [person for person in found if not profile_of(person).is_away(today)] or found
    return []


def can_read(person: User, language: str) -> bool:
    return language in (profile_of(person).languages or [person.language])


def hold_room(person: User, at: datetime) -> int:
    """How many more the mentor can be given. Their profile is held until the transaction ends, so that two who give at once do not give too
    much."""
    MentorProfile.objects.get_or_create(person=person)
    profile = MentorProfile.objects.select_for_update().get(person=person)
    return room_of(profile) - waiting_by_mentor([person.pk], at)[person.pk]
