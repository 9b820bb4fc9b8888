"""What a page about a round is made of, in a number of queries that does not grow with it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q

from courses.workbook.models import EntryFile
from lms.accounts.models import User

from ..anchors import lines
from ..models import Comment, CommentReply, Iteration, IterationAnswer, Note, Review, ReviewTask, SubmissionFile

Place = tuple[int | None, str]  # an exercise (None: the text that was added) and a field of it


class Round:
    """A task with the round it is about, seen by a person: their draft, what was said before, the round they read last."""

    def __init__(self, task: ReviewTask, person: User):
        self.task, self.person = task, person
        self.iteration: Iteration = task.iteration
        written = Review.objects.filter(task__submission=task.submission_id).filter(Q(sent_at__isnull=False) | Q(reviewer=person.pk))
        self._reviews = {review.pk: review for review in written.select_related("task__iteration", "reviewer").order_by("pk")}

    @cached_property
    def mine(self) -> Review | None:
        """The person's review of this task, sent or not."""
        return next((one for one in self._reviews.values() if one.task_id == self.task.pk and one.reviewer_id == self.person.pk), None)

    @cached_property
    def sent(self) -> Review | None:
        """The answer to this task, by whoever gave it."""
        return next((one for one in self._reviews.values() if one.task_id == self.task.pk and one.sent_at), None)

    @cached_property
    def last(self) -> Review | None:
        """The latest review of an earlier round: the person's own, else anybody's."""
        earlier = [one for one in self._reviews.values() if one.sent_at and one.task.iteration.number < self.iteration.number]
        return max(earlier, key=lambda one: (one.reviewer_id == self.person.pk, one.task.iteration.number), default=None)

    def review_of(self, comment: Comment) -> Review:
        return self._reviews[comment.review_id]

    @cached_property
    def _answers(self) -> list[IterationAnswer]:
        rounds = [self.iteration.pk, *([self.last.task.iteration_id] if self.last else [])]
        found = IterationAnswer.objects.filter(iteration__in=rounds).select_related("activity", "version")
        return list(found.order_by("position"))

    @property
    def answers(self) -> list[IterationAnswer]:
        return [answer for answer in self._answers if answer.iteration_id == self.iteration.pk]

    @cached_property
    def answers_before(self) -> dict[int, IterationAnswer]:
        """By exercise, in the round that was read last."""
        return {answer.activity_id: answer for answer in self._answers if answer.iteration_id != self.iteration.pk}

    @cached_property
    def before(self) -> dict[Place, str]:
        """What each field said in the round that was read last."""
        if self.last is None:
            return {}
        return texts_of(self.last.task.iteration, self.answers_before.values())

    @cached_property
    def files(self) -> list[SubmissionFile]:
        return list(self.iteration.files.order_by("pk"))

    @cached_property
    def entry_files(self) -> dict[int, EntryFile]:
        """Files that are the answer to an exercise. No query where there are none."""
        named = [one for answer in self.answers for one in answer.value.get("files", ())]
        return EntryFile.objects.filter(entry__enrolment=self.task.submission.enrolment_id).in_bulk(named) if named else {}

    @cached_property
    def comments(self) -> list[Comment]:
        """The person's drafts here, and everything that the learner was told so far."""
        drafts = Q(review=self.mine.pk) if self.mine else Q(pk=None)
        said = Comment.objects.filter(Q(submission=self.task.submission_id), ~Q(state=Comment.State.DRAFT) | drafts)
        replies = Prefetch("replies", CommentReply.objects.select_related("by"))
        return list(said.filter(review__in=self._reviews).prefetch_related(replies))

    @cached_property
    def notes(self) -> list[Note]:
        return list(Note.objects.filter(enrolment=self.task.submission.enrolment_id).select_related("by"))


def fields_of(answer: IterationAnswer) -> dict[str, str]:
    """The texts of an answer in which passages can be named, by their field: "text", or "cell:…" of a table."""
    value: dict[str, Any] = answer.value
    if "text" in value:
        return {"text": lines(value["text"])}
    return {f"cell:{key}": lines(text) for key, text in value.get("cells", {}).items()}


def texts_of(iteration: Iteration, answers: Iterable[IterationAnswer]) -> dict[Place, str]:
    """Every text of a round in which passages can be named."""
    texts: dict[Place, str] = {(None, "text"): lines(iteration.text)}
    for answer in answers:
        texts |= {(answer.activity_id, field): text for field, text in fields_of(answer).items()}
    return texts
