"""What stands in front of every save: too large, signed out, a page grown old. Each is told in words to a person and in a form that the
queue understands to a script, and a plain form gets its words back on the page it is answered with."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from ..rate_limits import allow, seconds_left
from .in_turn import in_turn
from .sent import page_to_return_to, too_large_words, wants_json

MAX_BODY = 1_500_000  # 100,000 characters in the widest encoding of a form
_DRAIN = 64 * 1024 * 1024
_WORDS = re.compile(
    r"(?:.*-)?(?:text|title|comment|reason|cell:.*|gap:.*)"
)  # fields that people type in; what else a form carries is no text to read

View = Callable[..., HttpResponseBase]


def guarded(
    max_body: int = MAX_BODY, too_large: Callable[[], str] = too_large_words, often: tuple[str, Callable[[], str]] | None = None
) -> Callable[[View], View]:
    """A saving view: for the signed in, with a token, of a bearable size, never cached. `often`: what is counted, and how much of it is
    too often; whoever saves more is asked to wait, and a queue tries again by itself."""

    def decorate(view: View) -> View:
        stepped = in_turn(view)
        protected = _telling_csrf(_counted(stepped, *often) if often else stepped)

        @csrf_exempt  # the token is asked for below, once it is known that the body may be read
        @never_cache
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if _body_size(request) > max_body:
                _drain(request)
                return refuse(request, 413, "too_large", too_large())
            if not request.user.is_authenticated:
                message = _("Your session has ended, so this is not saved yet. Sign in, then save again.")
                return refuse(request, 401, "signed_out", message)
            return protected(request, *args, **kwargs)

        return checked

    return decorate


def guarded_form(view: View) -> View:
    """A page with a form that people write in. It is for the signed in; what is sent stands behind `guarded`, so that nobody's words are
    lost because a session has ended meanwhile."""
    saving, reading = guarded()(view), never_cache(login_required(view))

    @csrf_exempt  # `guarded` asks for the token, and gives a form its words back where it does not fit
    @wraps(view)
    def either(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return (saving if request.method == "POST" else reading)(request, *args, **kwargs)

    return either


def _counted(view: View, action: str, limit: Callable[[], str]) -> View:
    @wraps(view)
    def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if allow(request, action, limit()):
            return view(request, *args, **kwargs)
        message = _("This was saved very often within a minute, so the latest change is not saved yet. Wait a minute, then save again.")
        answer = refuse(request, 429, "often", message)
        answer["Retry-After"] = str(seconds_left(limit()))
        return answer

    return counted


def refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """Nothing was saved. A plain form gets what it sent back, to be sent again."""
    if wants_json(request):
        answer = {"error": code, "message": message, "sign_in": reverse("account_login")}
        return JsonResponse(answer, status=status)
    words = [] if code == "too_large" else [(name, text) for name, texts in request.POST.lists() for text in texts]
    context = {
        "message": message,
        "code": code,
        "can_repeat": code in ("signed_out", "csrf", "busy", "often") and not request.FILES,
        "hidden": [(name, text) for name, text in words if name != "csrfmiddlewaretoken"],
        "words": [text for name, text in words if _WORDS.fullmatch(name) and text.strip()],
        "back": page_to_return_to(request) if words else "",
    }
    return render(request, "saving/not_saved.html", context, status=status)


class _TellingCsrf(CsrfViewMiddleware):
    """A token that no longer fits (the session was renewed in another tab) is told apart from a forged request, which learns nothing."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        if not reason.startswith("CSRF "):
            return super()._reject(request, reason)  # type: ignore[misc]
        get_token(request)
        return refuse(
            request, 403, "csrf", _("You have signed in again since this page was opened, so this is not saved yet. Save once more.")
        )


_telling_csrf = decorator_from_middleware(_TellingCsrf)


def _body_size(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _drain(request: HttpRequest) -> None:
    """Read on for a while, so that the browser gets to hear the answer and not a broken connection."""
    left = _DRAIN
    while left > 0 and (chunk := request.read(65_536)):
        left -= len(chunk)
