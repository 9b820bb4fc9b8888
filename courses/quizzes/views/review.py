from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.notifications.inbox import see_kinds

from ..actions.attempts import bring_up_to_date
from ..letters import GRADED
from ..showing.reading import Review
from .attempt import my_attempt, place_of


@never_cache
@login_required
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """An attempt that is over, as much of it as may be seen now."""
    attempt = my_attempt(request, pk)
    bring_up_to_date(attempt)
    if attempt.is_open:
        return HttpResponseRedirect(place_of(attempt))
    see_kinds(person=attempt.enrolment.learner, keys={GRADED}, about=lambda letter: letter.context.get("attempt") == attempt.pk)
    return render(request, "quizzes/review.html", Review(attempt).context())
