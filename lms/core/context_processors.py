from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .csrf import token_of


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page knows. Its token takes the place of Django's, which each use of it would mask anew."""
    return {"SITE_NAME": settings.SITE_NAME, "IS_DEMO": settings.IS_DEMO, "csrf_token": SimpleLazyObject(lambda: token_of(request))}
