"""A page with blocks whose form was sent without scripts: it had no blocks in it, and nothing may be lost."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.pages.models import TextPage
from courses.catalogue.models import LessonPage
from tests.factories.pages import LessonPageFactory, body

pytestmark = pytest.mark.django_db
SAID = "Nothing was saved and nothing is lost"


def test_a_page_that_is_sent_without_its_blocks_stays_as_it_is(editor):
    lesson = LessonPageFactory(title="Needs", body=body(("markdown", "m", "Ask the neighbours.")))

    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {"title": "Other", "slug": "needs"}, follow=True)

    assert SAID in answer.text
    kept = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert (kept.title, str(kept.body[0].value)) == ("Needs", "Ask the neighbours.")


def test_a_new_page_that_is_sent_without_its_blocks_is_not_made(editor):
    home = Page.objects.get(depth=2, locale__language_code="en")

    answer = editor.post(reverse("wagtailadmin_pages:add", args=["pages", "textpage", home.pk]), {"title": "About us"}, follow=True)

    assert SAID in answer.text
    assert not TextPage.objects.filter(title="About us").exists()
