"""Prepared examples in the back office, from the first word to the last version."""

import pytest
from django.urls import reverse

from courses.mentorship.models import Assignment
from courses.trials.models import Example, ExampleVersion, TrialWaiver
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from tests.courses.quizzes.bank.browsing import sent_by
from tests.factories import ActivityFactory, ActivityVersionFactory, UserFactory
from tests.factories.mentorship import assignment, exercise, mentor
from tests.factories.trials import WORDS, example, trial_sent

pytestmark = pytest.mark.django_db


def with_role(role, where=None, **fields):
    person = UserFactory(**fields)
    grant_role(person=person, role=role, where=where)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def editor(client, assigned):
    client.force_login(with_role(Role.EDITOR, assigned.lesson.course, name="Jana Editor", language="en"))
    return client


def number_of(made):
    return made.lesson.activities.get(kind="long_text").pk


def filled(assigned, **other):
    pk = number_of(assigned)
    return {
        "base": "0",
        "title": "Dubky",
        f"answer-{pk}": WORDS,
        f"outcome-{pk}": "small_fix",
        "text": "",
        "level-words": "no",
        "reason-words": "A neighbour would ask: how many?",
        "overall": "small_fix",
        "summary": "You know your village.",
        "comments-total": "1",
        "comments-0-id": "c0",
        "comments-0-about": str(pk),
        "comments-0-words": "Many are old.",
        "comments-0-text": "How many?",
        **other,
    }


def test_an_editor_adds_writes_and_publishes_an_example(editor, assigned):
    added = editor.post(reverse("example_add"), {"assignment": assigned.pk, "language": "en", "slug": "dubky"})
    made = Example.objects.get()
    saved = editor.post(added.url, filled(assigned))
    state = Example.objects.get().state
    published = editor.post(added.url, filled(assigned, base="1", publish="yes"), follow=True)

    version = ExampleVersion.objects.get()
    remark = version.reference.comments[0]
    assert (added.url, saved.status_code, state) == (reverse("example", args=[made.pk]), 302, "draft")
    assert (version.answers.get().value, version.reference.levels) == ({"text": WORDS}, {"words": "no"})
    assert (remark.exact, remark.prefix, remark.text) == ("Many are old.", "Forty people. ", "How many?")
    assert (Example.objects.get().state, "is published: new mentors review it." in published.text) == ("published", True)


def test_the_form_says_that_no_learners_work_goes_in_and_brings_back_what_is_saved(editor, assigned):
    made = example(assigned, is_published=False)

    page = editor.get(reverse("example", args=[made.pk]))

    sent = sent_by(page.text).dict()
    del sent["csrfmiddlewaretoken"], sent["kept_for"]
    assert "Never put in what a learner handed in" in page.text
    assert sent == {**filled(assigned), "base": "1", "summary": "You know your village. Count the old."}


def test_what_is_missing_keeps_it_from_being_published_and_is_said_beside_the_fields(editor, assigned):
    made = example(assigned, is_published=False)
    lacking = filled(assigned, publish="yes", base="1", **{"reason-words": "", "overall": "", f"outcome-{number_of(assigned)}": ""})

    page = editor.post(reverse("example", args=[made.pk]), lacking)

    said = "A mentor learns from this: it is needed before the example is published."
    assert (page.status_code, page.text.count(said), Example.objects.get().state) == (422, 3, "draft")
    assert "You know your village." in page.text


