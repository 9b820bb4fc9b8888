"""What a published version keeps of an assignment's block, and whether the block can be what it says in its lesson."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.list_block import ListBlockValidationError

from courses.catalogue.activity_kinds import ActivityContent
from courses.workbook.kinds import KINDS

from .assignment_definition import AssignmentDefinition, asked_in, files_in, rounds_in, to_json


def describe(value: Any) -> ActivityContent:
    """A rubric whose row is gone is left out."""
    rubric = value.get("rubric")
    definition = AssignmentDefinition(
        brief=value.get("brief") or "",
        exercises=tuple(value.get("exercises") or ()),
        text=asked_in(value.get("text")),
        text_prompt=value.get("text_prompt") or "",
        files=files_in(value.get("files")),
        rubric=rubric.pk if rubric else None,
        rounds=rounds_in(value.get("rounds")),
    )
    return ActivityContent(title=value.get("title") or "", content=to_json(definition), is_required=bool(value.get("is_required", True)))


def problems_in_lesson(value: Any, lesson: Mapping[str, tuple[str, ActivityContent]]) -> dict[str, ValidationError]:
    """By field: what names exercises that are not there, are private or are named twice. `lesson` has kind and content by block id."""
    errors: dict[int, ValidationError] = {}
    named: set[str] = set()
    for place, block_id in enumerate(value["exercises"]):
        kind, content = lesson.get(block_id, ("", None))
        if kind not in KINDS or content is None:
            errors[place] = ValidationError(_("No exercise of this lesson has this id."))
        elif content.is_private:
            errors[place] = ValidationError(_("This exercise is for the learner's eyes only: nobody can be shown it."))
        elif block_id in named:
            errors[place] = ValidationError(_("This exercise is named already."))
        named.add(block_id)
    return {"exercises": ListBlockValidationError(block_errors=errors)} if errors else {}
