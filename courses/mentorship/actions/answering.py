"""What the learner says to a review, and how a comment comes to its end. States and who moves them: docs/mentorship.md."""

from django.db import transaction
from django.utils.timezone import now

from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User

from ..models import Comment, CommentReply, Iteration, MentorRequest, Pairing, Report, Review, ReviewRating, ReviewTask, Submission
from ..rules import Refusal, Refused
from .offering import open_task

OPEN, ADDRESSED, RESOLVED = Comment.State.OPEN, Comment.State.ADDRESSED, Comment.State.RESOLVED


@transaction.atomic
def reply(*, comment: Comment, person: User, made_id: str, text: str) -> CommentReply:
    """Words under a comment; the learner's address it, anybody else's open it again. The same `made_id` once more is the one that is there.
    Raises Refused, NotAccepted."""
    _still_open(comment.submission)
    row, is_new = CommentReply.objects.get_or_create(comment=comment, made_id=made_id, defaults={"by": person, "text": clean_text(text)})
    if is_new and person.pk == comment.submission.enrolment.learner_id:
        _address(comment)
    elif is_new:
        Comment.objects.filter(pk=comment.pk, state=ADDRESSED).update(state=OPEN, addressed_at=None, addressed_in=None)
    return row


def address(*, comment: Comment) -> None:
    """The learner says that they have done what the comment asks. A repeat changes nothing. Raises Refused."""
    _still_open(comment.submission)
    _address(comment)


def _address(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk, state=OPEN).update(state=ADDRESSED, addressed_at=now())


def reopen(*, comment: Comment) -> None:
    """The learner takes that back, or the mentor does not agree. A repeat changes nothing. Raises Refused."""
    _still_open(comment.submission)
    kept = Comment.objects.filter(pk=comment.pk, state__in=[ADDRESSED, RESOLVED])
    kept.update(state=OPEN, addressed_at=None, addressed_in=None, resolved_at=None, resolved_by=None)


def resolve(*, comment: Comment, person: User) -> None:
    """The mentor is content. A repeat changes nothing."""
    Comment.objects.filter(pk=comment.pk, state__in=[OPEN, ADDRESSED]).update(state=RESOLVED, resolved_at=now(), resolved_by=person)


def tie_to_round(*, iteration: Iteration) -> None:
    """With a new round, what was addressed since the last one names the round that shows it."""
    Comment.objects.filter(submission=iteration.submission_id, state=ADDRESSED, addressed_in=None).update(addressed_in=iteration)


def rate(*, review: Review, is_helpful: bool, why: str) -> ReviewRating:
    """Was it helpful? May be changed until the submission closes. Raises Refused."""
    _still_open(review.task.submission)
    return ReviewRating.objects.update_or_create(review=review, defaults={"is_helpful": is_helpful, "why": clean_text(why)})[0]


@transaction.atomic
def appeal(*, review: Review, why: str) -> ReviewTask:
    """A supervisor reads the same round again, the latest one. Said twice it is said once. Raises Refused."""
    submission = Submission.objects.select_for_update().get(pk=review.task.submission_id)
    _still_open(submission)
    known = ReviewTask.objects.filter(iteration=review.task.iteration_id, reason=ReviewTask.Reason.APPEAL).first()
    if known:
        return known
    is_latest = not submission.iterations.standing().filter(number__gt=review.task.iteration.number).exists()
    if submission.state not in (Submission.State.RETURNED, Submission.State.ACCEPTED) or not is_latest:
        raise Refused(Refusal.HANDED_IN)
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.HANDED_IN, closes_on=None)
    return open_task(iteration=review.task.iteration, reason=ReviewTask.Reason.APPEAL, appeal=clean_text(why))


def report(*, review: Review, text: str) -> Report:
    """To supervisors and coordinators, at any time. Said twice it is said once."""
    return Report.objects.get_or_create(review=review, defaults={"text": clean_text(text)})[0]


def ask_for_another_mentor(*, submission: Submission, reason: str) -> MentorRequest:
    """One open request at a time."""
    pairing = Pairing.objects.current().filter(enrolment=submission.enrolment_id).first()
    defaults = {"mentor": pairing.mentor if pairing else None, "reason": clean_text(reason)}
    return MentorRequest.objects.get_or_create(enrolment=submission.enrolment, settled_at=None, defaults=defaults)[0]


def _still_open(submission: Submission) -> None:
    if submission.state == Submission.State.CLOSED:
        raise Refused(Refusal.FINISHED)
