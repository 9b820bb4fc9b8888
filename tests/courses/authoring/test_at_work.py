"""A worker at long work lives, whatever step it is at; and nobody waits for it: neither a person with a button nor another worker."""

import os
import pkgutil
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils.timezone import now

from courses.authoring.board import archives, counting, editions, exports, folders, leftovers
from courses.authoring.board.folders import begin_import
from courses.authoring.importing import OnConflict
from courses.authoring.models import Edition, FolderExport, FolderImport, private_storage
from courses.authoring.tasks import sweep_course_files
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory

from .test_giving_up import run, state_of
from .test_going_on import edition, folder_export, folder_import

pytestmark = pytest.mark.django_db
BOARD = "courses.authoring.board"
IMPORTING = "courses.authoring.importing"
ABOUT = {Edition: editions, FolderImport: folders, FolderExport: exports}
HELD = "It is being worked on just now."


@pytest.fixture
def course():
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    LessonPageFactory(parent=ModulePageFactory(parent=page, title="People"))
    return page


def edition_with_questions(course, person, tmp_path):
    return editions.start_edition(of=course, title="2027", has_own_questions=True, by=person), "course_edition"


def import_that_was_said_yes_to(course, person, tmp_path):
    one, name = folder_import(course, person, tmp_path)
    run(one)
    begin_import(one=one, on_conflict=OnConflict.REFUSE, owner=None)
    return one, name


STEPS = [
    (folder_import, f"{BOARD}.archives.unpack"),
    (folder_import, f"{IMPORTING}.make_plan"),
    (import_that_was_said_yes_to, f"{IMPORTING}.media_library.bring_in"),
    (import_that_was_said_yes_to, f"{IMPORTING}._put_in_order"),
    (import_that_was_said_yes_to, f"{IMPORTING}.indexing.run"),
    (import_that_was_said_yes_to, f"{IMPORTING}._tell"),
    (folder_export, f"{BOARD}.exports.export_course"),
    (folder_export, f"{BOARD}.archives.pack"),
    (folder_export, f"{BOARD}.exports._keep"),
    (edition_with_questions, f"{BOARD}.edition_questions.copied_for"),
    (edition, f"{BOARD}.edition_pages.copy_family"),
    (edition, f"{BOARD}.editions._make_rows"),
]


@pytest.mark.parametrize(("begin", "step"), STEPS)
def test_no_step_is_so_long_that_its_worker_is_taken_for_dead(editor, course, tmp_path, monkeypatch, begin, step):
    work, _name = begin(course, editor.person, tmp_path)
    monkeypatch.setattr(counting, "EVERY", timedelta(seconds=0.02))
    monkeypatch.setattr(counting, "LOST_AFTER", timedelta(seconds=0.5))
    found = []
    with monkeypatch.context() as patch:
        patch.setattr(step, slowly(step, lambda: found.append((ABOUT[type(work)].stalled(), stands_still(work)))))
        run(work)

    assert (found, counting.said(work)) == ([([], False)] * len(found), None)
    assert found
    assert state_of(work) in (Edition.State.READY, FolderImport.State.READ, FolderImport.State.DONE, FolderExport.State.READY)


def slowly(step, look):
    real = pkgutil.resolve_name(step)

    def takes_its_time(*args, **kwargs):
        time.sleep(0.8)
        look()
        return real(*args, **kwargs)

    return takes_its_time


def stands_still(work):
    return ABOUT[type(work)].stands_still(type(work).objects.get(pk=work.pk))


@pytest.mark.parametrize("begin", [edition, folder_import, folder_export])
def test_when_its_worker_is_gone_the_silence_is_heard(editor, course, tmp_path, begin):
    work, name = begin(course, editor.person, tmp_path)
    type(work).objects.update(touched_at=now() - timedelta(minutes=10))
    at_work = counting.AtWork(work)
    at_work.start()
    while_it_works = stands_still(work)
    killed(at_work, ago=counting.LOST_AFTER)

    html = editor.get(reverse(name, args=[work.uid])).text

    assert (while_it_works, stands_still(work)) == (False, True)
    assert "Nothing has happened here since" in html


def killed(at_work, ago):
    """Its thread ends without a word, and time passes."""
    at_work._over.set()
    at_work._thread.join()
    told = counting.said(at_work.work)
    counting.caches["lessons"].set(counting._key(at_work.work), told | {"alive": told["alive"] - ago})


def test_the_page_names_the_step_and_since_when_it_has_been_at_it(editor, course, tmp_path):
    work, _name = folder_import(course, editor.person, tmp_path)
    with counting.AtWork(work) as at_work:
        at_work.start()
        at_work.begin(folders.Step.FILES, 3)
        at_work._said_at -= counting.OFTEN
        at_work.one()
        soon = editor.get(reverse("folder_import_progress", args=[work.uid])).json()
        at_work.since -= timedelta(minutes=3)
        at_work._say()
        later = editor.get(reverse("folder_import_progress", args=[work.uid])).json()

    assert soon == {"state": "reading", "words": "Pictures and files: 1 of 3.", "done": 1, "total": 3}
    assert later["words"].startswith("Pictures and files: 1 of 3. It has been at this step since ")


