"""One page beside its source: typing, confirming, publishing, looking at it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from .. import actions
from ..beside import Text, rich_contexts, segments_of, side_by_side
from ..handing_in import reading_of
from ..links import links_of
from ..machine import CannotSuggest, translator
from ..made import made_with_work
from ..rules import may_hand_in, may_publish, source_page_of
from ..wording import NotAText, is_as_read, mark, shown, stored
from . import deeds
from .table import table_frame

NAMES = dict(settings.LANGUAGES)
GONE = gettext_lazy("The source no longer has this text. What you wrote is in the field: save the page, and it is shown to be copied.")


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    source, locale = _place(request, pk, code)
    translation = _translation(source, locale)
    if translation is None:
        return _start(request, source, locale)
    sent = _save(request, translation) if request.method == "POST" else {}
    if request.method == "POST" and not sent:
        return _deed(request, translation, source, code)
    return _page(request, translation, source, code, sent)


def _place(request: HttpRequest, pk: int, code: str) -> tuple[Page, Locale]:
    locale = get_object_or_404(Locale, language_code=code)
    source = source_page_of(request.user, pk, locale)
    if locale.pk == source.locale_id:
        raise Http404
    return source, locale


def _translation(source: Page, locale: Locale) -> Translation | None:
    rows = Translation.objects.filter(
        source__object=source.translation_key, source__locale=source.locale_id, target_locale=locale, enabled=True
    )
    return rows.select_related("source__locale", "target_locale").first()


def _start(request: HttpRequest, source: Page, locale: Locale) -> HttpResponse:
    """Nothing is made by looking."""
    there = type(source).objects.filter(translation_key=source.translation_key, locale=locale, alias_of=None).first()
    if request.method == "POST":
        try:
            actions.start_translation(page=source, locale=locale, by=request.user)
        except actions.StandsByItself:
            messages.warning(
                request, _("This page has other blocks than its source. It goes on standing by itself: nothing of it was changed.")
            )
        return redirect("translate_page", source.pk, locale.language_code)
    context = {**_frame(source, locale.language_code), "there": there, "source": source, "language": NAMES[locale.language_code]}
    return render(request, "translations/admin/start.html", context)


# What is sent -------------------------------------------------------------------------------------------------------------


def _save(request: HttpRequest, translation: Translation) -> dict[int, dict[str, str]]:
    """All texts of the form. What could not be kept, by the text: why, what was sent, and what is there now."""
    rich = rich_contexts(translation)
    segments = list(segments_of(translation).select_related("string", "context"))
    kept_back = _of_no_text(request, {segment.pk for segment in segments})
    for segment in segments:
        sent = request.POST.get(f"text-{segment.pk}")
        if sent is not None and (fault := _write(request, translation, segment, sent, segment.context_id in rich)):
            kept_back[segment.pk] = {"mine": sent, **fault}
    return kept_back


def _of_no_text(request: HttpRequest, known: set[int]) -> dict[int, dict[str, str]]:
    """What was typed for texts that the source no longer has."""
    found: dict[int, dict[str, str]] = {}
    for name in request.POST:
        number, sent = _number(name.removeprefix("text-")) if name.startswith("text-") else 0, request.POST.get(name, "")
        if number and number not in known and sent.strip() and not is_as_read(sent, request.POST.get(f"read-{number}", "")):
            found[number] = {"mine": sent, "gone": str(GONE)}
    return found


def _write(request: HttpRequest, translation: Translation, segment: StringSegment, sent: str, rich: bool) -> dict[str, str]:
    read = request.POST.get(f"read-{segment.pk}", "")
    try:
        data = stored(sent, is_rich=rich, source=segment.string.data)
        actions.write_text(translation=translation, segment=segment, data=data, read=read, by=request.user)
    except NotAText as error:
        return {"fault": str(error)}
    except actions.ChangedMeanwhile as changed:
        return {"theirs": shown(changed.theirs, is_rich=rich) or _("(taken back)")}
    except actions.NoLongerThere:
        return {"gone": str(GONE)}
    return {}


def _deed(request: HttpRequest, translation: Translation, source: Page, code: str) -> HttpResponse:
    """What the button that was pressed asks for, once the texts are kept."""
    name, _colon, which = request.POST.get("do", "save").partition(":")
    here = reverse("translate_page", args=[source.pk, code]) + ("?show=waiting" if request.GET.get("show") == "waiting" else "")
    for button, deed in WHOLE.items():
        if button in request.POST or name == button:
            return deed(request, translation) or redirect(here)
    if name in DEEDS:
        return redirect(f"{here}{_to_one_text(request, translation, name, _number(which))}")
    messages.success(request, _("Saved. Readers see it once it is published."))
    return redirect(here)


def _to_one_text(request: HttpRequest, translation: Translation, name: str, number: int) -> str:
    """Where on the page it stands."""
    segment = segments_of(translation).select_related("string").filter(pk=number).first()
    try:
        if segment is None:
            raise actions.NoLongerThere
        DEEDS[name](request, translation, segment)
    except actions.NoLongerThere:
        messages.warning(request, _("The source no longer has this text."))
        return ""
    except actions.ChangedMeanwhile:
        messages.warning(request, _("Somebody else has written here meanwhile. Their text stands in the field now."))
    return f"#t-{segment.pk}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _confirm(request: HttpRequest, translation: Translation, segment: StringSegment) -> None:
    actions.confirm_text(translation=translation, segment=segment, by=request.user)
    messages.success(request, _("Confirmed: it fits the source as it is now."))


def _copy(request: HttpRequest, translation: Translation, segment: StringSegment) -> None:
    read = mark(actions.current_text(translation, segment))
    actions.write_text(translation=translation, segment=segment, data=segment.string.data, read=read, by=request.user)


def _suggest(request: HttpRequest, translation: Translation, segment: StringSegment) -> None:
    machine, languages = (
        translator(),
        {"source": translation.source.locale.language_code, "target": translation.target_locale.language_code},
    )
    rich = segment.context_id in rich_contexts(translation)
    read = mark(actions.current_text(translation, segment))
    try:
        [proposed] = machine.suggest([shown(segment.string.data, is_rich=rich)], **languages)
        data = stored(proposed, is_rich=rich, source=segment.string.data)
        actions.suggest_text(translation=translation, segment=segment, data=data, tool=machine.name, read=read, by=request.user)
    except CannotSuggest as error:
        messages.warning(request, str(error) or _("There is no suggestion for this text at the moment."))
    except NotAText:
        messages.warning(request, _("The suggestion cannot stand in this text, so it was left out."))


WHOLE = {"publish": deeds.publish, deeds.HAND_IN: deeds.hand_it_in, deeds.ANSWER: deeds.answer}
DEEDS: dict[str, Callable[[HttpRequest, Translation, StringSegment], None]] = {"confirm": _confirm, "copy": _copy, "suggest": _suggest}


@require_POST
def keep_text(request: HttpRequest, pk: int, code: str, segment_pk: int) -> JsonResponse:
    """One text while somebody types. 409: somebody else has written; both texts come back. 410: the source no longer has this text."""
    source, locale = _place(request, pk, code)
    translation = _translation(source, locale)
    if translation is None:
        raise Http404
    segment = segments_of(translation).select_related("string").filter(pk=segment_pk).first()
    rich = segment is not None and segment.context_id in rich_contexts(translation)
    fault = _write(request, translation, segment, request.POST.get(f"text-{segment.pk}", ""), rich) if segment else {"gone": str(GONE)}
    if segment is None or "gone" in fault:
        return JsonResponse(fault, status=410)
    data = actions.current_text(translation, segment)
    said = {"read": mark(data), "is_blank": not data, **fault}
    return JsonResponse(said, status=409 if "theirs" in fault else 422 if fault else 200)


# What is shown ------------------------------------------------------------------------------------------------------------


def _page(request: HttpRequest, translation: Translation, source: Page, code: str, sent: dict[int, dict[str, str]]) -> HttpResponse:
    target = _target(translation)
    whole = side_by_side(translation, translation.source.as_instance())
    for text in whole.texts:
        _give_back(text, sent.get(text.pk))
    only_waiting = request.GET.get("show") == "waiting"
    reading = reading_of(translation, target, request.user)
    is_in_work = whole.counts.in_work > 0 or not target.live
    context = {
        **_frame(source, code),
        "source": source,
        "target": target,
        "translation": translation,
        "code": code,
        "language": NAMES[code],
        "source_code": translation.source.locale.language_code,
        "source_language": NAMES[translation.source.locale.language_code],
        "beside": whole.only_waiting() if only_waiting else whole,
        "only_waiting": only_waiting,
        "counts": whole.counts,
        "waiting": sum(1 for text in whole.texts if text.waits),
        "faults": [text for text in whole.texts if text.fault or text.theirs],
        "lost": [one["mine"] for pk, one in sent.items() if pk not in {text.pk for text in whole.texts}],
        "links": links_of(target, request.user),
        "reading": reading,
        "may_hand_in": may_hand_in(request.user, target) and not (reading and reading.is_to_be_answered),
        "may_publish": may_publish(request.user, target),
        "machine": translator().name,
        "is_in_work": is_in_work,
    }
    return render(request, "translations/admin/beside.html", context, status=409 if sent else 200)


def _give_back(text: Text, sent: dict[str, str] | None) -> None:
    if sent:
        text.mine, text.fault, text.theirs = sent["mine"], sent.get("fault", ""), sent.get("theirs", "")


def _target(translation: Translation) -> Page:
    return translation.get_target_instance()


def _frame(source: Page, code: str) -> dict[str, Any]:
    title = _("%(page)s: %(language)s") % {"page": source.title, "language": NAMES[code]}
    return table_frame(title, (reverse("translations"), _("Translations")))


@require_GET
def preview(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The page as it would be if it were published now, with what is in work."""
    source, locale = _place(request, pk, code)
    translation = _translation(source, locale)
    if translation is None:
        raise Http404
    page = made_with_work(translation)
    return page.make_preview_request(request, page.default_preview_mode)
