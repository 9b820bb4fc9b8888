"""A mentor says when they have time, and gives their queue to somebody else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from courses.mentorship.models import HandOver, MentorProfile, Pairing, ReviewTask
from lms.accounts.models import Role
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import exercise, handed_in, mentor, paired, submission, task_of

pytestmark = pytest.mark.django_db
PAGE = "/en/mentor/availability/"
SAID = {"languages": ["uk", "en"], "capacity": "15", "hours": "3", "away_from": "", "away_until": ""}


@pytest.fixture(autouse=True)
def _thursday(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Europe/Kyiv")), tick=False):
        yield


@pytest.fixture
def cohort():
    return CohortFactory(course=exercise().lesson.course)


@pytest.fixture
def own(cohort, client):
    person = mentor(cohort, name="Own", language="en")
    client.force_login(person)
    return person


@pytest.fixture
def task(cohort, own):
    made = submission(cohort=cohort)
    paired(made.enrolment, own)
    return task_of(handed_in(made))


def state(task):
    task.refresh_from_db()
    return (task.state, task.offered_to)


def test_what_a_mentor_says_is_kept_and_the_room_is_said(client, own):
    assert "room for about 20 reviews a week" in client.get(PAGE).text

    assert client.post(PAGE, SAID).status_code == 302

    profile = MentorProfile.objects.get()
    assert (profile.person, profile.languages, profile.capacity, profile.hours) == (own, ["uk", "en"], 15, 3)
    assert "room for about 15 reviews a week" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"languages": []}, "This field is required."),
        ({"hours": "0"}, "greater than or equal to 1"),
        ({"away_from": "2026-12-01"}, "Say both days, or neither."),
        ({"away_from": "2026-12-08", "away_until": "2026-12-01"}, "This is earlier than the day you go."),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_kept(client, own, said, words):
    answer = client.post(PAGE, SAID | said)

    assert (answer.status_code, words in answer.text, MentorProfile.objects.exists()) == (422, True, False)


def test_not_this_week_and_back(client, task, own):
    client.post(f"{PAGE}not-this-week/")

    assert state(task) == (ReviewTask.State.QUEUED, None)
    assert "You are away, and are back on 30 November." in client.get(PAGE).text
    client.post(f"{PAGE}back/")
    assert MentorProfile.objects.get().away_from is None
    assert "I am back" not in client.get(PAGE).text


def test_days_away_that_begin_today_let_the_queue_go(client, task, own):
    client.post(PAGE, SAID | {"away_from": "2026-11-26", "away_until": "2026-12-14"})

    assert (state(task)[0], MentorProfile.objects.get().away_until) == (ReviewTask.State.QUEUED, date(2026, 12, 14))


def test_a_queue_is_handed_over_once_it_is_confirmed_and_it_can_be_undone(client, task, own, cohort):
    other = mentor(cohort, name="Iryna")
    chosen = {"to": str(other.pk), "moves_learners": "on"}

    asked = client.post(f"{PAGE}hand-over/", chosen)
    assert "Iryna gets it" in asked.text
    assert state(task) == (ReviewTask.State.OFFERED, own)
    client.post(f"{PAGE}hand-over/", chosen | {"confirmed": "yes"})
    assert state(task) == (ReviewTask.State.OFFERED, other)
    assert Pairing.objects.current().get().mentor == other
    assert "You have handed your queue over to Iryna." in client.get(PAGE).text
    client.post(f"{PAGE}hand-over/{HandOver.objects.get().pk}/undo/")

    assert state(task) == (ReviewTask.State.OFFERED, own)
    assert Pairing.objects.current().get().mentor == own
    assert "handed your queue over" not in client.get(PAGE).text


def test_only_those_who_mentor_there_can_be_chosen(client, task, own):
    stranger = mentor(CohortFactory())

    answer = client.post(f"{PAGE}hand-over/", {"to": str(stranger.pk), "confirmed": "yes"})

    assert (answer.status_code, state(task)) == (422, (ReviewTask.State.OFFERED, own))


def test_nobody_undoes_what_another_one_handed_over(client, own, cohort):
    other = mentor(cohort)
    done = HandOver.objects.create(mentor=other, by=other, at=datetime(2026, 11, 26, tzinfo=ZoneInfo("UTC")))

    assert client.post(f"{PAGE}hand-over/{done.pk}/undo/").status_code == 404
    done.refresh_from_db()
    assert done.undone_at is None


@pytest.mark.parametrize("role", [None, Role.COORDINATOR, Role.EDITOR, Role.LEARNER])
def test_who_reads_nothing_has_no_such_page(client, role):
    client.force_login(mentor(None, role) if role else UserFactory())

    answers = [client.get(PAGE), client.post(PAGE, SAID), client.post(f"{PAGE}not-this-week/"), client.get(f"{PAGE}hand-over/")]

    assert {answer.status_code for answer in answers} == {404}


def test_a_stranger_is_asked_to_sign_in(client):
    assert "/account/login/" in client.get(PAGE)["Location"]
