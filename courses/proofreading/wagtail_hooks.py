from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .linting import is_looked_through, open_stops
from .stopping import told
from .urls import urlpatterns
from .viewsets import AvoidedWordViewSet


@hooks.register("register_admin_urls")
def findings_urls() -> list:
    return urlpatterns


@hooks.register("register_admin_viewset")
def avoided_words() -> AvoidedWordViewSet:
    return AvoidedWordViewSet("avoided_words")


@hooks.register("insert_editor_js")
def findings_beside_fields() -> str:
    piece = '<link rel="stylesheet" href="{}"><script src="{}" type="module"></script>'
    return format_html(piece, static("css/admin/findings.css"), static("js/admin/findings.js"))


@hooks.register("register_page_header_buttons")
def checks_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if view_name == "edit" and page.permissions_for_user(user).can_edit() and not page.alias_of_id:
        yield Button(gettext_lazy("Checks"), reverse("page_findings", args=[page.pk]), icon_name="glasses", priority=55)


@hooks.register("after_edit_page", order=200)
@hooks.register("after_create_page", order=200)
def say_what_stopped_it(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Sent to moderation, and sent back by the checks at once."""
    is_submitted = any(request.POST.get(name) for name in ("action-submit", "action-restart-workflow"))
    if not is_submitted or page.workflow_in_progress or not is_looked_through(page.specific):
        return None
    stops = open_stops(page.get_latest_revision_as_object())
    if not stops:
        return None
    _take_back_success(request)
    messages.error(request, told(stops, _("It is saved as a draft and went no further.")))
    return redirect("page_findings", page.pk)


def _take_back_success(request: HttpRequest) -> None:
    """Wagtail has said by now that the page is handed in."""
    for one in list(messages.get_messages(request)):
        if one.level != messages.SUCCESS:
            messages.add_message(request, one.level, one.message, one.extra_tags)
