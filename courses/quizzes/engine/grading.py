"""What an answer is worth, by the answer alone: penalties and certainty are the behaviours'. The rules are Moodle's; where ours differ, it
says so (and docs/decisions/0009-quiz-engine.md why)."""

import math
from functools import singledispatch
from itertools import pairwise
from typing import Any

from .definition import (
    MANUAL,
    UNMARKED,
    Choice,
    Cloze,
    Definition,
    Description,
    DragWords,
    Essay,
    File,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    OrderingGrading,
    Part,
    ShortAnswer,
    TrueFalse,
    UnitHandling,
)
from .guessing import random_guess_score
from .matching import is_number_for, matching_answer, matching_number, without_wildcards
from .responses import FALSE, TRUE, chosen, files, filled, in_gap, is_blank, ordered, out_of_gap, placed, typed, words_for_gaps
from .state import RIGHT, Response, StateName

__all__ = [
    "answered",
    "choice_fractions",
    "grade",
    "is_graded_by_hand",
    "is_marked",
    "parts_right",
    "random_guess_score",
    "right_count",
    "right_order",
    "right_response",
]


def is_graded_by_hand(definition: Definition) -> bool:
    return isinstance(definition, MANUAL)


def is_marked(definition: Definition) -> bool:
    """Whether there are marks to be had, from the engine or from a person."""
    return not isinstance(definition, UNMARKED)


def grade(definition: Definition, response: Response) -> float | None:
    """The part of the mark, 0 to 1; None where nothing was answered, and for what a person grades or nobody does."""
    if isinstance(definition, MANUAL + UNMARKED) or is_blank(definition, response):
        return None
    return _clamped(_fraction(definition, response))


def parts_right(definition: Definition, response: Response) -> dict[str, float]:
    """By stem, gap or item what it is worth by itself: 1 is right. Empty for questions of one part."""
    return _parts(definition, response)


def right_count(definition: Definition, response: Response) -> tuple[int, int] | None:
    """(how many parts are right, of how many): what a hint may tell. None for questions of one part.
    Of several choices, those chosen that are worth something, of all that are (qtype_multichoice_multi_question::get_num_parts_right)."""
    if isinstance(definition, MultiChoice) and not definition.single:
        right = {choice.id for choice in definition.choices if choice.fraction > 0}
        return len(right.intersection(chosen(response))), len(right)
    parts = _parts(definition, response)
    return (sum(fraction > RIGHT for fraction in parts.values()), len(parts)) if parts else None


def right_order(definition: Ordering) -> tuple[str, ...]:
    """The ids in the right order, of an arranged question as well (see `arranging`)."""
    return getattr(definition, "right_order", None) or tuple(item.id for item in definition.items)


def choice_fractions(definition: MultiChoice | TrueFalse) -> dict[str, float]:
    if isinstance(definition, TrueFalse):
        return {TRUE: float(definition.correct), FALSE: float(not definition.correct)}
    return {choice.id: choice.fraction for choice in definition.choices}


def answered(definition: Definition, response: Response) -> StateName:
    """todo: nothing answered · invalid: not all of it, or not so that it could be graded as meant · complete."""
    if isinstance(definition, Description):
        return StateName.COMPLETE
    if is_blank(definition, response):
        return StateName.TODO
    return StateName.COMPLETE if _is_complete(definition, response) else StateName.INVALID


def right_response(definition: Definition) -> Response | None:
    """An answer that is worth most, in the clean form; None where there is none to show. Wildcards stand as they are."""
    return _right(definition)


def _clamped(fraction: float) -> float:
    return min(1.0, max(0.0, fraction)) if math.isfinite(fraction) else 0.0


# What an answer is worth.


@singledispatch
def _fraction(definition: Any, response: Response) -> float:
    """Of questions of parts that weigh the same (match, ddwtos: right pairs of all, qtype_match_question::grade_response)."""
    parts = _parts(definition, response)
    return sum(parts.values()) / len(parts) if parts else 0.0


