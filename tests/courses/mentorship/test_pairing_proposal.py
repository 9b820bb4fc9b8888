"""What a proposal promises, and on small cases that nothing better exists."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.pairing_proposal import EVEN, Learner, Mentor, Pair, Why, WhyNot, Without, can_be, places_of, propose

LANGUAGES = ["uk", "ru", "cs"]
IDS = st.frozensets(st.integers(101, 104), max_size=2)


@st.composite
def groups(draw, learners=5, mentors=4):
    """Persons of learners are numbered from 101 as mentors are, so that somebody may be both."""
    people = [
        Learner(
            id=number, person=draw(st.integers(101, 120)), language=draw(st.sampled_from(LANGUAGES)), former=draw(IDS), leaves=draw(IDS)
        )
        for number in range(1, draw(st.integers(0, learners)) + 1)
    ]
    readers = [
        Mentor(
            id=100 + number,
            languages=frozenset(draw(st.sets(st.sampled_from(LANGUAGES), min_size=1))),
            capacity=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 4)),
            is_away=draw(st.integers(0, 5)) == 0,
        )
        for number in range(1, draw(st.integers(0, mentors)) + 1)
    ]
    bars = draw(st.sets(st.tuples(st.integers(101, 104), st.integers(101, 120)), max_size=4))
    return people, readers, bars


def worth(chosen, learners, mentors):
    """As the three wishes say, the larger the better. `chosen`: mentor or None for each learner."""
    former = sum(mentor in learner.former for learner, mentor in zip(learners, chosen, strict=True) if mentor)
    cost = sum(sum(places_of(mentor, len(learners))[: chosen.count(mentor.id)]) for mentor in mentors)
    return len(chosen) - chosen.count(None), former, -cost


def is_allowed(chosen, learners, mentors, bars):
    by_id = {mentor.id: mentor for mentor in mentors}
    fits = all(can_be(learner, by_id[mentor], bars) for learner, mentor in zip(learners, chosen, strict=True) if mentor)
    return fits and all(chosen.count(mentor.id) <= mentor.room for mentor in mentors)


def chosen_of(proposal, learners):
    mentors = {pair.learner: pair.mentor for pair in proposal.pairs}
    return tuple(mentors.get(learner.id) for learner in learners)


@given(groups(learners=9))
def test_nobody_gets_too_many_and_nothing_that_is_barred_is_proposed(group):
    learners, mentors, bars = group

    proposal = propose(learners, mentors, bars)

    assert is_allowed(chosen_of(proposal, learners), learners, mentors, bars)
    assert sorted([one.learner for one in (*proposal.pairs, *proposal.without)]) == [learner.id for learner in learners]


@given(groups())
def test_there_is_no_better_one(group):
    learners, mentors, bars = group

    proposal = propose(learners, mentors, bars)

    every = product([None, *(mentor.id for mentor in mentors)], repeat=len(learners))
    best = max(worth(chosen, learners, mentors) for chosen in every if is_allowed(chosen, learners, mentors, bars))
    assert worth(chosen_of(proposal, learners), learners, mentors) == best


@given(groups(), st.randoms())
def test_the_same_rows_in_any_order_give_the_same(group, chance):
    learners, mentors, bars = group
    before = propose(learners, mentors, bars)

    chance.shuffle(learners)
    chance.shuffle(mentors)

    assert propose(learners, mentors, sorted(bars, reverse=True)) == before


@given(st.integers(1, 200), st.integers(0, 200))
def test_every_further_learner_costs_at_least_as_much(capacity, load):
    costs = places_of(Mentor(id=1, languages=frozenset(), capacity=capacity, load=load), 500)

    assert costs == sorted(costs)
    assert all(0 <= cost < 2 * EVEN for cost in costs)


def reader(id_, *languages, **facts):
    return Mentor(id=id_, languages=frozenset(languages), **{"capacity": 10, **facts})


def test_load_is_even_for_what_each_can_carry():
    learners = [Learner(id=number, person=number, language="uk") for number in range(1, 10)]

    proposal = propose(learners, [reader(101, "uk", capacity=20), reader(102, "uk", capacity=10)])

    assert [sum(pair.mentor == mentor for pair in proposal.pairs) for mentor in (101, 102)] == [6, 3]


def test_one_whom_they_had_before_comes_before_one_with_more_room():
    learner = Learner(id=1, person=1, language="uk", former=frozenset({101}))

    proposal = propose([learner], [reader(101, "uk", load=9), reader(102, "uk")])

    assert proposal.pairs == (Pair(1, 101, (Why.LANGUAGE, Why.FORMER)),)


def test_one_more_with_a_mentor_comes_before_one_whom_they_had_before():
    both = Learner(id=1, person=1, language="uk", former=frozenset({101}))
    only = Learner(id=2, person=2, language="ru")

    proposal = propose([both, only], [reader(101, "uk", "ru", capacity=1), reader(102, "uk", capacity=1)])

    assert [(pair.learner, pair.mentor) for pair in proposal.pairs] == [(1, 102), (2, 101)]


def test_why_somebody_is_chosen():
    learners = [Learner(id=1, person=1, language="uk"), Learner(id=2, person=2, language="cs")]

    proposal = propose(learners, [reader(101, "uk"), reader(102, "uk", load=5), reader(103, "cs")])

    assert proposal.pairs == (Pair(1, 101, (Why.LANGUAGE, Why.ROOM)), Pair(2, 103, (Why.LANGUAGE, Why.ONLY)))


@pytest.mark.parametrize(
    ("mentors", "bars", "why"),
    [
        ([], [], WhyNot.NO_MENTORS),
        ([reader(101, "cs")], [], WhyNot.LANGUAGE),
        ([reader(101, "uk", is_away=True), reader(102, "cs")], [], WhyNot.AWAY),
        ([reader(101, "uk"), reader(102, "uk", is_away=True)], [(101, 1)], WhyNot.BARRED),
        ([reader(1, "uk")], [], WhyNot.BARRED),
        ([reader(101, "uk", load=10)], [], WhyNot.FULL),
        ([reader(101, "uk", capacity=0)], [], WhyNot.FULL),
        ([reader(101, "uk"), reader(102, "uk", capacity=0)], [(101, 1)], WhyNot.FULL),
    ],
)
def test_why_somebody_stays_without(mentors, bars, why):
    proposal = propose([Learner(id=1, person=1, language="uk")], mentors, bars)

    assert (proposal.pairs, proposal.without) == ((), (Without(1, why),))
