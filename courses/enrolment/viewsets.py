"""Cohorts in Wagtail's admin."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.admin.widgets.button import Button

from cms.guides.addresses import guide_url
from lms.accounts.time_zones import choices as time_zone_choices

from .date_views import DatesView, ExtensionView
from .invitation_views import InvitationsView, invitations_progress
from .inviting import forget_invitations
from .models import Cohort, Country
from .rules import cohorts_kept_by, courses_kept_by, organisations_kept_by

BY_TIME_ZONE = "by time zone"


class CohortForm(WagtailAdminModelForm):
    """Offers the courses in the person's scope; a code is kept as people read it aloud: capitals, no spaces. A new cohort keeps the
    holidays of the country whose time zone it has, unless somebody chooses others."""

    class Meta:
        widgets = {
            "enrolment_opens_at": AdminDateTimeInput,
            "enrolment_closes_at": AdminDateTimeInput,
            "closed_at": AdminDateTimeInput,
            "starts_on": AdminDateInput,
            "ends_on": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses_kept_by(self.for_user)
        self.fields["course"].label_from_instance = title_of
        self.fields["owner"].queryset = organisations_kept_by(self.for_user)
        self.fields["time_zone"] = forms.ChoiceField(label=self.fields["time_zone"].label, choices=time_zone_choices(get_language()))
        country = self.fields["country"]
        first = (BY_TIME_ZONE, _("Those of the time zone's country"))
        choices = [first, *Country.choices, ("", _("None: only Saturdays and Sundays are free"))]
        self.fields["country"] = forms.ChoiceField(label=country.label, help_text=country.help_text, choices=choices, required=False)
        if not self.instance.pk:
            self.initial["country"] = BY_TIME_ZONE
        if self.instance.pk and self.instance.seats_taken:
            self.fields["course"].disabled = True

    def clean_join_code(self) -> str:
        code = re.sub(r"[\s-]", "", self.cleaned_data["join_code"]).upper()
        if code and not code.isalnum():
            raise forms.ValidationError(_("Use letters and digits only."))
        if code and Cohort.objects.filter(join_code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another cohort already has this code. Choose a different one."))
        return code

    def clean_seats(self) -> int | None:
        seats = self.cleaned_data["seats"]
        if seats is not None and seats < self.instance.seats_taken:
            raise forms.ValidationError(_("%(taken)d places are taken already.") % {"taken": self.instance.seats_taken})
        return seats

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("country") == BY_TIME_ZONE:
            values["country"] = Country.by_time_zone(values.get("time_zone", ""))
        if values.get("policy") == Cohort.Policy.JOIN_CODE and not values.get("join_code"):
            self.add_error("join_code", _("Nobody can join by a code that is empty."))
        for first, last in (("enrolment_opens_at", "enrolment_closes_at"), ("starts_on", "ends_on")):
            if values.get(first) and values.get(last) and values[last] < values[first]:
                self.add_error(last, _("This is earlier than the beginning."))
        return values


def title_of(course: Any) -> str:
    version = course.versions.current().filter(language=course.source_language).first()
    return version.title if version else course.slug


def dates_button(cohort: Cohort) -> Button:
    return Button(_("Dates and extensions"), url=reverse("cohorts:dates", args=[cohort.pk]), icon_name="date", priority=20)


def invite_button(cohort: Cohort) -> Button:
    return Button(_("Invite people"), url=reverse("cohorts:invitations", args=[cohort.pk]), icon_name="mail", priority=30)


def help_button(part: str) -> Button:
    return Button(_("Help"), url=guide_url("coordinator", part), icon_name="help", priority=90)


class CohortsView(generic.IndexView):
    page_title = gettext_lazy("Cohorts")

    def get_base_queryset(self):
        return cohorts_kept_by(self.request.user).select_related("course")

    def get_list_more_buttons(self, instance):
        return [*super().get_list_more_buttons(instance), dates_button(instance), invite_button(instance)]


class EditCohortView(generic.EditView):
    def get_object(self, queryset=None):
        return super().get_object(cohorts_kept_by(self.request.user))

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, dates_button(self.object), invite_button(self.object), help_button("cohort")]


class DeleteCohortView(generic.DeleteView):
    def get_object(self, queryset=None):
        return super().get_object(cohorts_kept_by(self.request.user))

    def dispatch(self, request, *args, **kwargs):
        if self.object.is_in_use():
            messages.error(request, _("This cohort has people or meetings, so it stays. Close it instead, with a date under “closed at”."))
            return redirect("cohorts:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def delete_action(self):
        forget_invitations(cohort=self.object)
        super().delete_action()


def places(cohort: Cohort) -> str:
    return f"{cohort.seats_taken} / {cohort.seats}" if cohort.seats else str(cohort.seats_taken)


class CohortViewSet(ModelViewSet):
    model = Cohort
    name = "cohorts"
    icon = "group"
    menu_label = gettext_lazy("Cohorts")
    menu_order = 310
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CohortsView
    edit_view_class = EditCohortView
    delete_view_class = DeleteCohortView
    list_filter = ["policy", "course"]
    search_fields = ["name", "join_code"]
    ordering = ["-pk"]
    list_display = [
        "name",
        Column("course", label=gettext_lazy("Course"), accessor=lambda cohort: title_of(cohort.course)),
        Column("get_policy_display", label=gettext_lazy("Who may enrol")),
        Column("join_code", label=gettext_lazy("Join code")),
        Column("places", label=gettext_lazy("Places taken"), accessor=places),
    ]
    panels = [
        FieldPanel("course", help_text=gettext_lazy("Cannot be changed once somebody has enrolled.")),
        FieldPanel("name", help_text=gettext_lazy("Learners see it when they enrol, e.g. “Spring 2027, Kurgan oblast”.")),
        FieldPanel("owner"),
        MultiFieldPanel([FieldPanel("policy"), FieldPanel("join_code"), FieldPanel("seats")], heading=gettext_lazy("The way in")),
        FieldPanel("certificate_months"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("enrolment_opens_at"), FieldPanel("enrolment_closes_at")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("country")]),
                FieldPanel("closed_at", help_text=gettext_lazy("From then on nobody can enrol. Who is studying goes on studying.")),
            ],
            heading=gettext_lazy("Dates"),
        ),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/dates/", DatesView.as_view(), name="dates"),
            path("<int:pk>/invitations/", InvitationsView.as_view(), name="invitations"),
            path("<int:pk>/invitations/<int:list_pk>/progress/", invitations_progress, name="invitations_progress"),
            path("<int:pk>/extensions/new/", ExtensionView.as_view(), name="extension_add"),
            path("<int:pk>/extensions/<int:extension_pk>/", ExtensionView.as_view(), name="extension"),
        ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=CohortForm).bind_to_model(self.model)
