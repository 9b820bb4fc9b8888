"""Which mentor for which learner: a proposal. Pure: no database, no clock, the same rows give the same proposal.

Never: a mentor who does not read the learner's language, who is away, whom a conflict of interest bars, whom the learner has asked to
leave, or who is the learner; and nobody gets more learners than their capacity. Among what is left, in this order:

1. as many learners as possible have a mentor;
2. as many of those as possible have one whom they had before;
3. the load is even: Σ (learners of a mentor)² / capacity is as small as it can be.

It is a minimum-cost flow: from each learner one unit to a mentor, or to nobody; from each mentor one arc for every place that is free. The
n-th learner of a mentor costs (2n − 1) / capacity, the difference of the squares, so that costs only rise and the flow fills the cheapest
places first (R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows", 1993, ch. 14: convex costs as parallel arcs). Costs are whole
numbers, EVEN to one; a step of a wish is worth more than all steps of the next one together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import networkx

EVEN = 1000


@dataclass(frozen=True, kw_only=True)
class Learner:
    """`id` is that of the enrolment. `former`: mentors they had before; `leaves`: those whom they asked to leave."""

    id: int
    person: int
    language: str
    former: frozenset[int] = frozenset()
    leaves: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Mentor:
    """`load`: how many learners they have already, in all cohorts, and keep."""

    id: int
    languages: frozenset[str]
    capacity: int
    load: int = 0
    is_away: bool = False

    @property
    def room(self) -> int:
        return max(0, self.capacity - self.load)


class Why(StrEnum):
    LANGUAGE = "language"  # reads the learner's language
    FORMER = "former"  # was their mentor before
    ONLY = "only"  # nobody else can be
    ROOM = "room"  # of those who can be, nobody has more room for their capacity


class WhyNot(StrEnum):
    NO_MENTORS = "no_mentors"
    LANGUAGE = "language"  # nobody reads it
    AWAY = "away"  # those who read it are away
    BARRED = "barred"  # those who are there are barred, or were asked to leave
    FULL = "full"  # those who could be have no room, or it went to others


@dataclass(frozen=True)
class Pair:
    learner: int
    mentor: int
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Without:
    learner: int
    why: WhyNot


@dataclass(frozen=True)
class Proposal:
    """Every learner is in one of the two, in the order of their ids."""

    pairs: tuple[Pair, ...]
    without: tuple[Without, ...]


def propose(learners: Collection[Learner], mentors: Collection[Mentor], bars: Collection[tuple[int, int]] = ()) -> Proposal:
    """`bars`: (mentor, person of the learner)."""
    learners, mentors = sorted(learners, key=lambda one: one.id), sorted(mentors, key=lambda one: one.id)
    barred = frozenset(bars)
    able = {learner.id: [mentor for mentor in mentors if can_be(learner, mentor, barred) and mentor.room] for learner in learners}
    chosen = _cheapest([learner for learner in learners if able[learner.id]], able)
    load = {mentor.id: mentor.load for mentor in mentors}
    for mentor_id in chosen.values():
        load[mentor_id] += 1
    pairs = [Pair(one.id, chosen[one.id], _why(one, chosen[one.id], able[one.id], load)) for one in learners if one.id in chosen]
    without = [Without(one.id, _why_not(one, mentors, barred)) for one in learners if one.id not in chosen]
    return Proposal(tuple(pairs), tuple(without))


def can_be(learner: Learner, mentor: Mentor, barred: Collection[tuple[int, int]]) -> bool:
    """Whatever room there is."""
    return learner.language in mentor.languages and not mentor.is_away and not _is_kept_apart(learner, mentor, barred)


def _is_kept_apart(learner: Learner, mentor: Mentor, barred: Collection[tuple[int, int]]) -> bool:
    return mentor.id == learner.person or mentor.id in learner.leaves or (mentor.id, learner.person) in barred


def _cheapest(learners: Sequence[Learner], able: dict[int, list[Mentor]]) -> dict[int, int]:
    """Mentor by learner. Nodes are numbered: learners from 1, mentors below 0, 0 is where all units end."""
    anew = 2 * EVEN * len(learners) + 1  # more than all places together
    nobody = len(learners) * (anew + 2 * EVEN) + 1  # more than everything else together
    network = networkx.MultiDiGraph()
    network.add_node(0, demand=len(learners))
    places = {mentor.id: mentor for mentors in able.values() for mentor in mentors}
    node_of = {mentor_id: -number for number, mentor_id in enumerate(sorted(places), 1)}
    for mentor_id, node in node_of.items():
        for cost in places_of(places[mentor_id], len(learners)):
            network.add_edge(node, 0, capacity=1, weight=cost)
    for number, learner in enumerate(learners, 1):
        network.add_node(number, demand=-1)
        network.add_edge(number, 0, capacity=1, weight=nobody)
        for mentor in able[learner.id]:
            network.add_edge(number, node_of[mentor.id], capacity=1, weight=0 if mentor.id in learner.former else anew)
    _cost, flow = networkx.network_simplex(network)
    mentor_at = {node: mentor_id for mentor_id, node in node_of.items()}
    return {
        learner.id: mentor_at[node]
        for number, learner in enumerate(learners, 1)
        for node, arcs in flow[number].items()
        if node and any(arcs.values())
    }


def places_of(mentor: Mentor, most: int) -> list[int]:
    """What each free place costs, the cheapest first."""
    return [EVEN * (2 * number - 1) // mentor.capacity for number in range(mentor.load + 1, mentor.load + 1 + min(mentor.room, most))]


def _why(learner: Learner, chosen: int, able: Sequence[Mentor], load: dict[int, int]) -> tuple[Why, ...]:
    if chosen in learner.former:
        return Why.LANGUAGE, Why.FORMER
    if len(able) == 1:
        return Why.LANGUAGE, Why.ONLY
    share = {mentor.id: load[mentor.id] / mentor.capacity for mentor in able}
    has_most_room = all(load[mentor.id] + 1 > share[chosen] * mentor.capacity for mentor in able if mentor.id != chosen)
    return (Why.LANGUAGE, Why.ROOM) if has_most_room else (Why.LANGUAGE,)


def _why_not(learner: Learner, mentors: Sequence[Mentor], barred: Collection[tuple[int, int]]) -> WhyNot:
    """The first thing that leaves nobody."""
    if not mentors:
        return WhyNot.NO_MENTORS
    reading = [mentor for mentor in mentors if learner.language in mentor.languages]
    if not reading:
        return WhyNot.LANGUAGE
    there = [mentor for mentor in reading if not mentor.is_away]
    if not there:
        return WhyNot.AWAY
    return WhyNot.BARRED if all(_is_kept_apart(learner, mentor, barred) for mentor in there) else WhyNot.FULL
