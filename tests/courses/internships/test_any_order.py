"""Whatever learners, mentors, supervisors and hosts do, in whatever order, and whatever is done behind their backs: what holds of practice
entries and their chains.

Two learners with three entries each in one placement. Each step is an action as a page calls it; what is refused changes nothing."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from courses.internships.actions.closing import Decision, close_entries, return_confirmed
from courses.internships.actions.handing_in import submit, take_back
from courses.internships.actions.hosting import Host, confirm_by_link, confirm_sheet, make_host_link, make_sheet
from courses.internships.actions.writing import begin
from courses.internships.chain import STATE_AFTER, Verdict
from courses.internships.checking import is_whole, verdicts
from courses.internships.models import ChainLink, ChainWords, Participation, PracticeEntry
from courses.internships.personal_data import erase
from courses.internships.rules import Refused, Unsure
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid
from tests.factories.internships import participation, placement, supervisor, write

ENTRIES = 6
State = PracticeEntry.State
HOST = Host("Hanna Koval", "head of the library")
numbers = st.integers(0, ENTRIES - 1)
several = st.lists(st.tuples(numbers, st.booleans()), min_size=1, max_size=4, unique_by=lambda one: one[0])


class PracticeLog(RuleBasedStateMachine):
    people: list[Participation]
    supervisor: User

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.made = [begin(participation=self.people[place % 2], made_id=new_ulid()) for place in range(ENTRIES)]
        self.tampered: set[int] = set()
        self.erased: set[int] = set()
        self.links: dict[tuple[int, int], str] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def entry(self, number: int) -> PracticeEntry:
        around = ("participation__placement__cohort", "participation__enrolment__learner")
        return PracticeEntry.objects.select_related(*around).get(pk=self.made[number].pk)

    # The learner

    @initialize()
    def begins_with_entries_to_answer(self):
        for number in range(ENTRIES):
            self.writes(number, 60, 0)
            self.hands_in(number, False)

    @rule(number=numbers, minutes=st.sampled_from([None, 30, 400, 700]), back=st.integers(0, 2))
    def writes(self, number, minutes, back):
        entry = self.entry(number)
        with contextlib.suppress(Refused):
            day = self.people[0].placement.starts_on + timedelta(days=back)
            write(entry, minutes=minutes, date=day, did=f"Day {back}, {minutes} minutes")

    @rule(number=numbers, is_sure=st.booleans())
    def hands_in(self, number, is_sure):
        with contextlib.suppress(Refused, Unsure):
            submit(entry=self.entry(number), is_sure=is_sure)

    @rule(number=numbers)
    def takes_back(self, number):
        with contextlib.suppress(Refused):
            take_back(entry=self.entry(number))

    @rule(who=st.integers(0, 1))
    def is_erased(self, who):
        person = self.people[who]
        erase(person.enrolment.learner)
        self.erased |= set(PracticeEntry.objects.filter(participation=person).values_list("pk", flat=True))
        self.tampered -= self.erased  # the words that were changed are gone

    # Those who answer

    @rule(chosen=several, is_late=st.booleans())
    def answers_several(self, chosen, is_late):
        """As the list shows them, or as it showed them a while ago."""
        entries = [(self.entry(number), is_confirmed) for number, is_confirmed in chosen]
        decisions = [
            Decision(entry.pk, entry.last_number - is_late, is_confirmed, "" if is_confirmed else "What else?")
            for entry, is_confirmed in entries
        ]
        before = {entry.pk: entry.state for entry, _ in entries}
        try:
            with transaction.atomic():
                close_entries(decisions=decisions, by=self.people[0].placement.mentor)
        except Refused:
            after = dict(PracticeEntry.objects.filter(pk__in=before).values_list("pk", "state"))
            assert after == before
        else:
            assert set(before.values()) == {State.SUBMITTED}

    @rule(number=numbers)
    def says_it_was_a_mistake(self, number):
        entry = self.entry(number)
        with contextlib.suppress(Refused):
            return_confirmed(entry=entry, number=entry.last_number, by=self.supervisor, reason="Another day.")

    @rule(chosen=several)
    def the_host_confirms(self, chosen):
        link = make_host_link(placement=self.people[0].placement, by=self.supervisor)
        entries = [self.entry(number) for number, _ in chosen]
        with contextlib.suppress(Refused), transaction.atomic():
            confirm_by_link(link=link, host=HOST, decisions=[Decision(entry.pk, entry.last_number, True) for entry in entries])

    @rule(who=st.integers(0, 1), number=numbers)
    def a_sheet_is_signed_while_something_is_taken_back(self, who, number):
        with contextlib.suppress(Refused), transaction.atomic():
            sheet = make_sheet(participation=self.people[who], by=self.supervisor)
            with contextlib.suppress(Refused):
                take_back(entry=self.entry(number))
            confirm_sheet(sheet=sheet, host=HOST, by=self.supervisor)

    # Somebody with a hand in the database

    @rule(number=numbers)
    def changes_confirmed_words_in_the_database(self, number):
        entry = self.entry(number)
        if entry.state == State.CONFIRMED and entry.pk not in self.erased:
            said = {**entry.value, "did": entry.text("did") + " and much more"}
            PracticeEntry.objects.filter(pk=entry.pk).update(value=said)
            self.tampered.add(entry.pk)

    # What always holds

    @invariant()
    def the_state_is_what_the_last_link_says(self):
        for entry in PracticeEntry.objects.prefetch_related("links"):
            links = list(entry.links.all())
            assert entry.last_number == (links[-1].number if links else 0)
            assert entry.state == (STATE_AFTER[links[-1].step] if links else State.DRAFT)

    @invariant()
    def links_are_only_added_and_the_chain_is_whole(self):
        now_there = {(link.participation_id, link.number): link.hash for link in ChainLink.objects.all()}
        assert self.links.items() <= now_there.items()
        self.links = now_there
        assert all(is_whole(person) for person in self.people)

    @invariant()
    def what_was_changed_is_found_and_nothing_else(self):
        """Also after it was returned, written anew and confirmed again: its steps do not fit each other any more."""
        found = verdicts(self.people)
        entries = {entry.pk: entry for entry in PracticeEntry.objects.all()}
        for pk, verdict in found.items():
            if pk in self.tampered:
                assert verdict == Verdict.CHANGED
            elif entries[pk].state in (State.SUBMITTED, State.CONFIRMED) and not ChainWords.objects.filter(link__entry=pk).exists():
                assert verdict == Verdict.ERASED
            else:
                assert verdict in (Verdict.AS_IT_WAS, Verdict.ERASED)

    @invariant()
    def no_day_of_a_learner_has_more_than_sixteen_hours(self):
        days = PracticeEntry.objects.counted().values("participation__enrolment__learner", "day").annotate(sum=Sum("minutes"))
        assert all(day["sum"] <= 960 for day in days)

    @invariant()
    def every_answer_has_its_record(self):
        assert not ChainLink.objects.filter(step__in=ChainLink.ANSWERS, closing=None).exists()


@pytest.mark.django_db
def test_in_any_order():
    where = placement()
    PracticeLog.people = [participation(where), participation(where)]
    PracticeLog.supervisor = supervisor(where)

    run_state_machine_as_test(PracticeLog, settings=settings(max_examples=14, stateful_step_count=30, deadline=None, database=None))
