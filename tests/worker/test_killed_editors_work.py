"""The worker dies in the middle of a new edition, of a folder's import and of an export; the page says so, and when somebody lets it go on
nothing is lost and nothing is there twice."""

import shutil
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from courses.authoring.board import archives, counting, exports
from courses.authoring.board.editions import start_edition
from courses.authoring.board.exports import start_export
from courses.authoring.board.folders import begin_import, send_folder
from courses.authoring.importing import OnConflict
from courses.authoring.models import Edition, FolderExport, FolderImport
from courses.catalogue.models import Activity, Course, CoursePage, Lesson, LessonPage, LessonVersion, ModulePage
from courses.quizzes.models import Question
from tests.courses.authoring.folders import FILES, TRANSLATED, write
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, translate
from tests.factories.quizzes import QuestionBankFactory, category, question
from tests.support.office import signed_in_for_everything

from .faults import CHILD_AFTER_THE_FILE, EVERYTHING_AT, EVERYTHING_AT_A_LESSON, EVERYTHING_IN_MID_FILE, PAUSE_AT

pytestmark = pytest.mark.caches
STOPPED = "the work was interrupted"


@pytest.fixture(autouse=True)
def what_workers_say(site, settings):
    """The test reads it where the worker writes it."""
    said = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": site.var / "said"}
    settings.CACHES = settings.CACHES | {"lessons": said}


@pytest.fixture
def editor(client, settings, transactional_db):
    return signed_in_for_everything(client, settings)


def course():
    """Three lessons in two languages, and a question of its own."""
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    module = ModulePageFactory(parent=page, slug="people")
    lessons = [LessonPageFactory(parent=module, title=f"Lesson {number}", slug=f"lesson-{number}") for number in range(3)]
    for each in (page, module, *lessons):
        translate(each, "uk")
    question(of=category("People", bank=QuestionBankFactory(course=Course.objects.get())))
    return page


def then_its_page_says_that_it_stands_still(editor, work, name):
    minutes_pass(work)
    html = editor.get(reverse(name, args=[work.uid])).text
    assert (STOPPED in html, 'name="go_on"' in html) == (True, True)


def minutes_pass(work):
    """For the row, and for what the dead worker said of it."""
    type(work).objects.filter(pk=work.pk).update(touched_at=now() - timedelta(minutes=10))
    told = counting.said(work)
    counting.caches["lessons"].set(counting._key(work), told | {"alive": told["alive"] - timedelta(minutes=10)})


def when_it_goes_on_with_another_worker(editor, site, work, name):
    site.start_worker()
    editor.post(reverse(name, args=[work.uid]), {"go_on": "1"})


def state_of(work):
    work.refresh_from_db()
    return work.state


def numbers():
    return [model.objects.count() for model in (Course, CoursePage, ModulePage, LessonPage, Lesson, Activity, Question)]


@pytest.mark.parametrize(
    ("fault", "done"), [(f"{EVERYTHING_AT}own-questions", 0), (EVERYTHING_AT_A_LESSON, 1), (f"{EVERYTHING_AT}rows", 4)]
)
def test_a_new_edition_goes_on_where_a_killed_worker_left_it(site, editor, fault, done):
    old = course()
    before = numbers()
    site.arm(fault)
    site.start_worker()
    made = start_edition(of=old, title="2027", has_own_questions=True, by=editor.person)
    site.wait_for_death()
    assert (state_of(made), made.done, site.is_armed(fault)) == (Edition.State.MAKING, done, False)

    then_its_page_says_that_it_stands_still(editor, made, "course_edition")
    when_it_goes_on_with_another_worker(editor, site, made, "course_edition")
    site.sweep_until(lambda: state_of(made) == Edition.State.READY)

    assert numbers() == [2 * number for number in before]
    drafts = LessonPage.objects.filter(live=False).order_by("locale__language_code", "path").values_list("locale__language_code", "title")
    assert list(drafts) == [(language, f"Lesson {number}") for language in ("en", "uk") for number in range(3)]
    assert editor.get(reverse("course_edition", args=[made.uid]))["Location"] == reverse("course_board", args=[made.page_id])


