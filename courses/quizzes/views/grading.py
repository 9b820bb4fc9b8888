"""Grading by hand: what waits, one answer at a time."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.core.saving.attachment import attachment
from lms.core.saving.guard import guarded, guarded_form

from ..grade_form import GradeForm, shown_marks
from ..graders import answers_graded_by
from ..grading_list import (
    GradingRefused,
    OpenAnswer,
    Refusal,
    claim,
    gradable_by,
    grade,
    keep_draft,
    open_answer,
    release,
)
from ..models import AttemptFile, AttemptQuestion, Quiz
from ..rendering import text_html
from ..showing.page import pictures_of
from ..wording import shown_in, wording
from .reports import titles_of


class Row:
    """An answer in the list, in the reader's words."""

    def __init__(self, question: AttemptQuestion, titles: dict[int, str], request: HttpRequest):
        self.question = question
        self.title = titles[question.attempt.quiz_id]
        self._person = request.user

    @cached_property
    def waits(self) -> str:
        handed_in = self.question.attempt.submitted_at
        if handed_in is None or now() - handed_in < timedelta(minutes=1):
            return _("Handed in just now.")
        return _("Waits for %(time)s.") % {"time": timesince(handed_in, depth=1)}

    @property
    def is_mine(self) -> bool:
        return self.is_taken and self.question.claimed_by_id == self._person.pk

    @property
    def is_taken(self) -> bool:
        return bool(self.question.claimed_by_id and self.question.claimed_until and self.question.claimed_until > now())

    @property
    def holder(self) -> str:
        return str(self.question.claimed_by)


@login_required
@require_GET
def grading(request: HttpRequest) -> HttpResponse:
    """Where the list of answers was before there was a desk. Bookmarks and letters keep what they were narrowed to."""
    moved = {"cohort": "cohort", "language": "language", "quiz": "activity"}
    query = urlencode({now_called: request.GET[name] for name, now_called in moved.items() if request.GET.get(name)})
    place = reverse("desk_answered" if "graded" in request.GET else "desk")
    return HttpResponseRedirect(f"{place}?{query}" if query else place)


@login_required
@require_POST
def claim_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer into one's hands and open it."""
    question = get_object_or_404(gradable_by(request.user), pk=pk)
    place = reverse("grade_answer", args=[pk])
    try:
        claim(question=question, person=request.user)
    except GradingRefused as refusal:
        messages.warning(request, told(refusal))
        if refusal.reason == Refusal.TOO_MANY:
            place = reverse("desk_again")
    return HttpResponseRedirect(place)


@guarded_form
@require_http_methods(["GET", "POST"])
def grade_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer beside its question. A POST gives marks, keeps the draft, or gives the answer back to the queue."""
    answer = _answer(request, pk)
    question = answer.question
    if request.method != "POST":
        return _page(request, answer, GradeForm(question.max_mark, initial=_initial(answer)))
    if "release" in request.POST or "keep" in request.POST:
        keep_draft(question=question, person=request.user, marks=_typed(request, "marks"), comment=_typed(request, "comment"))
        if "release" in request.POST:
            release(question=question, person=request.user)
            messages.info(request, _("It is back in the queue. Your draft is kept for you."))
            return HttpResponseRedirect(reverse("desk_again"))
        messages.info(request, _("Your draft is kept."))
        return HttpResponseRedirect(request.get_full_path())
    form = GradeForm(question.max_mark, request.POST)
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        keep_draft(question=question, person=request.user, marks=_typed(request, "marks"), comment=_typed(request, "comment"))
        return _page(request, answer, form)
    if seen != str(len(answer.history)):
        keep_draft(question=question, person=request.user, marks=_typed(request, "marks"), comment=_typed(request, "comment"))
        messages.warning(
            request,
            _("Somebody has graded this answer meanwhile. Their marks are below, yours are kept as a draft: look, and decide again."),
        )
        return HttpResponseRedirect(request.get_full_path())
    try:
        grade(question=question, person=request.user, fraction=form.fraction, comment=form.cleaned_data["comment"].strip())
    except GradingRefused as refusal:
        keep_draft(question=question, person=request.user, marks=_typed(request, "marks"), comment=_typed(request, "comment"))
        messages.warning(request, told(refusal))
        return HttpResponseRedirect(request.get_full_path())
    messages.success(request, _("Graded."))
    return HttpResponseRedirect(reverse("desk_again"))


@guarded()
@require_POST
def draft(request: HttpRequest, pk: int) -> JsonResponse:
    """What is typed, kept while the grader works; it also holds on to the answer."""
    question = get_object_or_404(gradable_by(request.user), pk=pk)
    until = keep_draft(question=question, person=request.user, marks=_typed(request, "marks"), comment=_typed(request, "comment"))
    if until is None:
        question.refresh_from_db()
        refusal = GradingRefused(Refusal.TAKEN, holder=question.claimed_by, until=question.claimed_until)
        return JsonResponse({"is_held": False, "state": _("%(told)s Your draft is kept.") % {"told": told(refusal)}})
    at = date_format(localtime(now()), "TIME_FORMAT")
    return JsonResponse({"is_held": True, "state": _("Draft kept at %(time)s") % {"time": at}})


@never_cache
@login_required
@require_GET
def answer_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A learner's file, to those who may grade the answer: as something to keep, never as a page."""
    files = AttemptFile.objects.filter(question__in=answers_graded_by(request.user), removed_at=None)
    return attachment(get_object_or_404(files, pk=pk))


