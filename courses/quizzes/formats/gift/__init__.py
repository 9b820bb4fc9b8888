"""GIFT: questions as plain text, one block each. Written from Moodle's documentation of the format and from what Moodle 4.5 reads from the
files of our corpus; differences are listed in `docs/question-formats.md`."""

import re
from collections.abc import Iterable

from ..base import QuestionFormat, Read, Reading, Written, beginning
from .reading import read
from .writing import write

_MARK = re.compile(r"^[ \t]*(?:::|\$CATEGORY:)|(?<!\\)\{[^{}]*(?<!\\)\}", re.MULTILINE)


class Gift(QuestionFormat):
    key = "gift"
    name = "GIFT"
    extensions = ("gift", "txt")

    def looks_like(self, data: bytes, name: str) -> bool:
        text = beginning(data)
        if "\0" in text or text.lstrip().startswith("<"):
            return False
        return bool(_MARK.search(text))

    def parse(self, data: bytes, name: str) -> Reading:
        return read(data)

    def write(self, questions: Iterable[Read]) -> Written:
        return write(questions)
