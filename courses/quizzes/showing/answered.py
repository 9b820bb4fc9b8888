"""What a learner answered, to be read: with signs where right and wrong may be shown, each with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..engine import responses
from ..engine.definition import Cloze, Definition, DragWords, Match, MultiChoice, Ordering, Scale, TrueFalse
from ..engine.describing import as_text
from ..engine.grading import choice_fractions, parts_right
from ..engine.state import RIGHT
from ..quiz_definition import Shown
from .html import EMPTY, Texts, with_places
from .parts import in_order, lines
from .words import certainties

RIGHT_SIGN, WRONG_SIGN = "right", "wrong"


@dataclass(frozen=True)
class Said:
    """A line of an answer. `stem` is what it was said of, `note` the feedback on it."""

    html: SafeString
    stem: SafeString = EMPTY
    is_mine: bool = False
    verdict: str = ""
    words: str = ""
    note: SafeString = EMPTY


def said(definition: Definition, response: Mapping[str, Any], texts: Texts, may: frozenset[Shown]) -> list[Said]:
    """Empty for what is not answered by lines."""
    match definition:
        case MultiChoice() | TrueFalse():
            return _choices(definition, response, texts, may)
        case Match():
            options = {option.id: texts.line(option.text) for option in definition.options}
            pairs = responses.placed(response, "pairs")
            signs = _signs(definition, response, may)
            return [
                _placed(texts.line(stem.text), options.get(pairs.get(stem.id, "")), signs.get(stem.id, "")) for stem in definition.stems
            ]
        case Ordering() if responses.ordered(response):
            signs = _signs(definition, response, may)
            return [_line(texts.line(item.text), signs.get(item.id, "")) for item in in_order(definition, response)]
    return []


def wrote(definition: Definition, response: Mapping[str, Any]) -> str:
    """What was typed, or the level that was marked."""
    if isinstance(definition, Scale):
        level = responses.level(response)
        return "" if level is None else _("%(level)s of %(highest)s") % {"level": level, "highest": definition.max}
    return responses.typed(response)


def in_words(definition: Definition, response: Mapping[str, Any]) -> str:
    """A whole answer as plain words."""
    words = as_text(definition, response, words={responses.TRUE: _("True"), responses.FALSE: _("False")})
    is_of_lines = isinstance(definition, MultiChoice | Match | Ordering | DragWords)
    return Texts.of(definition, {}).plain(words) if is_of_lines else words


def answer_words(definition: Definition, response: Mapping[str, Any]) -> str:
    """The same with how sure one was; said also where nothing was answered."""
    sure = {value: words for value, words, _effect in certainties()}.get(response.get(responses.CERTAINTY, ""), "")
    return "; ".join(filter(None, [in_words(definition, response), sure])) or _("empty")


def text_filled(definition: Definition, response: Mapping[str, Any], texts: Texts, may: frozenset[Shown]) -> SafeString:
    """The text of the question; where it has gaps, with what was put there."""
    html = texts.block(definition.text)
    if not isinstance(definition, Cloze | DragWords):
        return html
    if Shown.ANSWERS not in may:
        return with_places(html, lambda gap: format_html('<span class="filled">{}</span>', "…"))
    signs, words = _signs(definition, response, may), _words_in_gaps(definition, response, texts)
    filled = {gap.id: _filled(words.get(gap.id, EMPTY), signs.get(gap.id, "")) for gap in definition.gaps}
    return with_places(html, filled.get)


def _choices(definition: MultiChoice | TrueFalse, response: Mapping[str, Any], texts: Texts, may: frozenset[Shown]) -> list[Said]:
    worth, feedback = choice_fractions(definition), _feedback(definition)
    said = []
    for line in lines(definition, response, texts):
        is_right = worth.get(line.id, 0.0) > 0
        verdict = (RIGHT_SIGN if is_right else WRONG_SIGN) if line.is_chosen and Shown.CORRECTNESS in may else ""
        would_be = not line.is_chosen and is_right and Shown.RIGHT_ANSWER in may
        said.append(
            Said(
                line.html,
                is_mine=line.is_chosen,
                verdict=RIGHT_SIGN if would_be else verdict,
                words=_("this is right") if would_be else _mine(verdict) if line.is_chosen else "",
                note=texts.line(feedback.get(line.id, "")) if line.is_chosen and Shown.SPECIFIC_FEEDBACK in may else EMPTY,
            )
        )
    return said


def _feedback(definition: MultiChoice | TrueFalse) -> dict[str, str]:
    if isinstance(definition, TrueFalse):
        return {responses.TRUE: definition.true_feedback, responses.FALSE: definition.false_feedback}
    return {choice.id: choice.feedback for choice in definition.choices}


def _mine(verdict: str) -> str:
    return {RIGHT_SIGN: _("your answer, right"), WRONG_SIGN: _("your answer, wrong")}.get(verdict, _("your answer"))


def _placed(stem: SafeString, option: SafeString | None, verdict: str) -> Said:
    if option is None:
        return Said(SafeString(_("nothing chosen")), stem)
    return Said(option, stem, is_mine=True, verdict=verdict, words=_verdict_words(verdict))


def _line(html: SafeString, verdict: str) -> Said:
    return Said(html, is_mine=True, verdict=verdict, words=_verdict_words(verdict))


def _verdict_words(verdict: str) -> str:
    return {RIGHT_SIGN: _("right"), WRONG_SIGN: _("wrong"), "": ""}[verdict]


def _signs(definition: Definition, response: Mapping[str, Any], may: frozenset[Shown]) -> dict[str, str]:
    """By part; none where right and wrong are not shown."""
    if Shown.CORRECTNESS not in may:
        return {}
    return {part: RIGHT_SIGN if fraction > RIGHT else WRONG_SIGN for part, fraction in parts_right(definition, response).items()}


def _words_in_gaps(definition: Cloze | DragWords, response: Mapping[str, Any], texts: Texts) -> dict[str, SafeString]:
    if isinstance(definition, DragWords):
        put, words = responses.placed(response, "gaps"), {choice.id: texts.line(choice.text) for choice in definition.choices}
        return {gap.id: words[put[gap.id]] for gap in definition.gaps if put.get(gap.id) in words}
    filled, found = responses.filled(response), {}
    for gap in definition.gaps:
        inside = responses.in_gap(gap, filled.get(gap.id))
        if isinstance(gap.question, MultiChoice):
            marked = responses.chosen(inside)
            chosen = [texts.line(choice.text) for choice in gap.question.choices if choice.id in marked]
            found[gap.id] = SafeString(", ".join(chosen))
        else:
            found[gap.id] = format_html("{}", responses.typed(inside))
    return found


def _filled(said: SafeString, verdict: str) -> SafeString:
    shown = said or format_html('<span class="soft">{}</span>', _("empty"))
    if not verdict or not said:
        return format_html('<span class="filled">{}</span>', shown)
    sign = format_html('<span aria-hidden="true">{}</span>', "✓" if verdict == RIGHT_SIGN else "✕")
    words = format_html('<span class="visually-hidden">({})</span>', _verdict_words(verdict))
    return format_html('<span class="filled filled--{}">{} <span class="filled__sign">{}{}</span></span>', verdict, shown, sign, words)
