"""Help where the question arises: in the back office's menu, and on the page of a lesson."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from .addresses import guide_url


class GuideMenuItem(MenuItem):
    """Its address is made when it is asked for: it depends on the language of whoever looks."""

    def __init__(self, label, *, reader: str, order: int):
        super().__init__(label, "", name=f"guide-{reader}", icon_name="help", order=order)
        self.reader = reader

    def render_component(self, request):
        item = MenuItem(self.label, guide_url(self.reader), name=self.name, icon_name=self.icon_name, order=self.order)
        return item.render_component(request)


@hooks.register("register_help_menu_item")
def for_editors():
    return GuideMenuItem(_("Guide for editors"), reader="editor", order=10)


@hooks.register("register_help_menu_item")
def for_coordinators():
    return GuideMenuItem(_("Guide for coordinators"), reader="coordinator", order=20)


@hooks.register("register_help_menu_item")
def for_mentors():
    return GuideMenuItem(_("Guide for mentors"), reader="mentor", order=30)


@hooks.register("construct_help_menu")
def only_help_of_this_site(request, items):
    """What Wagtail links to is in English, about Wagtail, and beckons with a badge."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new-in-wagtail")]


@hooks.register("register_page_header_buttons")
def help_for_a_page(page, user, view_name, next_url=None):
    """What an editor asks first: how to write, and why it is not published."""
    if view_name == "edit":
        yield Button(_("Help"), guide_url("editor", "write"), icon_name="help", priority=95)
