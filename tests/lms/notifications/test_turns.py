"""What goes, together with what, and that it goes once: the ledger under the governor."""

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from lms.notifications.choosing import stop_letters
from lms.notifications.handing import hand_over
from lms.notifications.kinds import CAN_WAIT, MUST, get
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters
from lms.notifications.turns import claim, next_turn
from tests.factories import LetterFactory, UserFactory

State = Letter.State
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Kyiv"))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_hours")]


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def person(clock, register_kind):
    """Three kinds whose lesson is named after them, so that each is known by its words."""
    for key, priority in (("test", 1), ("patient", CAN_WAIT), ("must", MUST)):
        words = {"course": key, "group": "Spring", "lessons": 10, "lesson": key, "link": f"https://workbook.example/{key}"}
        register_kind(key, priority=priority, context=lambda letter, words=words: words)
    return UserFactory(time_zone="Europe/Kyiv", language="en")


def states(*letters):
    found = dict(Letter.objects.values_list("pk", "state"))
    return [found[letter.pk] for letter in letters]


def days_later(clock, days, hour=12):
    clock.move_to(TUESDAY.replace(hour=hour, minute=1) + timedelta(days=days))


def test_the_second_of_a_day_goes_the_next_morning(clock, person):
    letters = LetterFactory.create_batch(2, kind="test", person=person)

    hand_over(letter=letters[0])
    first = states(*letters)
    third = LetterFactory(kind="test", person=person)
    hand_over(letter=third)
    third.refresh_from_db()

    assert (len(mail.outbox), first[0], third.state) == (1, State.GATHERED, State.QUEUED)
    assert third.held_until == TUESDAY.replace(hour=8) + timedelta(days=1)
    assert list(Letter.objects.due()) == []
    days_later(clock, 1, hour=8)
    sweep_letters()
    assert states(third) == [State.HANDED_OVER]


def test_what_waited_is_told_in_one_letter_the_most_timely_first_and_what_reads_the_same_once(person):
    letters = [LetterFactory(kind=kind, person=person) for kind in ("patient", "test", "test")]

    sweep_letters_of(letters)

    message, digest = mail.outbox[0], Letter.objects.get(kind="digest")
    assert len(mail.outbox) == 1
    assert message.subject == "You are enrolled in “test” – and 1 more"
    lines = message.body.splitlines()
    assert [line for line in lines if line.startswith("https://workbook.example/")] == [
        "https://workbook.example/test", "https://workbook.example/patient"
    ]  # fmt: skip
    assert states(*letters, digest) == [State.GATHERED] * 3 + [State.HANDED_OVER]
    assert list(digest.gathered.order_by("pk")) == letters
    assert message.extra_headers["Message-ID"] == f"<{digest.message_id}>"


def sweep_letters_of(letters):
    for letter in letters:
        hand_over(letter=letter)


def test_after_downtime_there_is_one_letter_not_twelve(clock, person):
    for days in range(12):
        LetterFactory(kind="test", person=person, due_at=TUESDAY - timedelta(days=days))

    sweep_letters()
    days_later(clock, 1)
    sweep_letters()

    assert len(mail.outbox) == 1
    assert set(Letter.objects.exclude(kind="digest").values_list("state", flat=True)) == {State.GATHERED}


def test_what_can_wait_rides_along_or_goes_in_the_evening(clock, person):
    patient = LetterFactory(kind="patient", person=person)
    hand_over(letter=patient)
    assert states(patient) == [State.QUEUED]

    hand_over(letter=LetterFactory(kind="test", person=person))
    assert (states(patient), len(mail.outbox)) == ([State.GATHERED], 1)

    alone = LetterFactory(kind="patient", person=person, due_at=TUESDAY + timedelta(days=1))
    days_later(clock, 1, hour=16)
    sweep_letters()
    assert states(alone) == [State.QUEUED]
    days_later(clock, 1, hour=17)
    sweep_letters()
    assert states(alone) == [State.HANDED_OVER]


def test_what_must_be_sent_goes_by_itself_at_night_and_takes_nobodys_place(clock, person):
    clock.move_to(TUESDAY.replace(hour=3))
    must, other = (LetterFactory(kind=kind, person=person) for kind in ("must", "test"))
    sweep_letters_of([must, other])
    assert states(must, other) == [State.HANDED_OVER, State.QUEUED]

    clock.move_to(TUESDAY)
    sweep_letters()

    assert states(must, other) == [State.HANDED_OVER, State.HANDED_OVER]


def test_a_stream_of_other_letters_starves_nobody(clock, person):
    """Whatever waits rides in the next letter, so nothing waits longer than the week takes to have room again."""
    for day in range(40):
        days_later(clock, day)
        LetterFactory(kind="test", person=person)
        LetterFactory(kind="patient", person=person)
        sweep_letters_of(Letter.objects.queued().exclude(kind="digest"))
    gathered = Letter.objects.filter(state=State.GATHERED).select_related("gathered_in")
    waited = [letter.gathered_in.claimed_at - letter.due_at for letter in gathered]

    assert max(waited) < timedelta(days=5)


def test_who_was_seen_or_stopped_meanwhile_is_left_out(clock, person):
    hand_over(letter=LetterFactory(kind="test", person=person))
    seen, stopped, stays = (LetterFactory(kind=kind, person=person) for kind in ("test", "patient", "test"))
    sweep_letters_of([seen, stopped, stays])
    Letter.objects.filter(pk=seen.pk).update(seen_at=TUESDAY)
    stop_letters(person=person, kind=get("patient"))

    days_later(clock, 1)
    sweep_letters()

    assert states(seen, stopped, stays) == [State.NOT_SENT, State.NOT_SENT, State.HANDED_OVER]
    assert list(Letter.objects.filter(state=State.NOT_SENT).values_list("reason", flat=True).order_by("pk")) == ["seen", "stopped"]
    assert not Letter.objects.filter(kind="digest").exists()  # one alone is left, and it reads like itself


