"""A question as a learner meets it, in each language, to be tried out. Nothing is stored."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from ...blocks import BEHAVIOURS
from ...engine.definition import MANUAL
from ...engine.state import Behaviour
from ...models import Question
from ...trying import Trial
from .listing import languages_of
from .pages import question_frame, seen


@require_GET
def try_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The choice of language and behaviour, and the learner's page in a frame."""
    question = seen(request, pk)
    chosen = _chosen(request.GET, question)
    names = dict(settings.LANGUAGES)
    context = {
        **question_frame(request, question, "question_try"),
        **chosen,
        "languages": [(code, names.get(code, code)) for code in languages_of(question)],
        "behaviours": BEHAVIOURS,
        "frame_url": f"{reverse('question_trial', args=[pk])}?{urlencode(chosen)}",
        "takes_files": question.type in {kind.type for kind in MANUAL},
    }
    return render(request, "quizzes/admin/try_question.html", context)


@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the frame: the question in the learner's own templates, everything around it in the language of its words."""
    question = seen(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(asked, question)
    seed = int(asked["seed"]) if asked.get("seed", "").isdecimal() and len(asked["seed"]) < 16 else secrets.randbelow(10**9)
    with translation.override(chosen["language"]):
        tried = Trial(question.version, chosen["language"], Behaviour(chosen["behaviour"]), seed)
        if request.method == "POST":
            tried.take(request.POST)
        return render(request, "quizzes/trial.html", {**chosen, "seed": seed, "trial": tried, "sheet": tried.sheet()})


def _chosen(asked: QueryDict, question: Question) -> dict[str, Any]:
    languages, behaviours = languages_of(question), [value for value, _words in BEHAVIOURS]
    language, behaviour = asked.get("language", ""), asked.get("behaviour", Behaviour.IMMEDIATE_FEEDBACK.value)
    return {
        "language": language if language in languages else languages[0],
        "behaviour": behaviour if behaviour in behaviours else Behaviour.IMMEDIATE_FEEDBACK.value,
    }
