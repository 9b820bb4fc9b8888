"""Certificates in Wagtail's admin: a list to read, and two actions that ask before they act."""

from django.contrib import messages
from django.http import HttpResponse
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

from .actions import NotInForce, reissue, revoke
from .forms import ReissueForm, RevokeForm
from .models import Certificate
from .rules import kept_by


class CertificatesView(generic.IndexView):
    page_title = gettext_lazy("Certificates")

    def get_base_queryset(self):
        return kept_by(self.request.user).select_related("enrolment__cohort")

    @cached_property
    def header_more_buttons(self):
        prints = Button(_("Print a cohort"), url=reverse("certificate_print_cohorts"), icon_name="download", priority=5)
        return [*super().header_more_buttons, prints]


class CertificateView(InspectView):
    page_title = gettext_lazy("Certificate")

    def get_object(self, queryset=None):
        """Wagtail's own looks among all rows."""
        return get_object_or_404(kept_by(self.request.user), pk=self.pk)

    @cached_property
    def header_more_buttons(self):
        if not self.object.is_in_force:
            return []
        return [
            Button(
                _("Make again with another name"), url=reverse("certificates:reissue", args=[self.object.pk]), icon_name="edit", priority=10
            ),
            Button(_("Revoke"), url=reverse("certificates:revoke", args=[self.object.pk]), icon_name="bin", priority=20),
        ]


class CertificateActionView(WagtailAdminTemplateMixin, FormView):
    """A page with a form over one certificate in force that the person keeps. `act` does it and says so."""

    template_name = "certificates/admin/action.html"
    header_icon = "form"
    explanation = ""
    submit_button_label = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.certificate = get_object_or_404(kept_by(request.user).in_force(), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.certificate.number} · {self.certificate.holder_name}"

    def get_breadcrumbs_items(self):
        here = reverse("certificates:inspect", args=[self.certificate.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("certificates:index"), "label": _("Certificates")},
            {"url": here, "label": self.certificate.number},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        words = {"explanation": self.explanation, "submit_button_label": self.submit_button_label}
        return super().get_context_data(**kwargs) | words

    def form_valid(self, form) -> HttpResponse:
        try:
            self.act(form)
        except NotInForce:
            messages.error(self.request, _("Somebody else was quicker: this certificate is no longer in force."))
        return redirect("certificates:index")

    def act(self, form) -> None:
        raise NotImplementedError


class RevokeView(CertificateActionView):
    form_class = RevokeForm
    page_title = gettext_lazy("Revoke the certificate")
    explanation = gettext_lazy(
        "Whoever checks the number sees from now on that it was revoked. This cannot be taken back; the holder is told by letter."
    )
    submit_button_label = gettext_lazy("Revoke it")

    def act(self, form) -> None:
        revoke(certificate=self.certificate, because=form.cleaned_data["because"], by=self.request.user)
        messages.success(self.request, _("Certificate %(number)s is revoked.") % {"number": self.certificate.number})


class ReissueView(CertificateActionView):
    form_class = ReissueForm
    page_title = gettext_lazy("Make the certificate again")
    explanation = gettext_lazy(
        "The holder gets a new certificate with a new number by letter. Whoever checks the old number is led to the new one."
    )
    submit_button_label = gettext_lazy("Make it again")

    def get_initial(self):
        return {"holder_name": self.certificate.holder_name}

    def act(self, form) -> None:
        again = reissue(certificate=self.certificate, holder_name=form.cleaned_data["holder_name"], by=self.request.user)
        messages.success(self.request, _("The new certificate has the number %(number)s.") % {"number": again.number})


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "certificates"
    icon = "success"
    menu_label = gettext_lazy("Certificates")
    menu_order = 320
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = CertificatesView
    inspect_view_class = CertificateView
    form_fields: list[str] = ["holder_name"]
    list_filter = ["state", "language", "completed_on"]
    search_fields = ["number", "holder_name", "course_title"]
    ordering = ["-created_at", "-pk"]
    list_export = ["number", "state", "holder_name", "course_title", "hours", "completed_on", "issued_at"]
    list_display = [
        "number",
        Column("holder_name", label=gettext_lazy("Name"), sort_key="holder_name"),
        Column("course_title", label=gettext_lazy("Course")),
        Column("cohort", accessor="enrolment.cohort", label=gettext_lazy("Cohort")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        DateColumn("issued_at", label=gettext_lazy("Issued"), sort_key="issued_at"),
    ]
    inspect_view_fields = [
        "number", "state", "holder_name", "course_title", "issuer_name", "hours", "language", "completed_on", "created_at", "created_by",
        "issued_at", "superseded_by", "revoked_at", "revoked_by", "revoked_because",
    ]  # fmt: skip

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/revoke/", RevokeView.as_view(), name="revoke"),
            path("<int:pk>/reissue/", ReissueView.as_view(), name="reissue"),
        ]
