from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .drafts.rules import searches_drafts
from .drafts.views import search_drafts
from .usage.together import DeleteDocumentsTogether, DeleteImagesTogether
from .usage.urls import urlpatterns as usage_urls


class SearchMenuItem(MenuItem):
    def is_shown(self, request):
        return searches_drafts(request.user)


@hooks.register("register_admin_urls")
def search_urls() -> list:
    return [path("search/", search_drafts, name="search_drafts")]


@hooks.register("register_admin_urls", order=-1)
def urls_of_usage() -> list:
    """Before Wagtail's: these pages of its are ours."""
    return usage_urls


for action in (DeleteImagesTogether, DeleteDocumentsTogether):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's of the same name, which they replace


@hooks.register("register_admin_menu_item")
def search_menu_item() -> MenuItem:
    return SearchMenuItem(_("Search in blocks"), reverse("search_drafts"), name="search-in-blocks", icon_name="search", order=92)
