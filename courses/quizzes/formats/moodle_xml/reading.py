"""A file of Moodle XML, question by question."""

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Definition, Format
from ..base import Names, Problem, Read, Reading, Unreadable, excerpt
from ..harmless import check_harmless
from ..markup import to_plain
from ..moodle import category_names, name_of
from ..safe_xml import Element, parse_as_far_as_possible
from .cloze import MOST_PARTS
from .kinds import KINDS, definition_of
from .texts import QuestionTexts

# Types that Moodle has and we do not, by the names under which Moodle's editors know them.
_OTHERS = {
    "calculated": _("Calculated"),
    "calculatedsimple": _("Simple calculated"),
    "calculatedmulti": _("Calculated multichoice"),
    "ddimageortext": _("Drag and drop onto image"),
    "ddmarker": _("Drag and drop markers"),
    "randomsamatch": _("Random short-answer matching"),
    "random": _("Random"),
}


def read_file(data: bytes) -> Reading:
    """Raises Unreadable where nothing of it can be read."""
    root, torn = parse_as_far_as_possible(data)
    if root is None or root.name not in ("quiz", "question"):
        raise torn or _no_quiz(root)
    category: Names = ()
    categories: dict[Names, None] = {}
    questions: list[Read] = []
    problems: list[Problem] = []
    alone = root.name == "question" and not torn
    for element in [root] if alone else root.all("question"):
        if element.get("type") == "category":
            category = category_names(element.first("category").all_text if element.first("category") else "")  # type: ignore[union-attr]
            if category:
                categories[category] = None
            continue
        try:
            questions.append(read_question(element, category))
        except Unreadable as error:
            problems.append(error.problem)
    if torn:
        problems.append(torn.problem)
        if questions or problems[:-1]:
            message = _("What stands after this line could not be read.")
            problems.append(Problem(code="torn", message=message, line=torn.problem.line))
    elif not questions and not problems and not categories:
        raise Unreadable("empty", _("There are no questions in this file."), line=root.line)
    return Reading(questions=tuple(questions), problems=tuple(problems), categories=tuple(categories))


def read_question(element: Element, category: Names) -> Read:
    """Raises Unreadable."""
    kind = element.get("type")
    if kind not in KINDS:
        raise _unknown(element, kind)
    if sum(1 for _each in element.below("answer", "subquestion", "dragbox", "selectoption", "unit", "hint", "file")) > MOST_PARTS:
        message = _("This question has more than %(number)d choices or answers.")
        raise Unreadable("too_many", message, line=element.line, text=_name(element), number=MOST_PARTS)
    texts = QuestionTexts(element)
    try:
        definition = definition_of(element, texts)
    except ValueError as error:
        message = _("“%(what)s” stands in this question where a number belongs.")
        raise Unreadable("number", message, line=element.line, text=_name(element), what=excerpt(str(error))) from error
    check_harmless(definition, line=element.line)
    tags = [to_plain(tag.all_text) for holder in element.all("tags") for tag in holder.all("tag")]
    return Read(
        name=_name(element) or _name_from(definition),
        definition=definition,
        category=category,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        idnumber=_plain(element, "idnumber"),
        files=texts.files,
        line=element.line,
        warnings=tuple(texts.warnings),
    )


def _name(element: Element) -> str:
    holder = element.first("name")
    return name_of(holder.all_text, "", Format.PLAIN) if holder else ""


def _name_from(definition: Definition) -> str:
    return excerpt(to_plain(definition.text)) or "?"


def _plain(element: Element, name: str) -> str:
    holder = element.first(name)
    return holder.all_text.strip()[:200] if holder else ""


def _unknown(element: Element, kind: str) -> Unreadable:
    name = _name(element)
    if kind in _OTHERS:
        message = _("Questions of the type “%(type)s” are not among ours. It was left out.")
        return Unreadable("type_other", message, line=element.line, text=name, type=_OTHERS[kind])
    if not kind:
        return Unreadable("type_none", _("It is not said of what type this question is."), line=element.line, text=name)
    message = _("The type “%(type)s” is not known. The question was left out.")
    return Unreadable("type_unknown", message, line=element.line, text=name, type=kind[:50])


def _no_quiz(root: Element | None) -> Unreadable:
    message = _("This XML is no Moodle XML: its outermost element is <%(name)s>, not <quiz>.")
    return Unreadable("no_quiz", message, line=root.line if root else 1, name=root.name if root else "")
