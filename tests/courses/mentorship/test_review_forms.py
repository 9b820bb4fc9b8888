"""The whole review without a script: whichever button is pressed, what was typed is kept first."""

import pytest

from courses.mentorship.models import Comment, CommentReply, Note, Review, ReviewTask, SavedReply, Submission
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
WORDS = "Two hundred people live here. Most are old."


@pytest.fixture
def made():
    return submission(text=WORDS)


@pytest.fixture
def person(made):
    return mentor(made.enrolment.cohort, name="Olena Mentor")


@pytest.fixture
def task(made):
    return task_of(handed_in(made))


@pytest.fixture
def review(task, person, client):
    client.force_login(person)
    return review_begun(task, person)


def typed(**fields):
    """What the form of the page sends, whichever button is pressed."""
    return {"review-base": "0", "change_id": new_ulid(), "summary-text": "Good.", **fields}


def address(task, *more):
    return "/".join(["/en/mentor/tasks", str(task.pk), *map(str, more), ""])


def sentence(task, words="Most are old."):
    answer = task.iteration.answers.get()
    return f"?a={answer.activity_id}&f=text&s={WORDS.index(words)}&e={WORDS.index(words) + len(words)}"


@pytest.mark.parametrize("button", ["", "preview", "release", "escalate", "replies", "comment"])
def test_every_button_keeps_what_was_typed(client, task, review, button):
    exercise = task.iteration.answers.get().activity_id

    answer = client.post(address(task, *filter(None, [button])), typed(**{"overall": "small_fix", f"outcome:{exercise}": "accepted"}))

    review.refresh_from_db()
    assert answer.status_code == 302
    assert review.value == {"summary": "Good.", "overall": "small_fix", "outcomes": {str(exercise): "accepted"}, "levels": {}}


def test_signed_out_while_typing_one_gets_ones_words_back(client, task, review):
    client.logout()

    answer = client.post(address(task), typed(**{"summary-text": "Three hours of thought."}))

    assert (answer.status_code, "Three hours of thought." in answer.text) == (401, True)


def test_each_sentence_has_a_button_that_leads_to_a_comment_with_its_words(client, task, review):
    page = client.get(address(task) + "?sentences=1").text
    form = client.get(address(task, "comment") + sentence(task)).text

    client.post(address(task, "comment") + sentence(task), {"text": "How many?", "made_id": new_ulid()})

    comment = Comment.objects.get()
    assert page.count("data-comment-sentence") == 2
    assert '<blockquote class="note__quotation" lang="en">Most are old.</blockquote>' in form
    assert (comment.exact, comment.text, comment.state) == ("Most are old.", "How many?", "draft")


def test_the_same_comment_sent_twice_is_there_once(client, task, review):
    sent = {"text": "How many?", "made_id": new_ulid()}

    for _ in range(2):
        client.post(address(task, "comment") + sentence(task), sent)

    assert Comment.objects.count() == 1


def test_an_empty_comment_says_so(client, task, review):
    answer = client.post(address(task, "comment"), {"text": " ", "made_id": new_ulid()})

    assert (answer.status_code, "Write the comment, or go back." in answer.text) == (422, True)


def test_a_comment_is_changed_and_removed_on_the_page(client, task, review):
    name = new_ulid()
    client.post(address(task, "comment"), {"text": "On the whole", "made_id": name})
    client.post(address(task), typed(**{f"n-{name}-text": "On the whole: good.", f"n-{name}-base": "0"}))
    changed = Comment.objects.get().text

    client.post(address(task, "comments", name, "remove"), typed())

    assert (changed, Comment.objects.count()) == ("On the whole: good.", 0)


def test_what_is_missing_is_said_with_the_way_to_it(client, task, review):
    answer = client.post(address(task, "preview"), typed(**{"summary-text": ""}))

    assert answer.status_code == 422
    assert '<a href="#summary">' in answer.text
    assert '<a href="#overall">Choose what you say of the whole.</a>' in answer.text


