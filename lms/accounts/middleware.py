"""What holds for a person on every page. Neither looks at anybody who brings no session, nor asks the database for what a page
does not load anyway: the lesson page counts its queries."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from lms.core.back_office import is_back_office
from lms.core.saving.sent import wants_json

from . import kept_forms
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


class KeptFormsMiddleware:
    """What is sent from a page of the back office by somebody else than it was made for, or by nobody, is not lost and not taken: it is
    kept for whom the page was made. The same where the form's token is of a session that is over, or where what it was to
    change is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not sends_to_admin(request) or not hasattr(request, "user"):
            return response
        if response.status_code == HTTPStatus.FORBIDDEN and not getattr(request, "csrf_processing_done", False):
            return self._keep(request) or response
        if claimed := getattr(request, "claimed_form", None):
            settle = kept_forms.drop if is_saved(response) else kept_forms.give_back
            settle(**claimed)
        elif (key := request.POST.get(kept_forms.MENDED)) and request.user.is_authenticated and is_saved(response):
            kept_forms.drop(person=request.user, key=key)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return self._keep_without_place(request) or response
        return response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not sends_to_admin(request):
            return None
        kept = self._keep(request) if kept_forms.made_for(request) != request.user.pk else None
        return kept or self._claim(request)

    def _claim(self, request: HttpRequest) -> HttpResponse | None:
        """What was kept goes on to its view once, however often its button is pressed."""
        key = request.POST.get(kept_forms.SENT_AGAIN)
        if not key or not request.user.is_authenticated:
            return None
        claimed: dict[str, Any] = {"person": request.user, "key": key}
        if not kept_forms.claim(**claimed):
            messages.info(request, _("This was sent already. Look whether it is saved before you send it again."))
            return redirect("kept_forms")
        request.claimed_form = claimed  # type: ignore[attr-defined]
        return None

    def _keep(self, request: HttpRequest) -> HttpResponse | None:
        person_id = kept_forms.made_for(request)
        if person_id is None:
            return None
        if wants_json(request):
            return _paused()  # the words still stand in the page
        if kept_forms.keep(person_id=person_id, path=request.get_full_path(), sent=request.POST) is None:
            return None
        if request.user.is_authenticated and request.user.pk != person_id:
            return render(request, "accounts/kept_for_another.html", status=HTTPStatus.CONFLICT)
        waiting = reverse("kept_forms")
        return redirect(waiting) if request.user.is_authenticated else redirect_to_login(waiting, reverse("account_login"))

    def _keep_without_place(self, request: HttpRequest) -> HttpResponse | None:
        """Somebody has deleted what this person was editing."""
        if not request.user.is_authenticated or kept_forms.made_for(request) != request.user.pk:
            return None
        if wants_json(request):
            return _gone()
        kept = kept_forms.keep(person_id=request.user.pk, path=request.get_full_path(), sent=request.POST, has_no_place=True)
        return redirect("kept_forms") if kept else None


def _gone() -> JsonResponse:
    words = _("Somebody has deleted this meanwhile. What you typed stays in this page.")
    return JsonResponse({"success": False, "error_code": "locked", "error_message": words, "is_gone": True}, status=HTTPStatus.NOT_FOUND)


def _paused() -> JsonResponse:
    """In the form of Wagtail's autosave, which shows the words of this error alone."""
    words = _("You are signed out, or somebody else is signed in. What you typed stays in this page.")
    told = {"success": False, "error_code": "locked", "error_message": words, "signed_out": True}
    return JsonResponse(told, status=HTTPStatus.UNAUTHORIZED)


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


def sends_to_admin(request: HttpRequest) -> bool:
    return request.method == "POST" and is_back_office(request)


def is_redirect(response: HttpResponse) -> bool:
    return HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST


def is_saved(response: HttpResponse) -> bool:
    """Whoever may not save is led on as well: by Wagtail to its first page, to sign-in, to the second factor. A message of an error says
    nothing here: a draft is saved, and only its publishing refused."""
    ways_off = {reverse(name) for name in ("wagtailadmin_home", "wagtailadmin_login", "account_login", "mfa_activate_totp")}
    return is_redirect(response) and urlsplit(response.get("Location", "")).path not in ways_off
