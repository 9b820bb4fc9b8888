"""A question in other languages: the source beside the field, place by place, in the order in which a learner meets them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cms.translations.at_once import hold
from cms.translations.helping import HelpedForm

from ...actions.bank import write_version
from ...editors import questions_seen_by
from ...engine.definition import Definition, from_json
from ...engine.translating import texts
from ...known import known_of
from ...models import Question
from ...question_forms.fields import WordsField
from ...staleness import stale_places
from .pages import edited, question_frame

NAMES = dict(settings.LANGUAGES)
PLACES = {
    "text": gettext_lazy("Question"),
    "choices": gettext_lazy("Choice"),
    "stems": gettext_lazy("Left side of a pair"),
    "options": gettext_lazy("Right side of a pair"),
    "items": gettext_lazy("Line"),
    "answers": gettext_lazy("Answer that is taken"),
    "units": gettext_lazy("Unit"),
    "gaps": gettext_lazy("Gap"),
    "hints": gettext_lazy("Hint"),
    "general_feedback": gettext_lazy("Explanation"),
    "correct_feedback": gettext_lazy("To those who were right"),
    "partially_correct_feedback": gettext_lazy("To those who were partly right"),
    "incorrect_feedback": gettext_lazy("To those who were wrong"),
    "true_feedback": gettext_lazy("To those who answered “true”"),
    "false_feedback": gettext_lazy("To those who answered “false”"),
    "response_template": gettext_lazy("The field begins with"),
    "grader_info": gettext_lazy("For whoever grades"),
    "low": gettext_lazy("What the lowest level means"),
    "high": gettext_lazy("What the highest level means"),
}

AFTERWARDS = ["hints", "correct_feedback", "partially_correct_feedback", "incorrect_feedback", "general_feedback", "grader_info"]


class TranslationForm(HelpedForm):
    """A field for each text, named by its place. Empty keeps the source."""

    def __init__(self, data: Any, *, definition: Definition, words: dict[str, str], stale: set[str], language: str):
        super().__init__(data, use_required_attribute=False)
        self.source, self.stale = in_order(texts(definition)), stale
        for place in self.source:
            self.fields[place] = WordsField(label=place_words(place), initial=words.get(place, ""))
            self.fields[place].widget.attrs["lang"] = language
            if place in stale:
                self.fields[f"{place}.still_right"] = forms.BooleanField(label=_("It is still right"), required=False)
        self.watch({place: (words.get(place, ""), text) for place, text in self.source.items()}, language)

    def places(self) -> list[dict[str, Any]]:
        return [
            {
                "field": self[place],
                "source": source,
                "help": self.helped.get(place),
                "is_stale": place in self.stale,
                "still_right": self[f"{place}.still_right"] if place in self.stale else None,
            }
            for place, source in self.source.items()
        ]

    def words(self) -> dict[str, str]:
        return {place: text for place in self.source if (text := self.cleaned_data[place]).strip()}

    def still_right(self) -> list[str]:
        return [place for place in self.stale if self.cleaned_data.get(f"{place}.still_right")]


def in_order(source: dict[str, str]) -> dict[str, str]:
    """As a learner meets them: the question, what is answered, what is said afterwards."""
    return dict(sorted(source.items(), key=lambda item: _turn(item[0].partition(".")[0])))


def _turn(name: str) -> int:
    return 0 if name == "text" else 2 + AFTERWARDS.index(name) if name in AFTERWARDS else 1


def place_words(place: str) -> str:
    name, _sep, rest = place.partition(".")
    words = str(PLACES.get(name, name))
    return _("%(part)s: feedback") % {"part": words} if rest.endswith("feedback") else words


@require_GET
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    question = edited(request, pk)
    definition = from_json(question.version.definition)
    total = len(texts(definition))
    rows = [
        {
            "code": code,
            "name": name,
            "done": len(question.version.translations.get(code) or {}),
            "stale": len(stale_places(question, definition, code)),
        }
        for code, name in settings.LANGUAGES
        if code != question.version.language
    ]
    context = {**question_frame(request, question, "question_languages"), "rows": rows, "total": total}
    return render(request, "quizzes/admin/languages.html", {**context, "source": NAMES.get(question.version.language)})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def language(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    if request.method == "POST":
        hold(Question, pk)
    question = edited(request, pk)
    version = question.version
    if code not in NAMES or code == version.language:
        raise Http404
    definition = from_json(version.definition)
    data = request.POST if request.method == "POST" else None
    stale = stale_places(question, definition, code)
    form = TranslationForm(data, definition=definition, words=version.translations.get(code) or {}, stale=stale, language=code)
    if data is not None and form.is_valid():
        _save(request, question, definition, code, form)
        return redirect("question_languages", question.pk)
    others = questions_seen_by(request.user).exclude(pk=question.pk)
    form.bring_help(version.language, stale=stale, also=known_of(others, source=version.language, target=code))
    context = {
        **question_frame(request, question, "question_languages"),
        "form": form,
        "code": code,
        "language": NAMES[code],
        "source_code": version.language,
        "source_language": NAMES.get(version.language),
    }
    return render(request, "quizzes/admin/language.html", context, status=form.status())


def _save(request: HttpRequest, question: Question, definition: Definition, code: str, form: TranslationForm) -> None:
    translations = {**question.version.translations, code: form.words()}
    version = write_version(
        question=question,
        definition=definition,
        language=question.version.language,
        translations=translations,
        by=request.user,
        still_right={code: form.still_right()},
    )
    messages.success(request, _("%(language)s is saved in version %(number)d.") % {"language": NAMES[code], "number": version.number})
