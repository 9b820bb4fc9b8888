"""A trial review as it is typed: from a script's queue, from two tabs, from plain forms; and what comes late or is none of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.trials.actions.trialling import Sent, begin_trial, keep_comment, keep_trial, send_trial
from courses.trials.models import TrialComment, TrialReview
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import mentor
from tests.factories.trials import trial_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cohort):
    return mentor(cohort, language="en")


@pytest.fixture
def trial(two, person):
    return begin_trial(example=two[0], person=person)


@pytest.fixture
def desk(client, person):
    client.force_login(person)
    return client


def save(client, address, value, base=0, change_id=None):
    change = {"change_id": change_id or new_ulid(), "base": base, "value": value}
    return client.post(address, change, content_type="application/json")


def test_every_change_is_kept_and_the_same_one_once(desk, trial):
    address, name = reverse("trial_save_review", args=[trial.pk]), new_ulid()

    answers = [save(desk, address, {"summary": "One."}, change_id=name).json() for _twice in range(2)]
    save(desk, address, {"levels": {"words": "yes"}}, base=1)

    trial.refresh_from_db()
    assert [one["revision"] for one in answers] == [1, 1]
    assert (trial.value["summary"], trial.value["levels"], trial.revisions.count()) == ("One.", {"words": "yes"}, 2)


def test_two_tabs_are_merged(desk, trial):
    address = reverse("trial_save_review", args=[trial.pk])
    save(desk, address, {"summary": "The map is clear."})

    save(desk, address, {"summary": "The map is very clear.", "overall": "small_fix"}, base=1)
    save(desk, address, {"summary": "The map is clear. And the Tuesday?", "overall": ""}, base=1)

    trial.refresh_from_db()
    assert (trial.value["summary"], trial.value["overall"]) == ("The map is very clear. And the Tuesday?", "small_fix")


def test_a_comment_on_words_is_made_once_and_found_again(desk, trial):
    number, made_id = trial.version.answers.get().activity_id, new_ulid()
    address = reverse("trial_save_comment", args=[trial.pk, made_id]) + f"?a={number}&f=text&s=14&e=27"

    for base, text in enumerate(["How", "How many?"]):
        save(desk, address, {"text": text}, base=base)

    comment = TrialComment.objects.get()
    assert (comment.exact, comment.text, comment.revision) == ("Many are old.", "How many?", 2)
    assert "How many?" in desk.get(reverse("trial_review", args=[trial.pk])).text


def test_after_sending_nothing_is_saved_and_the_device_is_told(desk, two, person):
    trial = trial_sent(two[0], person)
    sent = dict(trial.value)

    review = save(desk, reverse("trial_save_review", args=[trial.pk]), {"summary": "Late."}, base=1)
    comment = save(desk, reverse("trial_save_comment", args=[trial.pk, new_ulid()]), {"text": "Late."})
    form = desk.post(reverse("trial_review", args=[trial.pk]), {"review-base": "1", "summary-text": "Late."}, follow=True)

    trial.refresh_from_db()
    assert (review.status_code, comment.status_code, trial.value, trial.comments.count()) == (410, 410, sent, 0)
    assert "This trial review is sent, and stays as it was sent." in form.text


def test_a_device_that_read_before_it_was_sent_changes_nothing_after(two, person):
    """The row in its hands is older than the sending."""
    trial = begin_trial(example=two[0], person=person)
    keep_trial(trial=trial, change=Change(new_ulid(), 0, {"summary": "Mine.", "overall": "accepted", "levels": {"words": "yes"}}))
    old = TrialReview.objects.get(pk=trial.pk)
    send_trial(trial=trial)

    with pytest.raises(Sent):
        keep_trial(trial=old, change=Change(new_ulid(), old.revision, {"summary": "Late."}))

    assert TrialReview.objects.get().value["summary"] == "Mine."


def test_sent_twice_it_is_sent_once(two, person):
    trial = trial_sent(two[0], person)
    at = trial.sent_at

    send_trial(trial=trial)

    trial.refresh_from_db()
    assert trial.sent_at == at


def test_empty_comments_are_left_out_when_it_is_sent_and_the_others_stay(desk, trial):
    for text in ("", "How many?"):
        save(desk, reverse("trial_save_comment", args=[trial.pk, new_ulid()]), {"text": text})
    value = {"summary": "", "overall": "do_again", "levels": {"words": "no"}}
    save(desk, reverse("trial_save_review", args=[trial.pk]), value)

    desk.post(reverse("trial_send", args=[trial.pk]))

    comment = TrialComment.objects.get()
    assert (comment.text, comment.is_sent, TrialReview.objects.get().sent_at is not None) == ("How many?", True, True)
    with pytest.raises(Sent):
        keep_comment(comment=comment, change=Change(new_ulid(), comment.revision, {"text": "Late."}))


def test_a_comment_is_removed_once(desk, trial):
    made_id = new_ulid()
    save(desk, reverse("trial_save_comment", args=[trial.pk, made_id]), {"text": "How many?"})

    answers = [desk.post(reverse("trial_remove_comment", args=[trial.pk, made_id])).status_code for _twice in range(2)]

    assert (answers, TrialComment.objects.count()) == ([302, 302], 0)


@pytest.mark.parametrize(
    "value",
    [
        {"summary": 5},
        {"overall": "failed"},
        {"levels": {"words": 7}},
        {"outcomes": ["accepted"]},
        {"summary": "x" * 100_001},
        {"levels": {str(number): "yes" for number in range(201)}},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_nothing_is_lost(desk, trial, value):
    address = reverse("trial_save_review", args=[trial.pk])
    save(desk, address, {"summary": "Mine."})

    answer = save(desk, address, value, base=1)

    trial.refresh_from_db()
    assert (answer.status_code, trial.value["summary"]) == (422, "Mine.")


@pytest.mark.parametrize("query", ["?a=999999", "?a=x", "?a={a}&f=text&s=5&e=2", "?a={a}&f=nothing&s=0&e=3", "?a={a}&f=text&s=0&e=9999"])
def test_a_comment_on_what_is_not_there_is_refused(desk, trial, query):
    query = query.format(a=trial.version.answers.get().activity_id)

    answer = save(desk, reverse("trial_save_comment", args=[trial.pk, new_ulid()]) + query, {"text": "How many?"})

    assert (answer.status_code, TrialComment.objects.count()) == (422, 0)


def test_what_was_typed_comes_back_when_the_session_has_ended(trial):
    form = {"review-base": "0", "summary-text": "An hour of words.", "change_id": new_ulid()}

    page = Client().post(reverse("trial_review", args=[trial.pk]), form)

    assert (page.status_code, "An hour of words." in page.text) == (401, True)


def test_the_queue_learns_what_the_server_has(desk, trial):
    save(desk, reverse("trial_save_review", args=[trial.pk]), {"summary": "Mine."})

    told = desk.get(reverse("trial_session", args=[trial.pk]), {"items": "review,nothing"}).json()

    assert (list(told["entries"]), told["entries"]["review"]["value"]["summary"]) == (["review"], "Mine.")