def test_a_letter_that_cannot_be_written_holds_up_no_other(register_kind, person):
    register_kind("broken", context=lambda letter: {}["missing"])
    broken = LetterFactory(kind="broken", person=person)
    other = LetterFactory(kind="test", person=person)

    hand_over(letter=other)

    assert states(broken, other) == [State.QUEUED, State.HANDED_OVER]


def away(backend, messages):
    raise smtplib.SMTPDataError(452, b"Disk full")


def test_while_the_mail_server_is_away_letters_join_the_one_that_waits(clock, person, monkeypatch):
    letters = LetterFactory.create_batch(2, kind="test", person=person)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        hand_over(letter=letters[0])
    digest = Letter.objects.get(kind="digest")
    assert states(*letters, digest) == [State.GATHERED, State.GATHERED, State.QUEUED]

    late = LetterFactory(kind="test", person=person, due_at=TUESDAY + timedelta(minutes=1))
    Letter.objects.filter(pk=letters[0].pk).update(seen_at=TUESDAY)
    clock.shift(timedelta(minutes=6))
    sweep_letters()

    assert states(*letters, late, digest) == [State.NOT_SENT, State.GATHERED, State.GATHERED, State.HANDED_OVER]
    assert (Letter.objects.filter(kind="digest").count(), len(mail.outbox)) == (1, 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{digest.message_id}>"


def test_a_letter_of_letters_of_which_one_is_left_reads_like_that_one(clock, person, monkeypatch):
    letters = LetterFactory.create_batch(2, kind="test", person=person)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        hand_over(letter=letters[0])
    Letter.objects.filter(pk=letters[0].pk).update(seen_at=TUESDAY)
    clock.shift(timedelta(minutes=6))

    sweep_letters()

    assert [message.subject for message in mail.outbox] == ["You are enrolled in “test”"]


def test_a_process_that_dies_before_the_claim_ends_leaves_all_as_it_was(person, monkeypatch):
    letters = LetterFactory.create_batch(3, kind="test", person=person)
    turn = next_turn(letters[0])

    class Killed(BaseException):
        pass

    def dies(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.update", dies)
        with pytest.raises(Killed):
            claim(turn)

    assert states(*letters) == [State.QUEUED] * 3
    assert not Letter.objects.filter(kind="digest").exists()


def test_a_process_that_dies_after_the_claim_doubles_none(clock, person):
    letters = LetterFactory.create_batch(3, kind="test", person=person)
    assert claim(next_turn(letters[0]))

    clock.shift(timedelta(minutes=5))
    for days in (0, 1, 2):
        days_later(clock, days, hour=13)
        sweep_letters()

    digest = Letter.objects.get(kind="digest")
    assert states(*letters, digest) == [State.GATHERED] * 3 + [State.UNKNOWN]
    assert mail.outbox == []


@pytest.mark.parametrize("kind", ["must", "test"])
def test_two_processes_that_ask_for_the_same_letter_claim_it_once(person, kind):
    letter = LetterFactory(kind=kind, person=person)
    first, second = next_turn(Letter.objects.get(pk=letter.pk)), next_turn(Letter.objects.get(pk=letter.pk))

    assert [claim(first), claim(second)] == [True, False]

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.HANDING_OVER, 1)


def test_what_was_taken_meanwhile_is_not_told_a_second_time(person):
    letters = LetterFactory.create_batch(2, kind="test", person=person)
    turn = next_turn(letters[0])
    Letter.objects.filter(pk=letters[1].pk).update(state=State.NOT_SENT, reason="stopped")

    assert claim(turn) is False
    assert states(*letters) == [State.QUEUED, State.NOT_SENT]
    assert not Letter.objects.filter(kind="digest").exists()


def test_a_letter_of_many_long_ones_stays_light(register_kind, person):
    words = {"course": "Ж" * 200, "group": "Spring", "lessons": 10, "lesson": "x"}
    register_kind("long", context=lambda letter: {**words, "link": f"https://workbook.example/{letter.pk}/{'y' * 200}"})
    hand_over(letter=LetterFactory.create_batch(40, kind="long", person=person)[0])

    message = mail.outbox[0]
    assert len(message.message().as_bytes()) <= 20_000
    shown = message.body.count("https://workbook.example/")
    assert (shown >= 3, f"And {40 - shown} more." in message.body) == (True, True)
    assert Letter.objects.filter(state=State.GATHERED).count() == 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kinds", [("test", "test", "test"), ("patient", "test", "must")])
def test_of_processes_that_try_at_once_one_finds_room(person, kinds):
    letters = [LetterFactory(kind=kind, person=person) for kind in kinds for _ in range(2)]
    ready = threading.Barrier(len(letters))

    def run(letter):
        try:
            ready.wait()
            hand_over(letter=Letter.objects.select_related("person").get(pk=letter.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(letters)) as workers:
        list(workers.map(run, letters))

    governed = Letter.objects.governed().gone()
    assert governed.count() == 1
    assert len(mail.outbox) == 1 + kinds.count("must") * 2
    told = Letter.objects.filter(gathered_in=governed.get()).count() or 1
    assert told + Letter.objects.governed().queued().count() == len(letters) - kinds.count("must") * 2
