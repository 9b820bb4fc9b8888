"""From a framework to a picture: an editor, a learner on a phone, a mentor; with scripts and without; axe on every page."""

import re

import pytest
from playwright.sync_api import expect

from courses.competences.models import Competence, Judgement, SelfAssessment
from courses.competences.rules import Refusal
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.competences import competence, framework, said
from tests.factories.mentorship import handed_in, mentor, submission
from tests.support.browser import accessibility_problems, fits

from .learner_rounds import open_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Story:
    """A learner with a round and a mentor; three competences, two of them in a group, all practised by the lesson."""

    def __init__(self):
        self.learner = UserFactory(language="en", name="Petro Koval")
        self.round = handed_in(submission(learner=self.learner))
        self.enrolment = self.round.submission.enrolment
        lesson = self.round.submission.assignment.lesson
        self.framework = framework()
        group = competence(self.framework, "People")
        self.asking = competence(self.framework, "Asking people", lesson, under=group)
        competence(self.framework, "Listening", lesson, under=group)
        competence(self.framework, "A plan on one page", lesson)
        self.mentor = mentor(self.enrolment.cohort, name="Iryna Bondar", language="en")
        self.growth = f"/en/my/{self.enrolment.pk}/growth/"

    @property
    def levels(self):
        return sorted(SelfAssessment.objects.values_list("competence", "moment", "level"))


@pytest.fixture
def story(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return Story()


def of(deed: str) -> re.Pattern[str]:
    """What a thing of the first competence is called: browsers may put a blank before what only screen readers hear."""
    return re.compile(rf"^{deed}\s*: Asking people$")


def no_wider_than_the_phone(page):
    return fits(page)


def is_fine(page):
    assert accessibility_problems(page) == []
    assert no_wider_than_the_phone(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_given_a_course_when_the_learner_says_before_and_after_then_the_picture_shows_the_way(story, new_context, live_server, scripts):
    page = open_as(new_context, story.learner, live_server.url, "/en/my/", scripts=scripts)
    page.get_by_role("link", name="Where do you stand before you begin?").click()
    page.get_by_role("group", name=of("Today")).get_by_role("radio", name="2 With help").check()
    if scripts:
        expect(page.get_by_role("status")).to_contain_text("Saved ")
        assert story.levels == [(story.asking.pk, "before", 2)]
        page.reload()
        expect(page.get_by_role("group", name=of("Today")).get_by_role("radio", name="2 With help")).to_be_checked()
        is_fine(page)
    page.get_by_role("button", name="Save and look at it").click()

    page.get_by_role("link", name="Look back").click()
    expect(page.get_by_text("cannot be changed any more")).to_be_visible()
    page.get_by_role("group", name=of("Now")).get_by_role("radio", name="4 Alone").check()
    page.get_by_role("group", name=of("At the beginning, as you see it now")).get_by_role("radio", name="1 Never").check()
    page.get_by_role("button", name="Save and look at it").click()

    assert story.levels == [(story.asking.pk, "after", 4), (story.asking.pk, "before", 2), (story.asking.pk, "looking_back", 1)]
    expect(page.get_by_role("img", name="Asking people")).to_be_visible()
    expect(page.get_by_role("row", name="Asking people 2 1 4 –")).to_be_visible()
    if scripts:
        is_fine(page)


def test_given_a_line_that_is_down_when_a_level_is_chosen_then_it_is_sent_when_the_line_is_back(story, new_context, live_server):
    page = open_as(new_context, story.learner, live_server.url, story.growth + "before/")
    page.context.set_offline(True)
    page.get_by_role("group", name=of("Today")).get_by_role("radio", name="3 Nearly").check()
    expect(page.get_by_role("status")).to_contain_text("not saved yet")

    page.context.set_offline(False)

    expect(page.get_by_role("status")).to_contain_text("Saved ")
    assert story.levels == [(story.asking.pk, "before", 3)]


def test_given_two_tabs_when_one_looks_back_then_the_other_is_told(story, new_context, live_server):
    page = open_as(new_context, story.learner, live_server.url, story.growth + "before/")
    said(story.enrolment, story.asking, after=4)

    page.get_by_role("group", name=of("Today")).get_by_role("radio", name="1 Never").check()

    expect(page.get_by_role("status")).to_contain_text(str(Refusal.STANDS.label))
    assert story.levels == [(story.asking.pk, "after", 4)]


def test_given_a_learner_when_the_mentor_judges_then_the_learner_reads_it_with_what_it_rests_on(story, new_context, live_server):
    said(story.enrolment, story.asking, before=2)
    page = open_as(new_context, story.mentor, live_server.url, f"/en/mentor/learners/{story.enrolment.pk}/")
    page.get_by_role("link", name="How far they have come").click()
    is_fine(page)
    page.get_by_role("link", name=of("Say how far they are")).click()
    page.get_by_role("button", name="Keep the judgement").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one thing that it rests on.")
    is_fine(page)

    page.get_by_role("radio", name="4 Alone").check()
    page.get_by_label("What you saw").fill("The sentence is repeated in the shop.")
    page.get_by_role("checkbox", name="Show your mentor").check()
    page.get_by_role("button", name="Keep the judgement").click()

    expect(page.get_by_text("Your judgement is kept.")).to_be_visible()
    assert Judgement.objects.get().pieces == [("round", story.round.pk)]
    page = open_as(new_context, story.learner, live_server.url, story.growth)
    expect(page.get_by_text("The sentence is repeated in the shop.")).to_be_visible()
    page.get_by_role("link", name="Show your mentor, round 1").click()
    expect(page).to_have_url(f"{live_server.url}/en/my/{story.enrolment.pk}/assignment/{story.round.submission.assignment_id}/round/1/")


def test_given_a_tree_when_it_is_moved_by_the_keyboard_alone_then_the_focus_stays_on_the_button(story, new_context, live_server):
    page = open_as(
        new_context, mentor(role=Role.ADMINISTRATOR, language="en"), live_server.url, f"/admin/competences/{story.framework.pk}/"
    )
    assert accessibility_problems(page) == []
    page.get_by_role("button", name=of("Out")).focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Asking people")).to_be_focused()  # further out it cannot go
    page.get_by_role("button", name=of("Down")).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Asking people")).to_be_focused()  # it is the last one now
    roots = Competence.objects.filter(parent=None).order_by("position").values_list("words__title", flat=True)
    assert list(roots) == ["People", "A plan on one page", "Asking people"]


def test_given_the_back_office_then_every_page_of_it_reads_well_on_a_phone(story, new_context, live_server):
    said(story.enrolment, story.asking, before=2, looking_back=1, after=4)
    EnrolmentFactory(cohort=CohortFactory(course=story.enrolment.cohort.course))
    page = open_as(new_context, mentor(role=Role.ADMINISTRATOR, language="en"), live_server.url, "/admin/competences/")
    pages = [
        "", "add/", f"{story.framework.pk}/about/", f"{story.framework.pk}/retire/", f"{story.framework.pk}/languages/",
        f"{story.framework.pk}/languages/uk/", f"one/{story.asking.pk}/",
        f"one/{story.asking.pk}/practised/?course={story.enrolment.cohort.course_id}", "cohorts/", f"cohorts/{story.enrolment.cohort_id}/",
    ]  # fmt: skip

    for each in pages:
        page.goto(f"{live_server.url}/admin/competences/{each}")
        is_fine(page)
