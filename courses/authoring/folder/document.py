"""A course folder as a typed tree, with the place in its files that each piece came from. No database, no pages: what is read here can be
checked, compared and written back anywhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .paths import order_of
from .reasons import Reason

if TYPE_CHECKING:
    from .examples.document import ExampleFile
    from .questions.document import QuestionFile
    from .rubrics.document import RubricFile

EXERCISES = ("short_text", "long_text", "choice", "scale", "fill_table", "tick_list", "file_upload", "drawing")
CALLOUTS = ("tip", "warning", "example", "case")
ACTIVITIES = (*EXERCISES, "quiz", "assignment")
MARKDOWN_FIELDS = ("text", "prompt", "model_answer", "transcript", "answer", "introduction", "brief", "text_prompt")


@dataclass(frozen=True)
class Mistake:
    """Why a folder cannot be imported, in words its author understands. Line 0 means the file as a whole."""

    path: str
    line: int
    reason: Reason

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}" if self.line else f"{self.path}: {self.reason}"


FolderReport = Callable[[str, int, Reason], None]  # what a `Mistake` says


class CourseFolderError(Exception):
    """Everything that is wrong with a folder, at once. `is_partial`: some of it could not be looked at because of what is wrong."""

    def __init__(self, mistakes: Iterable[Mistake], *, is_partial: bool = False):
        self.mistakes, self.is_partial = in_order(mistakes), is_partial
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """As somebody works through them: the settings, what lies beside the languages, then file by file as in the course, by line."""
    return sorted(set(mistakes), key=_place)


def _place(one: Mistake) -> tuple:
    return one.path != "course.yaml", "/" in one.path, order_of(one.path), one.line, one.reason.text, str(one.reason)


@dataclass(frozen=True)
class Media:
    """A file of the folder, by its path from the root: `media/road.svg`."""

    path: str


@dataclass
class Item:
    """One of a list inside a block: an option, a tick, a column, a row. Its value is text, a dict of fields or a list of items."""

    value: Any
    id: str | None = None
    line: int = field(default=0, compare=False)


@dataclass
class Block:
    """A block of a lesson. `first` and `last` are lines of its file, counted from 1; 0 when it never stood in a file."""

    kind: str
    value: dict[str, Any]
    id: str | None = None
    first: int = field(default=0, compare=False)
    last: int = field(default=0, compare=False)

    @property
    def is_exercise(self) -> bool:
        """Something in which learners' work hangs on the id of the block, and often of its lines."""
        return self.kind in ACTIVITIES

    def lists(self) -> Iterator[tuple[str, list[Item]]]:
        for name, value in self.value.items():
            if isinstance(value, list) and all(isinstance(item, Item) for item in value):
                yield name, value


@dataclass
class PageFile:
    """`course.md`, a `module.md` or a lesson. The path starts below the language's folder, so that translations share it."""

    path: str
    language: str
    text: str
    front: dict[str, Any] = field(default_factory=dict)
    introduction: str = ""
    blocks: list[Block] = field(default_factory=list)
    body_line: int = 1
    shown_path: str = ""
    is_whole: bool = field(default=True, compare=False)  # nothing of it is missing here because of a mistake

    @property
    def kind(self) -> str:
        return {"course.md": "course", "module.md": "module"}.get(self.path.rpartition("/")[2], "lesson")

    @property
    def module(self) -> str:
        """The folder of the module that a lesson or a `module.md` stands in."""
        return self.path.rpartition("/")[0]

    @property
    def place(self) -> str:
        """How messages name the file."""
        return self.shown_path or f"{self.language}/{self.path}"


@dataclass
class CourseFolder:
    slug: str = ""
    source_language: str = ""
    level: str = "beginner"
    topics: list[str] = field(default_factory=list)
    hours: int = 0
    settings_text: str = ""
    pages: dict[str, dict[str, PageFile]] = field(default_factory=dict)
    questions: dict[str, dict[str, "QuestionFile"]] = field(default_factory=dict)
    rubrics: dict[str, dict[str, "RubricFile"]] = field(default_factory=dict)
    examples: dict[str, dict[str, "ExampleFile"]] = field(default_factory=dict)
    media: dict[str, Path] = field(default_factory=dict)
    other_files: dict[str, str] = field(default_factory=dict)
    convention: str = "ours"
    notes: list[Mistake] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        """The source language first."""
        return sorted(self.pages, key=lambda language: (language != self.source_language, language))

    def source(self) -> dict[str, PageFile]:
        return self.pages.get(self.source_language, {})

    def original(self, page: PageFile, block: Block) -> Block | None:
        """The block of the source language that this one says it translates. Its rules are told to be wrong once, where they stand."""
        other = self.source().get(page.path) if page.language != self.source_language else None
        return next((one for one in other.blocks if (one.kind, one.id) == (block.kind, block.id)), None) if other and block.id else None
