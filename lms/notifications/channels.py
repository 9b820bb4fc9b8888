"""Where a person wants what a kind of letter tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.accounts.models import User

from .kinds import LetterKind
from .models import LetterChoice

Channel = LetterChoice.Channel
EVERYTHING = "digest"  # what is chosen for the letter of letters holds for every kind about which nothing is chosen


@dataclass(frozen=True)
class Channels:
    chosen: Mapping[str, str]

    def of(self, kind: LetterKind) -> str:
        if not kind.can_stop:
            return Channel.EMAIL
        return self.chosen.get(kind.key) or self.chosen.get(EVERYTHING) or Channel.EMAIL


def channels_of(person: User) -> Channels:
    return Channels(dict(LetterChoice.objects.filter(person=person).values_list("kind", "channel")))
