from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.blocks import markdown
from courses.catalogue.models import ActivityVersion
from courses.enrolment.models import Enrolment
from lms.core.rate_limits import allow

from ..actions.attempts import bring_up_to_date, start_attempt
from ..models import Quiz
from ..models.quiz import KIND
from ..rules import AttemptRefused
from ..showing.front import Front
from ..showing.page import where
from ..standing import Standing, standing_of


@never_cache
@login_required
@require_GET
def quiz_page(request: HttpRequest, enrolment_id: int, quiz_id: int) -> HttpResponse:
    """What the quiz is about, how it goes, what I have done in it, and the way in."""
    enrolment, quiz = _mine(request, enrolment_id, quiz_id)
    standing = _standing(enrolment, quiz)
    version = _wording(quiz, enrolment)
    context = {
        "quiz": {
            "title": version.title,
            "language": version.language,
            "introduction": markdown.render(version.content.get("introduction") or "", top_heading=2),
        },
        "where": {**where(quiz, enrolment), "quiz_url": ""},
        "start_url": reverse("start_attempt", args=[enrolment.pk, quiz.pk]),
    }
    return render(request, "quizzes/quiz.html", context | Front(standing, enrolment).context())


@never_cache
@require_POST
def start(request: HttpRequest, enrolment_id: int, quiz_id: int) -> HttpResponse:
    """Begin an attempt, or go on with the open one: a second click finds what the first began."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("quiz", args=[enrolment_id, quiz_id]))
    enrolment, quiz = _mine(request, enrolment_id, quiz_id)
    if not _goes_on(enrolment, quiz) and not allow(request, "quiz_start", settings.QUIZ_RATE_LIMITS["start"]):
        messages.warning(request, _("You have begun very many attempts within an hour. Nothing is lost: wait a while, then begin again."))
        return redirect("quiz", enrolment.pk, quiz.pk)
    try:
        attempt = start_attempt(enrolment=enrolment, quiz=quiz, language=get_language() or "")
    except AttemptRefused as refusal:
        messages.warning(request, refusal.message)
        return redirect("quiz", enrolment.pk, quiz.pk)
    return redirect("attempt", attempt.pk)


def _goes_on(enrolment: Enrolment, quiz: Quiz) -> bool:
    return enrolment.attempts.filter(quiz=quiz).open().exists()


def _mine(request: HttpRequest, enrolment_id: int, quiz_id: int) -> tuple[Enrolment, Quiz]:
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).select_related("cohort__course"), pk=enrolment_id)
    quizzes = Quiz.objects.filter(kind=KIND, lesson__course=enrolment.cohort.course_id).select_related("lesson__course")
    return enrolment, get_object_or_404(quizzes, pk=quiz_id)


def _standing(enrolment: Enrolment, quiz: Quiz) -> Standing:
    """With what the clock has done since anybody looked. 404 for what was never published."""
    standing = standing_of(enrolment, quiz, now())
    if standing and standing.open_attempt:
        attempt = standing.open_attempt
        before = attempt.state
        if bring_up_to_date(attempt).state != before:
            standing = standing_of(enrolment, quiz, now())
    if standing is None:
        raise Http404
    return standing


def _wording(quiz: Quiz, enrolment: Enrolment) -> Any:
    source = enrolment.cohort.course.source_language
    versions = ActivityVersion.objects.current().filter(of=quiz, language__in=[get_language(), source])
    return max(versions, key=lambda version: version.language == get_language())
