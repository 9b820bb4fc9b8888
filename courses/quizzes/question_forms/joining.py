"""Questions with lines to bring together or into an order."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..engine.definition import Match, Ordering, OrderingGrading, Part, Stem
from .base import QuestionForm, Section
from .fields import WordsField
from .rows import Row, new_id


class StemRow(Row):
    legend = _("Pair %(number)s")
    add_label = _("Add more pairs")
    text = WordsField(label=_("This …"))
    answer = WordsField(label=_("… belongs to this"))
    option = forms.CharField(required=False, widget=forms.HiddenInput)  # the id of what `answer` said


class OptionRow(Row):
    legend = _("Spare answer %(number)s")
    add_label = _("Add more spare answers")
    first_rows = empty_rows = 1

    text = WordsField(label=_("An answer that belongs to nothing"))


class MatchForm(QuestionForm):
    question_type = "match"
    row_classes = {**QuestionForm.row_classes, "stems": StemRow, "options": OptionRow}
    renamed = {"option": "answer"}
    main_sections = (
        Section(_("Pairs"), ("stems", "shuffle"), _("Each learner gets the right sides mixed up. Two pairs may have the same right side.")),
        Section(
            _("Spare answers"),
            ("options",),
            _("They make guessing harder: with as many answers as lines the last one chooses itself."),
            True,
        ),
    )

    shuffle = forms.BooleanField(label=_("Show the lines in a new order to each learner"), initial=True, required=False)

    def rows_of(self, definition: Match) -> dict[str, list[dict[str, Any]]]:
        texts = {option.id: option.text for option in definition.options}
        used = {stem.option for stem in definition.stems}
        stems = [{**asdict(stem), "answer": texts.get(stem.option, "")} for stem in definition.stems]
        spare = [asdict(option) for option in definition.options if option.id not in used]
        return super().rows_of(definition) | {"stems": stems, "options": spare}

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        """An answer keeps its id while its text stays, or its row; the same words in two rows are one answer."""
        texts: dict[str, str] = {row["id"]: row["text"] for row in self.rows["options"].cleaned}
        before = {option.id: option.text for option in self.before.options} if isinstance(self.before, Match) else {}
        rows = self.rows["stems"].cleaned
        untouched = {row["option"] for row in rows if before.get(row["option"]) == row["answer"]}
        texts |= {option: before[option] for option in untouched}
        stems = []
        for row in rows:
            option = self._option(row, texts, before, untouched)
            texts[option] = row["answer"]
            stems.append(Stem(id=row["id"], text=row["text"], option=option))
        order = [*(option for option in before if option in texts), *(option for option in texts if option not in before)]
        return {"stems": tuple(stems), "options": tuple(Part(id=option, text=texts[option]) for option in order)}

    def _option(self, row: dict[str, Any], texts: dict[str, str], before: dict[str, str], untouched: set[str]) -> str:
        if row["option"] in untouched and before[row["option"]] == row["answer"]:
            return row["option"]
        same = next((option for option, text in texts.items() if text == row["answer"] and text.strip()), None)
        if same:
            return same
        is_free = row["option"] in before and row["option"] not in texts
        return row["option"] if is_free else new_id()

    def say_at(self, place: str, words: str) -> None:
        """Answers are written beside the stems that have them."""
        kind, _sep, rest = place.partition(".")
        option = rest.partition(".")[0]
        rows = [row for row in self.rows["stems"].filled if self._option_of(row.row_id) == option] if kind == "options" and option else []
        if rows:
            rows[0].add_error("answer", words)
        else:
            super().say_at("stems" if place == "options" else place, words)

    def _option_of(self, stem: str) -> str | None:
        stems = self.definition.stems if isinstance(self.definition, Match) else ()
        return next((one.option for one in stems if one.id == stem), None)


class ItemRow(Row):
    legend = _("Line %(number)s")
    add_label = _("Add more lines")

    text = WordsField(label=_("Text"))


class OrderingForm(QuestionForm):
    question_type = "ordering"
    row_classes = {**QuestionForm.row_classes, "items": ItemRow}
    main_sections = (
        Section(_("Lines in the right order"), ("items", "grading"), _("Write them as they belong. Each learner gets them mixed up.")),
    )

    grading = forms.ChoiceField(
        label=_("Marks"),
        choices=[
            (OrderingGrading.ABSOLUTE_POSITION.value, _("For each line in its right place")),
            (OrderingGrading.RELATIVE_NEXT.value, _("For each line that is followed by the right one")),
            (OrderingGrading.ALL_OR_NOTHING.value, _("Only when every line is in its place")),
        ],
        help_text=_("“Followed by the right one” is kinder: one line out of place does not make all others wrong."),
    )

    def rows_of(self, definition: Ordering) -> dict[str, list[dict[str, Any]]]:
        return super().rows_of(definition) | {"items": [asdict(item) for item in definition.items]}

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        items = tuple(Part(id=row["id"], text=row["text"]) for row in self.rows["items"].cleaned)
        return {"items": items, "grading": OrderingGrading(values["grading"])}
