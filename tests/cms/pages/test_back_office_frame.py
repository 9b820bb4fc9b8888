"""What the back office of all our pages has in common: titles of one line, and a way out where there is no page."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.pages.panels import OneLine
from courses.catalogue.models import LessonPage
from tests.factories.pages import LessonPageFactory, body
from tests.support.page_forms import lesson_form


def test_a_title_that_is_pasted_in_several_lines_is_one():
    assert OneLine().value_from_datadict({"title": "Whom we help,\r\nand why"}, {}, "title") == "Whom we help, and why"
    assert OneLine().value_from_datadict({}, {}, "title") is None


@pytest.mark.django_db
def test_the_editor_saves_it_so(editor):
    lesson = LessonPageFactory(body=body(("markdown", "m", "Ask first.")))
    page = LessonPage.objects.get(pk=lesson.pk)
    page.title = "Whom we help,\nand why"

    editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), lesson_form(page))

    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().title == "Whom we help, and why"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/pages/99999/edit/"])
def test_where_there_is_no_page_the_back_office_says_so_in_the_persons_language_and_leads_out(editor, address):
    UserProfile.objects.create(user=editor.person, preferred_language="uk")

    answer = editor.get(address)

    assert answer.status_code == 404
    assert "Тут немає сторінки" in answer.text
    assert f'href="{reverse("wagtailadmin_home")}"' in answer.text
    assert "data-wagtail-sidebar" in answer.text
