"""The rule of a course: said in a form, looked at before it is kept, changed by whoever may."""

import json

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment.actions import RuleChanged, change_rule, complete_activity, complete_what_is_due
from courses.enrolment.completion import RuleError
from courses.enrolment.models import CompletionRuleChange, CourseCompletion, Enrolment
from courses.enrolment.rule_form import RuleForm, initial_of
from courses.enrolment.rule_preview import preview
from courses.enrolment.rule_words import in_words
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import (
    ActivityFactory,
    ActivityVersionFactory,
    CohortFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonVersionFactory,
    ModuleVersionFactory,
    UserFactory,
)

OFFICE = "/admin/completion/"
TITLES = {1: "One", 2: "Two", 3: "Three"}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


class World:
    """A course with three steps, the last of them optional, and people on the way."""

    def __init__(self):
        self.course = CourseVersionFactory(title="Ten lessons").of
        self.cohort = CohortFactory(course=self.course)
        lesson = LessonVersionFactory(of=LessonFactory(module=ModuleVersionFactory(of__course=self.course).of)).of
        self.steps = [ActivityFactory(lesson=lesson, position=n, is_required=n < 2) for n in range(3)]
        for number, step in enumerate(self.steps):
            ActivityVersionFactory(of=step, title=f"Step {number}")
        self.office = f"{OFFICE}{self.course.pk}/"

    def learner(self, name, *done):
        enrolment = EnrolmentFactory(cohort=self.cohort, learner__name=name)
        for number in done:
            complete_activity(enrolment=enrolment, activity=self.steps[number])
        return Enrolment.objects.get(pk=enrolment.pk)

    def some_step(self, number=1):
        return {"at_least": number, "of": [{"activity": step.pk} for step in self.steps]}


@pytest.fixture
def world(db):
    return World()


def signed_in(role=None, where=None):
    person, client = UserFactory(language="en"), Client()
    if role:
        grant_role(person=person, role=role, where=where)
    client.force_login(person)
    return client


@pytest.fixture
def coordinator(world):
    return signed_in(Role.COORDINATOR, world.course)


# The form and the rule


def form_of(**said):
    return RuleForm({"join": "all", **said}, activities=TITLES)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"all_required": "on"}, {}),
        ({"confirmed_hours": "40"}, {"confirmed_hours": 40}),
        ({"all_required": "on", "quiz_average": "70"}, {"all": [{"all_required": True}, {"quiz_average": 70}]}),
        (
            {"join": "any", "all_required": "on", "confirmed_hours": "40"},
            {"at_least": 1, "of": [{"all_required": True}, {"confirmed_hours": 40}]},
        ),
        ({"number": "2", "of": ["1", "3"]}, {"at_least": 2, "of": [{"activity": 1}, {"activity": 3}]}),
    ],
)
def test_what_is_said_is_the_shortest_rule_that_says_it(said, rule):
    form = form_of(**said)

    assert (form.is_valid(), form.rule) == (True, rule)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({}, "__all__"),
        ({"number": "1"}, "of"),
        ({"of": ["1"]}, "number"),
        ({"number": "3", "of": ["1", "2"]}, "number"),
        ({"number": "1", "of": ["9"]}, "of"),
        ({"confirmed_hours": "0"}, "confirmed_hours"),
        ({"quiz_average": "101"}, "quiz_average"),
        ({"confirmed_hours": "много"}, "confirmed_hours"),
        ({"join": "perhaps", "all_required": "on"}, "join"),
    ],
)
def test_what_makes_no_rule_is_said_where_it_stands(said, where):
    form = form_of(**said)

    assert (form.is_valid(), list(form.errors)) == (False, [where])


