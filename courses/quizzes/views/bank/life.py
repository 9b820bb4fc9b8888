"""Duplicate, retire, bring back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...actions.bank import bring_back_question, duplicate_question, retire_question
from ...usage import used_in
from .pages import edited, question_frame


@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    copy = duplicate_question(question=edited(request, pk), by=request.user)
    messages.success(request, _("This is the copy: a question of its own, with statistics of its own."))
    return redirect("question", copy.pk)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what it means first."""
    question = edited(request, pk)
    if request.method == "POST":
        retire_question(question=question)
        messages.success(request, _("“%(name)s” is retired. You find it in the list under “Retired”.") % {"name": question.name})
        return redirect("questions")
    quizzes = used_in([question])[question.pk]
    context = {**question_frame(request, question, "", _("Retire the question")), "quizzes": len(quizzes)}
    return render(request, "quizzes/admin/retire.html", context)


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    question = edited(request, pk)
    bring_back_question(question=question)
    messages.success(request, _("“%(name)s” is back: new attempts may get it.") % {"name": question.name})
    return redirect("question", question.pk)
