"""What was answered, and a learner as mentors see them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.mentorship.models import Note, Review
from courses.mentorship.queue.answered import answered
from courses.mentorship.queue.filters import EVERYTHING
from courses.mentorship.queue.order import Place
from courses.quizzes.engine.definition import Description, Essay
from courses.quizzes.grading_list import grade
from tests.courses.quizzes.attempted import attempted, question_of, quiz_of
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring")


def sent(cohort, person, at=None, **fields):
    review = reviewed(task_of(handed_in(submission(cohort=cohort, **fields))), person)
    if at:
        Review.objects.filter(pk=review.pk).update(sent_at=at)
    return review


def graded(cohort, person):
    question = question_of(Essay(text="Who?"))
    answer = attempted(quiz_of(question), [(question, {"text": "We."}, None)], cohort=cohort, most=4.0).questions.get()
    grade(question=answer, person=person, fraction=0.75, comment="")
    return answer


def test_what_one_has_sent_and_graded_the_latest_first(client, cohort):
    person, other = mentor(cohort), mentor(cohort, name="Olena First")
    sent(cohort, person, learner=UserFactory(name="Read Long Ago"))
    graded(cohort, person)
    sent(cohort, other, learner=UserFactory(name="Read by Olena"))
    client.force_login(person)

    mine, everybodys = client.get(reverse("desk_answered")).text, client.get(reverse("desk_answered"), {"by": "everybody"}).text

    assert mine.index("3 of 4") < mine.index("Read Long Ago")
    assert ("Do again" in mine, "Read by Olena" in mine) == (True, False)
    assert all(words in everybodys for words in ("Read by Olena", "Olena First", "Read Long Ago"))


def test_pages_hold_everything_once(cohort):
    person = mentor(cohort)
    for _ in range(5):
        sent(cohort, person, THURSDAY)
    for _ in range(2):
        graded(cohort, person)
    before, seen = None, []

    while rows := answered(person, EVERYTHING, by_everybody=False, before=before, most=2):
        seen += [(row.place.source, row.place.pk) for row in rows]
        before = Place.read(rows[-1].place.token())

    assert len(seen) == len(set(seen)) == 7


def test_a_long_list_asks_no_more_than_a_short_one(client, cohort, django_assert_num_queries):
    person = mentor(cohort)
    client.force_login(person)
    sent(cohort, person)
    graded(cohort, person)

    def look():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk_answered"))
        return len(asked)

    look()
    short = look()
    for _ in range(6):
        sent(cohort, person)
        graded(cohort, person)

    assert (look(), short <= 12) == (short, True)


def test_a_learner_with_their_rounds_their_mentor_and_notes(client, cohort):
    person, own = mentor(cohort), mentor(cohort, name="Olena First")
    made = submission(cohort=cohort, learner=UserFactory(name="Petro Koval"))
    paired(made.enrolment, own)
    reviewed(task_of(handed_in(made)), own)
    second = handed_in(made)
    address = reverse("mentor_learner", args=[made.enrolment_id])
    client.force_login(person)

    said = client.post(address, {"text": "Writes best in the evening."}, follow=True).text
    client.post(address, {"text": "Writes best in the evening."})

    shown = ("Petro Koval", "Their mentor is Olena First.", "Do again", "Writes best in the evening.", "Spring")
    assert all(words in said for words in shown)
    assert said.index("round 2") < said.index("round 1")
    assert reverse("review_task", args=[task_of(second).pk]) in said
    assert [(note.by, note.enrolment_id) for note in Note.objects.all()] == [(person, made.enrolment_id)]
    assert client.post(address, {"text": " "}).status_code == 422


def test_a_learner_with_many_rounds_asks_no_more(client, cohort, django_assert_num_queries):
    person = mentor(cohort)
    made = submission(cohort=cohort)
    task = task_of(handed_in(made))
    client.force_login(person)
    address = reverse("mentor_learner", args=[made.enrolment_id])
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    reviewed(task, person)
    task = task_of(handed_in(made))
    reviewed(task, person)
    for number in range(10):
        Note.objects.create(enrolment=made.enrolment, by=person, text=str(number))

    with django_assert_num_queries(len(short)):
        client.get(address)


def test_signed_out_while_a_note_is_written_its_words_come_back_and_are_kept_when_sent_again(client, cohort):
    person, made = mentor(cohort), submission(cohort=cohort)
    address = reverse("mentor_learner", args=[made.enrolment_id])

    lost = client.post(address, {"text": "Writes in the evening."})
    client.force_login(person)
    client.post(address, {"text": "Writes in the evening."})

    assert (lost.status_code, 'name="text" value="Writes in the evening."' in lost.text) == (401, True)
    assert [note.text for note in Note.objects.all()] == ["Writes in the evening."]


def test_two_answers_of_one_learner_are_told_apart(client, cohort):
    person, text = mentor(cohort), question_of(Description(text="Read this first."))
    one, other = question_of(Essay(text="Who?")), question_of(Essay(text="Where?"))
    answers = [(text, {}, 0.0), (one, {"text": "We."}, None), (other, {"text": "Here."}, None)]
    questions = list(attempted(quiz_of(text, one, other), answers, cohort=cohort, most=4.0).questions.all())[1:]
    client.force_login(person)

    queue = client.get(reverse("desk")).text
    page = client.get(reverse("grade_answer", args=[questions[1].pk])).text
    for question in questions:
        grade(question=question, person=person, fraction=0.75, comment="")
    done = client.get(reverse("desk_answered")).text

    names = [f"question {number}" for number in (1, 2, 3)]
    assert [f"</span>, {name}</a>" in queue for name in names] == [True, True, False]
    assert [name in page for name in names] == [False, True, False]
    assert [f"Answer in a quiz, {name}" in done for name in names] == [True, True, False]
