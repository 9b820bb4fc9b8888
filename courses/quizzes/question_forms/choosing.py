"""Questions with lines to choose from."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..engine.definition import MultiChoice, TrueFalse
from .base import COMBINED, QuestionForm, Section
from .fields import WordsField, choices_of, share_field, verdict_field, verdicts
from .rows import Row


class ChoiceRow(Row):
    legend = _("Choice %(number)s")
    add_label = _("Add more choices")
    more = ("share",)

    text = WordsField(label=_("Text"))
    verdict = verdict_field(initial="wrong")
    feedback = WordsField(label=_("What to say to those who chose it"))
    share = share_field()


class MultiChoiceForm(QuestionForm):
    question_type = "multichoice"
    row_classes = {**QuestionForm.row_classes, "choices": ChoiceRow}
    renamed = {"fraction": "share"}
    main_sections = (
        Section(
            _("Choices"),
            ("single", "choices", "shuffle"),
            _("Write a line for each choice. Lines that stay empty are left out. Feedback on a wrong choice is where people learn most."),
        ),
    )

    single = forms.TypedChoiceField(
        label=_("How many may be chosen"),
        choices=[("one", _("One: exactly one choice is right")), ("several", _("Several: all that are right are to be ticked"))],
        coerce=lambda value: value == "one",
        initial="one",
        help_text=_("With several the right ones share the mark, and a wrong tick takes away as much as a right one gives."),
    )
    shuffle = forms.BooleanField(
        label=_("Show the choices in a new order to each learner"),
        initial=True,
        required=False,
        help_text=_("Leave this out where the order says something, as with years or sizes."),
    )

    def initial_of(self, definition: MultiChoice) -> dict[str, Any]:
        return super().initial_of(definition) | {"single": "one" if definition.single else "several"}

    def rows_of(self, definition: MultiChoice) -> dict[str, list[dict[str, Any]]]:
        worth = verdicts([choice.fraction for choice in definition.choices], is_shared=not definition.single)
        rows = [{**asdict(choice), **each} for choice, each in zip(definition.choices, worth, strict=True)]
        return super().rows_of(definition) | {"choices": rows}

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"choices": choices_of(self.rows["choices"].cleaned, is_shared=not values["single"])}


class TrueFalseForm(QuestionForm):
    question_type = "truefalse"
    hidden = (*COMBINED, "hints", "penalty")
    text_help = _("A statement that is either true or false. Avoid “not”: people overlook it.")
    main_sections = (Section(_("Right answer"), ("correct", "true_feedback", "false_feedback")),)

    correct = forms.TypedChoiceField(
        label=_("The statement is"),
        choices=[("true", _("True")), ("false", _("False"))],
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
        initial="true",
    )
    true_feedback = WordsField(label=_("What to say to those who answered “true”"))
    false_feedback = WordsField(label=_("What to say to those who answered “false”"))

    def initial_of(self, definition: TrueFalse) -> dict[str, Any]:
        return super().initial_of(definition) | {"correct": "true" if definition.correct else "false"}
