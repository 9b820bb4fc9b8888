"""What every format of question files has in common. No database: a file is read to data, and data is written to a file.

`QuestionFormat.read` never raises for what a file holds: each question that cannot be read is a `Problem` with its line and reason, and the
others are read. A message is a lazily translated sentence with named placeholders and its `facts`; `str(problem)` is the sentence in the
reader's language, `code` is for programs."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..engine.definition import Definition

MAX_BYTES = 20 * 1024 * 1024
MAX_QUESTIONS = 20_000
MAX_PROBLEMS = 1_000
EXCERPT = 120  # characters
Names = tuple[str, ...]


class Severity(StrEnum):
    ERROR = "error"  # something was left out
    WARNING = "warning"  # read, but somebody should look at it


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`source` is the file inside a package, "" for the file itself; `line` counts from 1, None where there is no line to name."""

    code: str
    message: str | Promise
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    source: str = ""
    excerpt: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return str(self.message) % self.facts if self.facts else str(self.message)


def warning(code: str, message: str | Promise, *, line: int | None = None, source: str = "", text: str = "", **facts: Any) -> Problem:
    return Problem(code=code, message=message, facts=facts, line=line, source=source, excerpt=excerpt(text), severity=Severity.WARNING)


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(without_controls(text[: EXCERPT * 4]).split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def without_controls(text: str) -> str:
    """For names and messages, which stand in lists and in terminals: no character that moves the cursor or turns the text around."""
    return _CONTROLS.sub("", text)


_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Unreadable(Exception):
    """A question, or (raised out of `QuestionFormat.parse`) the whole file, cannot be read."""

    def __init__(
        self, code: str, message: str | Promise, *, line: int | None = None, source: str = "", text: str = "", **facts: Any
    ) -> None:
        super().__init__(code)
        self.problem = Problem(code=code, message=message, facts=facts, line=line, source=source, excerpt=excerpt(text))


@dataclass(frozen=True, kw_only=True)
class Read:
    """A question as a file has it. `category` is its place, names from the top, () where the file says nothing. `files` are the pictures
    that the texts name as `@@PLUGINFILE@@/name`. `warnings` are about this question."""

    name: str
    definition: Definition
    category: Names = ()
    tags: Names = ()
    idnumber: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    line: int | None = None
    source: str = ""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`problems`: what could not be read, and warnings about the file as a whole. `categories`: those the file names, in its order, also
    without questions. `silent_on`: fields of definitions, and `name`, `category`, `tags` and `files`, of which the format says nothing: an
    import leaves them in a question of the bank as they are."""

    questions: tuple[Read, ...] = ()
    problems: tuple[Problem, ...] = ()
    categories: tuple[Names, ...] = ()
    silent_on: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file, and what of the questions the format cannot hold: an error where a question is not in the file, a warning where the file
    says less than the question."""

    data: bytes
    problems: tuple[Problem, ...] = ()


class QuestionFormat:
    """`key` names it in commands, `name` in the interface; `extensions` without a dot, the first is the one it is written with."""

    key: ClassVar[str]
    name: ClassVar[str | Promise]
    extensions: ClassVar[tuple[str, ...]]

    def looks_like(self, data: bytes, name: str) -> bool:
        """Whether a file's content is of this format. Cheap: it looks at the beginning."""
        raise NotImplementedError

    def parse(self, data: bytes, name: str) -> Reading:
        """Raises Unreadable where nothing of the file can be read."""
        raise NotImplementedError

    def write(self, questions: Iterable[Read]) -> Written:
        raise NotImplementedError

    def read(self, data: bytes, name: str = "") -> Reading:
        """What a file holds; a file that is too big is not looked at."""
        if len(data) > MAX_BYTES:
            return Reading(problems=(too_big(len(data)),))
        try:
            return self.parse(data, name)
        except Unreadable as error:
            return Reading(problems=(error.problem,))


def too_big(size: int) -> Problem:
    facts = {"size": size // (1024 * 1024), "most": MAX_BYTES // (1024 * 1024)}
    message = _("This file is too large (%(size)s MB). Question files may have up to %(most)s MB: split it and try again.")
    return Problem(code="too_big", message=message, facts=facts)


class Collector:
    """What a format has read so far. A file of a few megabytes can be a million questions, or a million mistakes: both are refused."""

    def __init__(self) -> None:
        self.questions: list[Read] = []
        self.problems: list[Problem] = []
        self.categories: dict[Names, None] = {}

    def add(self, question: Read) -> None:
        if len(self.questions) == MAX_QUESTIONS:
            message = _("This file holds more than %(most)s questions. Split it and try again.")
            raise Unreadable("too_many_questions", message, most=MAX_QUESTIONS)
        self.questions.append(question)

    def refuse(self, problem: Problem) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            message = _("More than %(most)s questions of this file cannot be read. Perhaps it is in another format.")
            raise Unreadable("too_many_problems", message, line=problem.line, most=MAX_PROBLEMS)
        self.problems.append(problem)

    def reading(self) -> Reading:
        """What there is. A file with nothing in it is a problem itself."""
        problems = list(self.problems)
        if not (self.questions or self.categories or problems):
            problems.append(Unreadable("no_questions", _("There is no question in this file.")).problem)
        return Reading(questions=tuple(self.questions), problems=tuple(problems), categories=tuple(self.categories))


_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark; lines end in "\\n". Nothing is guessed: a file in another encoding is refused
    with the place of the first byte that is not text, and a hint. Raises Unreadable."""
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS.items() if data.startswith(bom)), (b"", "utf-8"))
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = len(bom) + error.start
        line = data.count(b"\n", 0, offset) + 1
        if not bom and (old := _old_cyrillic(data)):
            message = _(
                "This file is not in UTF-8 (byte %(offset)s). It seems to be in the old Cyrillic encoding %(encoding)s: open it in a text "
                "editor, save it as UTF-8 and try again."
            )
            code = f"encoding_{old.lower().replace('-', '_')}"
            raise Unreadable(code, message, line=line, offset=offset, encoding=old) from error
        message = _("This file is not text in UTF-8 (byte %(offset)s). Save it as UTF-8 and try again.")
        raise Unreadable("encoding", message, line=line, offset=offset) from error
    at = text.find("\0")
    if at >= 0:
        message = _("There is an empty (NUL) character in this file, so it is not a text file. Save it as UTF-8 and try again.")
        raise Unreadable("nul", message, line=text.count("\n", 0, at) + 1)
    return re.sub(r"\r\n?", "\n", text)


def beginning(data: bytes, size: int = 65536) -> str:
    """The first lines as text, for `looks_like`; what cannot be read is left out."""
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS.items() if data.startswith(bom)), (b"", "utf-8"))
    return re.sub(r"\r\n?", "\n", data[len(bom) : size].decode(encoding, errors="replace"))


def _old_cyrillic(data: bytes) -> str:
    """The encoding in which whole words of letters beyond ASCII are Cyrillic, "" where there are none: other languages have single ones
    among Latin letters. Small letters, which are most, stand where the other encoding has its capitals."""
    head = data[:100_000]
    words = b"".join(_CYRILLIC_WORDS.findall(head))
    if b"\0" in head or len(words) < 0.7 * sum(byte >= 0x80 for byte in head):
        return ""
    return "KOI8-U" if sum(0xC0 <= byte < 0xE0 for byte in words) > len(words) / 2 else "Windows-1251"


_CYRILLIC_WORDS = re.compile(rb"[\xc0-\xff\xa8\xb8\xaa\xba\xaf\xbf\xb2\xb3\xa5\xb4]{3,}")
