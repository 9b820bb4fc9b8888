"""Help where the question arises: in the back office's menu, and on the page of a lesson."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from lms.core.office_menu import SiteMenuItem

from .addresses import guide_url


def _guide(label: Any, reader: str, order: int) -> SiteMenuItem:
    return SiteMenuItem(label, partial(guide_url, reader), name=f"guide-{reader}", icon_name="help", order=order)


@hooks.register("register_help_menu_item")
def for_editors():
    return _guide(_("Guide for editors"), "editor", order=10)


@hooks.register("register_help_menu_item")
def for_coordinators():
    return _guide(_("Guide for coordinators"), "coordinator", order=20)


@hooks.register("register_help_menu_item")
def for_mentors():
    return _guide(_("Guide for mentors"), "mentor", order=30)


@hooks.register("construct_help_menu")
def only_help_of_this_site(request, items):
    """What Wagtail links to is in English, about Wagtail, and beckons with a badge."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new-in-wagtail")]


@hooks.register("register_page_header_buttons")
def help_for_a_page(page, user, view_name, next_url=None):
    """What an editor asks first: how to write, and why it is not published."""
    if view_name == "edit":
        yield Button(_("Help"), guide_url("editor", "write"), icon_name="help", priority=95)
