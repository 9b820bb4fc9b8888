"""What of a definition is no text, in words: so that a changed key is seen beside changed words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ...question_forms.fields import percent

_TEXTS = {"text", "feedback", "name", "low", "high", "response_template", "grader_info"}


def values_in_words(definition: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(place, its name, the value) for each number, choice and order."""
    yield from _walk(definition, "")


def _walk(thing: dict[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    for name, value in thing.items():
        place = f"{path}{name}"
        if isinstance(value, list | tuple):
            ids = [str(part.get("id", number)) for number, part in enumerate(value)]
            if path == "" and len(ids) > 1:
                yield f"{place}.order", _("%(name)s: order") % {"name": name}, ", ".join(ids)
            for number, part in enumerate(value):
                yield from _walk(part, f"{place}.{part.get('id', number)}.")
        elif isinstance(value, dict):
            yield from _walk(value, f"{place}.")
        elif name not in _TEXTS and not name.endswith("feedback") and name not in ("id", "type"):
            yield place, place.replace(".", " › "), _value(name, value)


def _value(name: str, value: Any) -> str:
    if name in ("fraction", "penalty", "unit_penalty") and value is not None:
        return percent(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
