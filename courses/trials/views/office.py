"""Who has done trial reviews, for coordinators and supervisors; supervisors read them, and may let somebody begin without."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.mentorship.room import people_with
from courses.mentorship.rules import watches_somewhere
from courses.mentorship.views.frame import frame
from lms.accounts.models import Role, User

from ..actions.waiving import waive
from ..gate import gates
from ..rules import cohorts_supervised_by, cohorts_watched_by
from ..standing_table import part_of

MOST_OF_A_REASON = 300


@never_cache
@require_GET
def mentors(request: HttpRequest) -> HttpResponse:
    """By cohort: its mentors, and how they stand. Cohorts of courses without examples have nothing to show."""
    if not watches_somewhere(request.user):
        raise PermissionDenied
    cohorts = cohorts_watched_by(request.user).filter(course__in=gates()).select_related("course").order_by("name", "pk")
    supervised = set(cohorts_supervised_by(request.user).values_list("pk", flat=True))
    parts = [part_of(cohort, request.user, is_supervised=cohort.pk in supervised) for cohort in cohorts]
    return render(request, "trials/admin/mentors.html", {**frame(_("Trial reviews")), "parts": [part for part in parts if part.rows]})


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MOST_OF_A_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept, with your name. The mentor can ask to see it."),
    )

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())


@never_cache
@require_http_methods(["GET", "POST"])
def waive_trials(request: HttpRequest, cohort_id: int, pk: int) -> HttpResponse:
    """Of a mentor of a cohort that the person supervises; nobody waives their own."""
    cohort = get_object_or_404(cohorts_supervised_by(request.user).select_related("course"), pk=cohort_id)
    person: User | None = people_with(Role.MENTOR, cohort).exclude(pk=request.user.pk).filter(pk=pk).first()
    if person is None:
        raise Http404
    form = WaiveForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_valid():
        made = waive(person=person, course=cohort.course, reason=form.cleaned_data["reason"], by=request.user)
        if made.by_id == request.user.pk:
            messages.success(request, _("%(name)s can begin without trial reviews in this course.") % {"name": person})
        else:
            messages.info(request, _("%(name)s could begin already: somebody else has waived it.") % {"name": person})
        return redirect("trial_mentors")
    context = {
        **frame(_("Let somebody begin without trial reviews"), (reverse("trial_mentors"), _("Trial reviews"))),
        "form": form,
        "person": person,
        "cohort": cohort,
    }
    return render(request, "trials/admin/waive.html", context, status=422 if form.errors else 200)
