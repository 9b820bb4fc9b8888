"""The weekly letter: what is done, and the next step. Made for a thousand learners at a time: the row keeps ids and numbers, so that its
words are written without counting again, as long as nothing has changed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from courses.catalogue.outline import outline
from lms.accounts.models import User
from lms.notifications.actions import Draft, post_letters
from lms.notifications.digest import FROM, UNTIL
from lms.notifications.kinds import CAN_WAIT, LetterKind, Seen
from lms.notifications.message import zone_of
from lms.notifications.models import Letter, LetterChoice

from .models import Enrolment
from .next_step import Step, step_in, step_in_words
from .nudges import silent_ones
from .progress import Progress, progress_of, progress_of_many
from .thousands import in_thousands

WEEKLY = "weekly_progress"
DAYS = range(1, 4)  # Monday; after downtime Tuesday or Wednesday will do, later the next Monday is nearer
SETTLING_IN = timedelta(days=2)  # a welcome letter needs no progress letter right behind it


class Numbers(NamedTuple):
    """What the letter says – the lessons that are done, and the next step – and by what it is seen that it is still so: how many facts
    there were, the lesson last seen, the stamp of the course."""

    done: list[int]
    step: Step
    facts: int
    last_lesson: int | None
    stamp: int


def post_weekly_letters(at: datetime | None = None) -> int:
    """Post this week's letters wherever it is Monday morning. One letter for a week, none for a week that was missed. Returns how many."""
    at = at or now()
    zones = User.objects.filter(enrolments__state=Enrolment.State.ACTIVE).values_list("time_zone", flat=True).distinct()
    return sum(_post_in(zone, at) for zone in zones)


def week_of(moment: datetime) -> str:
    year, week, _day = moment.isocalendar()
    return f"{year}-W{week:02}"


def _post_in(zone: str, at: datetime) -> int:
    local = localtime(at, zone_of(User(time_zone=zone)))
    if local.isoweekday() not in DAYS or not FROM <= local.time() < UNTIL:
        return 0
    week = week_of(local)
    return sum(post_letters(kind=WEEKLY, drafts=_drafts(some, week, at)) for some in in_thousands(_waiting_for(week, zone, at)))


def _waiting_for(week: str, zone: str, at: datetime) -> QuerySet[Enrolment]:
    key = Concat(Cast(OuterRef("cohort_id"), CharField()), Value(f":{week}"))
    has_letter = Exists(Letter.objects.filter(kind=WEEKLY, person=OuterRef("learner"), subject_key=key))
    wants_none = Exists(LetterChoice.objects.filter(kind=WEEKLY, person=OuterRef("learner"), channel=LetterChoice.Channel.NONE))
    waiting = Enrolment.objects.awake().filter(
        ~has_letter,
        ~wants_none,
        created_at__lte=at - SETTLING_IN,
        cohort__closed_at=None,
        learner__time_zone=zone,
        learner__erased_at=None,
    )
    return waiting.select_related("cohort__course")


def _drafts(some: list[Enrolment], week: str, at: datetime) -> Iterator[Draft]:
    """None for who has done everything, nor for the silent: they are nudged instead."""
    silent = silent_ones(some, at)
    counted = progress_of_many([one for one in some if one.pk not in silent])
    for one in some:
        numbers = _numbers(one, counted[one.pk]) if one.pk in counted else None
        if numbers:
            yield Draft(
                person=one.learner_id,
                subject_key=f"{one.cohort_id}:{week}",
                context={"enrolment": one.pk, "week": week, "numbers": numbers},
            )


def _numbers(enrolment: Enrolment, progress: Progress) -> Numbers | None:
    step = step_in(progress)
    if step is None:
        return None
    course = enrolment.cohort.course
    done = [lesson.lesson.id for lesson in progress.lessons if lesson.is_done]
    return Numbers(done, step, progress.facts, enrolment.last_lesson_id, course.stamp)


def _enrolment(letter: Letter) -> Any:  # with `facts`
    counted = Enrolment.objects.annotate(facts=Count("completions")).select_related("cohort__course")
    return counted.get(pk=letter.context["enrolment"])


def _numbers_now(letter: Letter, enrolment: Any) -> Numbers | None:
    """Those of the row, unless the learner or the course went on since."""
    if kept := letter.context.get("numbers"):
        numbers = Numbers(*kept)._replace(step=Step(*kept[1]))
        if numbers[2:] == (enrolment.facts, enrolment.last_lesson_id, enrolment.cohort.course.stamp):
            return numbers
    return _numbers(enrolment, progress_of(enrolment))


def _needed(letter: Letter) -> bool:
    """Not to those who have finished, left or fallen asleep, not to who was in a lesson since, and not a week late."""
    if letter.context["week"] != week_of(localtime(now(), zone_of(letter.person))):
        return False
    enrolment = _enrolment(letter)
    is_seen = enrolment.last_seen_at is not None and enrolment.last_seen_at > letter.created_at
    return enrolment.is_awake and not is_seen and _numbers_now(letter, enrolment) is not None


def _context(letter: Letter) -> dict[str, Any]:
    enrolment = _enrolment(letter)
    numbers = _numbers_now(letter, enrolment)
    if numbers is None:
        raise LookupError(f"Letter {letter.pk} has no next step.")
    course = outline(enrolment.cohort.course, get_language() or "en")
    done, total = len(numbers.done), len(course.lessons)
    return {
        "course": course.title,
        "done_sentence": _done_sentence(done, total),
        "left_sentence": _left_sentence(numbers.step.exercises),
        "states": [_state(lesson.id, numbers) for lesson in course.lessons],
        "way_sentence": _("%(done)d of %(total)d") % {"done": done, "total": total},
        **step_in_words(course, numbers.step),
    }


def _done_sentence(done: int, total: int) -> str:
    if not done:
        return _("You have begun, and the first lesson is waiting for you.")
    return ngettext(
        "You have done %(done)d lesson of %(total)d.", "You have done %(done)d lessons of %(total)d.", done
    ) % {"done": done, "total": total}  # fmt: skip


def _state(lesson: int, numbers: Numbers) -> str:
    """As a station on the way."""
    return "done" if lesson in numbers.done else "next" if lesson == numbers.step.lesson else "ahead"


def _left_sentence(exercises: int) -> str:
    if not exercises:
        return _("Only the reading is left there.")
    return ngettext(
        "%(count)d exercise is left there.", "%(count)d exercises are left there.", exercises
    ) % {"count": exercises}  # fmt: skip


KINDS = [
    LetterKind(
        key=WEEKLY,
        label=gettext_lazy("Your next step, every week"),
        context=_context,
        still_needed=_needed,
        seen=Seen.PAGE,
        priority=CAN_WAIT,
        variables={
            "course": gettext_lazy("The title of the course"),
            "lesson": gettext_lazy("The title of the next lesson"),
            "done_sentence": gettext_lazy("A sentence: how many lessons are done"),
            "left_sentence": gettext_lazy("A sentence: what is left in the next lesson"),
        },
    )
]
