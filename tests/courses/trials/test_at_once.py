"""Two tabs, two clicks, two editors at the same moment: real threads, real commits."""

import pytest
from django.urls import reverse

from courses.trials.actions.examples import ChangedMeanwhile, publish_example, retire_example, write_example
from courses.trials.actions.trialling import Sent, add_comment, begin_trial, keep_comment, keep_trial, send_trial
from courses.trials.actions.waiving import waive
from courses.trials.asked import asked_by
from courses.trials.models import Example, ExampleVersion, TrialComment, TrialReview, TrialWaiver
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.courses.mentorship.test_reviewing_at_once import at_once, signed_in
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import mentor
from tests.factories.trials import assignment_for_examples, definition, example

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = {"summary": "Good.", "overall": "small_fix", "outcomes": {}, "levels": {"words": "yes"}}


@pytest.fixture
def assigned(transactional_db):
    return assignment_for_examples()


@pytest.fixture
def made(assigned):
    return example(assigned)


@pytest.fixture
def person(assigned):
    return mentor(CohortFactory(course=assigned.lesson.course), language="en")


def outcome(deed):
    def tried():
        try:
            return deed()
        except (Sent, ChangedMeanwhile) as refusal:
            return type(refusal).__name__

    return tried


def test_begun_in_four_tabs_it_is_one(made, person):
    clients = [signed_in(person) for _each in range(4)]
    address = reverse("begin_trial", args=[made.pk])

    answers = at_once(*[lambda client=client: client.post(address).url for client in clients])

    assert (TrialReview.objects.count(), len(set(answers))) == (1, 1)


def test_sent_twice_while_it_is_saved_it_says_what_it_said_when_it_was_sent(made, person):
    trial = begin_trial(example=made, person=person)
    keep_trial(trial=trial, change=Change(new_ulid(), 0, WHOLE))

    def saving():
        return keep_trial(trial=TrialReview.objects.get(), change=Change(new_ulid(), 1, {"summary": "Good. And more."})).value["summary"]

    def sending():
        send_trial(trial=TrialReview.objects.get())

    told = at_once(outcome(saving), sending, sending)

    sent = TrialReview.objects.get()
    assert sent.sent_at is not None
    assert sent.value["summary"] == ("Good. And more." if told[0] == "Good. And more." else "Good.")
    assert told[0] in ("Good. And more.", "Sent")


def test_a_comment_made_while_it_is_sent_is_sent_along_or_refused(made, person):
    trial = begin_trial(example=made, person=person)
    keep_trial(trial=trial, change=Change(new_ulid(), 0, WHOLE))

    def commenting():
        comment = add_comment(trial=TrialReview.objects.get(), made_id=new_ulid(), text="How many?")
        return keep_comment(comment=comment, change=Change(new_ulid(), 0, {"text": "How many, and who?"})).outcome

    told = at_once(outcome(commenting), lambda: send_trial(trial=TrialReview.objects.get()))

    left = list(TrialComment.objects.values_list("is_sent", flat=True))
    assert left in ([], [True])
    assert told[0] == "Sent" or left == [True]


def test_of_two_editors_one_is_first_and_the_other_is_told(assigned, made):
    asked = asked_by(assigned, "en")

    def writing(title):
        return lambda: write_example(example=Example.objects.get(), made=definition(assigned, title=title), asked=asked, base=1) and "kept"

    told = at_once(outcome(writing("One")), outcome(writing("Two")))

    assert sorted(told) == ["ChangedMeanwhile", "kept"]
    assert ExampleVersion.objects.filter(is_current=True).count() == 1
    assert sorted(ExampleVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_published_twice_it_is_published_once(assigned):
    made, asked = example(assigned, is_published=False), asked_by(assigned, "en")

    at_once(*[lambda: publish_example(example=Example.objects.get(), asked=asked) for _each in range(2)])
    since = Example.objects.get().published_at
    publish_example(example=made, asked=asked)

    assert (Example.objects.get().state, Example.objects.get().published_at) == ("published", since)


def test_begun_while_it_is_retired_it_is_begun_or_it_is_not(made, person):
    client = signed_in(person)

    told = at_once(
        lambda: client.post(reverse("begin_trial", args=[made.pk])).status_code, lambda: retire_example(example=Example.objects.get())
    )

    begun = TrialReview.objects.count()
    assert (Example.objects.get().state, told[0]) in (("retired", 302), ("retired", 404))
    assert begun == (1 if told[0] == 302 and TrialReview.objects.exists() else 0)


def test_waived_by_two_supervisors_the_first_reason_stays(assigned, person):
    people = [UserFactory(), UserFactory()]

    found = at_once(*[lambda by=by: waive(person=person, course=assigned.lesson.course, reason=str(by.pk), by=by).pk for by in people])

    assert (TrialWaiver.objects.count(), len(set(found))) == (1, 1)
