"""What the queue of an open page is told of a change that was kept."""

from typing import Any

from ..log.actions import Outcome
from ..log.wording import saved_words


def told_of(outcome: Outcome) -> dict[str, Any]:
    """`value` is what came of it, which after a merge is not what was sent; `state` is said beside the field."""
    return {
        "revision": outcome.revision,
        "value": outcome.value,
        "outcome": outcome.outcome,
        "saved_at": outcome.saved_at and outcome.saved_at.isoformat(),
        "state": saved_words(outcome.saved_at, outcome.outcome),
    }
