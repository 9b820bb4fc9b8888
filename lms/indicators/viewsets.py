"""Programmes in Wagtail's admin."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from .forms import ProgrammeForm
from .models import Programme
from .rules import programmes_kept_by


def buttons(programme: Programme) -> list[Button]:
    return [
        Button(_("Figures"), url=reverse("programme_figures", args=[programme.pk]), icon_name="table", priority=10),
        Button(_("Who counts as trained"), url=reverse("programme_rule", args=[programme.pk]), icon_name="tick", priority=20),
        Button(_("Report for a funder"), url=reverse("report_preview", args=[programme.pk]), icon_name="doc-full", priority=30),
    ]


class ProgrammesView(generic.IndexView):
    page_title = gettext_lazy("Programmes")

    def get_base_queryset(self):
        return programmes_kept_by(self.request.user).select_related("owner")

    def get_list_more_buttons(self, instance):
        return [*super().get_list_more_buttons(instance), *buttons(instance)]


class CreateProgrammeView(generic.CreateView):
    def get_success_url(self):
        """Next it is said who counts as trained."""
        return reverse("programme_rule", args=[self.object.pk])


class EditProgrammeView(generic.EditView):
    def get_object(self, queryset=None):
        return super().get_object(programmes_kept_by(self.request.user))

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *buttons(self.object)]


def days(programme: Programme) -> str:
    return f"{programme.first_on:%d.%m.%Y} – {programme.last_on:%d.%m.%Y}"


class ProgrammeViewSet(ModelViewSet):
    model = Programme
    name = "programmes"
    icon = "table"
    menu_label = gettext_lazy("Programmes")
    menu_order = 311
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ProgrammesView
    add_view_class = CreateProgrammeView
    edit_view_class = EditProgrammeView
    search_fields = ["name", "funder"]
    ordering = ["-last_on", "-pk"]
    list_per_page = 50
    list_display = [
        "name",
        Column("owner", label=gettext_lazy("Organisation")),
        Column("funder", label=gettext_lazy("Funder")),
        Column("days", label=gettext_lazy("Dates"), accessor=days),
    ]
    panels = [
        FieldPanel("name"),
        FieldPanel("owner", help_text=gettext_lazy("Whoever coordinates it keeps the programme and makes its reports.")),
        FieldPanel("funder", help_text=gettext_lazy("Stands on the reports. May stay empty.")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("first_on"), FieldPanel("last_on")])], heading=gettext_lazy("Dates")),
        FieldPanel("cohorts", help_text=gettext_lazy("What happens in them between the two days is counted.")),
        MultiFieldPanel(
            [
                FieldPanel("consultations_wanted"),
                FieldPanel("people_wanted"),
                FieldPanel("internships_wanted"),
                FieldPanel("hours_wanted"),
                FieldPanel("trained_wanted"),
            ],
            heading=gettext_lazy("What was promised to the funder"),
            help_text=gettext_lazy("The page of figures says how much of it is reached. Each may stay empty."),
        ),
    ]

    def get_form_class(self, for_update=False):
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=ProgrammeForm).bind_to_model(self.model)
