"""Whether what was typed is what was meant: words against patterns, numbers out of text. Pure and linear in the length of the text."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .definition import Answer, Numerical, NumericalAnswer, ShortAnswer, Unit, UnitHandling

# What keyboards and telephones put by themselves in the place of each other.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´ʹ＇", "'"),
        **dict.fromkeys("“”„«»‟", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
_STAR = re.compile(r"(?<!\\)\*")
_PRECISION = 1e-14  # relative; PHP's `precision`, by which Moodle widens a tolerance (qtype_numerical_answer::get_tolerance_interval)


def matching_answer(question: ShortAnswer, text: str) -> Answer | None:
    """The first answer whose pattern the text fits. Case counts only where the question says so, and only then does ё differ from е."""
    words = _alike(text, question.use_case)
    return next((answer for answer in question.answers if _fits(words, _pattern(answer.text, question.use_case))), None)


def without_wildcards(pattern: str) -> str:
    """A pattern as an answer: `\\*` is a star; a bare star stays, for it stands for anything."""
    return pattern.replace("\\*", "*")


def spoken(pattern: str) -> str:
    """A pattern for people to read: an ellipsis where anything may stand."""
    return _STAR.sub("…", pattern)


def _alike(text: str, use_case: bool) -> str:
    """Texts that say the same are the same: composed (NFC), spaces collapsed, one kind of apostrophe, quotation mark and dash."""
    text = " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())
    if use_case:
        return text
    return unicodedata.normalize("NFC", text.casefold()).replace("ё", "е")


@lru_cache(maxsize=4096)  # of patterns, never of what learners typed
def _pattern(pattern: str, use_case: bool) -> tuple[str, ...]:
    """The pieces between the wildcards."""
    return tuple(without_wildcards(piece) for piece in _STAR.split(_alike(pattern, use_case)))


def _fits(text: str, pieces: tuple[str, ...]) -> bool:
    first, *between = pieces
    if not between:
        return text == first
    *between, last = between
    end = len(text) - len(last)
    at = len(first)
    if at > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in between:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


@dataclass(frozen=True)
class Quantity:
    """A number as typed, the words beside it, and the unit among the question's that they name."""

    number: float
    words: str
    unit: Unit | None

    @property
    def in_first_unit(self) -> float:
        return self.number * self.unit.multiplier if self.unit else self.number


@dataclass(frozen=True)
class NumericalMatch:
    answer: NumericalAnswer
    is_unit_right: bool


_SPACES = re.compile(r"\s")  # Python counts the no-break and thin ones among them
_THREE = r"\d{1,3}"
_GROUPS = "|".join(
    (
        rf"{_THREE}(?:[ '’]\d\d\d)+(?!\d)",
        rf"{_THREE}(?:,\d\d\d)(?:,\d\d\d)+(?!\d)",
        rf"{_THREE}(?:\.\d\d\d)(?:\.\d\d\d)+(?!\d)",
        rf"{_THREE}(?:,\d\d\d)+(?=\.\d)",
        rf"{_THREE}(?:\.\d\d\d)+(?=,\d)",
    )
)
_NUMBER = re.compile(
    rf"(?P<sign>[+-])? ?(?:(?P<whole>{_GROUPS}|\d+)(?:[.,](?P<decimals>\d*))?|[.,](?P<only>\d+))"
    r"(?: ?(?:[eEеЕ]|[xX×хХ*·⋅] ?10 ?(?:\^|\*\*)) ?(?P<exponent>[+-]?\d+))?",
    re.ASCII,
)
_SUPERSCRIPT = re.compile(r"10([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_OTHER_NUMBER = re.compile(r"(?<![^\W\d_])\d|^ ?[+-]+ ?$")  # 5/6, 5-6, 5 or 6, --5; but not m2
MAX_NUMBER = 200  # characters: what is longer is no number that a person types


def quantity(text: str, units: Sequence[Unit] = ()) -> Quantity | None:
    """The number in a text, with its unit before or after it; None where there is no such number, or more than it.

    A comma is a decimal comma unless it must divide thousands (1,234,567 and 1,234.5; Moodle's rule in
    qtype_numerical_answer_processor::apply_units); likewise a point. Spaces divide thousands only in groups of three."""
    line = unicodedata.normalize("NFC", text).strip()
    if len(line) > MAX_NUMBER:
        return None
    line = re.sub("[−–‒‐‑]", "-", re.sub(r"\s+", " ", line))
    line = _SUPERSCRIPT.sub(lambda found: "10^" + found[1].translate(_RAISED), line)
    found = _NUMBER.match(line) or next((each for each in _NUMBER.finditer(line) if each.end() == len(line)), None)
    number = _value(found) if found else None
    if found is None or number is None:
        return None
    words = line[found.end() :] if found.start() == 0 else line[: found.start()]
    unit = _unit(words, units)
    return None if unit is None and _OTHER_NUMBER.search(words) else Quantity(number, words.strip(), unit)


def matching_number(question: Numerical, text: str) -> NumericalMatch | None:
    """The first answer whose tolerance holds the number. Where units are graded, a number that is right but for its unit matches too, as in
    Moodle (qtype_numerical_question::get_matching_answer)."""
    typed = quantity(text, question.units if question.unit_handling is not UnitHandling.NONE else ())
    if typed is None:
        return None
    is_graded = question.unit_handling is UnitHandling.GRADED
    for answer in question.answers:
        if _is_within(answer, typed.in_first_unit):
            return NumericalMatch(answer, not is_graded or typed.unit is not None)
        if is_graded and _is_within(answer, typed.number):
            return NumericalMatch(answer, False)
    return None


def is_number_for(question: Numerical, text: str) -> bool:
    """A number that can be taken without a question back: with no words beside it but, where the question has units, one of them.
    (Where units are graded, any word may be the unit: to know it is part of the answer.)"""
    typed = quantity(text, question.units)
    if typed is None:
        return False
    if question.unit_handling is UnitHandling.NONE:
        return not typed.words
    return question.unit_handling is UnitHandling.GRADED or not typed.words or typed.unit is not None


def _value(found: re.Match[str]) -> float | None:
    whole = re.sub(r"\D", "", found["whole"] or "0")
    text = f"{found['sign'] or ''}{whole}.{found['decimals'] or found['only'] or '0'}e{found['exponent'] or '0'}"
    number = float(text)
    return number if math.isfinite(number) else None


def _is_within(answer: NumericalAnswer, number: float) -> bool:
    if answer.value is None:
        return True
    tolerance = abs(answer.tolerance)
    return abs(number - answer.value) <= tolerance + _PRECISION * max(abs(answer.value), tolerance)


def _unit(words: str, units: Sequence[Unit]) -> Unit | None:
    """The unit of that name; written in other case only where no other could be meant (MW is not mW)."""
    name = _bare(words)
    exact = next((unit for unit in units if _bare(unit.name) == name), None)
    if exact or not name:
        return exact
    alike = [unit for unit in units if _bare(unit.name).casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else None


def _bare(name: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFC", name)).rstrip(".")