@given(
    join=st.sampled_from(["all", "any"]),
    all_required=st.booleans(),
    hours=st.none() | st.integers(1, 2000),
    average=st.none() | st.integers(1, 100),
    of=st.sets(st.sampled_from([1, 2, 3])),
    number=st.integers(1, 3),
)
def test_the_form_shows_again_what_was_said(join, all_required, hours, average, of, number):
    said = {"join": join, "all_required": "on" if all_required else "", "confirmed_hours": hours or "", "quiz_average": average or ""}
    form = RuleForm(said | ({"number": number, "of": sorted(of)} if number <= len(of) else {}), activities=TITLES)
    if not form.is_valid():
        return

    again = initial_of(form.rule)

    filled = {name: value for name, value in form.cleaned_data.items() if value and name != "reason"}
    several = len(filled.keys() - {"join", "of"}) > 1
    assert {**again, "join": join if several else again["join"]} == filled | ({} if several else {"join": again["join"]})
    assert RuleForm({**again}, activities=TITLES).is_valid()


def test_groups_within_groups_have_no_form():
    assert initial_of({"all": [{"all": [{"activity": 1}, {"confirmed_hours": 2}]}, {"activity": 2}]}) is None
    assert initial_of({"all": [{"confirmed_hours": 2}, {"confirmed_hours": 3}]}) is None


def test_a_rule_is_said_in_words_with_titles_in_their_language(world):
    rule = {"all": [{"all_required": True}, {"confirmed_hours": 1}, world.some_step(2), {"activity": 0}]}

    said = in_words(rule, world.course, "uk")

    assert said.words == "All of these:"
    assert [(part.words, part.title) for part in said.parts[:2]] == [
        ("All required steps of the course", ""),
        ("1 hour of confirmed practice", ""),
    ]
    assert [(part.title, part.lang) for part in said.parts[2].parts] == [(f"Step {number}", "en") for number in range(3)]
    assert said.parts[3].title == "a step that is no longer part of the course"


# Whom it touches


def test_before_a_rule_is_changed_it_says_who_gains_who_keeps_and_of_whom_more_is_asked(world, django_assert_num_queries):
    world.learner("Done", 0, 1)
    world.learner("Half", 0)
    world.learner("None")
    left = world.learner("Left", 0)
    Enrolment.objects.filter(pk=left.pk).update(state="withdrawn")

    easier, harder = preview(world.course, world.some_step()), preview(world.course, world.some_step(3))

    assert (easier.gains.names, easier.keeps.count, easier.studying) == (("Half",), 0, 2)
    assert (harder.gains.count, harder.keeps.names, harder.lacks.names) == (0, ("Done",), ("Half", "None"))
    with django_assert_num_queries(4):  # people twice (the second time there are none left), what is required, what is done
        preview(world.course, world.some_step())


def test_another_way_to_the_same_end_asks_nothing_more_of_anybody(world):
    world.learner("Half", 0)

    either = preview(world.course, {"at_least": 1, "of": [{"all_required": True}, {"confirmed_hours": 20}]})
    both = preview(world.course, {"all": [{"all_required": True}, {"confirmed_hours": 20}]})

    assert (either.gains.count, either.lacks.count, both.lacks.names) == (0, 0, ("Half",))


def test_a_long_list_of_names_is_cut_and_counted(world):
    for number in range(53):
        world.learner(f"Half {number}", 0)

    gains = preview(world.course, world.some_step()).gains

    assert (len(gains.names), gains.count, gains.others) == (50, 53, 3)


# Changing it


def test_who_meets_the_new_rule_completes_the_course_and_nobody_loses_it(world):
    done, half = world.learner("Done", 0, 1), world.learner("Half", 0)
    person = UserFactory()

    change_rule(course=world.course, rule=world.some_step(), seen={}, by=person, reason="One is enough")
    complete_what_is_due()
    world.course.refresh_from_db()
    change_rule(course=world.course, rule=world.some_step(3), seen=world.some_step(), by=person)
    complete_what_is_due()

    assert set(CourseCompletion.objects.values_list("enrolment", flat=True)) == {done.pk, half.pk}
    assert CourseCompletion.objects.get(enrolment=half).proof["rule"] == world.some_step()
    assert [(one.before, one.after, one.reason) for one in CompletionRuleChange.objects.all()] == [
        (world.some_step(), world.some_step(3), ""),
        ({}, world.some_step(), "One is enough"),
    ]


def test_a_rule_that_somebody_else_changed_meanwhile_stays(world):
    change_rule(course=world.course, rule={"confirmed_hours": 5}, seen={}, by=UserFactory())

    with pytest.raises(RuleChanged):
        change_rule(course=world.course, rule=world.some_step(), seen={}, by=UserFactory())

    world.course.refresh_from_db()
    assert world.course.completion_rule == {"confirmed_hours": 5}


