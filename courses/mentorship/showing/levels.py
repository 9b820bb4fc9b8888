"""A rubric with the level of each criterion that was chosen, or to choose from."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms.core.skeletons import hole, skeleton

from ..models import RubricVersion
from ..rubric_definition import RubricDefinition


def levels_html(version: RubricVersion | None, chosen: Mapping[str, str], *, can_write: bool) -> SafeString:
    """`chosen`: a level by criterion. Nothing where there is no rubric."""
    if version is None:
        return SafeString()
    rubric = version.in_words(get_language() or version.language)
    mark = " checked" if can_write else " data-chosen"
    holes = {f"{criterion}:{level}": mark for criterion, level in chosen.items()}
    key = (rubric, get_language(), can_write)  # its words, not its number: a translation may be written later
    framed = skeleton("mentorship/desk/rubric.html", key, lambda: _context(rubric, can_write))
    return framed.fill({**holes, "points": f"{rubric.points(chosen):g}"})


def _context(rubric: RubricDefinition, can_write: bool) -> dict[str, Any]:
    rows = [
        (criterion, [(level, f"{level.points:g}", hole(f"{criterion.id}:{level.id}")) for level in criterion.levels])
        for criterion in rubric.criteria
    ]
    return {"rubric": rubric, "rows": rows, "can_write": can_write, "most": f"{rubric.most:g}"}
