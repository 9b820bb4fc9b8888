"""Adding to the chain. Whoever calls this holds the participation's row (`hold`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..chain import GENESIS, commitment, link_hash, new_salt
from ..models import ChainLink, ChainWords, Closing, Participation, PracticeEntry


def hold(participations: Iterable[int]) -> dict[int, Participation]:
    """The rows, held in one order by everybody until the transaction ends. Their chains stand still meanwhile."""
    held = Participation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(participations))
    return {
        one.pk: one for one in held.select_related("placement__cohort", "enrolment__learner", "enrolment__cohort__course").order_by("pk")
    }


def add_link(
    *, entry: PracticeEntry, step: ChainLink.Step, words: Mapping[str, Any], at: datetime, closing: Closing | None = None
) -> ChainLink:
    """The next link of the entry's participation. Raises IntegrityError if somebody who does not hold the row was faster."""
    last = ChainLink.objects.filter(participation=entry.participation_id).order_by("-number").values("number", "hash").first()
    salt, number, minutes = new_salt(), (last["number"] if last else 0) + 1, entry.minutes or 0
    committed = commitment(salt, words)
    made = link_hash(
        previous=last["hash"] if last else GENESIS,
        number=number,
        entry=entry.made_id,
        step=step,
        at=at,
        minutes=minutes,
        commitment=committed,
    )
    link = ChainLink.objects.create(
        participation_id=entry.participation_id,
        entry=entry,
        number=number,
        step=step,
        at=at,
        minutes=minutes,
        closing=closing,
        commitment=committed,
        hash=made,
    )
    ChainWords.objects.create(link=link, salt=salt, words=words)
    return link
