"""Conflicts of interest: a mentor who never reads a learner's work."""

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from ..models import Bar, BarEvent, Pairing, ReviewTask
from .claiming import release
from .holding import hold_tasks
from .offering import queue
from .pairing import end_pairing

State = ReviewTask.State


@transaction.atomic
def bar(*, mentor: User, learner: User, by: User, reason: str) -> Bar:
    """From now on. If it was the learner's own mentor, that ends; what the mentor has of theirs goes to the queue, and the draft of a
    review stays unsent. A repeat changes nothing."""
    row, is_new = Bar.objects.get_or_create(mentor=mentor, learner=learner, defaults={"by": by, "reason": reason[:200]})
    if not is_new:
        return row
    BarEvent.objects.create(mentor=mentor, learner=learner, what=BarEvent.What.NOTED, by=by, reason=reason[:200])
    paired = list(Pairing.objects.current().filter(mentor=mentor, enrolment__learner=learner).values_list("enrolment", flat=True))
    tasks = hold_tasks(Q(learner=learner), paired)
    for enrolment in Enrolment.objects.filter(pk__in=paired).order_by("pk"):
        end_pairing(enrolment=enrolment, by=by, reason=reason)
    for task in tasks:
        _take_away(task, mentor, by)
    return row


def _take_away(task: ReviewTask, mentor: User, by: User) -> None:
    release(task=task, person=mentor)
    task.refresh_from_db()
    if task.offered_to_id == mentor.pk and task.state == State.OFFERED:
        queue(task=task, at=now(), by=by)


@transaction.atomic
def lift_bar(*, row: Bar, by: User, reason: str) -> None:
    """The conflict is over. Nothing that was moved comes back by itself. A repeat changes nothing."""
    gone, _counts = Bar.objects.filter(pk=row.pk).delete()
    if gone:
        BarEvent.objects.create(mentor=row.mentor, learner=row.learner, what=BarEvent.What.LIFTED, by=by, reason=reason[:200])
