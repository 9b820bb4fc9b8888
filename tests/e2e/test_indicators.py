"""A coordinator makes a programme, says who is trained, opens a number's rows, and makes the report for the funder; with scripts and
without; axe on every page, on a phone and on a wide screen."""

import csv
import io
from datetime import date

import pytest
from playwright.sync_api import expect

from courses.enrolment.models import Cohort
from lms.indicators.models import Programme, Release
from tests.factories import CourseVersionFactory
from tests.factories.indicators import cohort_of, completed, crowd, keeper, learner, organisation, practised, programme
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    made = organisation()
    for name, sex in (("Spring 2027", "female"), ("Autumn 2027", "male")):
        cohort = cohort_of(made, name)
        CourseVersionFactory(of=cohort.course)
        for place in range(7):
            who = learner(cohort, sex=sex, born=1955 + 9 * place, district="Верховина")
            practised(cohort, who, 400 + place, date(2027, 4, 5))
            completed(cohort, who)
        for month in range(1, 12):
            crowd(cohort, 2 * month, date(2027, month, 8), sex=sex, born=1950 + 4 * month, district=["Косів", "Верховина"][month % 2])
        crowd(cohort, 3, date(2027, 2, 8), sex="other", district="Яремче")
    return made


def looks_right(page) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility_problems(page) == []
        assert fits(page)


def make_programme(page) -> None:
    page.get_by_role("link", name="Make a programme").click()
    page.locator("[name=name]").fill("Fellow Travellers")
    page.locator("[name=owner]").select_option(label="Village centre")
    page.locator("[name=funder]").fill("Fund for villages")
    page.locator("[name=first_on]").fill("2027-01-01")
    page.locator("[name=last_on]").fill("2027-12-31")
    for box in page.locator("[name=cohorts]").all():
        box.check()
    page.locator("[name=consultations_wanted]").fill("250")
    page.locator("[name=trained_wanted]").fill("20")
    page.get_by_role("button", name="Create").first.click()


def promised(owner) -> Programme:
    wanted = {"consultations_wanted": 250, "trained_wanted": 20}
    return programme(*Cohort.objects.filter(owner=owner), owner=owner, funder="Fund for villages", **wanted)


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_year_of_work_when_a_programme_is_made_then_its_figures_are_there_and_a_report_leaves(
    owner, new_context, live_server, scripts
):
    see = looks_right if scripts else lambda page: None
    page = open_as(new_context, keeper(owner), live_server.url, "/en/figures/", scripts=scripts)
    expect(page.get_by_text("There is no programme yet.")).to_be_visible()
    see(page)
    if scripts:
        make_programme(page)
    else:  # the back office itself needs scripts
        page.goto(f"/en/figures/{promised(owner).pk}/rule/")

    expect(page.get_by_role("heading", name="Who counts as trained")).to_be_visible()
    see(page)
    page.get_by_label("Whoever has both").check()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("Say how many hours are enough.").first).to_be_visible()
    see(page)
    page.get_by_label("Confirmed hours that are enough").fill("6.7")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("People trained now: 14. By this rule: 10.")).to_be_visible()
    see(page)
    page.get_by_role("button", name="Save this rule").click()

    expect(page.get_by_text("The rule is saved.")).to_be_visible()
    expect(page.get_by_role("link", name="10 People trained")).to_be_visible()
    see(page)
    page.get_by_role("link", name="270 Consultations held").click()
    expect(page.get_by_text("270 rows")).to_be_visible()
    expect(page.get_by_text("Page 1 of 6")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 6")).to_be_visible()
    page.get_by_role("link", name="Back to the figures").click()
    page.get_by_role("link", name="A table of two at once").click()
    expect(page.get_by_role("heading", name="People consulted: Sex and Age")).to_be_visible()
    see(page)

    page.get_by_role("link", name="Fellow Travellers").click()
    page.get_by_role("link", name="Make a report for the funder").click()
    page.get_by_label("With people by sex and age at once").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="What is left out, and why")).to_be_visible()
    see(page)
    page.get_by_role("button", name="Make this report").click()
    expect(page.get_by_text("The report is made. Here are its files.")).to_be_visible()
    see(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV, English").click()
    with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(io.StringIO(file.read())))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF, Українська").click()

    assert waiting.value.suggested_filename == "fellow-travellers-all.pdf"
    assert Programme.objects.get().rule == {"all": [{"completed": True}, {"confirmed_hours": 6.7}]}
    assert Release.objects.get().published["facts"]["consultations"]["all"][:2] == [270, 270]
    assert ["Consultations held", "270", "250"] in rows
