"""How often something may be tried: codes, certificate numbers, whatever could be guessed by trying.

Sign-in has allauth's limits (`ACCOUNT_RATE_LIMITS`); this is for everything else, counted in the same shared cache.
"""

import time
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def allow(request: HttpRequest, action: str, limit: str, *, tries: int = 1) -> bool:
    """Count a try at `action` (or several) and say whether that is within `limit`: "20/h", or several with a comma between, "5/m,20/h".

    A try counts for the person, or for the address it came from when nobody is signed in (whoever shares a library's line shares
    it: be generous). A limit that ends in "/ip" counts for the address always. The count starts anew with each period.
    """
    return all(_within(request, action, rate.strip(), tries) for rate in limit.split(","))


def seconds_left(limit: str) -> int:
    """After how many seconds every count of the limit has begun anew."""
    at = time.time()
    return max(int(seconds - at % seconds) + 1 for seconds in (SECONDS[rate.split("/")[1]] for rate in limit.split(",")))


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """The page that says so, with the right status."""
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def _within(request: HttpRequest, action: str, rate: str, tries: int) -> bool:
    amount, period, *per = rate.split("/")
    seconds = SECONDS[period]
    key = f"tries:{action}:{seconds}:{_who(request, per)}:{int(time.time() // seconds)}"
    try:
        return cache.incr(key, tries) <= int(amount)
    except ValueError:  # the first try of a period; of two at once the second is not counted
        cache.add(key, tries, timeout=seconds)
        return tries <= int(amount)


def _who(request: HttpRequest, per: list[str]) -> str:
    if request.user.is_authenticated and per != ["ip"]:
        return f"person-{request.user.pk}"
    return f"ip-{get_adapter().get_client_ip(request)}"
