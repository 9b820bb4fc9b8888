"""Questions with gaps in a text. An editor writes the right words in double brackets; the form makes a gap of
each, with a name that stays."""

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..engine.definition import Cloze, DragChoice, DragGap, DragWords, Gap, Layout, MultiChoice, Numerical, ShortAnswer
from .base import COMBINED, QuestionForm, Section
from .fields import NumberField, WordsField, choices_of, share_field, verdict_field, verdicts
from .rows import Row, new_id, rearranged, rows_of, with_rows
from .typing import ANY, ValueField, number_answers, text_answers

MAKE_GAPS = "gaps:make"
_PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")
TEXT_HELP = gettext_lazy("Write the right words in double brackets: “Volunteers need a [[contract]].” A gap is made of each.")


def new_places(data: QueryDict) -> list[str]:
    """What stands in brackets and is no gap yet."""
    known = {name for row in rows_of(data, "gaps") for name in row.get("id", [])}
    return [words for words in dict.fromkeys(_PLACE.findall(data.get("text", ""))) if words not in known]


def next_names(data: QueryDict, count: int, taken: Iterable[str]) -> list[str]:
    """g1, g2 …, none that the question has or had."""
    gone = {*taken, *_PLACE.findall(data.get("text", "")), *(name for row in rows_of(data, "gaps") for name in row.get("id", []))}
    free = (f"g{number}" for number in range(1, count + len(gone) + 1))
    return [name for name in free if name not in gone][:count]


class GapsForm(QuestionForm):
    text_help = TEXT_HELP
    makes_gaps = True

    @classmethod
    def after(cls, data: QueryDict, deed: str, taken: Iterable[str] = ()) -> QueryDict:
        return cls.with_gaps(data, taken) if deed == MAKE_GAPS else rearranged(data, deed)

    @classmethod
    def with_gaps(cls, data: QueryDict, taken: Iterable[str]) -> QueryDict:
        """What is new in brackets becomes gaps: the text says their names from then on, rows below hold the words."""
        words = new_places(data)
        names = next_names(data, len(words), taken)
        changed = data.copy()
        text = data.get("text", "")
        for word, name in zip(words, names, strict=True):
            text = text.replace(f"[[{word}]]", f"[[{name}]]", 1)
        changed["text"] = text
        rows = rows_of(data, "gaps")
        for word, name in zip(words, names, strict=True):
            changed, row = cls.gap_row(changed, name, word, rows)
            rows.append(row)
        return with_rows(changed, "gaps", rows)

    @classmethod
    def gap_row(cls, data: QueryDict, name: str, word: str, gaps: list[dict[str, list[str]]]) -> tuple[QueryDict, dict[str, list[str]]]:
        raise NotImplementedError


class GapAnswerRow(Row):
    legend = gettext_lazy("Answer %(number)s")
    add_label = gettext_lazy("Add more answers")
    first_rows = 2
    empty_rows = 1
    more = ("tolerance", "share")

    text = WordsField(label=gettext_lazy("Answer"), widget=forms.TextInput)
    verdict = verdict_field(initial="right")
    feedback = WordsField(label=gettext_lazy("What to say to those who gave it"))
    tolerance = NumberField(label=gettext_lazy("Give or take (for numbers)"), otherwise=0.0)
    share = share_field()


