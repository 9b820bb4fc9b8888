"""The coordinator's pages: who has whom, a proposal, one by hand, conflicts, requests, reports, profiles."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from courses.mentorship.actions.answering import ask_for_another_mentor, report
from courses.mentorship.actions.barring import bar
from courses.mentorship.models import Bar, MentorProfile, MentorRequest, Pairing, Report
from lms.accounts.actions import grant_role, revoke_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from tests.courses.quizzes.bank.browsing import sent_by
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring")


@pytest.fixture
def coordinator(client, cohort):
    person = mentor(cohort, role=Role.COORDINATOR, name="Coordinator")
    client.force_login(person)
    return person


def learner(cohort, **fields):
    return EnrolmentFactory(cohort=cohort, learner=UserFactory(**{"language": "uk", **fields}))


def reader(cohort, *languages, **fields):
    person = mentor(cohort, **{"name": "Reader", **fields})
    MentorProfile.objects.create(person=person, languages=list(languages or ["uk"]))
    return person


def pairs():
    return dict(Pairing.objects.current().values_list("enrolment", "mentor"))


def test_a_cohort_shows_who_has_whom(client, cohort, coordinator):
    one, other = learner(cohort, name="Petro"), learner(cohort, name="Olena")
    person = reader(cohort, "uk", "cs", name="Maria")
    paired(one, person)

    listed = client.get(reverse("pairing_cohorts")).text
    page = client.get(reverse("pairing", args=[cohort.pk]))

    assert ("Spring" in listed, page.context["needing"]) == (True, 1)
    assert [(row["shown"].person, row["shown"].pairing and row["shown"].pairing.mentor) for row in page.context["learners"]] == [
        (other.learner, None),
        (one.learner, person),
    ]
    shown = page.context["mentors"][0]["shown"]
    assert (shown.language_names, shown.learners, shown.capacity, shown.mean_days) == ("Українська, Čeština", 1, 20, None)


def test_who_sleeps_is_marked_and_can_be_shown_alone(client, cohort, coordinator):
    learner(cohort, name="Awake")
    sleeper = learner(cohort, name="Sleepy")
    type(sleeper).objects.filter(pk=sleeper.pk).update(asleep_since=datetime(2026, 11, 2, 12, tzinfo=UTC))
    here = reverse("pairing", args=[cohort.pk])

    page, alone = client.get(here), client.get(f"{here}?asleep=1")

    assert ("Asleep since 2 November 2026" in page.text, "Show only the 1 learner who is asleep" in page.text) == (True, True)
    assert [str(row["shown"].person) for row in page.context["learners"]] == ["Awake", "Sleepy"]
    assert [str(row["shown"].person) for row in alone.context["learners"]] == ["Sleepy"]
    figures = client.get(f"{reverse('review_figures')}asleep/").text
    assert ("Sleepy" in figures, "Awake" in figures) == (True, False)


def test_an_empty_cohort_says_what_will_be_here(client, cohort, coordinator):
    page = client.get(reverse("pairing", args=[cohort.pk])).text
    proposal = client.get(reverse("pairing_proposal", args=[cohort.pk])).text

    assert "Nobody is studying in this cohort yet." in page
    assert "This cohort has no mentors yet." in page
    assert "Everybody who is studying in this cohort has a mentor" in proposal


def test_a_proposal_stores_nothing_until_it_is_accepted(client, cohort, coordinator):
    one, two = learner(cohort), learner(cohort, language="bg")
    person = reader(cohort)
    path = reverse("pairing_proposal", args=[cohort.pk])

    lines = client.get(path).context["table"].lines
    assert [(line.mentor, line.why) for line in lines] == [  # those first who need a decision
        (None, "No mentor of the cohort reads Български."),
        (person.pk, "Reads Українська. Nobody else can be."),
    ]
    client.post(path, {f"take-{one.pk}": 1, f"mentor-{one.pk}": person.pk, f"was-{one.pk}": "", "count": 1})
    assert pairs() == {}
    client.post(path, {f"take-{one.pk}": 1, f"mentor-{one.pk}": person.pk, f"mentor-{two.pk}": person.pk, "accept": 1})

    assert pairs() == {one.pk: person.pk}
    assert Pairing.objects.get().by == coordinator


def test_what_is_changed_by_hand_is_counted_and_kept_on_the_page(client, cohort, coordinator):
    one, first = learner(cohort), reader(cohort, name="First")
    MentorProfile.objects.filter(person=first).update(capacity=2)
    second = reader(cohort, "cs", name="Second")
    MentorProfile.objects.filter(person=second).update(capacity=0)

    sent = {f"take-{one.pk}": 1, f"mentor-{one.pk}": second.pk, f"was-{one.pk}": "", "count": 1}
    table = client.post(reverse("pairing_proposal", args=[cohort.pk]), sent).context["table"]

    line = table.lines[0]
    assert (line.mentor, line.why) == (second.pk, "Changed by hand. Proposed: First. Reads Українська. Nobody else can be.")
    assert [(total.then, total.is_too_many) for total in table.totals] == [(0, False), (1, True)]


def test_what_is_changed_on_one_page_is_kept_on_the_next_and_all_pages_are_accepted_together(client, cohort, coordinator, monkeypatch):
    monkeypatch.setattr("courses.mentorship.pairing_table.PER_PAGE", 2)
    learners = [learner(cohort, name=f"Learner {number}") for number in range(5)]
    first, second = reader(cohort, name="First"), reader(cohort, "cs", name="Second")
    path = reverse("pairing_proposal", args=[cohort.pk])
    shown = client.get(path)
    assert [line.learner.enrolment for line in shown.context["table"].lines] == learners[:2]

    sent = sent_by(shown.text).dict() | {f"mentor-{learners[0].pk}": str(second.pk)}
    sent.pop(f"take-{learners[1].pk}")
    turned = client.post(path, sent | {"page": "3"})
    again = client.post(path, sent_by(turned.text).dict() | {"count": "1"})
    table = again.context["table"]
    assert ([line.learner.enrolment for line in table.lines], table.page.number) == ([learners[4]], 3)
    assert [(total.apart, total.then) for total in table.totals] == [(2, 3), (1, 1)]
    assert pairs() == {}
    client.post(path, sent_by(again.text).dict() | {"accept": "1"})

    assert pairs() == {learners[0].pk: second.pk} | dict.fromkeys((each.pk for each in learners[2:]), first.pk)


@pytest.mark.parametrize("sent", ["", ":", "::", "x:y:1", "1:2", "1:2:3:4", ":99999999999999999999:1"])
def test_a_line_of_another_page_that_cannot_be_read_does_nothing(client, cohort, coordinator, sent):
    one = learner(cohort)
    reader(cohort)

    answer = client.post(reverse("pairing_proposal", args=[cohort.pk]), {f"rest-{one.pk}": sent, "accept": 1})

    assert (answer.status_code, pairs()) == (302, {})


def test_a_proposal_asks_no_more_for_many_than_for_few(client, cohort, coordinator, django_assert_max_num_queries):
    for number in range(12):
        learner(cohort)
        reader(cohort, name=f"Reader {number}")
    path = reverse("pairing_proposal", args=[cohort.pk])
    client.get(path)

    with django_assert_max_num_queries(22):
        client.get(path)


def test_of_two_coordinators_the_second_is_told_what_has_changed(client, cohort, coordinator):
    one, two = learner(cohort, name="Petro"), learner(cohort, name="Olena")
    first, second = reader(cohort), reader(cohort)
    paired(one, second)

    sent = {f"take-{each.pk}": 1 for each in (one, two)} | {f"mentor-{each.pk}": first.pk for each in (one, two)}
    answer = client.post(reverse("pairing_proposal", args=[cohort.pk]), {**sent, "accept": 1}, follow=True)

    assert pairs() == {one.pk: second.pk, two.pk: first.pk}
    assert [str(message) for message in answer.context["messages"]] == [
        "1 learner has a mentor now.",
        "Not changed: Petro: somebody else has changed the mentor meanwhile.",
    ]


def test_who_is_no_mentor_any_more_is_said_and_somebody_else_proposed(client, cohort, coordinator):
    one, gone, there = learner(cohort), reader(cohort, name="Gone"), reader(cohort, name="There")
    paired(one, gone)
    revoke_role(person=gone, role=Role.MENTOR, where=cohort)

    page = client.get(reverse("pairing", args=[cohort.pk])).text
    line = client.get(reverse("pairing_proposal", args=[cohort.pk])).context["table"].lines[0]

    assert "Is not a mentor of this cohort any more" in page
    assert (line.was, line.mentor) == (gone.pk, there.pk)


def test_whom_a_learner_asked_to_leave_is_not_proposed_again(client, cohort, coordinator):
    one, old, new = learner(cohort), reader(cohort, name="Old"), reader(cohort, name="New")
    paired(one, old)
    MentorRequest.objects.create(enrolment=one, mentor=old)

    line = client.get(reverse("pairing_proposal", args=[cohort.pk])).context["table"].lines[0]

    assert (line.was, line.mentor) == (old.pk, new.pk)


@pytest.mark.parametrize("sent", [{"take-x": 1}, {"take-9": 1, "mentor-9": "none"}, {"take-99999999999999999999": 1, "mentor-9": 1}, {}])
def test_what_cannot_be_read_does_nothing(client, cohort, coordinator, sent):
    learner(cohort)

    answer = client.post(reverse("pairing_proposal", args=[cohort.pk]), {**sent, "accept": 1})

    assert (answer.status_code, pairs()) == (302, {})


def test_a_large_cohort_is_not_too_much_to_send(client, cohort, coordinator):
    sent = {f"{field}-{number}": "1" for number in range(10_000, 11_000) for field in ("take", "was", "mentor")}

    assert client.post(reverse("pairing_proposal", args=[cohort.pk]), {**sent, "accept": 1}).status_code == 302


def test_one_learner_by_hand(client, cohort, coordinator):
    one, person, full = learner(cohort), reader(cohort), reader(cohort)
    MentorProfile.objects.filter(person=full).update(capacity=0)
    path = reverse("pair_learner", args=[one.pk])

    refused = client.post(path, {"mentor": full.pk, "reason": ""})
    client.post(path, {"mentor": person.pk, "reason": "They know each other's village."})
    assert refused.status_code == 422
    assert "as many learners as they can take" in refused.text
    assert pairs() == {one.pk: person.pk}
    client.post(path, {"mentor": "none", "reason": "Ill."})

    row = Pairing.objects.get()
    assert (row.reason, row.ended_by, row.ended_reason) == ("They know each other's village.", coordinator, "Ill.")


def test_a_mentor_of_another_cohort_cannot_be_chosen(client, cohort, coordinator):
    one, stranger = learner(cohort), reader(CohortFactory())

    answer = client.post(reverse("pair_learner", args=[one.pk]), {"mentor": stranger.pk, "reason": ""})

    assert (answer.status_code, pairs()) == (422, {})


def test_a_conflict_is_noted_and_lifted_with_a_reason(client, cohort, coordinator):
    one, person = learner(cohort), reader(cohort)
    path = reverse("conflicts", args=[cohort.pk])

    silent = client.post(path, {"mentor": person.pk, "learner": one.learner.pk, "reason": ""})
    client.post(path, {"mentor": person.pk, "learner": one.learner.pk, "reason": "Sisters."})
    row = Bar.objects.get()
    lift = reverse("lift_conflict", args=[cohort.pk, row.pk])
    assert (silent.status_code, client.post(lift, {"reason": ""}).status_code) == (422, 422)
    client.post(lift, {"reason": "A mistake."})

    assert not Bar.objects.exists()
    assert "A mistake." in client.get(path).text


def test_a_coordinator_lifts_no_conflict_of_their_own(client, cohort, coordinator):
    own = mentor(cohort, role=Role.MENTOR, name="Both")
    one = learner(cohort)
    row = bar(mentor=own, learner=one.learner, by=coordinator, reason="Sisters.")
    client.force_login(own)
    grant_role(person=own, role=Role.COORDINATOR, where=cohort)

    assert client.post(reverse("lift_conflict", args=[cohort.pk, row.pk]), {"reason": "x"}).status_code == 404
    assert Bar.objects.exists()


def test_a_request_is_answered_in_words_once(client, coordinator, cohort):
    made = submission(cohort=None)
    client.force_login(mentor(made.enrolment.cohort, role=Role.COORDINATOR))
    paired(made.enrolment, mentor(made.enrolment.cohort))
    asked = ask_for_another_mentor(submission=made, reason="We are neighbours.")
    path = reverse("mentor_request", args=[asked.pk])

    assert "We are neighbours." in client.get(path).text
    client.post(path, {"answer": "Let us talk."})
    again = client.post(path, {"answer": "No."}, follow=True)

    assert [letter.person for letter in Letter.objects.filter(kind="mentor_request_answered")] == [made.enrolment.learner]
    assert "Somebody else has answered meanwhile." in again.text


def test_a_report_is_settled_beside_the_review(client):
    made = submission()
    person = mentor(made.enrolment.cohort, name="Maria")
    told = report(review=reviewed(task_of(handed_in(made)), person), text="Rude words.")
    client.force_login(mentor(made.enrolment.cohort, role=Role.SUPERVISOR))
    path = reverse("review_report", args=[told.pk])

    page = client.get(path).text
    client.post(path, {"answer": "We have spoken."})

    assert "Rude words." in page
    assert "Tell more about the old." in page
    assert Report.objects.get().answer == "We have spoken."


def test_the_mentor_whom_a_report_is_about_does_not_see_it_whatever_they_are(client):
    made = submission()
    person = mentor(made.enrolment.cohort, role=Role.SUPERVISOR)
    told = report(review=reviewed(task_of(handed_in(made)), person), text="Rude words.")
    client.force_login(person)

    listed = client.get(reverse("mentor_requests")).text

    assert client.get(reverse("review_report", args=[told.pk])).status_code == 404
    assert "Nobody has reported a review." in listed


def test_a_profile_is_changed_and_one_comes_back(client, cohort, coordinator):
    person = mentor(cohort, language="uk")
    path = reverse("mentor_profile", args=[person.pk]) + f"?next={reverse('pairing', args=[cohort.pk])}"

    answer = client.post(path, {"languages": ["uk", "cs"], "capacity": 12, "hours": 6})
    wrong = client.post(path, {"languages": [], "capacity": 900, "hours": 0})
    away = client.post(path.partition("?")[0] + "?next=https://elsewhere.example/", {"languages": ["uk"], "capacity": 1, "hours": 1})

    assert answer["Location"] == reverse("pairing", args=[cohort.pk])
    assert (wrong.status_code, away["Location"]) == (422, reverse("pairing_cohorts"))
    assert MentorProfile.objects.get(person=person).capacity == 1


@pytest.mark.parametrize("name", ["pairing", "pairing_proposal", "conflicts"])
def test_more_learners_and_mentors_cost_no_more_queries(client, cohort, coordinator, name, django_assert_max_num_queries):
    def fill(number):
        for _ in range(number):
            one = learner(cohort)
            person = reader(cohort)
            paired(one, person)
            asking = learner(cohort)
            paired(asking, person)
            MentorRequest.objects.create(enrolment=asking, mentor=person, reason="x")
            learner(cohort)
            bar(mentor=person, learner=learner(cohort).learner, by=coordinator, reason="x")

    path = reverse(name, args=[cohort.pk])
    fill(1)
    client.get(path)
    with django_assert_max_num_queries(40) as few:
        client.get(path)
    fill(7)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path)
