"""An item as a question of ours."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Definition, Description, Essay, File, Format
from ..base import Names, Read, Unreadable, excerpt
from ..harmless import check_harmless
from ..markup import to_plain
from ..moodle import name_of
from ..safe_xml import Element
from .common import common, is_true
from .item import FileOf, Item
from .reading_choices import read_associate, read_choice, read_match, read_order
from .reading_texts import read_gap_match, read_gaps, read_slider, read_text_entry

_ONE: dict[str, Callable[[Item, Element], Definition]] = {
    "choiceInteraction": read_choice,
    "orderInteraction": read_order,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "textEntryInteraction": read_text_entry,
    "gapMatchInteraction": read_gap_match,
    "sliderInteraction": read_slider,
}
_GAPS = {"textEntryInteraction", "inlineChoiceInteraction"}
_OPEN = {"extendedTextInteraction", "uploadInteraction"}
_CHARACTERS_A_LINE, _LINES = 70, 10


def read_item(
    element: Element,
    *,
    source: str = "",
    file_of: FileOf = lambda path: None,
    category: Names = (),
    tags: Iterable[str] = (),
    idnumber: str = "",
    weight: float | None = None,
) -> Read:
    """`element` in the words of QTI 2 (`vocabulary.as_version_2`). Raises Unreadable."""
    try:
        return _read_item(element, source, file_of, category, tuple(tags), idnumber, weight)
    except Unreadable as error:
        problem = error.problem
        error.problem = replace(problem, source=source, line=problem.line or element.line, excerpt=problem.excerpt or _name(element))
        raise


def _read_item(element: Element, source: str, file_of: FileOf, category: Names, tags: Names, idnumber: str, weight: float | None) -> Read:
    item = Item(element, file_of)
    definition = _definition(item)
    if weight is not None:
        definition = replace(definition, default_mark=definition.default_mark * weight)
    check_harmless(definition, line=element.line, source=source)
    return Read(
        name=_name(element) or excerpt(to_plain(definition.text)) or "?",
        definition=definition,
        category=category,
        tags=tags,
        idnumber=idnumber,
        files=item.pictures,
        line=element.line,
        source=source,
        warnings=tuple(replace(each, source=source) for each in item.warnings),
    )


def _definition(item: Item) -> Definition:
    names = {each.name for each in item.interactions}
    if not item.interactions:
        return Description(**common(item, mark=0.0, text=item.text(), feedback=item.feedback([])))
    if names <= _OPEN:
        return _open(item)
    if names <= _GAPS and (len(item.interactions) > 1 or "inlineChoiceInteraction" in names):
        return read_gaps(item, item.interactions)
    unknown = next((each for each in item.interactions if each.name not in _ONE and each.name not in _GAPS | _OPEN), None)
    if unknown is not None:
        message = _("Questions of this kind (<%(name)s>) are not among ours.")
        raise Unreadable("qti_interaction", message, line=unknown.line, name=unknown.name)
    if len(item.interactions) > 1:
        message = _("This item asks several things at once (%(names)s). Here that is one question each.")
        raise Unreadable("qti_several", message, line=item.interactions[1].line, names=", ".join(sorted(names)))
    return _ONE[item.interactions[0].name](item, item.interactions[0])


def _open(item: Item) -> Definition:
    """What a person grades."""
    texts = [each for each in item.interactions if each.name == "extendedTextInteraction"]
    uploads = [each for each in item.interactions if each.name == "uploadInteraction"]
    if len(texts) > 1:
        raise Unreadable("qti_several", _("This item asks for several texts. Here that is one question each."), line=texts[1].line)
    if item.processing.is_graded and not item.is_ours:
        item.warn("qti_graded_text", _("The file grades the text by itself. Here a person does."))
    required = sum("required" in each.get("class").split() for each in uploads)
    if not item.is_ours:
        required = len(uploads) if not texts else 0
    whole = common(item, mark=item.declared_maximum() or 1.0, text=item.text((texts or uploads)[0]), feedback={})
    feedback = item.feedback([]) if item.is_ours else {}
    whole |= {"general_feedback": feedback.get("general", "")}
    if not texts:
        return File(**whole, min_files=required, max_files=len(uploads), grader_info=item.grader_info())
    least = texts[0].get("minStrings", "1" if not item.is_ours else "0")
    return Essay(
        **whole,
        lines=_lines(texts[0]),
        is_text_required=is_true("true" if least not in ("", "0") else "false"),
        min_files=required,
        max_files=len(uploads),
        grader_info=item.grader_info(),
    )


def _lines(interaction: Element) -> int:
    lines, characters = interaction.get("expectedLines"), interaction.get("expectedLength")
    if lines.isdecimal() and int(lines):
        return min(int(lines), 200)
    if characters.isdecimal() and int(characters):
        return min(200, max(1, -(-int(characters) // _CHARACTERS_A_LINE)))
    return _LINES


def _name(element: Element) -> str:
    return name_of(element.get("title") or element.get("identifier"), "", Format.PLAIN)
