"""What a higher app knows about a question: the drafts and earlier versions that place it, or may draw it. A row has `where`, `url`,
`block`, `state` and `language`."""

from collections.abc import Callable
from typing import Any

from lms.accounts.models import User

from .models import Question

Placed = Callable[[Question, User], list[Any]]

_placed: list[Placed] = []


def register(placed: Placed) -> None:
    _placed.append(placed)


def placed_elsewhere(question: Question, person: User) -> list[Any]:
    return [row for each in _placed for row in each(question, person)]
