"""What editors meet in Wagtail's admin."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.models import Locale

from courses.catalogue.models import (
    ActivityVersion,
    CatalogueIndexPage,
    Course,
    CoursePage,
    CourseVersion,
    LessonPage,
    LessonVersion,
    ModulePage,
)
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, body, catalogue_in, long_text

pytestmark = pytest.mark.django_db

LESSON_BLOCKS = LessonPage._meta.get_field("body").stream_block.child_blocks


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("name", LESSON_BLOCKS)
def test_every_block_says_what_it_is_and_shows_how_it_looks(editor, name):
    block = LESSON_BLOCKS[name]

    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert response.status_code == 200
    assert block.is_previewable
    assert block.meta.icon != "placeholder"
    assert block.label
    assert block.get_description()
    assert block.meta.group


def test_an_editor_writes_a_course_with_topics(editor):
    index = catalogue_in("en")

    response = editor.post(
        reverse("wagtailadmin_pages:add", args=["catalogue", "coursepage", index.pk]),
        {
            "title": "Ten lessons",
            "slug": "ten",
            "summary": "For NGO staff.",
            "introduction": "",
            "level": "beginner",
            "topics": ["projects", "volunteers"],
            "hours": "40",
            "action-publish": "1",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )

    assert response.status_code == 302
    assert CoursePage.objects.get(slug="ten").topics == ["projects", "volunteers"]
    assert set(Course.objects.get().topics.values_list("topic", flat=True)) == {"projects", "volunteers"}


def test_a_topic_that_is_not_on_the_list_is_refused():
    with pytest.raises(Exception, match="Choose topics from the list"):
        CoursePageFactory(topics=["astrology"])


@pytest.mark.parametrize("page_type", [CoursePage, ModulePage, LessonPage, CatalogueIndexPage])
def test_pages_open_for_editing(editor, page_type):
    page = LessonPageFactory()
    wanted = page_type.objects.filter(pk__in=[page.pk, *page.get_ancestors().values_list("pk", flat=True)]).get()

    assert editor.get(reverse("wagtailadmin_pages:edit", args=[wanted.pk])).status_code == 200
    assert editor.get(reverse("wagtailadmin_explore", args=[wanted.pk])).status_code == 200


def test_the_lesson_editor_finds_every_script_and_style_it_names(editor):
    """One that is missing leaves the editor with an empty lesson."""
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[LessonPageFactory().pk])).content.decode()

    named = set(re.findall(r'(?:src|href)="/static/([^"?]+\.(?:js|css))', html))

    assert len(named) > 10
    assert {name for name in named if not finders.find(name)} == set()


def test_pages_stand_where_they_belong():
    assert CatalogueIndexPage.allowed_subpage_models() == [CoursePage]
    assert CoursePage.allowed_subpage_models() == [ModulePage]
    assert ModulePage.allowed_subpage_models() == [LessonPage]
    assert LessonPage.allowed_subpage_models() == []
    assert not CatalogueIndexPage.can_create_at(catalogue_in("en").get_parent())


EVERYTHING = (
    ("section", "s", {"heading": "Who lives here"}),
    ("markdown", "m", "**Ask** first.\n\nThen listen."),
    ("rich_text", "r", "<p>Rich <b>text</b></p>"),
    ("callout", "c", {"kind": "tip", "title": "Ask", "text": "First."}),
    ("table", "t", {"caption": "Four", "table": {"data": [["Question", "For"], ["Who?", "All"]], "first_row_is_table_header": True}}),
    ("checklist", "l", {"title": "Take away", "items": [{"type": "item", "id": "i1", "value": "Water"}]}),
    ("assignment", "k", {"title": "Show", "brief": "Talk", "exercises": [{"type": "item", "id": "x1", "value": "one"}]}),
    long_text("one"),
)


def test_a_translation_made_with_wagtail_localize_adds_words_and_keeps_ids(django_capture_on_commit_callbacks):
    from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

    page = LessonPageFactory(body=body(*EVERYTHING))
    uk = Locale.objects.get(language_code="uk")
    for source_page in [page.get_parent().get_parent().specific, page.get_parent().specific, page]:
        source, _created = TranslationSource.get_or_create_from_instance(source_page)
        translation = Translation.objects.create(source=source, target_locale=uk)
        for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
            words = segment.string.data
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=uk,
                context=segment.context,
                data=words if segment.context.path == "slug" else f"у {words}",
            )
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)

    assert CourseVersion.objects.current().get(language="uk").title == "у Ten lessons"
    version = LessonVersion.objects.current().get(language="uk")
    blocks = {block["id"]: block["value"] for block in version.content["body"]}
    assert list(blocks) == [block_id for _kind, block_id, _value in EVERYTHING]
    assert blocks["m"] == "у **Ask** first.\n\nThen listen."
    assert blocks["c"] == {"kind": "tip", "title": "у Ask", "text": "у First."}
    assert blocks["t"]["table"]["data"] == [["у Question", "у For"], ["у Who?", "у All"]]
    assert blocks["l"]["items"][0] == {"type": "item", "id": "i1", "value": "у Water"}
    assert [item["value"] for item in blocks["k"]["exercises"]] == ["one"]
    assert ActivityVersion.objects.current().get(language="uk", of__block_id="one").title == "у Who lives here?"
    assert Course.objects.get().source_language == "en"


def test_the_menu_leads_to_the_courses_in_their_order(editor):
    first = CoursePageFactory(title="Z first")
    CoursePageFactory(title="A second", parent=first.get_parent())

    response = editor.get(reverse("explore_courses"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[catalogue_in("en").pk])
    html = response.content.decode()
    assert html.index("Z first") < html.index("A second")
    assert reverse("course_boards") in html
