"""A reading as plain data, in the form in which readings of different programs are compared (`shared/tools/quiz/gift_diff.py`)."""

from typing import Any

from ..engine.definition import (
    Answer,
    Choice,
    Cloze,
    Definition,
    DragWords,
    Format,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    ShortAnswer,
    TrueFalse,
)
from .base import Names, Read, Reading, Severity
from .moodle import category_path

_FORMATS = {Format.MOODLE: 0, Format.HTML: 1, Format.PLAIN: 2, Format.MARKDOWN: 4}  # Moodle's numbers


def dumped(file: str, reading: Reading) -> dict[str, Any]:
    """`errors` are what was left out, `warnings` what was read and should be looked at."""
    questions: list[dict[str, Any]] = []
    open_categories = dict.fromkeys(reading.categories)
    category: Names = ()
    for question in reading.questions:
        if question.category != category:
            category = question.category
            open_categories.pop(category, None)
            questions.append(_category(category))
        questions.append(_question(question))
    questions += [_category(names) for names in open_categories]
    warnings = [problem for problem in reading.problems if problem.severity == Severity.WARNING]
    warnings += [problem for question in reading.questions for problem in question.warnings]
    errors = [problem for problem in reading.problems if problem.severity == Severity.ERROR]
    return {
        "file": file,
        "questions": questions,
        "errors": [_problem(each) for each in errors],
        "warnings": [_problem(each) for each in warnings],
    }


def _problem(problem) -> dict[str, Any]:
    where = {"line": problem.line} | ({"source": problem.source} if problem.source else {})
    return {"code": problem.code, "message": str(problem), "text": problem.excerpt, **where}


def _category(names: Names) -> dict[str, Any]:
    return {"type": "category", "category": category_path(names)}


def _question(question: Read) -> dict[str, Any]:
    definition = question.definition
    said: dict[str, Any] = {
        "type": definition.type,
        "name": question.name,
        "text": definition.text,
        "format": _FORMATS[definition.format],
        "general_feedback": definition.general_feedback or None,
    }
    if question.idnumber:
        said["idnumber"] = question.idnumber
    if question.tags:
        said["tags"] = [*question.tags]
    if question.line:
        said["line"] = question.line
    return said | answers_of(definition)


def answers_of(definition: Definition) -> dict[str, Any]:
    match definition:
        case MultiChoice():
            return {"single": definition.single, "answers": [_answer(each) for each in definition.choices]}
        case ShortAnswer() | Numerical():
            return {"answers": [_answer(each) for each in definition.answers]}
        case TrueFalse():
            return {"correct": definition.correct, "feedback": [definition.true_feedback or None, definition.false_feedback or None]}
        case Match():
            return {"pairs": _pairs(definition)}
        case Ordering():
            return {"answers": [{"text": item.text, "fraction": 1, "feedback": None} for item in definition.items]}
        case Cloze():
            return {
                "gaps": [
                    {"id": gap.id, "type": gap.question.type, "weight": gap.weight} | answers_of(gap.question) for gap in definition.gaps
                ]
            }
        case DragWords():
            words = {choice.id: choice.text for choice in definition.choices}
            return {"gaps": [{"id": gap.id, "answer": words.get(gap.choice)} for gap in definition.gaps], "choices": [*words.values()]}
        case _:
            return {}


def _answer(answer: Choice | Answer | NumericalAnswer) -> dict[str, Any]:
    said: dict[str, Any] = {"fraction": answer.fraction, "feedback": answer.feedback or None}
    if isinstance(answer, NumericalAnswer):
        return {"text": "*" if answer.value is None else answer.value, "tolerance": answer.tolerance} | said
    return {"text": answer.text} | said


def _pairs(definition: Match) -> list[list[str]]:
    options = {option.id: option.text for option in definition.options}
    used = {stem.option for stem in definition.stems}
    pairs = [[stem.text, options[stem.option]] for stem in definition.stems]
    return pairs + [["", text] for key, text in options.items() if key not in used]
