"""What long work says of itself while it lasts: which step it is at, and how far it is there."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")


class Step(StrEnum):
    UNPACKING = "unpacking"
    FILES = "files"
    QUESTIONS = "questions"
    COMPARING = "comparing"
    PAGES = "pages"
    ORDER = "order"
    SEARCH = "search"
    PACKING = "packing"


class Progress:
    """This one keeps it to itself."""

    def begin(self, step: Step, total: int = 0) -> None:
        """`total` is 0 where nobody knows beforehand."""

    def one(self, line: str = "") -> None:
        """One more is done. `line` names what was written."""

    def over(self, step: Step, items: Collection[Item]) -> Iterator[Item]:
        self.begin(step, len(items))
        for item in items:
            yield item
            self.one()


SILENT = Progress()


class Lines(Progress):
    """For a terminal."""

    def __init__(self, write):
        self.write = write

    def one(self, line: str = "") -> None:
        if line:
            self.write(line)