@contextmanager
def at_work_elsewhere(work, step, monkeypatch):
    """Another worker has it and is in the middle of that step."""
    real, begun, may_end = pkgutil.resolve_name(step), threading.Event(), threading.Event()

    def waits(*args, **kwargs):
        begun.set()
        may_end.wait(timeout=60)
        return real(*args, **kwargs)

    def works():
        try:
            run(work)
        finally:
            connection.close()

    monkeypatch.setattr(step, waits)
    worker = threading.Thread(target=works)
    worker.start()
    try:
        assert begun.wait(timeout=60)
        yield
    finally:
        may_end.set()
        worker.join(timeout=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("begin", "step"),
    [
        (edition, f"{BOARD}.edition_pages.copy_family"),
        (folder_import, f"{BOARD}.folders.import_course"),
        (import_that_was_said_yes_to, f"{BOARD}.folders.import_course"),
        (folder_export, f"{BOARD}.exports.export_course"),
    ],
)
def test_while_somebody_is_at_work_nobody_waits(editor, course, tmp_path, monkeypatch, begin, step):
    for task in ("make_edition", "run_folder_import", "run_folder_export"):
        monkeypatch.setattr(f"courses.authoring.tasks.{task}.delay_on_commit", lambda **ids: None)  # else they are done at once
    work, name = begin(course, editor.person, tmp_path)
    work.refresh_from_db()
    url = reverse(name, args=[work.uid])
    with at_work_elsewhere(work, step, monkeypatch):
        started = time.monotonic()
        told = editor.post(url, {"go_on": "1"}, follow=True).text
        dropped = editor.post(url, {"drop": "1"}, follow=True).text if isinstance(work, FolderImport) else HELD
        if connection.vendor == "postgresql":  # SQLite asks the cache, and a second worker waits for the only writer
            counting.forget(work)
            held = ABOUT[type(work)].go_on(one=work)
            run(work)
        else:
            held = False
        took = time.monotonic() - started

    assert (HELD in told, HELD in dropped, held, took < 10) == (True, True, False, True)
    assert state_of(work) in (Edition.State.READY, FolderImport.State.READ, FolderImport.State.DONE, FolderExport.State.READY)
    assert work.failures == 0


def test_waiting_in_vain_for_the_only_writer_is_no_failure(editor, course, tmp_path, monkeypatch):
    work, _name = folder_export(course, editor.person, tmp_path)
    error = OperationalError("database is locked")
    error.__cause__ = type("Cause", (Exception,), {"sqlite_errorcode": 5})()

    def is_locked(*args, **kwargs):
        raise error

    monkeypatch.setattr(f"{BOARD}.exports.export_course", is_locked)
    with pytest.raises(OperationalError):
        run(work)

    assert (state_of(work), work.failures, exports.go_on(one=work)) == (FolderExport.State.MAKING, 0, True)


def test_after_a_failure_the_page_says_that_it_is_tried_again(editor, course, tmp_path):
    work, name = folder_export(course, editor.person, tmp_path)
    FolderExport.objects.update(failures=1)

    assert "It stopped on the way, and is tried again by itself in a few minutes." in editor.get(reverse(name, args=[work.uid])).text


# Files ----------------------------------------------------------------------------------------------------------------------


def file_at(name, *, days=0):
    storage = private_storage()
    storage.delete(name)
    kept = storage.save(name, ContentFile(b"half"))
    then = (now() - timedelta(days=days)).timestamp()
    os.utime(storage.path(kept), (then, then))
    return kept


def test_files_that_no_row_leads_to_are_swept_and_no_file_that_is_being_written(course, tmp_path, monkeypatch):
    person = UserFactory()
    making, _name = folder_export(course, person, tmp_path)
    sent, _name = folder_import(course, person, tmp_path)
    of_deleted, _name = folder_export(CoursePageFactory(title="Other"), person, tmp_path)
    run(of_deleted)
    of_deleted.refresh_from_db()
    mine, theirs = [file_at(one.file.name or exports.name_of(one.uid), days=2) for one in (making, sent)]
    left = file_at(of_deleted.file.name, days=2)
    young = file_at("course_exports/11111111-1111-4111-8111-111111111111.zip")
    unfinished = file_at("course_folders/course_abc.zip", days=2)
    of_deleted.of.delete()
    scratch, busy = tmp_path / f"{archives.SCRATCH}old", tmp_path / f"{archives.SCRATCH}new"
    for place in (scratch, busy):
        place.mkdir()
    os.utime(scratch, (0, 0))
    monkeypatch.setattr(leftovers.tempfile, "gettempdir", lambda: str(tmp_path))

    sweep_course_files()
    sweep_course_files()

    storage = private_storage()
    assert [storage.exists(name) for name in (mine, theirs, young, left, unfinished)] == [True, True, True, False, False]
    assert (scratch.exists(), busy.exists()) == (False, True)


def test_where_no_folder_was_ever_kept_nothing_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "private_storage", lambda: type(private_storage())(location=tmp_path / "none"))

    sweep_course_files()

    assert not (tmp_path / "none").exists()
