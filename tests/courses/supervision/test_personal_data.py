"""What supervision hands over of a person, and what it forgets."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from courses.supervision.actions.reading import talk_over
from courses.supervision.models import Message, MessageRevision, SampledReview, SecondReview, SecondRevision
from courses.supervision.personal_data import SUPERVISION, erase, export
from courses.supervision.rules import sampled_read_by
from lms.accounts.actions import erase_person
from lms.accounts.models import User
from lms.core.personal_data import registered
from tests.factories.mentorship import mentor
from tests.factories.supervision import conversation, sampled, second, supervisor, taken, written

pytestmark = pytest.mark.django_db
SECRET = "You sounded tired."


def text_of(person) -> str:
    return json.dumps(export(person), cls=DjangoJSONEncoder, ensure_ascii=False)


@pytest.fixture
def story(cohort):
    person, by = supervisor(cohort), mentor(cohort, name="Olena First")
    one, waiting = sampled(cohort, by=by), sampled(cohort, by=by)
    made = second(one, person)
    taken(waiting, person)
    written(conversation(person, by), person, SECRET)
    return person, by, one, waiting, made


def test_it_is_registered():
    assert SUPERVISION in registered()


def test_each_gets_what_is_theirs(story, django_assert_num_queries):
    person, by, one, _waiting, made = story
    before = text_of(by)
    talk_over(second=made, person=person)
    learner = one.review.task.learner

    assert ("I would let it pass." in before, SECRET in before) == (False, True)
    assert "I would let it pass." in text_of(by)
    assert all(words in text_of(person) for words in ("I would let it pass.", SECRET))
    assert ("I would let it pass." in text_of(learner), SECRET in text_of(learner)) == (True, False)
    with django_assert_num_queries(4):
        export(person)


def test_a_learner_who_goes_takes_the_words_and_leaves_the_levels(story):
    person, _by, one, waiting, _made = story
    for learner in (one.review.task.learner, waiting.review.task.learner):
        for _again in range(2):
            erase_person(person=learner)

    second_ = SecondReview.objects.get(sampled=one)
    waiting.refresh_from_db()
    assert (second_.summary, second_.outcome, second_.value["overall"]) == ("", "accepted", "accepted")
    assert set(SecondRevision.objects.values_list("value__summary", flat=True)) == {None}
    assert (waiting.reader, sampled_read_by(person).exists()) == (None, False)


@pytest.mark.parametrize("who", [0, 1], ids=["the supervisor", "the mentor"])
def test_a_private_conversation_goes_with_whoever_leaves_it(story, who):
    erase(story[who])
    erase(story[who])

    assert {message.text for message in Message.objects.all()} == {""}
    assert set(MessageRevision.objects.values_list("value__text", flat=True)) == {None}
    assert Message.objects.sent().count() == 1


def test_a_supervisor_who_goes_leaves_what_was_sent_and_nothing_in_hand(story, cohort):
    person, _by, _one, waiting, made = story

    erase_person(person=person)

    waiting.refresh_from_db()
    made.refresh_from_db()
    assert (waiting.reader, made.summary) == (None, "I would let it pass.")
    assert sampled_read_by(supervisor(cohort)).get() == waiting


def test_a_mentor_who_goes_leaves_the_numbers(story):
    person, by, one, _waiting, _made = story

    erase_person(person=by)

    assert SampledReview.objects.read().get() == one
    assert not sampled_read_by(User.objects.get(pk=person.pk)).exists()
