"""Entries of the back office's menu that lead to pages of the site."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class SiteMenuItem(MenuItem):
    """Its address is made when it is asked for: it depends on the language of whoever looks, and Wagtail keeps its menus."""

    def __init__(self, label: Any, address: Callable[[], str], **options: Any):
        super().__init__(label, "", **options)
        self.address = address

    def render_component(self, request: HttpRequest) -> Any:
        item = copy(self)
        item.url = self.address()
        return super(SiteMenuItem, item).render_component(request)