def test_a_draft_may_be_saved_half_written(editor, assigned):
    made = example(assigned, is_published=False)

    answer = editor.post(reverse("example", args=[made.pk]), {"base": "1", "title": "Later", "comments-total": "0"})

    assert (answer.status_code, Example.objects.get().version.title) == (302, "Later")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"comments-0-words": "Nobody wrote this."}, "These words are not in the answer."),
        ({"comments-0-text": ""}, "Write the comment, or remove the row."),
        ({"comments-0-about": "whole"}, "Choose the exercise in which these words stand."),
        ({"title": ""}, "This field is required."),
        ({"level-words": "best"}, "best"),
        ({"overall": "failed"}, "failed"),
        ({"comments-0-about": "999999"}, "999999"),
        ({"reason-words": "x" * 301}, "300"),
        ({"summary": "x" * 100_001}, "The answer is longer than 100"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_on_the_page(editor, assigned, changed, said):
    made = example(assigned, is_published=False)

    page = editor.post(reverse("example", args=[made.pk]), filled(assigned, base="1", **changed))

    assert (page.status_code, said in page.text) == (422, True)
    assert (ExampleVersion.objects.count(), WORDS in page.text) == (1, True)


def test_a_button_of_the_rows_saves_nothing_and_loses_nothing(editor, assigned):
    made = example(assigned, is_published=False)

    page = editor.post(reverse("example", args=[made.pk]), filled(assigned, do="comments:add", title="Half"))

    assert (page.status_code, sent_by(page.text)["title"], sent_by(page.text)["comments-total"]) == (200, "Half", "4")
    assert ExampleVersion.objects.count() == 1


def test_an_edit_of_a_published_example_is_a_version_and_the_same_is_none(editor, assigned, cohort):
    made = example(assigned)
    trial = trial_sent(made, mentor(cohort))
    editor.post(reverse("example", args=[made.pk]), filled(assigned, base="1", summary="Count the old."))
    editor.post(reverse("example", args=[made.pk]), filled(assigned, base="2", summary="Count the old."))

    trial.refresh_from_db()
    assert list(made.versions.order_by("number").values_list("number", "is_current")) == [(1, False), (2, True)]
    assert trial.version.number == 1


def test_of_two_editors_the_second_is_told_and_keeps_what_they_typed(editor, assigned):
    made = example(assigned, is_published=False)
    address = reverse("example", args=[made.pk])
    editor.post(address, filled(assigned, base="1", summary="The first."))

    page = editor.post(address, filled(assigned, base="1", summary="The second."))
    again = editor.post(address, {**sent_by(page.text)})

    assert (page.status_code, "Jana Editor has saved version 2 meanwhile." in page.text, "The second." in page.text) == (422, True, True)
    assert (again.status_code, Example.objects.get().version.reference.summary) == (302, "The second.")


def test_every_kind_of_exercise_has_its_fields(editor, assigned):
    lesson = assigned.lesson
    contents = {
        "short_text": {"prompt": "One line"},
        "choice": {"options": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}]},
        "tick_list": {"items": [{"id": "a", "text": "Bread"}, {"id": "b", "text": "Salt"}]},
        "scale": {"min": 1, "max": 3},
        "fill_table": {
            "columns": [{"id": "x", "text": "Who"}, {"id": "y", "text": "How many"}], "rows": [{"id": "r", "cells": ["Old", ""]}]
        },
        "drawing": {},
        "file_upload": {},
    }  # fmt: skip
    kinds = {}
    for kind, content in contents.items():
        kinds[kind] = ActivityFactory(kind=kind, lesson=lesson)
        ActivityVersionFactory(of=kinds[kind], title=kind, content=content, language=lesson.course.source_language)
    several = assignment(*kinds.values())
    made = Example.objects.create(course=lesson.course, assignment=several, language="en", slug="all")
    pk = {kind: one.pk for kind, one in kinds.items()}
    said = {
        f"answer-{pk['short_text']}": "A line", f"answer-{pk['choice']}": "b", f"answer-{pk['tick_list']}": ["a", "b"],
        f"answer-{pk['scale']}": "2", f"answer-{pk['fill_table']}-cell:r:y": "Forty, alone", f"answer-{pk['drawing']}": "on",
    }  # fmt: skip
    comment = {"comments-total": "1", "comments-0-about": pk["fill_table"], "comments-0-words": "alone", "comments-0-text": "Who?"}

    answer = editor.post(reverse("example", args=[made.pk]), {"title": "All", "base": "0", **said, **comment})
    page = editor.get(reverse("example", args=[made.pk]))

    values = {one.activity.kind: one.value for one in ExampleVersion.objects.get().answers.select_related("activity")}
    assert answer.status_code == 302
    assert values == {
        "short_text": {"text": "A line"}, "choice": {"chosen": ["b"]}, "tick_list": {"ticked": ["a", "b"]}, "scale": {"level": 2},
        "fill_table": {"cells": {"r:y": "Forty, alone"}}, "drawing": {"done": True}, "file_upload": {"files": []},
    }  # fmt: skip
    assert ExampleVersion.objects.get().reference.comments[0].field == "cell:r:y"
    assert {key: value for key, value in sent_by(page.text).items() if key.startswith("answer-")} == {
        **said,
        f"answer-{pk['tick_list']}": "b",
    }
    assert editor.get(reverse("example_look", args=[made.pk])).status_code == 200


