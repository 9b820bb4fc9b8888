"""Points at which the worker kills itself when the test has armed them: a file of that name, used up by one death."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

from celery.signals import task_prerun, worker_process_init
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db.models.signals import post_save
from django.dispatch import receiver

from lms.notifications import governor
from tests.support.letters import AROUND_THE_CLOCK

governor.HOURS = AROUND_THE_CLOCK  # the worker under test runs at any hour
EVERYTHING_BEFORE_THE_CLAIM = "everything-before-the-claim"
CHILD_IN_MID_FILE = "child-in-mid-file"
CHILD_AFTER_THE_FILE = "child-after-the-file"
EVERYTHING_AT_A_LESSON = "everything-at-a-lesson"
EVERYTHING_IN_MID_FILE = "everything-in-mid-file"
EVERYTHING_AT = "everything-at-"  # a step of editors' work
PAUSE_AT = "pause-at-"  # the same: until the file is gone
AUTHORING = "courses.authoring"
STEPS = {  # before each of them
    "unpacking": f"{AUTHORING}.board.archives.unpack",
    "files": f"{AUTHORING}.library.bring_in",
    "questions": f"{AUTHORING}.banking.write_bank",
    "examples": f"{AUTHORING}.importing._import_examples",
    "search": "lms.core.indexing.run",
    "telling": f"{AUTHORING}.importing._tell",
    "packing": f"{AUTHORING}.board.archives.pack",
    "own-questions": f"{AUTHORING}.board.edition_questions.copied_for",
    "rows": f"{AUTHORING}.board.editions._make_rows",
}


def _is_due(fault: str) -> bool:
    armed = os.environ.get("WORKER_FAULTS")
    if armed is None:  # the tests' own process reads the names only
        return False
    try:
        Path(armed, fault).unlink()
    except FileNotFoundError:
        return False
    return True


def _at_a_step(name: str, real: Callable[..., object]) -> Callable[..., object]:
    def step(*args, **kwargs):
        if _is_due(EVERYTHING_AT + name):
            os.killpg(os.getpgrp(), signal.SIGKILL)
        while Path(os.environ["WORKER_FAULTS"], PAUSE_AT + name).exists():
            time.sleep(0.05)
        return real(*args, **kwargs)

    return step


@worker_process_init.connect
def at_steps(**kwargs):
    import_module(f"{AUTHORING}.board.counting").EVERY = timedelta(seconds=0.2)
    for name, path in STEPS.items():
        module, _dot, function = path.rpartition(".")
        setattr(import_module(module), function, _at_a_step(name, resolve_name(path)))


@task_prerun.connect
def before_the_claim(task, **kwargs):
    if task.name.endswith("hand_over_letter") and _is_due(EVERYTHING_BEFORE_THE_CLAIM):
        os.killpg(os.getpgrp(), signal.SIGKILL)


@receiver(post_save)
def at_a_lesson(sender, **kwargs):
    """Between the saving of a lesson's page and the end of its transaction."""
    if sender.__name__ == "LessonPage" and _is_due(EVERYTHING_AT_A_LESSON):
        os.killpg(os.getpgrp(), signal.SIGKILL)


class FaultyStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        if _is_due(EVERYTHING_IN_MID_FILE):
            whole = content.read()
            super()._save(name, ContentFile(whole[: len(whole) // 2]))
            os.killpg(os.getpgrp(), signal.SIGKILL)
        if _is_due(CHILD_IN_MID_FILE):
            whole = content.read()
            super()._save(name, ContentFile(whole[: len(whole) // 2]))
            os.kill(os.getpid(), signal.SIGKILL)
        saved = super()._save(name, content)
        if _is_due(CHILD_AFTER_THE_FILE):
            os.kill(os.getpid(), signal.SIGKILL)
        return saved
