"""Questions back into text. What is written here reads back as the same question."""

from collections.abc import Iterable, Sequence
from typing import Any

from courses.quizzes.engine import definition as d

from .. import attributes
from ..writer import held, pipe_table
from .document import QuestionText
from .items import per_cent, position_id
from .reader import FEEDBACK

Q = d.Question


def write_question(question: QuestionText) -> str:
    """The lines of a container, without a line break at the end."""
    definition = question.definition
    name, flags, values, body = _WRITERS[type(definition)](definition)
    common = _common(question)
    parts = [held(definition.text), body, *_inside(definition)]
    opening = f"::: {name}{attributes.braces(question.id, flags, {**common, **values})}"
    return "\n".join([opening, "\n\n".join(part for part in parts if part), ":::"])


def _common(question: QuestionText) -> dict[str, str]:
    definition, values = question.definition, {}
    usual = type(definition).__dataclass_fields__
    if question.title:
        values["title"] = question.title
    if question.tags:
        values["tags"] = " ".join(question.tags)
    if definition.default_mark != usual["default_mark"].default:
        values["mark"] = f"{definition.default_mark:g}"
    if definition.penalty != usual["penalty"].default:
        values["penalty"] = per_cent(definition.penalty).removesuffix("%")
    if definition.format is not d.Format.MARKDOWN:
        values["format"] = definition.format.value
    return values


def _inside(definition: d.Definition) -> Iterable[str]:
    for hint in definition.hints:
        flags = [*(["clear-wrong"] if hint.clear_wrong else []), *(["show-count"] if hint.show_right_count else [])]
        yield f"::: hint{attributes.braces(None, flags, {})}\n{held(hint.text)}\n:::"
    for flag, name in FEEDBACK.items():
        if getattr(definition, name):
            yield f"::: feedback {{.{flag}}}\n{held(getattr(definition, name))}\n:::"
    if definition.general_feedback:
        yield f"::: feedback\n{held(definition.general_feedback)}\n:::"
    for part, name in (("template", "response_template"), ("grader", "grader_info")):
        if getattr(definition, name, ""):
            yield f"::: {part}\n{held(getattr(definition, name))}\n:::"


def _item(mark: str, text: str, feedback: str = "", braces: str = "") -> str:
    first, *rest = held(text).split("\n")
    lines = [f"- [{mark}] {first}{braces}".rstrip(), *(f"  {line}" if line else "" for line in rest)]
    if feedback:
        start, *further = held(feedback).split("\n")
        lines += [f"  : {start}", *(f"    {line}" if line else "" for line in further)]
    return "\n".join(lines)


def _braces(name: str, place: int, flags: Sequence[str] = (), values: dict[str, str] | None = None) -> str:
    """An id that the reader would give by itself is not written."""
    return attributes.braces(None if name == position_id(place) else name, list(flags), values or {})


def _mark(fraction: float) -> str:
    return {1.0: "x", 0.0: " "}.get(fraction) or per_cent(fraction)


def _marked(rows: Sequence[d.Choice | d.Answer]) -> str:
    return "\n".join(_item(_mark(row.fraction), row.text, row.feedback, _braces(row.id, place)) for place, row in enumerate(rows))


def _shared(choices: Sequence[d.Choice]) -> str:
    """Without per cents where the parts are those that the reader would give."""
    right = [choice for choice in choices if choice.fraction > 0]
    share = 1 / len(right) if right else 0.0
    if not right or any(choice.fraction not in (share, -share) for choice in choices):
        return "\n".join(
            _item(per_cent(choice.fraction), choice.text, choice.feedback, _braces(choice.id, place))
            for place, choice in enumerate(choices)
        )
    return "\n".join(
        _item("x" if choice.fraction > 0 else " ", choice.text, choice.feedback, _braces(choice.id, place))
        for place, choice in enumerate(choices)
    )


Written = tuple[str, list[str], dict[str, str], str]


def _fixed(definition: Any) -> list[str]:
    return [] if definition.shuffle else ["fixed-order"]


def _choice(one: d.MultiChoice) -> Written:
    body = _marked(one.choices) if one.single else _shared(one.choices)
    return ("single-choice" if one.single else "multiple-choice", _fixed(one), {}, body)


def _true_false(one: d.TrueFalse) -> Written:
    lines = [
        _item("x" if one.correct else " ", "true", one.true_feedback, " {#true}"),
        _item(" " if one.correct else "x", "false", one.false_feedback, " {#false}"),
    ]
    return "true-false", [], {}, "\n".join(lines)


def _match(one: d.Match) -> Written:
    """Partners stand in their own order: those that come before the next line's partner get rows without a line."""
    waiting, rows = list(one.options), []
    texts = {option.id: option.text for option in one.options}
    for place, stem in enumerate(one.stems):
        while any(option.id == stem.option for option in waiting) and waiting[0].id != stem.option:
            rows.append(["", _partner(waiting.pop(0).id, texts)])
        waiting = [option for option in waiting if option.id != stem.option]
        rows.append([_cell(stem.text, stem.id, place), _partner(stem.option, texts)])
    rows += [["", _partner(option.id, texts)] for option in waiting]
    return "matching", _fixed(one), {}, pipe_table(["", ""], rows)