def told(refusal: GradingRefused) -> str:
    if refusal.reason == Refusal.TAKEN and refusal.holder and refusal.until:
        until = date_format(localtime(refusal.until), "TIME_FORMAT")
        return _("%(name)s is grading this answer, until %(time)s.") % {"name": refusal.holder, "time": until}
    return str(refusal.reason.label)


def _answer(request: HttpRequest, pk: int) -> OpenAnswer:
    try:
        return open_answer(request.user, pk)
    except AttemptQuestion.DoesNotExist as missing:
        raise Http404 from missing


def _page(request: HttpRequest, answer: OpenAnswer, form: GradeForm) -> HttpResponse:
    question, attempt = answer.question, answer.question.attempt
    definition = wording(question.version, attempt.language)
    info = wording(question.version, request.LANGUAGE_CODE)
    pictures = pictures_of([question]).get(question.version.question_id, {})
    row = Row(question, titles_of([_with_course(attempt.quiz)], request.LANGUAGE_CODE), request)
    text = question.value.get("text") or ""
    late = answer.late.value.get("text") if answer.late and answer.late.value != question.value else ""
    context: dict[str, Any] = {
        "answer": answer,
        "row": row,
        "form": form,
        "question_html": text_html(definition.text, definition.format, pictures),
        "question_language": shown_in(question.version, attempt.language),
        "info_html": text_html(getattr(info, "grader_info", ""), info.format, pictures),
        "info_language": shown_in(question.version, request.LANGUAGE_CODE),
        "text": text,
        "words": len(text.split()),
        "bounds": _bounds(definition),
        "late": late,
        "history": [
            {"marks": shown_marks((step.fraction or 0.0) * question.max_mark), "step": step, "who": str(step.by) if step.by else ""}
            for step in answer.history
        ],
        "most": shown_marks(question.max_mark),
        "seen": len(answer.history),
    }
    return render(request, "quizzes/grading/answer.html", context, status=200)


def _with_course(quiz: Quiz) -> Quiz:
    return Quiz.objects.select_related("lesson__course").get(pk=quiz.pk)


def _bounds(definition: Any) -> str:
    least, most = getattr(definition, "min_words", None), getattr(definition, "max_words", None)
    if least and most:
        return _("Asked for: %(least)d to %(most)d words.") % {"least": least, "most": most}
    if most:
        return _("Asked for: at most %(most)d words.") % {"most": most}
    return _("Asked for: at least %(least)d words.") % {"least": least} if least else ""


def _initial(answer: OpenAnswer) -> dict[str, str]:
    """The draft; else, to change a grade, what was given last."""
    if answer.draft:
        return {"marks": answer.draft.marks, "comment": answer.draft.comment}
    if answer.history:
        last = answer.history[0]
        return {"marks": shown_marks((last.fraction or 0.0) * answer.question.max_mark), "comment": last.comment}
    return {}


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:10_000]
