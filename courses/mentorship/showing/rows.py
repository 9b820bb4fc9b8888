"""What a page about a round is made of, in a number of queries that does not grow with it."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from courses.workbook.models import EntryFile
from lms.accounts.models import User

from ..anchors import lines
from ..models import Iteration, IterationAnswer, Note, Review, ReviewTask, SubmissionFile
from .addresses import address
from .queries import ANSWERS, COMMENTS, FILES, NOTES, REPLIES, REVIEWS, Answer, Replied, Said

Place = tuple[int | None, str]  # an exercise (None: the text that was added) and a field of it


class Round:
    """A task with the round it is about, seen by a person: their draft, what was said before, the round they read last."""

    has_replies = True  # saved replies can be used in it

    def __init__(self, task: ReviewTask, person: User):
        self.task, self.person = task, person
        self.iteration: Iteration = task.iteration
        self._reviews = {review.pk: review for review in REVIEWS(task.submission_id, person.pk)}

    def address(self, name: str, *parts: int | str) -> str:
        """Of a page, or of what is saved, about this round."""
        return address(name, self.task.pk, *parts)

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

    def review(self, review_id: int) -> Review:
        return self._reviews[review_id]

    @cached_property
    def _answers(self) -> list[Answer]:
        return ANSWERS(self.iteration.pk, self.last.task.iteration_id if self.last else 0)

    @cached_property
    def answers(self) -> list[Answer]:
        return [answer for answer in self._answers if answer.iteration_id == self.iteration.pk]

    @cached_property
    def answers_before(self) -> dict[int, Answer]:
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
        return FILES(self.iteration.pk) if getattr(self.task, "has_files", True) else []

    @cached_property
    def entry_files(self) -> dict[int, EntryFile]:
        """Files that are the answer to an exercise. No query where there are none."""
        named = [one for answer in self.answers for one in answer.value.get("files", ())]
        return EntryFile.objects.filter(entry__enrolment=self.task.submission.enrolment_id).in_bulk(named) if named else {}

    @cached_property
    def comments(self) -> list[Said]:
        """The person's drafts here, and everything that the learner was told so far."""
        found = COMMENTS(self.task.submission_id, self.mine.pk if self.mine else 0)
        return [comment for comment in found if comment.review_id in self._reviews]

    @cached_property
    def _replies(self) -> dict[int, list[Replied]]:
        found: dict[int, list[Replied]] = {}
        for reply in REPLIES(self.task.submission_id):
            found.setdefault(reply.comment_id, []).append(reply)
        return found

    def replies_to(self, comment: Said) -> Sequence[Replied]:
        return self._replies.get(comment.pk, ())

    @cached_property
    def notes(self) -> list[Note]:
        return NOTES(self.task.submission.enrolment_id) if getattr(self.task, "has_notes", True) else []


def fields_of(answer: IterationAnswer | Answer) -> dict[str, str]:
    """The texts of an answer in which passages can be named, by their field: "text", or "cell:…" of a table."""
    value: dict[str, Any] = answer.value
    if "text" in value:
        return {"text": lines(value["text"])}
    return {f"cell:{key}": lines(text) for key, text in value.get("cells", {}).items()}


def texts_of(iteration: Iteration, answers: Iterable[IterationAnswer | Answer]) -> dict[Place, str]:
    """Every text of a round in which passages can be named."""
    return texts_among(iteration.text, answers)


def texts_among(added: str, answers: Iterable[Any]) -> dict[Place, str]:
    """The same of any answers, with a text that was `added`."""
    texts: dict[Place, str] = {(None, "text"): lines(added)}
    for answer in answers:
        texts |= {(answer.activity_id, field): text for field, text in fields_of(answer).items()}
    return texts
