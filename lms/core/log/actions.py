"""Adding to a log. The server applies each change once, in the order in which it receives them; no device's clock is asked."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.timezone import now

from .merge import Merged
from .models import Log, Revision
from .statements import insert, update_if_at

Merge = Callable[[Any, Any, Any], Merged]  # (base or None, ours, theirs)
Follow = Callable[[Any], Mapping[str, Any]]  # what else the log says once it has this value
ATTEMPTS = 50


class TooManyWriters(Exception):
    """Somebody else was faster every time. Nothing was written; the device may send the same change again."""


class NoLongerOpen(Exception):
    """What the log had to say for the change to be taken (`only_while`) is not what it says by now. Nothing was written."""


@dataclass(frozen=True)
class Change:
    """What a device sends. `id` is its own name for the change (a ULID), `base` the revision it went on from.

    After a merge a device may still hold what it sent, not what came of it, because its learner was typing on: then it says
    `follows_sent`, and what it sent with revision `base` is what the new value is compared with."""

    id: str
    base: int
    value: Any
    follows_sent: bool = False


@dataclass(frozen=True)
class Outcome:
    revision: int
    value: Any
    outcome: str
    saved_at: datetime | None
    is_repeat: bool = False


def append(
    *,
    log: Log,
    change: Change,
    merge: Merge,
    fields: Mapping[str, Any] | None = None,
    also: Mapping[str, Any] | None = None,
    noted: Mapping[str, Any] | None = None,
    follow: Follow | None = None,
    only_while: Mapping[str, Any] | None = None,
    is_event: bool = False,
) -> Outcome:
    """Apply a change once. `fields` go to the log and to the revision, `also` to the log alone, `noted` to the revision alone; `follow`
    says what goes to the log with the value that came of it. `only_while`: what the log must say at that very moment, else NoLongerOpen.
    `is_event`: a row even where the value stays the same.

    When nobody wrote in between it costs one UPDATE and one INSERT. Sent again, the change answers what it answered the first time."""
    for _ in range(ATTEMPTS):
        if not is_event and _changes_nothing(log, change):
            return Outcome(log.revision, log.value, Revision.Outcome.APPLIED, log.changed_at, is_repeat=True)
        recorded = None if _is_plain(log, change) else _recorded(log, change.id)
        if recorded is None:
            merged = Merged(change.value) if _is_plain(log, change) else merge(_base_value(log, change), log.value, change.value)
            with_it = {**(also or {}), **(follow(merged.value) if follow else {})}
            try:
                outcome = _swap(log, change, merged, fields or {}, with_it, noted or {}, only_while or {})
            except IntegrityError:
                recorded = _recorded(log, change.id)
                if recorded is None:
                    raise
            else:
                if outcome is not None:
                    return outcome
                log.refresh_from_db(fields=["value", "revision", "changed_at", *(only_while or {})])
                if any(getattr(log, name) != value for name, value in (only_while or {}).items()):
                    raise NoLongerOpen
                continue
        if _sent(recorded) == change.value:
            return _answered(recorded)
        change = _renamed(change)
    raise TooManyWriters


def recorded_outcome(log: Log, change: Change) -> Outcome | None:
    """What this very change was answered when it first came; None if it never came, or came with other words."""
    recorded = _recorded(log, change.id)
    return _answered(recorded) if recorded and _sent(recorded) == change.value else None


def _is_plain(log: Log, change: Change) -> bool:
    """As far as is known, nobody wrote since the device last looked."""
    return change.base == log.revision and not change.follows_sent


def _changes_nothing(log: Log, change: Change) -> bool:
    return _is_plain(log, change) and log.revision > 0 and change.value == log.value


@transaction.atomic
def _swap(
    log: Log,
    change: Change,
    merged: Merged,
    fields: Mapping[str, Any],
    also: Mapping[str, Any],
    noted: Mapping[str, Any],
    only_while: Mapping[str, Any],
) -> Outcome | None:
    """Compare and swap on the revision. None when somebody else was faster."""
    at, number, outcome = now(), log.revision + 1, _outcome(change, merged)
    state = {"value": merged.value, "revision": number, "changed_at": at, **also}
    if outcome == Revision.Outcome.KEPT:
        state["kept_number"] = number
    stored = {name: value.pk if isinstance(value, Model) else value for name, value in fields.items()}
    if not update_if_at(log, log.revision, state | stored, only_while):
        return None
    row = {
        "log": log.pk,
        "number": number,
        "change_id": change.id,
        "base": max(change.base, 0),
        "value": merged.value,
        "sent": None if merged.value == change.value else change.value,
        "outcome": outcome,
        "created_at": at,
    }
    insert(type(log).revisions.rel.related_model, row | stored | dict(noted))
    for name, value in {**state, **fields}.items():
        setattr(log, name, value)
    return Outcome(number, merged.value, outcome, at)


def _outcome(change: Change, merged: Merged) -> str:
    if merged.loses:
        return Revision.Outcome.KEPT
    return Revision.Outcome.APPLIED if merged.value == change.value else Revision.Outcome.MERGED


def _recorded(log: Log, change_id: str) -> Revision | None:
    return log.revisions.filter(change_id=change_id).first()


def _answered(revision: Revision) -> Outcome:
    return Outcome(revision.number, revision.value, revision.outcome, revision.created_at, is_repeat=True)


def _sent(revision: Revision) -> Any:
    return revision.value if revision.sent is None else revision.sent


def _base_value(log: Log, change: Change) -> Any:
    """None when the server does not know the revision: a device that has seen more than a restored backup, or nonsense."""
    if change.base == 0:
        return {}
    if not 0 < change.base <= log.revision:
        return None
    revision = log.revisions.filter(number=change.base).first()
    if revision is None:
        return None
    return _sent(revision) if change.follows_sent else revision.value


def _renamed(change: Change) -> Change:
    """The same name for other words: a page that the browser brought back, edited and sent again. They are a change of their own,
    with a name that follows from them, so that sending them twice is still harmless."""
    content = json.dumps([change.id, change.value], sort_keys=True).encode()
    return replace(change, id="~" + hashlib.sha256(content).hexdigest()[:25].upper())
