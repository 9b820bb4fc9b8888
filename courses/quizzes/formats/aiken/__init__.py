"""Aiken: choice questions as people type them: the question, its choices with a letter each, `ANSWER:` and the right letter. Here also with
Cyrillic letters and in the languages of the site."""

import re
from collections.abc import Iterable

from ..base import QuestionFormat, Read, Reading, Written, beginning
from .reading import ANSWER, read
from .writing import write


class Aiken(QuestionFormat):
    key = "aiken"
    name = "Aiken"
    extensions = ("txt",)

    def looks_like(self, data: bytes, name: str) -> bool:
        text = beginning(data)
        lines = text.split("\n")
        return "\0" not in text and any(ANSWER.match(line) for line in lines) and any(re.match(r"\s*\w[).]", line) for line in lines)

    def parse(self, data: bytes, name: str) -> Reading:
        return read(data)

    def write(self, questions: Iterable[Read]) -> Written:
        return write(questions)
