"""Which numbers are left out so that no group of fewer than five people is shown or can be computed. Pure: no database, no Django.

Tables with their margins are a network: a number is what flows along an edge, and what comes into a node goes out of it, whatever the
numbers are. Of what is not known one can be more only if others along a way back are more or less. So the most and the least that a number
can be, with everything published, are two flow problems, and exact for whole numbers (Ford & Fulkerson 1962; for tables: Cox, "Network
Models for Complementary Cell Suppression", JASA 90, 1995). Here the counted tables themselves are a flow that fits, so only ways through
what is left open are looked for, four people wide.

Where columns do not add up (somebody came in two months), whoever computes is taken to know by how much: they then know more than anybody
does, and the network stays the same."""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

SMALLEST_GROUP = 5
WIDTH = SMALLEST_GROUP - 1  # how far apart the least and the most must be that a number can be
UNBOUNDED = 10**9
Cell = Hashable


@dataclass(frozen=True)
class Edge:
    """A number. `cell`: what of the new report makes it known (shown unless left out). Without a cell it is known, or not, for good.
    `is_published`: a number of a report, so that it must stay open once it is left out; others (differences) only where they are small.
    A published 0 is always shown, so everybody knows that what is left out is at least 1."""

    tail: Hashable
    head: Hashable
    value: int
    cell: Cell | None = None
    is_known: bool = False
    is_published: bool = False
    most: int = UNBOUNDED

    @property
    def least(self) -> int:
        return 1 if self.is_published and self.value else 0

    @property
    def is_small(self) -> bool:
        return 0 < self.value < SMALLEST_GROUP


class Network:
    def __init__(self, edges: Iterable[Edge]):
        """Edges that are known for good carry nothing: they are left away."""
        self.edges = [edge for edge in edges if not edge.is_known]
        self.at: dict[Hashable, list[tuple[Hashable, int, int]]] = defaultdict(list)  # node → (other end, edge, direction)
        for number, edge in enumerate(self.edges):
            self.at[edge.tail].append((edge.head, number, 1))
            self.at[edge.head].append((edge.tail, number, -1))

    def is_open(self, edge: Edge, left_out: set[Cell]) -> bool:
        return edge.cell is None or edge.cell in left_out

    def guarded(self, left_out: set[Cell]) -> Iterator[int]:
        for number, edge in enumerate(self.edges):
            if self.is_open(edge, left_out) and (edge.is_published or edge.is_small):
                yield number

    def width(self, number: int, left_out: set[Cell]) -> int:
        """How far apart the least and the most are that this number can be; 4 where it is 4 or more."""
        up = _Push(self, number, 1, left_out).run(WIDTH)
        return up if up >= WIDTH else min(WIDTH, up + _Push(self, number, -1, left_out).run(WIDTH - up))

    def opening(self, number: int, left_out: set[Cell]) -> set[Cell]:
        """What to leave out as well, so that this number is open: the cheaper of making it possible that it is more, or less. Where
        neither is enough, all that could be left out."""
        up, down = (_Push(self, number, way, left_out).run(WIDTH) for way in (1, -1))
        found = []
        for way, other in ((1, down), (-1, up)):
            push = _Push(self, number, way, left_out, opens=True)
            if push.run(WIDTH - other) >= WIDTH - other and push.opened:
                found.append((push.cost, -way, push.opened))
        if found:
            return min(found, key=lambda one: one[:2])[2]
        return {edge.cell for edge in self.edges if edge.cell is not None and edge.value} - left_out


class _Push:
    """Pushes flow around through an edge, along the cheapest way back each time. `opens`: may use shown numbers too, at the price of what
    they say."""

    def __init__(self, network: Network, number: int, way: int, left_out: set[Cell], *, opens: bool = False):
        self._network, self._number, self._way, self._left_out, self._opens = network, number, way, left_out, opens
        self._moved = [0] * len(network.edges)
        self.opened: set[Cell] = set()
        self.cost = 0

    def run(self, want: int) -> int:
        edge = self._network.edges[self._number]
        want = min(want, edge.most - edge.value if self._way > 0 else edge.value - edge.least)
        start, end = (edge.head, edge.tail) if self._way > 0 else (edge.tail, edge.head)
        if start == end:
            return max(0, want)
        done = 0
        while done < want:
            path = self._cheapest(start, end)
            if not path:
                break
            amount = min(want - done, *(self._slack(number, way) for number, way in path))
            for number, way in path:
                self._moved[number] += way * amount
                self._open(number)
            done += amount
        return done

    def _open(self, number: int) -> None:
        edge = self._network.edges[number]
        if edge.cell is not None and edge.cell not in self._left_out and edge.cell not in self.opened:
            self.opened.add(edge.cell)
            self.cost += edge.value

    def _slack(self, number: int, way: int) -> int:
        edge = self._network.edges[number]
        now = edge.value + self._moved[number]
        return edge.most - now if way > 0 else now - edge.least

    def _price(self, number: int) -> int | None:
        edge = self._network.edges[number]
        if edge.cell is None or edge.cell in self._left_out or edge.cell in self.opened:
            return 0
        return edge.value if self._opens and edge.value else None

    def _cheapest(self, start: Hashable, end: Hashable) -> list[tuple[int, int]]:
        """Dijkstra; of ways that cost the same, the one that was found first: the order of edges, so that the answer is always the same."""
        best: dict[Hashable, int] = {start: 0}
        came: dict[Hashable, tuple[Hashable, int, int]] = {}
        order = 0
        heap: list[tuple[int, int, Hashable]] = [(0, 0, start)]
        done = set()
        while heap:
            cost, _order, node = heapq.heappop(heap)
            if node in done:
                continue
            done.add(node)
            if node == end:
                return _path(came, start, end)
            for other, number, way in self._network.at[node]:
                if number == self._number or other in done or self._slack(number, way) <= 0:
                    continue
                price = self._price(number)
                if price is None:
                    continue
                if other not in best or cost + price < best[other]:
                    best[other], came[other] = cost + price, (node, number, way)
                    order += 1
                    heapq.heappush(heap, (cost + price, order, other))
        return []


def _path(came: dict[Hashable, tuple[Hashable, int, int]], start: Hashable, end: Hashable) -> list[tuple[int, int]]:
    path = []
    while end != start:
        end, number, way = came[end]
        path.append((number, way))
    return path


def left_out(networks: Sequence[Network], first: Iterable[Cell] = ()) -> set:
    """The cells that are not shown: `first`, small groups, and the cheapest others that keep these from being computed. What is open stays
    open when more is left out, so each number is looked at until it is open, and never again."""
    out = set(first)
    users: dict[Cell, list[tuple[Network, int]]] = defaultdict(list)
    for network in networks:
        for number, edge in enumerate(network.edges):
            if edge.cell is not None:
                users[edge.cell].append((network, number))
                if edge.is_small:
                    out.add(edge.cell)
    waiting = [(network, number) for network in networks for number in network.guarded(out)]
    for network, number in waiting:  # grows
        while network.width(number, out) < WIDTH:
            more = network.opening(number, out)
            if not more:
                break
            out |= more
            waiting += [
                (user, each)
                for cell in sorted(more, key=repr)
                for user, each in users[cell]
                if user.edges[each].is_published or user.edges[each].is_small
            ]
    return out


def is_safe(networks: Iterable[Network], out: set[Cell]) -> bool:
    """Nothing small is shown, and everything that is guarded is open."""
    return all(
        not any(edge.is_small and not network.is_open(edge, out) for edge in network.edges)
        and all(network.width(number, out) >= WIDTH for number in network.guarded(out))
        for network in networks
    )
