"""A comment beside the exercise that it asks to be changed, with the way back to it."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from courses.enrolment.models import Enrolment

from ..models import Comment, Submission
from .remarks import name_of


def comment_beside(request: HttpRequest, enrolment: Enrolment | None) -> Mapping[str, str]:
    """HTML by block id for `?comment=`, of the learner's own open work; nothing, and no query, without it."""
    asked = request.GET.get("comment", "")
    if enrolment is None or not asked.isdigit() or len(asked) > 15:
        return {}
    comments = Comment.objects.exclude(state=Comment.State.DRAFT).filter(
        submission__enrolment=enrolment, submission__state=Submission.State.RETURNED, activity__isnull=False
    )
    found = comments.select_related("activity", "iteration", "submission", "review__reviewer").filter(pk=int(asked)).first()
    if found is None or found.activity is None:
        return {}
    back = reverse("assignment_round", args=[enrolment.pk, found.submission.assignment_id, found.iteration.number])
    context = {"comment": found, "who": name_of(found.review.reviewer), "back": f"{back}#c{found.pk}"}
    return {found.activity.block_id: render_to_string("mentorship/comment_beside.html", context)}
