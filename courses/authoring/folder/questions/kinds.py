"""What each container of a file of questions means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from courses.quizzes.engine import definition as d

from .. import markdown
from ..reasons import Reason
from ..reasons import counted as ngettext
from ..reasons import reason as _
from ..scanner import Container, Report, trim
from ..sentences import no_number, no_whole_number, none_of, scale_of_nothing
from .items import MARKED, NUMBERED, ListLine, fraction_of, ids_of, position_id, read_items, split_braces, split_list

GAP = re.compile(r"\[\[([^\[\]]+)\]\]")
_NUMBER = r"[-−+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
RANGE = re.compile(rf"^({_NUMBER})\s*\.\.\s*({_NUMBER})$")
AROUND = re.compile(rf"^({_NUMBER})(?:\s*(?:±|\+-)\s*({_NUMBER}))?$")


@dataclass
class Asked:
    """A question's container taken apart: its own text, and what stands in containers inside it."""

    container: Container
    report: Report
    text: str
    first: int
    gaps: list[Container] = field(default_factory=list)
    grader: str = ""
    template: str = ""

    def flag(self, name: str) -> bool:
        return name in self.container.attributes.flags

    def value(self, name: str, default: str = "") -> str:
        return self.container.attributes.values.get(name, default)

    def number(self, name: str, default: int | None, *, least: int = 0, most: int = 10_000) -> Any:
        said = self.value(name)
        if not said:
            return default
        if not re.fullmatch(r"-?\d{1,6}", said) or not least <= int(said) <= most:
            self.report(self.container.first, no_whole_number(name, said, least, most))
            return default
        return int(said)

    def decimal(self, name: str, default: float, *, most: float, of: int = 1) -> float:
        """A number that may have a part behind the point, as a part `of` so many."""
        said = self.value(name, str(default)).replace(",", ".")
        if not re.fullmatch(r"\d{1,6}(\.\d+)?", said) or float(said) > most:
            self.report(self.container.first, no_number(name, said, most))
            said = str(default)
        return float(Decimal(said) / of)

    def choice(self, name: str, known: type[StrEnum], default: Any) -> Any:
        said = self.value(name)
        if said and said not in list(known):
            self.report(self.container.first, none_of(name, said, known))
        return known(said) if said in list(known) else default


@dataclass(frozen=True)
class Kind:
    read: Callable[[Asked], dict[str, Any]]
    model: type[d.Definition]
    values: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _list(asked: Asked, pattern: re.Pattern[str] = MARKED, *, least: int = 1) -> tuple[str, list[ListLine], list[str]]:
    text, items = split_list(asked.text, asked.first, pattern)
    lines = read_items(items, asked.report, pattern)
    if len(lines) < least:
        asked.report(asked.container.first, _too_few(asked.container.name, least, is_numbered=pattern is NUMBERED))
    return text, lines, ids_of(lines, asked.report)


def _too_few(container: str, least: int, *, is_numbered: bool) -> Reason:
    if is_numbered:
        return ngettext(
            "`%(container)s` needs %(number)d numbered line or more: 1. …",
            "`%(container)s` needs %(number)d numbered lines or more: 1. …",
            least,
            container=container,
        )
    return ngettext(
        "`%(container)s` needs %(number)d line or more, of the form - [x] … or - [ ] …",
        "`%(container)s` needs %(number)d lines or more, of the form - [x] … or - [ ] …",
        least,
        container=container,
    )


def _marked(asked: Asked) -> tuple[str, list[ListLine], list[str], list[float]]:
    text, lines, ids = _list(asked)
    return text, lines, ids, [fraction_of(line, asked.report) or 0.0 for line in lines]


def choices_of(lines: list[ListLine], ids: list[str], fractions: list[float]) -> tuple[d.Choice, ...]:
    rows = zip(lines, ids, fractions, strict=True)
    return tuple(d.Choice(id=name, text=line.text, fraction=fraction, feedback=line.feedback) for line, name, fraction in rows)


