"""What belongs to the learner who asks; anything else is not there."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.enrolment.models import Enrolment

from ..learner.front import Front
from ..models import Assignment, Iteration, Submission
from ..models.assignment import KIND


def my_assignment(request: HttpRequest, enrolment_id: int, activity_id: int) -> tuple[Enrolment, Assignment]:
    enrolments = Enrolment.objects.of(request.user).select_related("cohort__course")
    enrolment = get_object_or_404(enrolments.exclude(state=Enrolment.State.REMOVED), pk=enrolment_id)
    assignments = Assignment.objects.filter(kind=KIND, lesson__course=enrolment.cohort.course_id).select_related("lesson__course")
    return enrolment, get_object_or_404(assignments, pk=activity_id)


def my_front(request: HttpRequest, enrolment_id: int, activity_id: int) -> Front:
    enrolment, assignment = my_assignment(request, enrolment_id, activity_id)
    submission = Submission.objects.of(request.user).filter(enrolment=enrolment, assignment=assignment).first()
    if submission:
        submission.enrolment, submission.assignment = enrolment, assignment
    front = Front(enrolment, assignment, submission)
    if not front.exists:
        raise Http404
    return front


def my_submission(request: HttpRequest, enrolment_id: int, activity_id: int) -> Submission:
    mine = Submission.objects.of(request.user).select_related(
        "enrolment__cohort__course", "enrolment__learner", "assignment__lesson__course"
    )
    mine = mine.exclude(enrolment__state=Enrolment.State.REMOVED)
    return get_object_or_404(mine, enrolment_id=enrolment_id, assignment_id=activity_id)


def my_round(request: HttpRequest, submission: Submission, number: int) -> Iteration:
    """One that was not taken back."""
    rounds = Iteration.objects.standing().filter(submission__enrolment__learner=request.user, submission=submission)
    return get_object_or_404(rounds.select_related("version", "rubric"), number=number)
