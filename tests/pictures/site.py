"""A demo site of its own, in a folder of its own, where it is always the same minute: pictures of it are the same twice."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MINUTE = "2026-11-24T12:00:00Z"  # a Tuesday, two in the afternoon in Kyiv


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The address of a running site. What was loaded into `folder` before is used again. To be called before Django is set up."""
    os.environ |= {"WORKBOOK_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "tests.pictures.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    import django
    import time_machine

    django.setup()
    with time_machine.travel(MINUTE, tick=False):
        fill(folder / "loaded")
        with served() as address:
            yield address


def fill(mark: Path) -> None:
    """`mark`: the file that says that it is done."""
    from django.core.management import call_command

    from lms.demo.actions import load_demo

    if mark.exists():
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_demo(say=print, with_year=False)
    mark.touch()


@contextmanager
def served() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()
