"""Long work of editors that fails: it is tried three times, then somebody says whether it is tried again or given up."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from courses.authoring.board import editions, exports, folders, tries
from courses.authoring.board.folders import begin_import
from courses.authoring.importing import OnConflict
from courses.authoring.models import Edition, FolderExport, FolderImport
from courses.authoring.tasks import make_edition, sweep_authoring
from courses.catalogue.models import Course, CoursePage, LessonPage, ModulePage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory

from .test_board_at_once import at_once
from .test_going_on import edition, folder_export, folder_import

pytestmark = pytest.mark.django_db
BOARD = "courses.authoring.board"
COPYING, IMPORTING, PACKING = (
    f"{BOARD}.{name}" for name in ("edition_pages.copy_family", "folders.import_course", "exports.export_course")
)
State = Edition.State


class Broken(Exception):
    pass


def breaks(*args, **kwargs):
    raise Broken


def run(work):
    match work:
        case Edition():
            editions.run(edition_id=work.pk)
        case FolderImport():
            folders.run(import_id=work.pk)
        case FolderExport():
            exports.run(export_id=work.pk)


def fail(work, at, monkeypatch, times=3):
    with monkeypatch.context() as patch:
        patch.setattr(at, breaks)
        for _ in range(times):
            with pytest.raises(Broken):
                run(work)


def state_of(work):
    work.refresh_from_db()
    return work.state


@pytest.fixture
def course():
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    LessonPageFactory(parent=ModulePageFactory(parent=page, title="People"))
    return page


@pytest.fixture
def stopped(editor, course, monkeypatch):
    """An edition that has come as far as the new course's own page."""
    made, _name = edition(course, editor.person, None)
    editions._advance(made.pk)
    fail(made, COPYING, monkeypatch)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("begin", "at", "safe"),
    [
        (edition, COPYING, "What is copied is kept, and nothing is copied twice."),
        (folder_import, IMPORTING, "Nothing has changed on the site, and the file is kept."),
        (folder_export, PACKING, "The course is as it was."),
    ],
)
def test_after_three_tries_it_rests_and_its_page_says_what_is_safe_and_what_to_do(editor, course, tmp_path, monkeypatch, begin, at, safe):
    work, name = begin(course, editor.person, tmp_path)
    url, begun = reverse(name, args=[work.uid]), work.state
    fail(work, at, monkeypatch, times=2)
    after_two = state_of(work)

    fail(work, at, monkeypatch, times=1)
    type(work).objects.update(touched_at=now() - timedelta(minutes=10))
    sweep_authoring()
    run(work)

    html = editor.get(url).text
    assert (after_two, state_of(work), work.failures) == (begun, State.FAILED, 3)
    assert editor.get(f"{url}progress/").json()["state"] == State.FAILED
    said = ("This was tried three times and stopped each time.", safe, "the reason is in its log", ">Try again<")
    assert [words for words in said if words not in html] == []


def test_each_try_waits_for_the_one_before_to_be_over_for_a_while(editor, course, monkeypatch):
    made, _name = edition(course, editor.person, None)
    Edition.objects.update(touched_at=now() - timedelta(minutes=10))

    fail(made, COPYING, monkeypatch, times=1)

    assert (state_of(made), made.failures, editions.stalled()) == (State.MAKING, 1, [])


def test_a_worker_that_is_told_to_stop_has_not_failed(editor, course, monkeypatch):
    made, _name = edition(course, editor.person, None)

    def stops(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(COPYING, stops)
        for _ in range(3):
            with pytest.raises(SystemExit):
                run(made)

    assert (state_of(made), made.failures) == (State.MAKING, 0)


def test_tried_again_an_edition_goes_on_where_it_stopped(editor, stopped, django_capture_on_commit_callbacks):
    url = reverse("course_edition", args=[stopped.uid])
    html = editor.get(url).text

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"try_again": "1"})
        editor.post(url, {"try_again": "1"})
        editor.post(url, {"give_up": "1"})

    assert "It stopped at “People”." in html
    assert (state_of(stopped), stopped.failures, stopped.done) == (State.READY, 0, 2)
    assert [model.objects.count() for model in (Course, CoursePage, ModulePage, LessonPage)] == [2, 2, 2, 2]


