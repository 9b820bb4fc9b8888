from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.notifications.inbox import see_kinds

from ..answer_letters import REPORT
from ..learner.round import RoundPage
from ..letters import ACCEPTED, RETURNED
from ..letters_told import is_told_by_round
from ..models import Review
from .mine import my_round, my_submission


@never_cache
@login_required
@require_GET
def assignment_round(request: HttpRequest, enrolment_id: int, activity_id: int, number: int) -> HttpResponse:
    """A round as it was handed in, with what was said about it; `?since=` compares it with an earlier one."""
    submission = my_submission(request, enrolment_id, activity_id)
    iteration = my_round(request, submission, number)
    asked = request.GET.get("since", "")
    earlier = my_round(request, submission, int(asked)) if asked.isdigit() and len(asked) < 6 and int(asked) < number else None
    page = RoundPage(submission, iteration, since=earlier)
    context = page.context()
    unseen = [review.pk for review in page.reviews if review.seen_at is None]
    if unseen:
        Review.objects.filter(pk__in=unseen, seen_at=None, task__learner=request.user).update(seen_at=now())
    see_kinds(person=request.user, keys={RETURNED, ACCEPTED, REPORT}, about=lambda letter: is_told_by_round(letter, page.reviews))
    return render(request, "mentorship/round.html", context)
