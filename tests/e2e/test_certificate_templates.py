"""An editor makes a template of certificates with a fund's logo, sees it drawn while it changes, and gives it to a course; with scripts and
without; axe on every page, on a phone and on a wide screen."""

import os

import pytest
from playwright.sync_api import expect

from courses.certificates.design.definition import from_json
from courses.certificates.models import CertificateTemplate, TemplateUse, TemplateVersion
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CohortFactory, CourseVersionFactory, EnrolmentFactory, UserFactory
from tests.factories.certificates import picture, plain_ground
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST = "Олександра-Вікторія Ґудзь-Їжакевич"


@pytest.fixture
def coordinator(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    owner = Organisation.objects.create(name="Village centre", slug="village-centre")
    course = CourseVersionFactory(of__owner=owner).of
    EnrolmentFactory(cohort=CohortFactory(course=course, owner=owner), learner__name=LONGEST)
    person = UserFactory()
    grant_role(person=person, role=Role.COORDINATOR, where=owner)
    return person


def looks_right(page) -> None:
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")  # a message that is coming in is pale
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility_problems(page) == []
        assert fits(page)
        if folder := os.environ.get("SHOTS"):
            looks_right.number += 1
            page.screenshot(path=f"{folder}/{looks_right.number:02}-{width}.png", full_page=True)


looks_right.number = 0


def upload(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": content}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_given_a_course_when_its_coordinator_makes_a_template_then_it_is_drawn_and_used(coordinator, new_context, live_server, scripts):
    see = looks_right if scripts else lambda page: None
    page = open_as(new_context, coordinator, live_server.url, "/admin/certificate-templates/", scripts=scripts)
    expect(page.get_by_text("Templates will be here")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Add a template").click()
    drawn = page.locator("#certificate-pages img")
    expect(drawn).to_have_attribute("alt", f"Page 1 of 1 of the certificate of {LONGEST}")
    see(page)

    page.get_by_label("Name of the template").fill("With the fund")
    page.get_by_label("Organisation").select_option(label="Village centre")
    page.get_by_label("Paper").first.select_option("a5")
    page.get_by_role("group", name="Cohort").get_by_label("Show it").check()
    page.get_by_label("Background picture").set_input_files(upload("ground.png", plain_ground()))
    page.get_by_role("button", name="Add partners").click()
    partner = page.get_by_role("group", name="Partner 1")
    partner.get_by_label("Name", exact=False).first.fill("Fund “Renewal”")
    partner.get_by_label("Picture").set_input_files(upload("logo.png", picture()))
    page.get_by_label("Name in the preview").select_option("eighty")
    before = drawn.first.get_attribute("src")
    if not scripts:
        page.get_by_role("button", name="Show it so").click()
    expect(drawn.first).not_to_have_attribute("src", before)
    expect(drawn.first).to_have_attribute(
        "alt", "Page 1 of 1 of the certificate of Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley of the Eastern Yarrow Valley"
    )
    page.get_by_role("group", name="Cohort").get_by_role("button", name="Up").click()
    see(page)
    page.get_by_role("button", name="Save").last.click()

    expect(page.get_by_role("heading", name="Use it")).to_be_visible()
    see(page)
    page.get_by_label("For a course").select_option(label="Ten lessons")
    page.get_by_role("button", name="Use it from now on").click()
    expect(page.get_by_text("the course “Ten lessons”")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Languages").click()
    page.get_by_role("link", name="Čeština").click()
    see(page)
    page.get_by_label("Heading").fill("Osvědčení")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("row", name="Čeština")).to_contain_text("1")

    made = CertificateTemplate.objects.get()
    design = from_json(TemplateVersion.objects.current().get(template=made).definition)
    fields = [one.field for one in design.fields]
    assert (made.owner.name, design.paper, design.words) == ("Village centre", "a5", {"cs": {"heading": "Osvědčení"}})
    assert [(one.name, bool(one.picture)) for one in design.partners] == [("Fund “Renewal”", True)]
    assert (bool(design.background), "cohort" in fields) == (True, True)
    assert TemplateUse.objects.get().template == made
