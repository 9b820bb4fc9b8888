"""What is said under a question: hints, feedback, the right answer, the words of whoever graded it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..engine.definition import Cloze, Definition, MultiChoice, TrueFalse
from ..engine.describing import right_as_text
from ..engine.feedback import Feedback, feedback
from ..engine.grading import is_graded_by_hand
from ..engine.responses import FALSE, TRUE
from ..engine.state import QuestionState
from ..quiz_definition import Shown
from .html import Texts


@dataclass(frozen=True)
class Note:
    html: SafeString
    title: str = ""


def notes(definition: Definition, state: QuestionState, texts: Texts, may: frozenset[Shown], *, is_open: bool, comment: str) -> list[Note]:
    """In the order in which one reads them: what this answer was, what there is to know, what would have been right."""
    said = feedback(definition, state)
    found = [*_about_this_answer(definition, said, texts, may, is_open=is_open)]
    if is_open and state.checked is not None:
        found += _hint(said, texts)
    if Shown.GENERAL_FEEDBACK in may and said.general:
        found.append(Note(texts.block(said.general)))
    if Shown.RIGHT_ANSWER in may and not is_open and (right := _right_answer(definition)):
        found.append(Note(format_html("<p>{}</p>", right), _("The right answer")))
    if comment:
        found.append(Note(SafeString(linebreaks(comment, autoescape=True)), _("What the person who read it says")))
    return found


def _about_this_answer(definition: Definition, said: Feedback, texts: Texts, may: frozenset[Shown], *, is_open: bool) -> Iterator[Note]:
    """Feedback on a chosen line stands beside the line where the answer is shown as lines (`answered.said`)."""
    if Shown.SPECIFIC_FEEDBACK not in may:
        return
    if is_open or not isinstance(definition, MultiChoice | TrueFalse):
        for number, part in enumerate(said.parts, start=1):
            if part.text:
                title = _("Gap %(number)s") % {"number": number} if isinstance(definition, Cloze) else ""
                yield Note(texts.block(part.text), title)
    if said.combined:
        yield Note(texts.block(said.combined))


def _hint(said: Feedback, texts: Texts) -> Iterator[Note]:
    if said.right_count:
        right, of = said.right_count
        words = ngettext("%(right)s of %(count)s part is right.", "%(right)s of %(count)s parts are right.", of)
        yield Note(format_html("<p>{}</p>", words % {"right": right, "count": of}))
    if said.hint:
        yield Note(texts.block(said.hint), _("Hint"))


def _right_answer(definition: Definition) -> str:
    if is_graded_by_hand(definition):
        return ""
    return right_as_text(definition, words={TRUE: _("True"), FALSE: _("False")})