def _partner(name: str, texts: dict[str, str]) -> str:
    return f"{texts[name]} {{#{name}}}"


def _cell(text: str, name: str, place: int) -> str:
    return f"{text}{_braces(name, place)}"


def _ordering(one: d.Ordering) -> Written:
    values = {} if one.grading is d.OrderingGrading.ABSOLUTE_POSITION else {"grading": one.grading.value}
    lines = [f"{place + 1}. {' '.join(item.text.split())}{_braces(item.id, place)}" for place, item in enumerate(one.items)]
    return "ordering", [], values, "\n".join(lines)


def _short_answer(one: d.ShortAnswer) -> Written:
    return "short-answer", ["case"] if one.use_case else [], {}, _marked(one.answers)


def _numerical(one: d.Numerical) -> Written:
    return "numerical", [], _units(one), _numbers(one.answers)


def _units(one: d.Numerical) -> dict[str, str]:
    values = {}
    if one.units:
        values["units"] = " ".join(unit.name if unit.multiplier == 1 else f"{unit.name}:{unit.multiplier!r}" for unit in one.units)
    if one.unit_handling is not d.UnitHandling.NONE:
        values["unit-handling"] = one.unit_handling.value
    if one.unit_penalty != 0.1:
        values["unit-penalty"] = per_cent(one.unit_penalty).removesuffix("%")
    return values


def _numbers(answers: Sequence[d.NumericalAnswer]) -> str:
    return "\n".join(
        _item(_mark(answer.fraction), _number(answer), answer.feedback, _braces(answer.id, place)) for place, answer in enumerate(answers)
    )


def _number(answer: d.NumericalAnswer) -> str:
    if answer.value is None:
        return "*"
    return _plain(answer.value) + (f" ± {_plain(answer.tolerance)}" if answer.tolerance else "")


def _plain(number: float) -> str:
    return repr(number).removesuffix(".0")


def _cloze(one: d.Cloze) -> Written:
    return "cloze", [], {}, "\n\n".join(_gap(gap) for gap in one.gaps)


def _gap(gap: d.Gap) -> str:
    inner, flags, values = gap.question, [], {}
    if isinstance(inner, d.MultiChoice):
        body = _marked(inner.choices) if inner.single else _shared(inner.choices)
        flags = [*([] if inner.single else ["several"]), *_fixed(inner)]
    elif isinstance(inner, d.ShortAnswer):
        body, values = _marked(inner.answers), {"type": "text"}
        flags = ["case"] if inner.use_case else []
    else:
        body, values = _numbers(inner.answers), {"type": "number", **_units(inner)}
    if gap.weight != 1:
        values["weight"] = _plain(gap.weight)
    if gap.layout is not d.Layout.DROPDOWN:
        values["layout"] = gap.layout.value
    return f"::: gap{attributes.braces(gap.id, flags, values)}\n{body}\n:::"


def _drag_words(one: d.DragWords) -> Written:
    gaps = {choice.id: " ".join(gap.id for gap in one.gaps if gap.choice == choice.id) for choice in one.choices}
    lines = [
        _item(
            gaps[choice.id] or " ",
            choice.text,
            braces=_braces(
                choice.id, place, ["unlimited"] if choice.is_unlimited else [], {"group": str(choice.group)} if choice.group != 1 else {}
            ),
        )
        for place, choice in enumerate(one.choices)
    ]
    return "drag-words", _fixed(one), {}, "\n".join(lines)


def _essay(one: d.Essay) -> Written:
    said = {"lines": (one.lines, 10), "min-words": (one.min_words, None), "max-words": (one.max_words, None)}
    said |= {"files": (one.max_files, 0), "min-files": (one.min_files, 0)}
    values = {name: str(value) for name, (value, usual) in said.items() if value != usual}
    return "essay", [] if one.is_text_required else ["text-optional"], values, ""


def _file(one: d.File) -> Written:
    said = {"files": one.max_files, "min-files": one.min_files}
    return "file", [], {name: str(value) for name, value in said.items() if value != 1}, ""


def _description(_one: d.Description) -> Written:
    return "description", [], {}, ""


def _scale(one: d.Scale) -> Written:
    values = {name: str(value) for name, value, usual in (("min", one.min, 1), ("max", one.max, 5)) if value != usual}
    return "scale", [], {**values, **({"low": one.low} if one.low else {}), **({"high": one.high} if one.high else {})}, ""


_WRITERS: dict[type, Any] = {
    d.MultiChoice: _choice,
    d.TrueFalse: _true_false,
    d.Match: _match,
    d.Ordering: _ordering,
    d.ShortAnswer: _short_answer,
    d.Numerical: _numerical,
    d.Cloze: _cloze,
    d.DragWords: _drag_words,
    d.Essay: _essay,
    d.File: _file,
    d.Description: _description,
    d.Scale: _scale,
}
