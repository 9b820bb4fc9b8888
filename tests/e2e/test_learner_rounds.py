"""A learner hands in, reads the answer, changes, replies and hands in again: with scripts, without, by keyboard, on a phone."""

import pytest
from playwright.sync_api import expect

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, Course
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.anchors import passage
from courses.mentorship.models import Assignment, Comment, Iteration, Submission
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import mentor, paired, review_begun, reviewed, rubric, task_of
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.browser import PATIENCE, accessibility_problems, fits

from .learner_rounds import answer_exercise, change_and_come_back, hand_in, open_as, reply_to, say_changed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Two hundred people live here. Most of them are old.\n\nThe bus comes twice a week."


class Story:
    """A lesson with an exercise and an assignment that gathers it, and somebody who studies it with a mentor."""

    def __init__(self):
        listed = [{"type": "item", "id": "village", "value": "village"}]
        value = {"title": "Show your village", "brief": "Show **it**.", "exercises": listed, "rubric": rubric().pk, "files": 1}
        LessonPageFactory(body=body(("section", "one", {"heading": "First"}), long_text("village"), ("assignment", "show", value)))
        self.assignment = Assignment.objects.get(kind="assignment")
        self.learner = UserFactory(language="en", name="Petro Koval")
        self.enrolment = EnrolmentFactory(cohort=CohortFactory(course=Course.objects.get()), learner=self.learner)
        self.mentor = mentor(self.enrolment.cohort, name="Iryna Bondar")
        paired(self.enrolment, self.mentor)
        self.lesson = lesson_url(Course.objects.get().lessons.get(), "en")
        self.place = f"/en/my/{self.enrolment.pk}/assignment/{self.assignment.pk}/"

    def is_answered(self, overall="do_again", words=("Most of them are old",)) -> list[Comment]:
        """The mentor's half, without a browser."""
        one = Iteration.objects.order_by("-number").first()
        review = review_begun(task_of(one), self.mentor)
        activity = Activity.objects.get(block_id="village")
        text = one.answers.get().value["text"]
        for each in words:
            about = passage(text, text.index(each), text.index(each) + len(each))
            add_comment(review=review, made_id=new_ulid(), text="How old? Say a number.", activity=activity, field="text", about=about)
        reviewed(task_of(one), self.mentor, overall, levels={"words": "yes"})
        return list(Comment.objects.filter(iteration=one).order_by("pk"))


@pytest.fixture
def story(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return Story()


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_lesson_when_it_is_handed_in_answered_changed_and_accepted_then_the_loop_is_whole(story, new_context, live_server, scripts):
    page = open_as(new_context, story.learner, live_server.url, story.lesson, scripts=scripts)
    answer_exercise(page, "village", TEXT)
    page.reload()
    expect(page.locator("#b-show")).to_contain_text("Who lives here? – answered")
    page.get_by_role("link", name="Look it over and hand in").click()
    code = hand_in(page, text="I doubt the last sentence.")
    assert Iteration.objects.get().text == "I doubt the last sentence."

    page.goto(story.lesson)
    expect(page.locator("#b-show")).to_contain_text(f"code {code}; you will have an answer by")
    [first, second] = story.is_answered(words=("Most of them are old", "twice a week"))

    page.goto("/en/my/")
    page.get_by_role("link", name="Read the answer").click()
    expect(page.locator(f"#c{first.pk}")).to_be_in_viewport()
    change_and_come_back(page, first.pk, "village", TEXT.replace("old", "over seventy"))
    expect(page.locator(f"#c{first.pk}")).to_contain_text("Most of them are over seventy")
    say_changed(page, first.pk)
    reply_to(page, second.pk, "In winter not at all.")
    page.get_by_role("link", name="To the next round").click()
    hand_in(page)

    page.get_by_role("link", name="Back to the assignment").click()
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have taken it back.")).to_be_visible()
    hand_in(page)
    story.is_answered("accepted", words=())
    page.goto(story.place)
    expect(page.get_by_text("Accepted. This task is done.")).to_be_visible()
    assert [one.addressed_in.number for one in Comment.objects.order_by("pk")] == [3, 3]
    assert Submission.objects.get().state == "accepted"


@pytest.mark.parametrize("width", [360, 1280])
def test_given_each_page_of_a_round_when_axe_looks_then_it_finds_nothing_and_nothing_is_wider_than_the_screen(
    story, new_context, live_server, width
):
    page = open_as(new_context, story.learner, live_server.url, story.lesson)
    page.set_viewport_size({"width": width, "height": 800})

    def looked_at(path: str) -> None:
        page.goto(path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path

    answer_exercise(page, "village", TEXT)
    looked_at(story.lesson)
    looked_at(story.place)
    looked_at(f"{story.place}hand-in/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/receipt/1/", timeout=PATIENCE)
    for path in ("receipt/1/", "take-back/", "round/1/", ""):
        looked_at(story.place + path)
    [comment] = story.is_answered()
    for path in ("round/1/", "round/1/appeal/", "round/1/report/", "another-mentor/", ""):
        looked_at(story.place + path)
    looked_at(f"{story.lesson}?comment={comment.pk}")
    looked_at("/en/my/")


def test_given_only_a_keyboard_when_a_comment_is_answered_then_it_is(story, new_context, live_server):
    page = open_as(new_context, story.learner, live_server.url, story.lesson)
    answer_exercise(page, "village", TEXT)
    page.goto(f"{story.place}hand-in/")
    page.get_by_role("button", name="Hand in").press("Enter")
    page.wait_for_url("**/receipt/1/", timeout=PATIENCE)
    [comment] = story.is_answered()
    page.goto(f"{story.place}round/1/")

    page.get_by_role("link", name="Comment 1").press("Enter")
    remark = page.locator(f"#c{comment.pk}")
    remark.locator("summary", has_text="Reply").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Over seventy.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(remark).to_contain_text("Over seventy.")
    comment.refresh_from_db()
    assert comment.state == "addressed"


def test_given_the_line_is_gone_when_the_learner_goes_to_hand_in_then_they_stay_with_their_words(story, new_context, live_server):
    page = open_as(new_context, story.learner, live_server.url, story.place)
    page.context.set_offline(True)

    field = page.get_by_role("textbox", name="A text of your own")
    field.fill("A word that must not be lost.")
    page.get_by_role("button", name="Look it over and hand in").click()
    expect(page.locator(".exercise__state")).to_contain_text("Not saved yet")
    assert page.url.endswith(story.place)
    page.context.set_offline(False)
    page.get_by_role("button", name="Look it over and hand in").click()

    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    assert Submission.objects.get().value["text"] == "A word that must not be lost."
