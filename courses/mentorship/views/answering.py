from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.enrolment.rules import may_write
from lms.core.saving.guard import guarded, refuse
from lms.core.saving.sent import NotAccepted, change_name

from ..actions.answering import address, reopen, reply
from ..models import Comment
from ..rules import Refusal, Refused
from .mine import my_round, my_submission


@guarded()
@require_POST
def answer_comment(request: HttpRequest, enrolment_id: int, activity_id: int, number: int, pk: int) -> HttpResponse:
    """Words under a comment, "I have changed it", or taking that back. Words that came along are kept whatever button was pressed."""
    submission = my_submission(request, enrolment_id, activity_id)
    iteration = my_round(request, submission, number)
    comments = Comment.objects.exclude(state=Comment.State.DRAFT).filter(submission__enrolment__learner=request.user, iteration=iteration)
    comment = get_object_or_404(comments, pk=pk)
    comment.submission = submission
    words, deed = request.POST.get("text", "").strip(), request.POST.get("do", "reply")
    try:
        if not may_write(submission.enrolment):
            raise Refused(Refusal.NOT_STUDYING)
        if words:
            reply(comment=comment, person=request.user, made_id=change_name(request.POST.get("made_id")), text=words)
        if deed == "address":
            address(comment=comment)
        elif deed == "reopen" and comment.state == Comment.State.ADDRESSED:
            reopen(comment=comment)
        elif deed == "reply" and not words:
            messages.warning(request, _("Write a few words first, then send them."))
    except NotAccepted as refusal:
        return refuse(request, 422, "not_accepted", refusal.message)
    except Refused as refusal:
        return refuse(request, 409, refusal.reason, str(refusal))
    return HttpResponseRedirect(reverse("assignment_round", args=[enrolment_id, activity_id, number]) + f"#c{comment.pk}")
