"""A form of the back office that is sent to what somebody has deleted meanwhile: what it holds is kept, to be read and copied."""

import re

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage
from lms.accounts import kept_forms
from lms.accounts.models import KeptForm
from tests.factories.pages import LessonPageFactory, body

from .test_kept_forms import TYPED, Tab

pytestmark = pytest.mark.django_db


@pytest.fixture
def tab(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    opened = Tab(LessonPageFactory(body=body(("markdown", "a", "First."))))
    LessonPage.objects.get().delete()
    return opened


def test_it_is_kept_to_be_copied(tab):
    sent = tab.press()

    assert sent.url == reverse("kept_forms")
    shown = tab.client.get(sent.url).content.decode()
    assert TYPED in shown
    assert re.search(r"<title>\s*Sent, but not saved\b", shown)
    assert "Somebody has deleted meanwhile what you were editing" in shown
    assert "Save it now" not in shown


def test_two_versions_are_spoken_of_only_where_there_is_a_page_to_save(tab):
    tab.press()
    gone = tab.client.get(reverse("kept_forms")).text
    other = Tab(LessonPageFactory(body=body(("markdown", "a", "First."))), tab.person)
    other.client.logout()
    other.press()

    assert "both versions" not in gone
    assert "both versions" in tab.client.get(reverse("kept_forms")).text


def test_autosave_says_so_and_keeps_nothing(tab):
    answer = tab.press(headers={"accept": "application/json"})

    told = answer.json()
    assert (answer.status_code, told["success"], told["error_code"], told["is_gone"]) == (404, False, "locked", True)
    assert "deleted" in told["error_message"]
    assert KeptForm.objects.count() == 0


def test_a_form_that_names_nobody_is_not_kept(tab):
    tab.hidden.pop(kept_forms.FIELD)

    assert tab.press().status_code == 404
    assert KeptForm.objects.count() == 0
