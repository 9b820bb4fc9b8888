"""Two things come at the same moment: real threads, real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.internships.actions.closing import Decision, close_entries
from courses.internships.actions.handing_in import submit, take_back
from courses.internships.actions.hosting import Host, confirm_by_link, make_host_link
from courses.internships.actions.writing import begin, save_entry
from courses.internships.checking import is_whole, verdicts
from courses.internships.models import ChainLink, Closing, HostLink, Participation, PracticeEntry
from courses.internships.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories.internships import entry, fresh, handed_in, participation, placement

pytestmark = pytest.mark.django_db(transaction=True)
State = PracticeEntry.State
HOST = Host("Hanna Koval", "head of the library")


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            ready.wait()
            return deed()
        except Refused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def test_four_clicks_hand_in_once():
    made = entry()

    at_once(*[lambda: submit(entry=fresh(made)).pk] * 4)

    assert (fresh(made).state, ChainLink.objects.count()) == (State.SUBMITTED, 1)


def test_entries_of_one_learner_handed_in_at_once_make_one_chain():
    who = participation()
    made = [entry(who, minutes=60, did=f"Part {number}") for number in range(4)]

    at_once(*[lambda one=one: submit(entry=fresh(one)).pk for one in made])

    assert sorted(ChainLink.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert (is_whole(who), {verdict.value for verdict in verdicts([who]).values()}) == (True, {"as_it_was"})


def test_of_two_long_halves_of_a_day_one_is_handed_in_also_from_two_placements():
    for _round in range(3):
        first = participation()
        second = Participation.objects.create(placement=placement(cohort=first.placement.cohort), enrolment=first.enrolment)
        made = [entry(who, minutes=500) for who in (first, second)]

        said = at_once(*[lambda one=one: submit(entry=fresh(one), is_sure=True).state for one in made])

        assert sorted(map(str, said)) == sorted([State.SUBMITTED, Refusal.TOO_LONG])


def test_of_taking_back_and_confirming_one_happens():
    for _round in range(4):
        made = handed_in()
        person = made.participation.placement.mentor
        decision = Decision(made.pk, made.last_number, is_confirmed=True)

        taken, confirmed = at_once(
            lambda m=made: take_back(entry=fresh(m)).state, lambda d=decision, p=person: close_entries(decisions=[d], by=p).pk
        )

        if taken == State.DRAFT:
            assert (confirmed, fresh(made).state) == (Refusal.CHANGED, State.DRAFT)
        else:
            assert (taken, fresh(made).state) == (Refusal.ANSWERED, State.CONFIRMED)


def test_two_who_answer_the_same_list_from_both_ends_are_sorted():
    where = placement()
    made = [handed_in(participation(where)) for _ in range(3)]
    decisions = [Decision(one.pk, one.last_number, is_confirmed=True) for one in made]

    said = at_once(
        lambda: close_entries(decisions=decisions, by=where.mentor).how,
        lambda: close_entries(decisions=decisions[::-1], by=where.mentor).how,
    )

    assert sorted(map(str, said)) == sorted([Refusal.CHANGED, "person"])
    assert (Closing.objects.count(), ChainLink.objects.filter(step="confirmed").count()) == (1, 3)


def test_two_who_use_one_link_use_it_once():
    made = handed_in()
    where = made.participation.placement
    link = make_host_link(placement=where, by=where.mentor)
    decisions = [Decision(made.pk, made.last_number, is_confirmed=True)]

    def confirm() -> str:
        return confirm_by_link(link=HostLink.objects.get(pk=link.pk), host=HOST, decisions=decisions).how

    assert sorted(map(str, at_once(confirm, confirm))) == sorted(["link", Refusal.USED])


def test_words_saved_while_they_are_handed_in_are_in_the_link_or_their_writer_is_told():
    for _round in range(4):
        made = entry()
        change = Change(new_ulid(), made.revision, {**made.value, "did": "A last word."})

        def save(one=made, change=change) -> str:
            return save_entry(entry=fresh(one), change=change).value["did"]

        said, _state = at_once(save, lambda m=made: submit(entry=fresh(m)).state)

        stored = fresh(made)
        committed = ChainLink.objects.get(entry=made).words.words["entry"]["did"]
        assert stored.value["did"] == committed
        assert (said == "A last word.") == (committed == "A last word.") or said == Refusal.HANDED_IN


def test_two_devices_that_begin_one_entry_begin_the_same():
    who, name = participation(), new_ulid()
    again = Participation.objects.select_related("placement__cohort", "enrolment__learner").get

    made = at_once(*[lambda: begin(participation=again(pk=who.pk), made_id=name).pk] * 3)

    assert len(set(made)) == 1