def test_the_same_again_changes_nothing_and_what_is_no_rule_is_refused(world):
    assert change_rule(course=world.course, rule={}, seen={}, by=UserFactory()) is None
    with pytest.raises(RuleError):
        change_rule(course=world.course, rule={"all": [{"activity": "x"}]}, seen={}, by=UserFactory())
    assert not CompletionRuleChange.objects.exists()


# The pages


def test_a_coordinator_states_looks_and_keeps(world, coordinator):
    world.learner("Half", 0)
    page = coordinator.get(world.office).text
    assert ("All required steps of the course" in page, "The course has 2 required steps now." in page) == (True, True)
    said = {"join": "all", "number": "1", "of": [step.pk for step in world.steps], "reason": "For the pilot", "seen": "{}"}

    looked = coordinator.post(world.office, said | {"look": "1"})
    world.course.refresh_from_db()
    assert (looked.status_code, world.course.completion_rule) == (200, {})
    assert ("Complete the course at once: 1" in looked.text, "Half" in looked.text, "Keep this rule" in looked.text) == (True, True, True)
    kept = coordinator.post(world.office, said | {"keep": "1"}, follow=True).text

    world.course.refresh_from_db()
    assert world.course.completion_rule == world.some_step()
    assert ("The rule is kept." in kept, "For the pilot" in kept, "One of these:" in kept) == (True, True, True)
    assert "One of these:" in coordinator.get(OFFICE).text


def test_two_coordinators_at_once_do_not_overwrite_each_other(world, coordinator):
    change_rule(course=world.course, rule={"confirmed_hours": 5}, seen={}, by=UserFactory())

    answer = coordinator.post(world.office, {"join": "all", "all_required": "on", "seen": "{}", "keep": "1"})

    assert "Somebody has changed the rule meanwhile" in answer.text
    assert json.dumps({"confirmed_hours": 5}).replace('"', "&quot;") in answer.text  # what is seen now is sent next time
    world.course.refresh_from_db()
    assert world.course.completion_rule == {"confirmed_hours": 5}


@pytest.mark.parametrize("seen", ["", "[", "null", "7"])
def test_a_form_without_what_was_seen_keeps_nothing(world, coordinator, seen):
    coordinator.post(world.office, {"join": "all", "confirmed_hours": "3", "seen": seen, "keep": "1"})

    world.course.refresh_from_db()
    assert world.course.completion_rule == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.SUPERVISOR, Role.EDITOR])
def test_who_keeps_no_cohorts_sees_no_rules(role):
    world = World()
    client = signed_in(role, world.course if role else None)

    assert {client.get(address).status_code for address in (OFFICE, world.office)} <= {302, 403, 404}
    client.post(world.office, {"join": "all", "confirmed_hours": "3", "seen": "{}", "keep": "1"})
    world.course.refresh_from_db()
    assert world.course.completion_rule == {}


def test_a_coordinator_of_another_course_sees_nothing_of_this_one(world):
    other = signed_in(Role.COORDINATOR, CourseVersionFactory(title="Other course").of)

    assert other.get(world.office).status_code == 404
    assert ("Ten lessons" in other.get(OFFICE).text, "Other course" in other.get(OFFICE).text) == (False, True)


# What learners are told


def test_a_learner_reads_what_the_certificate_asks_for_and_what_is_open_of_it(world):
    enrolment = world.learner("Half", 0)
    world.course.completion_rule = {"all": [{"activity": world.steps[2].pk}, {"confirmed_hours": 2}, {"quiz_average": 70}]}
    world.course.save()
    client = Client()
    client.force_login(enrolment.learner)

    page = client.get(f"/en/my/{enrolment.pk}/why-not-yet/").text

    assert ("All of these:" in page, "2 hours of confirmed practice" in page, "Step 2" in page) == (True, True, True)
    assert ("2 h of confirmed practice are missing." in page, "70% short" in page) == (True, True)
    assert "Step 1" not in page  # required once, but not asked for by this rule
