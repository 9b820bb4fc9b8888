"""What each mentor carries, against what they said they can."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils.timezone import localtime

from courses.enrolment.models import Cohort
from lms.accounts.models import Role, RoleAssignment, User
from lms.accounts.scopes import covering

from ..models import MentorProfile, TaskEvent
from ..pairing_rules import loads
from ..room import profile_of, room_of, waiting_by_mentor
from .scope import Scope
from .waiting import held, offered

What = TaskEvent.What


@dataclass(frozen=True, kw_only=True)
class MentorLoad:
    """`offered`, `held`, `answered` (this week, from Monday) count what is in scope; `everywhere` what waits for them in all cohorts
    together, which is what `room`, the reviews that fit into their week, has to hold. `learners` of `profile.capacity` likewise."""

    mentor: User
    profile: MentorProfile
    learners: int
    offered: int
    held: int
    answered: int
    everywhere: int

    @property
    def room(self) -> int:
        return room_of(self.profile)

    @property
    def is_over(self) -> bool:
        return self.everywhere > self.room or self.learners > self.profile.capacity


def mentors_of(cohorts: Iterable[Cohort]) -> QuerySet[User]:
    """Who is a mentor in any of them, by name. Two queries, however many."""
    return people_with_role([Role.MENTOR], cohorts).select_related("mentor_profile").order_by("name", "pk")


def people_with_role(roles: Collection[Role], cohorts: Iterable[Cohort]) -> QuerySet[User]:
    """Who holds one of the roles in any of the cohorts and may sign in. The cohorts come with their course."""
    places = {place for cohort in cohorts for place in covering(cohort)}
    held_roles = RoleAssignment.objects.filter(role__in=roles).values_list("person", "scope", "scope_id")
    people = {person for person, scope, number in held_roles if (scope, number) in places}
    return User.objects.filter(pk__in=people, is_active=True)


def mentor_loads(scope: Scope, mentors: Collection[User]) -> list[MentorLoad]:
    """Six queries, however many mentors."""
    people = [mentor.pk for mentor in mentors]
    learners, everywhere = loads(people), waiting_by_mentor(people, scope.at)
    waits = _counted(offered(scope).values_list("offered_to"))
    reads = _counted(held(scope).values_list("claimed_by"))
    answered = _counted(answered_this_week(scope).values_list("by"))
    return [
        MentorLoad(
            mentor=mentor,
            profile=profile_of(mentor),
            learners=learners[mentor.pk],
            offered=waits[mentor.pk],
            held=reads[mentor.pk],
            answered=answered[mentor.pk],
            everywhere=everywhere[mentor.pk],
        )
        for mentor in mentors
    ]


def answered_this_week(scope: Scope) -> QuerySet[TaskEvent]:
    """From Monday on, by the reader's clock."""
    answered = TaskEvent.objects.filter(task__in=scope.tasks, what__in=[What.RETURNED, What.ACCEPTED], at__gte=monday(scope.at))
    return answered.filter(by=scope.mentor) if scope.mentor else answered


def monday(at: datetime) -> datetime:
    local = localtime(at)
    return datetime.combine(local.date() - timedelta(days=local.weekday()), time.min, local.tzinfo)


def _counted(rows: QuerySet) -> Counter:
    return Counter(dict(rows.annotate(Count("pk")).order_by()))
