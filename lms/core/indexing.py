"""Wagtail's two indexes, of words for the back office and of what is used where, follow each save of an object at once. An import saves
each page three times: `kept_back` leaves the indexes alone, and `run` brings each object in once, in words many at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult
from modelsearch.backends import get_search_backends

Kept = dict[tuple[object, ...], TaskResult]

_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)
_IN_WORDS = "modelsearch.tasks.insert_or_update_object_task"  # which cannot be imported before this backend is there
_MANY = 50


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
    in_words: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for one in kept.values():
        if one.task.module_path == _IN_WORDS:
            app, model, number = one.args
            in_words[app, model].append(number)
        else:
            one.task.enqueue(*one.args, **one.kwargs)
            after_each()
    for (app, model), numbers in in_words.items():
        for start in range(0, len(numbers), _MANY):
            _bring_in(apps.get_model(app, model)._default_manager.filter(pk__in=numbers[start : start + _MANY]))
            for _number in numbers[start : start + _MANY]:
                after_each()


def _bring_in(rows: Iterable[Any]) -> None:
    """As modelsearch does it, which takes four queries for each."""
    found: dict[type[Any], dict[Any, Any]] = defaultdict(dict)
    for row in rows:
        if one := row.get_indexed_instance():
            found[type(one)][one.pk] = one
    for model, objects in found.items():
        shown = set(model.get_indexed_objects().filter(pk__in=objects).values_list("pk", flat=True))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, [one for pk, one in objects.items() if pk in shown])
