"""Dates in Wagtail's admin: one table for a cohort's activities, and who has more time. All times are those of the cohort's clock."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Media
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.catalogue import activity_kinds
from courses.catalogue.outline import outline
from lms.accounts.time_zones import label

from .actions import give_extension, set_dates, take_extension_back
from .date_forms import ActivityDatesForm, ExtensionForm, initial_of
from .models import ActivityDates, Cohort, Extension
from .rule_words import titles_of
from .rules import cohorts_kept_by


def titles_with_dates(cohort: Cohort, language: str) -> dict[int, str]:
    """Activities of the cohort's course that open and close, in the order of the course: lesson and title by id."""
    kinds = {kind.key for kind in activity_kinds.all_kinds() if kind.has_dates}
    course = outline(cohort.course, language)
    found = [(lesson, one.id) for lesson in course.lessons for one in lesson.activities if one.kind in kinds]
    titles = titles_of({activity_id for _lesson, activity_id in found}, cohort.course, language)
    return {activity_id: f"{lesson.number}. {lesson.title} – {titles.get(activity_id, ('', ''))[0]}" for lesson, activity_id in found}


class OfCohort(WagtailAdminTemplateMixin, TemplateView):
    """A page about one cohort that the person keeps, in the cohort's time zone from the first field to the last answer."""

    header_icon = "date"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.cohort = get_object_or_404(cohorts_kept_by(request.user).select_related("course"), pk=kwargs["pk"])
        with timezone.override(ZoneInfo(self.cohort.time_zone)):
            response: Any = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    @cached_property
    def titles(self) -> dict[int, str]:
        return titles_with_dates(self.cohort, get_language() or "en")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("cohorts:index"), "label": _("Cohorts")},
            {"url": reverse("cohorts:edit", args=[self.cohort.pk]), "label": self.cohort.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone = label(self.cohort.time_zone, get_language() or "en", now())
        context = {"cohort": self.cohort, "zone": _("All times are those of %(zone)s.") % {"zone": zone}}
        return super().get_context_data(**kwargs) | context


class DatesView(OfCohort):
    template_name = "enrolment/admin/dates.html"
    page_title = gettext_lazy("Dates")

    def forms(self, data: Any = None) -> dict[int, ActivityDatesForm]:
        known = {row.activity_id: row for row in ActivityDates.objects.of_cohort(self.cohort)}
        return {
            activity_id: ActivityDatesForm(
                data,
                prefix=str(activity_id),
                title=title,
                initial={name: getattr(known.get(activity_id), name, None) for name in ("opens_at", "due_at", "closes_at")},
            )
            for activity_id, title in self.titles.items()
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extensions = Extension.objects.of_cohort(self.cohort).filter(activity__in=self.titles)
        rows = [
            {"extension": row, "title": self.titles[row.activity_id]}
            for row in extensions.select_related("enrolment__learner", "given_by").order_by("-given_at")
        ]
        forms = kwargs.get("forms") or self.forms()
        media = next(iter(forms.values())).media if forms else Media()
        return super().get_context_data(**kwargs) | {"forms": forms, "rows": rows, "media": media}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        if not all(form.is_valid() for form in forms.values()):
            messages.error(request, _("Nothing was saved yet: look at the dates marked below."))
            return self.render_to_response(self.get_context_data(forms=forms))
        for activity_id, form in forms.items():
            if form.has_changed():
                set_dates(cohort=self.cohort, activity_id=activity_id, **form.cleaned_data)
        messages.success(request, _("The dates are saved. Attempts under way follow them."))
        return redirect("cohorts:dates", self.cohort.pk)


class ExtensionView(OfCohort):
    """Give, change or take back."""

    template_name = "enrolment/admin/extension.html"
    page_title = gettext_lazy("More time for one learner")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        kept = Extension.objects.filter(enrolment__cohort__in=cohorts_kept_by(request.user), enrolment__cohort=kwargs["pk"])
        kept = kept.select_related("enrolment__cohort")
        self.extension = get_object_or_404(kept, pk=kwargs["extension_pk"]) if "extension_pk" in kwargs else None

    def form(self, data: Any = None) -> ExtensionForm:
        initial = initial_of(self.extension) if self.extension else {}
        return ExtensionForm(data, cohort=self.cohort, titles=self.titles, initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.form()
        return super().get_context_data(**kwargs) | {"form": form, "media": form.media, "extension": self.extension}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.extension and "take-back" in request.POST:
            take_extension_back(extension=self.extension)
            messages.success(request, _("The learner has the dates of the cohort again."))
            return redirect("cohorts:dates", self.cohort.pk)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        give_extension(by=request.user, activity_id=given.pop("activity"), **given)
        messages.success(request, _("Saved. An attempt under way has the new time already."))
        return redirect("cohorts:dates", self.cohort.pk)