def test_as_mentors_see_it_has_the_work_and_the_reference(editor, assigned):
    page = editor.get(reverse("example_look", args=[example(assigned, is_published=False).pk]))

    assert all(words in page.text for words in ("Forty people.", "How many?", "A neighbour would ask", "It is not published"))


def test_a_copy_in_another_language_has_the_same_name_and_is_a_draft(editor, assigned):
    made = example(assigned)
    version = assigned.versions.get()
    ActivityVersionFactory(of=assigned, language="uk", title="Покажіть", content=version.content)

    offered = editor.get(reverse("example_copy", args=[made.pk]))
    first = editor.post(reverse("example_copy", args=[made.pk]), {"language": "uk"})
    second = editor.post(reverse("example_copy", args=[made.pk]), {"language": "uk"})
    foreign = editor.post(reverse("example_copy", args=[made.pk]), {"language": "bg"})

    copy = Example.objects.get(language="uk")
    assert ('value="uk"' in offered.text, 'value="bg"' in offered.text) == (True, False)
    assert (first.url, second.status_code, foreign.status_code) == (reverse("example", args=[copy.pk]), 200, 200)
    assert (copy.slug, copy.state, copy.version.answers.get().value) == ("dubky", "draft", {"text": WORDS})


def test_an_example_is_retired_after_a_word_and_comes_back(editor, assigned):
    made = example(assigned)
    asked = editor.get(reverse("example_retire", args=[made.pk]))
    states = [Example.objects.get().state]
    for name in ("example_retire", "example_bring_back"):
        editor.post(reverse(name, args=[made.pk]))
        states.append(Example.objects.get().state)

    assert ("those that were begun can be finished" in asked.text, states) == (True, ["published", "retired", "published"])


def test_the_form_says_when_the_lesson_has_changed_since(editor, assigned):
    made = example(assigned)
    address = reverse("example", args=[made.pk])
    before = "has changed since this example was written" in editor.get(address).text
    asked = assigned.lesson.activities.get(kind="long_text")
    asked.versions.update(is_current=False)
    ActivityVersionFactory(of=asked, title="Who lives where?", content={"prompt": "Who?"}, language="en")
    after = editor.get(address)
    editor.post(address, filled(assigned, base="1"))

    assert (before, "has changed since this example was written" in after.text) == (False, True)
    assert Example.objects.get().version.answers.get().version.title == "Who lives where?"


def test_names_languages_and_assignments_that_cannot_be_are_said(editor, assigned):
    example(assigned)
    other = assignment(exercise())
    sent = [{"slug": "dubky"}, {"slug": "Дубки"}, {"language": "bg"}, {"assignment": other.pk}]

    pages = [editor.post(reverse("example_add"), {"assignment": assigned.pk, "language": "en", "slug": "new", **one}) for one in sent]

    assert [page.status_code for page in pages] == [422] * 4
    assert "has an example of this short name" in pages[0].text
    assert "not published in this language" in pages[2].text
    assert Example.objects.count() == 1


