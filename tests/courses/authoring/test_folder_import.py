"""A course folder as a .zip in the back office: looked at, read to a table, imported by a task; and a course given out as one."""

import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.authoring.board import archives
from courses.authoring.board.folders import run, stalled
from courses.authoring.models import FolderExport, FolderImport
from courses.catalogue.models import Course, CoursePage, LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory

from .folders import FILES, TRANSLATED, change, write

pytestmark = pytest.mark.django_db
State = FolderImport.State


def zipped(folder) -> SimpleUploadedFile:
    return SimpleUploadedFile("course.zip", archives.pack(folder))


def archive(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> SimpleUploadedFile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries:
            file.writestr(name, data)
    return SimpleUploadedFile("course.zip", made.getvalue())


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("course.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_a_folder_is_read_to_a_table_then_imported_then_given_out_again(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("send_folder"), {"file": zipped(folder)})
    one = FolderImport.objects.get()
    read = editor.get(answer["Location"]).content.decode()
    nothing_yet = Course.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(answer["Location"], {})
        editor.post(answer["Location"], {})

    one.refresh_from_db()
    assert (nothing_yet, "Import it" in read) == (0, True)
    assert (one.state, Course.objects.live().count(), one.report["pages"]) == (State.DONE, 1, [8, 0, 0])
    page = CoursePage.objects.order_by("pk").first()
    assert reverse("course_board", args=[page.pk]) in editor.get(answer["Location"]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        given = editor.post(reverse("course_folder", args=[page.pk]))
    made = FolderExport.objects.get()
    assert reverse("course_export_file", args=[made.uid]) in editor.get(given["Location"]).content.decode()
    sent = b"".join(editor.get(reverse("course_export_file", args=[made.uid])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(sent)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }


def test_mistakes_are_named_and_nothing_is_imported(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    (folder / "course.yaml").write_text("slug: small\nnonsense: 1\n")
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("send_folder"), {"file": zipped(folder)})

    html = editor.get(answer["Location"]).content.decode()

    assert FolderImport.objects.get().state == State.REFUSED
    assert ("course.yaml" in html, "Import it" in html, Course.objects.exists()) == (True, False, False)


def test_pages_edited_since_are_named_and_somebody_says_whose_words_stay(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    with django_capture_on_commit_callbacks(execute=True):
        first = editor.post(reverse("send_folder"), {"file": zipped(folder)})
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(first["Location"], {})
    page = LessonPage.objects.order_by("pk").first()
    page.title = "Edited here"
    page.save_revision(user=editor.person).publish()
    change(folder, "en/01-people/01-whom-we-help.md", "title: Whom", "title: New whom")
    with django_capture_on_commit_callbacks(execute=True):
        again = editor.post(reverse("send_folder"), {"file": zipped(folder)})
    asked = editor.get(again["Location"]).content.decode()
    without_choice = editor.post(again["Location"], {})

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(again["Location"], {"on_conflict": "ours"})

    page.refresh_from_db()
    assert ("Edited here" in asked, without_choice.status_code) == (True, 200)
    assert (page.title, FolderImport.objects.first().state) == ("Edited here", State.DONE)


@pytest.mark.parametrize(
    "sent",
    [
        SimpleUploadedFile("course.zip", b"not at all"),
        archive(("../course.yaml", b"slug: x")),
        archive(("/etc/course.yaml", b"slug: x")),
        archive((link(), b"/etc/passwd")),
        archive(*[(f"{number}.md", b"") for number in range(archives.MAX_ENTRIES + 1)]),
    ],
    ids=["no archive", "out of its folder", "absolute", "link", "too many"],
)
def test_what_is_no_plain_archive_is_refused(editor, sent):
    answer = editor.post(reverse("send_folder"), {"file": sent})

    assert (answer.status_code, FolderImport.objects.exists()) == (200, False)


def test_an_archive_that_lies_about_its_size_is_refused_while_it_is_unpacked(tmp_path, monkeypatch):
    sent = archive(("course.yaml", b"0" * 100_000))
    monkeypatch.setattr(archives, "MAX_EXPANDED", 50_000)
    monkeypatch.setattr(archives, "check", lambda file: None)

    with pytest.raises(archives.NotAFolderError):
        archives.unpack(sent, tmp_path)


def test_a_killed_import_leaves_nothing_and_begins_anew(editor, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("send_folder"), {"file": zipped(folder)})
    editor.post(answer["Location"], {})
    one = FolderImport.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr("courses.authoring.importing._remember", lambda *args: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            run(import_id=one.pk)
    left = Course.objects.count()
    FolderImport.objects.update(touched_at="2026-01-01T00:00Z")
    monkeypatch.setattr("courses.authoring.board.counting.caches", {"lessons": Forgetful()})
    waiting = stalled()

    run(import_id=one.pk)

    one.refresh_from_db()
    assert (left, [each.pk for each in waiting], one.state, Course.objects.count()) == (0, [one.pk], State.DONE, 1)


class Forgetful:
    def get(self, key):
        return None

    def set(self, *args):
        pass

    delete = set


def test_only_editors_of_the_whole_site_send_folders(client, settings, tmp_path):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    grant_role(person=person, role=Role.COORDINATOR)
    client.force_login(person)

    answer = client.post(reverse("send_folder"), {"file": zipped(write(tmp_path / "small", FILES | TRANSLATED))})

    assert (answer.status_code, FolderImport.objects.exists()) == (302, False)
