"""The main job, from the first page to the certificate: with JavaScript as on most phones, and without it."""

import io
import re

import pikepdf
import pytest
from django.core import mail
from playwright.sync_api import expect

from courses.catalogue.models import Course
from courses.certificates.models import Certificate
from tests.factories import CohortFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, long_text
from tests.support.browser import accessibility_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EXERCISE = {"prompt": "Take your time.", "model_answer": "In our village it was the librarian."}
OPTIONS = [{"type": "item", "id": "head", "value": "The head alone"}, {"type": "item", "id": "team", "value": "The whole team"}]


@pytest.fixture
def course(transactional_db):
    module = ModulePageFactory(parent=CoursePageFactory(title="Small steps", slug="small-steps"), slug="people")
    LessonPageFactory(
        parent=module,
        slug="first",
        title="Whom we help",
        body=body(
            ("section", "start", {"heading": "Who lives here"}),
            ("markdown", "intro", "Look out of the **window**."),
            long_text("village", title="Your village"),
            ("choice", "who", {"title": "Who decides?", **EXERCISE, "options": OPTIONS}),
        ),
    )
    LessonPageFactory(
        parent=module,
        slug="second",
        title="What people need",
        body=body(
            ("scale", "sure", {"title": "How sure are you?", **EXERCISE, "min": 1, "max": 5}),
            ("tick_list", "done", {"title": "What is done?", **EXERCISE, "items": OPTIONS}),
        ),
    )
    course = Course.objects.get(slug="small-steps")
    CohortFactory(course=course, name="Autumn")
    return course


class Journey:
    """A learner at a browser. Every page it comes to is accessible, asks no other host for anything and breaks no policy."""

    def __init__(self, page, has_scripts):
        self.page, self.has_scripts = page, has_scripts
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("request", lambda request: "127.0.0.1" in request.url or "localhost" in request.url or self.complaints.append(request.url))

    def looks_right(self):
        if self.has_scripts:  # axe is a script itself
            assert accessibility_problems(self.page) == []
        assert self.complaints == []

    def signs_up(self):
        self.page.goto("/en/account/signup/")
        self.looks_right()
        self.page.get_by_label("Your name").fill("Олена Ґудзь-Їжакевич")
        self.page.get_by_label("E-mail address").fill("olena@example.org")
        self.page.get_by_label("Password").first.fill("a-long-enough-password")
        self.page.get_by_role("button", name="Sign up").click()
        expect(self.page.get_by_role("heading", name="My learning")).to_be_visible()
        self.looks_right()

    def finds_the_course(self):
        self.page.get_by_role("link", name="Courses", exact=True).first.click()
        self.page.get_by_role("main").get_by_label("Search").first.fill("small")
        self.page.get_by_role("button", name="Show courses").click()
        self.looks_right()
        self.page.get_by_role("link", name="Small steps").first.click()
        self.looks_right()

    def enrols(self):
        self.page.get_by_role("link", name="Enrol in this course").click()
        self.looks_right()
        self.page.get_by_role("button", name="Enrol me").click()
        expect(self.page.get_by_text("You are enrolled in “Small steps”.")).to_be_visible()
        self.looks_right()
        self.page.get_by_role("link", name="Start lesson 1").click()
        self.looks_right()

    def exercise(self, block_id):
        return self.page.locator(f"#b-{block_id}")

    def saves(self, block_id):
        """With scripts it saves by itself; the button is for the impatient and for those without."""
        if not self.has_scripts:
            self.exercise(block_id).get_by_role("button", name="Save").click()
        expect(self.exercise(block_id).locator(".exercise__state")).to_have_text(re.compile(r"^Saved \d"))

    def writes(self):
        self.exercise("village").get_by_role("textbox").fill("Двісті людей і одна бібліотека.")
        self.saves("village")
        self.exercise("who").get_by_label("The whole team").check()
        self.saves("who")
        self.looks_right()
        self.page.get_by_role("button", name="Done with this page").click()
        expect(self.page.get_by_role("heading", name="What people need", level=1)).to_be_visible()
        self.exercise("sure").get_by_label("4", exact=True).check()
        self.saves("sure")

    def asks_why_not_yet(self):
        self.page.goto("/en/my/")
        self.page.get_by_role("link", name="What is still missing for the certificate?").click()
        expect(self.page.get_by_role("link", name="What is done?")).to_be_visible()
        self.looks_right()
        self.page.get_by_role("link", name="What is done?").click()

    def finishes(self):
        self.exercise("done").get_by_label("The head alone").check()
        self.saves("done")
        self.page.get_by_role("button", name="Done with this page").click()
        expect(self.page.get_by_role("link", name="Download the certificate")).to_be_visible()
        self.looks_right()

    def reads_the_workbook(self):
        self.page.get_by_role("link", name="Your workbook").click()
        expect(self.page.get_by_text("Двісті людей і одна бібліотека.")).to_be_visible()
        self.looks_right()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_given_a_course_when_a_learner_takes_it_to_the_end_then_the_certificate_is_in_their_mailbox(
    new_context, live_server, course, has_scripts
):
    page = new_context(base_url=live_server.url, java_script_enabled=has_scripts).new_page()
    page.set_default_timeout(10_000)
    learner = Journey(page, has_scripts)

    learner.signs_up()
    learner.finds_the_course()
    learner.enrols()
    learner.writes()
    learner.asks_why_not_yet()
    learner.finishes()
    learner.reads_the_workbook()

    certificate = Certificate.objects.get()
    letter = next(letter for letter in mail.outbox if letter.attachments)
    pdf = pikepdf.open(io.BytesIO(letter.attachments[0][1]))
    assert (certificate.state, certificate.holder_name, letter.to) == ("issued", "Олена Ґудзь-Їжакевич", ["olena@example.org"])
    assert pdf.Root.MarkInfo.Marked

    page.goto(f"/verify/{certificate.number}/")
    expect(page.get_by_text("Олена Ґудзь-Їжакевич")).to_be_visible()
    learner.looks_right()
