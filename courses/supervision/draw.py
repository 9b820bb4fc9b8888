"""Which reviews of a month are read a second time: 5 % by lot, and at least one of each mentor. Pure."""

from collections.abc import Iterable
from hashlib import sha256

ONE_IN = 20


def draw(reviews: Iterable[tuple[int, int]], *, seed: str) -> list[int]:
    """Of (review, mentor) the reviews that are drawn. Each has a lot of its own, made of the seed and its number: so it does not matter in
    which order they come or who draws. Of each mentor the lowest lot is in, then the lowest of the rest until there are 5 %, rounded up."""
    by_lot = sorted(set(reviews), key=lambda one: _lot(seed, one[0]))
    first: dict[int, int] = {}
    for review, mentor in by_lot:
        first.setdefault(mentor, review)
    chosen = set(first.values())
    rest = [review for review, _mentor in by_lot if review not in chosen]
    chosen |= set(rest[: max(0, -(-len(by_lot) // ONE_IN) - len(chosen))])
    return sorted(chosen)


def _lot(seed: str, review: int) -> bytes:
    return sha256(f"{seed} {review}".encode()).digest()
