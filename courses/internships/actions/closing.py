"""Answering entries: one, or many at once with one record of who did it and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.actions import complete_if_met
from courses.enrolment.models import Enrolment
from courses.workbook.kinds.base import clean_text
from lms.accounts.models import User

from ..letters import post_answered
from ..models import ChainLink, Closing, PracticeEntry
from ..rules import Refusal, Refused
from ..said import committed_of
from .chaining import add_link, hold

State = PracticeEntry.State
Step = ChainLink.Step


@dataclass(frozen=True)
class Decision:
    """About one entry as it was handed in by the link `number`: handed in anew it is another one, and nobody has decided about that."""

    entry_id: int
    number: int
    is_confirmed: bool
    comment: str = ""


@dataclass(frozen=True)
class Host:
    """Whoever answers for the host organisation, as they said it."""

    name: str
    role: str


@transaction.atomic
def close_entries(
    *,
    decisions: Sequence[Decision],
    by: User | None = None,
    host: Host | None = None,
    how: Closing.How = Closing.How.PERSON,
    leaves_changed: bool = False,
) -> Closing:
    """Confirm and return what waits, all of it or nothing. The record that comes of it has the links; a supervision meeting may name it.

    `by` is who decided, or who typed what a host signed. `leaves_changed`: what is not as it was seen is left out instead of refusing the
    whole. Raises Refused, with the entries it is about."""
    decisions = list({decision.entry_id: decision for decision in decisions}.values())
    if not decisions:
        raise Refused(Refusal.NOBODY)
    if mute := [one.entry_id for one in decisions if not one.is_confirmed and not one.comment.strip()]:
        raise Refused(Refusal.NO_COMMENT, mute)
    entries = _held(decision.entry_id for decision in decisions)
    seen = [one for one in decisions if (entry := entries.get(one.entry_id)) and _is_as_seen(entry, one)]
    if not seen or (len(seen) < len(decisions) and not leaves_changed):
        raise Refused(Refusal.CHANGED, [one.entry_id for one in decisions if one not in seen])
    if how == Closing.How.PERSON:
        _not_ones_own(by, [entries[one.entry_id] for one in seen])
    return _closed(seen, entries, _record(by, host, how))


@transaction.atomic
def return_confirmed(*, entry: PracticeEntry, number: int, by: User, reason: str) -> Closing:
    """Confirming was a mistake: the entry goes back to the learner and its hours do not count. A completion it led to stays. Raises
    Refused."""
    if not reason.strip():
        raise Refused(Refusal.NO_COMMENT, [entry.pk])
    fresh = _held([entry.pk])[entry.pk]
    if fresh.state != State.CONFIRMED or fresh.last_number != number:
        raise Refused(Refusal.CHANGED, [entry.pk])
    _not_ones_own(by, [fresh])
    return _closed([Decision(fresh.pk, number, False, reason)], {fresh.pk: fresh}, _record(by, None, Closing.How.PERSON))


def _held(ids: Iterable[int]) -> dict[int, PracticeEntry]:
    """The entries as they are now; their chains stand still until the transaction ends."""
    rows = dict(PracticeEntry.objects.filter(pk__in=set(ids)).values_list("pk", "participation"))
    participations = hold(rows.values())
    fresh = PracticeEntry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=rows).order_by("participation", "day", "pk")
    entries = {entry.pk: entry for entry in fresh}
    for entry in entries.values():
        entry.participation = participations[entry.participation_id]
    return entries


def _is_as_seen(entry: PracticeEntry, decision: Decision) -> bool:
    return entry.state == State.SUBMITTED and entry.last_number == decision.number


def _not_ones_own(by: User | None, entries: Iterable[PracticeEntry]) -> None:
    if own := [entry.pk for entry in entries if by and entry.participation.enrolment.learner_id == by.pk]:
        raise Refused(Refusal.OWN, own)


def _record(by: User | None, host: Host | None, how: Closing.How) -> Closing:
    said = {"host_name": host.name[:120], "host_role": host.role[:120]} if host else {}
    return Closing.objects.create(how=how, by=by, at=now(), **said)


def _closed(decisions: Sequence[Decision], entries: dict[int, PracticeEntry], closing: Closing) -> Closing:
    """Links in the order of the entries, so that the same list always makes the same chain."""
    decided = {decision.entry_id: decision for decision in decisions}
    chosen = [entry for pk, entry in entries.items() if pk in decided]
    said = committed_of(chosen)
    for entry in chosen:
        decision = decided[entry.pk]
        step, state = (Step.CONFIRMED, State.CONFIRMED) if decision.is_confirmed else (Step.RETURNED, State.RETURNED)
        words = {"entry": said[entry.pk], "by": _who(closing), "comment": clean_text(decision.comment).strip()}
        link = add_link(entry=entry, step=step, words=words, at=closing.at, closing=closing)
        PracticeEntry.objects.filter(pk=entry.pk).update(state=state, last_number=link.number)
        entry.state, entry.last_number = state, link.number
    enrolments = {entry.participation.enrolment_id: entry.participation.enrolment for entry in chosen}
    for pk in sorted(enrolments):
        post_answered(closing, enrolments[pk])
    _complete(entry.participation.enrolment_id for entry in chosen if entry.state == State.CONFIRMED)
    return closing


def _complete(enrolments: Iterable[int]) -> None:
    """Hours may be what a course was waiting for. Held like with every other fact: of two that arrive together the second sees the
    first."""
    held = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=set(enrolments))
    for enrolment in held.select_related("cohort__course", "learner").order_by("pk"):
        complete_if_met(enrolment=enrolment)


def _who(closing: Closing) -> dict[str, Any]:
    host = {"host": closing.host_name, "role": closing.host_role} if closing.host_name else {}
    return {"how": closing.how, "person": closing.by_id, **host}
