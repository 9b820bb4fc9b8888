"""The learner hands an entry in, or takes it back."""

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..letters import post_waiting
from ..models import ChainLink, PracticeEntry
from ..rules import Refusal, Refused, Unsure, asked_about, missing_in, why_not_write
from ..said import committed
from .chaining import add_link, hold

State = PracticeEntry.State


@transaction.atomic
def submit(*, entry: PracticeEntry, is_sure: bool = False) -> PracticeEntry:
    """Freeze the words and put them before whoever answers. Said twice it is said once. Raises Refused (with the first thing that is
    missing), or Unsure as long as nobody has said that what looks odd is right; then nothing has changed."""
    entry = _held(entry)
    if entry.state == State.SUBMITTED:
        return entry
    if refusal := why_not_write(entry.participation):
        raise Refused(refusal)
    if entry.state == State.CONFIRMED:
        raise Refused(Refusal.CONFIRMED)
    if lacks := missing_in(entry):
        raise Refused(lacks[0])
    if not is_sure and (questions := asked_about(entry)):
        raise Unsure(questions)
    link = add_link(entry=entry, step=ChainLink.Step.SUBMITTED, words={"entry": committed(entry)}, at=now())
    _move(entry, State.SUBMITTED, link)
    post_waiting(entry)
    return entry


@transaction.atomic
def take_back(*, entry: PracticeEntry) -> PracticeEntry:
    """Only what nobody has answered. A repeat changes nothing. Raises Refused."""
    entry = _held(entry)
    if entry.state == State.DRAFT:
        return entry
    if entry.state != State.SUBMITTED:
        raise Refused(Refusal.ANSWERED)
    link = add_link(entry=entry, step=ChainLink.Step.TAKEN_BACK, words={"entry": committed(entry)}, at=now())
    _move(entry, State.DRAFT, link)
    return entry


def _held(entry: PracticeEntry) -> PracticeEntry:
    """The entry as it is now. The learner is held first, so that a day's hours are counted by one at a time, then the chain, then the
    words: what a device sends meanwhile comes after, and is told so."""
    learner_id = PracticeEntry.objects.values_list("participation__enrolment__learner", flat=True).get(pk=entry.pk)
    User.objects.select_for_update(no_key=True).get(pk=learner_id)
    participation = hold([entry.participation_id])[entry.participation_id]
    fresh = PracticeEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    fresh.participation = participation
    return fresh


def _move(entry: PracticeEntry, state: State, link: ChainLink) -> None:
    PracticeEntry.objects.filter(pk=entry.pk).update(state=state, last_number=link.number)
    entry.state, entry.last_number = state, link.number
