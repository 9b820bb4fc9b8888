"""Questions whose answer is typed."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..engine.definition import Answer, Numerical, NumericalAnswer, ShortAnswer, Unit, UnitHandling
from .base import COMBINED, QuestionForm, Section, numbered_rows
from .fields import PENALTIES, NumberField, PartField, WordsField, fractions, share_field, verdict_field, verdicts
from .rows import Row

ANY = "*"


class AnswerRow(Row):
    legend = gettext_lazy("Answer %(number)s")
    add_label = gettext_lazy("Add more answers")
    first_rows = 3
    more = ("share",)

    text = WordsField(label=gettext_lazy("What is typed"), widget=forms.TextInput)
    verdict = verdict_field(initial="right")
    feedback = WordsField(label=gettext_lazy("What to say to those who typed it"))
    share = share_field()


class ShortAnswerForm(QuestionForm):
    question_type = "shortanswer"
    hidden = COMBINED
    row_classes = {**QuestionForm.row_classes, "answers": AnswerRow}
    renamed = {"fraction": "share"}
    main_sections = (
        Section(
            gettext_lazy("Answers"),
            ("answers", "use_case"),
            gettext_lazy(
                "What is typed is compared with each line from the top; the first that fits counts. A star stands for anything: "
                "“vol*” fits “volunteer” and “volunteers”. A last line with only a star, marked wrong, catches all the rest."
            ),
        ),
    )

    use_case = forms.BooleanField(
        label=gettext_lazy("Capital letters must be right"),
        required=False,
        help_text=gettext_lazy("Leave this out unless capitals are what is asked about: phones write them by themselves."),
    )

    def rows_of(self, definition: ShortAnswer) -> dict[str, list[dict[str, Any]]]:
        return super().rows_of(definition) | {"answers": answer_rows(definition.answers)}

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"answers": text_answers(self.rows["answers"].cleaned)}


def answer_rows(answers: tuple[Any, ...]) -> list[dict[str, Any]]:
    worth = verdicts([answer.fraction for answer in answers])
    return [{**asdict(answer), **each} for answer, each in zip(answers, worth, strict=True)]


def text_answers(rows: list[dict[str, Any]]) -> tuple[Answer, ...]:
    worth = fractions(rows)
    return tuple(
        Answer(id=row["id"], text=row["text"], fraction=part, feedback=row["feedback"]) for row, part in zip(rows, worth, strict=True)
    )


class ValueField(NumberField):
    """A number, or a star for any number (None)."""

    def prepare_value(self, value: Any) -> Any:
        return ANY if value is None else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        if str(value or "").strip() == ANY:
            return None
        number = super().to_python(value)
        if number is None:
            raise forms.ValidationError(_("Write the number, or a star for any other number."))
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip())


class NumberRow(Row):
    legend = gettext_lazy("Answer %(number)s")
    add_label = gettext_lazy("Add more answers")
    first_rows = 2
    empty_rows = 1
    more = ("share",)

    value = ValueField(label=gettext_lazy("Number"))
    tolerance = NumberField(
        label=gettext_lazy("Give or take"), otherwise=0.0, help_text=gettext_lazy("With 5 and 0.5, all from 4.5 to 5.5 fits.")
    )
    verdict = verdict_field(initial="right")
    feedback = WordsField(label=gettext_lazy("What to say to those who wrote it"))
    share = share_field()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.is_known:
            self.initial.setdefault("value", "")


class UnitRow(Row):
    legend = gettext_lazy("Unit %(number)s")
    add_label = gettext_lazy("Add more units")
    first_rows = empty_rows = 1
    is_numbered = True

    name = forms.CharField(label=gettext_lazy("Unit"), required=False, strip=False, max_length=100)
    multiplier = NumberField(
        label=gettext_lazy("One of it is so many of the first unit"),
        otherwise=1.0,
        initial=1.0,
        help_text=gettext_lazy("First unit m: for cm write 0.01, for km 1000."),
    )


class NumericalForm(QuestionForm):
    question_type = "numerical"
    hidden = COMBINED
    row_classes = {**QuestionForm.row_classes, "answers": NumberRow, "units": UnitRow}
    renamed = {"fraction": "share"}
    main_sections = (
        Section(
            gettext_lazy("Answers"),
            ("answers",),
            gettext_lazy("Point and comma are both read. A last line with only a star, marked wrong, catches all other numbers."),
        ),
        Section(
            gettext_lazy("Units"),
            ("unit_handling", "units", "unit_penalty"),
            gettext_lazy("The first unit is the one that the answers above are in."),
            True,
        ),
    )

    unit_handling = forms.ChoiceField(
        label=gettext_lazy("Units"),
        choices=[
            (UnitHandling.NONE.value, gettext_lazy("None: a number alone")),
            (UnitHandling.OPTIONAL.value, gettext_lazy("May be written; without one the first is meant")),
            (UnitHandling.GRADED.value, gettext_lazy("Must be written: a wrong or missing one costs marks")),
        ],
        initial=UnitHandling.NONE.value,
    )
    unit_penalty = PartField(parts=PENALTIES, label=gettext_lazy("A wrong or missing unit costs"), initial=0.1)

    def rows_of(self, definition: Numerical) -> dict[str, list[dict[str, Any]]]:
        rows = {"answers": answer_rows(definition.answers), "units": numbered_rows(definition.units)}
        return super().rows_of(definition) | rows

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        units = (Unit(name=row["name"], multiplier=row["multiplier"]) for row in self.rows["units"].cleaned)
        penalty = values["unit_penalty"]
        return {
            "answers": number_answers(self.rows["answers"].cleaned),
            "units": tuple(units),
            "unit_handling": UnitHandling(values["unit_handling"]),
            "unit_penalty": 0.1 if penalty is None else penalty,
        }


def number_answers(rows: list[dict[str, Any]]) -> tuple[NumericalAnswer, ...]:
    worth = fractions(rows)
    return tuple(
        NumericalAnswer(id=row["id"], value=row["value"], tolerance=row["tolerance"], fraction=part, feedback=row["feedback"])
        for row, part in zip(rows, worth, strict=True)
    )
