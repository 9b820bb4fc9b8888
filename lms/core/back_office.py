"""Wagtail's admin, as seen from outside of it."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import get_urlconf, reverse


def is_back_office(request: HttpRequest) -> bool:
    return request.path_info.startswith(_home(get_urlconf()))


@lru_cache
def _home(urlconf: str | None) -> str:
    """Every request is asked three times where it goes; the address is the same in all languages."""
    return reverse("wagtailadmin_home", urlconf)
