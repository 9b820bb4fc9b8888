"""Reading what a device sends: a plain form, or JSON from the queue. Nothing here is clean yet except the names of things."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ..log.actions import Change
from ..log.ulid import is_ulid, new_ulid

MAX_NUMBER = 2**31 - 1


class NotAccepted(Exception):
    """The answer is not one that could be kept here. The message is for the learner."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def not_understood() -> str:
    return _("The answer did not arrive as it should. Load the page again; your text is kept.")


def wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or "application/json" in request.headers.get("Accept", "")


def json_change(request: HttpRequest) -> dict[str, Any]:
    """A change from the queue: it has a name and a value. Raises NotAccepted for what no page of ours sends."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not is_ulid(body.get("change_id")) or not isinstance(body.get("value"), dict):
        raise NotAccepted(not_understood())
    return body


def change_of(body: dict[str, Any]) -> Change:
    """The change itself, of what `json_change` gave."""
    return Change(body["change_id"], number(body.get("base")), body["value"], body.get("follows_sent") is True)


def change_name(sent: str | None) -> str:
    """A form whose change has no name gets one here: it is then taken as it is."""
    return sent if is_ulid(sent) else new_ulid()  # type: ignore[return-value]


def number(sent: Any) -> int:
    """A row or revision number; what is none of ours becomes one that no row has."""
    try:
        read = int(sent)
    except (TypeError, ValueError, OverflowError):
        return MAX_NUMBER
    return read if 0 <= read <= MAX_NUMBER else MAX_NUMBER


def page_to_return_to(request: HttpRequest) -> str:
    """The page the form was on, if it is one of this site; else the first page."""
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page.split("#")[0] if is_ours else "/"


def place_to_return_to(request: HttpRequest, block_id: str) -> str:
    return f"{page_to_return_to(request)}#b-{block_id}"


def too_large_words() -> str:
    return _("This is too large to be saved, so nothing was. Your text is still on the page: go back, shorten it and save again.")