@_fraction.register
def _(definition: MultiChoice, response: Response) -> float:
    """Fractions of what was chosen, added up (qtype_multichoice_multi_question::grade_response, which clamps likewise)."""
    picked = chosen(response)
    if definition.single and len(picked) > 1:
        return 0.0
    return math.fsum(choice.fraction for choice in definition.choices if choice.id in picked)


@_fraction.register
def _(definition: TrueFalse, response: Response) -> float:
    return float(chosen(response) == (TRUE if definition.correct else FALSE,))


@_fraction.register
def _(definition: ShortAnswer, response: Response) -> float:
    answer = matching_answer(definition, typed(response))
    return answer.fraction if answer else 0.0


@_fraction.register
def _(definition: Numerical, response: Response) -> float:
    """A wrong or missing unit takes `unit_penalty` of what the number is worth (Moodle's UNITGRADEDOUTOFMARK, its default,
    qtype_numerical_question::apply_unit_penalty)."""
    found = matching_number(definition, typed(response))
    if found is None:
        return 0.0
    return found.answer.fraction if found.is_unit_right else found.answer.fraction * (1 - definition.unit_penalty)


@_fraction.register
def _(definition: Ordering, response: Response) -> float:
    """qtype_ordering_question::grade_response; `relative_next` is its "relative to next item, excluding last"."""
    parts = _parts(definition, response)
    share = sum(parts.values()) / len(parts) if parts else 0.0
    return share if definition.grading is not OrderingGrading.ALL_OR_NOTHING else float(share > RIGHT)


@_fraction.register
def _(definition: Cloze, response: Response) -> float:
    """The gaps' fractions by their weights (qtype_multianswer_question::grade_response)."""
    parts = _parts(definition, response)
    total = math.fsum(gap.weight for gap in definition.gaps)
    return math.fsum(gap.weight * parts[gap.id] for gap in definition.gaps) / total if total > 0 else 0.0


# The parts of an answer.


@singledispatch
def _parts(definition: Any, response: Response) -> dict[str, float]:
    return {}


@_parts.register
def _(definition: Match, response: Response) -> dict[str, float]:
    """An option that reads the same as the right one is right: nobody could tell them apart."""
    pairs, alike = placed(response, "pairs"), _alike(definition.options)
    return {stem.id: float(_same(pairs.get(stem.id), stem.option, alike)) for stem in definition.stems}


@_parts.register
def _(definition: DragWords, response: Response) -> dict[str, float]:
    gaps, fitting = placed(response, "gaps"), words_for_gaps(definition)
    return {gap.id: float(_same(gaps.get(gap.id), gap.choice, _alike(fitting[gap.id]))) for gap in definition.gaps}


@_parts.register
def _(definition: Ordering, response: Response) -> dict[str, float]:
    """By position: the item stands where it should. By `relative_next`: the item after it is the one that should be; the last item is
    not asked (where it is the only one, it is right)."""
    right, order = right_order(definition), ordered(response)
    if definition.grading is OrderingGrading.RELATIVE_NEXT and len(right) > 1:
        after = dict(pairwise(order))
        return {item: float(after.get(item) == following) for item, following in pairwise(right)}
    return {item: float(place < len(order) and order[place] == item) for place, item in enumerate(right)}


@_parts.register
def _(definition: Cloze, response: Response) -> dict[str, float]:
    gaps = filled(response)
    return {gap.id: grade(gap.question, in_gap(gap, gaps.get(gap.id))) or 0.0 for gap in definition.gaps}


def _alike(parts: tuple[Part, ...]) -> dict[str, str]:
    """A part's id → what it says."""
    return {part.id: part.text.strip() for part in parts}


def _same(given: Any, right: str, alike: dict[str, str]) -> bool:
    if given == right:
        return True
    said = alike.get(given) if isinstance(given, str) else None
    return bool(said) and said == alike.get(right)


# Whether all of it was answered.


