from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from .viewsets import RoleViewSet


@hooks.register("register_admin_viewset")
def roles() -> RoleViewSet:
    return RoleViewSet()


@hooks.register("register_account_menu_item")
def profile(request: HttpRequest) -> dict:
    return {"url": reverse("profile"), "label": _("Your profile"), "help_text": _("Your name, address, password and second step.")}
