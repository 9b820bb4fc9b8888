"""A site that had tasks for the mentor in its lessons: after the migration each is an assignment, and nothing else has changed."""

import json
import shutil

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationContext, TranslationSource

from courses.authoring.exporting import export_course
from courses.authoring.folder.reader import read_folder
from courses.authoring.importing import import_course
from courses.authoring.models import FolderFile
from courses.authoring.planning import Fate
from courses.catalogue import rendering
from courses.catalogue.models import Activity, ActivityVersion, Course, LessonPage, LessonVersion
from courses.catalogue.versioning import content_hash
from courses.mentorship.models import Assignment
from tests.courses.authoring.folders import FILES, TRANSLATED, write
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("authoring", "0001_initial"), ("catalogue", "0002_catalogues")]
TASK = '::: mentor-task {#show title="Show your mentor" exercises="who-decides"}\nShow your **choice**.\n:::\n'
OLD = {path: text.partition("::: assignment")[0] + TASK if "::: assignment" in text else text for path, text in FILES.items()}
RU = "ru/01-people/01-whom-we-help.md"
OLD_RU = TRANSLATED[RU].partition("::: assignment")[0] + TASK.replace("Show your mentor", "Покажите").replace(
    "Show your **choice**.", "Покажите **выбор**."
)


def migrate(targets) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


def leaves() -> list:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def as_it_was(child: dict) -> dict:
    """The block that an assignment was once."""
    if child["type"] != "assignment":
        return child
    value = child["value"]
    return {**child, "type": "mentor_task", "value": {"title": value["title"], "text": value["brief"], "exercises": value["exercises"]}}


def digest_as_it_was(page: LessonPage, language: str) -> None:
    """What an import remembered when it wrote the task: the digest of the page with it."""
    from courses.authoring import states
    from courses.authoring.folder.document import Block

    state = states.live(page)
    for place, block in enumerate(state.blocks):
        if block.kind == "assignment":
            old = {"title": block.value["title"], "text": block.value["brief"], "exercises": block.value["exercises"]}
            state.blocks[place] = Block("mentor_task", old, block.id)
    FolderFile.objects.filter(page_key=page.translation_key, language=language).update(page_digest=state.digest())


def make_old_site() -> None:
    """Turns what the code of today wrote into what the code of then had: there is no other way to get such rows."""
    body = LessonPage._meta.get_field("body").stream_block
    for page in LessonPage.objects.select_related("locale"):
        digest_as_it_was(page, page.locale.language_code)
        raw = [as_it_was(child) for child in body.get_prep_value(page.body)]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalogue_lessonpage SET body = %s WHERE page_ptr_id = %s", [json.dumps(raw), page.pk])
    for revision in Revision.objects.filter(content_type__model="lessonpage"):
        raw = [as_it_was(child) for child in json.loads(revision.content["body"])]
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "body": json.dumps(raw)})
    for version in LessonVersion.objects.all():
        content = {**version.content, "body": [as_it_was(child) for child in version.content["body"]]}
        LessonVersion.objects.filter(pk=version.pk).update(content=content, content_hash=content_hash(version.title, content))
    for source in TranslationSource.objects.filter(specific_content_type__model="lessonpage"):
        content = json.loads(source.content_json)
        content["body"] = json.dumps([as_it_was(child) for child in json.loads(content["body"])])
        TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content), schema_version="0002_catalogues")
    for context in TranslationContext.objects.filter(path__startswith="body.show."):
        context.path = context.path.replace("body.show.brief", "body.show.text")
        context.path_id = TranslationContext._get_path_id(context.path)
        context.field_path = context.field_path.replace("assignment.brief", "assignment.text").replace("assignment", "mentor_task")
        context.save()
    ActivityVersion.objects.filter(of__kind="assignment").delete()
    Activity.objects.filter(kind="assignment").delete()


