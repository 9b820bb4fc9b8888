"""Wagtail's admin, as seen from outside of it."""

from django.http import HttpRequest
from django.urls import reverse


def is_back_office(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("wagtailadmin_home"))
