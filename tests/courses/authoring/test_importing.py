import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import now
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation

from courses.authoring import importing
from courses.authoring.folder.document import CourseFolderError
from courses.authoring.importing import EditedSinceError, OnConflict
from courses.authoring.planning import Fate
from courses.catalogue.models import Activity, Course, CoursePage, Lesson, LessonPage, LessonVersion, Module, ModulePage
from lms.network.models import Organisation
from tests.factories import UserFactory

from .folders import FILES, ROAD, TRANSLATED, change, imported, write

pytestmark = pytest.mark.django_db
WHOM = "en/01-people/01-whom-we-help.md"
NEEDS = "en/01-people/02-needs.md"


def lesson(slug: str, language: str = "en") -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def block_ids(page: LessonPage) -> dict[str, str]:
    return {block.block_type: block.id for block in page.body}


def edit(page: Page, editor=None, **fields) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=editor).publish()


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_folder_becomes_pages_and_rows(tmp_path):
    report = imported(write(tmp_path, FILES | TRANSLATED))

    assert report.fates == {Fate.NEW: 8}
    course = Course.objects.get()
    assert (course.slug, course.source_language, course.level, course.hours) == ("small", "en", "beginner", 3)
    assert sorted(course.topics.values_list("topic", flat=True)) == ["projects", "volunteers"]
    assert [module.slug for module in Module.objects.live()] == ["people"]
    assert [row.slug for row in Lesson.objects.live()] == ["whom-we-help", "needs"]
    assert sorted(Activity.objects.live().values_list("block_id", flat=True)) == ["map", "questions", "read", "read", "show", "who-decides"]
    assert lesson("needs", "ru").title == "Нужды"
    assert lesson("needs", "ru").translation_key == lesson("needs").translation_key


def test_a_lesson_page_says_what_its_file_says(tmp_path):
    imported(write(tmp_path, FILES))

    page = lesson("whom-we-help")
    raw = {child["type"]: child for child in page.body.raw_data}
    image = get_image_model().objects.get()
    assert (page.title, page.summary, page.minutes, page.live) == ("Whom we help", "Choose whom you help first.", 90, True)
    assert raw["section"] == {"type": "section", "value": {"heading": "Who lives here"}, "id": "who"}
    assert raw["picture"]["value"] == {"image": image.pk, "alt": "A road between houses", "caption": "The road"}
    assert raw["markdown"]["value"] == "Some **text** with [a link](../needs/#b-ask)."
    assert raw["callout"]["value"] == {"kind": "tip", "title": "Ask first", "text": "Ask before you *help*."}
    assert raw["choice"]["value"]["options"] == [
        {"type": "item", "value": "The head", "id": "head"},
        {"type": "item", "value": "The team", "id": "team"},
    ]
    assert [item["value"] for item in raw["fill_table"]["value"]["rows"][0]["value"]] == ["Old people", ""]
    assert [item["value"] for item in raw["assignment"]["value"]["exercises"]] == ["who-decides"]


