"""What browsers are told not to do with our pages."""

from dataclasses import replace

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request

from .back_office import is_back_office

# Wagtail's own pages carry scripts and styles in the page (measured: editor, people, site history). Ours never do.
BACK_OFFICE = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:", "blob:"]}
# What is no page does nothing. Said as it stands, because saves are answered with it and putting a policy together takes a while.
NOT_A_PAGE = f"default-src {NONE}; frame-ancestors {NONE}"
PERMISSIONS = ", ".join(
    f"{each}=()"
    for each in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
)


class BrowserRulesMiddleware(CSPMiddleware):
    """The content-security policy of the settings, eased under the back office only, and the permissions nobody here needs."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if is_back_office(request):
            return replace(parts, replace=BACK_OFFICE | (parts.replace or {}))
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Type") == "application/json":
            response.headers.setdefault(HEADER, NOT_A_PAGE)
            return response
        return super().process_response(request, response)


class UnstorableMiddleware(MiddlewareMixin):
    """PostgreSQL keeps no NUL in a text, and nobody types one: whoever sends it made the request by hand."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return bad_request(request, exception) if isinstance(exception, DataError) and "NUL" in str(exception) else None
