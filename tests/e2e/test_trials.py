"""A new mentor in a browser: from the desk to two prepared examples, what the reference says of them, and the first real work."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.catalogue.models import Activity
from courses.mentorship.actions.handing_in import submission_of
from courses.mentorship.models import ReviewTask
from courses.trials.models import Example, TrialComment, TrialReview
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import answered, handed_in, mentor, task_of
from tests.factories.trials import assignment_for_examples, examples, trial_sent
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    caches["lessons"].clear()


@pytest.fixture
def assigned(transactional_db):
    return assignment_for_examples()


@pytest.fixture
def two(assigned):
    made = examples(assigned)
    Example.objects.update(published_at=now() - timedelta(days=30))
    caches["lessons"].clear()
    return made


@pytest.fixture
def cohort(assigned):
    return CohortFactory(course=assigned.lesson.course, name="Village libraries, spring")


@pytest.fixture
def person(cohort):
    return mentor(cohort, name="Olha New", language="en")


@pytest.fixture
def task(cohort, assigned):
    enrolment = EnrolmentFactory(cohort=cohort, learner=UserFactory(name="Halyna Learner"))
    answered(enrolment, Activity.objects.get(lesson=assigned.lesson, kind="long_text"), "Two hundred people live here.")
    return task_of(handed_in(submission_of(enrolment=enrolment, assignment=assigned)))


def open_desk(new_context, person, address, language="en", width=360, **options):
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, **options)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"/{language}/mentor/")
    return page


def looks_well(page):
    is_too_wide = not fits(page)
    assert (page.url, accessibility_problems(page), is_too_wide) == (page.url, [], False)


def is_saved(page):
    expect(page.locator(".task__bar [data-state]")).to_have_text(re.compile("Saved"))


def select(page, words):
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector('[data-words]'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at >= 0) return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
            }
        }""",
        words,
    )


def review(page, *, comments):
    page.get_by_role("group", name="Outcome of this exercise").get_by_label("Accepted").check()
    page.get_by_label(re.compile("A neighbour understands it")).check()
    if comments:
        select(page, "Many are old.")
        page.locator("[data-comment-button] button").click()
        page.get_by_label("Your comment").fill("Count them.")
    page.get_by_label("What you say of it").fill("You know your village.")
    page.get_by_role("group", name="Outcome of the whole").get_by_label("A small fix").check()


def test_given_a_new_mentor_when_they_review_two_examples_then_they_take_a_learners_work(new_context, live_server, person, two, task):
    page = open_desk(new_context, person, live_server.url)
    expect(page.get_by_text("Two prepared examples first: about twenty minutes. Nobody gives marks.")).to_be_visible()
    looks_well(page)

    page.get_by_role("listitem").filter(has_text="Halyna Learner").get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Your trial reviews")).to_be_visible()
    looks_well(page)
    page.get_by_role("listitem").filter(has_text="Dubky").get_by_role("button", name="Review it").click()

    review(page, comments=True)
    is_saved(page)
    looks_well(page)
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("button", name="Send it and see the reference")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Send it and see the reference").click()

    expect(page.get_by_text("A neighbour would ask: how many?")).to_be_visible()
    expect(page.get_by_text("The reference is more reserved here, by 1 level.")).to_be_visible()
    for words in ("Count them.", "How many?"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    looks_well(page)

    page.get_by_role("button", name="Review “Lypove”").click()
    review(page, comments=False)
    is_saved(page)
    page.get_by_role("button", name="Look at it and send").click()
    page.get_by_role("button", name="Send it and see the reference").click()
    expect(page.get_by_text("That is all.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="To the desk").click()
    expect(page.get_by_text("Two prepared examples first")).to_have_count(0)
    page.get_by_role("listitem").filter(has_text="Halyna Learner").get_by_role("button", name="Read it").click()

    expect(page.get_by_text("Two hundred people live here.")).to_be_visible()
    assert (TrialReview.objects.sent().count(), ReviewTask.objects.get().claimed_by) == (2, person)


def test_given_no_scripts_when_a_mentor_reviews_an_example_then_they_see_the_reference(new_context, live_server, person, two, task):
    page = open_desk(new_context, person, live_server.url, java_script_enabled=False)
    page.get_by_role("link", name="To the prepared examples").click()
    page.get_by_role("listitem").filter(has_text="Dubky").get_by_role("button", name="Review it").click()

    page.get_by_label("What you say of it").fill("You know your village.")
    page.get_by_role("button", name="Comment on the exercise").click()
    page.get_by_label("Your comment").fill("Count them.")
    page.get_by_role("button", name="Keep the comment").click()
    expect(page.get_by_label("What you say of it")).to_have_value("You know your village.")
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("link", name="Choose a level for: Words.")).to_be_visible()
    review(page, comments=False)
    page.get_by_role("button", name="Look at it and send").click()
    page.get_by_role("button", name="Send it and see the reference").click()

    expect(page.get_by_text("Why the reference says so:")).to_be_visible()
    assert (TrialReview.objects.get().sent_at is not None, TrialComment.objects.get().text) == (True, "Count them.")


def test_given_two_open_tabs_when_one_sends_then_the_other_is_told_and_keeps_its_words(new_context, live_server, person, two):
    page = open_desk(new_context, person, live_server.url)
    page.goto("/en/mentor/trials/")
    page.get_by_role("listitem").filter(has_text="Dubky").get_by_role("button", name="Review it").click()
    review(page, comments=False)
    is_saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Look at it and send").click()
    page.get_by_role("button", name="Send it and see the reference").click()
    expect(page.get_by_text("Why the reference says so:")).to_be_visible()

    other.get_by_label("What you say of it").fill("Something else.")

    expect(other.get_by_text("The review has been sent already, so this was not saved.").first).to_be_visible()
    expect(other.get_by_label("What you say of it")).to_have_value("Something else.")
    assert TrialReview.objects.get().value["summary"] == "You know your village."


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_nothing_bars_the_way_on_the_pages_of_mentors_and_of_the_office(new_context, live_server, person, two, cohort, width, language):
    sent = trial_sent(two[0], person)
    page = open_desk(new_context, person, live_server.url, language, width)
    for path in ("mentor/trials/", f"mentor/trials/{sent.pk}/"):
        page.goto(f"/{language}/{path}")
        looks_well(page)
    supervisor = mentor(cohort, role=Role.SUPERVISOR, name="Maria", language=language)
    office = open_desk(new_context, supervisor, live_server.url, language, width)
    for path in (
        "/admin/trials/",
        f"/admin/trials/cohorts/{cohort.pk}/mentors/{person.pk}/waive/",
        f"/{language}/mentor/trials/{sent.pk}/",
    ):
        office.goto(path)
        expect(office.get_by_role("heading", level=1)).to_be_visible()
    editor = open_desk(new_context, mentor(cohort.course, role=Role.EDITOR, language=language), live_server.url, language, width)
    for path in ("", "add/", f"{two[0].pk}/", f"{two[0].pk}/look/", f"{two[0].pk}/copy/", f"{two[0].pk}/retire/"):
        editor.goto(f"/admin/examples/{path}")
        expect(editor.get_by_role("heading", level=1)).to_be_visible()
