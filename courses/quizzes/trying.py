"""A question to try out: fields for every type, and what comes back as the engine knows it. Nothing is stored: the tries so far go along
with the form."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .engine import arranging, behaviours, responses
from .engine.definition import (
    Cloze,
    Definition,
    DragWords,
    Essay,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    Scale,
    ShortAnswer,
    TrueFalse,
)
from .engine.feedback import Feedback, feedback
from .engine.state import Behaviour, QuestionState, Step, StepKind
from .rendering import inline_html, text_html

MOST_TRIES = 20
_PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")


@dataclass(frozen=True)
class Control:
    """One thing to answer. `kind`: one, several, pick, words, text. Options are (value, HTML or words)."""

    kind: str
    name: str
    label: Any
    options: list[tuple[str, Any]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)


def controls(definition: Definition, response: Any, seed: int, files: dict[str, str]) -> list[Control]:
    """In the order in which the seed shows them."""
    shown = arranging.arranged(definition, seed)

    def html(text: str) -> SafeString:
        return inline_html(text, definition.format, files)

    match shown:
        case MultiChoice():
            options = [(choice.id, html(choice.text)) for choice in shown.choices]
            kind, name = ("one", "choice") if shown.single else ("several", "choices")
            return [Control(kind, name, _("Your answer"), options, list(responses.chosen(response)))]
        case TrueFalse():
            return [
                Control("one", "choice", _("Your answer"), [("true", _("True")), ("false", _("False"))], list(responses.chosen(response)))
            ]
        case Match():
            plain = [(option.id, _plain(option.text)) for option in shown.options]
            pairs = responses.placed(response, "pairs")
            return [Control("pick", f"pairs:{stem.id}", html(stem.text), plain, [pairs.get(stem.id, "")]) for stem in shown.stems]
        case Ordering():
            order = responses.ordered(response)
            places = [(str(number), str(number)) for number in range(1, len(shown.items) + 1)]
            given = {item: str(number) for number, item in enumerate(order, 1)}
            return [Control("pick", f"order:{item.id}", html(item.text), places, [given.get(item.id, "")]) for item in shown.items]
        case Cloze() | DragWords():
            return _gap_controls(shown, response)
        case Scale():
            levels = [(str(level), str(level)) for level in range(shown.min, shown.max + 1)]
            level = responses.level(response)
            return [Control("one", "level", _("Your answer"), levels, [] if level is None else [str(level)])]
        case ShortAnswer() | Numerical():
            return [Control("words", "text", _("Your answer"), given=[responses.typed(response)])]
        case Essay():
            return [Control("text", "text", _("Your answer"), given=[responses.typed(response) or shown.response_template])]
    return []


def _gap_controls(shown: Cloze | DragWords, response: Any) -> list[Control]:
    given = response.get("gaps", {})
    found = []
    for number, gap in enumerate(_in_order(shown), 1):
        if isinstance(shown, DragWords):
            options = [(choice.id, _plain(choice.text)) for choice in responses.words_for_gaps(shown).get(gap.id, ())]
        elif isinstance(gap.question, MultiChoice):
            options = [(choice.id, _plain(choice.text)) for choice in gap.question.choices]
        else:
            options = []
        is_several = isinstance(shown, Cloze) and isinstance(gap.question, MultiChoice) and not gap.question.single
        said = given.get(gap.id, "")
        kind = "several" if is_several else "pick" if options else "words"
        label = _("Gap %(number)d") % {"number": number}
        found.append(Control(kind, f"gaps:{gap.id}", label, options, said.split("\n") if isinstance(said, str) else list(said)))
    return found


def _in_order(shown: Any) -> list[Any]:
    """The gaps as the text has them."""
    places = _PLACE.findall(shown.text)
    return sorted(shown.gaps, key=lambda gap: places.index(gap.id) if gap.id in places else len(places))


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def question_html(definition: Definition, files: dict[str, str]) -> SafeString:
    """The text, with numbers in brackets for its gaps."""
    text = definition.text
    if isinstance(definition, Cloze | DragWords):
        numbers = {gap.id: number for number, gap in enumerate(_in_order(definition), 1)}
        text = _PLACE.sub(lambda place: f"(… {numbers.get(place[1], '?')} …)", text)
    return text_html(text, definition.format, files)


def response_of(post: QueryDict, definition: Definition) -> dict[str, Any]:
    """What the form says, as the engine takes it. Raises ResponseError for what no form of ours sends."""
    return dict(responses.clean(definition, _given(post, definition)))


def _given(post: QueryDict, definition: Definition) -> dict[str, Any]:
    match definition:
        case MultiChoice(single=False):
            return {"choices": post.getlist("choices")}
        case MultiChoice() | TrueFalse():
            return {"choice": post["choice"]} if post.get("choice") else {}
        case Match():
            return {"pairs": {stem.id: post[f"pairs:{stem.id}"] for stem in definition.stems if post.get(f"pairs:{stem.id}")}}
        case Ordering():
            places = {item.id: post.get(f"order:{item.id}", "") for item in definition.items}
            if not all(place.isdecimal() and len(place) < 6 for place in places.values()):
                return {}
            return {"order": sorted(places, key=lambda item: int(places[item]))}
        case Cloze() | DragWords():
            said = {gap.id: "\n".join(post.getlist(f"gaps:{gap.id}")) for gap in definition.gaps}
            return {"gaps": {gap: words for gap, words in said.items() if words}}
        case Scale():
            level = post.get("level", "")
            return {"level": int(level)} if level.lstrip("-").isdecimal() and len(level) < 6 else {}
        case ShortAnswer() | Numerical() | Essay():
            return {"text": post.get("text", "")}
    return {}


@dataclass(frozen=True)
class Trial:
    """Where a trial stands. `tries` are the answers so far, as text that goes along with the form."""

    state: QuestionState
    tries: str
    said: Feedback


def trial(definition: Definition, behaviour: Behaviour, earlier: str, response: dict[str, Any] | None, *, is_end: bool) -> Trial:
    """The engine's replay of what was checked so far and of one more answer. What cannot be read of the tries is left out."""
    answers = list(_read(earlier, definition))[:MOST_TRIES]
    steps = [Step(kind=StepKind.CHECK, response=answer) for answer in answers]
    if response is not None:
        steps.append(Step(kind=StepKind.FINISH if is_end else StepKind.CHECK, response=response))
        answers = answers if is_end else [*answers, response]
    state = behaviours.replay(definition, behaviour, steps)
    return Trial(state, json.dumps(answers), feedback(definition, state))


def _read(earlier: str, definition: Definition) -> list[dict[str, Any]]:
    try:
        answers = json.loads(earlier or "[]")
        return [dict(responses.clean(definition, answer)) for answer in answers] if isinstance(answers, list) else []
    except ValueError:
        return []
