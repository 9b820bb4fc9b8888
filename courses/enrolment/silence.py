"""How long nothing was heard of somebody, and what follows from it. Pure: days are spans of 24 hours."""

from datetime import datetime, timedelta

STEPS = (7, 14, 21)  # days of silence, each a letter
SLEEP = 28
APART = timedelta(days=4)  # between two letters, when one of them was late


def step_of(since: datetime, at: datetime) -> int | None:
    """The latest step that is reached; None before the first one and for who sleeps."""
    days = (at - since).days
    return None if days >= SLEEP else max((step for step in STEPS if step <= days), default=None)


def is_silent(since: datetime, at: datetime) -> bool:
    return (at - since).days >= STEPS[0]


def falls_asleep(since: datetime, at: datetime) -> bool:
    return (at - since).days >= SLEEP
