"""The list of consultations in the back office, of the cohorts that somebody looks after."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.enrolment.models import Cohort
from lms.notifications.message import zone_of

from ..counting import people_in
from ..models import Consultation
from ..rules import cohorts_watched, consultations_seen_by, keeps_somewhere
from ..wording import when_of

PER_PAGE = 50


class ListForm(forms.Form):
    cohort = forms.ModelChoiceField(
        label=gettext_lazy("Cohort"), queryset=Cohort.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, cohorts: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.fields["state"].choices = [("", _("All")), *Consultation.State.choices]


@never_cache
@login_required
@require_GET
def office_consultations(request: HttpRequest) -> HttpResponse:
    if not keeps_somewhere(request.user):
        raise PermissionDenied
    with timezone.override(zone_of(request.user)):  # the back office has a clock of its own
        return render(request, "consultations/admin/list.html", _page(request))


def _page(request: HttpRequest) -> dict[str, Any]:
    """What stands in the address is taken as far as it can be read."""
    watched = cohorts_watched(request.user)
    form = ListForm(request.GET, cohorts=watched.order_by("name", "pk"))
    form.is_valid()
    rows = consultations_seen_by(request.user).filter(_asked(form.cleaned_data), cohort__in=watched)
    around = ("slot", "learner", "visitor__account", "mentor", "cohort")
    page = Paginator(rows.select_related(*around).order_by("-starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("p"))
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {
        "form": form,
        "page": page,
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name) and name not in form.errors}),
        "held": people_in(rows.held()),
        "rows": [(one, when_of(one)) for one in page],
        "header_title": _("Consultations"),
        "page_title": _("Consultations"),
        "header_icon": "date",
        "breadcrumbs_items": [home, {"url": "", "label": _("Consultations")}],
    }


def _asked(asked: dict[str, Any]) -> Q:
    wanted = Q()
    if asked.get("cohort"):
        wanted &= Q(cohort=asked["cohort"])
    if asked.get("state"):
        wanted &= Q(state=asked["state"])
    since: date | None = asked.get("since")
    until: date | None = asked.get("until")
    if since:
        wanted &= Q(starts_at__date__gte=since)
    if until:
        wanted &= Q(starts_at__date__lte=until)
    return wanted
