"""Three devices of one learner that lose connections, repeat themselves and arrive late. Nothing that was sent is lost, and once they have
synchronised all of them show what the server has.

A device here does what static/js/autosave.js does: one change on its way at a time, under one name until it is answered; the next one
follows what came of it or, while the learner types on, what was sent."""

import itertools
import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.workbook.kinds import KINDS
from courses.workbook.models import Entry
from lms.core.log.actions import Change, append
from lms.core.log.models import Revision
from lms.core.log.ulid import new_ulid
from tests.factories import EntryFactory

MERGE = KINDS["long_text"].merge


class Server:
    def __init__(self):
        self.pk = EntryFactory(value={}, revision=0, changed_at=None).pk
        self.received = {}

    @property
    def entry(self):
        return Entry.objects.get(pk=self.pk)

    def receive(self, change):
        """As a request does: what it read at its start may be old by now, which `append` has to notice."""
        outcome = append(log=self.entry, change=change, merge=MERGE)
        first = self.received.setdefault(change.id, (change, outcome))[1]
        assert (outcome.revision, outcome.value) == (first.revision, first.value)
        return outcome

    def stored_words(self):
        rows = self.entry.revisions.all()
        return words(" ".join(value.get("text", "") for row in rows for value in (row.value, row.sent or {})))


class Device:
    def __init__(self, server):
        self.server, self.field, self.synced, self.base = server, "", "", 0
        self.sending, self.follows, self.merged = None, False, None

    def write(self, word, place, *, replaces):
        """A word goes in somewhere, perhaps in the place of another. Returns the word that went."""
        parts = self.field.split(" ") if self.field else []
        place = place % (len(parts) + 1)
        gone = parts[place : place + 1] if replaces else []
        parts[place : place + len(gone)] = [word] if word else []
        self.field = " ".join(parts)
        return set(words(" ".join(gone)))

    def send(self):
        if self.sending is None and self.field != self.synced:
            self.sending = Change(new_ulid(), self.base, {"text": self.field}, self.follows)
        return self.server.receive(self.sending) if self.sending else None

    def hear(self, outcome):
        if outcome is None:
            return
        sent, told = self.sending.value["text"], outcome.value["text"]
        self.sending, self.base, self.synced = None, outcome.revision, sent
        self.follows = told != sent
        self.merged = told if self.follows else None
        if self.field == sent and self.merged is not None:
            self.field = self.synced = self.merged
            self.follows, self.merged = False, None

    def look(self):
        """What the server has goes into a field in which nothing is unsent."""
        if self.sending is None and self.field == self.synced:
            entry = self.server.entry
            self.base, self.field = entry.revision, entry.value.get("text", "")
            self.synced, self.follows, self.merged = self.field, False, None

    def synchronise(self):
        while self.sending is not None or self.field != self.synced:
            self.hear(self.send())
        self.look()


def words(text):
    return re.findall(r"\w+", text)


steps = st.lists(
    st.tuples(
        st.sampled_from(["type", "type", "type", "replace", "delete", "sync", "sync", "lost answer", "late repeat", "look"]),
        st.integers(0, 2),
        st.integers(0, 12),
    ),
    min_size=3,
    max_size=40,
)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_nothing_sent_is_lost_and_all_devices_agree(happenings):
    with transaction.atomic():
        _play(happenings)
        transaction.set_rollback(True)


def _play(happenings):
    server = Server()
    devices = [Device(server) for _ in range(3)]
    fresh, typed, taken_out = (f"w{number}" for number in itertools.count()), set(), set()
    for what, who, place in happenings:
        device = devices[who]
        if what in ("type", "replace"):
            typed.add(word := next(fresh))
            taken_out |= device.write(word, place, replaces=what == "replace")
        elif what == "delete":
            taken_out |= device.write("", place, replaces=True)
        elif what == "sync":
            device.hear(device.send())
        elif what == "lost answer":
            device.send()
        elif what == "late repeat" and server.received:
            changes = list(server.received.values())
            server.receive(changes[place % len(changes)][0])
        elif what == "look":
            device.look()

    for device in devices:
        device.synchronise()
    for device in devices:
        device.look()

    current = server.entry.value.get("text", "")
    assert [device.field for device in devices] == [current] * 3
    sent = {word for change, _outcome in server.received.values() for word in words(change.value["text"])}
    assert sent <= set(server.stored_words())
    if not server.entry.revisions.filter(outcome=Revision.Outcome.KEPT).exists():
        assert typed - taken_out <= set(words(current))
    before = (current, server.entry.revision)
    for change, _outcome in server.received.values():
        server.receive(change)
    assert (server.entry.value.get("text", ""), server.entry.revision) == before
