"""Every task runs in a queue that somebody chose, and every entry of the timetable names a task that exists."""

from fnmatch import fnmatch

import pytest
from django.conf import settings

from lms.celery import app

OURS = ("lms.", "courses.", "cms.")

pytestmark = pytest.mark.caches  # Celery closes them when it reads the tasks


def own_tasks() -> list[str]:
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if name.startswith(OURS))


def test_every_task_has_a_route():
    routes = settings.CELERY_TASK_ROUTES

    assert [task for task in own_tasks() if not any(fnmatch(task, route) for route in routes)] == []


def test_every_route_has_a_task_and_a_queue_that_the_worker_takes_from():
    routes, queues = settings.CELERY_TASK_ROUTES, {queue.name for queue in settings.CELERY_TASK_QUEUES}

    stale = [route for route in routes if not any(fnmatch(task, route) for task in own_tasks())]
    unserved = [route for route, choice in routes.items() if choice["queue"] not in queues]

    assert (stale, unserved) == ([], [])


def test_the_timetable_names_tasks_that_exist():
    assert [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] not in own_tasks()] == []


def test_every_task_survives_a_killed_worker():
    fragile = [name for name in own_tasks() if not (app.tasks[name].acks_late and app.tasks[name].reject_on_worker_lost)]

    assert fragile == []
