"""What the programme's learners have completed. The facts are there, lesson by lesson; the answers themselves only where they were handed
in to a mentor (`rounds`). A completion has the proof that the rule gives; no certificate was made for it on the site."""

from datetime import datetime, timedelta

from django.db.models import Count, Max

from courses.catalogue.models import Activity, Course, Lesson
from courses.catalogue.outline import outline
from courses.enrolment.completion import Facts, evaluate
from courses.enrolment.models import ActivityCompletion, CourseCompletion

from .people import Learner, completed_at
from .year import Year, add, change, clock

SHARES = {"completed": (1.0, 1.0), "interns": (0.25, 0.7), "half_way": (0.3, 0.75), "asleep": (0.02, 0.15)}


def load_progress(year: Year, *, learners: list[Learner], course: Course) -> None:
    required = [one for lesson in outline(course, course.source_language).lessons for one in lesson.activities if one.is_required]
    lessons = dict(Activity.objects.filter(pk__in=[one.id for one in required]).values_list("pk", "lesson"))
    facts, completions = [], []
    for one in learners:
        done = [activity.id for activity in required[: _share(year, one.fate, len(required))]]
        times = _times(one, len(done))
        facts += [ActivityCompletion(enrolment=one.enrolment, activity_id=pk, completed_at=at) for pk, at in zip(done, times, strict=True)]
        if done:
            one.enrolment.last_lesson_id = lessons[done[-1]]
        if one.fate == "completed":
            proof = evaluate(course.completion_rule, Facts(set(lessons), dict(zip(done, times, strict=True))))
            completions.append(CourseCompletion(enrolment=one.enrolment, proof=proof.as_json(), completed_at=times[-1]))
    add(facts)
    add(completions)
    change([one.enrolment for one in learners], "last_lesson")


def lesson_done_at(learners: list[Learner], lesson: Lesson) -> dict[int, datetime]:
    """By enrolment, when the last of its required activities was completed, of those who have all of them."""
    wanted = list(Activity.objects.live().filter(lesson=lesson, is_required=True).values_list("pk", flat=True))
    rows = ActivityCompletion.objects.filter(enrolment__in=[one.enrolment for one in learners], activity__in=wanted)
    last = rows.values("enrolment").annotate(number=Count("pk"), at=Max("completed_at")).filter(number=len(wanted)).order_by()
    return dict(last.values_list("enrolment", "at"))


def _share(year: Year, fate: str, all_of_them: int) -> int:
    low, high = SHARES.get(fate, (0.03, 0.3))
    return min(round(all_of_them * year.lot.uniform(low, high)), all_of_them if fate == "completed" else all_of_them - 1)


def _times(one: Learner, number: int) -> list[datetime]:
    """In the evenings between the first and the last day, the last one when the learner completed or was last there."""
    span = (one.until - one.begun).days
    times: list[datetime] = []
    for place in range(number):
        at = clock(one.begun + timedelta(days=span * (place + 1) // (number + 1)), 18)
        times.append(max(at, times[-1] + timedelta(minutes=6)) if times else at)
    return [*times[:-1], max(completed_at(one), times[-1])] if times else times
