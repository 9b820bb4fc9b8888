"""A new page is made once, however slowly the answer to its first autosave comes back."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import LessonPage, ModulePage
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body
from tests.support.page_forms import hidden_fields, lesson_form

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
TITLE = "Bees"


class NewLesson:
    """The form for a new lesson of a module, whose address is still the one for new pages."""

    def __init__(self, module):
        self.client = Client()
        self.client.force_login(UserFactory(is_superuser=True))
        self.address = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])
        self.hidden = hidden_fields(self.client.get(self.address, {"template": "empty"}).content.decode())

    def send(self, title, button=None, **how):
        lesson = LessonPage(title=title, slug=title.lower().replace(" ", "-"), minutes=30, body=body(("markdown", "a", "Words.")))
        return self.client.post(self.address, lesson_form(lesson, **self.hidden, **({button: "1"} if button else {})), **how)


@pytest.fixture
def module(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    LessonPageFactory(title="Ants")
    return ModulePage.objects.get()


def made():
    pages = LessonPage.objects.exclude(title="Ants").order_by("path")
    return [(page.get_latest_revision_as_object().title, page.live, page.has_unpublished_changes) for page in pages]


@pytest.mark.parametrize(
    ("button", "state"), [(None, ("Bees and honey", False, True)), ("action-publish", ("Bees and honey", True, False))]
)
def test_a_button_pressed_while_autosave_makes_the_page_saves_that_page(module, button, state):
    form = NewLesson(module)

    autosaved = form.send(TITLE, headers=JSON)
    pressed = form.send("Bees and honey", button)

    assert (autosaved.status_code, pressed.status_code) == (200, 302)
    assert made() == [state]


def test_an_autosave_that_comes_after_the_button_makes_no_second_page(module):
    form = NewLesson(module)

    form.send(TITLE, "action-publish")
    late = form.send("Bees and", headers=JSON)

    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert made() == [(TITLE, True, False)]


def test_a_second_press_makes_no_second_page_and_is_not_an_error(module):
    form = NewLesson(module)

    answers = [form.send(TITLE).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert made() == [(TITLE, False, True)]


def test_each_form_for_a_new_page_makes_its_own(module):
    for title in ("Bees", "Wasps"):
        NewLesson(module).send(title)

    assert [title for title, *_state in made()] == ["Bees", "Wasps"]
