"""What a device sends of an exercise. Nothing here is clean yet except the names of things."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from lms.core.saving.sent import change_name, json_change, number

from .kinds.base import Kind


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


def read(request: HttpRequest) -> Sent:
    """Raises NotAccepted for what no page of ours sends."""
    return _from_json(request) if request.content_type == "application/json" else _from_form(request.POST)


def _from_json(request: HttpRequest) -> Sent:
    body = json_change(request)
    is_private = body.get("is_private")
    return Sent(
        change_id=body["change_id"],
        base=number(body.get("base")),
        version_id=number(body.get("version")),
        follows_sent=body.get("follows_sent") is True,
        is_private=is_private if isinstance(is_private, bool) else None,
        value=body["value"],
        post=request.POST,
    )


def _from_form(post: QueryDict) -> Sent:
    return Sent(
        change_id=change_name(post.get("change_id")),
        base=number(post.get("base")),
        version_id=number(post.get("version")),
        follows_sent=False,
        is_private="is_private" in post if "has_privacy" in post else None,
        value=None,
        post=post,
    )
