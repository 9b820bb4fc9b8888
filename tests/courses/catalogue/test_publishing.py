import pytest
from wagtail.models import Locale, Page

from courses.catalogue.models import (
    Activity,
    ActivityVersion,
    Course,
    CoursePage,
    CourseVersion,
    Lesson,
    LessonPage,
    LessonVersion,
    Module,
    ModuleVersion,
)
from courses.catalogue.publishing import publish as publish_rows
from tests.factories.pages import (
    CoursePageFactory,
    LessonPageFactory,
    ModulePageFactory,
    body,
    catalogue_in,
    long_text,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db


def everything():
    """All rows as plain values, without what may differ between two runs of the same."""
    return {
        "courses": list(Course.objects.order_by("pk").values("pk", "slug", "source_language", "level", "hours", "retired_at")),
        "topics": list(Course.objects.order_by("pk").values_list("pk", "topics__topic")),
        "modules": list(Module.objects.order_by("pk").values("pk", "slug", "position", "course_id", "retired_at")),
        "lessons": list(Lesson.objects.order_by("pk").values("pk", "slug", "position", "module_id", "course_id", "retired_at")),
        "activities": list(
            Activity.objects.order_by("pk").values("pk", "lesson_id", "block_id", "kind", "position", "is_required", "retired_at")
        ),
        "versions": [
            list(model.objects.order_by("pk").values("pk", "of_id", "language", "title", "content", "is_current"))
            for model in (CourseVersion, ModuleVersion, LessonVersion, ActivityVersion)
        ],
    }


def test_publishing_a_course_its_module_and_lesson_makes_their_rows():
    lesson_page = LessonPageFactory()
    module_page = lesson_page.get_parent().specific
    course_page = module_page.get_parent().specific

    course, module, lesson = Course.objects.get(), Module.objects.get(), Lesson.objects.get()
    assert (course.translation_key, course.slug, course.source_language, course.hours) == (
        course_page.translation_key,
        course_page.slug,
        "en",
        40,
    )
    assert list(course.topics.values_list("topic", flat=True)) == ["projects"]
    assert (module.translation_key, module.course, module.slug) == (module_page.translation_key, course, module_page.slug)
    assert (lesson.translation_key, lesson.module, lesson.course) == (lesson_page.translation_key, module, course)
    assert list(lesson.activities.values_list("block_id", "kind", "position", "is_required")) == [
        ("village", "long_text", 0, True),
        ("read", "read", 1, True),
    ]
    version = LessonVersion.objects.get()
    assert (version.of, version.language, version.title, version.is_current) == (lesson, "en", "Whom we help", True)
    assert version.content["minutes"] == 60
    assert [block["id"] for block in version.content["body"]] == ["intro", "village"]
    assert ActivityVersion.objects.get(of__block_id="village").content["prompt"] == "Write about your village."


def test_publishing_the_same_again_changes_nothing():
    lesson_page = LessonPageFactory()
    before = everything()

    publish(lesson_page)
    publish_rows(page=lesson_page)
    publish(lesson_page.get_parent().specific)

    assert everything() == before


def test_a_saved_draft_changes_nothing():
    lesson_page = LessonPageFactory()
    before = everything()

    lesson_page.title = "Not yet"
    lesson_page.slug = "not-yet"
    lesson_page.body = body(long_text("another"))
    lesson_page.save_revision()

    assert everything() == before


def test_a_page_that_was_never_published_has_no_row():
    LessonPageFactory(is_published=False)

    assert (Lesson.objects.count(), Activity.objects.count()) == (0, 0)


def test_new_words_make_a_new_current_version_and_old_words_come_back_as_the_old_one():
    page = LessonPageFactory(title="Whom we help")
    first = LessonVersion.objects.get()

    page.title = "Whom do we help"
    page = publish(page)
    second = LessonVersion.objects.current().get()
    page.title = "Whom we help"
    publish(page)

    assert second.pk != first.pk
    assert list(LessonVersion.objects.order_by("pk").values_list("pk", "is_current")) == [(first.pk, True), (second.pk, False)]


def test_a_removed_exercise_is_retired_and_a_restored_one_comes_back_as_the_same_row():
    page = LessonPageFactory(body=body(long_text("one"), long_text("two")))
    two = Activity.objects.get(block_id="two")

    page.body = body(long_text("one"))
    page = publish(page)
    two.refresh_from_db()
    assert two.retired_at is not None
    assert two.versions.current().get().title == "Who lives here?"

    page.body = body(long_text("two"), long_text("one"))
    publish(page)
    two.refresh_from_db()
    assert (two.retired_at, two.position) == (None, 0)
    assert two.versions.count() == 1


def test_an_exercise_keeps_its_row_when_its_words_and_flags_change():
    page = LessonPageFactory(body=body(long_text("one")))
    activity = Activity.objects.get(block_id="one")

    page.body = body(long_text("one", title="Who lives in your village?", is_required=False, is_private=True))
    publish(page)

    activity.refresh_from_db()
    assert (activity.is_required, activity.is_private) == (False, True)
    assert list(activity.versions.order_by("pk").values_list("title", "is_current")) == [
        ("Who lives here?", False),
        ("Who lives in your village?", True),
    ]


def test_a_lesson_published_before_its_course_waits_for_it():
    course = CoursePageFactory(is_published=False)
    module = ModulePageFactory(parent=course)
    LessonPageFactory(parent=module)
    assert Lesson.objects.count() == 0

    publish(course)

    assert (Course.objects.live().count(), Module.objects.live().count(), Lesson.objects.live().count()) == (1, 1, 1)
    assert Activity.objects.live().count() == 2


def test_unpublishing_retires_all_below_and_publishing_again_brings_back_what_is_live():
    page = LessonPageFactory()
    LessonPageFactory(parent=page.get_parent(), is_published=False)
    module_page = page.get_parent().specific
    course_page = module_page.get_parent().specific

    course_page.unpublish()
    assert [model.objects.live().count() for model in (Course, Module, Lesson, Activity)] == [0, 0, 0, 0]

    publish(CoursePage.objects.get(pk=course_page.pk))
    assert [model.objects.live().count() for model in (Course, Module, Lesson, Activity)] == [1, 1, 1, 2]

    module_page.unpublish()
    assert [model.objects.live().count() for model in (Course, Module, Lesson, Activity)] == [1, 0, 0, 0]


def test_publishing_a_lesson_in_an_unpublished_module_leaves_it_retired():
    page = LessonPageFactory()
    page.get_parent().specific.unpublish()

    page.title = "Still writing"
    publish(page)

    assert Lesson.objects.live().count() == 0


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_deleting_a_page_retires_its_rows_and_deletes_none(depth):
    page = LessonPageFactory()
    doomed = [page, page.get_parent(), page.get_parent().get_parent()][depth]

    doomed.delete()

    assert [model.objects.count() for model in (Course, Module, Lesson, Activity, LessonVersion)] == [1, 1, 1, 2, 1]
    assert Lesson.objects.live().count() == 0
    assert [model.objects.live().count() for model in (Course, Module)] == [[1, 1], [1, 0], [0, 0]][depth]


def test_a_lesson_moved_to_another_module_keeps_its_activities():
    page = LessonPageFactory()
    other = ModulePageFactory(parent=page.get_parent().get_parent())
    activities = list(Activity.objects.order_by("pk").values_list("pk", "block_id"))

    page.move(other, pos="last-child")

    assert Lesson.objects.get().module == Module.objects.get(translation_key=other.translation_key)
    assert list(Activity.objects.order_by("pk").values_list("pk", "block_id")) == activities


def test_a_lesson_moved_into_an_unpublished_module_is_retired_until_that_is_published():
    page = LessonPageFactory()
    draft = ModulePageFactory(parent=page.get_parent().get_parent(), is_published=False)

    page.move(draft, pos="last-child")
    assert Lesson.objects.live().count() == 0

    publish(draft)
    assert Lesson.objects.live().get().module.translation_key == draft.translation_key


def test_a_module_moved_to_another_course_takes_its_lessons_along():
    page = LessonPageFactory()
    other = CoursePageFactory()
    target = Course.objects.get(translation_key=other.translation_key)

    page.get_parent().move(other, pos="last-child")

    assert list(Lesson.objects.values_list("course", "module__course")) == [(target.pk, target.pk)]


def test_rows_stand_in_the_order_of_the_pages():
    first = LessonPageFactory(slug="first")
    LessonPageFactory(parent=first.get_parent(), slug="draft", is_published=False)
    second = LessonPageFactory(parent=first.get_parent(), slug="second")
    assert list(Lesson.objects.live().values_list("slug", flat=True)) == ["first", "second"]

    second.move(first, pos="left")

    assert list(Lesson.objects.live().values_list("slug", flat=True)) == ["second", "first"]


def test_a_new_slug_is_a_new_address(django_capture_on_commit_callbacks):
    page = LessonPageFactory(slug="old")

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "new"
        page.save()

    assert Lesson.objects.get().slug == "new"


def test_a_copied_course_is_another_course():
    page = LessonPageFactory()
    course_page = page.get_parent().get_parent().specific

    course_page.copy(recursive=True, to=catalogue_in("en"), update_attrs={"slug": "a-copy", "title": "A copy"})

    assert [model.objects.live().count() for model in (Course, Module, Lesson, Activity)] == [2, 2, 2, 4]
    assert Activity.objects.filter(block_id="village").values("lesson").distinct().count() == 2


def test_an_alias_is_ignored():
    page = LessonPageFactory()
    other = ModulePageFactory(parent=page.get_parent().get_parent())
    before = everything()["lessons"]

    alias = page.create_alias(parent=other)
    publish(page)
    alias.delete()

    assert everything()["lessons"] == before


def test_a_translation_adds_words_in_its_language_and_decides_nothing():
    page = LessonPageFactory(body=body(long_text("one"), long_text("two")))
    structure = {name: rows for name, rows in everything().items() if name != "versions"}

    translate(page.get_parent().get_parent().specific, "uk", title="Десять уроків", slug="desiat", level="advanced", hours=1, topics=[])
    translate(page.get_parent().specific, "uk", title="Люди", slug="liudy")
    translate(page, "uk", title="Кому допомагаємо", slug="komu", body=body(long_text("two", title="Хто?"), long_text("own", title="Своя")))

    assert {name: rows for name, rows in everything().items() if name != "versions"} == structure
    assert CourseVersion.objects.current().get(language="uk").title == "Десять уроків"
    assert ModuleVersion.objects.current().get(language="uk").title == "Люди"
    assert LessonVersion.objects.current().get(language="uk").title == "Кому допомагаємо"
    assert set(ActivityVersion.objects.current().filter(language="uk").values_list("of__block_id", "title")) == {
        ("two", "Хто?"),
        ("read", "Кому допомагаємо"),
    }


def test_unpublishing_a_translation_gives_its_readers_the_source_language_again():
    page = LessonPageFactory()
    for above in (page.get_parent().get_parent().specific, page.get_parent().specific):
        translate(above, "uk")
    translation = translate(page, "uk", title="Кому допомагаємо")

    translation.unpublish()

    assert Lesson.objects.live().count() == 1
    assert list(LessonVersion.objects.order_by("language").values_list("language", "is_current")) == [("en", True), ("uk", False)]
    assert not ActivityVersion.objects.current().filter(language="uk").exists()

    publish(LessonPage.objects.get(pk=translation.pk))
    assert LessonVersion.objects.current().get(language="uk").title == "Кому допомагаємо"


def test_a_translation_published_before_its_source_waits_for_it():
    course_page = CoursePageFactory(is_published=False)
    translate(course_page, "uk", title="Десять уроків")
    assert Course.objects.count() == 0

    publish(course_page)

    assert Course.objects.get().source_language == "en"
    assert set(CourseVersion.objects.current().values_list("language", "title")) == {("en", "Ten lessons"), ("uk", "Десять уроків")}


def test_the_source_language_is_that_of_the_page_made_first():
    page = CoursePageFactory(parent=catalogue_in("ru"), title="Десять уроков", slug="desyat")
    translate(page, "en", title="Ten lessons", slug="ten")

    assert Course.objects.get().source_language == "ru"
    assert Course.objects.get().slug == "desyat"


def test_every_change_raises_the_stamp_of_the_course():
    stamps = []

    def note():
        stamps.append(Course.objects.get().stamp)

    page = LessonPageFactory()
    note()
    publish(page)
    note()
    page.get_parent().move(page.get_parent().get_parent(), pos="last-child")
    note()
    LessonPage.objects.get().unpublish()
    note()

    assert stamps == sorted(set(stamps))


def test_two_courses_cannot_have_the_same_address():
    CoursePageFactory(slug="ten")

    with pytest.raises(Exception, match="Another course already has this address"):
        CoursePageFactory(parent=catalogue_in("uk"), slug="ten")


def test_a_rolled_back_publication_leaves_no_half():
    page = LessonPageFactory()
    before = everything()
    page.title = "Half"
    page.body = body(long_text("one"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("courses.catalogue.publishing._stamp", lambda course_id: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish_rows(page=page)

    assert everything() == before


def test_five_locales_have_a_home_and_a_catalogue_from_the_start():
    homes = Page.objects.filter(depth=2).order_by("path")

    assert list(homes.values_list("slug", flat=True)) == ["home", "home-uk", "home-ru", "home-bg", "home-cs"]
    assert homes.values("translation_key").distinct().count() == 1
    assert list(Page.objects.filter(depth=3).values_list("slug", flat=True)) == ["courses"] * 5
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "uk", "ru", "bg", "cs"}
    assert Page.find_problems() == ([], [], [], [], [])
