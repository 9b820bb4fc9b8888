"""Outgoing letters in the back office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications import outbox
from lms.notifications.delivery import Delivery
from lms.notifications.models import Letter, Outbox
from tests.factories import EnrolmentFactory, LetterFactory, UserFactory

State = Letter.State
STEERING = ["pause_letters", "let_letters_go", "rate_of_letters", "try_letters_again"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def administrator(client):
    person = UserFactory(name="Ada")
    grant_role(person=person, role=Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def look(client):
    return client.get(reverse("outgoing_letters"))


def test_it_says_how_many_wait_what_is_in_the_way_and_when_the_last_one_goes(client, administrator):
    outbox.set_rate(per_minute=1)
    LetterFactory.create_batch(90, due_at=now() - timedelta(hours=2))
    LetterFactory(due_at=now() + timedelta(days=1))
    LetterFactory(state=State.HANDED_OVER, claimed_at=now() - timedelta(minutes=5))
    LetterFactory(state=State.HANDED_OVER, claimed_at=now() - timedelta(hours=5))
    LetterFactory(state=State.NOT_SENT, claimed_at=now(), trouble="unwanted", answer="550 5.7.26 No DMARC")

    state = look(client).context["state"]

    assert (state.waiting, state.later, state.last_hour, state.last_day) == (90, 1, 1, 2)
    assert timedelta(minutes=89) < state.ends_at - now() < timedelta(minutes=91)
    assert [(line.trouble, line.count, line.said) for line in state.troubles] == [("unwanted", 1, "550 5.7.26 No DMARC")]
    assert "DMARC" in look(client).content.decode()
    assert not state.stands_still


def test_it_says_so_when_something_waits_and_nothing_goes(client, administrator):
    LetterFactory(due_at=now() - timedelta(hours=2))
    assert look(client).context["state"].stands_still

    outbox.hold(Delivery(Letter.Trouble.KEY, "535 5.7.8 Wrong password"))
    page = look(client).content.decode()

    assert "535 5.7.8 Wrong password" in page
    assert "does not let us in" in page


def test_an_administrator_pauses_with_a_reason_and_lets_go_on(client, administrator):
    assert client.post(reverse("pause_letters"), {"because": ""}).status_code == 200
    assert Outbox.objects.filter(paused_at=None).exists() or not Outbox.objects.exists()

    page = client.post(reverse("pause_letters"), {"because": "A typing error", "must_send_goes_on": "on"}, follow=True).content.decode()
    assert "A typing error" in page
    assert "(Ada)" in page
    box = Outbox.objects.get()
    assert (box.paused_by, box.must_send_goes_on) == (administrator, True)

    client.get(reverse("let_letters_go"))
    assert Outbox.objects.exclude(paused_at=None).exists()  # looking changes nothing
    client.post(reverse("let_letters_go"))
    assert Outbox.objects.get().paused_at is None


@pytest.mark.parametrize(("typed", "kept"), [("7", 7), ("", None), ("0", 50), ("-1", 50), ("70000", 50)])
def test_the_rate_is_a_number_that_makes_sense_or_that_of_the_settings(client, administrator, typed, kept):
    outbox.set_rate(per_minute=50)

    client.post(reverse("rate_of_letters"), {"per_minute": typed})

    assert Outbox.objects.get().per_minute == kept


def test_what_failed_waits_again(client, administrator):
    letter = LetterFactory(state=State.NOT_SENT, reason=Letter.Reason.REFUSED, trouble="unwanted", claimed_at=now())

    assert "1 letter is tried again." in client.post(reverse("try_letters_again"), follow=True).content.decode()

    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (State.QUEUED, "")


def test_a_coordinator_looks_at_those_of_their_people_and_steers_nothing(client):
    enrolment = EnrolmentFactory()
    LetterFactory(person=enrolment.learner)
    LetterFactory.create_batch(2)
    coordinator = UserFactory()
    grant_role(person=coordinator, role=Role.COORDINATOR, where=enrolment.cohort)
    client.force_login(coordinator)

    page = look(client)

    assert page.context["state"].waiting == 1
    assert reverse("pause_letters") not in page.content.decode()
    outbox.pause(by=None, because="Before")
    for name in STEERING:
        assert client.post(reverse(name), {"because": "x", "per_minute": 5}).status_code in {302, 403}
    box = Outbox.objects.get()
    assert (box.paused_because, box.per_minute) == ("Before", None)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUPERVISOR, Role.LEARNER])
def test_others_see_nothing_of_it(client, role):
    person = UserFactory()
    grant_role(person=person, role=role)
    client.force_login(person)

    assert {client.get(reverse(name)).status_code for name in ["outgoing_letters", *STEERING]} <= {302, 403}


def test_it_asks_as_many_questions_for_many_letters_as_for_few(client, administrator, django_assert_max_num_queries):
    LetterFactory()
    look(client)
    with django_assert_max_num_queries(40) as few:
        look(client)
    LetterFactory.create_batch(30, trouble="busy")
    LetterFactory.create_batch(3, kind="certificate", trouble="full")
    with django_assert_max_num_queries(40) as many:
        look(client)

    assert len(many.captured_queries) <= len(few.captured_queries) + 1  # the last answers
