"""Placements in Wagtail's admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from .actions.placing import cancel, end, set_learners, set_plan
from .models import Participation, Placement
from .office_forms import LearnersForm, PlacementForm, PlanForm
from .rules import Refused, placements_kept_by, today_of


def buttons(placement: Placement) -> list[Button]:
    return [
        Button(_("Learners"), url=reverse("placements:learners", args=[placement.pk]), icon_name="group", priority=10),
        Button(_("Plan of days"), url=reverse("placements:plan", args=[placement.pk]), icon_name="date", priority=20),
        Button(_("A link for the host"), url=reverse("host_links", args=[placement.pk]), icon_name="link", priority=25),
        Button(_("End or cancel"), url=reverse("placements:end", args=[placement.pk]), icon_name="cross", priority=30),
    ]


class PlacementsView(generic.IndexView):
    page_title = gettext_lazy("Placements")

    def get_base_queryset(self):
        return placements_kept_by(self.request.user).select_related("cohort", "mentor")

    def get_list_more_buttons(self, instance):
        return [*super().get_list_more_buttons(instance), *buttons(instance)]


class CreatePlacementView(generic.CreateView):
    def get_success_url(self):
        return reverse("placements:learners", args=[self.object.pk])


class EditPlacementView(generic.EditView):
    def get_object(self, queryset=None):
        return super().get_object(placements_kept_by(self.request.user))

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *buttons(self.object)]


class OfPlacement(WagtailAdminTemplateMixin, FormView):
    """A page with a form about one placement that the person keeps. `act` does it and says so."""

    template_name = "internships/admin/form.html"
    header_icon = "group"
    explanation: Any = ""
    submit_label: Any = gettext_lazy("Save")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.placement = get_object_or_404(placements_kept_by(request.user).select_related("cohort"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.placement)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("placements:index"), "label": _("Placements")},
            {"url": reverse("placements:edit", args=[self.placement.pk]), "label": str(self.placement)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"placement": self.placement, "explanation": self.explanation, "submit_label": self.submit_label}
        return super().get_context_data(**kwargs) | here

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        return redirect("placements:edit", self.placement.pk)

    def act(self, form: Any) -> None:
        raise NotImplementedError


class LearnersView(OfPlacement):
    form_class = LearnersForm
    page_title = gettext_lazy("Learners")
    explanation = gettext_lazy("Who takes part. Whoever is left out writes nothing more in their log; what they wrote is kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"placement": self.placement, "person": self.request.user}

    def act(self, form: Any) -> None:
        set_learners(placement=self.placement, enrolments=form.cleaned_data["learners"])
        messages.success(self.request, _("The learners of the placement are saved."))


class PlanView(OfPlacement):
    form_class = PlanForm
    page_title = gettext_lazy("Plan of days")
    header_icon = "date"
    explanation = gettext_lazy("What is planned for each day. Learners read it above their practice log; a day without words is not shown.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"placement": self.placement}

    def act(self, form: Any) -> None:
        set_plan(placement=self.placement, plan=form.plan)
        messages.success(self.request, _("The plan is saved."))


class EndForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        widget=forms.RadioSelect,
        choices=[
            ("end", gettext_lazy("It ended earlier. Entries are still written and answered.")),
            ("cancel", gettext_lazy("It is cancelled. Nothing more is written; what was written can still be answered.")),
        ],
    )


class EndView(OfPlacement):
    form_class = EndForm
    page_title = gettext_lazy("End or cancel")
    header_icon = "cross"
    explanation = gettext_lazy(
        "A placement ends by itself after its last day. One that ends earlier is ended here. It cannot be taken back."
    )
    submit_label = gettext_lazy("Do it")

    def act(self, form: Any) -> None:
        (end if form.cleaned_data["what"] == "end" else cancel)(placement=self.placement)
        messages.success(self.request, _("That is written down."))


def dates(placement: Placement) -> str:
    return f"{placement.starts_on:%d.%m.%Y} – {placement.ends_on:%d.%m.%Y}"


def state(placement: Placement) -> str:
    return str(Placement.State(placement.state(today_of(placement))).label)


def learners(placement: Placement) -> int:
    return Participation.objects.filter(placement=placement, left_at=None).count()


class PlacementViewSet(ModelViewSet):
    model = Placement
    name = "placements"
    icon = "group"
    menu_label = gettext_lazy("Placements")
    menu_order = 313
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = PlacementsView
    add_view_class = CreatePlacementView
    edit_view_class = EditPlacementView
    list_filter = ["cohort"]
    search_fields = ["host", "place"]
    ordering = ["-starts_on", "-pk"]
    list_per_page = 50
    list_display = [
        "host",
        Column("place", label=gettext_lazy("Place")),
        Column("cohort", label=gettext_lazy("Cohort")),
        Column("dates", label=gettext_lazy("Dates"), accessor=dates),
        Column("mentor", label=gettext_lazy("Mentor")),
        Column("learners", label=gettext_lazy("Learners"), accessor=learners),
        Column("state", label=gettext_lazy("State"), accessor=state),
    ]
    panels = [
        FieldPanel("cohort", help_text=gettext_lazy("Cannot be changed later: learners and their logs belong to it.")),
        FieldPanel("host"),
        FieldPanel("place"),
        FieldPanel("about"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading=gettext_lazy("Dates")),
        MultiFieldPanel([FieldPanel("mentor"), FieldPanel("supervisor")], heading=gettext_lazy("Who answers")),
        FieldPanel("lessons"),
        FieldPanel("competences"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/learners/", LearnersView.as_view(), name="learners"),
            path("<int:pk>/plan/", PlanView.as_view(), name="plan"),
            path("<int:pk>/end/", EndView.as_view(), name="end"),
        ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=PlacementForm).bind_to_model(self.model)
