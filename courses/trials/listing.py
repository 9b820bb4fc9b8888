"""A mentor's examples and trial reviews, and what comes next."""

from dataclasses import dataclass
from functools import cached_property

from courses.catalogue.outline import outline
from courses.enrolment.models import Cohort
from courses.mentorship.readiness import Where
from lms.accounts.models import Role, User
from lms.accounts.rules import within_scopes
from lms.accounts.scopes import covering

from .gate import HOW_MANY, gates, languages_of, unmet
from .models import Example, TrialReview
from .rules import examples_reviewed_by


@dataclass(frozen=True)
class Row:
    """An example that can be reviewed, with one's own trial review of it, if there is one."""

    example: Example
    title: str
    trial: TrialReview | None

    @property
    def is_sent(self) -> bool:
        return self.trial is not None and self.trial.sent_at is not None


@dataclass(frozen=True)
class OfCourse:
    title: str
    language: str
    rows: list[Row]
    is_asked: bool
    left: int


class TrialsPage:
    """Constant queries, but for the titles of the courses."""

    def __init__(self, person: User, language: str):
        self.person, self.language = person, language

    @cached_property
    def _trials(self) -> dict[int, TrialReview]:
        mine = TrialReview.objects.of(self.person).select_related("example__course", "version")
        return {one.example_id: one for one in mine.order_by("pk")}

    @cached_property
    def _rows(self) -> list[Row]:
        """What was begun comes with the version that it was begun with; of one name in two languages the one that was begun."""
        offered = list(examples_reviewed_by(self.person).select_related("course").with_version().order_by("published_at", "pk"))
        reads, begun = languages_of(self.person), self._trials
        named = {(one.example.course_id, one.example.slug) for one in begun.values()}
        rows = [Row(one.example, one.version.title, one) for one in begun.values()]
        best = sorted((one for one in offered if one.pk not in begun and one.language in reads), key=lambda one: reads.index(one.language))
        for one in best:
            if (one.course_id, one.slug) not in named and one.version:
                named.add((one.course_id, one.slug))
                rows.append(Row(one, one.version.title, None))
        return rows

    @cached_property
    def courses(self) -> list[OfCourse]:
        by_course: dict[int, list[Row]] = {}
        for row in self._rows:
            by_course.setdefault(row.example.course_id, []).append(row)
        return [self._of_course(rows) for rows in by_course.values()]

    def _of_course(self, rows: list[Row]) -> OfCourse:
        course = rows[0].example.course
        shown = outline(course, self.language)
        done = len({row.example.slug for row in rows if row.is_sent})
        return OfCourse(shown.title, shown.language, rows, course.pk in self.asked, max(HOW_MANY - done, 0))

    @cached_property
    def asked(self) -> set[int]:
        """The courses where something comes first."""
        cohorts = within_scopes(Cohort.objects.filter(course__in=gates()), self.person, [Role.MENTOR]).select_related("course")
        places = {Where(cohort.course_id, frozenset(covering(cohort))) for cohort in cohorts}
        return {place.course for _person, place in unmet([self.person], places)}

    @property
    def next(self) -> Row | None:
        """What to go on with: a draft, else an example of a course where something comes first."""
        open_ones = [row for row in self._rows if not row.is_sent and row.example.course_id in self.asked]
        return min(open_ones, key=lambda row: row.trial is None, default=None)
