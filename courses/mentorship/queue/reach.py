"""In which cohorts a person reads what: asked once for a page, so that the queue is asked for by numbers. Who may what is said by
`rules.py` and `courses/quizzes/graders.py`; a test holds this to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Cohort
from courses.quizzes.graders import GRADERS
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role, within_scope

from ..rules import SUPERVISORS

MENTORS = (Role.MENTOR,)
MOST_TO_CHOOSE_FROM = 200

Numbers = frozenset[int] | None  # of cohorts; None: all of them


@dataclass(frozen=True)
class Reach:
    """`cohorts` can be chosen from, each with `course_title`: those still going on first; for the whole site the first 200 of them."""

    cohorts: tuple[Cohort, ...]
    mentored: Numbers
    supervised: Numbers
    graded: Numbers

    @property
    def reviews(self) -> bool:
        return self.mentored != frozenset() or self.supervised != frozenset()

    @property
    def supervises(self) -> bool:
        return self.supervised != frozenset()


def reach_of(person: User, language: str) -> Reach:
    """One query."""
    is_everywhere = any(has_role(person, role) for role in GRADERS)
    rows = _titled(_within(person), language)
    cohorts = tuple(rows[:MOST_TO_CHOOSE_FROM] if is_everywhere else rows)
    return Reach(
        cohorts=cohorts,
        mentored=_numbers(person, MENTORS, cohorts),
        supervised=_numbers(person, SUPERVISORS, cohorts),
        graded=_numbers(person, GRADERS, cohorts),
    )


def _within(person: User) -> QuerySet[Cohort]:
    found = Cohort.objects.none()
    for role in GRADERS:
        found = found | within_scope(Cohort.objects.all(), person=person, role=role)
    return found


def _titled(cohorts: QuerySet[Cohort], language: str) -> QuerySet[Cohort]:
    titles = CourseVersion.objects.current().filter(of=OuterRef("course")).values("title")
    title = Coalesce(Subquery(titles.filter(language=language)), Subquery(titles.filter(language=OuterRef("course__source_language"))))
    return cohorts.select_related("course").annotate(course_title=title).order_by(F("closed_at").asc(nulls_first=True), "name", "pk")


def _numbers(person: User, roles: Iterable[Role], cohorts: Iterable[Cohort]) -> Numbers:
    if any(has_role(person, role) for role in roles):
        return None
    held = [role for role in roles if any(role == one for one, _scope, _number in person.roles_held)]
    return frozenset(cohort.pk for cohort in cohorts if any(has_role(person, role, cohort) for role in held))
