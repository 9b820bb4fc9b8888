"""The average of a course's quizzes, which a rule of completion may ask for."""

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import F
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.catalogue.addresses import address
from courses.catalogue.models import ActivityVersion
from courses.enrolment.completion import Amount
from courses.enrolment.measures import Measure, Way
from courses.enrolment.models import Enrolment

from .grades import grade_of
from .models import Attempt
from .models.quiz import KIND, rules_in
from .standing import HANDED_IN

_STEPS = 10_000  # a grade is counted in hundredths of a per cent, so that 0.1 + 0.2 reaches 30 per cent


def averages(enrolments: Iterable[int]) -> dict[int, Amount]:
    """Per cent, by enrolment id: the mean of the grades of the course's required quizzes (of all its quizzes where none is required). One
    that was not handed in, or waits for its marks, counts as nothing. Enrolments of courses without quizzes are left out. Three queries."""
    course_of = dict(Enrolment.objects.filter(pk__in=list(enrolments)).values_list("pk", "cohort__course"))
    quizzes = _quizzes(set(course_of.values()))
    handed: dict[tuple[int, int], list[Attempt]] = {}
    attempts = Attempt.objects.official().filter(enrolment__in=course_of, state__in=HANDED_IN)
    for attempt in attempts.only("enrolment", "quiz", "number", "fraction"):
        handed.setdefault((attempt.enrolment_id, attempt.quiz_id), []).append(attempt)
    return {
        pk: sum((_grade(handed.get((pk, version.of_id), []), version) for version in quizzes[course]), Fraction()) / len(quizzes[course])
        for pk, course in course_of.items()
        if quizzes.get(course)
    }


def _quizzes(courses: set[int]) -> dict[int, list[ActivityVersion]]:
    """The rules of those that count, by course."""
    live = ActivityVersion.objects.current().filter(of__kind=KIND, of__retired_at=None, of__lesson__retired_at=None)
    rows = live.filter(of__lesson__course__in=courses, language=F("of__lesson__course__source_language")).select_related("of__lesson")
    found: dict[int, list[ActivityVersion]] = {}
    for version in rows:
        found.setdefault(version.of.lesson.course_id, []).append(version)
    return {course: [one for one in every if one.of.is_required] or every for course, every in found.items()}


def _grade(attempts: list[Attempt], version: ActivityVersion) -> Fraction:
    return Fraction(round((grade_of(attempts, rules_in(version).settings.grading) or 0) * _STEPS), _STEPS // 100)


def _asks(per_cent: int) -> str:
    return _("an average of %(number)s%% in the quizzes of the course") % {"number": per_cent}


def _lacks(per_cent: Amount) -> str:
    return _("The average of your quizzes is %(number)s%% short of what is asked for.") % {"number": _rounded(per_cent)}


def _rounded(per_cent: Amount) -> str:
    """Never nothing where something is missing."""
    return f"{max(float(per_cent), 0.1):.1f}".removesuffix(".0")


def _way(enrolment: Enrolment) -> Way:
    words = _("Where a quiz may be taken again, another attempt can raise it; a quiz that is not handed in counts as nothing.")
    return Way(words, address(enrolment.cohort.course.slug, language=get_language() or "en"))


AVERAGE = Measure(
    key="quiz_average",
    label=gettext_lazy("Average of the quizzes, in per cent"),
    help_text=gettext_lazy("Of the required quizzes; one that is not handed in counts as nothing. Empty: not asked for."),
    most=100,
    count=averages,
    asks=_asks,
    lacks=_lacks,
    way=_way,
)
