"""Two changes in one request. A page that is left may have a change on its way, which the browser then cuts off or not, and words that
were typed after it. What was typed brings the other along as `earlier`: it is taken first, once however often it comes, and the later
one goes on from what came of it. Sent on its own the later one would be merged with what it grew out of, and say it twice."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse

View = Callable[..., Any]
EARLIER = "earlier"


def in_turn(view: View) -> View:
    """A saving view that is told `value` and `revision` by its own answer."""

    @wraps(view)
    def taken(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        body = _read(request)
        earlier = body.pop(EARLIER, None)
        if not isinstance(earlier, dict):
            return view(request, *args, **kwargs)
        answer = view(_saying(request, earlier), *args, **kwargs)
        told = json.loads(answer.content) if answer.status_code == HTTPStatus.OK else {}
        if not told.keys() >= {"revision", "value"}:
            return answer
        body |= {"base": told["revision"], "follows_sent": told["value"] != earlier.get("value")}
        return view(_saying(request, body), *args, **kwargs)

    return taken


def _read(request: HttpRequest) -> dict[str, Any]:
    """Empty for nearly every request: what cannot be read is for the view to refuse."""
    if request.content_type != "application/json" or f'"{EARLIER}"'.encode() not in request.body:
        return {}
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _saying(request: HttpRequest, body: dict[str, Any]) -> HttpRequest:
    request._body = json.dumps({name: value for name, value in body.items() if name != EARLIER}).encode()
    return request