def test_importing_twice_changes_nothing(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    imported(root)
    before = row_counts()

    report = imported(root)

    assert report.fates == {Fate.SAME: 8}
    assert row_counts() == before


def test_a_dry_run_says_what_would_happen_and_changes_nothing(tmp_path, settings):
    root = write(tmp_path / "folder", FILES)
    settings.MEDIA_ROOT = tmp_path / "media"
    before = row_counts()

    report = imported(root, dry_run=True)

    assert report.fates == {Fate.NEW: 4}
    assert row_counts() == before
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_an_edited_file_makes_a_revision_of_its_page_only(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    imported(root)
    revisions = Revision.objects.count()

    change(root, NEEDS, "Talk with ten people.", "Talk with twelve people.")
    report = imported(root)

    assert report.fates == {Fate.SAME: 7, Fate.CHANGED: 1}
    assert Revision.objects.count() == revisions + 1
    assert LessonVersion.objects.current().get(of__slug="needs", language="en").content["body"][1]["value"] == "Talk with twelve people."


def test_blocks_without_ids_are_found_again_by_what_they_say(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    before = {block.id: block.block_type for block in lesson("whom-we-help").body}

    change(root, WHOM, "Begin with people.", "Begin with people, not with money.\n\n::: warning\nSomething new.\n:::")
    change(root, WHOM, "Ask before you *help*.", "Ask before you *really* help.")
    imported(root)

    after = {block.id: block.block_type for block in lesson("whom-we-help").body}
    assert {block_id: kind for block_id, kind in after.items() if block_id in before} == before
    assert len(after) == len(before) + 1


def test_rows_and_options_without_ids_keep_theirs_when_others_come_between(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    before = {row.value[0]: row.id for row in next(b for b in lesson("whom-we-help").body if b.id == "map").value["rows"].bound_blocks}

    change(root, WHOM, "| Children | |", "| Teenagers | |\n| Children | |")
    imported(root)

    after = {row.value[0]: row.id for row in next(b for b in lesson("whom-we-help").body if b.id == "map").value["rows"].bound_blocks}
    assert {name: after[name] for name in before} == before
    assert after["Teenagers"] not in before.values()


def test_an_exercise_keeps_its_work_when_its_author_gives_it_an_id(tmp_path):
    root = write(tmp_path, FILES)
    change(root, NEEDS, "{#questions title=", "{title=")
    imported(root)
    activity = Activity.objects.get(kind="long_text")

    change(root, NEEDS, "{title=", "{#questions title=")
    imported(root)

    activity.refresh_from_db()
    assert (activity.block_id, activity.retired_at) == ("questions", None)


def test_an_exercise_with_another_id_is_another_exercise(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    activity = Activity.objects.get(block_id="questions")

    change(root, NEEDS, "{#questions ", "{#other-questions ")
    imported(root)

    activity.refresh_from_db()
    assert activity.retired_at is not None
    assert Activity.objects.live().filter(block_id="other-questions").exists()


def test_another_number_keeps_the_lesson_and_moves_it(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    key = lesson("needs").translation_key

    (root / NEEDS).rename(root / "en/01-people/01-needs.md")
    (root / WHOM).rename(root / "en/01-people/02-whom-we-help.md")
    change(root, "en/01-people/02-whom-we-help.md", "02-needs.md#ask", "01-needs.md#ask")
    imported(root)

    assert lesson("needs").translation_key == key
    assert [row.slug for row in Lesson.objects.live()] == ["needs", "whom-we-help"]
    assert [page.slug for page in lesson("needs").get_parent().get_children()] == ["needs", "whom-we-help"]


def test_a_file_that_is_gone_retires_its_lesson_and_comes_back_as_the_same(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    key = lesson("needs").translation_key
    text = (root / NEEDS).read_text()

    (root / NEEDS).unlink()
    report = imported(root)
    assert report.retired == [NEEDS]
    assert (lesson("needs").live, Lesson.objects.live().count()) == (False, 1)

    (root / NEEDS).write_text(text)
    imported(root)
    assert (lesson("needs").live, lesson("needs").translation_key, Lesson.objects.live().count()) == (True, key, 2)


def test_pictures_are_stored_once_for_each_content(tmp_path):
    root = write(tmp_path, FILES | {"media/same.svg": ROAD, "media/form.txt": "a form"})
    imported(root)
    assert (get_image_model().objects.count(), get_document_model().objects.count()) == (1, 1)
    assert get_image_model().objects.get().collection.name == "small"

    (root / "media/road.svg").write_text(ROAD.replace("10", "12"))
    report = imported(root)

    assert report.fates == {Fate.SAME: 3, Fate.CHANGED: 1}
    assert get_image_model().objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("media/photo.png", b"no picture"),
        ("media/photo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>'),
        ("media/form.pdf", b"no document"),
        ("media/run.exe", b"MZ"),
        ("media/empty.txt", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_stops_everything(tmp_path, settings, name, content):
    root = write(tmp_path / "folder", FILES | {name: content})
    settings.MEDIA_ROOT = tmp_path / "media"
    before = row_counts()

    with pytest.raises(CourseFolderError) as caught:
        imported(root)

    assert [mistake.path for mistake in caught.value.mistakes] == [name]
    assert row_counts() == before
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_a_page_edited_since_is_not_overwritten(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    edit(lesson("needs"), UserFactory(name="Оля Редактор"), title="What they need")

    with pytest.raises(EditedSinceError) as caught:
        imported(root)

    assert len(caught.value.pages) == 1
    assert str(caught.value.pages[0]).startswith("“What they need” (en) was edited by ")
    assert lesson("needs").title == "What they need"


def test_a_draft_nobody_published_counts_as_an_edit(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    page = lesson("needs")
    page.title = "A draft"
    page.save_revision(user=UserFactory())

    with pytest.raises(EditedSinceError):
        imported(root)


def test_saving_without_a_change_is_no_edit(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    page = lesson("whom-we-help")
    raw = json.loads(json.dumps(page.body.get_prep_value()).replace("\\n", "\\r\\n"))
    page.body = json.dumps(raw)
    edit(page, UserFactory())

    assert imported(root).fates == {Fate.SAME: 4}


def test_theirs_takes_the_folder_and_ours_leaves_the_page(tmp_path):
    root = write(tmp_path, FILES)
    imported(root)
    edit(lesson("needs"), UserFactory(), title="What they need")
    change(root, "en/course.md", "Welcome to it.", "Come in.")

    report = imported(root, on_conflict=OnConflict.OURS)
    assert (lesson("needs").title, CoursePage.objects.get().introduction) == ("What they need", "Come in.")
    assert (report.fates, len(report.kept)) == ({Fate.SAME: 2, Fate.CHANGED: 1, Fate.KEPT: 1}, 1)

    imported(root, on_conflict=OnConflict.THEIRS)
    assert lesson("needs").title == "Needs"


def test_a_page_that_was_never_imported_is_not_overwritten_either(tmp_path):
    from tests.factories.pages import CoursePageFactory

    CoursePageFactory(slug="small", title="Made by hand")

    with pytest.raises(EditedSinceError):
        imported(write(tmp_path, FILES))

    imported(tmp_path, on_conflict=OnConflict.THEIRS)
    assert CoursePage.objects.get().title == "A small course"


def test_the_source_language_of_a_course_stays(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    imported(root)

    change(root, "course.yaml", "source_language: en", "source_language: ru")

    with pytest.raises(CourseFolderError, match="its source language cannot change"):
        imported(root)


def test_a_language_that_is_not_sent_stays(tmp_path):
    imported(write(tmp_path / "both", FILES | TRANSLATED))

    report = imported(write(tmp_path / "one", FILES))

    assert (report.retired, lesson("needs", "ru").live) == ([], True)


def test_the_owner_is_set(tmp_path):
    owner = Organisation.objects.create(name="Попутчики", slug="fellows")

    imported(write(tmp_path, FILES), owner=owner)

    assert Course.objects.get().owner == owner


def test_what_a_translator_typed_and_nobody_published_is_not_overwritten(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    imported(root)
    typed = StringTranslation.objects.filter(context__path="title", context__object_id=lesson("needs").translation_key)
    typed.update(data="Что им нужно", last_translated_by=UserFactory(name="Оля Переводчик"), updated_at=now() + timedelta(minutes=1))
    assert imported(root).fates == {Fate.SAME: 8}

    change(root, NEEDS, "Talk with ten people.", "Talk with twelve people.")

    with pytest.raises(EditedSinceError) as caught:
        imported(root)
    assert str(caught.value.pages[0]).startswith("“Нужды” (ru) was edited by ")
    assert typed.get().data == "Что им нужно"


def test_a_slug_that_another_course_has_is_refused(tmp_path):
    from tests.factories.pages import CoursePageFactory, catalogue_in

    CoursePageFactory(slug="small", parent=catalogue_in("ru"))

    with pytest.raises(CourseFolderError, match="this site has another course `small`, written in ru"):
        imported(write(tmp_path, FILES))


def test_what_a_colleague_adds_to_a_module_meanwhile_keeps_its_address(tmp_path, monkeypatch):
    imported(write(tmp_path, {name: text for name, text in FILES.items() if "01-people/0" not in name}))
    make_plan = importing.make_plan

    def plan_and_then(*args):
        plan = make_plan(*args)
        module = ModulePage.objects.get()
        module.add_child(instance=LessonPage(title="Theirs", slug="whom-we-help", locale=module.locale))
        return plan

    monkeypatch.setattr(importing, "make_plan", plan_and_then)
    imported(write(tmp_path, FILES))

    assert {page.title: page.slug for page in LessonPage.objects.all() if page.title != "Needs"}["Theirs"] == "whom-we-help"
    slugs = list(LessonPage.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 3
