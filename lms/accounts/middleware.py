"""What holds for a person on every page. Neither looks at anybody who brings no session, nor asks the database for what a page
does not load anyway: the lesson page counts its queries."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.users.models import UserProfile

from .models import User
from .rules import needs_second_factor

# What is needed to set a second factor, and the way out
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_logout",
        "account_reauthenticate",
        "healthz",
        "mfa_activate_totp",
        "mfa_index",
        "mfa_reauthenticate",
        "set_language",
    }
)


class TimeZoneMiddleware:
    """Times are shown as the person's clock shows them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if brings_session(request) and request.user.is_authenticated:
            try:
                timezone.activate(ZoneInfo(request.user.time_zone))
            except (ZoneInfoNotFoundError, ValueError):
                timezone.deactivate()
            else:
                if opens_admin_pages(request):
                    _tell_wagtail(request.user)


class NothingStaysMiddleware:
    """Pages made for somebody signed in are not kept by the browser: on a shared computer nothing readable stays after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if brings_session(request) and not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class SecondFactorMiddleware:
    """Leads the team to set a second factor before anything else, where the site requires one. Whether somebody belongs to the
    team is written on their row, which every page loads; only for the team itself one more question is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or not brings_session(request) or not request.user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if (needs_second_factor(request.user) or opens_the_admin(request)) and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return None


def _tell_wagtail(person: User) -> None:
    """Its pages go by a profile of their own, which says the site's time zone to whoever never chose one there. Only said, not saved."""
    profile = getattr(person, "wagtail_userprofile", None) or UserProfile(user=person)
    profile.current_time_zone = profile.current_time_zone or person.time_zone


def brings_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def opens_the_admin(request: HttpRequest) -> bool:
    """Somebody may have been put into a group by hand, without a role."""
    return opens_admin_pages(request) and request.user.has_perm("wagtailadmin.access_admin")


def opens_admin_pages(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.route.startswith("admin/"))
