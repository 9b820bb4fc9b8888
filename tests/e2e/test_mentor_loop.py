"""The whole loop in a browser, both halves through the pages: hand in, claim, comment on a passage, return; change, reply, hand in again;
what has changed, resolve, accept. Two mentors at one task, a lease that runs out in mid-sentence, a server that is killed, a line that
goes, the keyboard alone, no scripts."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from courses.catalogue.models import Activity, Course
from courses.enrolment.models import ActivityCompletion
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import submission_of
from courses.mentorship.models import Assignment, Comment, Review, ReviewTask, SavedReply, Submission
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import answered, handed_in, mentor, rubric, task_of
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import PATIENCE, accessibility_problems

from .learner_rounds import change_and_come_back, hand_in, open_as, reply_to
from .server import Server
from .wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Two hundred 🙂 people live in our village. Most of them are old.\n\nThe bus comes twice a week, and in winter not at all."
SAVED = re.compile(r"^Saved \d")
OFFLINE = re.compile("Not saved yet: no connection")


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def wire(live_server):
    parts = urlsplit(live_server.url)
    wire = Wire(parts.hostname, parts.port)
    yield wire
    wire.cut()


@pytest.fixture
def server(tmp_path, transactional_db):
    server = Server(tmp_path / "server.log")
    yield server
    server.kill()


@pytest.fixture
def made(transactional_db):
    """A lesson with an exercise that is answered, and an assignment that gathers it."""
    listed = [{"type": "item", "id": "village", "value": "village"}]
    asked = {"title": "Show your mentor", "brief": "Show **it**.", "exercises": listed, "rubric": rubric().pk}
    LessonPageFactory(body=body(("section", "one", {"heading": "First"}), long_text("village"), ("assignment", "show", asked)))
    learner = UserFactory(name="Petro Koval", language="en")
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()), learner=learner)
    answered(enrolment, Activity.objects.get(block_id="village"), WORDS)
    return submission_of(enrolment=enrolment, assignment=Assignment.objects.get(block_id="show"))


@pytest.fixture
def olena(made):
    return mentor(made.enrolment.cohort, name="Olena Shevchenko", language="en")


def open_site(new_context, person, address, path="/en/mentor/", **options):
    """A page of the site with the person signed in."""
    client = Client()
    client.force_login(person)
    context = new_context(base_url=address, **options)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": address}]
    )
    page = context.new_page()
    page.goto(path)
    return page


def take(page):
    page.get_by_role("link", name="Petro Koval: Show your mentor").click()
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("button", name="Look at it and send")).to_be_visible()


def select(page, words):
    """With the pointer, from the first of the words to the last."""
    expect(page.get_by_text("Select words, and a button to comment on them appears.")).to_be_visible()
    ends = page.evaluate(
        """words => {
          const text = document.querySelector('[data-words]');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            range.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
            const boxes = [...range.getClientRects()];
            const [first, last] = [boxes[0], boxes.at(-1)];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
          }
        }""",
        words,
    )
    page.mouse.move(*ends[:2])
    page.mouse.down()
    page.mouse.move(*ends[2:], steps=6)
    page.mouse.up()


def comment_on(page, words, text):
    select(page, words)
    page.get_by_role("button", name="Comment", exact=True).click()
    field = page.locator("textarea:focus")
    field.press_sequentially(text)
    return field


def choose(page, group, choice):
    page.get_by_role("group", name=group).get_by_label(choice).check()


def test_given_an_answer_when_it_is_handed_in_read_returned_changed_and_read_again_then_it_is_accepted(
    new_context, live_server, made, olena
):
    place = f"/en/my/{made.enrolment_id}/assignment/{made.assignment_id}/"
    petro = open_as(new_context, made.enrolment.learner, live_server.url, place)
    hand_in(petro)
    page = open_site(new_context, olena, live_server.url)
    assert accessibility_problems(page) == []

    take(page)
    field = comment_on(page, "Most of them are old.", "How many?")
    expect(field.locator("xpath=..").locator(".exercise__state")).to_have_text(SAVED)
    assert accessibility_problems(page) == []
    comment = Comment.objects.get()
    assert (comment.exact, comment.text, comment.state) == ("Most of them are old.", "How many?", "draft")

    choose(page, "Outcome of this exercise", "Do again")
    choose(page, "Words", "A neighbour understands it")
    expect(page.get_by_text("Points together: 2 / 2")).to_be_visible()
    page.get_by_label("What you say of it").fill("You see your village. Now count it.")
    choose(page, "Outcome of the whole", "Do again")
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("heading", name="What Petro Koval will get")).to_be_visible()
    expect(page.get_by_text("How many?")).to_be_visible()
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Send it to Petro").click()
    expect(page.get_by_text("The review is on its way to Petro Koval.")).to_be_visible()
    made.refresh_from_db()
    comment.refresh_from_db()
    assert (made.state, comment.state, Review.objects.get().points) == (Submission.State.RETURNED, "open", 2.0)

    petro.goto("/en/my/")
    petro.get_by_role("link", name="Read the answer").click()
    expect(petro.locator(f"#c{comment.pk}")).to_be_in_viewport()
    expect(petro.get_by_text("You see your village. Now count it.")).to_be_visible()
    change_and_come_back(petro, comment.pk, "village", WORDS.replace("Most of them are old.", "Of them 140 are older than sixty."))
    reply_to(petro, comment.pk, "I have counted them.")
    petro.get_by_role("link", name="To the next round").click()
    hand_in(petro)

    page.reload()
    take(page)
    expect(page.locator(".words ins").first).to_be_visible()
    expect(page.locator(f"#c{comment.pk}")).to_contain_text("I have counted them.")
    assert accessibility_problems(page) == []
    page.locator(f"#c{comment.pk}").get_by_role("button", name="Mark as resolved").click()
    expect(page.locator(f"#c{comment.pk} summary")).to_contain_text("Resolved")
    choose(page, "Words", "A neighbour understands it")
    page.get_by_label("What you say of it").fill("Now your neighbours see it too.")
    choose(page, "Outcome of the whole", "Accepted")
    page.get_by_role("button", name="Look at it and send").click()
    page.get_by_role("button", name="Send it to Petro").click()
    expect(page.get_by_text("The review is on its way to Petro Koval.")).to_be_visible()

    made.refresh_from_db()
    comment.refresh_from_db()
    assert (made.state, comment.state, comment.resolved_by) == (Submission.State.ACCEPTED, "resolved", olena)
    assert ActivityCompletion.objects.filter(activity=made.assignment_id).count() == 1
    petro.goto(place)
    expect(petro.get_by_text("Accepted. This task is done.")).to_be_visible()
    expect(petro.get_by_role("link", name="Round 1")).to_be_visible()


def test_given_two_mentors_before_one_row_when_both_press_at_once_then_one_reads_and_the_other_is_told_who_does(
    new_context, live_server, made, olena
):
    task = task_of(handed_in(made))
    other = mentor(made.enrolment.cohort, name="Ivan Second", language="en")
    pages = {person: open_site(new_context, person, live_server.url) for person in (olena, other)}

    for page in pages.values():
        page.get_by_role("button", name="Read it").click(no_wait_after=True)
    for page in pages.values():
        page.wait_for_url(f"**/mentor/tasks/{task.pk}/", timeout=PATIENCE)

    reader = ReviewTask.objects.get().claimed_by
    [loser] = pages.keys() - {reader}
    expect(pages[reader].get_by_text("Most of them are old.")).to_be_visible()
    expect(pages[loser].get_by_text(f"{reader} is reading this, until").first).to_be_visible()
    assert pages[loser].get_by_text("Most of them are old.").count() == 0
    assert [review.reviewer for review in Review.objects.all()] == [reader]


def test_given_a_sentence_half_typed_when_the_lease_runs_out_and_another_takes_the_task_then_the_words_are_kept_and_it_is_said(
    new_context, live_server, made, olena
):
    task = task_of(handed_in(made))
    page = open_site(new_context, olena, live_server.url)
    take(page)
    page.get_by_label("What you say of it").press_sequentially("You see your")
    ReviewTask.objects.update(claimed_until=now() - timedelta(minutes=1))
    other = mentor(made.enrolment.cohort, name="Ivan Second")
    claim(task=task, person=other)
    open_review(task=task, person=other)

    page.get_by_label("What you say of it").press_sequentially(" village")

    expect(page.get_by_text("Ivan Second is reading this, until")).to_be_visible()
    expect(page.get_by_text("What you wrote is kept for you.")).to_be_visible()
    expect(page.get_by_label("What you say of it")).not_to_be_editable()
    assert Review.objects.get(reviewer=olena).value["summary"] == "You see your village"
    page.get_by_role("link", name="Show the page as it is now").click()
    expect(page.get_by_text("You see your village")).to_be_visible()
    assert accessibility_problems(page) == []


def test_given_a_draft_half_typed_when_the_server_is_killed_and_the_tab_closed_then_every_word_is_there_when_it_is_back(
    new_context, server, made, olena
):
    task_of(handed_in(made))
    server.start()
    page = open_site(new_context, olena, server.address)
    take(page)
    address, state = page.url, page.locator(".task__bar .exercise__state")
    page.get_by_label("What you say of it").press_sequentially("You see your")
    expect(state).to_have_text(SAVED)

    server.kill()
    page.get_by_label("What you say of it").press_sequentially(" village")
    expect(state).to_have_text(OFFLINE)
    field = comment_on(page, "Most of them are old.", "How many?")
    expect(field.locator("xpath=..").locator(".exercise__state")).to_have_text(OFFLINE)
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection. Your text is on this device")
    assert (Review.objects.get().value["summary"], Comment.objects.count()) == ("You see your", 0)
    page.close(run_before_unload=False)
    server.start()
    again = page.context.new_page()
    again.goto(address)

    expect(again.get_by_label("What you say of it")).to_have_value("You see your village")
    expect(again.locator("[data-note] textarea")).to_have_value("How many?")
    expect(again.locator(".task__bar .exercise__state")).to_have_text(SAVED)
    expect(again.locator("[data-note] .exercise__state")).to_have_text(SAVED)
    assert (Review.objects.get().value["summary"], Comment.objects.get().text) == ("You see your village", "How many?")


def test_given_the_line_goes_when_a_comment_is_made_and_the_tab_is_closed_then_it_is_there_when_the_line_is_back(
    new_context, wire, made, olena
):
    task_of(handed_in(made))
    page = open_site(new_context, olena, wire.address)
    take(page)
    address = page.url
    expect(page.locator("#words-hint")).to_be_visible()
    wire.cut()
    field = comment_on(page, "🙂 people live", "Who are they?")
    expect(field.locator("xpath=..").locator(".exercise__state")).to_have_text(OFFLINE)
    assert Comment.objects.count() == 0
    page.close(run_before_unload=False)
    wire.mend()

    again = page.context.new_page()
    again.goto(address)

    expect(again.locator("[data-note] textarea")).to_have_value("Who are they?")
    expect(again.locator("[data-note] .exercise__state")).to_have_text(SAVED)
    comment = Comment.objects.get()
    assert (comment.exact, comment.text, comment.start) == ("🙂 people live", "Who are they?", WORDS.index("🙂"))


def test_given_a_keyboard_alone_when_a_sentence_is_chosen_and_a_saved_reply_inserted_then_no_pointer_is_missed(
    new_context, live_server, made, olena
):
    SavedReply.objects.create(person=olena, language="en", title="Count them", text="Count them, {learner}.")
    SavedReply.objects.create(person=olena, language="en", title="Name the source", text="Where from?")
    task_of(handed_in(made))
    page = open_site(new_context, olena, live_server.url)
    page.set_viewport_size({"width": 1280, "height": 800})
    take(page)
    words = page.locator("[data-words]")

    expect(page.locator("#words-hint")).to_be_visible()
    while not words.evaluate("words => words === document.activeElement"):
        page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="Count them")).to_be_visible()
    assert accessibility_problems(page) == []
    page.keyboard.type("count")
    page.keyboard.press("Enter")

    expect(page.locator("[data-note] textarea")).to_have_value("Count them, Petro.")
    expect(page.locator("[data-note] .exercise__state")).to_have_text(SAVED)
    assert Comment.objects.get().exact == "Most of them are old."
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator("[data-note]")).to_have_count(0)
    assert Comment.objects.count() == 0


def test_given_no_scripts_when_a_sentence_is_commented_and_the_review_sent_then_the_learner_gets_both(
    new_context, live_server, made, olena
):
    task_of(handed_in(made))
    page = open_site(new_context, olena, live_server.url, java_script_enabled=False)
    take(page)

    page.get_by_label("What you say of it").fill("Good.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Comment sentence by sentence").click()
    page.get_by_role("button", name="Comment: Most of them are old.").click()
    expect(page.get_by_text("Most of them are old.")).to_be_visible()
    page.get_by_label("Your comment").fill("How many?")
    page.get_by_role("button", name="Keep the comment").click()
    expect(page.get_by_text("How many?")).to_be_visible()
    page.get_by_role("button", name="Look at it and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you say of the whole.")
    choose(page, "Words", "A neighbour understands it")
    choose(page, "Outcome of the whole", "A small fix")
    page.get_by_role("button", name="Look at it and send").click()
    page.get_by_role("button", name="Send it to Petro").click()

    expect(page.get_by_text("The review is on its way to Petro Koval.")).to_be_visible()
    review = Review.objects.get()
    assert (review.outcome, review.value["summary"], review.comments.get().exact) == ("small_fix", "Good.", "Most of them are old.")
