"""Levels of a criterion as values that can be compared, also between versions of a rubric. Pure."""

from collections.abc import Mapping

from courses.mentorship.rubric_definition import Criterion


def values_of(criterion: Criterion) -> Mapping[str, float]:
    """By level: its points, which keep their meaning when a later version adds a level between; where points tell levels not apart, its
    place."""
    points = [level.points for level in criterion.levels]
    if len(set(points)) < len(points):
        return {level.id: float(place) for place, level in enumerate(criterion.levels)}
    return {level.id: level.points for level in criterion.levels}


def steps_apart(criterion: Criterion, one: str, other: str) -> int:
    """How many levels lie from one to the other."""
    values = values_of(criterion)
    order = sorted(values, key=lambda level: values[level])
    return abs(order.index(one) - order.index(other))