def test_looked_at_and_sent_twice_it_is_sent_once(client, made, task, review):
    page = client.post(address(task, "preview"), typed(overall="do_again"), follow=True)
    answers = [client.post(address(task, "send"), follow=True) for _ in range(2)]

    made.refresh_from_db()
    assert ("Send it to" in page.text, "Do again" in page.text) == (True, True)
    assert "The review is on its way to" in answers[0].text
    assert (made.state, Review.objects.get().outcome, ReviewTask.objects.get().state) == (Submission.State.RETURNED, "do_again", "returned")
    assert task.events.filter(what="returned").count() == 1


def test_given_back_the_draft_is_there_when_it_is_taken_again(client, task, review):
    client.post(address(task, "release"), typed())

    page = client.post(address(task, "claim"), follow=True)

    assert ("Good.</textarea>" in page.text, ReviewTask.objects.get().state) == (True, "in_review")


def test_passed_on_it_needs_a_reason(client, task, review):
    silent = client.post(address(task, "escalate"), {"reason": " "})
    told = client.post(address(task, "escalate"), {"reason": "It is about violence."})

    assert (silent.status_code, told.status_code) == (422, 302)
    assert [event.reason for event in task.events.filter(what="escalated")] == ["It is about violence."]


def test_a_note_for_mentors_is_kept_once(client, made, task, review):
    for _ in range(2):
        client.post(address(task), typed(**{"note-text": "Rang her on Monday."}))

    assert [(note.text, note.enrolment) for note in Note.objects.all()] == [("Rang her on Monday.", made.enrolment)]


@pytest.fixture
def second(client, made, task, person):
    """A second round in hand, with an open comment from the first."""
    client.force_login(person)
    review = review_begun(task, person)
    client.post(address(task, "comment") + sentence(task), {"text": "How many?", "made_id": new_ulid()})
    reviewed(task, person)
    again = task_of(handed_in(made))
    review_begun(again, person)
    assert review.comments.get().state == "open"
    return again


def test_comments_of_the_round_before_are_resolved_and_opened_again(client, second):
    comment = Comment.objects.get()
    states = []

    for deed in ("resolve", "reopen", "resolve", "resolve"):
        client.post(address(second, "earlier", comment.pk, deed), typed())
        comment.refresh_from_db()
        states.append(comment.state)

    assert states == ["resolved", "open", "resolved", "resolved"]


def test_the_learner_gets_a_reply_once(client, second, person):
    comment, sent = Comment.objects.get(), {"text": "I meant in figures.", "made_id": new_ulid()}

    led = client.post(address(second, "earlier", comment.pk), typed())
    for _ in range(2):
        client.post(address(second, "earlier", comment.pk), sent)

    assert led.status_code == 302
    assert [(reply.text, reply.by) for reply in CommentReply.objects.all()] == [("I meant in figures.", person)]


def test_a_saved_reply_is_added_with_its_names_filled_in(client, made, task, review, person):
    made.enrolment.learner.name = "Petro Koval"
    made.enrolment.learner.save()
    reply = SavedReply.objects.create(person=person, language="en", title="Thanks", text="Thank you, {learner}. {mentor} {unknown}")
    SavedReply.objects.create(person=mentor(), language="en", title="Somebody else's", text="No")

    picker = client.post(address(task, "replies"), typed(to="summary"), follow=True)
    client.post(address(task, "replies"), {"to": "summary", "reply": reply.pk})

    review.refresh_from_db()
    reply.refresh_from_db()
    assert ("Thanks (English)" in picker.text, "Somebody else" in picker.text) == (True, False)
    assert (review.value["summary"], reply.used) == ("Good.\n\nThank you, Petro. Olena Mentor {unknown}", 1)


def test_a_comment_is_kept_as_a_reply_without_the_learners_name(client, made, task, review, person):
    made.enrolment.learner.name = "Petro Koval"
    made.enrolment.learner.save()
    name = new_ulid()
    client.post(address(task, "comment"), {"text": "Petro, say how many.", "made_id": name})

    page = client.get(address(task, "replies", "keep") + f"?from={name}")
    client.post(address(task, "replies", "keep"), {"from": name, "title": "How many", "language": "en", "text": "{learner}, say how many."})

    kept = SavedReply.objects.get()
    assert "{learner}, say how many." in page.text
    assert (kept.person, kept.title, kept.text) == (person, "How many", "{learner}, say how many.")
