"""What waits for a person to grade, for whom, and whose hands it is in. This is the one place: pages, and the queue
of mentor review (`courses/mentorship/queue/quiz_answers.py`), go through it.

waiting_for(person)                 the answers that this person may grade and nobody has graded, the oldest first
open_answer(person, id)             one of them, or one that is graded already, with everything a grader looks at
claim(…), renew(…), release(…)      a lease of 45 minutes, at most four things at a time, here and elsewhere together
keep_draft(…)                       marks and comment as typed; they outlive the lease
grade(…)                            the marks; a later grade is a further step
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

from .actions.grading import NotGradable, give_grade
from .elsewhere import held_elsewhere
from .engine.definition import MANUAL, Description
from .engine.state import StateName, StepKind
from .graders import answers_graded_by
from .letters import post_graded
from .models import Attempt, AttemptFile, AttemptQuestion, AttemptStep, GradeDraft

LEASE = timedelta(minutes=45)
MOST_OPEN = 4
BY_HAND = tuple(kind.type for kind in MANUAL)


class Refusal(models.TextChoices):
    """Why somebody cannot grade an answer now."""

    TAKEN = "taken", _("Somebody else is grading this answer.")
    TOO_MANY = "too_many", _("You have four open already. Answer one of them, or give one back, and take this one then.")
    NOT_GRADABLE = "not_gradable", _("The attempt that this answer belongs to has not been handed in.")


class GradingRefused(Exception):
    """Carries the reason; `holder` is who has the answer, until `until`."""

    def __init__(self, reason: Refusal, *, holder: User | None = None, until: datetime | None = None):
        super().__init__(reason.label)
        self.reason = reason
        self.holder = holder
        self.until = until


@dataclass(frozen=True, kw_only=True)
class OpenAnswer:
    """An answer as its grader looks at it. `draft` is the grader's own; `history` the grades given, the latest first; `late` what came
    after the time was up: it is read, not graded."""

    question: AttemptQuestion
    files: list[AttemptFile]
    draft: GradeDraft | None
    history: list[AttemptStep]
    late: AttemptStep | None

    @property
    def is_graded(self) -> bool:
        return bool(self.history)


def number_called(path: str = "") -> Coalesce:
    """For `annotate`: what a learner calls the question to which `path` leads by. Texts between questions have no number."""
    before = AttemptQuestion.objects.filter(attempt=OuterRef(f"{path}attempt"), slot__lte=OuterRef(f"{path}slot"))
    counted = before.exclude(version__question__type=Description.type).order_by().values("attempt").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def waiting_for(person: User) -> QuerySet[AttemptQuestion]:
    """Oldest first. Practice (unofficial attempts) brings no marks, so it does not wait."""
    waiting = answers_graded_by(person).filter(state=StateName.NEEDS_GRADING.value, attempt__state=Attempt.State.SUBMITTED)
    return waiting.order_by("attempt__submitted_at", "pk")


def held_by(person: User, at: datetime) -> QuerySet[AttemptQuestion]:
    """The answers in the person's hands."""
    return AttemptQuestion.objects.filter(claimed_by=person, claimed_until__gt=at)


def gradable_by(person: User) -> QuerySet[AttemptQuestion]:
    """What waits and what is graded: all that the person may open."""
    handed_in = [Attempt.State.SUBMITTED, Attempt.State.FINISHED]
    return answers_graded_by(person).filter(version__question__type__in=BY_HAND, attempt__state__in=handed_in, attempt__is_unofficial=False)


def open_answer(person: User, question_id: int) -> OpenAnswer:
    """Raises AttemptQuestion.DoesNotExist where the person may not see it."""
    found = gradable_by(person).select_related(
        "version__question", "claimed_by", "attempt__version", "attempt__quiz", "attempt__enrolment__learner", "attempt__enrolment__cohort"
    )
    question = found.annotate(called=number_called()).get(pk=question_id)
    steps = question.revisions.select_related("by")
    named = question.value.get("files") if isinstance(question.value, dict) else None
    ids = [one for one in named or [] if isinstance(one, int)]
    return OpenAnswer(
        question=question,
        files=list(question.files.filter(pk__in=ids, removed_at=None).order_by("pk")),
        draft=GradeDraft.objects.of(person).filter(question=question).first(),
        history=list(steps.filter(kind=StepKind.GRADE.value)),
        late=steps.filter(is_unofficial=True).first(),
    )


@transaction.atomic
def claim(*, question: AttemptQuestion, person: User) -> datetime:
    """Take an answer, or keep it: of two who try at once one gets it. Returns until when. Raises GradingRefused.

    The person's own row is held meanwhile, so that two clicks do not make five open answers of four; rows that name it need not wait."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    at = now()
    if held_by(person, at).exclude(pk=question.pk).count() + held_elsewhere(person, at) >= MOST_OPEN:
        raise GradingRefused(Refusal.TOO_MANY)
    until = renew(question=question, person=person)
    if until is None:
        raise _taken(question)
    return until


def renew(*, question: AttemptQuestion, person: User) -> datetime | None:
    """Hold on to an answer for another 45 minutes, also after the lease ran out if nobody took it meanwhile. None: somebody did."""
    until = now() + LEASE
    free = Q(claimed_by=None) | Q(claimed_by=person) | Q(claimed_until=None) | Q(claimed_until__lte=now())
    held = AttemptQuestion.objects.filter(free, pk=question.pk).update(claimed_by=person, claimed_until=until)
    return until if held else None


def release(*, question: AttemptQuestion, person: User) -> None:
    """Back to the list. The draft stays with whoever wrote it. A repeat changes nothing."""
    AttemptQuestion.objects.filter(pk=question.pk, claimed_by=person).update(claimed_by=None, claimed_until=None)


@transaction.atomic
def keep_draft(*, question: AttemptQuestion, person: User, marks: str, comment: str) -> datetime | None:
    """Keep what is typed, whoever has the answer now, and hold on to it where it is still there to be held. Returns until when; None:
    somebody else has it, and the draft is kept all the same."""
    GradeDraft.objects.update_or_create(question=question, person=person, defaults={"marks": marks[:20], "comment": comment})
    return renew(question=question, person=person)


@transaction.atomic
def grade(*, question: AttemptQuestion, person: User, fraction: float, comment: str) -> None:
    """Give the marks, as a part of what the answer can bring. The draft has done its service; the learner is told when nothing of the
    attempt waits any longer. Raises GradingRefused: then nothing has changed."""
    before = Attempt.objects.select_for_update().get(pk=question.attempt_id).state  # held first, in the order of everybody else
    if renew(question=question, person=person) is None:
        raise _taken(question)
    try:
        give_grade(question=question, fraction=fraction, comment=comment, by=person)
    except NotGradable as refused:
        raise GradingRefused(Refusal.NOT_GRADABLE) from refused
    release(question=question, person=person)
    GradeDraft.objects.of(person).filter(question=question).delete()
    after = Attempt.objects.select_related("enrolment__learner").get(pk=question.attempt_id)
    if before == Attempt.State.SUBMITTED and after.state == Attempt.State.FINISHED:
        post_graded(after)


def _taken(question: AttemptQuestion) -> GradingRefused:
    holder = AttemptQuestion.objects.select_related("claimed_by").get(pk=question.pk)
    return GradingRefused(Refusal.TAKEN, holder=holder.claimed_by, until=holder.claimed_until)
