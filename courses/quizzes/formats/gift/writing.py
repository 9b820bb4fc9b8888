"""Questions as a GIFT file. What GIFT cannot hold is named."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Definition,
    Description,
    Essay,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    OrderingGrading,
    ShortAnswer,
    TrueFalse,
)
from ..base import Names, Problem, Read, Unreadable, Written
from ..dump import answers_of
from ..losses import FRACTIONS, PICTURES, SINGLE, lost_fields, not_written, says_less
from ..moodle import category_path
from .answers import weight
from .escapes import WHITE, escape
from .reading import Block, read_question

_GRADING = {
    OrderingGrading.ALL_OR_NOTHING: "ALL_OR_NOTHING",
    OrderingGrading.ABSOLUTE_POSITION: "ABSOLUTE_POSITION",
    OrderingGrading.RELATIVE_NEXT: "RELATIVE_NEXT_EXCLUDE_LAST",
}
_KEPT: dict[type, set[str]] = {
    MultiChoice: {"single"},
    TrueFalse: {"true_feedback", "false_feedback"},
    Ordering: {"grading"},
}


def write(questions: Iterable[Read]) -> Written:
    blocks: list[str] = []
    problems: list[Problem] = []
    category: Names = ()
    for question in questions:
        if type(question.definition) not in _WRITERS:
            problems.append(not_written(question, "GIFT"))
            continue
        block, lost = _block(question), [*_lost(question)]
        if not _reads_the_same(block, question, is_exact=FRACTIONS not in lost):
            problems.append(_not_expressible(question))
            continue
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {category_path(category)}")
        blocks.append(block)
        if loss := says_less(question, "GIFT", lost):
            problems.append(loss)
    return Written(data="".join(f"{block}\n\n\n" for block in blocks).encode(), problems=tuple(problems))


def _reads_the_same(block: str, question: Read, *, is_exact: bool) -> bool:
    """Whether the block, read again, asks the same: some texts cannot be told from signs (`->` in a short answer)."""
    try:
        again = read_question(Block(1, block.split("\n")))
    except Unreadable:
        return False
    return again is not None and _asked(again.definition, is_exact) == _asked(question.definition, is_exact)


def _asked(definition: Definition, is_exact: bool) -> Any:
    """Type, texts and answers without ids and without what GIFT has no place for."""
    return _plain([definition.type, definition.text, answers_of(definition)], is_exact)


def _plain(said: Any, is_exact: bool) -> Any:
    match said:
        case str():
            return said.strip(WHITE)
        case dict():
            return {key: _plain(value, is_exact) for key, value in said.items() if is_exact or key != "fraction"}
        case list():
            return [_plain(each, is_exact) for each in said]
        case _:
            return said


def _not_expressible(question: Read) -> Problem:
    message = _("“%(name)s” is not in the file: in GIFT its text would be read as something else.")
    return Unreadable("not_expressible", message, line=question.line, text=question.definition.text, name=question.name).problem


def _block(question: Read) -> str:
    definition = question.definition
    notes = [f"[id:{_in_brackets(question.idnumber)}]"] if question.idnumber else []
    notes += [f"[tag:{_in_brackets(tag)}]" for tag in question.tags]
    comment = f"// {' '.join(notes)}\n" if notes else ""
    name = f"::{escape(' '.join(question.name.split()))}::" if question.name else ""
    head = f"{comment}{name}[{definition.format}]{escape(definition.text)}"
    if isinstance(definition, Description):
        return head
    general = [f"####{_text(definition.general_feedback, definition)}"] if definition.general_feedback else []
    first, *lines = [*_WRITERS[type(definition)](definition), *general]
    return "\n\t".join([f"{head}{{{first}", *lines]) + ("\n}" if lines else "}")


def _in_brackets(value: str) -> str:
    return " ".join(value.split()).replace("]", "\\]")


def _text(words: str, definition: Definition) -> str:
    """A text that begins like a format is told from one by the format before it."""
    return f"[{definition.format}]{escape(words)}" if words.lstrip().startswith("[") else escape(words)


def _feedback(words: str, definition: Definition) -> str:
    return f"#{_text(words, definition)}" if words else ""


def _weight(fraction: float) -> str:
    percent = f"{fraction * 100:.5f}".rstrip("0").rstrip(".")
    return f"%{'0' if percent == '-0' else percent}%"


def _multichoice(definition: MultiChoice) -> Iterator[str]:
    """One right choice has to be marked as such (=), one choice as another (~): else it would be several choices, or a short answer."""
    yield ""
    is_marked = False
    for choice in definition.choices:
        if definition.single and choice.fraction == 1 and not is_marked:
            is_marked, sign = True, "=%100%" if choice.text.startswith("%") else "="
        elif definition.single and choice.fraction == 0 and not choice.text.startswith("%"):
            sign = "~"
        else:
            sign = f"~{_weight(choice.fraction)}"
        yield f"{sign}{_text(choice.text, definition)}{_feedback(choice.feedback, definition)}"


def _truefalse(definition: TrueFalse) -> Iterator[str]:
    right, wrong = definition.true_feedback, definition.false_feedback
    if not definition.correct:
        right, wrong = wrong, right
    feedback = f"#{_text(wrong, definition)}#{_text(right, definition)}" if right else _feedback(wrong, definition)
    yield f"{'TRUE' if definition.correct else 'FALSE'}{feedback}"


def _match(definition: Match) -> Iterator[str]:
    options = {option.id: option.text for option in definition.options}
    used = {stem.option for stem in definition.stems}
    yield ""
    for stem in definition.stems:
        yield f"={_text(stem.text, definition)} -> {escape(options[stem.option])}"
    for key, text in options.items():
        if key not in used:
            yield f"= -> {escape(text)}"


def _shortanswer(definition: ShortAnswer) -> Iterator[str]:
    yield ""
    for answer in definition.answers:
        yield f"={_weight(answer.fraction)}{_text(answer.text, definition)}{_feedback(answer.feedback, definition)}"


def _numerical(definition: Numerical) -> Iterator[str]:
    yield "#"
    for answer in definition.answers:
        number = "*" if answer.value is None else f"{_number(answer.value)}:{_number(answer.tolerance)}"
        yield f"={_weight(answer.fraction)}{number}{_feedback(answer.feedback, definition)}"


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _ordering(definition: Ordering) -> Iterator[str]:
    yield f">{len(definition.items)} ALL VERTICAL {_GRADING[definition.grading]} SHOW none"
    for item in definition.items:
        yield f"[{definition.format}]{escape(item.text)}"


def _essay(definition: Essay) -> Iterator[str]:
    yield ""


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    MultiChoice: _multichoice,
    TrueFalse: _truefalse,
    Match: _match,
    ShortAnswer: _shortanswer,
    Numerical: _numerical,
    Ordering: _ordering,
    Essay: _essay,
    Description: _essay,
}


def _lost(question: Read) -> Iterator[Any]:
    definition = question.definition
    kept = set() if isinstance(definition, Description) else {"general_feedback"}
    yield from lost_fields(definition, kept | _KEPT.get(type(definition), set()))
    if question.files:
        yield PICTURES
    if isinstance(definition, MultiChoice) and definition.single and all(choice.fraction != 1 for choice in definition.choices):
        yield SINGLE
    choices = getattr(definition, "choices", getattr(definition, "answers", ()))
    if any(weight(_weight(choice.fraction))[0] != choice.fraction for choice in choices):
        yield FRACTIONS
