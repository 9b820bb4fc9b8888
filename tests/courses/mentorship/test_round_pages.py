"""A round with its review, as the learner reads and answers it."""

import pytest
from django.test import Client

from courses.mentorship.actions.answering import resolve
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.anchors import passage
from courses.mentorship.models import Comment, CommentReply, Review
from courses.workbook.models import Entry
from lms.core.log.ulid import new_ulid
from tests.factories import UserFactory
from tests.factories.mentorship import mentor, review_begun, reviewed, rubric, task_of

TEXT = "Two hundred people. Most are old."


def commented(learner, *places, overall="do_again", person=None, **value):
    """A round with comments on these words ("" is the exercise, None the whole), sent."""
    one = learner.hands_in()
    person, task = person or mentor(name="Iryna"), task_of(one)
    review = review_begun(task, person)
    activity = one.answers.get().activity
    for words in places:
        about = passage(TEXT, TEXT.index(words), TEXT.index(words) + len(words)) if words else None
        where = {} if words is None else {"activity": activity, "field": "text" if words else ""}
        add_comment(review=review, made_id=new_ulid(), text=f"About {words!r}: who?", about=about, **where)
    reviewed(task, person, overall, **value)
    learner.submission.refresh_from_db()
    return list(Comment.objects.filter(iteration=one).order_by("pk"))


def answers(learner, comment, number=1, **fields):
    return learner.sends("answer_comment", number, comment.pk, **fields)


def state_of(comment):
    comment.refresh_from_db()
    return comment.state


def test_comments_stand_after_their_sentences_marked_in_the_text_and_numbered_from_the_top(learner):
    old, whole, people = commented(learner, "old", None, "people")

    text = learner.reads("assignment_round", 1).text

    assert "Two hundred <mark>people</mark>" in text
    assert "Most are <mark>old</mark>" in text
    assert text.index(f'id="c{whole.pk}"') < text.index(f'id="c{people.pk}"') < text.index(f'id="c{old.pk}"')
    assert text.index(f'id="c{people.pk}"') < text.index("Most are <mark>old")
    assert text.count('id="first-open"') == 1
    assert "Tell more about the old." in text
    assert "Iryna" in text


def test_a_draft_of_a_mentor_is_not_there(learner):
    one = learner.hands_in()
    add_comment(review=review_begun(task_of(one), mentor()), made_id=new_ulid(), text="Not sent yet.")

    text = learner.reads("assignment_round", 1).text

    assert "Not sent yet." not in text
    assert answers(learner, Comment.objects.get(), text="I see you").status_code == 404


def test_the_rubric_says_its_levels_and_points(make_learner):
    learner = make_learner(rubric=rubric().pk)
    one = learner.hands_in()
    reviewed(task_of(one), mentor(), levels={"words": "yes"}, outcomes={str(one.answers.get().activity_id): "small_fix"})

    text = learner.reads("assignment_round", 1).text

    assert "A neighbour understands it" in text
    assert "2 of 2 points" in text
    assert "A small fix" in text


def test_seen_once_it_is_noted(learner):
    commented(learner, "old")

    learner.reads("assignment_round", 1)
    first = Review.objects.get().seen_at
    learner.reads("assignment_round", 1)

    assert first is not None
    assert Review.objects.get().seen_at == first


def test_a_reply_addresses_a_comment_and_sent_twice_it_is_there_once(learner):
    [comment] = commented(learner, "old")
    sent = {"text": "The Kovals.", "made_id": new_ulid(), "do": "reply"}

    places = [answers(learner, comment, **sent)["Location"] for _click in range(2)]

    assert places[0].endswith(f"/round/1/#c{comment.pk}")
    assert (state_of(comment), CommentReply.objects.count()) == ("addressed", 1)
    assert "The Kovals." in learner.reads("assignment_round", 1).text


def test_i_have_changed_it_keeps_the_words_that_came_along_and_can_be_taken_back(learner):
    [comment] = commented(learner, "old")

    answers(learner, comment, do="address", text="See there.", made_id=new_ulid())
    addressed = state_of(comment)
    answers(learner, comment, do="reopen")

    assert (addressed, state_of(comment)) == ("addressed", "open")
    assert [reply.text for reply in CommentReply.objects.all()] == ["See there."]


def test_an_empty_reply_is_asked_for_words(learner):
    [comment] = commented(learner, "old")

    answers(learner, comment, do="reply", text="  ")

    assert state_of(comment) == "open"
    assert "Write a few words first" in learner.reads("assignment_round", 1).text


