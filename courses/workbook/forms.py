"""Reading what a device sends: a plain form, or JSON from the queue. Nothing here is clean yet except the names of things."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.core.log.ulid import is_ulid, new_ulid

from .kinds.base import Kind, NotAccepted, not_understood

MAX_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Sent:
    """A change as it arrived. `value` is None for a plain form: only the kind can read it from `post`."""

    change_id: str
    base: int
    version_id: int
    follows_sent: bool
    is_private: bool | None
    value: Any
    post: QueryDict

    def value_for(self, kind: Kind, content) -> Any:
        return kind.from_post(self.post, content) if self.value is None else self.value


def wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or "application/json" in request.headers.get("Accept", "")


def read(request: HttpRequest) -> Sent:
    """Raises NotAccepted for what no page of ours sends."""
    return _from_json(request) if request.content_type == "application/json" else _from_form(request.POST)


def _from_json(request: HttpRequest) -> Sent:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not is_ulid(body.get("change_id")) or not isinstance(body.get("value"), dict):
        raise NotAccepted(not_understood())
    is_private = body.get("is_private")
    return Sent(
        change_id=body["change_id"],
        base=_number(body.get("base")),
        version_id=_number(body.get("version")),
        follows_sent=body.get("follows_sent") is True,
        is_private=is_private if isinstance(is_private, bool) else None,
        value=body["value"],
        post=request.POST,
    )


def _from_form(post: QueryDict) -> Sent:
    """A form whose change has no name gets one here: it is then taken as it is."""
    change_id = post.get("change_id", "")
    return Sent(
        change_id=change_id if is_ulid(change_id) else new_ulid(),
        base=_number(post.get("base")),
        version_id=_number(post.get("version")),
        follows_sent=False,
        is_private="is_private" in post if "has_privacy" in post else None,
        value=None,
        post=post,
    )


def _number(sent: Any) -> int:
    """A row or revision number; what is none of ours becomes one that no row has."""
    try:
        number = int(sent)
    except (TypeError, ValueError, OverflowError):
        return MAX_NUMBER
    return number if 0 <= number <= MAX_NUMBER else MAX_NUMBER


def page_to_return_to(request: HttpRequest) -> str:
    """The page the form was on, if it is one of this site; else the first page."""
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page.split("#")[0] if is_ours else "/"


def place_to_return_to(request: HttpRequest, block_id: str) -> str:
    return f"{page_to_return_to(request)}#b-{block_id}"


def too_large_words() -> str:
    return _("This is too large to be saved, so nothing was. Your text is still on the page: go back, shorten it and save again.")
