"""What a mentor can carry, as the coordinator writes it down: languages, learners, hours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..actions.profiles import change_profile
from ..office_forms import ProfileForm
from ..office_rules import mentors_kept_by
from ..room import profile_of
from .frame import frame, pairing_above


@never_cache
@require_http_methods(["GET", "POST"])
def mentor_profile(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = get_object_or_404(mentors_kept_by(request.user), pk=pk)
    profile = profile_of(mentor)
    initial = {"languages": profile.languages or [mentor.language]}
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=profile, initial=initial)
    back = request.GET.get("next", "")
    back = back if url_has_allowed_host_and_scheme(back, None) else reverse("pairing_cohorts")
    if form.is_valid():
        change_profile(mentor=mentor, **form.cleaned_data)
        messages.success(request, _("The profile of %(mentor)s is saved.") % {"mentor": mentor})
        return HttpResponseRedirect(back)
    context = {**frame(str(mentor), pairing_above(), icon="user"), "form": form, "back": back}
    return render(request, "mentorship/admin/profile.html", context, status=422 if form.errors else 200)
