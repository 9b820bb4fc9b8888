"""A coordinator pairs learners with mentors on a phone, and looks at figures; a mentor looks at their own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.mentorship.actions.answering import ask_for_another_mentor, report
from courses.mentorship.models import Bar, MentorProfile, Pairing
from lms.accounts.models import Role
from tests.factories import PASSWORD, CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of
from tests.support.browser import accessibility_problems, fits

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Maria-Magdalena Oleksandrivna Preobrazhenska-Voitsekhovska"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def sign_in(page, live_server, person):
    page.goto(f"{live_server.url}/en/account/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/my/**")


def goes_sideways(page):
    return not fits(page)


def ours(page):
    """What axe finds in our part of Wagtail's page."""
    main = page.locator("main").inner_html()
    return [problem for problem in accessibility_problems(page) if problem.partition(": ")[2][:40] in main]


def test_given_learners_without_a_mentor_when_a_proposal_is_changed_and_accepted_then_they_have_one(page, live_server):
    cohort = CohortFactory()
    first, second = mentor(cohort, name=LONG), mentor(cohort, name="Second", language="cs")
    MentorProfile.objects.create(person=first, languages=["uk"], capacity=2)
    learners = [EnrolmentFactory(cohort=cohort, learner=UserFactory(name=f"{LONG} {number}", language="uk")) for number in range(3)]
    sign_in(page, live_server, mentor(cohort, role=Role.COORDINATOR))

    page.goto(live_server.url + reverse("pairing", args=[cohort.pk]))
    assert (goes_sideways(page), ours(page)) == (False, [])
    page.get_by_role("link", name="Propose mentors for 3 learners").click()
    assert (goes_sideways(page), ours(page)) == (False, [])
    then = page.locator(f"[data-total='{first.pk}'] [data-then]")
    expect(then).to_have_text("2")
    third = next(select for select in page.locator("select").all() if select.input_value() == "none")
    third.select_option(label="Second: 0 of 20, does not read Українська")
    expect(page.locator(f"[data-total='{second.pk}'] [data-then]")).to_have_text("1")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Accept what is ticked").click()

    expect(page.get_by_text("2 learners have a mentor now.")).to_be_visible()
    assert Pairing.objects.current().filter(enrolment__in=learners).count() == 2


def test_given_no_scripts_when_it_is_counted_again_then_nothing_is_stored(page_without_scripts, live_server):
    page, cohort = page_without_scripts, CohortFactory()
    page.set_viewport_size({"width": 1280, "height": 800})  # on a phone Wagtail's own menu covers its page until its script is there
    person = mentor(cohort, name="Reader", language="uk")
    EnrolmentFactory(cohort=cohort, learner=UserFactory(language="uk"))
    sign_in(page, live_server, mentor(cohort, role=Role.COORDINATOR))

    page.goto(live_server.url + reverse("pairing_proposal", args=[cohort.pk]))
    page.locator("select").select_option("none")
    page.get_by_role("button", name="Count again").click()

    expect(page.locator(f"[data-total='{person.pk}'] [data-then]")).to_have_text("0")
    assert not Pairing.objects.exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_given_work_and_words_when_a_coordinator_opens_the_pages_then_nothing_bars_the_way(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    made = submission()
    cohort = made.enrolment.cohort
    person = mentor(cohort, name=LONG)
    paired(made.enrolment, person)
    told = report(review=reviewed(task_of(handed_in(made)), person), text="Rude words.")
    asked = ask_for_another_mentor(submission=made, reason="We are neighbours.")
    row = Bar.objects.create(mentor=mentor(cohort), learner=made.enrolment.learner, reason="Sisters.")
    handed_in(submission(cohort=cohort, learner=UserFactory(name=LONG)))
    sign_in(page, live_server, mentor(cohort, role=Role.COORDINATOR))
    places = [
        ("pairing_cohorts", []), ("pair_learner", [made.enrolment.pk]), ("conflicts", [cohort.pk]), ("lift_conflict", [cohort.pk, row.pk]),
        ("mentor_profile", [person.pk]), ("mentor_requests", []), ("mentor_request", [asked.pk]), ("review_report", [told.pk]),
        ("review_figures", []), ("review_figure", ["waiting"]),
    ]  # fmt: skip

    for name, parts in places:
        page.goto(live_server.url + reverse(name, args=parts))
        assert (name, goes_sideways(page), ours(page)) == (name, False, [])


def test_given_reviews_when_a_mentor_opens_their_figures_then_each_number_opens_its_rows(page, live_server):
    made = submission()
    person = mentor(made.enrolment.cohort)
    paired(made.enrolment, person)
    reviewed(task_of(handed_in(made)), person, "accepted")
    sign_in(page, live_server, person)

    page.goto(f"{live_server.url}/en/mentor/figures/")
    assert (goes_sideways(page), accessibility_problems(page)) == (False, [])
    page.get_by_role("link", name="1 piece of work accepted").click()

    expect(page.get_by_text("1 row", exact=True)).to_be_visible()
    assert (goes_sideways(page), accessibility_problems(page)) == (False, [])
