"""Rubrics of a course folder: into the site, and back."""

import pytest

from courses.authoring.exporting import export_course
from courses.authoring.importing import EditedSinceError, OnConflict
from courses.authoring.models import Folder
from courses.catalogue.models import Course, LessonPage
from courses.mentorship.actions.rubrics import write_version
from courses.mentorship.models import Assignment, Rubric, RubricVersion
from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.mentorship.rubric_staleness import stale_languages
from lms.network.models import Organisation
from tests.factories import CourseFactory, UserFactory
from tests.factories.mentorship import rubric
from tests.factories.pages import publish

from .folders import FILES, change, contents, imported, write
from .rubrics import CLEAR, NAMED

pytestmark = pytest.mark.django_db
PATH, LESSON = "en/rubrics/clear.md", "en/01-people/01-whom-we-help.md"
RUSSIAN = CLEAR.replace("Clear: the map", "Ясно: карта").replace("Done well", "Получилось")
IN_TWO = NAMED | {PATH: CLEAR, "ru/rubrics/clear.md": RUSSIAN}


def edit(title: str, by=None) -> None:
    version = Rubric.objects.get(slug="clear").version
    definition = RubricDefinition(title, version.in_words("en").criteria)
    write_version(rubric=version.rubric, definition=definition, language="en", translations=version.translations, by=by)


def test_files_become_one_rubric_in_two_languages_that_the_assignment_names(tmp_path):
    report = imported(write(tmp_path, IN_TWO))

    made = Rubric.objects.get()
    assert (made.slug, made.owner, made.version.number) == ("clear", None, 1)
    assert made.version.in_words("ru").title == "Ясно: карта"
    assert made.version.in_words("ru").criteria[0].levels[0].title == "Получилось"
    assert Assignment.objects.get(kind="assignment").rules.rubric == made.pk
    assert report.rubrics == {"new": 1, "changed": 0, "same": 0}


def test_importing_twice_changes_nothing(tmp_path):
    imported(write(tmp_path, IN_TWO))

    report = imported(tmp_path)

    assert report.rubrics == {"new": 0, "changed": 0, "same": 1}
    assert RubricVersion.objects.count() == 1


def test_an_unchanged_course_comes_back_to_the_byte(tmp_path):
    imported(write(tmp_path / "one", IN_TWO))

    export_course(slug="small", directory=tmp_path / "two")

    assert contents(tmp_path / "two") == contents(tmp_path / "one")


def test_a_rubric_belongs_to_the_organisation_that_owns_the_course(tmp_path):
    ours = Organisation.objects.create(name="Ours", slug="ours")
    rubric("clear")

    imported(write(tmp_path, IN_TWO), owner=ours)

    assert Rubric.objects.get(owner=ours).version.in_words("en").title == "Clear: the map"
    assert Rubric.objects.get(owner=None).version.in_words("en").title == "Clear words"


def test_a_changed_file_is_a_new_version(tmp_path):
    imported(write(tmp_path, IN_TWO))
    change(tmp_path, PATH, "Done well", "Well done")

    report = imported(tmp_path)

    assert report.rubrics == {"new": 0, "changed": 1, "same": 0}
    assert Rubric.objects.get().version.number == 2


def test_one_that_somebody_edited_on_the_site_is_not_written_over(tmp_path):
    imported(write(tmp_path, IN_TWO))
    edit("Edited", by=UserFactory(name="Olena"))
    change(tmp_path, PATH, "Done well", "Well done")

    with pytest.raises(EditedSinceError) as refused:
        imported(tmp_path)
    ours = imported(tmp_path, on_conflict=OnConflict.OURS)

    assert "“Edited” (clear) was edited by Olena" in str(refused.value)
    assert len(ours.kept) == 1
    assert Rubric.objects.get().version.in_words("en").title == "Edited"
    imported(tmp_path, on_conflict=OnConflict.THEIRS)
    assert Rubric.objects.get().version.in_words("en").title == "Clear: the map"


def test_an_edit_on_the_site_changes_its_own_lines(tmp_path):
    imported(write(tmp_path / "one", IN_TWO))
    edit("Clear")

    export_course(slug="small", directory=tmp_path / "two")

    assert (tmp_path / "two" / PATH).read_text("utf-8") == CLEAR.replace('title: "Clear: the map"   #', "title: Clear   #")
    assert (tmp_path / "two" / "ru/rubrics/clear.md").read_text("utf-8") == RUSSIAN
    assert imported(tmp_path / "two").rubrics == {"new": 0, "changed": 0, "same": 1}


