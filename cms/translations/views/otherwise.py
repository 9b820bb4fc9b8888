"""What a translated page has otherwise than its source, beside its texts; and leaving the source. Here too leads what wagtail-localize has
for texts in its own editor: it would write past the rules of ours (docs/decisions/0024-one-gate.md)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page
from wagtail_localize.models import Translation

from lms.core.saving.sent import wants_json

from ..actions import stop_translation
from ..at_once import CONFLICT, hold
from ..rules import pages_editable_by
from ..values import choose, values_of
from ..values_form import ValuesForm
from .beside import NAMES, _place, _translation
from .table import table_frame

BESIDE = "translations/admin/otherwise.html"


@require_http_methods(["GET", "POST"])
@transaction.atomic
def otherwise(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    source, translation = _there(request, pk, code)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        hold(Translation, translation.pk)
    stored = translation.source.as_instance()
    form = ValuesForm(data, values=values_of(translation), source=stored, language=code)
    lost = form.lost()
    if form.is_valid():
        for value, chosen in form.chosen():
            choose(translation=translation, value=value, data=chosen, by=request.user)
        if not lost:
            messages.success(request, _("Saved. Readers see it once it is published."))
            return redirect("translate_otherwise", source.pk, code)
        form = ValuesForm(None, values=values_of(translation), source=stored, language=code)
    target = translation.get_target_instance()
    context = {
        **table_frame(
            _("Pictures, files and links"),
            (reverse("translations"), _("Translations")),
            (reverse("translate_page", args=[source.pk, code]), f"{source.title}: {NAMES[code]}"),
        ),
        "form": form,
        "lost": lost,
        "media": form.media,
        "code": code,
        "language": NAMES[code],
        "source": source,
        "target": target,
        "may_stop": pages_editable_by(request.user).filter(pk=target.pk).exists(),
    }
    return render(request, BESIDE, context, status=CONFLICT if lost else form.status())


@require_POST
@transaction.atomic
def stop(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """From then on the page is edited as any page, and nothing of its source comes into it."""
    _source, translation = _there(request, pk, code)
    page = translation.get_target_instance()
    if not pages_editable_by(request.user).filter(pk=page.pk).exists():
        raise PermissionDenied
    stop_translation(translation=translation, by=request.user)
    messages.success(request, _("The page stands by itself now. What was typed beside its source is in its draft."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def shut(request: HttpRequest, translation_id: int, **rest: Any) -> HttpResponse:
    """Wagtail-localize writes texts at these addresses that readers would see with the next publication of the source, unread and over
    what others write."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not pages_editable_by(request.user).filter(pk=page.pk).exists():
        raise PermissionDenied
    words = _("Nothing was changed. Texts are translated beside their source, so that nobody’s words are written over.")
    if request.method != "POST" or wants_json(request):
        return JsonResponse({"message": words}, status=409)
    messages.warning(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


def stays_a_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Wagtail-localize would throw the translation away and show the source in its place."""
    page = get_object_or_404(pages_editable_by(request.user), pk=page_id)
    messages.warning(
        request, _("Nothing was changed. Take the translation off the site instead: readers see the source then, and the texts are kept.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _there(request: HttpRequest, pk: int, code: str) -> tuple[Page, Translation]:
    source, locale = _place(request, pk, code)
    translation = _translation(source, locale)
    if translation is None:
        raise Http404
    return source, translation