def test_without_an_assignment_there_is_nothing_to_add(client):
    client.force_login(with_role(Role.EDITOR, exercise().lesson.course))

    assert "No course of yours has a published assignment yet." in client.get(reverse("example_add")).text


def test_an_example_of_an_assignment_that_is_gone_stays_to_be_looked_at(editor, assigned):
    made = example(assigned)
    Assignment.objects.get(pk=assigned.pk).versions.update(is_current=False)

    assert "no longer has this assignment" in editor.get(reverse("example", args=[made.pk])).text
    assert editor.get(reverse("example_look", args=[made.pk])).status_code == 200


def test_the_list_takes_the_same_queries_for_one_and_for_three(editor, assigned, django_assert_num_queries, django_assert_max_num_queries):
    example(assigned)
    editor.get(reverse("examples"))
    with django_assert_max_num_queries(20) as few:
        editor.get(reverse("examples"))
    for slug in "ab":
        example(assigned, slug=slug)

    with django_assert_num_queries(len(few)):
        assert editor.get(reverse("examples")).text.count("Published") >= 3


def test_an_empty_list_says_what_will_be_here(editor):
    assert "Prepared examples will be here." in editor.get(reverse("examples")).text


# Who has done theirs


def test_a_coordinator_sees_who_has_done_theirs_and_not_what_they_wrote(client, two, cohort):
    person = mentor(cohort, name="Olha New")
    trial_sent(two[0], person)
    client.force_login(with_role(Role.COORDINATOR, cohort))

    page = client.get(reverse("trial_mentors")).text
    paired = client.get(reverse("pairing", args=[cohort.pk])).text

    assert ("Olha New" in page, "Trial reviews: 1 of 2" in page, "To read" in page, "Waive" in page) == (True, True, False, False)
    assert "Trial reviews: 1 of 2" in paired


def test_a_supervisor_reads_them_and_waives_the_rest_with_a_reason(client, two, cohort):
    person, supervisor = mentor(cohort, name="Olha New"), with_role(Role.SUPERVISOR, cohort, name="Maria", language="en")
    trial = trial_sent(two[0], person)
    client.force_login(supervisor)
    address = reverse("waive_trials", args=[cohort.pk, person.pk])

    page = client.get(reverse("trial_mentors")).text
    empty = client.post(address, {"reason": "  "})
    done = client.post(address, {"reason": "Has  mentored for years."}, follow=True).text
    client.post(address, {"reason": "Again."})

    waiver = TrialWaiver.objects.get()
    assert (reverse("trial_review", args=[trial.pk]) in page, address in page, address in done) == (True, True, False)
    assert (empty.status_code, waiver.reason, waiver.by) == (422, "Has mentored for years.", supervisor)
    assert "Has mentored for years." in done


def test_nobody_waives_their_own_trials(client, two, cohort):
    person = with_role(Role.SUPERVISOR, cohort)
    grant_role(person=person, role=Role.MENTOR, where=cohort)
    client.force_login(person)

    assert client.post(reverse("waive_trials", args=[cohort.pk, person.pk]), {"reason": "Me."}).status_code == 404


def test_more_mentors_cost_the_list_no_query(client, two, cohort, before, django_assert_num_queries, django_assert_max_num_queries):
    trial_sent(two[0], mentor(cohort))
    client.force_login(with_role(Role.SUPERVISOR, cohort))
    client.get(reverse("trial_mentors"))
    with django_assert_max_num_queries(25) as few:
        client.get(reverse("trial_mentors"))
    for _each in range(2):
        trial_sent(two[0], mentor(cohort))

    with django_assert_num_queries(len(few)):
        client.get(reverse("trial_mentors"))


def test_without_examples_the_list_says_when_there_is_something_to_see(client, cohort):
    client.force_login(with_role(Role.SUPERVISOR, cohort))

    assert "No cohort here asks for trial reviews." in client.get(reverse("trial_mentors")).text
