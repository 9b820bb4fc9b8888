from dataclasses import dataclass, field
from typing import Any

from courses.quizzes.engine.definition import Definition

FOLDER = "questions"


@dataclass
class QuestionText:
    """One question as one file says it. `first` and `last` are lines of the file; `said` names what the file says outright, so that a
    translation need not repeat marks and tags."""

    id: str
    definition: Definition
    title: str = ""
    tags: tuple[str, ...] = ()
    said: frozenset[str] = field(default=frozenset(), compare=False)
    first: int = field(default=0, compare=False)
    last: int = field(default=0, compare=False)


@dataclass
class QuestionFile:
    """`path` stands below the language's folder, `questions/whom-we-help.md`, so that translations share it."""

    path: str
    language: str
    text: str
    front: dict[str, Any] = field(default_factory=dict)
    questions: list[QuestionText] = field(default_factory=list)
    body_line: int = 1
    is_whole: bool = field(default=True, compare=False)

    @property
    def name(self) -> str:
        """How quizzes name the file: `whom-we-help#everyone`."""
        return self.path.removeprefix(f"{FOLDER}/").removesuffix(".md")

    @property
    def place(self) -> str:
        return f"{self.language}/{self.path}"

    def question(self, question_id: str) -> QuestionText | None:
        return next((one for one in self.questions if one.id == question_id), None)
