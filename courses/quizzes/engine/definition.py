"""What a question is: immutable data in the field's terms (Moodle's names of types), the same in the bank, in files and in an attempt.

Every part that a learner can choose, fill or move has an id: shuffling, translation, a corrected key and statistics hold on to ids,
never to
positions. Fractions are parts of the question's mark: 1 is all of it, negative ones take away. Texts are in `format`; a place in a text
that is to
be filled is written `[[id]]`, a picture `@@PLUGINFILE@@/name` as in Moodle.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Discriminator, TypeAdapter, ValidationError

TEXT = "text"  # metadata of fields that a translator translates


class Format(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    PLAIN = "plain"
    MOODLE = "moodle"  # HTML in which a new line is a line break, Moodle's "auto-format"


class OrderingGrading(StrEnum):
    """How an order is scored: see `grading`."""

    ALL_OR_NOTHING = "all_or_nothing"
    ABSOLUTE_POSITION = "absolute_position"
    RELATIVE_NEXT = "relative_next"


class UnitHandling(StrEnum):
    NONE = "none"  # a number alone
    OPTIONAL = "optional"  # a known unit converts, a missing one is the first
    GRADED = "graded"  # a wrong or missing one costs `unit_penalty` of what the number is worth


class Layout(StrEnum):
    DROPDOWN = "dropdown"
    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"


def words(default: Any = "") -> Any:
    return field(default=default, metadata={TEXT: True})


_strict = ConfigDict(extra="forbid", strict=False, allow_inf_nan=False)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """Shown after a wrong try; with the last one the tries are used up but one."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    text: str = words()
    clear_wrong: bool = False
    show_right_count: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    text: str = words()
    fraction: float = 0.0
    feedback: str = words()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A pattern for a typed answer: `*` stands for any characters, `\\*` for a star. The first that matches counts."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    text: str = words()
    fraction: float = 1.0
    feedback: str = words()


@dataclass(frozen=True, kw_only=True)
class NumericalAnswer:
    """`value` None takes any number (Moodle's `*`). `tolerance` is absolute, in the first unit: value ± tolerance, ends included."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    value: float | None
    tolerance: float = 0.0
    fraction: float = 1.0
    feedback: str = words()


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A number in this unit times `multiplier` is the number in the first unit."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    name: str = words()
    multiplier: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """A line to be matched, put in order or dragged."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    text: str = words()


@dataclass(frozen=True, kw_only=True)
class Stem(Part):
    """`option` is the id of what belongs to it."""

    option: str


@dataclass(frozen=True, kw_only=True)
class DragChoice(Part):
    """Words for the gaps whose right choice is of the same group. `is_unlimited`: may be used more than once."""

    group: int = 1
    is_unlimited: bool = False


@dataclass(frozen=True, kw_only=True)
class DragGap:
    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    choice: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all questions have. `penalty` is the fraction that each further try costs. `default_mark` is its weight in a quiz that says
    nothing else."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    text: str = words()
    format: Format = Format.MARKDOWN
    default_mark: float = 1.0
    general_feedback: str = words()
    correct_feedback: str = words()
    partially_correct_feedback: str = words()
    incorrect_feedback: str = words()
    penalty: float = 1 / 3
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MultiChoice(Question):
    """One right line (`single`: radio buttons) or several (check boxes). Response: {"choice": id} or {"choices": [ids]}."""

    type: Literal["multichoice"] = "multichoice"
    single: bool = True
    shuffle: bool = True
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Question):
    """Response: {"choice": "true" | "false"}."""

    type: Literal["truefalse"] = "truefalse"
    correct: bool
    true_feedback: str = words()
    false_feedback: str = words()


