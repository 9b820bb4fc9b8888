"""The letter that a learner gets when a person has graded the last answer of an attempt. It can wait, and it can be stopped."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy, override

from courses.catalogue.models import ActivityVersion
from courses.catalogue.outline import preferred
from courses.enrolment.dates import window_of
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import CAN_WAIT, LetterKind, Seen
from lms.notifications.models import Letter

from .models import Attempt
from .quiz_definition import Shown
from .review import moment_of, shown

GRADED = "quiz_graded"


def post_graded(attempt: Attempt) -> Letter:
    return post_letter(kind=GRADED, person=attempt.enrolment.learner, subject_key=str(attempt.pk), context={"attempt": attempt.pk})


def _attempt(letter: Letter) -> Attempt | None:
    rows = Attempt.objects.finished().select_related("version", "quiz__lesson__course", "enrolment__cohort")
    return rows.filter(pk=letter.context["attempt"], enrolment__learner=letter.person).first()


def _is_needed(letter: Letter) -> bool:
    return _attempt(letter) is not None


def _context(letter: Letter) -> dict[str, Any]:
    attempt = _attempt(letter)
    if attempt is None:
        raise LookupError(f"Letter {letter.pk} is about an attempt that is not there.")
    language, source = get_language() or "en", attempt.quiz.lesson.course.source_language
    titles = preferred(ActivityVersion.objects.filter(of=attempt.quiz_id), language=language, source_language=source)
    version = titles.get(attempt.quiz_id) or attempt.version
    with override(language):
        link = absolute(reverse("attempt", args=[attempt.pk]))
    return {"quiz": version.title, "link": link, "shows_marks": _shows_marks(attempt)}


def _shows_marks(attempt: Attempt) -> bool:
    """Whether the quiz shows them now. What the person who read it says is always shown."""
    closes_at = window_of(attempt.enrolment, attempt.quiz_id).closes_at
    moment = moment_of(ended_at=attempt.ended_at, closes_at=closes_at, at=now())
    return Shown.MARKS in shown(attempt.rules, moment, has_marks=not attempt.is_unofficial)


KINDS = [
    LetterKind(
        key=GRADED,
        label=gettext_lazy("Your answers in a quiz are graded"),
        context=_context,
        still_needed=_is_needed,
        seen=Seen.PAGE,
        priority=CAN_WAIT,
        variables={"quiz": gettext_lazy("The title of the quiz")},
    )
]
