"""What mentors see of a learner: rounds in one course, notes, whose learner it is."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import now
from django.utils.translation import get_language

from courses.catalogue.outline import Outline, outline
from courses.enrolment.models import Enrolment
from courses.enrolment.working_days import local_day
from lms.accounts.models import User

from ..kept_back import kept_from
from ..models import Note, Pairing, Review, ReviewTask
from ..models.review import Outcome
from ..rules import tasks_seen_by
from ..wording import due_words, kept_back_words


@dataclass(frozen=True)
class RoundRow:
    """`is_linked`: the person may look into it. `said` is the outcome, or how it stands; `lesson` the title of the lesson."""

    task: ReviewTask
    is_linked: bool
    said: str
    due: str
    lesson: str
    review: Review | None


class LearnerPage:
    """`enrolment` comes with its learner, and its cohort with the course."""

    def __init__(self, enrolment: Enrolment, person: User):
        self.enrolment, self.person = enrolment, person

    @cached_property
    def outline(self) -> Outline:
        return outline(self.enrolment.cohort.course, get_language() or "en")

    @cached_property
    def pairing(self) -> Pairing | None:
        return Pairing.objects.current().filter(enrolment=self.enrolment).select_related("mentor").first()

    @property
    def is_mine(self) -> bool:
        return self.pairing is not None and self.pairing.mentor_id == self.person.pk

    @cached_property
    def rounds(self) -> list[RoundRow]:
        """The latest first. Four queries."""
        theirs = ReviewTask.objects.filter(submission__enrolment=self.enrolment).exclude(state=ReviewTask.State.WITHDRAWN)
        tasks = theirs.select_related("iteration__version", "submission__assignment", "cohort").order_by("-handed_in_at", "-pk")
        seen = set(tasks_seen_by(self.person).filter(submission__enrolment=self.enrolment).values_list("pk", flat=True))
        sent = Review.objects.sent().filter(task__submission__enrolment=self.enrolment).select_related("reviewer")
        reviews = {review.task_id: review for review in sent}
        kept = {review.task_id for review in self._kept_back}
        return [self._row(task, task.pk in seen, reviews.get(task.pk), is_kept_back=task.pk in kept) for task in tasks]

    @cached_property
    def _kept_back(self) -> list[Review]:
        return list(kept_from(self.person).filter(task__submission__enrolment=self.enrolment))

    def _row(self, task: ReviewTask, is_linked: bool, review: Review | None, *, is_kept_back: bool) -> RoundRow:
        lesson = self.outline.lesson(task.submission.assignment.lesson_id)
        if is_kept_back:
            review, said = None, kept_back_words()
        else:
            said = str(Outcome(review.outcome).label if review else task.get_state_display())
        return RoundRow(
            task=task,
            is_linked=is_linked,
            said=said,
            due=due_words(task, local_day(now(), task.cohort)),
            lesson=lesson.title if lesson else "",
            review=review,
        )

    @cached_property
    def notes(self) -> list[Note]:
        """Without those of whoever wrote a review that is kept from the person."""
        writers = {review.reviewer_id for review in self._kept_back}
        return [note for note in Note.objects.filter(enrolment=self.enrolment).select_related("by") if note.by_id not in writers]

    @property
    def leaves_out_notes(self) -> bool:
        return bool(self._kept_back)
