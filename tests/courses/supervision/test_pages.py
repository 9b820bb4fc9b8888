"""Who gets in where, what the pages say, and what they cost."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.mentorship.actions.answering import appeal
from courses.mentorship.models import Review, ReviewTask
from courses.supervision.actions.reading import talk_over
from courses.supervision.models import Draw, SampledReview, SecondReview
from lms.accounts.models import Role
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, reviewed, submission, task_of
from tests.factories.supervision import of_three_levels, sampled, second, supervisor, taken

pytestmark = pytest.mark.django_db
LISTS = ["supervision_sample", "supervision_agreement", "supervision_pairs", "supervision_hard_cases"]


def everybody(cohort, one):
    return {
        "supervisor": supervisor(cohort),
        "administrator": mentor(role=Role.ADMINISTRATOR),
        "supervisor of another cohort": supervisor(CohortFactory()),
        "the mentor": one.review.reviewer,
        "another mentor": mentor(cohort),
        "coordinator": mentor(cohort, Role.COORDINATOR),
        "the learner": one.review.task.learner,
        "stranger": UserFactory(),
    }


def statuses(people, path, method="get"):
    found = {}
    for who, person in people.items():
        client = Client()
        client.force_login(person)
        found[who] = getattr(client, method)(path).status_code
    return found


def inside(found: dict[str, int]) -> set[str]:
    assert set(found.values()) <= {200, 302, 404}
    return {who for who, status in found.items() if status != 404}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_who_supervises(cohort, name):
    people = everybody(cohort, sampled(cohort))

    assert inside(statuses(people, reverse(name))) == {"supervisor", "administrator", "supervisor of another cohort"}


@pytest.mark.parametrize("state", ["waiting", "in hand", "reviewed", "shared"])
def test_who_opens_a_sampled_review(cohort, state):
    one = sampled(cohort)
    people = everybody(cohort, one)
    if state == "in hand":
        taken(one, people["supervisor"])
    if state in ("reviewed", "shared"):
        made = second(one, people["supervisor"])
    if state == "shared":
        talk_over(second=made, person=people["supervisor"])

    found = inside(statuses(people, reverse("sampled_review", args=[one.pk])))

    assert found == {"supervisor", "administrator"} | ({"the mentor"} if state == "shared" else set())


@pytest.mark.parametrize("name", ["take_sampled", "give_sampled_back", "look_at_sampled", "talk_sampled_over", "check_second"])
def test_what_can_be_done_is_for_supervisors_of_the_cohort(cohort, name):
    one = sampled(cohort)
    people = everybody(cohort, one)
    second(one, people["supervisor"])
    method = "get" if name == "check_second" else "post"

    assert inside(statuses(people, reverse(name, args=[one.pk]), method)) <= {"supervisor", "administrator"}
    assert statuses({"administrator": people["administrator"]}, reverse("talk_sampled_over", args=[one.pk]), "post") == {
        "administrator": 404
    }
    one.refresh_from_db()
    assert one.state == (SampledReview.State.TALKED_OVER if name == "talk_sampled_over" else SampledReview.State.REVIEWED)


def test_only_the_reader_writes_in_their_draft(cohort):
    one, person = sampled(cohort), supervisor(cohort)
    draft = taken(one, person)
    body = {"base": "0", "summary-text": "Not mine.", "overall": "accepted"}

    for other in (supervisor(cohort), mentor(cohort), one.review.reviewer, one.review.task.learner):
        client = Client()
        client.force_login(other)
        assert client.post(reverse("save_second", args=[one.pk]), body).status_code == 404
        assert client.get(reverse("second_session", args=[one.pk])).json()["entries"] == {}

    draft.refresh_from_db()
    assert draft.revision == 0


def test_from_the_sample_to_both_reviews_side_by_side(client, cohort):
    one, person = sampled(cohort, levels={"words": "no", "facts": "yes"}), supervisor(cohort)
    client.force_login(person)

    listed = client.get(reverse("supervision_sample")).text
    page = client.post(reverse("take_sampled", args=[one.pk]), follow=True).text
    fields = {"base": "0", "summary-text": "It is clear enough.", "level:words": "half", "next": reverse("check_second", args=[one.pk])}
    lacks = client.post(reverse("save_second", args=[one.pk]), fields, follow=True).text
    refused = client.post(reverse("check_second", args=[one.pk]))
    fields |= {"base": "1", "level:facts": "yes", "overall": "accepted"}
    ready = client.post(reverse("save_second", args=[one.pk]), fields, follow=True).text
    sent = client.post(reverse("check_second", args=[one.pk]), follow=True).text
    again = client.post(reverse("check_second", args=[one.pk]), follow=True).text

    assert reverse("sampled_review", args=[one.pk]) in listed
    assert ("Two hundred people." in page, "Olena First" in listed + page) == (True, False)
    assert ("Choose a level for: Facts." in lacks, "Send it" in lacks, refused.status_code) == (True, False, 422)
    assert ("Partly" in ready, "Send it" in ready) == (True, True)
    for words in ("Olena First", "It is clear enough.", "Both say the same of 1 of 3 things.", "1 level apart", "Talk it over"):
        assert (words in sent, words in again) == (True, True)


def test_a_draft_from_the_queue_is_kept_and_told(client, cohort):
    one, person = sampled(cohort), supervisor(cohort)
    taken(one, person)
    client.force_login(person)
    value = {"summary": "Good.", "overall": "", "outcomes": {}, "levels": {}}
    body = {"change_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "base": 0, "value": value}

    told = [client.post(reverse("save_second", args=[one.pk]), body, content_type="application/json").json() for _ in range(2)]
    wrong = client.post(reverse("save_second", args=[one.pk]), {**body, "value": {"overall": "perfect"}}, content_type="application/json")

    assert [(each["revision"], each["value"]) for each in told] == [(1, value)] * 2
    assert (wrong.status_code, SecondReview.objects.get().value) == (422, value)
    assert client.get(reverse("second_session", args=[one.pk])).json()["entries"]["second"]["revision"] == 1


def test_the_mentor_sees_the_second_review_beside_their_own_once_it_is_shared(client, cohort):
    by, person = mentor(cohort, name="Olena First"), supervisor(cohort)
    one = sampled(cohort, by=by)
    made = second(one, person)
    talk_over(second=made, person=person)
    client.force_login(by)

    desk = client.get(reverse("desk")).text
    letters = client.get(reverse("supervision_letters")).text
    page = client.get(reverse("sampled_review", args=[one.pk])).text

    assert ("From your supervisor" in desk, ">Supervision<" in desk) == (True, False)
    assert reverse("sampled_review", args=[one.pk]) in letters
    assert ("What you said" in page, "Halyna Supervisor" in page, "I would let it pass." in page) == (True, True, True)


def test_before_anything_is_drawn_the_page_says_what_will_be_there(client, cohort):
    client.force_login(supervisor(cohort))

    assert "Nothing is here yet." in client.get(reverse("supervision_sample")).text


def test_where_nothing_was_drawn_yet_the_page_says_so_and_draws(client, cohort):
    review = reviewed(task_of(handed_in(submission(cohort=cohort))), mentor(cohort))
    Review.objects.filter(pk=review.pk).update(sent_at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    client.force_login(supervisor(cohort))
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        before = client.get(reverse("supervision_sample")).text
        after = [client.post(reverse("draw_sample"), follow=True).text for _ in range(2)]

    assert "Not drawn yet: Spring (October 2026)." in before
    assert ("Not drawn yet" in after[0], "Drawn." in after[0], "drawn already" in after[1]) == (False, True, True)
    assert (SampledReview.objects.get().review, Draw.objects.count()) == (review, 1)


def test_nobody_draws_for_another_group(client, cohort):
    review = reviewed(task_of(handed_in(submission(cohort=cohort))), mentor(cohort))
    Review.objects.filter(pk=review.pk).update(sent_at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    client.force_login(supervisor(CohortFactory()))
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        client.post(reverse("draw_sample"))

    assert not Draw.objects.exists()


def test_agreement_says_too_few_until_there_are_ten_and_leads_to_the_pairs(client, cohort):
    by, person, of = mentor(cohort, name="Olena First"), supervisor(cohort), of_three_levels()
    for number in range(10):
        if number == 9:
            client.force_login(person)
            few = client.get(reverse("supervision_agreement")).text
        level = ["no", "half", "yes"][number % 3]
        one = sampled(cohort, by=by, of=of, levels={"words": level, "facts": "yes"})
        second(one, person, "do_again", levels={"words": level, "facts": "yes"})

    page = client.get(reverse("supervision_agreement")).text
    pairs = client.get(reverse("supervision_pairs"), {"rubric": of.pk, "criterion": "words"}).text
    elsewhere = client.get(reverse("supervision_agreement"), {"cohort": CohortFactory().pk, "mentor": "x"})

    assert ("Too few to say" in few, "They see it alike" in few, "1 more pair is needed" in few) == (True, False, True)
    assert ("They see it alike" in page, "1.00" in page, "Always the same level" in page) == (True, True, True)
    assert ("10 of 10 the same" in pairs, pairs.count("Show your mentor")) == (True, 10)
    assert elsewhere.status_code == 200


def test_agreement_counts_only_what_the_person_supervises(client, cohort):
    other = CohortFactory()
    second(sampled(other), supervisor(other))
    mine = supervisor(cohort)
    second(sampled(cohort, by=mentor(cohort, name="Olena First")), mine)
    own = sampled(cohort, by=mine)
    second(own, supervisor(cohort))
    client.force_login(mine)

    page = client.get(reverse("supervision_agreement")).text
    pairs = client.get(reverse("supervision_pairs"), {"cohort": other.pk}).text

    assert "1 round was read twice" in page
    assert reverse("sampled_review", args=[own.pk]) not in pairs


def settled_appeal(cohort, person, by):
    review = reviewed(task_of(handed_in(submission(cohort=cohort))), by)
    appeal(review=Review.objects.select_related("task__submission__enrolment").get(pk=review.pk), why="Please look again.")
    task = ReviewTask.objects.get(submission=review.task.submission, reason=ReviewTask.Reason.APPEAL)
    return reviewed(task, person, "accepted")


def test_appeals_say_what_was_said_before_and_what_became_of_them(client, cohort):
    by, person = mentor(cohort, name="Olena First"), supervisor(cohort)
    settled_appeal(cohort, person, by)
    last = handed_in(submission(cohort=cohort, rounds=1))
    client.force_login(person)

    page = client.get(reverse("supervision_hard_cases")).text
    open_ = client.get(reverse("supervision_hard_cases"), {"state": "open"}).text
    theirs = client.get(reverse("supervision_hard_cases"), {"mentor": by.pk, "state": "settled"}).text
    elsewhere = Client()
    elsewhere.force_login(supervisor(CohortFactory()))

    assert all(words in page for words in ("Olena First had said: Do again.", "Now: Accepted", "Last round", "Waits"))
    assert ("Now: Accepted" in open_, reverse("review_task", args=[task_of(last).pk]) in open_) == (False, True)
    assert ("Now: Accepted" in theirs, "Last round</span>" in theirs) == (True, False)
    assert "Nothing has come to supervisors yet." in elsewhere.get(reverse("supervision_hard_cases")).text


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_three_rows_cost_what_one_costs(client, cohort, name):
    person, of = supervisor(cohort), of_three_levels()

    def add():
        by = mentor(cohort)
        second(sampled(cohort, by=by, of=of, levels={"words": "no", "facts": "yes"}), person, levels={"words": "yes", "facts": "no"})
        sampled(cohort, by=by)
        settled_appeal(cohort, person, by)
        handed_in(submission(cohort=cohort, rounds=1))

    client.force_login(person)
    add()
    one = cost(client, reverse(name))
    add()
    add()

    assert (cost(client, reverse(name)), one <= 16) == (one, True)
