"""Every picture of the guides: where it is taken, and what of the page it shows."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from .taking import Picture

LESSON = "/LANG/courses/ten-lessons/people/needs/"
ANSWERS = {  # what somebody would write beside the question whom the village does not hear
    "en": "Mrs Hall by the old mill. She has not been to the shop since spring.",
    "uk": "Баба Ганна край старого млина. Від весни не була в крамниці.",
    "ru": "Баба Анна у старой мельницы. С весны не была в магазине.",
    "bg": "Баба Ана до старата воденица. От пролетта не е идвала в магазина.",
    "cs": "Paní Nováková u starého mlýna. Od jara nebyla v obchodě.",
}


def an_empty_field() -> str:
    """What was written for the picture before is gone."""
    from courses.workbook.models import Entry

    Entry.objects.filter(activity__block_id="silent-one", enrolment__learner__email="learner@example.org").delete()
    return LESSON


def write_an_answer(page: Page, language: str) -> None:
    exercise = page.locator("#b-silent-one")
    exercise.get_by_role("textbox").fill(ANSWERS[language])
    expect(exercise).to_contain_text("14:00")


def open_first_comment(page: Page, language: str) -> None:
    comment = page.locator("#c1")
    if comment.get_attribute("open") is None:
        comment.locator("summary").first.click()


def without_the_menu(page: Page, language: str) -> None:
    """The back office as wide as it is without its menu, and without the bar that lies over the form."""
    page.add_style_tag(content=".sidebar, .footer { display: none !important; } .wrapper { padding-inline-start: 0 !important; }")


def cohort(name: str) -> str:
    from courses.enrolment.models import Cohort

    return reverse(name, args=[Cohort.objects.order_by("pk")[0].pk])


PICTURES = [
    Picture("learner-road", "learner", "/LANG/my/", (".my-course h2", ".my-course .button"), height=520),
    Picture("learner-exercise", "learner", an_empty_field, ("#b-silent-one",), before=write_an_answer),
    Picture("learner-hand-in", "learner", LESSON, ("#b-mentor-needs",), height=960),
    Picture(
        "learner-answer",
        "learner",
        "/LANG/my/1/assignment/9/round/1/",
        ("section:has(> * #c1), section:has(> #c1)", "#c1"),
        before=open_first_comment,
        height=660,
    ),
    Picture("mentor-queue", "mentor", "/LANG/mentor/", (".desk-nav", ".waiting")),
    Picture("coordinator-cohort", "coordinator", lambda: cohort("cohorts:edit"), ("main form",), before=without_the_menu, height=760),
    Picture("coordinator-dates", "coordinator", lambda: cohort("cohorts:dates"), ("main form",), before=without_the_menu, height=460),
    Picture(
        "coordinator-mentors", "coordinator", lambda: cohort("pairing"), (".mentors-deeds", "table:last-of-type"), before=without_the_menu
    ),
]
