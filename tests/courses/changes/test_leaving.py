"""Before a lesson, or what lies above it, is taken off or deleted, the page that asks says how many people have read it."""

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage, LessonVersion
from courses.enrolment.models import Enrolment, LessonPosition
from tests.factories import CohortFactory
from tests.factories.pages import translate

GONE = "2 learners have read this. What they wrote and completed stays, but they will not find it in the course any more."
DEEDS = ["wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"]


@pytest.fixture
def two_readers(course):
    """One of them twice, in two cohorts; and somebody who was only invited."""
    first, _second = course.learner(), course.learner()
    again = course.learner(cohort=CohortFactory(course=course.row, name="Spring"))
    Enrolment.objects.filter(pk=again.pk).update(learner=first.learner)
    invited = course.learner()
    Enrolment.objects.filter(pk=invited.pk).update(state=Enrolment.State.INVITED)


def asks(course, name, page=None):
    return course.client.get(reverse(name, args=[(page or course.page).pk])).text


@pytest.mark.parametrize("name", DEEDS)
def test_the_page_that_asks_says_whom_it_touches(course, two_readers, name):
    module = course.page.get_parent()

    assert [GONE in asks(course, name, page) for page in (course.page, module, module.get_parent())] == [True, True, True]


def test_the_deed_does_not_say_it_again(course, two_readers):
    done = course.client.post(reverse(DEEDS[0], args=[course.page.pk]), follow=True)

    assert (GONE in done.text, LessonPage.objects.get(pk=course.page.pk).live) == (False, False)


@pytest.mark.parametrize("name", DEEDS)
def test_where_nobody_has_read_it_nothing_is_said(course, name):
    course.learner(has_read=False)

    assert "read this" not in asks(course, name)


def test_who_wrote_in_it_has_read_it_though_no_place_of_reading_is_kept(course):
    """Rows of before places were kept, and of those who came from elsewhere."""
    course.learner(has_read=False, has_written=True)
    course.learner(has_written=True)
    course.learner(has_read=False)

    assert GONE in asks(course, DEEDS[0])


@pytest.mark.parametrize("name", DEEDS)
def test_of_a_translation_it_is_said_what_they_see_instead(course, two_readers, name):
    reader = course.learner()
    for page in (course.page.get_parent().get_parent().specific, course.page.get_parent().specific):
        translate(page, "uk")
    translated = translate(course.page, "uk")
    LessonPosition.objects.filter(enrolment=reader).update(read_version=LessonVersion.objects.filter(language="uk").latest("pk"))

    text = asks(course, name, translated)

    assert "1 learner has read this translation." in text
    assert "will not find it" not in text


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_of_several_pages_it_is_asked_once_more(course, two_readers, deed):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", deed]) + f"?id={course.page.pk}&next=/admin/"

    asked = course.client.post(url, {"include_descendants": ""})
    stays = LessonPage.objects.get(pk=course.page.pk).live
    course.client.post(url, {"include_descendants": "", "whom-it-touches": "seen"})

    assert (GONE in asked.text, 'value="seen"' in asked.text, stays) == (True, True, True)
    assert not LessonPage.objects.filter(pk=course.page.pk, live=True).exists()
