"""The page of a task: what is on it for whom, and that it does not ask more the more there is."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from courses.catalogue.models import ActivityVersion
from courses.mentorship.actions.answering import reply
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.anchors import passage
from courses.mentorship.models import Comment, Iteration, ReviewTask
from courses.workbook.models import Entry
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, rubric, submission, task_of

pytestmark = pytest.mark.django_db
WORDS = "Two hundred people live here. Most are old. The bus comes twice."


def page_of(client, task, person, query=""):
    client.force_login(person)
    return client.get(f"/en/mentor/tasks/{task.pk}/{query}")


def commented(review, words, text="Who are they?", said=WORDS):
    answer = review.task.iteration.answers.get()
    start = said.index(words)
    about = passage(said, start, start + len(words))
    return add_comment(review=review, made_id=new_ulid(), text=text, activity=answer.activity, field="text", about=about)


def main_of(response):
    return response.text[response.text.index("<main") : response.text.index("</main>")]


def test_before_it_is_taken_the_words_are_not_shown(client):
    made = submission(text=WORDS)
    task = task_of(handed_in(made))

    html = main_of(page_of(client, task, mentor(made.enrolment.cohort)))

    assert (WORDS in html, "Read it" in html) == (False, True)


def test_taken_it_shows_the_words_beside_prompt_and_model_answer(client):
    made = submission(text=WORDS)
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    client.force_login(person)

    html = main_of(client.post(f"/en/mentor/tasks/{task.pk}/claim/", follow=True))

    task.refresh_from_db()
    assert (task.state, task.claimed_by, task.opened_at is not None) == (ReviewTask.State.IN_REVIEW, person, True)
    assert all(words in html for words in (WORDS, "Who lives here?", "Everybody, by name.", "Look at it and send"))


def test_where_the_lesson_asks_something_else_by_now_the_mentor_is_told(client):
    made = submission(text=WORDS)
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    client.force_login(person)
    client.post(f"/en/mentor/tasks/{task.pk}/claim/")
    words = "The lesson asks something else by now."
    assert words not in main_of(page_of(client, task, person))

    ActivityVersion.objects.filter(pk=task.iteration.answers.get().version_id).update(is_superseded=True)

    assert words in main_of(page_of(client, task, person))
    assert "Who lives here?" in main_of(page_of(client, task, person))


def test_who_comes_second_is_told_who_was_first(client):
    made = submission(text=WORDS)
    task, first = task_of(handed_in(made)), mentor(made.enrolment.cohort, name="Olena First")
    review_begun(task, first)
    client.force_login(mentor(made.enrolment.cohort))

    html = main_of(client.post(f"/en/mentor/tasks/{task.pk}/claim/", follow=True))

    assert ("Olena First is reading this, until" in html, WORDS in html) == (True, False)


def test_when_the_lease_ran_out_and_another_has_it_ones_own_draft_can_be_read(client):
    made = submission(text=WORDS)
    task, first, second = task_of(handed_in(made)), mentor(made.enrolment.cohort), mentor(made.enrolment.cohort, name="Second One")
    with time_machine.travel(now() - timedelta(minutes=50), tick=False):
        commented(review_begun(task, first), "Most are old.", text="How many?")
    review_begun(task, second)

    html = main_of(page_of(client, task, first))

    assert all(words in html for words in ("Second One is reading this", "What you wrote is kept", "How many?", "Most are old."))
    assert ("<textarea" in html, "Look at it and send" in html) == (False, False)


def test_an_answer_for_ones_own_eyes_is_named_and_not_shown(client):
    made = submission(text="My neighbour drinks.")
    Entry.objects.update(is_private=True)
    made.value = {"text": "I would rather tell you."}
    made.save()
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    review_begun(task, person)

    html = main_of(page_of(client, task, person))

    assert ("The learner keeps this answer for themselves." in html, "I would rather tell you." in html) == (True, True)
    assert "drinks" not in html


def second_round(cohort_mentor=None):
    """Reviewed, changed and handed in again: (task, mentor, comment of the first round)."""
    made = submission(text=WORDS)
    person = cohort_mentor or mentor(made.enrolment.cohort)
    first = task_of(handed_in(made))
    comment = commented(review_begun(first, person), "Most are old.")
    reviewed(first, person)
    Entry.objects.update(value={"text": WORDS.replace("Most are old.", "Of them 140 are old.")})
    reply(comment=comment_of(comment), person=made.enrolment.learner, made_id=new_ulid(), text="I have counted them.")
    return task_of(handed_in(made)), person, comment


def comment_of(comment):
    return Comment.objects.get(pk=comment.pk)


def test_the_second_round_shows_what_has_changed_and_what_became_of_the_comments(client):
    task, person, comment = second_round()
    review_begun(task, person)

    marked, plain = main_of(page_of(client, task, person)), main_of(page_of(client, task, person, "?plain=1"))

    assert "<del>Most</del>" in marked or "<del>Most are</del>" in marked
    assert all(words in marked for words in ("<ins>", f'id="c{comment.pk}"', "Who are they?", "I have counted them.", "Addressed"))
    assert (f'data-about="c{comment.pk}"' in plain, "<ins>" in plain, "<del>" in plain) == (True, False, False)


def test_what_was_answered_can_be_read_by_supervisors_and_not_written_in(client):
    made = submission(text=WORDS)
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    reviewed(task, person, "accepted")

    html = main_of(page_of(client, task, mentor(made.enrolment.cohort, role=Role.SUPERVISOR)))

    assert all(words in html for words in (WORDS, "Tell more about the old.", "Accepted"))
    assert "<textarea" not in html


def test_the_rubric_says_which_levels_are_chosen(client):
    made = submission(rubric=rubric().pk)
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    review = review_begun(task, person)
    review.value = {"levels": {"words": "yes"}}
    review.save()

    html = main_of(page_of(client, task, person))

    assert '<input type="radio" name="level:words" value="yes" data-points="2" checked>' in html
    assert "<output data-points-sum>2</output> / 2" in html


def test_a_comment_on_an_exercise_that_is_no_longer_handed_in_stands_at_the_whole(client):
    made = submission(text=WORDS)
    person = mentor(made.enrolment.cohort)
    first = task_of(handed_in(made))
    comment = commented(review_begun(first, person), "Most are old.")
    reviewed(first, person)
    made.refresh_from_db()
    made.value = {"text": "Instead of the exercise."}
    made.save()
    again = task_of(handed_in(made))
    again.iteration.answers.all().delete()
    review_begun(again, person)

    html = main_of(page_of(client, again, person))

    at_the_whole = html[html.index('id="notes-on-the-whole"') :]
    assert (f'id="c{comment.pk}"' in at_the_whole, "These words are not there any more:" in at_the_whole) == (True, True)


def test_above_it_says_whose_it_is_and_what_is_special_about_it(client):
    made = submission(text=WORDS)
    task, person = task_of(handed_in(made)), mentor(made.enrolment.cohort)
    made.enrolment.cohort.name = "<Group>"
    made.enrolment.cohort.save()
    ReviewTask.objects.update(appeal="I <have> counted.")
    Iteration.objects.update(is_unofficial=True)

    html = main_of(page_of(client, task, person))

    head = html[: html.index("</header>")]
    assert all(
        words in head for words in (str(task.learner), "Round 1 · &lt;Group&gt; · English", "I &lt;have&gt; counted.", "It is unofficial")
    )


def test_how_it_is_looked_at_leads_to_the_other_way(client):
    task, person, _comment = second_round()
    review_begun(task, person)

    marked, plain = main_of(page_of(client, task, person)), main_of(page_of(client, task, person, "?plain=1&sentences=1"))

    assert ("since round 1, which Mentor reviewed" in marked, '<a href="?plain=1">Show it without marks</a>' in marked) == (True, True)
    assert '<a href="?sentences=1">Show what has changed since the last review</a>' in plain


def queries_of(client, task, person):
    page_of(client, task, person)
    with CaptureQueriesContext(connection) as captured:
        assert page_of_again(client, task).status_code == 200
    return len(captured)


def page_of_again(client, task):
    return client.get(f"/en/mentor/tasks/{task.pk}/")


def test_a_hundred_comments_cost_no_query_more_than_three(client):
    task, person, _comment = second_round()
    review = review_begun(task, person)
    said = review.task.iteration.answers.get().value["text"]
    for _ in range(3):
        commented(review, "The bus comes twice.", said=said)
    few = queries_of(client, task, person)
    for _ in range(97):
        commented(review, "The bus comes twice.", said=said)

    assert (queries_of(client, task, person), few <= 12) == (few, True)
