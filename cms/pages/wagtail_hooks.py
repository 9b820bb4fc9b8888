from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from .commenting import send_commenting_notifications
from .moderation import see_page

EditView.send_commenting_notifications = send_commenting_notifications  # in place of mails that go past the ledger


@hooks.register("before_edit_page")
def page_is_seen(request: HttpRequest, page: Page) -> Any:
    see_page(person=request.user, page_id=page.pk)
