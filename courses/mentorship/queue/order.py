"""The one order of the queue, and where a page of it goes on.

What was promised comes first; then who has waited longest. Within a cohort that is the oldest promise first. What nothing is promised for
(unofficial work) comes last, so that it keeps nobody waiting."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"([01])-(\d{1,17})-(\d{1,2})-(\d{1,18})")


@dataclass(frozen=True, order=True)
class Place:
    """`source` is the number of its source in the registry: it decides between two that have waited equally long."""

    is_unpromised: bool
    since: datetime
    source: int
    pk: int

    def token(self) -> str:
        return f"{self.is_unpromised:d}-{(self.since - _EPOCH) // timedelta(microseconds=1)}-{self.source}-{self.pk}"

    @classmethod
    def read(cls, token: str) -> "Place | None":
        """None for what is no place: the queue then begins at its beginning."""
        found = _TOKEN.fullmatch(token) if token.isascii() else None
        if found is None:
            return None
        rank, microseconds, source, pk = (int(part) for part in found.groups())
        return cls(bool(rank), _EPOCH + timedelta(microseconds=microseconds), source, pk)

    def least_pk(self, source: int) -> int:
        """Among rows of `source` with the same time, those after this number come after this place."""
        if source == self.source:
            return self.pk
        return -1 if source > self.source else 2**62
