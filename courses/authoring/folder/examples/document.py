from dataclasses import dataclass, field
from typing import Any

FOLDER = "examples"


@dataclass
class CommentText:
    """`words` is what it is about: empty for all of it."""

    text: str
    words: str = ""
    line: int = field(default=0, compare=False)


@dataclass
class AnswerText:
    """What stands in one exercise: `body` in the form of its kind (`example_values.py`)."""

    block_id: str
    body: str
    outcome: str = ""
    comments: list[CommentText] = field(default_factory=list)
    line: int = field(default=0, compare=False)
    first: int = field(default=0, compare=False)  # of the body


@dataclass
class LevelText:
    criterion: str
    level: str
    reason: str
    line: int = field(default=0, compare=False)


@dataclass
class ExampleFile:
    """`path` stands below the language's folder: the file of the same path in another language is the same example there."""

    path: str
    language: str
    text: str
    front: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    summary: str = ""
    answers: list[AnswerText] = field(default_factory=list)
    added: AnswerText | None = None
    levels: list[LevelText] = field(default_factory=list)
    comments: list[CommentText] = field(default_factory=list)
    is_whole: bool = field(default=True, compare=False)

    @property
    def slug(self) -> str:
        return self.path.removeprefix(f"{FOLDER}/").removesuffix(".md")

    @property
    def place(self) -> str:
        return f"{self.language}/{self.path}"

    def __getitem__(self, key: str) -> str:
        """Of the front matter."""
        return str(self.front.get(key) or "").strip()