def shared_out(lines: list[ListLine], fractions: list[float]) -> list[float]:
    """Where no line names a part: the right ones share the mark, each wrong one takes away as much as a right one gives."""
    if any("%" in line.mark for line in lines) or not any(fractions):
        return fractions
    share = 1 / sum(1 for fraction in fractions if fraction)
    return [share if fraction else -share for fraction in fractions]


def _single(asked: Asked) -> dict[str, Any]:
    text, lines, ids, fractions = _marked(asked)
    if lines and 1.0 not in fractions:
        asked.report(asked.container.first, _("no line is right: mark one with [x]"))
    return {"text": text, "shuffle": not asked.flag("fixed-order"), "choices": choices_of(lines, ids, fractions)}


def _multiple(asked: Asked) -> dict[str, Any]:
    text, lines, ids, fractions = _marked(asked)
    if lines and not any(fraction > 0 for fraction in fractions):
        asked.report(asked.container.first, _("no line is right: mark the right ones with [x]"))
    choices = choices_of(lines, ids, shared_out(lines, fractions))
    return {"text": text, "single": False, "shuffle": not asked.flag("fixed-order"), "choices": choices}


def _true_false(asked: Asked) -> dict[str, Any]:
    text, lines, _ids, fractions = _marked(asked)
    by_id = {line.given.id or ("true", "false")[min(place, 1)]: place for place, line in enumerate(lines)}
    if len(lines) != 2 or set(by_id) != {"true", "false"} or sorted(fractions) != [0.0, 1.0]:
        reason = _("`true-false` needs two lines, {#true} and {#false}, and one of them marked with [x]")
        asked.report(asked.container.first, reason)
        return {"text": text, "correct": True}
    yes, no = lines[by_id["true"]], lines[by_id["false"]]
    return {
        "text": text,
        "correct": fractions[by_id["true"]] == 1.0,
        "true_feedback": yes.feedback,
        "false_feedback": no.feedback,
    }


def _matching(asked: Asked) -> dict[str, Any]:
    table = markdown.last_table(asked.text, asked.first)
    if table is None or len(table.rows[0]) != 2:
        asked.report(asked.container.first, _("`matching` needs a table of two columns with a header row"))
        return {"text": asked.text, "stems": (), "options": ()}
    text = trim(asked.text.split("\n")[: table.first - asked.first], asked.first)[0]
    stems: list[d.Stem] = []
    options: dict[str, d.Part] = {}
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        left, given = split_braces(row[0], line, asked.report)
        right, partner = split_braces(row[1], line, asked.report)
        known = next((one.id for one in options.values() if one.text == right and not partner.id), None)
        name = partner.id or known or position_id(len(options))
        options.setdefault(name, d.Part(id=name, text=right))
        if left:
            stems.append(d.Stem(id=given.id or position_id(len(stems)), text=left, option=name))
    if len({stem.id for stem in stems}) < len(stems):
        asked.report(asked.container.first, _("two lines of the table have the same id: give one of them another"))
    return {"text": text, "shuffle": not asked.flag("fixed-order"), "stems": tuple(stems), "options": tuple(options.values())}


def _ordering(asked: Asked) -> dict[str, Any]:
    text, lines, ids = _list(asked, NUMBERED, least=2)
    grading = asked.choice("grading", d.OrderingGrading, d.OrderingGrading.ABSOLUTE_POSITION)
    return {
        "text": text,
        "grading": grading,
        "items": tuple(d.Part(id=name, text=line.text) for line, name in zip(lines, ids, strict=True)),
    }


def _short_answer(asked: Asked) -> dict[str, Any]:
    text, lines, ids, fractions = _marked(asked)
    return {"text": text, "use_case": asked.flag("case"), "answers": answers_of(lines, ids, fractions)}


def answers_of(lines: list[ListLine], ids: list[str], fractions: list[float]) -> tuple[d.Answer, ...]:
    rows = zip(lines, ids, fractions, strict=True)
    return tuple(d.Answer(id=name, text=line.text, fraction=fraction, feedback=line.feedback) for line, name, fraction in rows)


