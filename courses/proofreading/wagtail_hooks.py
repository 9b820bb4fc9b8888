from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .linting import is_looked_through, open_stops
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


@hooks.register("before_publish_page", order=10)
def stop_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved by now. It goes live when nothing stops it, or somebody has said why it should all the same."""
    stops = open_stops(page.specific)
    if not stops:
        return None
    _tell(request, len(stops), _("It is saved as a draft and not published."))
    return redirect("page_findings", page.pk)


@hooks.register("before_bulk_action")
def stop_before_publishing_several(request: HttpRequest, action_type: str, objects: list, action: Any) -> HttpResponse | None:
    if action_type != "publish" or request.method != "POST":
        return None
    for page in _drafts(objects, with_those_below=bool(request.POST.get("include_descendants"))):
        if stops := open_stops(page):
            _tell(request, len(stops), _("Nothing was published: “%(page)s” is not ready.") % {"page": page.title})
            return redirect("page_findings", page.pk)
    return None


def _drafts(objects: list, *, with_those_below: bool) -> Iterator[Page]:
    for page in objects:
        if isinstance(page, Page):
            below = page.get_descendants().filter(has_unpublished_changes=True) if with_those_below else Page.objects.none()
            yield from (each.get_latest_revision_as_object() for each in [page, *below])


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
    _tell(request, len(stops), _("It is saved as a draft and went no further."))
    return redirect("page_findings", page.pk)


def _tell(request: HttpRequest, count: int, fate: str) -> None:
    words = ngettext("%(count)d thing has to be mended first.", "%(count)d things have to be mended first.", count) % {"count": count}
    messages.error(request, f"{words} {fate}")
