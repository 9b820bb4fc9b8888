"""The parts of a question that one chooses from, fills or moves, as its template shows them to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..engine import responses
from ..engine.definition import (
    Cloze,
    Definition,
    DragWords,
    Essay,
    File,
    Gap,
    Layout,
    Match,
    MultiChoice,
    Numerical,
    Ordering,
    Scale,
    ShortAnswer,
    TrueFalse,
    UnitHandling,
)
from .html import EMPTY, Texts, with_places

STEP, WIDEST = 8, 24  # characters of a gap to type in


@dataclass(frozen=True)
class Line:
    """`plain` is for lists and names, `value` what was chosen for it, `sign` the letter it is called by."""

    id: str
    html: SafeString = EMPTY
    plain: str = ""
    is_chosen: bool = False
    value: str = ""
    sign: str = ""
    group: str = ""
    is_unlimited: bool = False


def lines(definition: Definition, response: Mapping[str, Any], texts: Texts) -> list[Line]:
    match definition:
        case MultiChoice():
            marked = responses.chosen(response)
            return [Line(one.id, texts.line(one.text), is_chosen=one.id in marked) for one in definition.choices]
        case TrueFalse():
            marked = responses.chosen(response)
            names = {responses.TRUE: _("True"), responses.FALSE: _("False")}
            return [Line(one, SafeString(name), is_chosen=one in marked) for one, name in names.items()]
        case Match():
            pairs = responses.placed(response, "pairs")
            return [Line(one.id, texts.line(one.text), value=pairs.get(one.id, "")) for one in definition.stems]
        case Ordering():
            return [Line(one.id, texts.line(one.text), texts.plain(one.text)) for one in in_order(definition, response)]
        case Scale():
            level = responses.level(response)
            return [Line(str(one), is_chosen=one == level) for one in range(definition.min, definition.max + 1)]
    return []


def in_order(definition: Ordering, response: Mapping[str, Any]) -> list[Any]:
    """As the learner left them; lines that a later version added stand at the end."""
    places = {name: place for place, name in enumerate(responses.ordered(response))}
    return sorted(definition.items, key=lambda item: places.get(item.id, len(places)))


def options(definition: Definition, texts: Texts) -> list[Line]:
    """What there is to choose from, for the places of the question: options are called by letters, words by themselves."""
    match definition:
        case Match():
            return [
                Line(one.id, texts.line(one.text), texts.plain(one.text), sign=letter(place), is_unlimited=True)
                for place, one in enumerate(definition.options)
            ]
        case DragWords():
            return [
                Line(one.id, texts.line(one.text), texts.plain(one.text), group=str(one.group), is_unlimited=one.is_unlimited)
                for one in definition.choices
            ]
    return []


def letter(place: int) -> str:
    """A, B … Z, AA, AB …"""
    rest, last = divmod(place, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


def text_with_fields(definition: Definition, response: Mapping[str, Any], texts: Texts, prefix: str) -> SafeString:
    """The text of the question; where it has gaps, each with its field."""
    html = texts.block(definition.text)
    if not isinstance(definition, Cloze | DragWords):
        return html
    template = get_template("quizzes/answering/gap.html")
    if isinstance(definition, DragWords):
        gaps = _word_gaps(definition, responses.placed(response, "gaps"), texts)
    else:
        gaps = _typed_gaps(definition, responses.filled(response), texts)
    fields = {gap["id"]: template.render({"gap": gap, "prefix": prefix}).strip() for gap in gaps}
    return with_places(html, fields.get)


def _word_gaps(definition: DragWords, said: Mapping[str, str], texts: Texts) -> list[dict[str, Any]]:
    gaps = []
    for number, (gap_id, words) in enumerate(responses.words_for_gaps(definition).items(), start=1):
        lines = [Line(word.id, texts.line(word.text), texts.plain(word.text), is_chosen=said.get(gap_id) == word.id) for word in words]
        gaps.append({"id": gap_id, "kind": "select", "lines": lines, "label": _gap_label(number)})
    return gaps


def _typed_gaps(definition: Cloze, said: Mapping[str, Any], texts: Texts) -> list[dict[str, Any]]:
    return [
        {"id": gap.id, "label": _gap_label(number), **_gap_field(gap, said.get(gap.id, ""), texts)}
        for number, gap in enumerate(definition.gaps, start=1)
    ]


def _gap_field(gap: Gap, said: Any, texts: Texts) -> dict[str, Any]:
    question = gap.question
    if isinstance(question, MultiChoice):
        marked = responses.chosen(responses.in_gap(gap, said))
        lines = [Line(one.id, texts.line(one.text), texts.plain(one.text), is_chosen=one.id in marked) for one in question.choices]
        is_list = gap.layout == Layout.DROPDOWN and question.single
        kind = "select" if is_list else "horizontal" if gap.layout == Layout.HORIZONTAL else "vertical"
        return {"kind": kind, "lines": lines, "input": "radio" if question.single else "checkbox"}
    is_number = isinstance(question, Numerical)
    longest = 0 if isinstance(question, Numerical) else max((len(answer.text) for answer in question.answers), default=0)
    size = min(-(-max(longest, 1) // STEP) * STEP, WIDEST)  # in steps, so that it gives nothing away
    return {"kind": "text", "value": said, "is_number": is_number, "size": size}


def _gap_label(number: int) -> str:
    return _("Gap %(number)s") % {"number": number}


def hint_words(definition: Definition) -> str:
    """What the field asks for besides the question."""
    match definition:
        case Numerical(unit_handling=UnitHandling.NONE):
            return ""
        case Numerical(units=units) if units:
            return _("A number with its unit: %(units)s.") % {"units": ", ".join(unit.name for unit in units)}
        case Essay(min_words=int(least), max_words=int(most)):
            return _("Between %(least)s and %(most)s words.") % {"least": least, "most": most}
        case Essay(min_words=int(least)):
            return _("At least %(least)s words.") % {"least": least}
        case Essay(max_words=int(most)):
            return _("At most %(most)s words.") % {"most": most}
        case MultiChoice(single=False):
            return _("Tick all that are right.")
    return ""


def template_of(definition: Definition) -> str:
    """Which template asks for the answer; "" where the fields stand in the text, or nothing is asked."""
    match definition:
        case MultiChoice() | TrueFalse():
            return "quizzes/answering/choice.html"
        case Match():
            return "quizzes/answering/match.html"
        case DragWords():
            return "quizzes/answering/pool.html"
        case Ordering():
            return "quizzes/answering/ordering.html"
        case ShortAnswer() | Numerical():
            return "quizzes/answering/text.html"
        case Essay():
            return "quizzes/answering/essay.html"
        case File():
            return "quizzes/answering/files.html"
        case Scale():
            return "quizzes/answering/scale.html"
    return ""


def file_words(definition: Definition) -> str:
    """What may be added, and how much of it."""
    match definition:
        case Essay(max_files=most) | File(max_files=most):
            kinds = _("Photos, PDF, documents, texts and recordings, up to 10 MB each.")
            files = ngettext("%(count)s file at most.", "%(count)s files at most.", most) % {"count": most}
            return f"{kinds} {files}"
    return ""
