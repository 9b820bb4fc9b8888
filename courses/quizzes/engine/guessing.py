"""What blind choice is worth."""

import math
from functools import singledispatch
from typing import Any

from .definition import (
    Cloze,
    Definition,
    Description,
    DragWords,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    OrderingGrading,
    Scale,
    ShortAnswer,
    TrueFalse,
)
from .responses import words_for_gaps


def random_guess_score(definition: Definition) -> float | None:
    """What blind choice is worth on average; None where that cannot be said. Sources: `get_random_guess_score` of Moodle's question types,
    named at each; Statistics, "random guess score", docs.moodle.org/dev/Quiz_statistics_calculations."""
    return _guess(definition)


@singledispatch
def _guess(definition: Any) -> float | None:
    """Nothing, where words are to be found (question_type::get_random_guess_score)."""
    return 0.0


@_guess.register
def _(definition: MultiChoice) -> float | None:
    """The mean of the choices' fractions (qtype_multichoice::get_random_guess_score), each as it would be graded.
    None for several choices."""
    if not definition.single or not definition.choices:
        return None
    return math.fsum(_clamped(choice.fraction) for choice in definition.choices) / len(definition.choices)


@_guess.register
def _(definition: TrueFalse) -> float | None:
    """qtype_truefalse::get_random_guess_score."""
    return 0.5


@_guess.register
def _(definition: Match) -> float | None:
    """One of the different options (qtype_match::get_random_guess_score)."""
    different = {option.text.strip() or option.id for option in definition.options}
    return 1 / len(different) if different else None


@_guess.register
def _(definition: Ordering) -> float | None:
    """Moodle says 0. Ours is the mean over all n! orders: 1/n! for all or nothing; 1/n by position (one item on average stands where it
    should) and by the next one ((n − 1)! of n! orders have a given pair)."""
    items = len(definition.items)
    if not items:
        return None
    return 1 / math.factorial(items) if definition.grading is OrderingGrading.ALL_OR_NOTHING else 1 / items


@_guess.register
def _(definition: ShortAnswer) -> float | None:
    """What an answer that takes anything gives (qtype_shortanswer::get_random_guess_score)."""
    return next((_clamped(answer.fraction) for answer in definition.answers if answer.text.strip() == "*"), 0.0)


@_guess.register
def _(definition: Numerical) -> float | None:
    """qtype_numerical::get_random_guess_score."""
    return next((_clamped(answer.fraction) for answer in definition.answers if answer.value is None), 0.0)


@_guess.register
def _(definition: Cloze) -> float | None:
    """The gaps' by their weights (qtype_multianswer::get_random_guess_score; one gap of which nothing can be said
    leaves nothing to say)."""
    guesses = [_guess(gap.question) for gap in definition.gaps]
    total = math.fsum(gap.weight for gap in definition.gaps)
    if total <= 0 or None in guesses:
        return None
    return math.fsum(gap.weight * (guess or 0.0) for gap, guess in zip(definition.gaps, guesses, strict=True)) / total


@_guess.register
def _(definition: DragWords) -> float | None:
    """The mean over the gaps of one in the words that fit (qtype_gapselect_question_base::get_random_guess_score)."""
    fitting = [len(words) for words in words_for_gaps(definition).values()]
    return math.fsum(1 / words for words in fitting) / len(fitting) if fitting and all(fitting) else None


@_guess.register(Description)
@_guess.register(Scale)
def _(definition: Description | Scale) -> float | None:
    return None


def _clamped(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
