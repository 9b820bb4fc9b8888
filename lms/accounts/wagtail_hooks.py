from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from . import views
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
