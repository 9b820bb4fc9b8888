"""The words of the back office's scripts: Wagtail's own, and in locale-wagtail/ what it has in English only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class OfficeWords(JavaScriptCatalog):
    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), str(settings.BASE_DIR / "locale-wagtail")]


_words = OfficeWords.as_view(packages=["wagtail.admin"])


@never_cache
def office_words(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """In the language of whoever works there, which is not that of the address."""
    return get_localized_response(_words, request, *args, **kwargs)
