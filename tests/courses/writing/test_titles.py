"""Pages around the editor say in the window's title what they are."""

import re

import pytest
from django.urls import reverse

from courses.catalogue.models import ModulePage
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory

pytestmark = pytest.mark.django_db


def title_of(client, address):
    return re.search(r"<title>\s*(.*?)\s*-\s*Wagtail", client.get(address).text, re.DOTALL)[1].strip()


def test_a_page_with_a_title_of_its_own_alone_has_it_in_the_window_too(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    LessonPageFactory()
    client.force_login(UserFactory(is_superuser=True))
    begin = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", ModulePage.objects.get().pk])

    assert title_of(client, reverse("lesson_templates")) == "Lesson templates"
    assert title_of(client, reverse("kept_forms")) == "Sent, but not saved"
    assert title_of(client, begin) != ""
