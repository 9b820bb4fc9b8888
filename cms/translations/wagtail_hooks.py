from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from .drafts import translation_of
from .rules import pages_editable_by, translates_somewhere
from .urls import urlpatterns
from .views.deeds import publish


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request):
        return translates_somewhere(request.user)


@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list:
    """Before wagtail-localize's: one address of its is ours."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def translations_menu_item():
    return TranslationsMenuItem(_("Translations"), reverse("translations"), name="translations", icon_name="globe", order=95)


@hooks.register("before_edit_page", order=-1)
def translate_beside(request: HttpRequest, page: Page) -> Any:
    """A page that is translated from another is edited beside it. "?as=page" opens wagtail-localize's own editor, where one also stops
    translating it from there; what it publishes, it publishes as we do."""
    publishes = request.method == "POST" and request.POST.get("action") == "publish"
    looks = request.method == "GET" and request.GET.get("as") != "page"
    translation = translation_of(page) if publishes or looks else None
    if translation is None or not pages_editable_by(request.user).filter(pk=page.pk).exists():
        return None
    if publishes:
        return publish(request, translation) or redirect(f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?as=page")
    source = Page.objects.filter(translation_key=page.translation_key, locale=translation.source.locale_id).first()
    return redirect("translate_page", source.pk, page.locale.language_code) if source else None


@hooks.register("construct_reports_menu")
def one_table_is_enough(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize's report lists every page to whoever may open the back office, and knows nothing of what is outdated."""
    menu_items[:] = [item for item in menu_items if item.url != reverse("wagtail_localize:translations_report")]
