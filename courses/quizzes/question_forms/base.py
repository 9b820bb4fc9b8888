"""What the forms of all types have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..engine.definition import TYPES, Definition, Format, Hint
from ..engine.problems import Severity, problems
from .fields import PENALTIES, NumberField, PartField, WordsField
from .rows import Row, WithRows, rearranged
from .sentences import sentence

COMBINED = ("correct_feedback", "partially_correct_feedback", "incorrect_feedback")


@dataclass(frozen=True)
class Section:
    """A heading with fields and rows under it. `is_folded`: shut until somebody opens it, or something in it is filled or wrong."""

    title: str | Promise
    names: tuple[str, ...]
    help: str | Promise = ""
    is_folded: bool = False


class HintRow(Row):
    legend = _("Hint %(number)s")
    add_label = _("Add more hints")
    empty_rows = first_rows = 1
    is_numbered = True
    more = ("clear_wrong", "show_right_count")

    text = WordsField(label=_("Hint"), help_text=_("Shown after a wrong try, in quizzes that allow several. The first hint comes first."))
    clear_wrong = forms.BooleanField(label=_("Take the wrong answers away with this hint"), required=False)
    show_right_count = forms.BooleanField(label=_("Say with this hint how many are right"), required=False)


class QuestionForm(WithRows):
    """`definition` is what the question says now. What a type's form does not show stays as it was."""

    question_type: ClassVar[str]
    text_help: ClassVar[str | Promise] = ""
    makes_gaps: ClassVar[bool] = False  # words in double brackets become gaps
    renamed: ClassVar[Mapping[str, str]] = {}  # names in the definition → names in the form

    text = WordsField(rows=3, label=_("Text"))
    default_mark = NumberField(
        least=0,
        otherwise=1.0,
        label=_("Mark"),
        initial=1.0,
        help_text=_("What the question weighs in a quiz that says nothing else: 2 counts twice as much as 1."),
    )
    general_feedback = WordsField(
        rows=2,
        label=_("Explanation"),
        help_text=_("Everybody reads it afterwards, whatever they answered: say why the right answer is right."),
    )
    correct_feedback = WordsField(label=_("To those who were right"))
    partially_correct_feedback = WordsField(label=_("To those who were partly right"))
    incorrect_feedback = WordsField(label=_("To those who were wrong"))
    penalty = PartField(
        parts=PENALTIES,
        label=_("A further try costs"),
        initial=1 / 3,
        help_text=_("Only in quizzes that allow several tries: so much of the mark is lost with each."),
    )
    format = forms.ChoiceField(
        label=_("The texts are written in"),
        choices=[
            (Format.MARKDOWN.value, _("Markdown: **bold**, *italics*, - lists")),
            (Format.PLAIN.value, _("Plain text: shown letter by letter")),
            (Format.HTML.value, _("HTML")),
            (Format.MOODLE.value, _("HTML as in Moodle, a new line is a line break")),
        ],
        initial=Format.MARKDOWN.value,
        required=False,
        help_text=_("Questions from files of other systems are often in HTML. Leave it unless you rewrite the texts."),
    )

    row_classes = {"hints": HintRow}

    def __init__(self, data: Any = None, *, definition: Definition | None = None, **kwargs: Any):
        self.before = definition
        self.definition: Definition | None = None
        self.warnings: list[str] = []
        if definition:
            kwargs |= {"initial": self.initial_of(definition), "row_initial": self.rows_of(definition), "is_new": False}
        super().__init__(data, **kwargs)
        for name in self.hidden:
            self.fields.pop(name, None)
        if self.text_help:
            self.fields["text"].help_text = str(self.text_help)

    # From a definition

    def initial_of(self, definition: Any) -> dict[str, Any]:
        return {
            one.name: getattr(definition, one.name) for one in fields(definition) if not isinstance(getattr(definition, one.name), tuple)
        }

    def rows_of(self, definition: Any) -> dict[str, list[dict[str, Any]]]:
        return {"hints": numbered_rows(definition.hints)}

    # Back to one

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        """The definition's fields of this type. Only asked when every field is in order."""
        return {}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and self.are_rows_valid:
            self.definition = self._definition(values)
            self._say_problems(self.definition)
        return values

    def _definition(self, values: dict[str, Any]) -> Definition:
        kind = TYPES[self.question_type]
        names = {one.name for one in fields(kind)}
        shown = {name: value for name, value in values.items() if name in names}
        if "format" in shown:
            shown["format"] = Format(shown["format"] or Format.MARKDOWN)
        if shown.get("penalty", 0) is None:
            shown["penalty"] = 1 / 3
        if "hints" in self.rows:
            shown["hints"] = tuple(
                Hint(text=row["text"], clear_wrong=row["clear_wrong"], show_right_count=row["show_right_count"])
                for row in self.rows["hints"].cleaned
            )
        shown |= self.build(values)
        return replace(self.before, **shown) if isinstance(self.before, kind) else kind(**shown)

    def _say_problems(self, definition: Definition) -> None:
        for problem in problems(definition):
            words = sentence(problem)
            if problem.severity is Severity.WARNING:
                self.warnings.append(words)
            else:
                self.say_at(problem.place, words)

    def say_at(self, place: str, words: str) -> None:
        """An error by the field that a place of the definition is written in."""
        where: WithRows = self
        parts = [part for part in place.split(".") if part != "question"]
        while parts and parts[0] in where.rows:
            rows = where.rows[parts[0]]
            row = rows.find(parts[1]) if len(parts) > 1 else None
            if row is None:
                rows.errors.append(words)
                return
            where, parts = row, parts[2:]
        name = self.renamed.get(parts[0], parts[0]) if parts else None
        where.add_error(name if name in where.fields else None, words)

    # Rows

    @classmethod
    def after(cls, data: QueryDict, deed: str) -> QueryDict:
        """What the form holds after one of its buttons was pressed."""
        return rearranged(data, deed)

    def renumbered(self, name: str) -> dict[str, str]:
        """Where rows that only have numbers went: old number → new number. Translations move with them."""
        rows = self.rows[name].filled if name in self.rows else []
        return {row.row_id: str(number) for number, row in enumerate(rows) if row.is_known}

    # For the page

    main_sections: ClassVar[tuple[Section, ...]] = ()

    def all_sections(self) -> list[Section]:
        later = (
            Section(_("After the answer"), ("general_feedback",)),
            Section(_("More to say after the answer"), COMBINED, is_folded=True),
            Section(_("Hints, for quizzes with several tries"), ("hints", "penalty"), is_folded=True),
            Section(_("Mark"), ("default_mark",)),
            Section(_("How the texts are written"), ("format",), is_folded=True),
        )
        return [Section(_("Question"), ("text",)), *self.main_sections, *later]

    def sections(self) -> list[dict[str, Any]]:
        shown = []
        for section in self.all_sections():
            parts = [{"field": self[name]} if name in self.fields else {"rows": self.rows[name], "name": name} for name in section.names
                     if name in self.fields or name in self.rows]  # fmt: skip
            if parts:
                is_open = not section.is_folded or any(_is_worth_seeing(part) for part in parts)
                shown.append({"section": section, "parts": parts, "is_open": is_open})
        return shown


def _is_worth_seeing(part: dict[str, Any]) -> bool:
    if "rows" in part:
        return bool(part["rows"].errors) or any(row.is_known or row.errors for row in part["rows"].all)
    field = part["field"]
    return bool(field.errors) or field.value() not in (None, "", field.field.initial)


def numbered_rows(parts: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Parts without ids: their number stands for one."""
    return [{"id": str(number), **{one.name: getattr(part, one.name) for one in fields(part)}} for number, part in enumerate(parts)]
