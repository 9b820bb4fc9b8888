from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from .moderation import see_page


@hooks.register("before_edit_page")
def page_is_seen(request: HttpRequest, page: Page) -> Any:
    see_page(person=request.user, page_id=page.pk)
