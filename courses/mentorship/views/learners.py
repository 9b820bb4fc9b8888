"""A learner as mentors see them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.core.saving.guard import guarded_form

from ..actions.noting import add_note
from ..note_form import NoteForm
from ..rules import learners_seen_by
from ..showing.learner import LearnerPage


@guarded_form
@require_http_methods(["GET", "POST"])
def mentor_learner(request: HttpRequest, pk: int) -> HttpResponse:
    """Their rounds in this course, and what mentors noted. A POST adds a note."""
    found = learners_seen_by(request.user).select_related("learner", "cohort__course")
    enrolment = get_object_or_404(found, pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add_note(enrolment_id=enrolment.pk, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("The note is kept."))
        return HttpResponseRedirect(f"{request.path}#notes")
    context = {"page": LearnerPage(enrolment, request.user), "form": form}
    return render(request, "mentorship/desk/learner.html", context, status=422 if form.errors else 200)
