"""What becomes of a letter, answer by answer of the mail server."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import now

from lms.notifications.actions import post_letter
from lms.notifications.choosing import stop_letters
from lms.notifications.handing import hand_over, settle_abandoned
from lms.notifications.kinds import get
from lms.notifications.models import BouncedAddress, Letter, Outbox
from lms.notifications.settling import BACK_OFF
from lms.notifications.tasks import sweep_letters
from lms.notifications.troubles import readable
from tests.factories import LetterFactory, UserFactory

State = Letter.State
Reason = Letter.Reason
Trouble = Letter.Trouble
pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_server(monkeypatch):
    """A mail server that answers as it is told to, once for each exception."""
    answers = []

    def send_messages(backend, messages):
        if answers:
            raise answers.pop(0)
        return sent(backend, messages)

    sent = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return answers


@pytest.fixture
def letter(register_kind):
    register_kind("test")
    return LetterFactory(kind="test")


@pytest.fixture
def must_send(register_kind):
    register_kind("must", priority=Letter.Priority.MUST)
    return LetterFactory(kind="must", priority=Letter.Priority.MUST)


def outcome(letter):
    letter.refresh_from_db()
    return letter.state, letter.reason


def test_a_letter_is_posted_once_however_often_it_is_asked_for(register_kind, django_capture_on_commit_callbacks):
    register_kind("test")
    person = UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        letters = [post_letter(kind="test", person=person, subject_key="enrolment-1") for _ in range(3)]

    assert len({letter.pk for letter in letters}) == 1
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [f"<{letters[0].message_id}>"]
    assert outcome(letters[0]) == (State.HANDED_OVER, "")


def test_an_unknown_kind_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        post_letter(kind="nobody-knows", person=UserFactory(), subject_key="1")


def test_a_letter_for_later_waits_until_then(register_kind, django_capture_on_commit_callbacks):
    register_kind("test")
    tomorrow = now() + timedelta(days=1)

    with django_capture_on_commit_callbacks(execute=True):
        letter = post_letter(kind="test", person=UserFactory(), subject_key="1", due_at=tomorrow)
    hand_over(letter=letter)
    assert outcome(letter) == (State.QUEUED, "")

    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        sweep_letters()
    assert outcome(letter) == (State.HANDED_OVER, "")


def test_handing_over_twice_sends_once(letter):
    again = Letter.objects.get(pk=letter.pk)

    hand_over(letter=letter)
    hand_over(letter=again)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("person", "reason"),
    [({"email": None}, Reason.NO_ADDRESS), ({"email": "", "name": "x"}, Reason.NO_ADDRESS), ({"erased_at": now()}, Reason.ERASED)],
)
def test_who_cannot_be_written_to_is_not(letter, person, reason):
    type(letter.person).objects.filter(pk=letter.person_id).update(**person)
    letter = Letter.objects.get(pk=letter.pk)

    hand_over(letter=letter)

    assert outcome(letter) == (State.NOT_SENT, reason)
    assert mail.outbox == []


def test_what_is_no_longer_needed_is_not_sent(register_kind):
    register_kind("test", still_needed=lambda letter: False)
    letter = LetterFactory(kind="test")

    hand_over(letter=letter)

    assert outcome(letter) == (State.NOT_SENT, Reason.NOT_NEEDED)


def test_who_has_stopped_a_kind_gets_it_no_more_but_gets_the_others(register_kind):
    register_kind("test")
    register_kind("other")
    letter = LetterFactory(kind="test")
    other = LetterFactory(kind="other", person=letter.person)
    stop_letters(person=letter.person, kind=get("test"))
    later = LetterFactory(kind="test", person=letter.person)

    hand_over(letter=later)
    hand_over(letter=other)

    assert [outcome(each) for each in [letter, later, other]] == [
        (State.NOT_SENT, Reason.STOPPED), (State.NOT_SENT, Reason.STOPPED), (State.HANDED_OVER, "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "trouble", "minutes"),
    [
        (smtplib.SMTPRecipientsRefused({"person@example.org": (451, b"4.7.1 Greylisted")}), Trouble.LATER, 5),
        (smtplib.SMTPRecipientsRefused({"person@example.org": (452, b"4.2.2 Over quota")}), Trouble.FULL, 60),
        (smtplib.SMTPDataError(552, b"5.2.2 Mailbox full"), Trouble.FULL, 60),
        (smtplib.SMTPDataError(452, b"Disk full"), Trouble.LATER, 5),
    ],
)
def test_what_the_server_does_not_take_now_is_tried_later(mail_server, letter, answer, trouble, minutes):
    mail_server.append(answer)

    hand_over(letter=letter)
    assert outcome(letter) == (State.QUEUED, "")
    assert letter.trouble == trouble
    assert timedelta(minutes=minutes - 1) < letter.due_at - now() <= timedelta(minutes=minutes)

    with time_machine.travel(now() + timedelta(minutes=minutes)):
        sweep_letters()
    assert outcome(letter) == (State.HANDED_OVER, "")
    assert (len(mail.outbox), letter.trouble) == (1, "")


def test_a_letter_that_is_not_taken_is_tried_for_days_and_not_for_ever(mail_server, letter):
    waited = timedelta()
    for pause in BACK_OFF[Trouble.LATER]:
        mail_server.append(smtplib.SMTPDataError(451, b"Come again"))
        hand_over(letter=letter)
        assert outcome(letter) == (State.QUEUED, "")
        waited += pause
        Letter.objects.update(due_at=now())

    mail_server.append(smtplib.SMTPDataError(451, b"Come again"))
    hand_over(letter=letter)

    assert outcome(letter) == (State.NOT_SENT, Reason.UNREACHABLE)
    assert letter.answer == "451 Come again"
    assert waited > timedelta(days=2)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (ConnectionRefusedError("Connection refused"), Trouble.AWAY),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 Wrong password"), Trouble.KEY),
        (smtplib.SMTPConnectError(421, b"Too many connections"), Trouble.BUSY),
    ],
)
def test_while_nobody_opens_the_door_letters_wait_untouched_and_go_when_somebody_does(monkeypatch, letter, must_send, answer, trouble):
    tried = []

    def closed_door(backend):
        tried.append(1)
        raise answer

    monkeypatch.setattr(EmailBackend, "open", closed_door, raising=False)
    at = now()
    for minute in range(60):
        with time_machine.travel(at + timedelta(minutes=minute, seconds=1)):
            sweep_letters()
    assert [outcome(letter), outcome(must_send), letter.attempts] == [(State.QUEUED, ""), (State.QUEUED, ""), 0]
    assert len(tried) <= 8  # not at each tick, and not once for each letter
    box = Outbox.objects.get()
    assert (box.trouble, box.troubles) == (trouble, len(tried))

    monkeypatch.delattr(EmailBackend, "open")
    with time_machine.travel(at + timedelta(minutes=90)):
        sweep_letters()
    assert [outcome(letter), outcome(must_send)] == [(State.HANDED_OVER, ""), (State.HANDED_OVER, "")]
    box.refresh_from_db()
    assert (box.trouble, box.troubles, box.held_until) == ("", 0, None)


@pytest.mark.parametrize("answer", [smtplib.SMTPSenderRefused(550, b"Who are you?", "us"), smtplib.SMTPDataError(421, b"Closing")])
def test_what_is_the_servers_trouble_stops_the_round_and_refuses_nobody(mail_server, letter, must_send, answer):
    mail_server.append(answer)

    sweep_letters()

    assert [outcome(must_send), outcome(letter)] == [(State.QUEUED, ""), (State.QUEUED, "")]
    assert (must_send.attempts, letter.attempts, Outbox.objects.get().troubles) == (1, 0, 1)


@pytest.mark.parametrize(
    ("answer", "bounced"),
    [
        (smtplib.SMTPRecipientsRefused({"person@example.org": (550, b"5.1.1 User unknown")}), True),
        (smtplib.SMTPRecipientsRefused({"person@example.org": (550, b"No such user here")}), True),
        (smtplib.SMTPRecipientsRefused({"person@example.org": (550, b"5.2.1 The account is disabled")}), True),
        (smtplib.SMTPRecipientsRefused({"person@example.org": (550, b"5.7.1 You are on a list of spammers")}), False),
        (smtplib.SMTPDataError(554, b"5.7.1 Looks like spam; no such user is not why"), False),
        (smtplib.SMTPDataError(552, b"5.3.4 Message too big"), False),
    ],
)
def test_what_the_server_refuses_for_good_is_not_sent_and_says_why(mail_server, letter, answer, bounced):
    mail_server.append(answer)

    hand_over(letter=letter)

    assert outcome(letter) == (State.NOT_SENT, Reason.REFUSED)
    assert letter.answer == readable(answer)
    assert BouncedAddress.objects.filter(address=letter.person.email).exists() == bounced


def test_a_connection_that_breaks_on_the_way_leaves_a_letter_unknown(mail_server, letter):
    mail_server.append(smtplib.SMTPServerDisconnected("Connection unexpectedly closed"))

    hand_over(letter=letter)
    with time_machine.travel(now() + timedelta(days=1)):
        sweep_letters()

    assert outcome(letter) == (State.UNKNOWN, "")
    assert mail.outbox == []


def test_a_must_send_letter_goes_once_more_and_then_no_more(mail_server, must_send):
    mail_server.extend([TimeoutError("timed out"), TimeoutError("timed out")])

    for day in range(1, 4):
        with time_machine.travel(now() + timedelta(days=day)):
            sweep_letters()

    assert outcome(must_send) == (State.UNKNOWN, "")
    assert (must_send.attempts, must_send.interruptions) == (2, 2)


def test_a_claim_is_left_alone_while_its_process_may_be_alive(letter):
    Letter.objects.update(state=State.HANDING_OVER, claimed_at=now() - Letter.LEASE + timedelta(seconds=5))

    sweep_letters()

    assert outcome(letter) == (State.HANDING_OVER, "")


def test_a_claim_whose_process_died_is_settled_by_the_kind_of_letter(letter, must_send):
    Letter.objects.update(state=State.HANDING_OVER, claimed_at=now() - Letter.LEASE - timedelta(seconds=5))

    sweep_letters()

    assert [outcome(letter), outcome(must_send)] == [(State.UNKNOWN, ""), (State.HANDED_OVER, "")]
    assert must_send.interruptions == 1
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [f"<{must_send.message_id}>"]


def test_a_process_that_was_taken_for_dead_still_says_what_it_knows(monkeypatch, letter):
    def slow(backend, messages):
        Letter.objects.update(claimed_at=now() - Letter.LEASE - timedelta(seconds=5))
        settle_abandoned(letter=Letter.objects.get(pk=letter.pk))
        assert outcome(Letter.objects.get(pk=letter.pk)) == (State.UNKNOWN, "")
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", slow)

    hand_over(letter=letter)

    assert outcome(letter) == (State.HANDED_OVER, "")


def test_a_letter_that_cannot_be_written_stays_queued(register_kind):
    register_kind("test", context=lambda letter: {}["missing"])
    letter = LetterFactory(kind="test")

    with pytest.raises(KeyError):
        hand_over(letter=letter)

    assert outcome(letter) == (State.QUEUED, "")


def test_a_letter_that_cannot_be_written_is_told_loudly_and_does_not_stand_in_the_way_of_others(register_kind, must_send):
    register_kind("test", context=lambda letter: {}["missing"])
    letters = LetterFactory.create_batch(2, kind="test", due_at=now() - timedelta(hours=1))

    with pytest.raises(ExceptionGroup) as failure:
        sweep_letters()
    sweep_letters()  # the second time they are not due

    assert [type(error) for error in failure.value.exceptions] == [KeyError, KeyError]
    assert [outcome(letter) for letter in [*letters, must_send]] == [(State.QUEUED, ""), (State.QUEUED, ""), (State.HANDED_OVER, "")]
