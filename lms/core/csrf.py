"""One token for all forms of a page. Django masks it anew for each, which costs time on a lesson; the mask has to differ from answer to
answer, not from form to form."""

from django.http import HttpRequest
from django.middleware.csrf import get_token


def token_of(request: HttpRequest) -> str:
    """The masked token, the same until the answer has gone out or the secret behind it has changed, as when somebody signs in."""
    secret, token = getattr(request, "masked_token", ("", ""))
    if not token or secret != request.META.get("CSRF_COOKIE"):
        token = get_token(request)
        request.masked_token = (request.META["CSRF_COOKIE"], token)  # type: ignore[attr-defined]
    return token
