import pytest
from django.core.files.storage import storages

from courses.mentorship.actions.answering import appeal, ask_for_another_mentor, rate, reply, report
from courses.mentorship.actions.handing_in import add_file, save_draft
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.anchors import passage
from courses.mentorship.models import (
    Bar,
    Comment,
    CommentReply,
    CommentRevision,
    Iteration,
    IterationAnswer,
    MentorProfile,
    MentorRequest,
    Note,
    Report,
    Review,
    ReviewRating,
    ReviewRevision,
    ReviewTask,
    SavedReply,
    Submission,
    SubmissionFile,
    SubmissionRevision,
)
from courses.mentorship.personal_data import MENTORSHIP, erase, export, files
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from lms.core.personal_data import registered
from lms.core.uploads import CheckedFile
from tests.factories.mentorship import handed_in, mentor, paired, review_begun, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
TEXT = "Two hundred people. Most are old."


def a_whole_story(name="Iryna"):
    """A learner who has said everything that can be said, and their mentor."""
    made = submission(text=TEXT, files=1)
    save_draft(submission=made, change=Change(new_ulid(), 0, {"text": "I doubt."}))
    file = add_file(submission=made, definition=made.assignment.rules, file=CheckedFile("map.txt", "text/plain", b"My map"))
    person = mentor(made.enrolment.cohort, name=name)
    paired(made.enrolment, person)
    one = handed_in(made)
    review = review_begun(task_of(one), person)
    about = passage(TEXT, 20, 32)
    add_comment(review=review, made_id=new_ulid(), text="How old?", activity=one.answers.get().activity, field="text", about=about)
    review = reviewed(task_of(one), person)
    comment = Comment.objects.get(review=review)
    comment.submission.refresh_from_db()
    reply(comment=comment, person=made.enrolment.learner, made_id=new_ulid(), text="Over seventy.")
    reply(comment=comment, person=person, made_id=new_ulid(), text="Write that.")
    rate(review=review, is_helpful=True, why="It was clear.")
    report(review=review, text="A word was rude.")
    appeal(review=review, why="Read it again.")
    ask_for_another_mentor(submission=made, reason="We do not get on.")
    Note.objects.create(enrolment=made.enrolment, by=person, text="Needs time.")
    MentorProfile.objects.update_or_create(person=person, defaults={"languages": ["uk"]})
    SavedReply.objects.create(person=person, language="uk", title="Hello", text="Good beginning.")
    return made.enrolment.learner, person, file


WORDS = ("I doubt.", "Over seventy.", "It was clear.", "A word was rude.", "Read it again.", "We do not get on.", TEXT)
SAID_OF_THEM = ("How old?", "Write that.", "Needs time.", "Tell more about the old.")


def test_it_is_registered():
    assert MENTORSHIP in registered()


def test_a_learner_gets_everything_they_wrote_and_everything_said_of_them():
    learner, _mentor, _file = a_whole_story()
    a_whole_story("Stepan")

    told = str(export(learner))

    assert [word for word in (*WORDS, *SAID_OF_THEM, "map.txt", "Iryna") if word not in told] == []
    assert "Stepan" not in told


def test_the_export_asks_the_same_number_of_queries_however_much_there_is(django_assert_max_num_queries):
    learner, _mentor, _file = a_whole_story()

    with django_assert_max_num_queries(30):
        export(learner)


def test_a_mentor_gets_their_own_words_and_not_the_learners():
    learner, person, _file = a_whole_story()

    told = str(export(person))

    assert [word for word in (*SAID_OF_THEM, "Good beginning.") if word not in told] == []
    assert [word for word in (*WORDS, learner.name) if word in told] == []


def test_the_archive_has_the_files():
    learner, person, _file = a_whole_story()
    a_whole_story("Stepan")

    assert [file.open().read() for file in files(learner)] == [b"My map"]
    assert list(files(person)) == []


def test_an_erased_learner_leaves_no_word_and_no_file_but_that_something_was_handed_in(django_capture_on_commit_callbacks):
    learner, person, file = a_whole_story()
    other, _stepan, kept = a_whole_story("Stepan")
    before = str(export(other))

    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            erase(learner)

    models = (
        Submission, SubmissionRevision, Iteration, IterationAnswer, Comment, CommentRevision, CommentReply, Review, ReviewRevision,
        ReviewRating, Report, ReviewTask, MentorRequest, Note,
    )  # fmt: skip
    mine = {Submission: "enrolment__learner", SubmissionRevision: "log__enrolment__learner", Iteration: "submission__enrolment__learner"}
    mine |= {IterationAnswer: "iteration__submission__enrolment__learner", Comment: "submission__enrolment__learner"}
    mine |= {CommentRevision: "log__submission__enrolment__learner", CommentReply: "comment__submission__enrolment__learner"}
    mine |= {Review: "task__learner", ReviewRevision: "log__task__learner", ReviewRating: "review__task__learner"}
    mine |= {Report: "review__task__learner", ReviewTask: "learner", MentorRequest: "enrolment__learner", Note: "enrolment__learner"}
    left = str([list(model.objects.filter(**{mine[model]: learner}).values()) for model in models])
    assert [word for word in (*WORDS, *SAID_OF_THEM, "Most are") if word in left] == []
    assert not storages["private"].exists(file.file.name)
    assert storages["private"].exists(kept.file.name)
    assert SubmissionFile.objects.count() == 1
    assert str(export(other)) == before
    assert Iteration.objects.filter(submission__enrolment__learner=learner, receipt__gt="").count() == 1
    assert Review.objects.get(task__learner=learner, sent_at__isnull=False).outcome == "do_again"
    assert not ReviewTask.objects.open().filter(learner=learner).exists()
    assert not person.pairings.current().exists()


def test_an_erased_mentor_leaves_what_they_said_to_others_without_a_name_and_nothing_in_hand():
    learner, person, _file = a_whole_story()
    waiting = task_of(handed_in(submission(cohort=None)))
    draft = review_begun(waiting, person)
    add_comment(review=draft, made_id=new_ulid(), text="Not sent.")
    Bar.objects.create(mentor=person, learner=learner, reason="Cousins.")

    for _twice in range(2):
        erase(person)
    type(person).objects.filter(pk=person.pk).update(name="")

    waiting.refresh_from_db()
    told = str(export(learner))
    assert (waiting.state, waiting.claimed_by) == (ReviewTask.State.QUEUED, None)
    assert [word for word in SAID_OF_THEM if word not in told] == []
    assert "Iryna" not in told
    assert not Comment.objects.filter(review=draft).exists()
    assert (MentorProfile.objects.filter(person=person).exists(), SavedReply.objects.exists(), Bar.objects.exists()) == (
        False,
        False,
        False,
    )
