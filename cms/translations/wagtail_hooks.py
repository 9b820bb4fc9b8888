from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail_localize.models import Translation

from .drafts import translation_of
from .rules import translates_somewhere
from .urls import urlpatterns
from .views.deeds import publish


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request):
        return translates_somewhere(request.user)


@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list:
    """Before wagtail-localize's: some addresses of its are ours."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def translations_menu_item():
    return TranslationsMenuItem(gettext_lazy("Translations"), reverse("translations"), name="translations", icon_name="globe", order=95)


@hooks.register("before_edit_page", order=-1)
def translate_beside(request: HttpRequest, page: Page) -> Any:
    """A page that is translated from another is edited beside it, and nowhere else: wagtail-localize's own editor writes past our rules."""
    translation = translation_of(page)
    source = _source_of(page, translation) if translation else None
    if translation is None or source is None:
        return None
    if request.method == "POST" and request.POST.get("action") == "publish" and (elsewhere := publish(request, translation)):
        return elsewhere
    is_about_page = request.GET.get("as") == "page"
    if is_about_page:
        messages.info(request, _("This page is a translation: its texts stand beside their source, the rest is here."))
    return redirect("translate_otherwise" if is_about_page else "translate_page", source.pk, page.locale.language_code)


def _source_of(page: Page, translation: Translation) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale=translation.source.locale_id).first()


class TieToSource(ActionMenuItem):
    """In the place of wagtail-localize's button, which would write over the page what it said when it was translated last."""

    name = "tie-to-source"
    label = gettext_lazy("Tie it to its source")
    icon_name = "rotate"
    order = 120

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and bool(self.get_url(context))

    def get_url(self, parent_context: dict[str, Any]) -> str:
        page = parent_context["page"]
        translation = translation_of(page, is_tied=False)
        source = _source_of(page, translation) if translation else None
        return reverse("translate_page", args=[source.pk, page.locale.language_code]) if source else ""


@hooks.register("register_page_action_menu_item")
def tie_to_source() -> ActionMenuItem:
    return TieToSource()


@hooks.register("construct_page_action_menu")
def without_those_of_wagtail_localize(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if not (item.name or "").startswith("localize-")]


@hooks.register("construct_reports_menu")
def one_table_is_enough(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize's report lists every page to whoever may open the back office, and knows nothing of what is outdated."""
    menu_items[:] = [item for item in menu_items if item.url != reverse("wagtail_localize:translations_report")]
