"""The chain of a participation: pure functions. Whoever changes later what was confirmed, or when, or for how long, is found out.

    hash       = SHA-256(previous hash ‖ number ‖ entry ‖ step ‖ time ‖ minutes ‖ commitment)
    commitment = SHA-256(salt ‖ words)

Fields are joined by line feeds, which none of them holds; before the first link the previous hash is 64 zeros. The time is ISO 8601 in UTC
with microseconds. Words are JSON with sorted keys, without spaces, in UTF-8, their texts in the normal form C of Unicode; the salt is 16
random bytes, written as hex. A salted hash of words says nothing about them once words and salt are gone, so erasing leaves the chain
whole.

What the chain cannot say: whoever may write to the database and computes every link from some place on anew has made another chain. Against
that stand copies elsewhere: a sheet for the host carries the hash that the chain had when it was printed.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import pairwise
from typing import Any

GENESIS = "0" * 64
STATE_AFTER = {"submitted": "submitted", "taken_back": "draft", "returned": "returned", "confirmed": "confirmed"}
FROZEN = ("submitted", "confirmed")


class Verdict(Enum):
    AS_IT_WAS = "as_it_was"
    CHANGED = "changed"
    ERASED = "erased"


@dataclass(frozen=True)
class Link:
    """`entry` is the entry's own name (`made_id`)."""

    number: int
    entry: str
    step: str
    at: datetime
    minutes: int
    commitment: str
    hash: str


@dataclass(frozen=True)
class Words:
    """What was said with a link: {"entry": the entry as it stood, "by": who answered, "comment": what they said}."""

    salt: str
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """An entry as the database has it now. `said` in the form that is committed to; `is_blank` where it says nothing at all."""

    name: str
    state: str
    minutes: int | None
    said: Mapping[str, Any]
    is_blank: bool


def new_salt() -> str:
    return secrets.token_hex(16)


def canonical(words: Any) -> bytes:
    return json.dumps(_normal(words), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(salt: str, words: Mapping[str, Any]) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + canonical(words)).hexdigest()


def link_hash(*, previous: str, number: int, entry: str, step: str, at: datetime, minutes: int, commitment: str) -> str:
    time = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return hashlib.sha256("\n".join([previous, str(number), entry, step, time, str(minutes), commitment]).encode()).hexdigest()


def broken_links(links: Sequence[Link]) -> list[int]:
    """Numbers of the links that do not follow from the one before: changed, or the first after one that is missing. `links` in their
    order."""
    broken, previous, expected = [], GENESIS, 1
    for link in links:
        fits = link.number == expected and link.hash == _hash_of(link, previous)
        if not fits:
            broken.append(link.number)
        previous, expected = link.hash, link.number + 1
    return broken


def check_chain(links: Sequence[Link], words: Mapping[int, Words], entries: Iterable[Standing]) -> dict[str, Verdict]:
    """What is to be said of each entry. Drafts that were never handed in have no link, and there is nothing to say of them."""
    broken = set(broken_links(links))
    steps: dict[str, list[Link]] = {}
    for link in links:
        steps.setdefault(link.entry, []).append(link)
    verdicts = {}
    for entry in entries:
        own = steps.get(entry.name, [])
        if own or entry.state in FROZEN:
            verdicts[entry.name] = _verdict(entry, own, words, broken)
    return verdicts


def _verdict(entry: Standing, own: list[Link], words: Mapping[int, Words], broken: set[int]) -> Verdict:
    if not own or any(link.number in broken for link in own) or STATE_AFTER.get(own[-1].step) != entry.state:
        return Verdict.CHANGED
    if any(commitment(said.salt, said.words) != link.commitment for link in own if (said := words.get(link.number))):
        return Verdict.CHANGED
    if any(_changed_between(words.get(one.number), words.get(other.number)) for one, other in pairwise(own) if one.step in FROZEN):
        return Verdict.CHANGED
    last, said = own[-1], words.get(own[-1].number)
    if entry.state not in FROZEN:
        return Verdict.AS_IT_WAS if said else Verdict.ERASED
    if entry.minutes != last.minutes:
        return Verdict.CHANGED
    if said is None:
        return Verdict.ERASED if entry.is_blank else Verdict.CHANGED
    return Verdict.AS_IT_WAS if canonical(said.words.get("entry")) == canonical(entry.said) else Verdict.CHANGED


def _changed_between(before: Words | None, after: Words | None) -> bool:
    """What is frozen says the same at the next step, whoever takes it."""
    return bool(before and after) and canonical(before.words.get("entry")) != canonical(after.words.get("entry"))  # type: ignore[union-attr]


def _hash_of(link: Link, previous: str) -> str:
    return link_hash(
        previous=previous,
        number=link.number,
        entry=link.entry,
        step=link.step,
        at=link.at,
        minutes=link.minutes,
        commitment=link.commitment,
    )


def _normal(words: Any) -> Any:
    if isinstance(words, str):
        return unicodedata.normalize("NFC", words)
    if isinstance(words, Mapping):
        return {key: _normal(value) for key, value in words.items()}
    if isinstance(words, list | tuple):
        return [_normal(value) for value in words]
    return words
