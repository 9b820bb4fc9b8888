"""The letters a learner gets on the way: welcome, and every week the next step."""

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from courses.catalogue.addresses import address
from courses.catalogue.models import Activity
from lms.accounts.models import Role, User
from lms.accounts.rules import within_scopes
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.digest import FROM, UNTIL
from lms.notifications.kinds import LetterKind
from lms.notifications.message import zone_of
from lms.notifications.models import Letter, LetterChoice

from .models import Cohort, Enrolment
from .progress import LessonProgress, Progress, progress_of

WELCOME = "welcome"
WEEKLY = "weekly_progress"
DAYS = range(1, 4)  # Monday; after downtime Tuesday or Wednesday will do, later the next Monday is nearer
SETTLING_IN = timedelta(days=2)  # a welcome letter needs no progress letter right behind it


def post_welcome(enrolment: Enrolment) -> Letter:
    return post_letter(kind=WELCOME, person=enrolment.learner, subject_key=str(enrolment.pk), context={"enrolment": enrolment.pk})


def post_weekly_letters(at: datetime | None = None) -> int:
    """Post this week's letters wherever it is Monday morning. One letter for a week, none for a week that was missed. Returns how many."""
    at = at or now()
    zones = User.objects.filter(enrolments__state=Enrolment.State.ACTIVE).values_list("time_zone", flat=True).distinct()
    return sum(_post_weekly_in(zone, at) for zone in zones)


def week_of(moment: datetime) -> str:
    year, week, _day = moment.isocalendar()
    return f"{year}-W{week:02}"


def _post_weekly_in(zone: str, at: datetime) -> int:
    local = localtime(at, zone_of(User(time_zone=zone)))
    if local.isoweekday() not in DAYS or not FROM <= local.time() < UNTIL:
        return 0
    week, posted = week_of(local), 0
    for enrolment in _waiting_for(week, zone, at).iterator(chunk_size=200):
        post_letter(
            kind=WEEKLY,
            person=enrolment.learner,
            subject_key=f"{enrolment.cohort_id}:{week}",
            context={"enrolment": enrolment.pk, "week": week},
        )
        posted += 1
    return posted


def _waiting_for(week: str, zone: str, at: datetime) -> QuerySet[Enrolment]:
    key = Concat(Cast(OuterRef("cohort_id"), CharField()), Value(f":{week}"))
    has_letter = Exists(Letter.objects.filter(kind=WEEKLY, person=OuterRef("learner"), subject_key=key))
    wants_none = Exists(LetterChoice.objects.filter(kind=WEEKLY, person=OuterRef("learner")).exclude(channel=LetterChoice.Channel.EMAIL))
    return Enrolment.objects.filter(
        ~has_letter,
        ~wants_none,
        state=Enrolment.State.ACTIVE,
        created_at__lte=at - SETTLING_IN,
        cohort__closed_at=None,
        learner__time_zone=zone,
        learner__email__isnull=False,
        learner__erased_at=None,
    ).select_related("learner")


def _enrolment(letter: Letter) -> Enrolment:
    return Enrolment.objects.select_related("cohort__course", "learner").get(pk=letter.context["enrolment"])


def _welcome_context(letter: Letter) -> dict[str, Any]:
    enrolment = _enrolment(letter)
    progress = progress_of(enrolment)
    return {
        "course": progress.outline.title,
        "group": enrolment.cohort.name,
        "lessons": len(progress.lessons),
        **_next_step(progress),
    }


def _welcome_needed(letter: Letter) -> bool:
    enrolment = _enrolment(letter)
    return enrolment.state == Enrolment.State.ACTIVE and progress_of(enrolment).next is not None


def _weekly_context(letter: Letter) -> dict[str, Any]:
    progress = progress_of(_enrolment(letter))
    return {
        "course": progress.outline.title,
        "done_sentence": _done_sentence(progress.lessons_done, len(progress.lessons)),
        "left_sentence": _left_sentence(cast(LessonProgress, progress.next)),
        "states": [_state(lesson, progress) for lesson in progress.lessons],
        "way_sentence": _("%(done)d of %(total)d") % {"done": progress.lessons_done, "total": len(progress.lessons)},
        **_next_step(progress),
    }


def _weekly_needed(letter: Letter) -> bool:
    """Not to those who have finished or left, and not a week late."""
    enrolment = _enrolment(letter)
    is_this_week = letter.context["week"] == week_of(localtime(now(), _zone(enrolment)))
    return is_this_week and enrolment.state == Enrolment.State.ACTIVE and progress_of(enrolment).next is not None


def _zone(enrolment: Enrolment) -> ZoneInfo:
    return zone_of(enrolment.learner)


def _done_sentence(done: int, total: int) -> str:
    if not done:
        return _("You have begun, and the first lesson is waiting for you.")
    return ngettext(
        "You have done %(done)d lesson of %(total)d.", "You have done %(done)d lessons of %(total)d.", done
    ) % {"done": done, "total": total}  # fmt: skip


def _state(lesson: LessonProgress, progress: Progress) -> str:
    """As a station on the way."""
    return "done" if lesson.is_done else "next" if lesson == progress.next else "ahead"


def _left_sentence(step: LessonProgress) -> str:
    exercises = sum(activity.kind != Activity.READ for activity in step.missing)
    if not exercises:
        return _("Only the reading is left there.")
    return ngettext(
        "%(count)d exercise is left there.", "%(count)d exercises are left there.", exercises
    ) % {"count": exercises}  # fmt: skip


def _next_step(progress: Progress) -> dict[str, str]:
    """One link that opens right there: at the first exercise that is missing, once something in the lesson is done."""
    step = cast(LessonProgress, progress.next)  # a letter is only needed while there is one
    path = address(progress.outline.slug, step.lesson.module_slug, step.lesson.slug, language=get_language())
    place = next((activity.block_id for activity in step.missing if activity.kind != Activity.READ), "") if step.is_started else ""
    return {"lesson": step.lesson.title, "link": absolute(path) + (f"#b-{place}" if place else "")}


def learners_looked_after_by(person: User) -> QuerySet:
    """Ids of the learners whose letters a coordinator of theirs may see in the ledger."""
    cohorts = within_scopes(Cohort.objects.all(), person, (Role.COORDINATOR, Role.ADMINISTRATOR))
    return Enrolment.objects.filter(cohort__in=cohorts).values("learner")


_course, _lesson = gettext_lazy("The title of the course"), gettext_lazy("The title of the next lesson")

KINDS = [
    LetterKind(
        key=WELCOME,
        label=gettext_lazy("Welcome to a course"),
        context=_welcome_context,
        still_needed=_welcome_needed,
        variables={
            "course": _course,
            "group": gettext_lazy("The name of the group"),
            "lessons": gettext_lazy("How many lessons there are"),
            "lesson": _lesson,
        },
    ),
    LetterKind(
        key=WEEKLY,
        label=gettext_lazy("Your next step, every week"),
        context=_weekly_context,
        still_needed=_weekly_needed,
        can_stop=True,
        variables={
            "course": _course,
            "lesson": _lesson,
            "done_sentence": gettext_lazy("A sentence: how many lessons are done"),
            "left_sentence": gettext_lazy("A sentence: what is left in the next lesson"),
        },
    ),
]