def test_what_the_mentor_has_settled_is_not_opened_by_the_learner(learner):
    [comment] = commented(learner, "old")
    resolve(comment=comment, person=mentor())

    answers(learner, comment, do="reopen")

    assert state_of(comment) == "resolved"


def test_changed_words_are_shown_old_and_new_and_offered_as_addressed(learner):
    [comment] = commented(learner, "Most are old.")
    Entry.objects.update(value={"text": "Two hundred people. Most are over seventy."}, revision=2)

    text = learner.reads("assignment_round", 1).text

    assert '<dd lang="en">Most are old.</dd>' in text
    assert '<dd><span lang="en">Most are over seventy.</span></dd>' in text
    assert "I have changed it" in text
    assert comment.state == "open"


def test_a_change_elsewhere_in_the_answer_is_said_as_such(learner):
    commented(learner, "Most are old.", "")
    Entry.objects.update(value={"text": "Three hundred people. Most are old."}, revision=2)

    text = learner.reads("assignment_round", 1).text

    assert "these very words are as they were" in text
    assert "You have changed this answer since.<" in text


def test_what_was_addressed_is_tied_to_the_next_round_and_untied_when_that_is_taken_back(learner):
    [comment] = commented(learner, "old")
    answers(learner, comment, do="address")

    second = learner.hands_in()
    tied = Comment.objects.get().addressed_in
    said = learner.reads("assignment_round", 1).text
    learner.sends("take_back")

    assert tied == second
    assert "Answered, in round 2" in said
    assert (Comment.objects.get().addressed_in, state_of(comment)) == (None, "addressed")


def test_the_second_round_shows_what_changed_and_what_is_still_open(learner):
    [comment] = commented(learner, "old")
    Entry.objects.update(value={"text": "Three hundred people. Most are old."}, revision=2)
    reviewed(task_of(learner.hands_in()), mentor())

    plain, compared = learner.reads("assignment_round", 2).text, learner.reads("assignment_round", 2, since=1).text

    assert "What changed since round 1" in plain
    assert "Still open from earlier rounds" in plain
    assert f"/round/1/#c{comment.pk}" in plain
    assert "<del>Two</del><ins>Three</ins> hundred people." in compared


def test_an_answer_kept_private_shows_nothing(learner):
    Entry.objects.update(is_private=True)
    learner.submission.value = {"text": "I would rather tell you."}
    learner.submission.save()
    reviewed(task_of(learner.hands_in()), mentor())

    text = learner.reads("assignment_round", 1).text

    assert "your mentor did not see what it says" in text
    assert "Two hundred people" not in text
    assert "I would rather tell you." in text


def test_a_comment_on_the_own_text_stands_there(learner):
    learner.submission.value = {"text": "I doubt the last line."}
    learner.submission.save()
    one = learner.hands_in()
    review = review_begun(task_of(one), mentor())
    add_comment(review=review, made_id=new_ulid(), text="Why?", field="text", about=passage(one.text, 2, 7))
    reviewed(task_of(one), review.reviewer)

    text = learner.reads("assignment_round", 1).text

    assert "I <mark>doubt</mark>" in text
    assert f'href="{learner.address("assignment")}#text"' in text


def test_when_it_is_finished_nothing_is_answered(learner):
    [comment] = commented(learner, "old", overall="accepted")
    type(learner.submission).objects.update(state="closed")

    page, sent = learner.reads("assignment_round", 1).text, answers(learner, comment, text="Late.", made_id=new_ulid())

    assert "I have changed it" not in page
    assert (sent.status_code, state_of(comment)) == (409, "open")
    assert "Late." in sent.text  # the words are given back


def test_others_answer_nothing(learner):
    [comment] = commented(learner, "old")
    other = Client()
    other.force_login(UserFactory())
    path = learner.address("answer_comment", 1, comment.pk)

    codes = [client.post(path, {"do": "address"}).status_code for client in (Client(), other)]

    assert (codes, state_of(comment)) == ([401, 404], "open")


def test_what_mentors_and_learners_write_is_text(learner):
    [comment] = commented(learner, "old", summary="<script>alert(1)</script>")
    answers(learner, comment, text="<img src=x onerror=alert(1)>", made_id=new_ulid())

    text = learner.reads("assignment_round", 1).text

    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_comments(learner, django_assert_max_num_queries, count):
    for comment in commented(learner, *["old", "people", None][:count]):
        answers(learner, comment, text="Yes.", made_id=new_ulid())
    learner.reads("assignment_round", 1)

    with django_assert_max_num_queries(26):
        learner.reads("assignment_round", 1)
