from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.edit import EditView
from wagtail.fields import StreamField
from wagtail.models import Page

from .commenting import send_commenting_notifications
from .going_live import Publication, move_refusal, refusal, wanted_at_once
from .latin import LATIN
from .moderation import see_page

EditView.send_commenting_notifications = send_commenting_notifications  # in place of mails that go past the ledger
DefaultPageForm.base_fields["include_descendants"].label = gettext_lazy("With all pages below")  # it has none: its name, in English


@hooks.register("insert_global_admin_css")
def frame_with_room_for_words() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/frame.css"))


@hooks.register("before_edit_page")
def page_is_seen(request: HttpRequest, page: Page) -> Any:
    see_page(person=request.user, page_id=page.pk)


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved by now. It goes live at once, or at the hour it names."""
    found = refusal([Publication(page.specific, request.user)])
    return found.answer(request) if found else None


@hooks.register("before_bulk_action")
def ask_before_publishing_several(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    if action_type != "publish" or request.method != "POST":
        return None
    with_those_below = bool(request.POST.get("include_descendants"))
    found = refusal(wanted_at_once(objects, by=request.user, with_those_below=with_those_below))
    return found.answer(request) if found else None


@hooks.register("before_bulk_action")
def ask_before_moving_several(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """All are asked first, and while one is refused none is moved: lessons that are chosen together often belong together, and half of them
    elsewhere would be looked for. Who wants the others moved without it says so with one press, and chooses nothing anew."""
    if action_type != "move" or request.method != "POST":
        return None
    there = action.cleaned_form.cleaned_data["chooser"]
    found = [(page, move_refusal(page, there, request.user)) for page in objects if isinstance(page, Page)]
    refusals = [refused for _page, refused in found if refused]
    if not refusals:
        return None
    others = [page for page, refused in found if not refused]
    title = _("Not all of these pages can be moved there") if others else _("These pages cannot be moved there")
    context = {
        "refusals": refusals,
        "others": others,
        "there": there.specific.get_admin_display_title(),
        "chosen": there.pk,
        "again": f"{request.path}?{urlencode({'id': [page.pk for page in others], 'next': action.next_url}, doseq=True)}",
        "back": action.next_url,
    }
    frame = {"header_title": title, "page_title": title, "header_icon": "warning", "breadcrumbs_items": [{"url": "", "label": title}]}
    return render(request, "pages/admin/not_moved.html", frame | context, status=409)


def without_blocks(request: HttpRequest, kind: type[Page]) -> HttpResponse | None:
    """A page with blocks that was sent without scripts: its form had nothing in it. The page stays as it is."""
    streams = [field.name for field in kind._meta.get_fields() if isinstance(field, StreamField)]
    if "title" not in request.POST or all(f"{name}-count" in request.POST for name in streams):
        return None
    messages.error(
        request, _("Nothing was saved and nothing is lost: without JavaScript pages cannot be edited. Switch it on and try again.")
    )
    return redirect(request.get_full_path())


@hooks.register("before_edit_page")
def edit_with_blocks(request: HttpRequest, page: Page) -> HttpResponse | None:
    return without_blocks(request, page.specific_class)


@hooks.register("before_create_page")
def create_with_blocks(request: HttpRequest, parent: Page, kind: type[Page]) -> HttpResponse | None:
    return without_blocks(request, kind)


@hooks.register("insert_editor_js")
def addresses_in_latin_letters() -> str:
    piece = '{}<script src="{}" type="module"></script>'
    return format_html(piece, json_script(LATIN, "latin-letters"), static("js/admin/latin.js"))


@hooks.register("insert_editor_js")
def titles_of_one_line() -> str:
    return format_html('<script src="{}" type="module"></script>', static("js/admin/one_line.js"))


@hooks.register("insert_editor_js")
def blocks_for_everybody() -> str:
    return format_html('<script src="{}" type="module"></script>', static("js/admin/blocks.js"))
