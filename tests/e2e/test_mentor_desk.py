"""The desk in a browser: on a phone, by keyboard alone, without scripts, and as axe sees it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.noting import add_note
from courses.mentorship.models import ReviewTask, SavedReply
from courses.quizzes.engine.definition import Essay
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, question_of, quiz_of
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of
from tests.support.browser import accessibility_problems, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_NAME = "Олександра-Вікторія Добровольська-Перепелиця"
LONG_TITLE = "Хто живе поруч із нами, чого їм бракує найбільше і звідки ми про це знаємо: опис громади для сусідів"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def cohort(transactional_db):
    return CohortFactory(name="Сельские библиотеки и дома культуры, весна – лето", country="UA")


@pytest.fixture
def person(cohort):
    return mentor(cohort.course, Role.SUPERVISOR, name="Olena Shevchenko", language="en")


@pytest.fixture
def full(cohort, person):
    """Something of everything."""
    own = submission(cohort=cohort, learner=UserFactory(name=LONG_NAME), title=LONG_TITLE)
    grown = mentor(cohort, name="Petro Second")
    reviewed(task_of(handed_in(own)), grown)
    paired(own.enrolment, mentor(cohort, name="Iryna"))
    handed_in(own)
    add_note(enrolment_id=own.enrolment_id, by=grown, text="Пише ввечері.")
    pairing = own.enrolment.pairings.get()
    pairing.mentor = person
    pairing.save()
    ReviewTask.objects.open().update(offered_to=person)
    claim(task=task_of(handed_in(submission(cohort=cohort, learner=UserFactory(name="Taken By Petro")))), person=grown)
    claim(task=task_of(handed_in(submission(cohort=cohort, learner=UserFactory(name="In My Hands")))), person=person)
    late = task_of(handed_in(submission(cohort=cohort, learner=UserFactory(name="Kept Waiting"))))
    at = now() - timedelta(days=9)
    ReviewTask.objects.filter(pk=late.pk).update(
        handed_in_at=at, promised_on=(now() - timedelta(days=2)).date(), is_for_supervisor=True, state="escalated", reason="appeal"
    )
    question = question_of(Essay(text="Who lives here?"))
    attempted(quiz_of(question), [(question, {"text": "We."}, None)], enrolment=EnrolmentFactory(cohort=cohort))
    CohortFactory(course=cohort.course, name="Autumn")
    SavedReply.objects.create(person=person, language="uk", title="Звідки числа?", text="{learner}, звідки це число?", used=4)
    return own


def open_site(new_context, person, address, width=360, **options):
    """The desk with the person signed in."""
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, **options)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/en/mentor/")
    return page


def is_too_wide(page):
    return not fits(page)


def small_targets(page):
    """Of what is pressed in the list: less than a thumb's height."""
    return page.evaluate(
        "[...document.querySelectorAll('main :is(button, .button, summary, .waiting__about, .card__title a, .desk-whose a)')]"
        ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 120))"
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("is_full", [False, True], ids=["empty", "full"])
def test_nothing_bars_the_way_on_any_page_of_the_desk(new_context, live_server, request, person, width, is_full):
    paths = [
        "",
        "?whose=mine",
        "?whose=supervisors&language=uk",
        "answered/",
        "answered/?by=everybody",
        "supervision/",
        "supervision/agreement/",
        "supervision/appeals/",
        "letters/",
        "replies/",
        "replies/new/",
    ]
    if is_full:
        own = request.getfixturevalue("full")
        paths += [f"learners/{own.enrolment_id}/", f"replies/{SavedReply.objects.get().pk}/remove/"]
    page = open_site(new_context, person, live_server.url, width)

    for path in paths:
        page.goto(f"/uk/mentor/{path}")
        assert (path, accessibility_problems(page), is_too_wide(page), small_targets(page)) == (path, [], False, [])


def test_given_a_keyboard_alone_when_a_mentor_goes_through_the_desk_then_the_next_one_is_in_hand(new_context, live_server, person, full):
    page = open_site(new_context, person, live_server.url, 1280)

    def tab_to(name, role):
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if focused.count() and focused.evaluate("(one, role) => one.tagName === role", role) and name in focused.inner_text():
                return
        raise AssertionError(f"Tab never comes to {name}.")

    tab_to("Narrow the list", "SUMMARY")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Cohort")).to_be_visible()
    tab_to("Show", "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_url("**language=**")
    tab_to("Take the next one", "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentor/tasks/**")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kept Waiting")
    assert ReviewTask.objects.get(learner__name="Kept Waiting").claimed_by == person


def test_given_the_queue_when_j_and_k_are_pressed_in_it_then_the_focus_goes_from_one_to_the_next_and_no_field_loses_a_letter(
    new_context, live_server, person, full
):
    page = open_site(new_context, person, live_server.url, 1280)
    page.goto("/en/mentor/?language=en")
    expect(page.get_by_text("By keyboard, from anywhere in the list")).to_be_visible()
    titles = page.locator(".waiting .card__title a")
    before = page.locator(":focus").count()

    page.keyboard.press("j")
    assert page.locator(":focus").count() == before  # a letter alone, outside the queue, does nothing
    page.get_by_role("button", name="Take the next one").focus()
    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    page.get_by_label("Cohort").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("Cohort")).to_be_focused()


def test_given_no_scripts_when_a_mentor_narrows_the_list_and_takes_one_then_all_of_it_works(new_context, live_server, person, full):
    page = open_site(new_context, person, live_server.url, java_script_enabled=False)

    page.get_by_text("Narrow the list").click()
    page.get_by_label("Cohort").select_option(label="Autumn")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Nothing of this waits.")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    page.get_by_role("listitem").filter(has_text=LONG_NAME).get_by_role("button", name="Read it").click()
    expect(page.get_by_role("button", name="Look at it and send")).to_be_visible()
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    expect(page.get_by_text("It is back in the queue.")).to_be_visible()
