"""What follows the pages of an import – usage, the back office's search, the readers' search – once for each, and never for a dry run."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.translations.rows import says_the_same
from courses.authoring.importing import _tell
from courses.catalogue import signals
from courses.catalogue.models import Course, LessonPage
from courses.finding.models import Passage
from lms.core import indexing

from .folders import FILES, TRANSLATED, change, imported, write

pytestmark = pytest.mark.django_db
PICTURE = '![A road between houses](../../media/road.svg "The road")\n\n'


@pytest.fixture
def told():
    heard = []

    def hear(course, **kwargs):
        heard.append(course.slug)

    signals.course_followed.connect(hear)
    yield heard
    signals.course_followed.disconnect(hear)


def test_pages_of_an_import_are_in_every_index_and_their_course_is_told_once(tmp_path, told):
    imported(write(tmp_path, FILES | TRANSLATED))

    lesson = LessonPage.objects.get(slug="whom-we-help", locale__language_code="en")
    image = get_image_model().objects.get()
    assert lesson.pk in {int(row.object_id) for row in ReferenceIndex.get_references_to(image)}
    assert lesson.pk in {page.pk for page in Page.objects.search("Whom we help")}
    assert set(Passage.objects.filter(course__slug="small").values_list("language", flat=True)) == {"en", "ru"}
    assert told == ["small"]


def test_courses_are_told_in_one_order_so_that_two_imports_wait_for_each_other_in_turn():
    with CaptureQueriesContext(connection) as captured:
        _tell({1: Course(pk=1)})

    assert 'ORDER BY "catalogue_course"."id"' in captured[0]["sql"]


def test_a_dry_run_leaves_no_trace_in_them_and_tells_nobody(tmp_path, told):
    imported(write(tmp_path, FILES), dry_run=True)

    assert told == []
    assert not Course.objects.exists()
    assert not Passage.objects.exists()


def test_what_an_import_takes_out_of_a_page_is_used_there_no_longer(tmp_path):
    imported(write(tmp_path, FILES))
    image = get_image_model().objects.get()
    change(tmp_path, "en/01-people/01-whom-we-help.md", PICTURE, "")

    imported(tmp_path)

    lesson = LessonPage.objects.get(slug="whom-we-help")
    assert lesson.pk not in {int(row.object_id) for row in ReferenceIndex.get_references_to(image)}


def test_an_object_that_was_saved_often_is_indexed_once():
    page = Page.objects.get(depth=1)
    with indexing.kept_back() as kept:
        for _time in range(3):
            page.save()

    assert sorted(key[0].rpartition(".")[2] for key in kept) == ["insert_or_update_object_task", "update_reference_index_task"]


def test_words_of_many_objects_are_brought_in_together(tmp_path):
    """Four queries, not four for each; and the progress is told of each."""
    with indexing.kept_back() as kept:
        imported(write(tmp_path, FILES | TRANSLATED))
        for page in Page.objects.specific():
            page.save()
    in_words = {key: one for key, one in kept.items() if key[0].endswith("insert_or_update_object_task")}
    kinds = {key[1:3] for key in in_words}
    told = []

    with CaptureQueriesContext(connection) as captured:
        indexing.run(in_words, lambda: told.append(1))

    assert len(told) == len(in_words) > 2 * len(kinds)
    assert sum("indexentry" in query["sql"] and query["sql"].startswith("INSERT") for query in captured) <= len(kinds) + 1
    lesson = LessonPage.objects.get(slug="whom-we-help", locale__language_code="en")
    assert lesson.pk in {page.pk for page in Page.objects.search("Whom we help")}


def test_a_page_that_goes_live_is_asked_once_about_texts_in_work(tmp_path):
    with CaptureQueriesContext(connection) as captured:
        imported(write(tmp_path, FILES | TRANSLATED))

    asked = [query for query in captured if query["sql"].startswith("SELECT 1") and "translations_textinwork" in query["sql"]]
    assert len(asked) == Page.objects.filter(depth__gte=4, live=True, locale__language_code="ru").count() > 0


def test_a_page_that_was_imported_says_what_its_revision_says(tmp_path):
    """It is published from what is in hand, not from the revision."""
    imported(write(tmp_path, FILES | TRANSLATED))
    change(tmp_path, "en/01-people/01-whom-we-help.md", PICTURE, "")
    imported(tmp_path)

    pages = list(Page.objects.filter(depth__gte=4).specific())
    assert len(pages) > 4
    for page in pages:
        assert (page.live, page.latest_revision, page.has_unpublished_changes) == (True, page.live_revision, False)
        assert says_the_same(page.live_revision.as_object().to_json(), page.to_json())


def test_a_page_that_says_itself_that_it_is_not_right_keeps_back_the_whole_import(tmp_path, monkeypatch):
    def refuse(page):
        raise ValidationError("not like this")

    monkeypatch.setattr(LessonPage, "clean", refuse)

    with pytest.raises(ValidationError, match="not like this"):
        imported(write(tmp_path, FILES))
    assert not Page.objects.filter(depth__gte=4).exists()
