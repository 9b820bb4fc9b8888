"""How fast letters go, and when none may."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now

from lms.notifications import outbox
from lms.notifications.actions import post_letter
from lms.notifications.models import Letter, Outbox
from lms.notifications.tasks import sweep_letters
from tests.factories import LetterFactory, UserFactory

State, Priority = Letter.State, Letter.Priority
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
TICK = timedelta(seconds=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def must(register_kind):
    return register_kind("must", priority=Priority.MUST)


@pytest.fixture
def a_minute(settings):
    settings.LETTERS_PER_MINUTE = 60


def queue(number: int, **fields) -> list[Letter]:
    return LetterFactory.create_batch(number, kind="must", **{"priority": Priority.MUST, "due_at": NOON} | fields)


def after_ticks(at: datetime, ticks: int, *, workers: int = 1) -> datetime:
    for _ in range(ticks):
        at += TICK
        with time_machine.travel(at, tick=False):
            for _worker in range(workers):
                sweep_letters()
    return at


@pytest.mark.parametrize("workers", [1, 3])
def test_all_workers_together_keep_the_rate(must, a_minute, workers):
    queue(200)
    at = after_ticks(NOON, 1)
    at_first = len(mail.outbox)

    after_ticks(at, 12, workers=workers)

    assert at_first <= 11  # what was saved up while nothing went: ten seconds' worth
    assert len(mail.outbox) - at_first == 60


def test_at_a_high_rate_too_each_second_has_its_number_of_places(must):
    outbox.set_rate(per_minute=6000)
    with time_machine.travel(NOON, tick=False):
        assert outbox.take_place(outbox.the_outbox(), Priority.TIMELY)
    taken = 1
    for second in range(1, 13):
        with time_machine.travel(NOON + timedelta(seconds=second), tick=False):
            while outbox.take_place(outbox.the_outbox(), Priority.TIMELY):
                taken += 1

    assert taken == 2102  # a fifth of a minute's worth and the nine seconds that were saved up


def test_what_must_be_sent_goes_before_what_has_waited_longer(must, register_kind, a_minute, monkeypatch):
    order = []
    monkeypatch.setattr("lms.notifications.handing.hand_over", lambda letter, post_office: bool(order.append(letter)) or True)
    register_kind("other")
    others = LetterFactory.create_batch(15, kind="other", priority=Priority.TIMELY, due_at=NOON - timedelta(days=1))
    musts = queue(3)

    after_ticks(NOON, 1)

    assert order[:3] == musts
    assert set(order[3:]) < set(others)


def test_nothing_is_made_up_for_after_a_pause_or_while_no_worker_ran(must, a_minute):
    queue(300)
    at = after_ticks(NOON, 3)
    outbox.pause(by=None, because="The provider asks", must_send_goes_on=False)
    before = len(mail.outbox)
    at = after_ticks(at, 12)
    assert len(mail.outbox) == before

    with time_machine.travel(at, tick=False):
        outbox.go_on()
    at = after_ticks(at, 1)
    assert len(mail.outbox) - before <= 6

    before = len(mail.outbox)
    after_ticks(at + timedelta(hours=5), 1)
    assert len(mail.outbox) - before <= 11


def test_while_paused_what_must_be_sent_may_go_on(must, register_kind, django_capture_on_commit_callbacks):
    register_kind("other")
    outbox.pause(by=None, because="A typing error in the weekly letter")

    with django_capture_on_commit_callbacks(execute=True):
        letters = [post_letter(kind=kind, person=UserFactory(), subject_key="1") for kind in ["must", "other"]]
    sweep_letters()

    assert [Letter.objects.get(pk=letter.pk).state for letter in letters] == [State.HANDED_OVER, State.QUEUED]
    assert Letter.objects.get(pk=letters[1].pk).attempts == 0


def test_a_pause_in_the_middle_of_a_round_ends_it_after_the_letter_in_hand(must, monkeypatch):
    queue(5, due_at=now())
    send = mail.backends.locmem.EmailBackend.send_messages

    def pause_after_the_second(backend, messages):
        sent = send(backend, messages)
        if len(mail.outbox) == 2:
            outbox.pause(by=None, because="Stop", must_send_goes_on=False)
        return sent

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", pause_after_the_second)
    sweep_letters()

    assert Letter.objects.filter(state=State.HANDED_OVER).count() == 2
    assert Letter.objects.filter(state=State.QUEUED, attempts=0).count() == 3


def test_a_clock_that_was_set_back_and_a_slow_rate_that_is_no_more_hold_nothing_up(must):
    outbox.set_rate(per_minute=1)
    with time_machine.travel(NOON + timedelta(days=400)):
        assert outbox.take_place(outbox.the_outbox(), Priority.MUST)
    with time_machine.travel(NOON):
        assert outbox.take_place(outbox.the_outbox(), Priority.MUST)


def test_what_failed_is_tried_again_but_not_what_may_have_gone_or_has_no_address(must):
    unwanted, gone, unknown, waiting = queue(4, claimed_at=now(), due_at=now() + timedelta(days=1))
    became = [(State.NOT_SENT, "unwanted"), (State.NOT_SENT, "nobody"), (State.UNKNOWN, "broken"), (State.QUEUED, "busy")]
    for letter, (state, trouble) in zip([unwanted, gone, unknown, waiting], became, strict=True):
        reason = Letter.Reason.REFUSED if state == State.NOT_SENT else ""
        Letter.objects.filter(pk=letter.pk).update(state=state, trouble=trouble, reason=reason)

    assert outbox.try_again() == 2
    sweep_letters()

    states = dict(Letter.objects.values_list("pk", "state"))
    assert [states[letter.pk] for letter in [unwanted, gone, unknown, waiting]] == [
        State.HANDED_OVER, State.NOT_SENT, State.UNKNOWN, State.HANDED_OVER
    ]  # fmt: skip


def test_the_shell_says_how_it_stands_pauses_and_lets_go_on(must):
    queue(2, due_at=now() - timedelta(hours=2))

    def said(*words):
        out = io.StringIO()
        call_command("outbox", *words, stdout=out)
        return out.getvalue()

    assert "2 wait now" in said()
    assert "nothing goes" in said("status")
    assert "Paused" in said("pause", "A reason", "--everything")
    assert "A reason" in said("status")
    assert "at most 7 a minute" in said("rate", "7")
    assert "Paused" not in said("go-on")
    assert Outbox.objects.get().paused_at is None
    assert "0 letters are tried again" in said("again")
