"""How fast letters may go, and when none may: the one row of `Outbox`, changed by conditional UPDATEs only, so that all workers together
keep the rate and a restart forgets nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from lms.accounts.models import User

from .delivery import Delivery, PostOffice
from .models import Letter, Outbox

State = Letter.State
Trouble = Letter.Trouble

SAVED_UP = timedelta(seconds=10)  # a worker that comes a little late may make up for so much, and for no more after any silence
GIVEN_UP_LATELY = timedelta(days=7)
HELD = {
    Trouble.AWAY: [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15)],
    Trouble.BUSY: [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15)],
    Trouble.KEY: [timedelta(minutes=minutes) for minutes in (5, 15)],
}


def the_outbox() -> Outbox:
    return Outbox.objects.get_or_create(pk=Outbox.THE_ONE, defaults={"next_at": now() - SAVED_UP})[0]


def rate(outbox: Outbox) -> int:
    """Letters a minute."""
    return outbox.per_minute or settings.LETTERS_PER_MINUTE


def take_place(outbox: Outbox, priority: int, *, spare: timedelta = timedelta()) -> bool:
    """Whether one more letter may go now, and still leave the places of so much time to others. Each place moves the next one on by a
    minute ÷ rate; places that nobody took are not saved up. A next one that is further away than that is of a clock or rate that was."""
    at = now()
    pace = timedelta(minutes=1) / rate(outbox)
    earliest = at - SAVED_UP
    is_of_before = Q(next_at__gt=at + pace + timedelta(seconds=1))
    following = Case(When(Q(next_at__lt=earliest) | is_of_before, then=earliest + pace), default=F("next_at") + pace)
    is_free = Outbox.objects.filter(_open_for(priority), Q(next_at__lte=at - spare) | is_of_before, pk=outbox.pk)
    return bool(is_free.filter(Q(held_until=None) | Q(held_until__lte=at)).update(next_at=following))


def _open_for(priority: int) -> Q:
    goes_on = Q(must_send_goes_on=True) if priority == Letter.Priority.MUST else Q(pk__in=[])
    return Q(paused_at=None) | goes_on


@contextmanager
def opened(post_office: PostOffice | None) -> Iterator[PostOffice | None]:
    """A post office whose door is open, or nothing: then the outbox is held for a while. Our own is closed at the end."""
    office = post_office or PostOffice()
    trouble = office.open()
    if trouble:
        hold(trouble)
    try:
        yield None if trouble else office
    finally:
        if not post_office:
            office.close()


def hold(delivery: Delivery) -> None:
    """The mail server is away, has too much to do or does not let us in: it is no use to try the next letter. Of several workers that
    find out at once the first counts."""
    outbox = the_outbox()
    waits = HELD[Trouble(delivery.trouble or Trouble.AWAY)]
    held_until = now() + waits[min(outbox.troubles, len(waits) - 1)]
    Outbox.objects.filter(pk=outbox.pk, troubles=outbox.troubles).update(
        held_until=held_until,
        troubles=F("troubles") + 1,
        trouble=delivery.trouble,
        said=delivery.answer[:200],
        trouble_since=Coalesce("trouble_since", now()),
    )


def let_go(outbox: Outbox) -> None:
    """A letter went: whatever the trouble was, it is over."""
    if outbox.troubles:
        Outbox.objects.filter(pk=outbox.pk).update(held_until=None, troubles=0, trouble="", trouble_since=None)
        outbox.troubles = 0


def pause(*, by: User | None, because: str, must_send_goes_on: bool = True) -> None:
    """Whatever is being handed over at this moment still goes; nothing else is claimed. A repeat changes the reason."""
    Outbox.objects.filter(pk=the_outbox().pk).update(
        paused_at=Coalesce("paused_at", now()), paused_by=by, paused_because=because[:200], must_send_goes_on=must_send_goes_on
    )


def go_on() -> None:
    """At the rate that is set: what could have gone meanwhile is not made up for. What held the outbox is tried anew."""
    Outbox.objects.filter(pk=the_outbox().pk).update(
        paused_at=None, paused_by=None, paused_because="", must_send_goes_on=True, next_at=now(), held_until=None
    )


def set_rate(*, per_minute: int | None) -> None:
    """Nothing: what the settings say."""
    Outbox.objects.filter(pk=the_outbox().pk).update(per_minute=per_minute)


@transaction.atomic
def try_again() -> int:
    """What waits because of a trouble is due now, and what was given up in the last days waits again; not what nobody knows about, and not
    what went to an address that is no more. Returns how many letters."""
    at = now()
    Outbox.objects.filter(pk=the_outbox().pk).update(held_until=None)
    waiting = Letter.objects.queued().exclude(trouble="").update(due_at=at)
    given_up = Letter.objects.filter(
        state=State.NOT_SENT, reason__in=[Letter.Reason.REFUSED, Letter.Reason.UNREACHABLE], claimed_at__gte=at - GIVEN_UP_LATELY
    ).exclude(trouble=Trouble.NOBODY)
    return waiting + given_up.update(state=State.QUEUED, reason="", due_at=at, claimed_at=None, attempts=0)