@pytest.mark.parametrize(
    "fault",
    [EVERYTHING_AT_A_LESSON, *(EVERYTHING_AT + step for step in ("unpacking", "files", "questions", "examples", "search", "telling"))],
)
def test_an_import_begins_anew_after_a_killed_worker_and_is_made_once(site, editor, tmp_path, settings, fault):
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    site.start_worker()
    one = send(folder, editor, site, settings)
    site.sweep_until(lambda: state_of(one) == FolderImport.State.READ)
    site.arm(fault)
    begin_import(one=one, on_conflict=OnConflict.REFUSE, owner=None)
    site.wait_for_death()
    assert (state_of(one), Course.objects.count(), LessonPage.objects.count()) == (FolderImport.State.IMPORTING, 0, 0)

    then_its_page_says_that_it_stands_still(editor, one, "folder_import")
    when_it_goes_on_with_another_worker(editor, site, one, "folder_import")
    site.sweep_until(lambda: state_of(one) == FolderImport.State.DONE)

    assert one.report["pages"] == [8, 0, 0]
    assert [model.objects.count() for model in (Course, CoursePage, LessonPage, LessonVersion)] == [1, 2, 4, 4]


def send(folder, editor, site, settings):
    """As the form does; the worker under test has its own private files."""
    one = send_folder(file=SimpleUploadedFile("course.zip", archives.pack(folder)), by=editor.person)
    target = site.var / "private" / one.file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.PRIVATE_ROOT / one.file.name, target)
    return one


def test_an_export_is_whole_after_a_worker_that_died_in_mid_file_and_after_it(site, editor):
    old = course()
    site.arm(EVERYTHING_IN_MID_FILE)
    site.arm(CHILD_AFTER_THE_FILE)
    site.start_worker()
    made = start_export(of=old, by=editor.person)
    site.wait_for_death()
    assert (state_of(made), made.file.name) == (FolderExport.State.MAKING, "")
    assert editor.get(reverse("course_export_file", args=[made.uid])).status_code == 404

    then_its_page_says_that_it_stands_still(editor, made, "course_export")
    when_it_goes_on_with_another_worker(editor, site, made, "course_export")
    site.sweep_until(lambda: not site.is_armed(CHILD_AFTER_THE_FILE))
    minutes_pass(made)
    editor.post(reverse("course_export", args=[made.uid]), {"go_on": "1"})
    site.sweep_until(lambda: state_of(made) == FolderExport.State.READY)

    (file,) = (site.var / "private" / "course_exports").iterdir()
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert len([name for name in opened.namelist() if name.endswith("lesson-0.md")]) == 2
    assert FolderExport.objects.count() == 1


def test_an_export_is_made_after_a_worker_that_died_while_packing(site, editor):
    made = start_export_that_dies(site, editor, EVERYTHING_AT + "packing")

    then_its_page_says_that_it_stands_still(editor, made, "course_export")
    when_it_goes_on_with_another_worker(editor, site, made, "course_export")
    site.sweep_until(lambda: state_of(made) == FolderExport.State.READY)

    assert [file.name for file in (site.var / "private" / "course_exports").iterdir()] == [f"{made.uid}.zip"]


def start_export_that_dies(site, editor, fault):
    site.arm(fault)
    site.start_worker()
    made = start_export(of=course(), by=editor.person)
    site.wait_for_death()
    return made


def test_a_worker_at_a_long_step_is_left_at_it_and_a_dead_one_is_not(site, editor, monkeypatch):
    monkeypatch.setattr(counting, "LOST_AFTER", timedelta(seconds=3))
    site.arm(PAUSE_AT + "packing")
    site.start_worker()
    made = start_export(of=course(), by=editor.person)
    site.wait_until(lambda: (counting.said(made) or {}).get("step") == "files")
    time.sleep(4)
    while_it_packs = exports.stands_still(made), exports.stalled(), exports.go_on(one=made)

    site.kill_worker()
    site.wait_for_death()
    time.sleep(4)
    afterwards = exports.stands_still(made), exports.stalled()
    (site.var / "faults" / (PAUSE_AT + "packing")).unlink()
    when_it_goes_on_with_another_worker(editor, site, made, "course_export")
    site.sweep_until(lambda: state_of(made) == FolderExport.State.READY)

    assert while_it_packs == (False, [], False)
    assert afterwards == (True, [made])
