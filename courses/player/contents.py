"""What stands beside a lesson: its own sections, and all lessons of the course with a mark at those that are done."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.catalogue.rendering import Section
from lms.core.skeletons import hole, skeleton

from .stations import Stretch


def contents_html(modules: Sequence[Stretch], sections: Sequence[Section], lesson_language: str, *, shows_done: bool) -> SafeString:
    """Kept by what it lists; what the reader has done is only joined in."""
    language = get_language()
    stations = [station for module in modules for station in module.lessons]
    lines = tuple((one.url, one.lesson.language, one.lesson.title, one.is_current) for one in stations)
    done = skeleton("player/_done_mark.html", (language,), dict).fill({})
    marks = {f"mark{place}": done if shows_done and one.is_done else f"{one.lesson.number}. " for place, one in enumerate(stations)}

    def context() -> dict[str, Any]:
        listed = [(*line, hole(f"mark{place}")) for place, line in enumerate(lines)]
        return {"lessons": listed, "sections": sections, "language": lesson_language}

    return skeleton("player/_contents.html", (language, lesson_language, tuple(sections), lines), context).fill(marks)