class GapRow(Row):
    legend = gettext_lazy("Gap [[%(id)s]]")
    first_rows = empty_rows = 0
    row_classes = {"answers": GapAnswerRow}
    more = ("use_case", "shuffle", "weight")

    SHOWN = {
        Layout.DROPDOWN.value: gettext_lazy("A list that opens"),
        Layout.VERTICAL.value: gettext_lazy("Lines below each other"),
        Layout.HORIZONTAL.value: gettext_lazy("Lines beside each other"),
    }
    kind = forms.ChoiceField(
        label=gettext_lazy("Learners"),
        choices=[
            ("shortanswer", gettext_lazy("type words")),
            ("numerical", gettext_lazy("type a number")),
            ("multichoice", gettext_lazy("choose one of the answers below")),
            ("multiresponse", gettext_lazy("tick all that are right")),
        ],
        initial="shortanswer",
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Choices are shown as"), choices=list(SHOWN.items()), initial=Layout.DROPDOWN.value, required=False
    )
    use_case = forms.BooleanField(label=gettext_lazy("Capital letters must be right"), required=False)
    shuffle = forms.BooleanField(label=gettext_lazy("Choices in a new order for each learner"), required=False)
    weight = NumberField(
        label=gettext_lazy("Weight"), otherwise=1.0, initial=1.0, help_text=gettext_lazy("2 counts twice as much as the other gaps.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == "numerical":
            for row in self.rows["answers"].filled:
                try:
                    row.cleaned_data["value"] = ValueField().clean(row.cleaned_data.get("text", ""))
                except forms.ValidationError as error:
                    row.add_error("text", error)
        return values

    @property
    def is_blank(self) -> bool:
        return False


class ClozeForm(GapsForm):
    question_type = "multianswer"
    hidden = COMBINED
    row_classes = {**QuestionForm.row_classes, "gaps": GapRow}
    main_sections = (
        Section(gettext_lazy("Gaps"), ("gaps",), gettext_lazy("The right words in brackets come here as soon as gaps are made.")),
    )

    def rows_of(self, definition: Cloze) -> dict[str, list[dict[str, Any]]]:
        return super().rows_of(definition) | {"gaps": [_gap_initial(gap) for gap in definition.gaps]}

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        before = {gap.id: gap.question for gap in self.before.gaps} if isinstance(self.before, Cloze) else {}
        gaps = []
        for row in self.rows["gaps"].filled:
            asked = row.cleaned_data
            layout = Layout(asked["layout"] or Layout.DROPDOWN)
            question = _gap_question(asked, row.rows["answers"].cleaned, before.get(row.row_id))
            gaps.append(Gap(id=row.row_id, weight=asked["weight"], layout=layout, question=question))
        return {"gaps": tuple(gaps)}

    def say_at(self, place: str, words: str) -> None:
        super().say_at(place.replace(".question.choices", ".question.answers"), words)

    @classmethod
    def gap_row(cls, data: QueryDict, name: str, word: str, gaps: list[dict[str, list[str]]]) -> tuple[QueryDict, dict[str, list[str]]]:
        answer = {"id": [new_id()], "text": [word], "verdict": ["right"]}
        return data, {
            "id": [name],
            "kind": ["shortanswer"],
            "answers-total": ["2"],
            **{f"answers-0-{key}": one for key, one in answer.items()},
        }


def _gap_initial(gap: Gap) -> dict[str, Any]:
    question = gap.question
    answers: tuple[Any, ...] = question.choices if isinstance(question, MultiChoice) else question.answers
    is_shared = isinstance(question, MultiChoice) and not question.single
    worth = verdicts([answer.fraction for answer in answers], is_shared=is_shared)
    return {
        "id": gap.id,
        "kind": "multiresponse" if is_shared else question.type,
        "layout": gap.layout.value,
        "weight": gap.weight,
        "use_case": getattr(question, "use_case", False),
        "shuffle": getattr(question, "shuffle", False),
        "rows": {"answers": [{**asdict(answer), "text": _as_typed(answer), **each} for answer, each in zip(answers, worth, strict=True)]},
    }


def _as_typed(answer: Any) -> str:
    if not hasattr(answer, "value"):
        return answer.text
    return ANY if answer.value is None else repr(answer.value).removesuffix(".0")


def _gap_question(asked: dict[str, Any], rows: list[dict[str, Any]], before: Any) -> MultiChoice | ShortAnswer | Numerical:
    kind: type[Any]
    parts: dict[str, Any]
    if asked["kind"] == "shortanswer":
        kind, parts = ShortAnswer, {"use_case": asked["use_case"], "answers": text_answers(rows)}
    elif asked["kind"] == "numerical":
        kind, parts = Numerical, {"answers": number_answers(rows)}
    else:
        single = asked["kind"] == "multichoice"
        kind, parts = MultiChoice, {"single": single, "shuffle": asked["shuffle"], "choices": choices_of(rows, is_shared=not single)}
    return replace(before, **parts) if isinstance(before, kind) else kind(**parts)


class WordRow(Row):
    legend = gettext_lazy("Words %(number)s")
    add_label = gettext_lazy("Add more words")
    first_rows = empty_rows = 2
    more = ("is_unlimited", "group")

    text = WordsField(label=gettext_lazy("Words to drag"))
    is_unlimited = forms.BooleanField(label=gettext_lazy("May be put into several gaps"), required=False)
    group = forms.IntegerField(
        label=gettext_lazy("Group"),
        initial=1,
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Words of a group fit only into gaps whose right words are of the same group."),
    )


class DragGapRow(Row):
    legend = gettext_lazy("Gap [[%(id)s]]")
    first_rows = empty_rows = 0

    choice = forms.ChoiceField(label=gettext_lazy("Right words"), required=False)

    def offer(self, words: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields["choice"]).choices = words

    @property
    def is_blank(self) -> bool:
        return False


class DragWordsForm(GapsForm):
    question_type = "ddwtos"
    row_classes = {**QuestionForm.row_classes, "choices": WordRow, "gaps": DragGapRow}
    main_sections = (
        Section(
            gettext_lazy("Words"), ("choices", "shuffle"), gettext_lazy("Words from the brackets come here. Add some that fit nowhere.")
        ),
        Section(
            gettext_lazy("Gaps"), ("gaps",), gettext_lazy("Once gaps are made of the brackets, it is chosen here which word belongs where.")
        ),
    )

    shuffle = forms.BooleanField(label=gettext_lazy("Show the words in a new order to each learner"), initial=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = [(row.row_id, row["text"].value()) for row in self.rows["choices"].all if row["text"].value()]
        known = {name for name, _words in words}
        for row in self.rows["gaps"].all:
            now = row["choice"].value()
            lost = [(now, now)] if now and now not in known and not self.is_bound else []
            cast(DragGapRow, row).offer([("", _("Choose the right words")), *words, *lost])

    def rows_of(self, definition: DragWords) -> dict[str, list[dict[str, Any]]]:
        rows = {"choices": [asdict(choice) for choice in definition.choices], "gaps": [asdict(gap) for gap in definition.gaps]}
        return super().rows_of(definition) | rows

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        choices = (
            DragChoice(id=row["id"], text=row["text"], group=1 if row["group"] is None else row["group"], is_unlimited=row["is_unlimited"])
            for row in self.rows["choices"].cleaned
        )
        gaps = (DragGap(id=row["id"], choice=row["choice"]) for row in self.rows["gaps"].cleaned)
        return {"choices": tuple(choices), "gaps": tuple(gaps)}

    @classmethod
    def gap_row(cls, data: QueryDict, name: str, word: str, gaps: list[dict[str, list[str]]]) -> tuple[QueryDict, dict[str, list[str]]]:
        """Words that are there already are taken; else they get a row of their own, an empty one first."""
        rows = rows_of(data, "choices")
        same = next((row for row in rows if row.get("text", [""])[0].strip() == word.strip()), None)
        if same is None:
            empty = next((row for row in rows if not row.get("text", [""])[0].strip()), None)
            same = empty if empty is not None else {}
            same |= {"id": same.get("id") or [new_id()], "text": [word]}
            if empty is None:
                rows.append(same)
        elif any(gap.get("choice") == same["id"] for gap in gaps):
            same["is_unlimited"] = ["on"]
        return with_rows(data, "choices", rows), {"id": [name], "choice": same["id"]}