@pytest.fixture
def old_site(tmp_path):
    """A folder with tasks in two languages, imported long ago; the database is where it was then."""
    root = write(tmp_path / "old", OLD | TRANSLATED | {RU: OLD_RU})
    import_course(folder=read_folder(root))
    rows = {
        "activities": dict(Activity.objects.exclude(kind="assignment").values_list("pk", "block_id")),
        "versions": ActivityVersion.objects.exclude(of__kind="assignment").count(),
        "lessons": set(LessonVersion.objects.values_list("pk", "is_current")),
        "stamp": Course.objects.get().stamp,  # there the row has none of its later columns
    }
    make_old_site()
    migrate(BEFORE)
    yield root, rows
    migrate(leaves())


def test_each_task_becomes_an_assignment_and_a_course_of_then_goes_on_as_it_was(old_site, tmp_path):
    """One way back and forth for all that is promised: it goes through every app above, and takes longer than anything else here."""
    root, rows = old_site

    migrate(leaves())
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")  # as the command does in the end

    each_task_is_an_assignment_that_nobody_needs_and_nothing_else_has_changed(rows)
    translators_find_their_words_beside_the_new_block()
    folders_of_then_are_the_same_course_and_come_back_to_the_byte(root, tmp_path)
    the_lesson_shows_it_as_it_did_and_publishing_again_makes_no_version()


def each_task_is_an_assignment_that_nobody_needs_and_nothing_else_has_changed(rows):
    assignment = Assignment.objects.get(kind="assignment")
    assert (assignment.block_id, assignment.is_required, assignment.retired_at) == ("show", False, None)
    assert dict(Activity.objects.exclude(kind="assignment").values_list("pk", "block_id")) == rows["activities"]
    assert ActivityVersion.objects.exclude(of__kind="assignment").count() == rows["versions"]
    assert set(LessonVersion.objects.values_list("pk", "is_current")) == rows["lessons"]
    assert {version.language: version.title for version in assignment.versions.current()} == {"en": "Show your mentor", "ru": "Покажите"}
    assert assignment.rules.brief == "Show your **choice**."
    assert assignment.rules.exercises == ("who-decides",)
    assert list(assignment.lesson.activities.live().values_list("block_id", flat=True))[-2:] == ["show", "read"]
    assert Course.objects.get().stamp == rows["stamp"] + 1
    for revision in Revision.objects.filter(content_type__model="lessonpage"):
        assert "mentor_task" not in revision.content["body"]


def the_lesson_shows_it_as_it_did_and_publishing_again_makes_no_version():
    lesson = Assignment.objects.get(kind="assignment").lesson
    versions = (LessonVersion.objects.count(), ActivityVersion.objects.count())

    body = rendering.lesson_body(LessonVersion.objects.current().get(of=lesson, language="en"))
    publish(LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="en"))

    slot = next(slot for slot in body.slots if slot.kind == "assignment")
    assert (slot.title, slot.is_required, bool(slot.activity_id)) == ("Show your mentor", False, True)
    assert (LessonVersion.objects.count(), ActivityVersion.objects.count()) == versions


def folders_of_then_are_the_same_course_and_come_back_to_the_byte(root, tmp_path):
    report = import_course(folder=read_folder(root))
    export_course(slug="small", directory=tmp_path / "back")

    assert set(report.fates) == {Fate.SAME}
    shutil.copytree(root / "media", tmp_path / "back" / "media", dirs_exist_ok=True)
    for file in root.rglob("*.md"):
        assert (tmp_path / "back" / file.relative_to(root)).read_text("utf-8") == file.read_text("utf-8")


def translators_find_their_words_beside_the_new_block():
    page = LessonPage.objects.get(
        translation_key=Assignment.objects.get(kind="assignment").lesson.translation_key, locale__language_code="en"
    )
    source = TranslationSource.objects.get(object_id=page.translation_key, locale=page.locale)
    segment = StringSegment.objects.get(source=source, context__path="body.show.brief")
    translated = StringTranslation.objects.get(translation_of=segment.string, context=segment.context)
    russian = Locale.objects.get(language_code="ru")
    made = source.get_ephemeral_translated_instance(russian)

    assert (translated.locale, translated.data) == (russian, "Покажите **выбор**.")
    assert segment.context.field_path == "body.assignment.brief"
    assert next(block for block in made.body if block.id == "show").value["brief"] == "Покажите **выбор**."
    assert not source.schema_out_of_date()
    assert Translation.objects.get(source=source).enabled
