import pytest

from courses.trials.actions.trialling import add_comment, begin_trial
from courses.trials.actions.waiving import waive
from courses.trials.models import TrialComment, TrialReview, TrialReviewRevision, TrialWaiver
from courses.trials.personal_data import erase, export
from lms.accounts.actions import erase_person
from lms.core.log.ulid import new_ulid
from tests.factories import UserFactory
from tests.factories.mentorship import mentor
from tests.factories.trials import trial_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(two, cohort):
    person = mentor(cohort)
    trial_sent(two[0], person)
    add_comment(trial=begin_trial(example=two[1], person=person), made_id=new_ulid(), text="A draft.")
    waive(person=person, course=cohort.course, reason="Twenty years.", by=UserFactory())
    return person


def test_what_a_person_wrote_and_what_was_said_of_them_is_handed_over(person):
    told = export(person)

    assert [(one["example"], one["text"], one["comments"]) for one in told["trial_reviews"]] == [
        ("Dubky", "Tell more.", []),
        ("Lypove", "", ["A draft."]),
    ]
    assert [one["reason"] for one in told["waived"]] == ["Twenty years."]


def test_erasing_takes_the_words_and_leaves_that_it_was_done(person):
    for _twice in range(2):
        erase(person)

    trial = TrialReview.objects.get()
    assert (trial.value, trial.sent_at is not None, TrialComment.objects.count()) == ({}, True, 0)
    assert set(map(str, TrialReviewRevision.objects.values_list("value", flat=True))) == {"{}"}
    assert TrialWaiver.objects.get().reason == ""


def test_erasing_a_person_erases_this_too(person):
    erase_person(person=person)

    assert TrialReview.objects.get().value == {}
