"""Which letters the learner's pages about an assignment tell as well. Asked only of letters that are not seen yet."""

from collections.abc import Iterable

from lms.notifications.models import Letter

from .answer_letters import REPORT, REQUEST
from .models import MentorRequest, Report, Review, ReviewTask, Submission


def is_told_by_assignment(letter: Letter, submission: Submission) -> bool:
    """When the answer comes now, and whether there is another mentor."""
    if letter.kind == REQUEST:
        return MentorRequest.objects.filter(pk=letter.context.get("request"), enrolment=submission.enrolment_id).exists()
    return bool(submission.pk) and ReviewTask.objects.filter(pk=letter.context.get("task"), submission=submission).exists()


def is_told_by_round(letter: Letter, reviews: Iterable[Review]) -> bool:
    """What was answered, and what became of a report about it."""
    shown = {review.pk for review in reviews}
    if letter.kind == REPORT:
        return Report.objects.filter(pk=letter.context.get("report"), review__in=shown).exists()
    return letter.context.get("review") in shown
