import difflib
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from courses.authoring.exporting import NotThisFolderError, export_course
from courses.authoring.folder.reader import read_folder
from courses.authoring.importing import OnConflict, import_course
from courses.authoring.planning import Fate
from courses.catalogue.models import Course, LessonPage
from tests.conftest import ROOT
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, long_text, publish

from .folders import FILES, TRANSLATED, change, contents, write

pytestmark = pytest.mark.django_db
WHOM = "en/01-people/01-whom-we-help.md"


def lesson(slug: str, language: str = "en") -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def edit_body(page: LessonPage, edit) -> None:
    """As the form in the admin does it: every text comes back with the browser's line ends."""
    raw = json.loads(json.dumps(page.body.get_prep_value()).replace("\\n", "\\r\\n"))
    page.body = json.dumps(edit(raw))
    page.save_revision(user=UserFactory()).publish()


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.fixture
def course(tmp_path) -> Path:
    root = write(tmp_path / "folder", FILES | TRANSLATED)
    import_course(folder=read_folder(root))
    return root


def test_an_export_gives_back_the_same_folder(course, tmp_path):
    report = export_course(slug="small", directory=tmp_path / "out")

    assert contents(tmp_path / "out") == contents(course)
    assert (report.written, report.unchanged, report.notes) == (len(contents(course)), 0, [])


def test_the_ten_lessons_come_back_to_the_byte(tmp_path):
    root = ROOT / "content" / "ten-lessons"
    import_course(folder=read_folder(root))

    export_course(slug="ten-lessons", directory=tmp_path / "out")
    report = import_course(folder=read_folder(tmp_path / "out"))

    assert contents(tmp_path / "out") == contents(root)
    assert set(report.fates) == {Fate.SAME}


def test_line_ends_and_marks_of_windows_come_back_too(tmp_path):
    files = {name: ("\ufeff" + text).replace("\n", "\r\n") if name.endswith(".md") else text for name, text in FILES.items()}
    root = write(tmp_path / "folder", files)
    import_course(folder=read_folder(root))

    export_course(slug="small", directory=tmp_path / "out")
    assert contents(tmp_path / "out") == contents(root)

    page = lesson("needs")
    page.title = "What they need"
    publish(page)
    export_course(slug="small", directory=tmp_path / "again")
    name = "en/01-people/02-needs.md"
    assert (tmp_path / "again" / name).read_bytes() == (root / name).read_bytes().replace(b"title: Needs", b"title: What they need")


def test_a_block_edited_in_the_admin_changes_its_lines_only(course, tmp_path):
    def edit(raw):
        next(child for child in raw if child["type"] == "callout")["value"]["text"] = "Ask twice."
        return raw

    edit_body(lesson("whom-we-help"), edit)
    export_course(slug="small", directory=tmp_path / "out")

    before, after = contents(course), contents(tmp_path / "out")
    assert [name for name in before if before[name] != after[name]] == [WHOM]
    assert changed_lines(before[WHOM], after[WHOM]) == ["- Ask before you *help*.", "+ Ask twice."]


def test_an_option_added_in_the_admin_gets_an_id_where_the_others_have_one(course, tmp_path):
    def edit(raw):
        choice = next(child for child in raw if child["type"] == "choice")
        choice["value"]["options"].append({"type": "item", "value": "Nobody", "id": "5f4dcc3b-5aa7-4d61-8327-deb882cf9900"})
        return raw

    edit_body(lesson("whom-we-help"), edit)
    export_course(slug="small", directory=tmp_path / "out")

    added = changed_lines(contents(course)[WHOM], contents(tmp_path / "out")[WHOM])
    assert added == ["+ - Nobody {#5f4dcc3b-5aa7-4d61-8327-deb882cf9900}"]


def test_blocks_added_moved_and_removed_in_the_admin(course, tmp_path):
    def edit(raw):
        intro, section, picture, _text, callout, choice, *rest = raw
        new = {"type": "markdown", "value": "A new text.", "id": "11111111-1111-4111-8111-111111111111"}
        exercise = {"type": "short_text", "value": {"title": "A line", "prompt": "Write it."}, "id": "22222222-2222-4222-8222-222222222222"}
        return [intro, new, section, choice, picture, callout, exercise, *rest]

    edit_body(lesson("whom-we-help"), edit)
    export_course(slug="small", directory=tmp_path / "out")
    page = lesson("whom-we-help")
    report = import_course(folder=read_folder(tmp_path / "out"))

    text = (tmp_path / "out" / WHOM).read_text()
    assert "::: text\nA new text.\n:::" in text
    assert '::: short-text {#22222222-2222-4222-8222-222222222222 title="A line"}\nWrite it.\n:::' in text
    assert "11111111" not in text
    assert set(report.fates) == {Fate.SAME}
    assert lesson("whom-we-help").latest_revision_id == page.latest_revision_id


def test_a_translation_edited_in_the_admin_changes_its_file_only(course, tmp_path):
    page = lesson("needs", "ru")
    page.title = "Что им нужно"
    publish(page)

    export_course(slug="small", directory=tmp_path / "out")

    before, after = contents(course), contents(tmp_path / "out")
    assert [name for name in before if before[name] != after[name]] == ["ru/01-people/02-needs.md"]
    assert changed_lines(before["ru/01-people/02-needs.md"], after["ru/01-people/02-needs.md"]) == [
        "- title: Нужды",
        "+ title: Что им нужно",
    ]


