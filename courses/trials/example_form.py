"""The form of a prepared example: what the made-up learner wrote, and the reference review. The assignment says which fields it has;
comments are rows, as in the question bank's forms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.mentorship.anchors import lines
from courses.mentorship.models.review import Outcome
from courses.quizzes.question_forms.rows import Row, WithRows
from courses.workbook.kinds import KINDS
from courses.workbook.kinds.base import clean_text
from courses.workbook.slots import markdown_html
from lms.core.saving.sent import NotAccepted

from .asked import Asked, Exercise
from .definition import MOST_COMMENTS, Definition, Missing, Reference, Remark
from .finding import find_in, texts_of

ADDED, WHOLE = "added", "whole"
Texts = dict[tuple[int | None, str], str]
MOST_OF_A_REASON = 300
OUTCOMES = [("", gettext_lazy("Not chosen yet")), *Outcome.choices]


class TextField(forms.CharField):
    """As learners' texts are kept: lines as they are, nothing stripped."""

    def __init__(self, *, rows: int, language: str, **kwargs: Any):
        widget = AdminAutoHeightTextInput(attrs={"rows": rows, "lang": language})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return clean_text(super().clean(value))
        except NotAccepted as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class CommentRow(Row):
    legend = gettext_lazy("Comment %(number)s")
    add_label = gettext_lazy("Add more comments")
    empty_rows, first_rows = 0, 2
    choices: Sequence[tuple[str, str]] = ()
    texts: Texts = {}

    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    words = forms.CharField(
        label=gettext_lazy("These words"),
        required=False,
        strip=False,
        widget=AdminAutoHeightTextInput(attrs={"rows": 1}),
        help_text=gettext_lazy("As they stand in the answer. Empty: about all of it."),
    )
    text = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=2000, widget=AdminAutoHeightTextInput(attrs={"rows": 2, "data-wide": ""})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = self.choices  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Whom a comment would be about is chosen from the beginning."""
        return not self.is_known and not any(self._is_filled(name) for name in ("words", "text"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_blank or self.errors:
            return values
        if not values.get("text", "").strip():
            self.add_error("text", _("Write the comment, or remove the row."))
        values["remark"] = None
        words = lines(values.get("words") or "").strip("\n ")
        if values["about"] == WHOLE and words:
            self.add_error("words", _("Choose the exercise in which these words stand."))
        elif words and (found := self._found(values["about"], words)) is None:
            self.add_error("words", _("These words are not in the answer. Copy them exactly as they stand there."))
        elif words and found:
            values["remark"] = found
        return values

    def _found(self, about: str, words: str) -> Remark | None:
        return find_in(self.texts, words, None if about == ADDED else int(about), "")

    def made(self) -> Remark:
        values = self.cleaned_data
        text, place, about = values["text"].strip(), values["remark"], values["about"]
        if place:
            return Remark(text, place.activity, place.field, place.exact, place.prefix, place.suffix, place.start)
        if about == ADDED:
            return Remark(text, None, "text")
        return Remark(text, None if about == WHOLE else int(about))


@dataclass(frozen=True)
class Part:
    """An exercise with its fields. `rows` is a table: cells are labels or fields."""

    exercise: Exercise
    prompt: str
    fields: list[forms.BoundField]
    columns: list[str]
    rows: list[list[Any]]
    outcome: forms.BoundField
    is_file: bool


class ExampleForm(WithRows):
    """`made` is what the form says, once it is in order; what is missing before it can be published is said by `lacking`."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("Mentors see it. A made-up name and village will do; do not say how good the work is."),
    )

    def __init__(self, data: Any = None, *, asked: Asked, definition: Definition | None = None):
        self.asked = asked
        self.made: Definition | None = None
        choices = [(str(one.activity.pk), one.version.title) for one in asked.exercises]
        choices += [(ADDED, _("The text that was added"))] if asked.takes_text else []
        self._texts: Texts = {}
        row = type("CommentRow", (CommentRow,), {"choices": [*choices, (WHOLE, _("The whole"))], "texts": self._texts})
        self.row_classes = {"comments": row}  # type: ignore[misc]
        super().__init__(
            data,
            initial=_initial(definition, asked) if definition else {},
            row_initial={"comments": _comment_rows(definition)},
            is_new=not definition or not definition.reference.comments,
        )
        for one in asked.exercises:
            self.fields |= _answer_fields(one, asked.language)
            self.fields[f"outcome-{one.activity.pk}"] = forms.ChoiceField(
                label=_("Outcome of this exercise"), choices=OUTCOMES, required=False
            )
        if asked.takes_text:
            self.fields["text"] = TextField(
                label=asked.version.content.get("text_prompt") or _("The text that was added"), rows=4, language=asked.language
            )
        for criterion in asked.criteria.criteria if asked.criteria else ():
            levels = [("", _("Not chosen yet")), *((level.id, level.title) for level in criterion.levels)]
            self.fields[f"level-{criterion.id}"] = forms.ChoiceField(label=_("Level"), choices=levels, required=False)
            self.fields[f"reason-{criterion.id}"] = forms.CharField(
                label=_("Why, in one sentence"), required=False, max_length=MOST_OF_A_REASON,
                widget=AdminAutoHeightTextInput(attrs={"rows": 2, "lang": asked.language}),
            )  # fmt: skip
        self.fields["overall"] = forms.ChoiceField(label=_("Outcome of the whole"), choices=OUTCOMES, required=False)
        self.fields["summary"] = TextField(label=_("A few words in general"), rows=4, language=asked.language)
        self.fields["base"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """The answers first: comments name words in them."""
        if self.is_bound:
            self._texts.update(texts_of({one.activity.pk: self._value_sent(one) for one in self.asked.exercises}, self._sent("text")))
        super().full_clean()

    def _sent(self, name: str) -> str:
        try:
            return clean_text(self.data.get(name) or "")
        except NotAccepted:
            return ""

    def _value_sent(self, one: Exercise) -> dict[str, Any]:
        pk = one.activity.pk
        if one.kind in ("short_text", "long_text"):
            return {"text": self._sent(f"answer-{pk}")}
        if one.kind == "fill_table":
            return {"cells": {place.removeprefix("cell:"): self._sent(f"answer-{pk}-{place}") for place in _places(one)}}
        return {}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        comments = self.rows["comments"]
        if len(comments.filled) > MOST_COMMENTS:
            comments.errors.append(_("Nobody reads more than %(most)d comments. Keep those that matter.") % {"most": MOST_COMMENTS})
        if not self.errors and self.are_rows_valid:
            self.made = self._made(values)
        return values

    def _made(self, values: dict[str, Any]) -> Definition | None:
        answers: dict[int, Any] = {}
        for one in self.asked.exercises:
            try:
                answers[one.activity.pk] = _value(one, values)
            except NotAccepted as refusal:
                self.add_error(None, f"{one.version.title}: {refusal.message}")
                return None
        numbers = [str(one.activity.pk) for one in self.asked.exercises]
        criteria = [one.id for one in self.asked.criteria.criteria] if self.asked.criteria else []
        reference = Reference(
            summary=values["summary"].strip(),
            overall=values["overall"],
            outcomes={pk: values[f"outcome-{pk}"] for pk in numbers if values[f"outcome-{pk}"]},
            levels={name: values[f"level-{name}"] for name in criteria if values[f"level-{name}"]},
            reasons={name: said for name in criteria if (said := " ".join(values[f"reason-{name}"].split()))},
            comments=tuple(row.made() for row in self.rows["comments"].filled),  # type: ignore[attr-defined]
        )
        return Definition(" ".join(values["title"].split()), answers, values.get("text", ""), reference)

    def parts(self) -> list[Part]:
        return [self._part(one) for one in self.asked.exercises]

    def _part(self, one: Exercise) -> Part:
        pk, content = one.activity.pk, one.version.content
        names = [] if one.kind == "fill_table" else [name for name in _answer_fields(one, "") if name in self.fields]
        described = KINDS[one.kind].field(content) if one.kind == "fill_table" else {"rows": [], "columns": []}
        rows = [
            [{"label": label} if label else {"field": self[f"answer-{pk}-{place}"]} for label, place, *_rest in row]
            for row in described["rows"]
        ]
        return Part(
            exercise=one,
            prompt=markdown_html(content.get("prompt") or ""),
            fields=[self[name] for name in names],
            columns=described["columns"],
            rows=rows,
            outcome=self[f"outcome-{pk}"],
            is_file=one.kind == "file_upload",
        )

    def criteria(self) -> Iterable[dict[str, Any]]:
        for one in self.asked.criteria.criteria if self.asked.criteria else ():
            yield {"criterion": one, "level": self[f"level-{one.id}"], "reason": self[f"reason-{one.id}"]}

    def say_missing(self, lacking: Missing) -> None:
        """Beside each field what is lacking."""
        if lacking.answers:
            self.add_error(None, _("The made-up learner has written nothing yet."))
        named = {"text": lacking.text, "overall": lacking.overall, "summary": lacking.summary}
        named |= {f"outcome-{pk}": True for pk in lacking.outcomes}
        named |= {f"level-{name}": True for name in lacking.levels} | {f"reason-{name}": True for name in lacking.reasons}
        for name, is_lacking in named.items():
            if is_lacking:
                self.add_error(name, _("A mentor learns from this: it is needed before the example is published."))


def _places(one: Exercise) -> list[str]:
    rows = KINDS["fill_table"].field(one.version.content)["rows"]
    return [place for row in rows for label, place, *_rest in row if not label]


def _answer_fields(one: Exercise, language: str) -> dict[str, forms.Field]:
    """What the made-up learner writes. Files are none of an example."""
    name, content, label = f"answer-{one.activity.pk}", one.version.content, _("Answer")
    listed = [(line["id"], line["text"]) for line in content.get("options", content.get("items", ()))]
    match one.kind:
        case "short_text" | "long_text":
            return {name: TextField(label=label, rows=1 if one.kind == "short_text" else 6, language=language)}
        case "choice" if not content.get("several"):
            return {name: forms.ChoiceField(label=label, choices=[("", _("Nothing is chosen")), *listed], required=False)}
        case "choice" | "tick_list":
            boxes = forms.CheckboxSelectMultiple
            return {name: forms.MultipleChoiceField(label=label, choices=listed, required=False, widget=boxes)}
        case "scale":
            levels = [(str(level), str(level)) for level in range(content.get("min", 1), content.get("max", 5) + 1)]
            return {name: forms.ChoiceField(label=label, choices=[("", _("Nothing is chosen")), *levels], required=False)}
        case "drawing":
            return {name: forms.BooleanField(label=_("Drawn on paper"), required=False)}
        case "fill_table":
            rows = KINDS["fill_table"].field(content)["rows"]
            cells = {place: said for row in rows for label, place, _hole, said, _column in row if not label}
            return {f"{name}-{place}": _cell(said, language) for place, said in cells.items()}
    return {}


def _cell(label: str, language: str) -> TextField:
    field = TextField(label=label, rows=2, language=language)
    field.widget.attrs["aria-label"] = label
    return field


def _value(one: Exercise, values: dict[str, Any]) -> dict[str, Any]:
    """In the shape that the kind keeps. Raises NotAccepted."""
    said, kind, content = values.get(f"answer-{one.activity.pk}"), KINDS[one.kind], one.version.content
    match one.kind:
        case "fill_table":
            cells = {place.removeprefix("cell:"): values[f"answer-{one.activity.pk}-{place}"] for place in _places(one)}
            return kind.clean({"cells": cells}, content)
        case "choice":
            return kind.clean({"chosen": ([said] if said else []) if isinstance(said, str) else list(said or ())}, content)
        case "tick_list":
            return kind.clean({"ticked": list(said or ())}, content)
        case "scale":
            return kind.clean({"level": int(said) if said else None}, content)
        case "drawing":
            return kind.clean({"done": bool(said)}, content)
        case "file_upload":
            return {"files": []}
    return kind.clean({"text": said or ""}, content)


def _initial(made: Definition, asked: Asked) -> dict[str, Any]:
    said = made.reference
    found: dict[str, Any] = {"title": made.title, "text": made.text, "overall": said.overall, "summary": said.summary}
    for one in asked.exercises:
        found |= _initial_answer(f"answer-{one.activity.pk}", one, made.answers.get(one.activity.pk) or {})
    found |= {f"outcome-{pk}": outcome for pk, outcome in said.outcomes.items()}
    found |= {f"level-{name}": level for name, level in said.levels.items()}
    return found | {f"reason-{name}": reason for name, reason in said.reasons.items()}


def _initial_answer(name: str, one: Exercise, value: Any) -> dict[str, Any]:
    match one.kind:
        case "fill_table":
            return {f"{name}-cell:{place}": text for place, text in value.get("cells", {}).items()}
        case "choice":
            chosen = value.get("chosen", [])
            return {name: chosen if one.version.content.get("several") else next(iter(chosen), "")}
        case "tick_list":
            return {name: value.get("ticked", [])}
        case "scale":
            return {name: "" if value.get("level") is None else str(value["level"])}
        case "drawing":
            return {name: value.get("done", False)}
    return {name: value.get("text", "")}


def _comment_rows(made: Definition | None) -> list[dict[str, Any]]:
    return [
        {
            "id": f"c{number}",
            "about": str(one.activity) if one.activity else ADDED if one.field else WHOLE,
            "words": one.exact,
            "text": one.text,
        }
        for number, one in enumerate(made.reference.comments if made else ())
    ]
