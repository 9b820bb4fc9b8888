"""In the place of wagtail-localize's "Sync translated pages", which would take translations away: docs/decisions/0016-translating.md."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail_localize.models import TranslationSource

from ..actions import follow_source
from ..rules import pages_editable_by


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Safe by GET too: translations follow by themselves, and a repeat changes nothing."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    pages = pages_editable_by(request.user).filter(translation_key=source.object_id, locale=source.locale_id)
    if not pages.exists():
        raise PermissionDenied
    if request.method == "POST":
        follow_source(source=source)
    messages.info(request, _("Translations follow their source by themselves when it is published, and keep their words."))
    return redirect("translations")
