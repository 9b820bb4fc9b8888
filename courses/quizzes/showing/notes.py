"""What is said under a question: hints, feedback, the right answer, the words of whoever graded it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..engine.definition import Cloze, Definition, DragWords, MultiChoice, Ordering, ShortAnswer, TrueFalse
from ..engine.feedback import Feedback, feedback
from ..engine.grading import is_graded_by_hand, right_response
from ..engine.matching import spoken
from ..engine.state import QuestionState
from ..quiz_definition import Shown
from .answered import said, text_filled, wrote
from .html import EMPTY, Texts

Spoken = TypeVar("Spoken", bound=Definition)


@dataclass(frozen=True)
class Note:
    html: SafeString
    title: str = ""


def notes(definition: Definition, state: QuestionState, texts: Texts, may: frozenset[Shown], *, is_open: bool, comment: str) -> list[Note]:
    """In the order in which one reads them: what this answer was, what there is to know, what would have been right."""
    heard = feedback(definition, state)
    found = [*_about_this_answer(definition, heard, texts, may, is_open=is_open)]
    if is_open and state.checked is not None:
        found += _hint(heard, texts)
    if Shown.GENERAL_FEEDBACK in may and heard.general:
        found.append(Note(texts.block(heard.general)))
    if Shown.RIGHT_ANSWER in may and not is_open and (right := _right_answer(definition, texts)):
        found.append(Note(right, _("The right answer")))
    if comment:
        found.append(Note(SafeString(linebreaks(comment, autoescape=True)), _("What the person who read it says")))
    return found


def _about_this_answer(definition: Definition, heard: Feedback, texts: Texts, may: frozenset[Shown], *, is_open: bool) -> Iterator[Note]:
    """Feedback on a chosen line stands beside the line where the answer is shown as lines (`answered.said`)."""
    if Shown.SPECIFIC_FEEDBACK not in may:
        return
    if is_open or not isinstance(definition, MultiChoice | TrueFalse):
        for number, part in enumerate(heard.parts, start=1):
            if part.text:
                title = _("Gap %(number)s") % {"number": number} if isinstance(definition, Cloze) else ""
                yield Note(texts.block(part.text), title)
    if heard.combined:
        yield Note(texts.block(heard.combined))


def _hint(heard: Feedback, texts: Texts) -> Iterator[Note]:
    if heard.right_count:
        right, of = heard.right_count
        words = ngettext("%(right)s of %(count)s part is right.", "%(right)s of %(count)s parts are right.", of)
        yield Note(format_html("<p>{}</p>", words % {"right": right, "count": of}))
    if heard.hint:
        yield Note(texts.block(heard.hint), _("Hint"))


def _right_answer(definition: Definition, texts: Texts) -> SafeString:
    """As lines where the answer is made of lines, in the text where it stands in gaps."""
    definition = _with_spoken_patterns(definition)
    right = None if is_graded_by_hand(definition) else right_response(definition)
    if not right:
        return EMPTY
    if isinstance(definition, Cloze | DragWords):
        return text_filled(definition, right, texts, frozenset({Shown.ANSWERS}))
    lines = [line for line in said(definition, right, texts, frozenset()) if line.is_mine]
    if not lines:
        return format_html("<p>{}</p>", wrote(definition, right))
    if len(lines) == 1 and not lines[0].stem:
        return format_html("<p>{}</p>", lines[0].html)
    items = format_html_join("", "<li>{}{}</li>", ((format_html("{} → ", line.stem) if line.stem else EMPTY, line.html) for line in lines))
    return format_html("<ol>{}</ol>" if isinstance(definition, Ordering) else "<ul>{}</ul>", items)


def _with_spoken_patterns(definition: Spoken) -> Spoken:
    if isinstance(definition, ShortAnswer):
        return replace(definition, answers=tuple(replace(answer, text=spoken(answer.text)) for answer in definition.answers))
    if isinstance(definition, Cloze):
        return replace(definition, gaps=tuple(replace(gap, question=_with_spoken_patterns(gap.question)) for gap in definition.gaps))
    return definition
