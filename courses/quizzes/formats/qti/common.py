"""What every type of question takes from an item."""

from typing import Any

from ...engine.definition import Format
from .item import Item


def common(item: Item, *, mark: float, text: str, feedback: dict[str, str]) -> dict[str, Any]:
    """`mark` in the item's own points. QTI has no tries: no hints, and the penalty that our editor would propose."""
    return {
        "text": text,
        "format": Format.HTML,
        "default_mark": mark,
        "general_feedback": feedback.get("general", ""),
        "correct_feedback": feedback.get("correct", ""),
        "partially_correct_feedback": feedback.get("partial", ""),
        "incorrect_feedback": feedback.get("incorrect", ""),
    }


def is_true(text: str, *, default: bool = False) -> bool:
    return text.strip().lower() in ("true", "1") if text else default