def test_a_rubric_chosen_on_the_site_goes_along(tmp_path):
    imported(write(tmp_path / "one", FILES))
    chosen = rubric("words")
    page = LessonPage.objects.get(slug="whom-we-help")
    raw = [
        {**child, "value": {**child["value"], "rubric": chosen.pk}} if child["type"] == "assignment" else child
        for child in page.body.raw_data
    ]
    page.body = page.body.stream_block.to_python(raw)
    publish(page)

    export_course(slug="small", directory=tmp_path / "two")

    assert 'rubric="words"' in (tmp_path / "two" / LESSON).read_text("utf-8")
    assert "- [2] A neighbour understands it {#yes}" in (tmp_path / "two" / "en/rubrics/words.md").read_text("utf-8")
    imported(tmp_path / "two")
    assert Assignment.objects.get(kind="assignment").rules.rubric == chosen.pk


def test_one_whose_file_is_gone_is_retired_unless_another_course_names_it(tmp_path):
    imported(write(tmp_path, IN_TWO))
    for path in (PATH, "ru/rubrics/clear.md"):
        (tmp_path / path).unlink()
    for path in (LESSON, LESSON.replace("en/", "ru/")):
        change(tmp_path, path, ' rubric="clear"', "")

    imported(tmp_path)

    assert Rubric.objects.get().retired_at is not None
    write(tmp_path, IN_TWO)
    imported(tmp_path)
    assert Rubric.objects.get().retired_at is None


def test_a_task_for_the_mentor_of_old_is_an_assignment_that_nobody_needs(tmp_path):
    old = '::: mentor-task {#show exercises="who-decides"}'
    files = FILES | {
        LESSON: FILES[LESSON].replace('::: assignment {#show title="Show your mentor" exercises="who-decides" .optional}', old)
    }
    imported(write(tmp_path / "one", files))

    made = Assignment.objects.get(kind="assignment")
    export_course(slug="small", directory=tmp_path / "two")

    assert (made.is_required, made.rules.exercises, made.versions.get().title) == (False, ("who-decides",), "Task for the mentor")
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    page = LessonPage.objects.get(slug="whom-we-help")
    next(child for child in page.body if child.id == "show").value["brief"] = "Show it today."
    publish(page)
    export_course(slug="small", directory=tmp_path / "three")
    assert '::: assignment {#show .optional title="Task for the mentor" exercises="who-decides"}\nShow it today.\n:::' in (
        tmp_path / "three" / LESSON
    ).read_text("utf-8")


def test_nothing_is_written_by_a_trial(tmp_path):
    imported(write(tmp_path, IN_TWO), dry_run=True)

    assert not Rubric.objects.exists()
    assert not Folder.objects.exists()
    assert not Course.objects.exists()


def test_levels_and_criteria_keep_their_ids(tmp_path):
    imported(write(tmp_path, IN_TWO))

    first, second = Rubric.objects.get().version.in_words("en").criteria

    assert [level.id for level in first.levels] == ["done", "nearly", "not-yet"]
    assert second == Criterion("b", "The sentence", (Level("a", "One can retell it", 1), Level("b", "Not yet", 0)))


def test_a_rubric_of_another_course_is_not_written_over_and_one_of_the_course_stays_its_own(tmp_path):
    other = rubric("clear", course=CourseFactory())
    imported(write(tmp_path / "one", IN_TWO))
    made = Rubric.objects.exclude(pk=other.pk).get()
    assert (made.course, other.versions.count()) == (None, 1)

    Rubric.objects.filter(pk=made.pk).update(course=Course.objects.get(slug="small"))
    edit_of(made, "Clearer")
    export_course(slug="small", directory=tmp_path / "two")
    imported(tmp_path / "two")

    assert set(Rubric.objects.all()) == {other, made}
    assert Rubric.objects.get(pk=made.pk).course == Course.objects.get(slug="small")
    assert Rubric.objects.get(pk=made.pk).version.in_words("en").title == "Clearer"


def test_a_folder_that_changes_only_the_source_leaves_its_translation_to_be_looked_at(tmp_path):
    imported(write(tmp_path, IN_TWO))

    change(tmp_path, PATH, "Done well", "Very well done")
    imported(tmp_path)

    assert stale_languages(Rubric.objects.get()) == ["ru"]


def edit_of(one, title: str) -> None:
    version = Rubric.objects.get(pk=one.pk).version
    definition = RubricDefinition(title, version.in_words("en").criteria)
    write_version(rubric=one, definition=definition, language="en", translations=version.translations)
