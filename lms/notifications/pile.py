"""All that waits for one person, the facts that the governor judges it by, and its verdicts written down."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist

from lms.accounts.models import User

from . import kinds
from .channels import Channel, Channels, channels_of
from .gathering import DIGEST
from .governor import Receiver, Verb, Verdict, Waiting, judge
from .message import zone_of
from .models import BouncedAddress, Letter, LetterSettings

State = Letter.State
Reason = Letter.Reason
AT_ONCE = 100  # letters of one person that are looked at; more wait for the next turn
LOOKED_BACK = timedelta(days=9)  # seven days in a row, wherever on earth they began
ROWS_ARE_GONE = (LookupError, ObjectDoesNotExist)
CANNOT_BE_TOLD = "Letter %s cannot be told. It holds up no other; when its own turn is asked for, that fails."
log = logging.getLogger(__name__)


@dataclass
class Pile:
    """`members`: what was gathered before and has not gone yet, because the mail server was away. `hindrances`: by letter, "" for none."""

    person: User
    at: datetime
    receiver: Receiver
    waiting: list[Letter]
    members: list[Letter]
    hindrances: dict[int, str] = field(default_factory=dict)

    def judged(self) -> dict[Letter, Verdict]:
        return dict(zip(self.waiting, judge([self._facts(one) for one in self.waiting], self.receiver, self.at), strict=True))

    def _facts(self, one: Letter) -> Waiting:
        kind, hindrance = kinds.get(one.kind), self.hindrances[one.pk]
        if one.kind != DIGEST:
            return Waiting(kind.priority, hindrance, kind.good_until(one))
        return Waiting(one.priority, hindrance or ("" if self.fit_members([one]) else Reason.NOT_NEEDED))

    def fit_members(self, digests: Iterable[Letter]) -> list[Letter]:
        gathered_in = {digest.pk for digest in digests}
        return [one for one in self.members if one.gathered_in_id in gathered_in and not self.hindrances[one.pk]]

    def ask_whether_needed(self, *, in_hand: Letter) -> None:
        for one in [*self.waiting, *self.members]:
            if one.kind == DIGEST or self.hindrances[one.pk]:
                continue
            try:
                self.hindrances[one.pk] = "" if kinds.get(one.kind).still_needed(one) else Reason.NOT_NEEDED
            except ROWS_ARE_GONE:
                if one == in_hand:
                    raise
                log.exception(CANNOT_BE_TOLD, one.pk)
                self.waiting = [each for each in self.waiting if each != one]
                self.members = [each for each in self.members if each != one]

    def write_down(self, verdicts: dict[Letter, Verdict]) -> None:
        """Each by a conditional UPDATE: another process may have moved it on."""
        for one, verdict in verdicts.items():
            mine = Letter.objects.queued().filter(pk=one.pk)
            if verdict.verb == Verb.NOT_SENT:
                mine.update(state=State.NOT_SENT, reason=verdict.reason)
            elif verdict.verb == Verb.WAIT and verdict.until != one.held_until:
                mine.update(held_until=verdict.until)
        for one in self.members:
            if self.hindrances[one.pk]:
                gathered = Letter.objects.filter(pk=one.pk, state=State.GATHERED, gathered_in__state=State.QUEUED)
                gathered.update(state=State.NOT_SENT, reason=self.hindrances[one.pk])


def pile_of(letter: Letter, at: datetime) -> Pile:
    """With a must-send letter nothing else is looked at: it goes by itself."""
    person, ripe = letter.person, Letter.objects.ripe(at)
    if kinds.get(letter.kind).must_send:
        waiting, members, receiver = list(ripe.filter(pk=letter.pk)), [], Receiver(zone_of(person))
    else:
        theirs = ripe.of(person).filter(kind__in=[kind.key for kind in kinds.all_kinds() if not kind.must_send])
        waiting = list(theirs.order_by("priority", "due_at", "pk")[:AT_ONCE])
        digests = [one for one in waiting if one.kind == DIGEST]
        members = list(Letter.objects.filter(gathered_in__in=digests, state=State.GATHERED)) if digests else []
        receiver = receiver_of(person, at)
    pile, channels, unreachable = Pile(person, at, receiver, waiting, members), channels_of(person), _unreachable(person)
    for one in [*waiting, *members]:
        one.person = person
        pile.hindrances[one.pk] = unreachable or _hindrance(one, channels)
    return pile


def _unreachable(person: User) -> str:
    if person.erased_at:
        return Reason.ERASED
    if not person.email:
        return Reason.NO_ADDRESS
    return Reason.BOUNCED if BouncedAddress.objects.filter(address=person.email).exists() else ""


def _hindrance(one: Letter, channels: Channels) -> str:
    """What must be sent goes also to who has seen it on the site: there may be a paper in it."""
    kind = kinds.get(one.kind)
    if kind.must_send or one.kind == DIGEST:
        return ""
    if one.seen_at:
        return Reason.SEEN
    return "" if channels.of(kind) == Channel.EMAIL else Reason.STOPPED


def receiver_of(person: User, at: datetime, *, lock: bool = False) -> Receiver:
    """`lock` holds the person's row of settings until the transaction ends; where it is missing it is made."""
    rows = LetterSettings.objects.filter(person=person)
    if lock:
        LetterSettings.objects.get_or_create(person=person)
        rows = rows.select_for_update(no_key=True)
    settings = rows.first()
    gone = Letter.objects.of(person).governed().gone().filter(claimed_at__gte=at - LOOKED_BACK)
    claimed = tuple(gone.values_list("claimed_at", flat=True))
    return Receiver(zone_of(person), settings.rhythm if settings else LetterSettings.Rhythm.AS_IT_COMES, claimed)
