from dataclasses import dataclass, field
from typing import Any

from courses.mentorship.rubric_definition import Criterion, RubricDefinition

FOLDER = "rubrics"


@dataclass
class CriterionText:
    """One criterion as one file says it. `first` and `last` are lines of the file; `level_lines` are those of its levels, by id."""

    criterion: Criterion
    first: int = field(default=0, compare=False)
    last: int = field(default=0, compare=False)
    level_lines: dict[str, int] = field(default_factory=dict, compare=False)


@dataclass
class RubricFile:
    """`path` stands below the language's folder, `rubrics/whom-we-help.md`, so that translations share it."""

    path: str
    language: str
    text: str
    front: dict[str, Any] = field(default_factory=dict)
    criteria: list[CriterionText] = field(default_factory=list)
    body_line: int = 1
    is_whole: bool = field(default=True, compare=False)

    @property
    def slug(self) -> str:
        """How assignments name it."""
        return self.path.removeprefix(f"{FOLDER}/").removesuffix(".md")

    @property
    def place(self) -> str:
        return f"{self.language}/{self.path}"

    @property
    def definition(self) -> RubricDefinition:
        return RubricDefinition(str(self.front.get("title", "")).strip(), tuple(one.criterion for one in self.criteria))
