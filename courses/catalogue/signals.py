"""What the catalogue tells apps above it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import Signal

course_followed = Signal()  # course: its rows are in step with its pages again, after one was published, withdrawn or moved

_kept_back: ContextVar[dict[int, Any] | None] = ContextVar("kept_back", default=None)


def tell(course: Any) -> None:
    """That it is in step; at once, or when many pages are published together at their end."""
    kept_back = _kept_back.get()
    if kept_back is None:
        course_followed.send(sender=type(course), course=course)
    else:
        kept_back[course.pk] = course


@contextmanager
def kept_back() -> Iterator[dict[int, Any]]:
    """For many pages in one transaction: the courses to `tell` afterwards, once each, by their ids."""
    courses: dict[int, Any] = {}
    token = _kept_back.set(courses)
    try:
        yield courses
    finally:
        _kept_back.reset(token)