def _numerical(asked: Asked) -> dict[str, Any]:
    text, lines, ids, fractions = _marked(asked)
    return {"text": text, "answers": numbers_of(lines, ids, fractions, asked.report), **_of_units(asked)}


def numbers_of(lines: list[ListLine], ids: list[str], fractions: list[float], report: Report) -> tuple[d.NumericalAnswer, ...]:
    found = []
    for line, name, fraction in zip(lines, ids, fractions, strict=True):
        value, tolerance = _number_of(line, report)
        found.append(d.NumericalAnswer(id=name, value=value, tolerance=tolerance, fraction=fraction, feedback=line.feedback))
    return tuple(found)


def _number_of(line: ListLine, report: Report) -> tuple[float | None, float]:
    if line.text == "*":
        return None, 0.0
    if found := RANGE.match(line.text):
        low, high = _float(found[1]), _float(found[2])
        return (low + high) / 2, abs(high - low) / 2
    if found := AROUND.match(line.text):
        return _float(found[1]), _float(found[2]) if found[2] else 0.0
    report(line.line, _("`%(said)s` is not a number: write 12, 12 ± 0.5, 10..14 or * for any number", said=line.text))
    return 0.0, 0.0


def _float(words: str) -> float:
    return float(words.replace(",", ".").replace("−", "-"))


def _of_units(asked: Asked) -> dict[str, Any]:
    return {
        "units": _units(asked),
        "unit_handling": asked.choice("unit-handling", d.UnitHandling, d.UnitHandling.NONE),
        "unit_penalty": asked.decimal("unit-penalty", 10, most=100, of=100),
    }


def _units(asked: Asked) -> tuple[d.Unit, ...]:
    found = []
    for word in asked.value("units").split():
        name, colon, multiplier = word.rpartition(":")
        if colon and re.fullmatch(_NUMBER, multiplier):
            found.append(d.Unit(name=name, multiplier=_float(multiplier)))
        else:
            found.append(d.Unit(name=word))
    return tuple(found)


def _cloze(asked: Asked) -> dict[str, Any]:
    named = GAP.findall(asked.text)
    gaps = [_gap(asked, container) for container in asked.gaps]
    _same_gaps(asked, named, [gap.id for gap in gaps])
    return {"text": asked.text, "gaps": tuple(gaps)}


def _gap(asked: Asked, container: Container) -> d.Gap:
    inner = _inside(asked, container)
    kind, name = inner.value("type", "choice"), container.attributes.id or ""
    layout = inner.choice("layout", d.Layout, d.Layout.DROPDOWN)
    _text, lines, ids, fractions = _marked(inner)
    question: d.GapQuestion
    if kind == "number":
        question = d.Numerical(answers=numbers_of(lines, ids, fractions, asked.report), **_of_units(inner))
    elif kind == "text":
        question = d.ShortAnswer(use_case=inner.flag("case"), answers=answers_of(lines, ids, fractions))
    else:
        if kind != "choice":
            asked.report(container.first, none_of("type", kind, ("choice", "text", "number")))
        several = inner.flag("several")
        choices = choices_of(lines, ids, shared_out(lines, fractions) if several else fractions)
        question = d.MultiChoice(single=not several, shuffle=not inner.flag("fixed-order"), choices=choices)
    return d.Gap(id=name, weight=inner.decimal("weight", 1, most=1000), layout=layout, question=question)


def _inside(asked: Asked, container: Container) -> Asked:
    from .reader import own_text

    text, first = own_text(container, asked.report)
    return Asked(container, asked.report, text, first)


