"""A rubric in other languages: the source beside the field, in the order in which it is read."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.translations.at_once import hold
from cms.translations.helping import HelpedForm

from ..actions.rubrics import write_version
from ..models import Rubric
from ..rubric_definition import RubricDefinition, texts
from ..rubric_editors import rubrics_seen_by
from ..rubric_form import plain
from ..rubric_known import known_of
from ..rubric_staleness import stale_places
from .rubrics import edited, rubric_frame

NAMES = dict(settings.LANGUAGES)


class TranslationForm(HelpedForm):
    """A field for each text, named by its place. Empty keeps the source."""

    def __init__(self, data: Any, *, definition: RubricDefinition, words: dict[str, str], stale: set[str], language: str):
        super().__init__(data, use_required_attribute=False)
        self.source, self.stale = {place: text for place, text in texts(definition) if text}, stale
        for place in self.source:
            is_long = place.endswith(".description")
            widget = forms.Textarea(attrs={"rows": 2, "lang": language}) if is_long else forms.TextInput(attrs={"lang": language})
            field = forms.CharField(
                label=place_words(place), required=False, initial=words.get(place, ""), widget=widget, max_length=None if is_long else 200
            )
            self.fields[place] = field
            if place in stale:
                self.fields[f"{place}.still_right"] = forms.BooleanField(label=_("It is still right"), required=False)
        self.watch({place: (words.get(place, ""), text) for place, text in self.source.items()}, language)

    def places(self) -> list[dict[str, Any]]:
        return [
            {
                "field": self[place],
                "source": source,
                "help": self.helped.get(place),
                "still_right": self[f"{place}.still_right"] if place in self.stale else None,
            }
            for place, source in self.source.items()
        ]

    def words(self) -> dict[str, str]:
        return {place: text for place in self.source if (text := plain(self.cleaned_data[place]))}

    def still_right(self) -> list[str]:
        return [place for place in self.stale if self.cleaned_data.get(f"{place}.still_right")]


def place_words(place: str) -> str:
    parts = place.split(".")
    if len(parts) == 1:
        return _("Title")
    if len(parts) == 2:
        return _("What is looked at")
    return _("What it means") if parts[-1] == "description" else _("Level")


@require_GET
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    rubric = edited(request, pk)
    version = rubric.version
    definition = version.in_words(version.language)
    total = sum(1 for _place, text in texts(definition) if text)
    rows = [
        {
            "code": code,
            "name": name,
            "done": len(version.translations.get(code) or {}),
            "stale": len(stale_places(rubric, definition, code)),
        }
        for code, name in settings.LANGUAGES
        if code != version.language
    ]
    context = {**rubric_frame(request, rubric, "rubric_languages"), "rows": rows, "total": total, "source": NAMES.get(version.language)}
    return render(request, "mentorship/admin/rubric_languages.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def language(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    if request.method == "POST":
        hold(Rubric, pk)
    rubric = edited(request, pk)
    version = rubric.version
    if code not in NAMES or code == version.language:
        raise Http404
    definition = version.in_words(version.language)
    data = request.POST if request.method == "POST" else None
    stale = stale_places(rubric, definition, code)
    form = TranslationForm(data, definition=definition, words=version.translations.get(code) or {}, stale=stale, language=code)
    if data is not None and form.is_valid():
        translations = {**version.translations, code: form.words()}
        write_version(
            rubric=rubric,
            definition=definition,
            language=version.language,
            translations=translations,
            by=request.user,
            still_right={code: form.still_right()},
        )
        messages.success(request, _("%(language)s is saved.") % {"language": NAMES[code]})
        return redirect("rubric_languages", rubric.pk)
    others = rubrics_seen_by(request.user).exclude(pk=rubric.pk)
    form.bring_help(version.language, stale=stale, also=known_of(others, source=version.language, target=code))
    context = {
        **rubric_frame(request, rubric, "rubric_languages"),
        "form": form,
        "code": code,
        "language": NAMES[code],
        "source_code": version.language,
        "source_language": NAMES.get(version.language),
    }
    return render(request, "mentorship/admin/rubric_language.html", context, status=form.status())
