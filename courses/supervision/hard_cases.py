"""Appeals, last rounds and what mentors passed on: what was said before, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.mentorship.assignment_definition import from_json
from courses.mentorship.kept_back import kept_from
from courses.mentorship.models import Review, ReviewTask
from courses.mentorship.models.review import Outcome
from lms.accounts.models import User

from .rules import hard_cases_seen_by

State = ReviewTask.State
AROUND = ("learner", "cohort", "iteration__version", "settled_by", "claimed_by")
KINDS = {
    "appeal": gettext_lazy("The learner asks for a second look"),
    "last": gettext_lazy("Last round"),
    "passed": gettext_lazy("Passed to a supervisor"),
}


@dataclass(frozen=True)
class HardCase:
    """`before`: what the mentor had said, of the same round for an appeal, else of the round before; `became`: what a supervisor said."""

    task: ReviewTask
    kind: str
    mentor: User | None
    before: str
    became: str
    at: datetime | None


def hard_cases(person: User, chosen: dict[str, Any]) -> QuerySet[ReviewTask]:
    """Open ones first, those that wait longest at the top; then the settled, the latest first. `mentor`: whose review came before."""
    found = hard_cases_seen_by(person)
    if chosen.get("cohort"):
        found = found.filter(cohort=chosen["cohort"])
    if chosen.get("mentor"):
        theirs = Review.objects.sent().filter(
            task__submission=OuterRef("submission"), reviewer=chosen["mentor"], task__is_for_supervisor=False
        )
        found = found.filter(Exists(theirs))
    if chosen.get("state"):
        found = found.open() if chosen["state"] == "open" else found.filter(state__in=ReviewTask.SETTLED)  # type: ignore[attr-defined]
    return found.select_related(*AROUND)


def shown(tasks: Iterable[ReviewTask], person: User) -> list[HardCase]:
    """One query for the reviews of all. What is kept from the person for now is left out."""
    tasks = list(tasks)
    sent = (
        Review.objects.sent()
        .filter(task__submission__in={task.submission_id for task in tasks})
        .select_related("task__iteration", "reviewer")
    )
    reviews: dict[int, list[Review]] = {}
    for review in sent.exclude(pk__in=kept_from(person).values("pk")).order_by("sent_at", "pk"):
        reviews.setdefault(review.task.submission_id, []).append(review)
    return [_shown(task, reviews.get(task.submission_id, [])) for task in tasks]


def _shown(task: ReviewTask, reviews: list[Review]) -> HardCase:
    own = next((one for one in reviews if one.task_id == task.pk), None)
    earlier = [one for one in reviews if one.task_id != task.pk and one.task.iteration.number <= task.iteration.number]
    before = earlier[-1] if earlier else None
    return HardCase(
        task=task,
        kind=str(KINDS[_kind(task)]),
        mentor=before.reviewer if before else None,
        before=str(Outcome(before.outcome).label) if before else "",
        became=str(Outcome(own.outcome).label) if own else _waits(task),
        at=task.settled_at,
    )


def _kind(task: ReviewTask) -> str:
    if task.reason == ReviewTask.Reason.APPEAL:
        return "appeal"
    return "last" if task.iteration.round >= from_json(task.iteration.version.content).rounds else "passed"


def _waits(task: ReviewTask) -> str:
    return _("%(name)s reads it") % {"name": task.claimed_by} if task.state == State.IN_REVIEW and task.claimed_by else _("Waits")
