"""What is wrong with a folder is found once, kept, and told to each in their own language."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from courses.authoring.board import archives, folders
from courses.authoring.folder import reasons
from courses.authoring.folder.reasons import counted, from_data, reason
from courses.authoring.models import FolderImport
from courses.catalogue.models import LessonPage

from .folders import FILES, TRANSLATED, change, write
from .test_folder_import import archive, zipped

WHOM = "en/01-people/01-whom-we-help.md"


@pytest.mark.parametrize(
    "made",
    [
        reason("there is no file %(file)s", file="media/100 % 'road'.svg"),
        counted("`%(name)s` is longer than %(number)d character", "`%(name)s` is longer than %(number)d characters", 22, name="title"),
        reason(
            "The question “%(name)s” (%(id)s) was edited by %(editor)s on %(when)s",
            name="Who?",
            id="a",
            editor=reason("somebody"),
            when=datetime(2026, 3, 1, 12, tzinfo=UTC),
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_what_is_kept_says_the_same_in_each_language(made, language):
    kept = from_data(json.loads(json.dumps(made.as_data())))

    with override(language):
        assert (kept, str(kept)) == (made, str(made))


def test_numbers_and_days_are_said_as_the_language_says_them():
    long = counted("`%(name)s` is longer than %(number)d character", "`%(name)s` is longer than %(number)d characters", 22, name="title")
    words = {"page": "P", "language": "en", "editor": "E", "when": datetime(2026, 3, 1, tzinfo=UTC)}
    edited = reason("“%(page)s” (%(language)s) was edited by %(editor)s on %(when)s", **words)

    with override("uk"):
        said = (str(long), "березня" in str(edited))

    assert said == ("`title`: текст довший за 22 знаки", True)


def test_a_report_that_was_kept_as_words_is_shown_as_it_is():
    assert str(from_data("this was 100 % wrong")) == "this was 100 % wrong"


def test_what_a_file_says_is_not_repeated_without_end():
    said = str(reason("there is no file %(file)s", file="a\0" + "b" * 5_000))

    assert (len(said) < reasons.LONGEST_VALUE + 50, "\0" in said, said.endswith("…")) == (True, False, True)


def reads_in(client, language: str) -> None:
    UserProfile.objects.update_or_create(user=client.person, defaults={"preferred_language": language})


def sent(client, file, run_tasks) -> str:
    with run_tasks(execute=True):
        return client.post(reverse("send_folder"), {"file": file})["Location"]


@pytest.mark.django_db
def test_whoever_looks_reads_the_same_mistakes_in_their_own_language(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES | {"media/note.pdf": b"no pdf at all"})
    page = sent(editor, zipped(folder), django_capture_on_commit_callbacks)
    reads_in(editor, "uk")
    here = editor.get(page).content.decode()
    reads_in(editor, "en")
    there = editor.get(page).content.decode()

    assert "The content of this file is not what its name says (.pdf)." in there
    assert ("(.pdf)." in here, "The content of this file" in here) == (True, False)


@pytest.mark.django_db
def test_pages_edited_since_are_named_in_the_language_of_whoever_looks(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES)
    first = sent(editor, zipped(folder), django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(first, {})
    page = LessonPage.objects.order_by("pk").first()
    page.title = "Edited here"
    page.save_revision(user=editor.person).publish()
    change(folder, WHOM, "title: Whom", "title: New whom")
    again = sent(editor, zipped(folder), django_capture_on_commit_callbacks)

    reads_in(editor, "uk")
    html = editor.get(again).content.decode()

    assert ("«Edited here» (en): останні зміни — " in html, "was edited by" in html) == (True, False)


@pytest.mark.django_db
def test_mistakes_stand_by_file_and_line_and_there_is_an_end_of_them(editor, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(folders, "MOST_TOLD", 3)
    folder = write(tmp_path / "small", FILES | TRANSLATED)
    change(folder, "course.yaml", "hours: 3", "hours: soon")
    change(folder, "en/01-people/02-needs.md", "title: Needs\n", "")
    change(folder, WHOM, "::: tip", "::: tpi")
    change(folder, WHOM, "minutes: 90", "minutes: soon")
    page = sent(editor, zipped(folder), django_capture_on_commit_callbacks)

    html = editor.get(page).content.decode()

    report = FolderImport.objects.get().report
    assert [(path, line) for path, line, _reason in report["mistakes"]] == [("course.yaml", 6), (WHOM, 4), (WHOM, 15)]
    assert (report["more"], "There is 1 more mistake." in html) == (1, True)
    assert "not everything could be looked at" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: archive(("a.txt", b"no")), "файлу course.yaml немає: ця тека — не курс"),
        (lambda: archive(("outer/course.yml", b"slug: a")), "цей файл має називатися course.yaml: перейменуйте його"),
        (
            lambda: archive(("readme.txt", b"a"), ("in/side/course.yaml", b"slug: a")),
            "course.yaml лежить тут: надішліть лише теку <code>in/side</code>",
        ),
        (lambda: archive(("a/course.yaml", "slug: \u0457\u0436".encode("cp1251"))), "файл збережено не в UTF-8"),
        (lambda: archive(("a", b"1"), ("a/b", b"2")), "Це не файл .zip, або він пошкоджений."),
    ],
    ids=["no course", "course.yml", "folder in folder", "cp1251", "file and folder of one name"],
)
def test_a_folder_that_is_packed_otherwise_is_told_what_to_do(editor, file, words, django_capture_on_commit_callbacks):
    reads_in(editor, "uk")

    html = editor.get(sent(editor, file(), django_capture_on_commit_callbacks)).content.decode()

    assert words in html.replace("&#x27;", "'")


@pytest.mark.django_db
def test_an_archive_without_a_file_is_named(editor):
    reads_in(editor, "uk")

    html = editor.post(reverse("send_folder"), {"file": archive()}).content.decode()

    assert "У ньому немає жодного файлу." in html


def test_a_folder_in_folders_is_found_however_deep(tmp_path):
    made = archive(("a/b/c/course.yaml", b"slug: a"), ("__MACOSX/a/._b", b""), ("a/b/c/Thumbs.db", b"\0"))

    assert archives.unpack(made, tmp_path) == tmp_path / "a" / "b" / "c"
    assert [path.name for path in (tmp_path / "a" / "b" / "c").iterdir()] == ["course.yaml"]


@pytest.mark.django_db
def test_what_somebody_typed_is_shown_as_typed_and_runs_nothing(editor, tmp_path, django_capture_on_commit_callbacks):
    folder = write(tmp_path / "small", FILES)
    change(folder, WHOM, "::: tip", '::: tip {onclick="<script>alert(1)</script>"}\n::: <b>')
    page = sent(editor, zipped(folder), django_capture_on_commit_callbacks)

    html = editor.get(page).content.decode()

    assert ("<code>onclick</code>" in html, "<script>alert" in html, "<code>::: &lt;b&gt;" in html) == (True, False, True)
