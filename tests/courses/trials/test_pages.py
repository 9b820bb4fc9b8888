"""A mentor's way: from the desk to the first example, its comparison, the second, and a learner's work."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from courses.trials.actions.examples import retire_example, write_example
from courses.trials.actions.waiving import waive
from courses.trials.asked import asked_by
from courses.trials.models import Example, TrialComment, TrialReview
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.factories import EnrolmentFactory
from tests.factories.mentorship import handed_in, mentor, submission, task_of
from tests.factories.trials import WORDS, definition, example, trial_sent

from .test_readiness import task_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cohort):
    return mentor(cohort, language="en")


@pytest.fixture
def desk(client, person):
    client.force_login(person)
    return client


def main_of(response):
    return response.text[response.text.index("<main") : response.text.index("</main>")]


def begun(desk, one):
    return int(desk.post(reverse("begin_trial", args=[one.pk])).url.rstrip("/").rpartition("/")[2])


def form_of(trial, **more):
    number = trial.version.answers.get().activity_id
    filled = {"summary-text": "Well seen.", "overall": "small_fix", f"outcome:{number}": "accepted", "level:words": "yes"}
    return {"review-base": trial.revision, "change_id": new_ulid(), "view": "", **filled, **more}


def test_the_desk_says_what_comes_first_and_leads_there(desk, two):
    html = main_of(desk.get("/en/mentor/"))

    assert "Two prepared examples first: about twenty minutes. Nobody gives marks." in html
    assert 'href="/en/mentor/trials/"' in html


def test_taking_a_task_leads_to_the_examples_and_says_why(desk, two, cohort, assigned):
    task = task_in(cohort, assigned)

    one = desk.post(reverse("claim_task", args=[task.pk]))
    next_one = desk.post(reverse("take_next"))
    page = main_of(desk.get("/en/mentor/trials/"))

    task.refresh_from_db()
    assert (one.url, next_one.url, task.claimed_by) == ("/en/mentor/trials/", "/en/mentor/trials/", None)
    assert "Two prepared examples first" in page


def test_the_next_one_of_another_course_is_taken_all_the_same(desk, two, cohort, assigned, person):
    task_in(cohort, assigned)
    other = task_of(handed_in(submission()))
    grant_role(person=person, role=Role.MENTOR, where=other.cohort)

    desk.post(reverse("take_next"))

    other.refresh_from_db()
    assert other.claimed_by == person


def test_the_list_says_what_is_to_do_and_what_is_done(desk, two, person):
    before = main_of(desk.get("/en/mentor/trials/"))
    trial_sent(two[0], person)
    after = main_of(desk.get("/en/mentor/trials/"))

    assert ("Review 2 examples before your first learner here" in before, before.count("Review it")) == (True, 2)
    assert ("One more example before your first learner here" in after, after.count("See both reviews")) == (True, 1)


def test_without_examples_the_list_says_how_they_come(desk):
    assert "No prepared examples are here yet." in main_of(desk.get("/en/mentor/trials/"))


def test_the_example_looks_like_a_learners_work_and_the_reference_is_nowhere(desk, two):
    html = main_of(desk.get(reverse("trial_review", args=[begun(desk, two[0])])))

    assert '<template data-new-note><div class="note note--draft"' in html
    assert all(words in html for words in (WORDS, "Who lives here?", "Everybody, by name.", "Made up, no learner wrote this", "Not yet"))
    assert not any(words in html for words in ("How many?", "Count the old.", "A neighbour would ask"))


def test_begun_twice_it_is_one(desk, two):
    assert begun(desk, two[0]) == begun(desk, two[0])
    assert TrialReview.objects.count() == 1


def test_by_plain_forms_it_is_written_commented_looked_at_and_sent(desk, two):
    trial = TrialReview.objects.get(pk=begun(desk, two[0]))
    number = trial.version.answers.get().activity_id
    about = reverse("trial_comment_on", args=[trial.pk]) + f"?a={number}&f=text&s=14&e=27"
    desk.post(about, form_of(trial))  # a button of the page: what was typed is kept, then the page of the comment
    desk.post(about, {"text": "Count them.", "made_id": new_ulid()})
    trial.refresh_from_db()
    page = desk.post(reverse("trial_preview", args=[trial.pk]), form_of(trial), follow=True)
    sent = desk.post(reverse("trial_send", args=[trial.pk]), follow=True)

    trial.refresh_from_db()
    comment = TrialComment.objects.get()
    assert "Send it and see the reference" in page.text
    assert (trial.sent_at is not None, comment.is_sent, comment.exact, comment.text) == (True, True, "Many are old.", "Count them.")
    assert all(words in main_of(sent) for words in ("Count them.", "How many?", "Count the old.", "A neighbour would ask: how many?"))


def test_what_is_missing_is_said_beside_it_and_nothing_is_sent(desk, two):
    trial = TrialReview.objects.get(pk=begun(desk, two[0]))
    form = {**form_of(trial), "summary-text": "", "overall": "", "level:words": ""}

    page = desk.post(reverse("trial_preview", args=[trial.pk]), form)
    sent = desk.post(reverse("trial_send", args=[trial.pk]))

    trial.refresh_from_db()
    assert (page.status_code, sent.status_code, trial.sent_at) == (422, 422, None)
    assert all(words in page.text for words in ("Choose a level for: Words.", "Choose what you say of the whole."))
    assert "Error:" in page.text


def test_the_comparison_says_in_words_what_differs_and_gives_no_marks(desk, two, person):
    trial = trial_sent(two[0], person)

    html = main_of(desk.get(reverse("trial_review", args=[trial.pk])))

    said = [
        "The reference is more reserved here, by 1 level.",
        "Another outcome.",
        "Look at these first, the two differ there: Words.",
        "You",
    ]
    assert [words for words in said if words not in html] == []
    assert not any(words in html.lower() for words in ("wrong", "points", "mistake", "score"))


def test_after_the_comparison_comes_the_next_example_and_then_the_desk(desk, two, person):
    first = trial_sent(two[0], person)
    between = main_of(desk.get(reverse("trial_review", args=[first.pk])))
    second = trial_sent(two[1], person)
    after = main_of(desk.get(reverse("trial_review", args=[second.pk])))

    assert ("Review “Lypove”" in between, "That is all." in after, 'href="/en/mentor/"' in after) == (True, True, True)


def test_what_was_sent_keeps_the_version_that_was_seen(desk, two, person, assigned):
    trial = trial_sent(two[0], person)
    asked = asked_by(assigned, "en")

    write_example(example=two[0], made=definition(assigned, title="Dubky anew", text="Nobody. Many are old."), asked=asked)

    html = main_of(desk.get(reverse("trial_review", args=[trial.pk])))
    assert ("Dubky anew" in html, "Forty people." in html) == (False, True)


def test_an_example_that_is_taken_away_meanwhile_can_be_finished_and_not_begun(desk, two, person):
    trial = begun(desk, two[0])
    for each in two:
        retire_example(example=each)

    gone_on, refused = desk.get(reverse("trial_review", args=[trial])), desk.post(reverse("begin_trial", args=[two[1].pk]))

    assert (gone_on.status_code, refused.status_code, TrialReview.objects.count()) == (200, 404, 1)


def test_many_examples_ask_no_more_than_few(desk, two, assigned, person, before, django_assert_num_queries, django_assert_max_num_queries):
    before(person)
    trial_sent(two[0], person)
    desk.get("/en/mentor/trials/")
    with django_assert_max_num_queries(20) as few:
        desk.get("/en/mentor/trials/")
    for slug in "abc":
        trial_sent(example(assigned, slug=slug), person)

    with django_assert_num_queries(len(few)):
        desk.get("/en/mentor/trials/")


def test_more_comments_cost_the_comparison_no_query(desk, two, person, django_assert_num_queries, django_assert_max_num_queries):
    trial = trial_sent(two[0], person)
    address = reverse("trial_review", args=[trial.pk])
    desk.get(address)
    with django_assert_max_num_queries(30) as few:
        desk.get(address)
    for _each in range(3):
        TrialComment.objects.create(review=trial, made_id=new_ulid(), value={"text": "More."}, is_sent=True)

    with django_assert_num_queries(len(few)):
        assert desk.get(address).text.count("More.") == 3


def test_the_desk_asks_three_queries_more_of_a_new_mentor_and_one_of_others(desk, cohort, assigned, person):
    def queries():
        desk.get("/en/mentor/")
        with CaptureQueriesContext(connection) as asked:
            desk.get("/en/mentor/")
        return len(asked)

    EnrolmentFactory(cohort=cohort)
    without = queries()
    for slug in ("dubky", "lypove"):
        example(assigned, slug=slug)
    Example.objects.update(published_at=now() - timedelta(days=9))
    caches["lessons"].clear()
    held_back = queries()
    waive(person=person, course=cohort.course, reason="Knows it.", by=None)
    settled = queries()

    assert (held_back - without, settled - without) == (3, 1)
