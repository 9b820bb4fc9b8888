"""The words of letters in the back office: which there are, changing them, seeing them, a test to oneself."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core.rate_limits import allow

from .. import account_letters, kinds
from ..delivery import deliver
from ..kinds import LetterKind
from ..models import LetterWording
from ..wording import label_of, names_in
from .actions import ChangedMeanwhile, change_words, take_back
from .forms import WordsForm
from .preview import Preview, as_message, preview
from .rules import may_change_words

LANGUAGES = dict(settings.LANGUAGES)
TESTS = "5/m,30/h"


@require_safe
def kinds_of_letters(request: HttpRequest) -> HttpResponse:
    _allow(request)
    changed = set(LetterWording.objects.newest().exclude(text="").values_list("kind", "language"))
    rows = [
        {"kind": kind, "languages": [(code, name, (kind.key, code) in changed) for code, name in settings.LANGUAGES]}
        for kind in sorted(_all().values(), key=lambda kind: str(kind.label))
    ]
    return render(request, "notifications/admin/kinds.html", {**_frame(_("Words of letters")), "rows": rows})


@require_http_methods(["GET", "POST"])
def letter_words(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Saving, a test and a preview are buttons of one form: what is typed is kept whichever is pressed."""
    kind = _kind(request, key, language)
    form = _form(request, kind, language)
    if request.method == "POST" and form.is_valid():
        match request.POST.get("do"):
            case "test":
                _send_test(request, kind, language, form)
            case "save":
                if (answer := _save(request, form)) is None:
                    return redirect("letter_words", key, language)
                form = answer
    context = {**_preview(request, kind, language, form), **_page(kind, language), "form": form}
    return render(request, "notifications/admin/words.html", context)


@require_POST
def preview_letter(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """While somebody types."""
    kind = _kind(request, key, language)
    form = _form(request, kind, language)
    form.is_valid()
    return render(request, "notifications/admin/_preview.html", _preview(request, kind, language, form))


@require_POST
def take_back_words(request: HttpRequest, pk: int) -> HttpResponse:
    _allow(request)
    wording = get_object_or_404(LetterWording, pk=pk)
    try:
        take_back(wording=wording, by=request.user)
        messages.success(request, _("The words that counted before count again."))
    except ChangedMeanwhile:
        messages.warning(request, _("These words have been changed again since. Nothing was taken back."))
    return redirect("letter_words", wording.kind, wording.language)


def _allow(request: HttpRequest) -> None:
    if not may_change_words(request.user):
        raise PermissionDenied


def _kind(request: HttpRequest, key: str, language: str) -> LetterKind:
    _allow(request)
    if key not in _all() or language not in LANGUAGES:
        raise Http404
    return _all()[key]


def _all() -> dict[str, LetterKind]:
    """Those of the ledger and those about accounts."""
    return {kind.key: kind for kind in (*kinds.all_kinds(), *account_letters.LETTERS.values())}


def _form(request: HttpRequest, kind: LetterKind, language: str) -> WordsForm:
    data = request.POST if request.method == "POST" else None
    return WordsForm(data, kind=kind, language=language, shown=_shown(kind, language))


def _shown(kind: LetterKind, language: str) -> dict[str, LetterWording]:
    newest = LetterWording.objects.newest().filter(kind=kind.key, language=language).select_related("written_by")
    return {row.place: row for row in newest}


def _save(request: HttpRequest, form: WordsForm) -> WordsForm | None:
    """The form again, if there is something to say first."""
    if preview(form.kind, form.language, form.texts(), viewer=request.user).is_heavy:
        form.add_error(None, _("The letter would be heavier than 20 kB, too much for a slow phone. Say it in fewer words."))
        return form
    try:
        change_words(kind=form.kind, language=form.language, changes=form.changes(), by=request.user)
    except ChangedMeanwhile:
        again = form.follow(_shown(form.kind, form.language))
        again.is_valid()
        again.add_error(None, _("Somebody has changed these words since you opened the page. Theirs stand below; save again to use yours."))
        return again
    messages.success(request, _("The words are kept. Letters say them within half a minute."))
    return None


def _send_test(request: HttpRequest, kind: LetterKind, language: str, form: WordsForm) -> None:
    """To nobody but who asks; the ledger knows nothing of it."""
    person = request.user
    if not person.email:
        messages.warning(request, _("Your account has no e-mail address."))
        return
    if not allow(request, "letter_test", TESTS):
        messages.warning(request, _("Too many tries. Wait a few minutes and try again."))
        return
    written = preview(kind, language, form.texts(), viewer=person, is_test=True).written
    message = as_message(written, to=person, language=language)
    with override(language):
        message.subject = _("Test: %(subject)s") % {"subject": written.subject}
    if not deliver(message).trouble:
        messages.success(request, _("The test is on its way to %(address)s.") % {"address": person.email})
    else:
        messages.warning(request, _("The letter could not be sent just now. Wait a few minutes and ask for it again."))


def _preview(request: HttpRequest, kind: LetterKind, language: str, form: WordsForm) -> dict[str, Any]:
    """Of what is typed, while it can be said; else of what counts."""
    is_typed = form.is_bound and form.is_valid()
    texts: Mapping[str, str] = form.texts() if is_typed else {place: row.text for place, row in form.shown.items() if row.text}
    shown: Preview = preview(kind, language, texts, viewer=request.user)
    unseen = [place.label for place in form.places if place.key not in shown.met]
    return {"preview": shown, "unseen": unseen, "is_typed": is_typed, "is_wrong": form.is_bound and not is_typed, "language": language}


def _page(kind: LetterKind, language: str) -> dict[str, Any]:
    history = LetterWording.objects.filter(kind=kind.key, language=language).select_related("written_by").order_by("-pk")[:50]
    followed = {row.follows for row in history}
    return {
        **_frame(str(kind.label), (reverse("kinds_of_letters"), _("Words of letters"))),
        "kind": kind,
        "language_name": LANGUAGES[language],
        "languages": [(code, name, code == language) for code, name in settings.LANGUAGES],
        "names": names_in(kind),
        "history": [{"row": row, "label": label_of(row.place), "is_newest": row.pk not in followed} for row in history],
    }


def _frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": "mail", "breadcrumbs_items": places}