@singledispatch
def _is_complete(definition: Any, response: Response) -> bool:
    """What is not blank is whole, where there is only one thing to answer."""
    return True


@_is_complete.register
def _(definition: MultiChoice, response: Response) -> bool:
    return not definition.single or len(chosen(response)) == 1


@_is_complete.register
def _(definition: Match, response: Response) -> bool:
    pairs = placed(response, "pairs")
    return all(pairs.get(stem.id) for stem in definition.stems)


@_is_complete.register
def _(definition: Ordering, response: Response) -> bool:
    return sorted(ordered(response)) == sorted(right_order(definition))


@_is_complete.register
def _(definition: Numerical, response: Response) -> bool:
    return is_number_for(definition, typed(response))


@_is_complete.register
def _(definition: Cloze, response: Response) -> bool:
    gaps = filled(response)
    return all(answered(gap.question, in_gap(gap, gaps.get(gap.id))) is StateName.COMPLETE for gap in definition.gaps)


@_is_complete.register
def _(definition: DragWords, response: Response) -> bool:
    """Every gap filled, and no word used more often than there are of it."""
    gaps = placed(response, "gaps")
    used = [gaps.get(gap.id) for gap in definition.gaps]
    once = {choice.id for choice in definition.choices if not choice.is_unlimited}
    return all(used) and all(used.count(choice) == 1 for choice in once.intersection(used))


@_is_complete.register
def _(definition: Essay, response: Response) -> bool:
    """qtype_essay_question::is_complete_response: the text that is required, the words within their limits,
    files enough and not too many."""
    words = len(typed(response).split())
    if not words and definition.is_text_required:
        return False
    is_length_right = not words or (definition.min_words or 0) <= words <= (definition.max_words or math.inf)
    return is_length_right and definition.min_files <= len(files(response)) <= definition.max_files


@_is_complete.register
def _(definition: File, response: Response) -> bool:
    return definition.min_files <= len(files(response)) <= definition.max_files


# The right answer.


@singledispatch
def _right(definition: Any) -> Response | None:
    return None


@_right.register
def _(definition: MultiChoice) -> Response | None:
    right = [choice.id for choice in definition.choices if _is_right_choice(definition, choice)]
    if not right:
        return None
    return {"choice": right[0]} if definition.single else {"choices": right}


def _is_right_choice(definition: MultiChoice, choice: Choice) -> bool:
    return choice.fraction > RIGHT if definition.single else choice.fraction > 0


@_right.register
def _(definition: TrueFalse) -> Response | None:
    return {"choice": TRUE if definition.correct else FALSE}


@_right.register
def _(definition: Match) -> Response | None:
    return {"pairs": {stem.id: stem.option for stem in definition.stems}}


@_right.register
def _(definition: Ordering) -> Response | None:
    return {"order": list(right_order(definition))}


@_right.register
def _(definition: ShortAnswer) -> Response | None:
    """The first answer of full worth that no earlier one hides."""
    for answer in definition.answers:
        words = without_wildcards(answer.text).strip()
        if answer.fraction > RIGHT and words and matching_answer(definition, words) is answer:
            return {"text": words}
    return None


@_right.register
def _(definition: Numerical) -> Response | None:
    unit = definition.units[0].name if definition.units and definition.unit_handling is not UnitHandling.NONE else ""
    for answer in definition.answers:
        text = " ".join(filter(None, [_written(answer.value or 0.0), unit]))
        found = matching_number(definition, text) if answer.fraction > RIGHT else None
        if found and found.answer is answer:
            return {"text": text}
    return None


def _written(number: float) -> str:
    return f"{number:.15g}"


@_right.register
def _(definition: Cloze) -> Response | None:
    found = {gap.id: out_of_gap(_right(gap.question) or {}) for gap in definition.gaps}
    return {"gaps": {gap: value for gap, value in found.items() if value}} if any(found.values()) else None


@_right.register
def _(definition: DragWords) -> Response | None:
    return {"gaps": {gap.id: gap.choice for gap in definition.gaps}}
