from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from .back_office import is_back_office

LANGUAGES = dict(settings.LANGUAGES)


def language_at_the_desk(person: Any) -> str | None:
    """Of whoever will read something in the back office that somebody else's deed writes down. None: that of whoever acts."""
    profile = getattr(person, "wagtail_userprofile", None)
    chosen = (profile and profile.preferred_language) or getattr(person, "language", None)
    return chosen if chosen in LANGUAGES else None


class LanguageMiddleware(LocaleMiddleware):
    """Django's own sends every 404 without a language in its address to the same address with one, because Wagtail could have a page
    there. Where a view of ours stands at the address, its 404 is the answer. An address that carries no language can be asked
    for one: `?l=uk`. The back office has the language that its person has chosen for it, also where a page of it names a lesson, and
    where something goes wrong."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        wanted = request.GET.get("l")
        if wanted in LANGUAGES and not translation.get_language_from_path(request.path_info):
            translation.activate(wanted)
            request.LANGUAGE_CODE = wanted

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Who is signed in is known by now. Wagtail asks for the profile anyhow."""
        if not is_back_office(request) or request.GET.get("l") in LANGUAGES:
            return
        profile = getattr(request.user, "wagtail_userprofile", None)
        if profile and profile.preferred_language in LANGUAGES:
            translation.activate(profile.preferred_language)
            request.LANGUAGE_CODE = profile.preferred_language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_language = translation.get_language_from_path(request.path_info)
        if response.status_code != 404 or request.resolver_match is None or has_language:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
