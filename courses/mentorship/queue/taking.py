"""Taking what is most due."""

from lms.accounts.models import User

from ..rules import Refusal, Refused
from .sources import Asked, free_rows, source_called

GONE = (Refusal.TAKEN, Refusal.WITHDRAWN, Refusal.SETTLED, Refusal.NOT_READY)
MOST_TRIED = 100


def take_next(asked: Asked) -> str | None:
    """Into the person's hands: the first that is still to be had. Of two who ask at once each gets another one. Returns the address of
    its page; None where nothing is left. Raises Refused where the person has too many."""
    for tried, row in enumerate(free_rows(asked)):
        if tried == MOST_TRIED:
            break
        address = _taken(asked.person, row.source, row.pk)
        if address is not None:
            return address
    return None


def _taken(person: User, source: str, pk: int) -> str | None:
    try:
        return source_called(source).take(person, pk)
    except Refused as refused:
        if refused.reason not in GONE:
            raise
        return None