def _same_gaps(asked: Asked, named: list[str], defined: list[str]) -> None:
    for name in [name for name in named if name not in defined]:
        container = _("the gap [[%(gap)s]] has no container: ::: gap {#%(gap)s}", gap=name)
        line = _("the gap [[%(gap)s]] has no line: - [%(gap)s] …", gap=name)
        asked.report(asked.container.first, container if asked.container.name == "cloze" else line)
    for name in [name for name in defined if name not in named]:
        asked.report(asked.container.first, _("the gap `%(gap)s` has no place [[%(gap)s]] in the text", gap=name))
    if len(set(named)) < len(named) or len(set(defined)) < len(defined):
        asked.report(asked.container.first, _("a gap stands there twice: each needs an id of its own"))


def _drag_words(asked: Asked) -> dict[str, Any]:
    text, lines, ids = _list(asked, least=2)
    named = GAP.findall(text)
    gaps = [(gap, name) for line, name in zip(lines, ids, strict=True) for gap in line.mark.split()]
    _same_gaps(asked, named, [gap for gap, _name in gaps])
    owner = dict(gaps)
    choices = tuple(
        d.DragChoice(
            id=name, text=line.text, group=int(line.given.values.get("group", "1") or 1), is_unlimited="unlimited" in line.given.flags
        )
        for line, name in zip(lines, ids, strict=True)
    )
    return {
        "text": text,
        "shuffle": not asked.flag("fixed-order"),
        "gaps": tuple(d.DragGap(id=gap, choice=owner[gap]) for gap in dict.fromkeys(named) if gap in owner),
        "choices": choices,
    }


def _essay(asked: Asked) -> dict[str, Any]:
    return {
        "text": asked.text,
        "lines": asked.number("lines", 10, least=1, most=100),
        "min_words": asked.number("min-words", None),
        "max_words": asked.number("max-words", None),
        "is_text_required": not asked.flag("text-optional"),
        "max_files": asked.number("files", 0, most=20),
        "min_files": asked.number("min-files", 0, most=20),
        "response_template": asked.template,
        "grader_info": asked.grader,
    }


def _file(asked: Asked) -> dict[str, Any]:
    most, least = asked.number("files", 1, least=1, most=20), asked.number("min-files", 1, most=20)
    return {"text": asked.text, "max_files": most, "min_files": least, "grader_info": asked.grader}


def _description(asked: Asked) -> dict[str, Any]:
    return {"text": asked.text}


def _scale(asked: Asked) -> dict[str, Any]:
    low, high = asked.number("min", 1, least=-100, most=100), asked.number("max", 5, least=-100, most=100)
    if low >= high:
        asked.report(asked.container.first, scale_of_nothing(low, high))
    return {"text": asked.text, "min": low, "max": high, "low": asked.value("low"), "high": asked.value("high")}


KINDS: dict[str, Kind] = {
    "single-choice": Kind(_single, d.MultiChoice, flags=("fixed-order",)),
    "multiple-choice": Kind(_multiple, d.MultiChoice, flags=("fixed-order",)),
    "true-false": Kind(_true_false, d.TrueFalse),
    "matching": Kind(_matching, d.Match, flags=("fixed-order",)),
    "ordering": Kind(_ordering, d.Ordering, values=("grading",)),
    "short-answer": Kind(_short_answer, d.ShortAnswer, flags=("case",)),
    "numerical": Kind(_numerical, d.Numerical, values=("units", "unit-handling", "unit-penalty")),
    "cloze": Kind(_cloze, d.Cloze, parts=("gap",)),
    "drag-words": Kind(_drag_words, d.DragWords, flags=("fixed-order",)),
    "essay": Kind(
        _essay,
        d.Essay,
        values=("lines", "min-words", "max-words", "files", "min-files"),
        flags=("text-optional",),
        parts=("grader", "template"),
    ),
    "file": Kind(_file, d.File, values=("files", "min-files"), parts=("grader",)),
    "description": Kind(_description, d.Description),
    "scale": Kind(_scale, d.Scale, values=("min", "max", "low", "high")),
}
GAP_VALUES = ("type", "weight", "layout", "units", "unit-handling", "unit-penalty")
GAP_FLAGS = ("case", "several", "fixed-order")
