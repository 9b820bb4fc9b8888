"""Outgoing letters in the back office: administrators pause, hurry and try again; coordinators look at those of their people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.accounts.models import Role
from lms.accounts.rules import has_role
from lms.notifications import outbox
from lms.notifications.rules import letters_for, may_look_at_letters

from .forms import ConfirmForm, PauseForm, RateForm
from .state import queue_state


@require_safe
@never_cache
def outgoing(request: HttpRequest) -> HttpResponse:
    if not may_look_at_letters(request.user):
        raise PermissionDenied
    context = {
        "state": queue_state(letters_for(request.user)),
        "may_steer": has_role(request.user, Role.ADMINISTRATOR),
        "page_title": _("Outgoing letters"),
        "header_title": _("Outgoing letters"),
        "header_icon": "mail",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": _("Outgoing letters")}],
    }
    return render(request, "notifications/admin/outgoing.html", context)


class SteerView(WagtailAdminTemplateMixin, FormView):
    """A page that says what will happen, and a button. `act` does it and says so."""

    template_name = "notifications/admin/steer.html"
    form_class: type = ConfirmForm
    header_icon = "mail"
    explanation = ""
    submit_button_label = ""

    def dispatch(self, request, *args, **kwargs):
        if not has_role(request.user, Role.ADMINISTRATOR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        above = {"url": reverse("outgoing_letters"), "label": _("Outgoing letters")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        words = {"explanation": self.explanation, "submit_button_label": self.submit_button_label}
        return super().get_context_data(**kwargs) | words

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, self.act(form))
        return redirect("outgoing_letters")

    def act(self, form) -> str:
        raise NotImplementedError


class PauseView(SteerView):
    form_class = PauseForm
    page_title = gettext_lazy("Pause outgoing letters")
    explanation = gettext_lazy(
        "Nothing is lost: letters wait until you let them go on. What is being handed over at this moment still goes."
    )
    submit_button_label = gettext_lazy("Pause")

    def act(self, form) -> str:
        outbox.pause(by=self.request.user, **form.cleaned_data)
        return _("Outgoing letters are paused.")


class GoOnView(SteerView):
    page_title = gettext_lazy("Let letters go on")
    explanation = gettext_lazy("Letters go again at the rate that is set. What is no longer needed by then is left out.")
    submit_button_label = page_title

    def act(self, form) -> str:
        outbox.go_on()
        return _("Letters go again.")


class RateView(SteerView):
    form_class = RateForm
    page_title = gettext_lazy("How fast letters go")
    explanation = gettext_lazy("All workers together keep this rate. Letters that must be sent go first.")
    submit_button_label = gettext_lazy("Save")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": outbox.the_outbox()}

    def act(self, form) -> str:
        outbox.set_rate(per_minute=form.cleaned_data["per_minute"])
        return _("The rate is saved.")


class AgainView(SteerView):
    page_title = gettext_lazy("Try again now")
    explanation = gettext_lazy(
        "What waits because something was in the way is tried at once, and what the mail server did not take in the last seven days waits "
        "again. Mend the cause first. What may have gone already is not sent twice, and nothing goes to addresses that are no more."
    )
    submit_button_label = gettext_lazy("Try again")

    def act(self, form) -> str:
        count = outbox.try_again()
        return ngettext("%(count)s letter is tried again.", "%(count)s letters are tried again.", count) % {"count": count}
