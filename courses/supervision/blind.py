"""A round as its mentor saw it when they began to read, without a word of what came of it: for whoever reads it a second time."""

from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from courses.mentorship.models import Comment, ReviewTask
from courses.mentorship.rules import supervises_somewhere
from courses.mentorship.showing.answers import Sections
from courses.mentorship.showing.page import TaskPage
from courses.mentorship.showing.queries import Replied, Said
from courses.mentorship.showing.rows import Round
from lms.accounts.models import User

from .models import SecondReview
from .rules import sampled_blind_to

State = Comment.State


class BlindRound(Round):
    """Only what was said of earlier rounds, as it stood when this one was handed in, and by nobody: whoever reviewed an earlier round most
    likely reviewed this one."""

    def __init__(self, task: ReviewTask, person: User):
        super().__init__(task, person)
        number = self.iteration.number
        earlier = {pk: one for pk, one in self._reviews.items() if one.sent_at and one.task.iteration.number < number}
        for review in earlier.values():
            review.reviewer = None
        self._reviews = earlier

    @cached_property
    def comments(self) -> list[Said]:
        then = self.iteration.handed_in_at
        marked = {pk: times for pk, *times in Comment.objects.filter(submission=self.task.submission_id).values_list("pk", *_TIMES)}
        return [self._as_it_stood(one, *(at is not None and at <= then for at in marked[one.pk])) for one in super().comments]

    def _as_it_stood(self, one: Said, is_addressed: bool, is_resolved: bool) -> Said:
        is_addressed = is_addressed or one.addressed_in_id == self.iteration.pk
        return one._replace(state=State.RESOLVED if is_resolved else State.ADDRESSED if is_addressed else State.OPEN)

    def replies_to(self, comment: Said) -> list[Replied]:
        """Up to the hand-in; the mentor's without their name."""
        learner = self.task.learner
        said = [reply for reply in super().replies_to(comment) if reply.at <= self.iteration.handed_in_at]
        return [
            reply if (reply.name, reply.email) == (learner.name, learner.email) else reply._replace(name=None, email=None) for reply in said
        ]


_TIMES = ("addressed_at", "resolved_at")


class BlindPage(TaskPage):
    """The words are read, the rubric and the whole are written. `second` is the person's draft."""

    rounds = BlindRound

    def __init__(self, task: ReviewTask, person: User, second: SecondReview, *, marks_changes: bool = True):
        super().__init__(task, person, marks_changes=marks_changes)
        self.review = second  # type: ignore[assignment]  # it says the same
        self.can_write = True

    @cached_property
    def sections(self) -> Sections:
        return Sections(self.round, {}, can_write=False, marks_changes=self.marks_changes)


def reviews_kept_from(person: User) -> QuerySet:
    """Their ids."""
    return sampled_blind_to(person).values("review")


def page_instead(person: User, submission_id: int) -> str:
    """Nobody who is to read a round of this work a second time opens it by another way."""
    if not supervises_somewhere(person):  # mentors open many: building a query for nothing costs as much as asking one
        return ""
    first = sampled_blind_to(person).filter(review__task__submission=submission_id).order_by("pk").values_list("pk", flat=True).first()
    return reverse("sampled_review", args=[first]) if first else ""
