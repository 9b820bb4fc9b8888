"""An Aiken file, line by line. Only ANSWER ends a question, as in Moodle; what comes before it without being a question is named."""

import re
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Choice, Format, MultiChoice
from ..base import Collector, Read, Reading, Unreadable, decode
from ..harmless import check_harmless
from ..moodle import letter, name_of

ANSWER = re.compile(r"\s*(?:ANSWER|ВІДПОВІДЬ|ОТВЕТ|ОТГОВОР|ODPOVĚĎ|ODPOVED)\s{0,9}:(?P<letter>.*)", re.IGNORECASE)
_CHOICE = re.compile(r"\s*([^\W\d_])[).](.*)")
_FIRST = "AА"  # Latin and Cyrillic
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TWINS = dict(zip("ABCEHIJKMOPTXY", "АВСЕНІЈКМОРТХУ", strict=True))


@dataclass
class Draft:
    """What is known of a question while its lines come in."""

    line: int
    text: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    is_closed: bool = False  # a blank line came after the last one
    mistake: Unreadable | None = None


def read(data: bytes) -> Reading:
    collected = Collector()
    draft: Draft | None = None
    for number, line in enumerate(normalize("NFC", decode(data)).split("\n"), 1):
        draft = _next(collected, draft, number, line.strip())
    if draft:
        _refuse(collected, draft, _without_answer(draft))
    return collected.reading()


def _next(collected: Collector, draft: Draft | None, number: int, line: str) -> Draft | None:
    if not line:
        if draft:
            draft.is_closed = True
        return draft
    if answer := ANSWER.match(line):
        _finish(collected, draft or Draft(number), number, answer["letter"].strip())
        return None
    choice = _CHOICE.match(line)
    if choice and ((draft and draft.choices) or choice[1].upper() in _FIRST):
        return _with_choice(draft, number, choice[1].upper(), choice[2].strip())
    if draft and draft.is_closed:
        _refuse(collected, draft, _without_answer(draft))
        draft = None
    draft = draft or Draft(number)
    _last_lines(draft).append(line)
    return draft


def _with_choice(draft: Draft | None, number: int, key: str, text: str) -> Draft:
    draft = draft or Draft(number)
    draft.is_closed = False
    if draft.mistake:
        return draft
    if not draft.text:
        draft.mistake = Unreadable("no_text", _("This choice has no question before it."), line=number, text=text)
    elif key in draft.choices:
        message = _("The letter %(letter)s stands before two choices of this question.")
        draft.mistake = Unreadable("letter_twice", message, line=number, text=text, letter=key)
    draft.choices[key] = [text]
    return draft


def _last_lines(draft: Draft) -> list[str]:
    """Where a line without a mark belongs to: the choice before it, or the question."""
    return [*draft.choices.values()][-1] if draft.choices else draft.text


def _finish(collected: Collector, draft: Draft, number: int, said: str) -> None:
    try:
        collected.add(_question(draft, number, said))
    except Unreadable as error:
        if error.problem.code == "too_many_questions":
            raise
        _refuse(collected, draft, error)


def _question(draft: Draft, number: int, said: str) -> Read:
    """Raises Unreadable."""
    if draft.mistake:
        raise draft.mistake
    if not draft.text:
        raise Unreadable("no_text", _("This answer has no question before it."), line=number, text=said)
    if len(draft.choices) < 2:
        message = _("This question has fewer than two choices. A choice is written “A) text” or “A. text”.")
        raise Unreadable("too_few_answers", message, text=_text(draft.text))
    right = _right(draft, number, said)
    text = _text(draft.text)
    choices = tuple(
        Choice(id=letter(position), text=_text(lines), fraction=float(key == right))
        for position, (key, lines) in enumerate(draft.choices.items())
    )
    definition = MultiChoice(text=text, format=Format.PLAIN, choices=choices)
    check_harmless(definition, line=draft.line)
    return Read(name=name_of("", text, Format.PLAIN), definition=definition, line=draft.line)


def _right(draft: Draft, number: int, said: str) -> str:
    """The letter of the right choice. A Latin letter for a Cyrillic choice counts where looks and place in the alphabet mean the same
    (A, А); B could be Б, the second, or В, which looks like it."""
    key = said.rstrip(").").strip().upper()
    if key in draft.choices:
        return key
    if len(key) != 1:
        message = _("After ANSWER there has to be the letter of one choice, and nothing else.")
        raise Unreadable("answer", message, line=number, text=said)
    twin, place = _TWINS.get(key), _LATIN.find(key)
    keys = [*draft.choices]
    if twin in draft.choices and keys.index(twin) == place:
        return twin
    if any(cyrillic in draft.choices for cyrillic in "АБВ") and key in _LATIN:
        message = _(
            "The answer %(letter)s is a Latin letter, but the letters of the choices are Cyrillic. Write the same letter as the choice."
        )
        raise Unreadable("answer_in_other_letters", message, line=number, text=said, letter=key)
    message = _("There is no choice with the letter of the answer (%(letter)s).")
    raise Unreadable("answer", message, line=number, text=said, letter=key)


def _without_answer(draft: Draft) -> Unreadable:
    if draft.choices:
        return Unreadable("no_answer", _("This question has no line with ANSWER and the right letter."), text=_text(draft.text))
    message = _("This text has no choices. A choice is written “A) text” or “A. text”, without blank lines inside a question.")
    return Unreadable("no_choices", message, text=_text(draft.text))


def _refuse(collected: Collector, draft: Draft, error: Unreadable) -> None:
    collected.refuse(replace(error.problem, line=error.problem.line or draft.line))


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip()
