"""Wagtail's two indexes, of words for the back office and of what is used where, follow each save of an object at once. An import saves
each page three times: `kept_back` leaves the indexes alone, and `run` brings each object in once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

Kept = dict[tuple[object, ...], TaskResult]

_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


class AtOnceOrKeptBack(ImmediateBackend):
    """The setting TASKS names it: Wagtail has no other tasks."""

    def _execute_task(self, task_result: TaskResult) -> None:
        kept = _kept.get()
        if kept is None:
            super()._execute_task(task_result)
        else:
            kept[task_result.task.module_path, *task_result.args] = task_result


@contextmanager
def kept_back() -> Iterator[Kept]:
    """What is to be brought in afterwards with `run`: an object that was saved more than once is there once."""
    kept: Kept = {}
    token = _kept.set(kept)
    try:
        yield kept
    finally:
        _kept.reset(token)


def run(kept: Kept, after_each: Callable[[], None] = lambda: None) -> None:
    for one in kept.values():
        one.task.enqueue(*one.args, **one.kwargs)
        after_each()