def test_settings_keep_their_comments(course, tmp_path):
    from courses.catalogue.models import CoursePage

    page = CoursePage.objects.get(locale__language_code="en")
    page.hours, page.topics = 5, ["volunteers", "projects"]
    publish(page)

    export_course(slug="small", directory=tmp_path / "out")

    assert (tmp_path / "out" / "course.yaml").read_text() == FILES["course.yaml"].replace("hours: 3", "hours: 5")


def test_a_course_made_in_the_admin_is_exported_and_imports_as_itself(tmp_path):
    document = get_document_model().objects.create(title="Form", file=ContentFile(b"a form", name="form.txt"))
    module = ModulePageFactory(parent=CoursePageFactory(slug="by-hand"), slug="people")
    LessonPageFactory(
        parent=module,
        slug="first",
        body=body(
            ("rich_text", "a1", f'<p data-block-key="x1">Take <a id="{document.pk}" linktype="document">the form</a>.</p>'),
            ("markdown", "a2", "One text.\n\n## With a heading"),
            ("markdown", "a3", "Another."),
            ("download", "a4", {"title": "The form", "file": document.pk, "text": ""}),
            (
                "table",
                "a5",
                {
                    "caption": "",
                    "table": {"data": [["a", "b|c"], ["", None]], "first_col_is_header": True, "table_header_choice": "column"},
                },
            ),
            long_text("village"),
        ),
    )

    export_course(slug="by-hand", directory=tmp_path / "out")
    report = import_course(folder=read_folder(tmp_path / "out"))

    text = (tmp_path / "out" / "en/01-people/01-first.md").read_text()
    name = Path(document.file.name).name
    assert f'::: rich-text {{#a1}}\n<p>Take <a href="../../media/{name}">the form</a>.</p>\n:::' in text
    assert (tmp_path / "out" / "media" / name).read_bytes() == b"a form"
    assert "::: long-text {#village" in text
    assert report.fates == {Fate.SAME: 3}


def test_a_lesson_added_in_the_admin_gets_the_next_number(course, tmp_path):
    module = lesson("needs").get_parent().specific
    LessonPageFactory(parent=module, slug="last", title="Last")

    export_course(slug="small", directory=tmp_path / "out")

    assert (tmp_path / "out" / "en/01-people/03-last.md").exists()


def test_lessons_moved_in_the_admin_get_other_numbers_and_stay_themselves(course, tmp_path):
    lesson("needs").move(lesson("whom-we-help"), pos="left")

    export_course(slug="small", directory=tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out/en/01-people").iterdir())
    text = (tmp_path / "out/en/01-people/03-whom-we-help.md").read_text()
    report = import_course(folder=read_folder(tmp_path / "out"))

    assert names == ["02-needs.md", "03-whom-we-help.md", "module.md"]
    assert "[a link](02-needs.md#ask)" in text
    assert set(report.fates) == {Fate.SAME}


def test_a_draft_is_not_exported_but_named(course, tmp_path):
    page = lesson("needs")
    page.title = "A draft"
    page.save_revision()

    report = export_course(slug="small", directory=tmp_path / "out")

    assert contents(tmp_path / "out") == contents(course)
    assert [note.path for note in report.notes] == ["en/01-people/02-needs.md"]


def test_after_an_export_the_site_is_not_edited_since(course, tmp_path):
    page = lesson("needs")
    page.title = "What they need"
    publish(page)

    export_course(slug="small", directory=tmp_path / "out")

    assert set(import_course(folder=read_folder(tmp_path / "out")).fates) == {Fate.SAME}
    assert import_course(folder=read_folder(course)).fates[Fate.CHANGED] == 1


def test_nothing_is_written_over_what_is_not_an_export_of_this_course(course, tmp_path):
    write(tmp_path / "full", {"thesis.txt": "years of work"})
    write(tmp_path / "other", FILES | {"course.yaml": "slug: other\nsource_language: en\n"})

    for place in (tmp_path / "full", tmp_path / "other", course / "course.yaml"):
        with pytest.raises(NotThisFolderError):
            export_course(slug="small", directory=place)

    assert contents(tmp_path / "full") == {"thesis.txt": b"years of work"}


def test_files_edited_since_the_last_import_are_not_overwritten(course):
    change(course, WHOM, "Begin with people.", "Begin with neighbours.")

    with pytest.raises(NotThisFolderError, match=WHOM):
        export_course(slug="small", directory=course)

    assert "Begin with neighbours." in (course / WHOM).read_text()


def test_an_export_over_an_export_writes_only_what_changed(course):
    page = lesson("needs")
    page.title = "What they need"
    publish(page)

    report = export_course(slug="small", directory=course)

    assert (report.written, report.unchanged) == (1, len(contents(course)) - 1)


def test_a_lesson_taken_off_the_site_is_taken_out_of_the_folder(course):
    lesson("needs").unpublish()

    report = export_course(slug="small", directory=course)

    assert report.removed == ["en/01-people/02-needs.md", "ru/01-people/02-needs.md"]
    assert not (course / "en/01-people/02-needs.md").exists()


def test_a_course_that_is_not_there_cannot_be_exported(tmp_path):
    with pytest.raises(Course.DoesNotExist):
        export_course(slug="nowhere", directory=tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_ours_then_export_then_import_agrees(course, tmp_path):
    page = lesson("needs")
    page.title = "What they need"
    publish(page)
    import_course(folder=read_folder(course), on_conflict=OnConflict.OURS)

    export_course(slug="small", directory=tmp_path / "out")

    assert set(import_course(folder=read_folder(tmp_path / "out")).fates) == {Fate.SAME}
