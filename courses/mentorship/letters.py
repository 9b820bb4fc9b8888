"""The letters a learner gets about what they handed in. Each opens where there is something to do."""

from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from lms.core.codes import shown
from lms.core.links import absolute
from lms.notifications.actions import post_letter
from lms.notifications.kinds import MUST, LetterKind, Seen
from lms.notifications.models import Letter

from .learner.place import wording_of
from .learner.words import answered_words, day_words
from .models import Comment, Review, ReviewTask, Submission
from .models.review import Outcome

HANDED_IN = "handed_in"
RETURNED = "review_returned"
ACCEPTED = "review_accepted"
LATE = "review_late"


def post_review(review: Review) -> Letter:
    """Somebody has answered: to be done again, or accepted. Once for each review."""
    return post_letter(kind=kind_about(review), person=review.task.learner, subject_key=str(review.pk), context={"review": review.pk})


def kind_about(review: Review) -> str:
    return ACCEPTED if review.outcome == Outcome.ACCEPTED else RETURNED


def post_handed_in(task: ReviewTask) -> Letter:
    """The receipt, to keep. Once for each round."""
    return post_letter(kind=HANDED_IN, person=task.learner, subject_key=str(task.iteration_id), context={"task": task.pk})


def post_new_date(task: ReviewTask) -> Letter:
    """The promise was not kept: what the learner may count on now. Once for each date."""
    return post_letter(kind=LATE, person=task.learner, subject_key=f"{task.pk}:{task.promised_on:%Y-%m-%d}", context={"task": task.pk})


def _review(letter: Letter) -> Review | None:
    sent = Review.objects.sent().filter(pk=letter.context["review"], task__learner=letter.person)
    around = ("task__iteration__version", "task__submission__assignment", "task__submission__enrolment__cohort__course", "reviewer")
    return sent.select_related(*around).first()


def _review_needed(letter: Letter) -> bool:
    """Not to who has seen it on the site meanwhile."""
    review = _review(letter)
    return review is not None and review.seen_at is None


def _review_context(letter: Letter) -> dict[str, Any]:
    review = _review(letter)
    if review is None:
        raise LookupError(f"Letter {letter.pk} is about a review that is not there.")
    submission, iteration = review.task.submission, review.task.iteration
    comments = Comment.objects.filter(review=review).exclude(state=Comment.State.DRAFT).count()
    return {
        "assignment": _title(submission, iteration.version.title),
        "is_unofficial": iteration.is_unofficial,
        "answered": answered_words(comments),
        "outcome": review.get_outcome_display(),
        "until": day_words(submission.closes_on) if submission.closes_on else "",
        "link": link_to("assignment_round", submission, iteration.number) + "#first-open",
    }


def _task(letter: Letter) -> ReviewTask:
    around = ("submission__assignment", "submission__enrolment__cohort__course", "iteration__version")
    return ReviewTask.objects.select_related(*around).get(pk=letter.context["task"])


def _handed_in_context(letter: Letter) -> dict[str, Any]:
    task = _task(letter)
    return {
        "assignment": _title(task.submission, task.iteration.version.title),
        "when": day_words(localtime(task.iteration.handed_in_at).date()),
        "promised": day_words(task.promised_on) if task.promised_on else "",
        "code": shown(task.iteration.receipt),
        "link": link_to("assignment", task.submission),
    }


def _handed_in_needed(letter: Letter) -> bool:
    """Not once it is answered or taken back: then there is other news."""
    return _task(letter).is_open


def _late_context(letter: Letter) -> dict[str, Any]:
    task = _task(letter)
    return {
        "assignment": _title(task.submission, task.iteration.version.title),
        "date": day_words(cast(date, task.promised_on)),
        "link": link_to("assignment", task.submission),
    }


def _late_needed(letter: Letter) -> bool:
    """Not once it is answered or taken back, nor when there is a newer date already."""
    task = _task(letter)
    return task.is_open and letter.subject_key == f"{task.pk}:{task.promised_on:%Y-%m-%d}"


def _title(submission: Submission, otherwise: str) -> str:
    """In the reader's language where there is one."""
    wording = wording_of(submission.enrolment, submission.assignment)
    return wording.title if wording else otherwise


def link_to(name: str, submission: Submission, *more: int) -> str:
    return absolute(reverse(name, args=[submission.enrolment_id, submission.assignment_id, *more]))


_assignment = gettext_lazy("The title of the assignment")

KINDS = [
    LetterKind(
        key=HANDED_IN,
        label=gettext_lazy("What you handed in has arrived"),
        context=_handed_in_context,
        still_needed=_handed_in_needed,
        seen=Seen.NEVER,
        variables={
            "assignment": _assignment,
            "when": gettext_lazy("The day on which it arrived"),
            "promised": gettext_lazy("The day by which an answer is promised, if there is one"),
            "code": gettext_lazy("The code of the receipt"),
        },
    ),
    LetterKind(
        key=RETURNED,
        label=gettext_lazy("Your mentor has answered"),
        context=_review_context,
        still_needed=_review_needed,
        priority=MUST,
        variables={
            "assignment": _assignment,
            "answered": gettext_lazy("A sentence: that the mentor has answered, and with how many comments"),
            "outcome": gettext_lazy("What the mentor says of the work, in a few words"),
        },
    ),
    LetterKind(
        key=ACCEPTED,
        label=gettext_lazy("Your work is accepted"),
        context=_review_context,
        still_needed=_review_needed,
        seen=Seen.PAGE,
        variables={"assignment": _assignment, "until": gettext_lazy("Until which day the learner can answer, if there is one")},
    ),
    LetterKind(
        key=LATE,
        label=gettext_lazy("When your answer comes"),
        context=_late_context,
        still_needed=_late_needed,
        seen=Seen.PAGE,
        variables={"assignment": _assignment, "date": gettext_lazy("The day that is promised now")},
    ),
]
