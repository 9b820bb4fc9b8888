"""Other names that holders ask for, in Wagtail's admin: what waits comes first; each is granted or refused with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from lms.core.viewsets import InspectView

from .actions import Answered, NotInForce, grant_name, refuse_name
from .forms import GrantNameForm, RefuseNameForm
from .models import NameRequest
from .rules import requests_kept_by

AROUND = ("certificate__enrolment__cohort", "certificate__enrolment__learner")


def _ways(asked: NameRequest) -> list[Button]:
    if asked.state != NameRequest.State.ASKED:
        return []
    return [
        Button(_("Make the certificate again"), url=reverse("names:grant", args=[asked.pk]), icon_name="check", priority=10),
        Button(_("Refuse"), url=reverse("names:refuse", args=[asked.pk]), icon_name="cross", priority=20),
    ]


class NameRequestsView(generic.IndexView):
    page_title = gettext_lazy("Other names asked for")

    def get_base_queryset(self):
        return requests_kept_by(self.request.user).select_related(*AROUND)

    def get_list_more_buttons(self, instance):
        return [*super().get_list_more_buttons(instance), *_ways(instance)]


class NameRequestView(InspectView):
    page_title = gettext_lazy("Another name asked for")

    def get_object(self, queryset=None):
        return get_object_or_404(requests_kept_by(self.request.user).select_related(*AROUND), pk=self.pk)

    @cached_property
    def header_more_buttons(self):
        return _ways(self.object)


class AnswerView(WagtailAdminTemplateMixin, FormView):
    """A question over one request that waits. Of two people at once the second is told."""

    template_name = "certificates/admin/action.html"
    header_icon = "form"
    submit_button_label = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.asked = get_object_or_404(requests_kept_by(request.user).select_related(*AROUND), pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if self.asked.certificate.enrolment.learner_id == request.user.pk:
            raise PermissionDenied  # nobody answers themselves
        return super().dispatch(request, *args, **kwargs)

    @property
    def explanation(self) -> str:
        names = {"old": self.asked.certificate.holder_name, "new": self.asked.wanted_name, "why": self.asked.why or "–"}
        return _("The certificate says “%(old)s”. Asked for: “%(new)s”. Why: %(why)s") % names

    def get_page_subtitle(self) -> str:
        return self.asked.certificate.number

    def get_breadcrumbs_items(self):
        here = reverse("names:inspect", args=[self.asked.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("names:index"), "label": _("Other names asked for")},
            {"url": here, "label": self.asked.certificate.number},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_initial(self):
        return {"seen": self.asked.wanted_name}

    def get_context_data(self, **kwargs):
        words = {"explanation": self.explanation, "submit_button_label": self.submit_button_label}
        return super().get_context_data(**kwargs) | words

    def form_valid(self, form):
        self.asked.wanted_name = form.cleaned_data["seen"]  # what was on the page; if it says something else now, nobody has looked at it
        try:
            self.act(form)
        except Answered:
            messages.error(self.request, _("Somebody has answered meanwhile, or the holder has written another name. Look at it again."))
        except NotInForce:
            messages.error(self.request, _("Somebody else was quicker: this certificate is no longer in force."))
        return redirect("names:index")

    def act(self, form) -> None:
        raise NotImplementedError


class GrantView(AnswerView):
    form_class = GrantNameForm
    page_title = gettext_lazy("Make the certificate again")
    submit_button_label = gettext_lazy("Make it again")

    def act(self, form) -> None:
        again = grant_name(request=self.asked, by=self.request.user)
        messages.success(self.request, _("The new certificate has the number %(number)s.") % {"number": again.number})


class RefuseView(AnswerView):
    form_class = RefuseNameForm
    page_title = gettext_lazy("Refuse the name")
    submit_button_label = gettext_lazy("Refuse it")

    def act(self, form) -> None:
        refuse_name(request=self.asked, because=form.cleaned_data["because"], by=self.request.user)
        messages.success(self.request, _("The holder is told by letter."))


class NameRequestViewSet(ModelViewSet):
    model = NameRequest
    name = "names"
    icon = "edit"
    menu_label = gettext_lazy("Names asked for")
    menu_order = 322
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = NameRequestsView
    inspect_view_class = NameRequestView
    form_fields: list[str] = ["wanted_name"]
    list_filter = ["state"]
    search_fields = ["wanted_name", "certificate__number", "certificate__holder_name"]
    ordering = ["state", "-asked_at"]  # "asked" is the first of the states
    list_display = [
        "wanted_name",
        Column("now", accessor="certificate.holder_name", label=gettext_lazy("The certificate says")),
        Column("cohort", accessor="certificate.enrolment.cohort", label=gettext_lazy("Cohort")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        DateColumn("asked_at", label=gettext_lazy("Asked"), sort_key="asked_at"),
    ]
    inspect_view_fields = ["certificate", "wanted_name", "why", "state", "asked_at", "answered_at", "answered_by", "because"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/grant/", GrantView.as_view(), name="grant"),
            path("<int:pk>/refuse/", RefuseView.as_view(), name="refuse"),
        ]
