"""A round with letters: one after the other through one connection, those that must be sent first, as fast as the outbox lets them go."""

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from . import handing
from .delivery import PostOffice
from .models import Letter, Outbox
from .outbox import SAVED_UP, let_go, take_place, the_outbox

NONE = timedelta()
AT_ONCE = 100  # letters are read from the ledger in so many at a time
UNWRITABLE = timedelta(minutes=15)  # what cannot be written is not tried with each tick


def hand_over_one(letter_id: int) -> None:
    """At once, if there is room to spare; while many wait, a round takes what is most urgent first."""
    priority = Letter.objects.due().filter(pk=letter_id).values_list("priority", flat=True).first()
    if priority is not None:
        spare = timedelta() if priority == Letter.Priority.MUST else SAVED_UP / 2
        _carry([(letter_id, priority)], the_outbox(), spare=spare)


def go_round(*, seconds: float) -> None:
    """After so many seconds no other letter is begun."""
    outbox = the_outbox()
    _carry(_waiting(outbox), outbox, until=time.monotonic() + seconds)


def _carry(letters: Iterable[tuple[int, int]], outbox: Outbox, *, until: float | None = None, spare: timedelta = NONE) -> None:
    office = PostOffice()
    unwritable: list[Exception] = []
    has_place = False
    try:
        for letter_id, priority in letters:
            has_place = has_place or take_place(outbox, priority, spare=spare)
            if not has_place or (until and time.monotonic() > until):
                return
            try:
                has_place = not _hand_over(letter_id, office)
            except Exception as error:  # one that cannot be written does not stand in the way of the others
                unwritable.append(error)
                Letter.objects.queued().filter(pk=letter_id).update(due_at=now() + UNWRITABLE)
            if office.is_closed_to_us:
                return
            if not has_place:
                let_go(outbox)
    finally:
        office.close()
        if unwritable:
            raise ExceptionGroup("Letters that could not be written", unwritable)


def _hand_over(letter_id: int, office: PostOffice) -> bool:
    letter = Letter.objects.due().filter(pk=letter_id).select_related("person").first()
    return bool(letter) and handing.hand_over(letter=letter, post_office=office)


def _waiting(outbox: Outbox) -> Iterator[tuple[int, int]]:
    """(id, priority) of what is due, each once in a round: the governor may leave a letter where it is."""
    due = Letter.objects.due().order_by("priority", "due_at", "pk")
    if outbox.paused_at:
        due = due.filter(priority=Letter.Priority.MUST)
    after = Q()
    while page := list(due.filter(after).values_list("pk", "priority", "due_at")[:AT_ONCE]):
        yield from ((pk, priority) for pk, priority, _due_at in page)
        pk, priority, due_at = page[-1]
        after = Q(priority__gt=priority) | Q(priority=priority, due_at__gt=due_at) | Q(priority=priority, due_at=due_at, pk__gt=pk)
