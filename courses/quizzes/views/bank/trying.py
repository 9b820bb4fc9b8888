"""A question as a learner meets it, in each language, to be tried out. Nothing is stored."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import trying
from ...engine.behaviours import can_check
from ...engine.definition import MANUAL, UNMARKED
from ...engine.describing import right_as_text
from ...engine.responses import ResponseError
from ...engine.state import Behaviour, StateName
from ...rendering import inline_html, text_html
from ...wording import shown_in, wording
from .listing import languages_of
from .pages import question_frame, seen

BEHAVIOURS = (Behaviour.IMMEDIATE_FEEDBACK, Behaviour.INTERACTIVE, Behaviour.DEFERRED_FEEDBACK)


@require_http_methods(["GET", "POST"])
def try_question(request: HttpRequest, pk: int) -> HttpResponse:
    question = seen(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    languages = languages_of(question)
    language = asked.get("language", "") if asked.get("language") in languages else languages[0]
    behaviour = next((one for one in BEHAVIOURS if one == asked.get("behaviour")), BEHAVIOURS[0])
    seed = int(asked["seed"]) if asked.get("seed", "").isdecimal() and len(asked["seed"]) < 16 else secrets.randbelow(10**9)
    definition = wording(question.version, language)
    response, problem = None, ""
    if request.method == "POST":
        try:
            response = trying.response_of(request.POST, definition)
        except ResponseError:
            problem = _("This answer does not belong to the question any more: it has been changed meanwhile.")
    is_end = "finish" in request.POST or behaviour == Behaviour.DEFERRED_FEEDBACK
    trial = trying.trial(definition, behaviour, request.POST.get("tries", ""), response, is_end=is_end)
    files = {file.name: file.image.file.url for file in question.files.select_related("image")}
    context = {
        **question_frame(request, question, "question_try"),
        "languages": [(code, dict(settings.LANGUAGES).get(code, code)) for code in languages],
        "language": language,
        "lang": shown_in(question.version, language),
        "behaviours": [(one.value, words) for one, words in zip(BEHAVIOURS, _behaviour_words(), strict=True)],
        "behaviour": behaviour.value,
        "seed": seed,
        "text": trying.question_html(definition, files),
        "controls": trying.controls(definition, trial.state.response, seed, files),
        "tries": trial.tries,
        "problem": problem,
        "result": _result(definition, trial, files) if response is not None else None,
        "is_finished": trial.state.name.is_finished,
        "can_check": can_check(definition, behaviour),
        "is_answered_here": not isinstance(definition, MANUAL) and definition.type != "description",
    }
    return render(request, "quizzes/admin/try_question.html", context)


def _behaviour_words() -> list[str]:
    return [_("Feedback at once, one try"), _("Several tries with hints"), _("Feedback at the end")]


def _result(definition: Any, trial: trying.Trial, files: dict[str, str]) -> dict[str, Any]:
    def html(text: str) -> Any:
        return inline_html(text, definition.format, files) if text else ""

    state, said = trial.state, trial.said
    lines = [html(part.text) for part in said.parts if part.text]
    right = right_as_text(definition, words={"true": _("True"), "false": _("False")}) if state.name.is_finished else ""
    return {
        "words": _state_words(definition, state),
        "marks": _marks(definition, state),
        "lines": [*lines, *([html(said.combined)] if said.combined else [])],
        "hint": html(said.hint),
        "general": text_html(said.general, definition.format, files) if said.general else "",
        "right": right,
        "tries_left": state.tries_left if not state.name.is_finished else None,
    }


def _state_words(definition: Any, state: Any) -> str:
    if isinstance(definition, UNMARKED):
        return _("There is nothing right or wrong here.")
    words = {
        StateName.GRADED_RIGHT: _("Right."),
        StateName.GRADED_PARTIAL: _("Partly right."),
        StateName.GRADED_WRONG: _("Wrong."),
        StateName.GAVE_UP: _("No answer."),
        StateName.NEEDS_GRADING: _("This waits for a person who grades it."),
        StateName.INVALID: _("This answer is not complete, so it cannot be graded."),
        StateName.TODO: _("There is no answer yet."),
        StateName.COMPLETE: _("Not right yet: there is another try."),
    }
    return words.get(state.name, "")


def _marks(definition: Any, state: Any) -> str:
    if state.fraction is None:
        return ""
    facts = {"marks": _figure(state.fraction * definition.default_mark), "most": _figure(definition.default_mark)}
    return _("Marks: %(marks)s of %(most)s") % facts


def _figure(number: float) -> str:
    rounded = round(number, 2)
    return number_format(int(rounded) if rounded == int(rounded) else rounded)
