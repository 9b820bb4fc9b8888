"""An assignment in a lesson, from the editor's form to what readers see of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.addresses import lesson_url
from courses.catalogue.models import Activity, ActivityVersion, Course, Lesson, LessonPage
from courses.enrolment.date_views import titles_with_dates
from courses.mentorship.assignment_definition import Asked, AssignmentDefinition, from_json
from courses.mentorship.blocks import AssignmentBlock
from courses.mentorship.describing import describe
from courses.mentorship.models import Assignment
from tests.factories import CohortFactory, EnrolmentFactory
from tests.factories.mentorship import rubric
from tests.factories.pages import LessonPageFactory, body, long_text

pytestmark = pytest.mark.django_db
BLOCK = AssignmentBlock()


def show(*exercises, block_id="show", **value):
    items = [{"type": "item", "id": f"i{place}", "value": one} for place, one in enumerate(exercises)]
    return ("assignment", block_id, {"title": "Show your mentor", "brief": "Show **it**.", "exercises": items, **value})


def problems(value) -> dict:
    """What the form says, by field."""
    with pytest.raises(ValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(value))
    return caught.value.as_json_data()["blockErrors"]


def problems_in_lesson(*blocks):
    stream = LessonPage._meta.get_field("body").stream_block
    with pytest.raises(ValidationError) as caught:
        stream.clean(body(*blocks))
    return str(caught.value.as_json_data())


def test_the_least_that_an_import_may_write_has_the_defaults():
    made = describe(BLOCK.to_python({"title": "Show"}))

    assert from_json(made.content) == AssignmentDefinition()
    assert (made.title, made.is_required, made.is_private) == ("Show", True, False)


def test_what_is_said_is_kept():
    one = rubric()
    value = show("map", "words", rubric=one.pk, text="required", text_prompt="Why?", files=2, rounds=4, is_required=False)[2]

    made = describe(BLOCK.to_python(value))

    assert from_json(made.content) == AssignmentDefinition(
        brief="Show **it**.",
        exercises=("map", "words"),
        text=Asked.REQUIRED,
        text_prompt="Why?",
        files=2,
        rubric=one.pk,
        rounds=4,
    )
    assert not made.is_required


def test_a_rubric_whose_row_is_gone_is_left_out():
    assert describe(BLOCK.to_python(show(rubric=4711)[2])).content["rubric"] is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "no", "text_prompt": "Why?"}, "text_prompt"),
        ({"text": "no", "files": 0}, "text"),
        ({"files": 11}, "files"),
        ({"rounds": 0}, "rounds"),
        ({"brief": ""}, "brief"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(said, field):
    assert field in problems(show(**said)[2])


@pytest.mark.parametrize(
    ("block", "named", "words"),
    [
        (long_text("map"), ["gone"], "No exercise of this lesson has this id."),
        (long_text("map", is_private=True), ["map"], "eyes only"),
        (long_text("map"), ["map", "map"], "named already"),
        (show(block_id="map"), ["map"], "No exercise of this lesson has this id."),
    ],
)
def test_only_exercises_of_the_lesson_that_may_be_shown_are_gathered(block, named, words):
    assert words in problems_in_lesson(block, show(*named, block_id="other"))


def test_a_lesson_in_order_is_taken():
    stream = LessonPage._meta.get_field("body").stream_block

    assert len(stream.clean(body(long_text("map"), show("map")))) == 2


def test_publishing_makes_the_activity_and_coordinators_give_it_dates():
    LessonPageFactory(body=body(long_text("map"), show("map")))

    assignment = Assignment.objects.get(kind="assignment")
    cohort = CohortFactory(course=Course.objects.get())

    assert assignment.rules.exercises == ("map",)
    assert titles_with_dates(cohort, "en") == {assignment.pk: "1. Whom we help – Show your mentor"}


class Reader:
    """A lesson with an exercise and, if wanted, an assignment."""

    def __init__(self, *blocks):
        page = LessonPageFactory(body=body(long_text("map", title="The map"), *blocks))
        self.lesson = Lesson.objects.select_related("course", "module").get(translation_key=page.translation_key)
        self.learner = EnrolmentFactory(cohort=CohortFactory(course=self.lesson.course)).learner

    def reads(self, client: Client) -> str:
        return client.get(lesson_url(self.lesson, "en")).text


def test_a_visitor_reads_what_is_asked_what_goes_in_and_by_what_it_is_read():
    one = rubric()
    reader = Reader(show("map", "gone", rubric=one.pk, text_prompt="Which choice do you doubt?", files=1, is_required=False))

    text = reader.reads(Client())

    assert "Show <strong>it</strong>." in text
    assert '<a href="#b-map">The map</a>' in text
    assert "#b-gone" not in text
    assert "A text of your own, if you like" in text
    assert "Which choice do you doubt?" in text
    assert "Up to 1 file" in text
    assert "A neighbour understands it" in text
    assert "2 points" in text
    assert "Enrol in the course to hand it in." in text


def test_it_costs_a_visitor_no_query_and_a_learner_one_at_most():
    plain, shown = Reader(), Reader(show("map", rubric=rubric().pk))

    def cost(reader: Reader, *, is_learner: bool) -> int:
        client = Client()
        if is_learner:
            client.force_login(reader.learner)
        reader.reads(client)
        with CaptureQueriesContext(connection) as queries:
            reader.reads(client)
        return len(queries)

    assert cost(shown, is_learner=False) == cost(plain, is_learner=False)
    assert cost(shown, is_learner=True) <= cost(plain, is_learner=True) + 1


def test_a_preview_can_be_looked_at_by_nobody_in_particular():
    html = BLOCK.render(BLOCK.to_python(show("map")[2]))

    assert "nothing can be handed in here" in html
    assert not Activity.objects.exists()
    assert not ActivityVersion.objects.exists()
