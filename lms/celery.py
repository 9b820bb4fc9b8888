"""The Celery application: settings come from Django's, tasks from each app's `tasks.py`."""

import os
import sys
from pathlib import Path

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction


class Nudge(DjangoTask):
    """A task is only a nudge; the truth is a row with a state, and a sweep finds what was not nudged. So a broker that is away must
    not turn what a person has just saved into an error page: it is logged. (Tests run tasks in place and want to see it.)"""

    def delay_on_commit(self, *args: object, **kwargs: object) -> None:
        transaction.on_commit(lambda: self.delay(*args, **kwargs), robust=not self.app.conf.task_always_eager)

    def apply_async_on_commit(self, *args: object, **kwargs: object) -> None:
        transaction.on_commit(lambda: self.apply_async(*args, **kwargs), robust=not self.app.conf.task_always_eager)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.development")
app = Celery("lms", task_cls=Nudge)
if sys.path[0] == os.getcwd():  # Celery puts it there: whatever folder a command is given in would stand before every library
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