def test_an_edition_that_is_given_up_is_in_nobodys_way(editor, course, stopped, django_capture_on_commit_callbacks):
    url, new = reverse("course_edition", args=[stopped.uid]), reverse("new_edition", args=[course.pk])
    before = editor.get(new)

    editor.post(url, {"give_up": "1"})
    editor.post(url, {"try_again": "1"})
    html = editor.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(new, {"title": "2027"})
    run(stopped)

    assert before["Location"] == url
    assert ("This edition was given up." in html, reverse("course_board", args=[stopped.page_id]) in html) == (True, True)
    assert list(Edition.objects.order_by("pk").values_list("state", flat=True)) == [State.GIVEN_UP, State.READY]
    assert list(CoursePage.objects.filter(title="2027").values_list("slug", flat=True)) == ["2027", "2027-2"]
    assert LessonPage.objects.count() == 2


def test_what_is_still_tried_cannot_be_given_up(editor, course):
    made, name = edition(course, editor.person, None)

    editor.post(reverse(name, args=[made.uid]), {"give_up": "1"})

    assert state_of(made) == State.MAKING


def test_an_import_that_stopped_is_tried_again_as_it_was_begun(editor, course, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    one, name = folder_import(course, editor.person, tmp_path)
    run(one)
    begin_import(one=one, on_conflict=OnConflict.REFUSE, owner=None)
    fail(one, IMPORTING, monkeypatch)
    url, courses = reverse(name, args=[one.uid]), Course.objects.count()
    html = editor.get(url).text

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"try_again": "1"})
        editor.post(url, {"try_again": "1"})

    assert ("Remove the file" in html, "Import it" in html) == (True, False)
    assert (state_of(one), Course.objects.count() - courses) == (FolderImport.State.DONE, 1)


def test_an_import_that_stopped_can_be_removed(editor, course, tmp_path, monkeypatch):
    one, name = folder_import(course, editor.person, tmp_path)
    fail(one, IMPORTING, monkeypatch)

    editor.post(reverse(name, args=[one.uid]), {"drop": "1"})

    assert (FolderImport.objects.exists(), one.file.storage.exists(one.file.name)) == (False, False)


def test_a_folder_whose_packing_stopped_is_packed_anew(editor, course, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    first, name = folder_export(course, editor.person, tmp_path)
    fail(first, PACKING, monkeypatch)
    again = reverse("course_folder", args=[course.pk])
    html = editor.get(reverse(name, args=[first.uid])).text

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(again)

    assert f'action="{again}"' in html
    states = FolderExport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [FolderExport.State.FAILED, FolderExport.State.READY]


@pytest.mark.parametrize("word", ["try_again", "give_up"])
def test_only_editors_of_the_whole_site_say_what_becomes_of_it(client, stopped, word):
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=Course.objects.get(edition_of=None))
    url = reverse("course_edition", args=[stopped.uid])

    for stranger in (person, None):
        if stranger:
            client.force_login(stranger)
        else:
            client.logout()
        assert client.post(url, {word: "1"}).status_code == 302

    assert state_of(stopped) == State.FAILED


@pytest.mark.django_db(transaction=True)
def test_of_two_that_fail_at_once_one_is_counted_and_of_two_words_at_once_one_holds(monkeypatch):
    monkeypatch.setattr(make_edition, "delay_on_commit", lambda **ids: None)
    made = editions.start_edition(of=CoursePageFactory(), title="2027", has_own_questions=False, by=UserFactory())
    both_have_begun = threading.Barrier(2)

    def fails():
        with suppress(Broken), tries.counted(Edition.objects.filter(pk=made.pk, state=State.MAKING), failed=State.FAILED):
            both_have_begun.wait(timeout=20)
            raise Broken

    at_once(fails, fails)
    made.refresh_from_db()
    counted = made.failures
    Edition.objects.update(state=State.FAILED, failures=3)
    at_once(lambda: editions.try_again(one=made), lambda: editions.give_up(one=made))

    assert counted == 1
    made.refresh_from_db()
    assert (made.state, made.failures) in [(State.MAKING, 0), (State.GIVEN_UP, 3)]
