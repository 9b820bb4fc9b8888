import threading

import pytest
from django.db import connection, connections

from courses.workbook.kinds import KINDS
from courses.workbook.models import Entry, EntryRevision
from lms.core.log.actions import Change, TooManyWriters, append
from lms.core.log.merge import Merged
from lms.core.log.ulid import is_ulid, new_ulid
from tests.factories import EntryFactory

MERGE = KINDS["long_text"].merge


def change(text, base, **more):
    return Change(more.pop("id", None) or new_ulid(), base, {"text": text}, **more)


@pytest.fixture
def entry(db):
    return EntryFactory(value={}, revision=0, changed_at=None)


def add(entry, text, base, **more):
    return append(log=Entry.objects.get(pk=entry.pk), change=change(text, base, **more), merge=MERGE)


def test_a_plain_change_costs_one_update_and_one_insert(entry, django_assert_num_queries):
    with django_assert_num_queries(4):  # the two, and the savepoint that a transaction within the test's own is
        append(log=entry, change=change("a", 0), merge=MERGE)

    row = EntryRevision.objects.get()
    assert (row.number, row.base, row.value, row.sent, row.outcome) == (1, 0, {"text": "a"}, None, "applied")


def test_the_row_in_hand_says_what_the_database_says(entry):
    outcome = append(log=entry, change=change("a", 0), merge=MERGE)

    stored = Entry.objects.get()
    assert (entry.value, entry.revision, entry.changed_at) == (stored.value, stored.revision, stored.changed_at)
    assert outcome.saved_at == stored.changed_at


def test_a_change_without_a_change_writes_nothing(entry):
    add(entry, "a", 0)

    outcome = add(entry, "a", 1)

    assert (outcome.revision, outcome.is_repeat, EntryRevision.objects.count()) == (1, True, 1)


def test_the_order_of_arrival_decides_between_two_that_changed_the_same_words(entry):
    add(entry, "ten people", 0)
    add(entry, "eleven people", 1)

    outcome = add(entry, "twelve people", 1)

    assert (outcome.value, outcome.outcome) == ({"text": "twelve people"}, "kept")
    assert Entry.objects.get().kept_number == 3


def test_what_a_device_sent_is_stored_where_a_merge_made_something_else_of_it(entry):
    add(entry, "one", 0)
    add(entry, "one two", 1)

    add(entry, "zero one", 1)

    row = EntryRevision.objects.first()
    assert (row.value, row.sent, row.outcome) == ({"text": "zero one two"}, {"text": "zero one"}, "merged")


@pytest.mark.parametrize("base", [7, -1, 2**31 - 1])
def test_a_base_that_nobody_knows_is_merged_without_one(entry, base):
    add(entry, "Here.", 0)

    assert add(entry, "There.", base).value == {"text": "Here. There."}


def test_a_revision_that_was_removed_meanwhile_is_a_base_that_nobody_knows(entry):
    add(entry, "Here.", 0)
    add(entry, "Here. More.", 1)
    EntryRevision.objects.filter(number=1).delete()

    assert add(entry, "Here. There.", 1).value == {"text": "Here. More. There."}


def test_a_fast_change_that_finds_itself_there_already_is_a_repeat(entry):
    name = new_ulid()
    add(entry, "a", 0, id=name)
    Entry.objects.update(revision=0)  # as if the log were restored from a copy that is older than its revisions

    outcome = add(entry, "a", 0, id=name)

    assert (outcome.revision, outcome.is_repeat, Entry.objects.get().revision) == (1, True, 0)


def test_somebody_who_is_always_faster_ends_in_words_not_in_a_loop(entry):
    stale = Entry.objects.get()
    stale.refresh_from_db = lambda **_: None
    add(entry, "a", 0)

    with pytest.raises(TooManyWriters):
        append(log=stale, change=change("b", 0), merge=lambda *_: Merged({"text": "b"}))


def test_names_of_changes_sort_by_time_and_are_recognised():
    names = [new_ulid() for _ in range(3)]

    assert all(map(is_ulid, names))
    assert names[0][:9] == names[2][:9]
    assert not any(map(is_ulid, ["", "x" * 26, "0" * 25, "0" * 27, None, 5, "~" + "0" * 25]))


@pytest.mark.django_db(transaction=True)
def test_devices_that_write_at_the_same_moment_lose_nothing():
    """Real threads on the real database: SQLite in the embedded default, PostgreSQL where it is reachable."""
    pk = EntryFactory(value={"text": "start."}, revision=0).pk
    append(log=Entry.objects.get(pk=pk), change=change("start.", 0), merge=MERGE)
    start, failures = threading.Barrier(6), []

    def device(number):
        try:
            start.wait()
            for turn in range(5):
                base = Entry.objects.get(pk=pk)
                one = change(f"{base.value['text']} d{number}t{turn}.", base.revision)
                for _ in range(2):  # each is sent twice
                    append(log=Entry.objects.get(pk=pk), change=one, merge=MERGE)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=device, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    entry = Entry.objects.get(pk=pk)
    assert set(entry.value["text"].split()) == {"start."} | {f"d{number}t{turn}." for number in range(6) for turn in range(5)}
    assert (entry.revision, entry.revisions.count()) == (31, 31)
    assert sorted(entry.revisions.values_list("number", flat=True)) == list(range(1, 32))


@pytest.mark.django_db(transaction=True)
def test_the_same_change_sent_from_many_threads_is_applied_once():
    pk = EntryFactory(value={}, revision=0).pk
    one, outcomes, start = change("Once.", 0), [], threading.Barrier(6)

    def send():
        start.wait()
        outcomes.append(append(log=Entry.objects.get(pk=pk), change=one, merge=MERGE))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(outcome.revision, outcome.value) for outcome in outcomes] == [(1, {"text": "Once."})] * 6
    assert Entry.objects.get().revisions.count() == 1