@dataclass(frozen=True, kw_only=True)
class Match(Question):
    """Each stem gets an option; options may be more than stems. Response: {"pairs": {stem id: option id}}."""

    type: Literal["match"] = "match"
    shuffle: bool = True
    stems: tuple[Stem, ...]
    options: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """`items` in the right order. Response: {"order": [ids]}."""

    type: Literal["ordering"] = "ordering"
    grading: OrderingGrading = OrderingGrading.ABSOLUTE_POSITION
    items: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class ShortAnswer(Question):
    """Response: {"text": words}."""

    type: Literal["shortanswer"] = "shortanswer"
    use_case: bool = False
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Numerical(Question):
    """Response: {"text": a number, perhaps with its unit}."""

    type: Literal["numerical"] = "numerical"
    answers: tuple[NumericalAnswer, ...]
    units: tuple[Unit, ...] = ()
    unit_handling: UnitHandling = UnitHandling.NONE
    unit_penalty: float = 0.1


GapQuestion = Annotated[MultiChoice | ShortAnswer | Numerical, Discriminator("type")]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A question inside a text; `weight` is its part among the gaps' sum. Its `question` has no text of its own."""

    __pydantic_config__: ClassVar[ConfigDict] = _strict
    id: str
    weight: float = 1.0
    layout: Layout = Layout.DROPDOWN
    question: GapQuestion


@dataclass(frozen=True, kw_only=True)
class Cloze(Question):
    """A text with gaps `[[id]]`. Response: {"gaps": {gap id: typed text, id of a choice, or ids of several}}."""

    type: Literal["multianswer"] = "multianswer"
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class DragWords(Question):
    """A text with gaps `[[id]]` and words to put there. Response: {"gaps": {gap id: choice id}}."""

    type: Literal["ddwtos"] = "ddwtos"
    shuffle: bool = True
    gaps: tuple[DragGap, ...]
    choices: tuple[DragChoice, ...]


@dataclass(frozen=True, kw_only=True)
class Essay(Question):
    """Graded by a person. `max_files` 0 takes none. Response: {"text": words, "files": [ids]}."""

    type: Literal["essay"] = "essay"
    lines: int = 10
    min_words: int | None = None
    max_words: int | None = None
    is_text_required: bool = True
    max_files: int = 0
    min_files: int = 0
    response_template: str = words()
    grader_info: str = words()


@dataclass(frozen=True, kw_only=True)
class File(Question):
    """A file or a photo, graded by a person. Response: {"files": [ids]}."""

    type: Literal["file"] = "file"
    min_files: int = 1
    max_files: int = 1
    grader_info: str = words()


@dataclass(frozen=True, kw_only=True)
class Description(Question):
    """A text between questions. There is nothing to answer."""

    type: Literal["description"] = "description"
    default_mark: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """A level from `min` to `max`, without marks. Response: {"level": number}."""

    type: Literal["scale"] = "scale"
    default_mark: float = 0.0
    min: int = 1
    max: int = 5
    low: str = words()
    high: str = words()


Definition = MultiChoice | TrueFalse | Match | Ordering | ShortAnswer | Numerical | Cloze | DragWords | Essay | File | Description | Scale
TYPES: dict[str, type[Definition]] = {
    "multichoice": MultiChoice,
    "truefalse": TrueFalse,
    "match": Match,
    "ordering": Ordering,
    "shortanswer": ShortAnswer,
    "numerical": Numerical,
    "multianswer": Cloze,
    "ddwtos": DragWords,
    "essay": Essay,
    "file": File,
    "description": Description,
    "scale": Scale,
}
MANUAL = (Essay, File)  # a person gives the marks
UNMARKED = (Description, Scale)


class DefinitionError(ValueError):
    """The JSON is no definition. The message names the place and what is wrong there."""


@cache
def _adapter() -> TypeAdapter[Definition]:
    return TypeAdapter(Annotated[Definition, Discriminator("type")])


def to_json(definition: Definition) -> dict[str, Any]:
    """As plain data. What has its default is left out, so that a new field changes no stored version; but for the types."""
    data = {"type": definition.type, **_adapter().dump_python(definition, mode="json", exclude_defaults=True)}
    if isinstance(definition, Cloze):
        for gap, written in zip(definition.gaps, data["gaps"], strict=True):
            written["question"] = {"type": gap.question.type, **written["question"]}
    return data


def from_json(data: Any) -> Definition:
    """Raises DefinitionError."""
    try:
        return _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DefinitionError(f"{place}: {first['msg']}") from error
