"""Long work of editors whose worker is gone: the page says so and lets it go on; what is over is fetched, and put away after some days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from courses.authoring.board import archives, exports
from courses.authoring.board.editions import start_edition
from courses.authoring.board.exports import start_export
from courses.authoring.board.folders import send_folder
from courses.authoring.models import Edition, FolderExport, FolderImport
from courses.authoring.tasks import sweep_authoring
from courses.catalogue.models import Course
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory

from .folders import FILES, write
from .test_folder_import import zipped

pytestmark = pytest.mark.django_db
STOPPED = "was interrupted"


@pytest.fixture
def course():
    page = CoursePageFactory(title="Ten lessons", slug="ten")
    LessonPageFactory(parent=ModulePageFactory(parent=page))
    return page


def edition(course, person, tmp_path):
    return start_edition(of=course, title="2027", has_own_questions=False, by=person), "course_edition"


def folder_import(course, person, tmp_path):
    return send_folder(file=zipped(write(tmp_path / "small", FILES)), by=person), "folder_import"


def folder_export(course, person, tmp_path):
    return start_export(of=course, by=person), "course_export"


@pytest.mark.parametrize("begin", [edition, folder_import, folder_export])
def test_work_whose_worker_is_gone_says_so_and_goes_on_when_it_is_told(editor, course, tmp_path, begin, django_capture_on_commit_callbacks):
    work, name = begin(course, editor.person, tmp_path)  # no worker takes it up
    url = reverse(name, args=[work.uid])
    waiting = editor.get(url).text, editor.get(f"{url}progress/").json()["state"]
    type(work).objects.update(touched_at=now() - timedelta(minutes=10))

    stopped = editor.get(url).text, editor.get(f"{url}progress/").json()["state"]
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"go_on": "1"})
        editor.post(url, {"go_on": "1"})

    before = work.state
    work.refresh_from_db()
    assert (STOPPED in waiting[0], 'name="go_on"' in waiting[0], waiting[1]) == (False, False, before)
    assert (STOPPED in stopped[0], 'name="go_on"' in stopped[0], stopped[1]) == (True, True, f"{before}-still")
    assert work.state in (Edition.State.READY, FolderImport.State.READ, FolderExport.State.READY)


def test_a_file_is_made_once_however_often_it_is_asked_for(editor, course):
    first, second = start_export(of=course, by=editor.person), start_export(of=course, by=UserFactory())

    exports.run(export_id=first.pk)
    made = FolderExport.objects.get()
    exports.run(export_id=first.pk)

    assert first == second
    assert (FolderExport.objects.get().touched_at, made.total, made.slug) == (made.touched_at, 3, "ten")


def test_a_file_is_put_away_after_some_days(editor, course):
    made = start_export(of=course, by=editor.person)
    exports.run(export_id=made.pk)
    made.refresh_from_db()
    place = made.file.storage, made.file.name
    FolderExport.objects.update(touched_at=now() - exports.KEPT)

    sweep_authoring()

    assert (place[0].exists(place[1]), FolderExport.objects.exists()) == (False, False)


def test_a_course_that_was_taken_off_meanwhile_has_nothing_to_give_out(editor, course):
    made = start_export(of=course, by=editor.person)
    course.unpublish()

    exports.run(export_id=made.pk)

    html = editor.get(reverse("course_export", args=[made.uid])).text
    assert "there is nothing to give out" in html
    assert editor.get(reverse("course_export_file", args=[made.uid])).status_code == 404


def test_of_another_course_nothing_is_given_out(client, editor, course):
    made = start_export(of=course, by=editor.person)
    exports.run(export_id=made.pk)
    other = CoursePageFactory(title="Other")
    stranger = UserFactory()
    grant_role(person=stranger, role=Role.EDITOR, where=Course.objects.get(translation_key=other.translation_key))
    client.force_login(stranger)

    found = [client.get(reverse(name, args=[made.uid])).status_code for name in ("course_export", "course_export_file")]

    assert (found, client.post(reverse("course_folder", args=[course.pk])).status_code) == ([404, 404], 404)
    assert FolderExport.objects.count() == 1


def test_what_is_packed_is_the_course(course):
    made = start_export(of=course, by=None)
    exports.run(export_id=made.pk)

    made.refresh_from_db()
    with archives.scratch() as place, made.file.open("rb") as file:
        assert (archives.unpack(file, exports.Path(place)) / "course.yaml").read_text().startswith("slug: ten\n")
