"""What somebody would get who takes any choice without reading the question. Pure."""

from math import factorial, fsum

from ..engine.definition import Cloze, Definition, DragWords, Match, MultiChoice, Ordering, OrderingGrading, TrueFalse


def random_guess(definition: Definition) -> float | None:
    """The expected score of a blind guess, in percent of the question's mark. As in Moodle's `get_random_guess_score` of each type (MD,
    "Random guess score"); None where a guess has no sensible distribution: check boxes, what a person grades, what has no marks.

    - one of several choices: the mean of their fractions; true or false: 50
    - matching: 100 / number of options, each option equally likely for each line
    - words to drag: the mean over the gaps of 1 / number of words of the gap's group
    - gaps: the mean of the gaps' own scores by their weights, typed ones 0
    - ordering: 100 / n for places and for neighbours (each of n items is in its place, or before its successor, in 1 of n orders),
      100 / n! for all or nothing
    - typed words and numbers: 0
    """
    score = _score(definition)
    return None if score is None else 100 * score


def _score(definition: Definition) -> float | None:
    match definition:
        case MultiChoice(single=True):
            return fsum(choice.fraction for choice in definition.choices) / len(definition.choices)
        case TrueFalse():
            return 0.5
        case Match():
            return 1 / len(definition.options)
        case Ordering():
            count = len(definition.items)
            return 1 / factorial(count) if definition.grading == OrderingGrading.ALL_OR_NOTHING else 1 / count
        case DragWords():
            return _of_dragged(definition)
        case Cloze():
            return _of_gaps(definition)
        case _:
            return 0.0 if definition.type in ("shortanswer", "numerical") else None


def _of_dragged(definition: DragWords) -> float | None:
    groups = {choice.id: choice.group for choice in definition.choices}
    sizes = [sum(group == groups.get(gap.choice) for group in groups.values()) for gap in definition.gaps]
    return fsum(1 / size for size in sizes if size) / len(sizes) if sizes else None


def _of_gaps(definition: Cloze) -> float | None:
    whole = fsum(gap.weight for gap in definition.gaps)
    scores = [_score(gap.question) for gap in definition.gaps]
    if not whole or None in scores:
        return None
    return fsum(gap.weight * (score or 0.0) for gap, score in zip(definition.gaps, scores, strict=True)) / whole
