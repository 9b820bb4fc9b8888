"""An editor looks for an old telephone number, by keyboard, and is led to the field it stands in; then asks where a picture is used. Axe on
our pages, on a phone and on a wide screen, and the search without scripts."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body

from .learner_rounds import open_as
from .test_certificate_templates import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def picture(transactional_db, settings, tmp_path):
    settings.REQUIRE_SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path / "media"
    made = get_image_model().objects.create(title="A bench", file=get_test_image_file("bench.png"))
    shown = ("picture", "p", {"image": made.pk, "alt": "A bench", "caption": ""})
    LessonPageFactory(title="Whom we help", body=body(("markdown", "m", "Call 044 279-10 in the evening."), shown))
    return made


def editor():
    person = UserFactory(is_superuser=True)
    grant_role(person=person, role=Role.EDITOR)
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_given_an_old_number_when_an_editor_looks_for_it_then_the_page_leads_there(picture, new_context, live_server, scripts):
    page = open_as(new_context, editor(), live_server.url, "/admin/search/", scripts=scripts)
    field = page.get_by_label("Words to find")
    field.fill('"044 279-10"')
    field.press("Enter")
    expect(page.get_by_role("heading", name="1 place found")).to_be_visible()
    expect(page.locator("mark")).to_have_text("044 279-10")
    if scripts:
        looks_right(page)
        page.set_viewport_size({"width": 1280, "height": 1000})
    page.get_by_role("link", name=re.compile("Whom we help.*Text in Markdown")).press("Enter")
    expect(page).to_have_url(re.compile(r"#:w:contentpath=body\.m$"))
    if scripts:
        expect(page.locator("[data-contentpath='m'] textarea")).to_be_in_viewport()


def test_given_a_picture_when_somebody_asks_then_its_places_are_listed_before_it_is_deleted(picture, new_context, live_server):
    page = open_as(new_context, editor(), live_server.url, f"/admin/images/usage/{picture.pk}/")
    expect(page.get_by_role("link", name="Whom we help")).to_be_visible()
    page.goto(f"/admin/images/{picture.pk}/delete/")
    expect(page.get_by_role("heading", name="It is used here")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, delete")).to_be_visible()
