from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from . import kept_forms, views
from .viewsets import RoleViewSet


@hooks.register("register_admin_viewset")
def roles() -> RoleViewSet:
    return RoleViewSet()


@hooks.register("register_account_menu_item")
def profile(request: HttpRequest) -> dict:
    return {"url": reverse("profile"), "label": _("Your profile"), "help_text": _("Your name, address, password and second step.")}


@hooks.register("register_admin_urls")
def urls_while_writing() -> list:
    return [
        path("still-signed-in/", views.still_signed_in, name="still_signed_in"),
        path("signed-in-again/", views.signed_in_again, name="signed_in_again"),
        path("kept-forms/", views.kept, name="kept_forms"),
        path("kept-forms/drop/", views.drop_kept_form, name="drop_kept_form"),
    ]


class WhatIsKept(Component):
    """For whoever signed in again by another way than the one that leads there."""

    order = 10
    template_name = "accounts/admin/kept_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"count": kept_forms.waiting(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def say_what_is_kept(request: HttpRequest, panels: list[Component]) -> None:
    if kept_forms.waiting(request.user):
        panels.append(WhatIsKept())
