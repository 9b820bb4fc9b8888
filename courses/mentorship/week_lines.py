"""What other apps have to say in the letter of the week to coordinators: a number in a sentence, with a link."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lms.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class WeekLine:
    count: Callable[[User], int]
    said: Callable[[int], str]
    address: Callable[[], str]


@dataclass(frozen=True)
class Said:
    count: int
    sentence: str
    link: str


_lines: list[WeekLine] = []


def register(line: WeekLine) -> None:
    _lines.append(line)


def lines_for(person: User) -> Iterator[Said]:
    """Those with something to say, in the language that is active."""
    for line in _lines:
        if count := line.count(person):
            yield Said(count, line.said(count), line.address())
