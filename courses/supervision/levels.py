"""Levels of a criterion as values for the figure of agreement, also between versions of a rubric. Pure. How many levels lie between two
is asked of the criterion itself."""

from collections.abc import Mapping

from courses.mentorship.rubric_definition import Criterion


def values_of(criterion: Criterion) -> Mapping[str, float]:
    """By level: its points, which keep their meaning when a later version adds a level between; where points tell levels not apart, its
    place."""
    points = [level.points for level in criterion.levels]
    if len(set(points)) < len(points):
        return {level.id: float(place) for place, level in enumerate(criterion.levels)}
    return {level.id: level.points for level in criterion.levels}
