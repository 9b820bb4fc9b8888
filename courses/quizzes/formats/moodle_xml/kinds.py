"""What each type of question says in Moodle XML."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Answer,
    Choice,
    Cloze,
    Definition,
    Description,
    DragChoice,
    DragGap,
    DragWords,
    Essay,
    File,
    Hint,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    OrderingGrading,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
    Unit,
    UnitHandling,
)
from ..base import Unreadable
from ..moodle import letter
from ..safe_xml import Element
from .cloze import read_cloze, with_ids_and_weights
from .numbers import from_part, from_percent, number
from .texts import QuestionTexts

GRADINGS = {
    "ALL_OR_NOTHING": OrderingGrading.ALL_OR_NOTHING,
    "ABSOLUTE_POSITION": OrderingGrading.ABSOLUTE_POSITION,
    "RELATIVE_NEXT_EXCLUDE_LAST": OrderingGrading.RELATIVE_NEXT,
}
UNLIMITED_FILES = 10  # what "any number of attachments" becomes
_GAP = re.compile(r"\[\[(\d+)\]\]")
_NO_UNITS = "3"  # showunits


def definition_of(element: Element, texts: QuestionTexts) -> Definition:
    """Raises Unreadable, and ValueError with the text that should have been a number."""
    scale = element.first("scale")
    if scale is not None:
        return _scale(element, texts, scale)
    return KINDS[element.get("type")](element, texts)


def _common(element: Element, texts: QuestionTexts, *, mark: float = 1.0) -> dict[str, Any]:
    text = texts.text(element.first("questiontext"))
    return {
        "text": text + texts.old_picture(),
        "format": texts.format,
        "default_mark": max(0.0, _number(element, "defaultgrade", mark)),
        "general_feedback": texts.text(element.first("generalfeedback")),
        "correct_feedback": texts.text(element.first("correctfeedback")),
        "partially_correct_feedback": texts.text(element.first("partiallycorrectfeedback")),
        "incorrect_feedback": texts.text(element.first("incorrectfeedback")),
        "penalty": min(1.0, max(0.0, from_part(_value(element, "penalty", "0.3333333")))),
        "hints": tuple(
            Hint(text=texts.text(hint), clear_wrong=_is_set(hint, "clearwrong"), show_right_count=_is_set(hint, "shownumcorrect"))
            for hint in element.all("hint")
        ),
    }


def _multichoice(element: Element, texts: QuestionTexts) -> Definition:
    single = _is_true(element, "single", default=True)
    choices = tuple(
        Choice(id=own_id, text=texts.text(answer), fraction=_percent(answer), feedback=texts.text(answer.first("feedback")))
        for own_id, answer in _with_ids(element.all("answer"))
    )
    if len(choices) < 2:
        raise Unreadable("choices", _("A choice needs at least two answers."), line=element.line)
    best = max(choice.fraction for choice in choices)
    whole = best if single else sum(choice.fraction for choice in choices if choice.fraction > 0)
    if best <= 0:
        texts.warn("no_right", _("No answer of this question is right."))
    elif abs(whole - 1) > 0.0001:
        message = _("The best that can be reached in this question is %(percent)s %% of its mark, not 100 %%.")
        texts.warn("not_full", message, percent=round(whole * 100, 2))
    return MultiChoice(**_common(element, texts), single=single, shuffle=_is_true(element, "shuffleanswers", default=True), choices=choices)


def _truefalse(element: Element, texts: QuestionTexts) -> Definition:
    said = {texts.typed(answer).casefold(): answer for answer in element.all("answer")}
    answers = element.all("answer")
    if len(answers) != 2:
        raise Unreadable("truefalse", _("A true/false question has two answers, “true” and “false”."), line=element.line)
    yes, no = said.get("true", answers[0]), said.get("false", answers[1])
    if yes is no or not {"true", "false"} & set(said):
        yes, no = answers
        texts.warn("truefalse_order", _("The answers are not called “true” and “false”: the first was taken for “true”."))
    common = _common(element, texts)
    return TrueFalse(
        **common,
        correct=_percent(yes) > _percent(no),
        true_feedback=texts.text(yes.first("feedback")),
        false_feedback=texts.text(no.first("feedback")),
    )


def _match(element: Element, texts: QuestionTexts) -> Definition:
    stems: list[Stem] = []
    options: dict[str, Part] = {}
    places: dict[str, int] = {}
    for own_id, pair in _with_ids(element.all("subquestion")):
        answer = pair.first("answer")
        words = texts.typed(answer)
        stem = texts.text(pair)
        if not words:
            raise Unreadable("match_empty", _("A line of this matching question has no partner."), line=pair.line, text=stem)
        own = answer.get("id") if answer else ""
        option = options.setdefault(own or words, Part(id=own or letter(len(options) + 1), text=words))
        places[option.id] = int(answer.get("place") or len(places)) if answer else 0
        if stem:
            stems.append(Stem(id=own_id, text=stem, option=option.id))
    if not stems or len(options) < 2:
        raise Unreadable("match_few", _("A matching question needs at least a line and two partners to choose from."), line=element.line)
    shuffle = _is_true(element, "shuffleanswers", default=True)
    in_order = sorted(options.values(), key=lambda option: places[option.id])
    return Match(**_common(element, texts), shuffle=shuffle, stems=tuple(stems), options=tuple(in_order))


def _ordering(element: Element, texts: QuestionTexts) -> Definition:
    found = list(_with_ids(element.all("answer")))
    in_order = sorted(found, key=lambda one: float(one[1].get("fraction") or 0))
    if len(found) < 2:
        raise Unreadable("ordering_few", _("An order needs at least two lines."), line=element.line)
    wanted = _value(element, "gradingtype", "ABSOLUTE_POSITION")
    if wanted not in GRADINGS:
        message = _("This order is graded in a way that we do not have (%(name)s). It will be graded by position.")
        texts.warn("ordering_grading", message, name=wanted[:50])
    if _value(element, "selecttype", "ALL") != "ALL":
        texts.warn("ordering_subset", _("Moodle shows only some of these lines. Here all of them are shown."))
    if any(texts.text(answer.first("feedback")) for _own_id, answer in found):
        texts.warn("ordering_feedback", _("The feedback on single lines of this order was left out."))
    items = tuple(Part(id=own_id, text=texts.text(answer)) for own_id, answer in in_order)
    return Ordering(**_common(element, texts), grading=GRADINGS.get(wanted, OrderingGrading.ABSOLUTE_POSITION), items=items)


def _shortanswer(element: Element, texts: QuestionTexts) -> Definition:
    answers = tuple(
        Answer(id=own_id, text=texts.typed(answer), fraction=_percent(answer), feedback=texts.text(answer.first("feedback")))
        for own_id, answer in _with_ids(element.all("answer"))
    )
    if not answers:
        raise Unreadable("no_answers", _("This question has no answers."), line=element.line)
    return ShortAnswer(**_common(element, texts), use_case=_is_true(element, "usecase", default=False), answers=answers)


def _numerical(element: Element, texts: QuestionTexts) -> Definition:
    answers = []
    for own_id, answer in _with_ids(element.all("answer")):
        wanted = texts.typed(answer)
        tolerance = abs(_number(answer, "tolerance", 0.0))
        value = None if wanted == "*" else number(wanted)
        feedback = texts.text(answer.first("feedback"))
        answers.append(NumericalAnswer(id=own_id, value=value, tolerance=tolerance, fraction=_percent(answer), feedback=feedback))
    if not answers:
        raise Unreadable("no_answers", _("This question has no answers."), line=element.line)
    units = tuple(_unit(unit) for holder in element.all("units") for unit in holder.all("unit"))
    graded = _value(element, "unitgradingtype", "0") not in ("", "0")
    hidden = _value(element, "showunits", "0") == _NO_UNITS
    handling = UnitHandling.NONE if hidden or not units else UnitHandling.GRADED if graded else UnitHandling.OPTIONAL
    return Numerical(
        **_common(element, texts),
        answers=tuple(answers),
        units=units,
        unit_handling=handling,
        unit_penalty=from_part(_value(element, "unitpenalty", "0.1")),
    )


def _unit(element: Element) -> Unit:
    """Moodle says how many of the unit make one of the first; we say how many of the first make one of the unit."""
    how_many = _number(element, "multiplier", 1.0)
    if how_many == 0:
        raise Unreadable("unit", _("A unit that is nought times another cannot be converted."), line=element.line)
    return Unit(name=_value(element, "unit_name", ""), multiplier=float(f"{1 / how_many:.15g}"))


def _cloze(element: Element, texts: QuestionTexts) -> Definition:
    common = _common(element, texts, mark=0.0)
    holder = element.first("questiontext")
    text, gaps = read_cloze(common.pop("text"), texts.format, holder.line if holder else element.line)
    text, gaps = with_ids_and_weights(text, gaps, element.get("gaps"))
    whole = sum(gap.weight for gap in gaps)  # the mark of a cloze question is that of its gaps
    return Cloze(**common | {"default_mark": common["default_mark"] or whole}, text=text, gaps=gaps)


def _drag_words(element: Element, texts: QuestionTexts) -> Definition:
    is_menu = element.get("type") == "gapselect"
    holders = list(_with_ids(element.all("selectoption" if is_menu else "dragbox")))
    choices = tuple(
        DragChoice(
            id=own_id,
            text=texts.typed(holder),
            group=int(_number(holder, "group", 1)),
            is_unlimited=is_menu or _is_set(holder, "infinite"),
        )
        for own_id, holder in holders
    )
    common = _common(element, texts)
    gaps: list[DragGap] = []
    ids = [each for each in (element.get("gaps") or "").split() if each]

    def gap(found: re.Match[str]) -> str:
        place = int(found[1])
        if not 1 <= place <= len(choices):
            message = _("The text has a gap [[%(gap)s]], but there is no word of that number.")
            raise Unreadable("gap_word", message, line=element.line, text=common["text"], gap=place)
        own_id = ids[len(gaps)] if len(gaps) < len(ids) else str(len(gaps) + 1)
        gaps.append(DragGap(id=own_id, choice=choices[place - 1].id))
        return f"[[{own_id}]]"

    text = _GAP.sub(gap, common.pop("text"))
    if not gaps:
        raise Unreadable("gap_none", _("There is no gap like [[1]] in this text."), line=element.line, text=text)
    return DragWords(**common, text=text, shuffle=_is_true(element, "shuffleanswers", default=False), gaps=tuple(gaps), choices=choices)


def _essay(element: Element, texts: QuestionTexts) -> Definition:
    common = _common(element, texts)
    attachments, required = int(_number(element, "attachments", 0)), int(_number(element, "attachmentsrequired", 0))
    if attachments < 0:
        attachments = max(UNLIMITED_FILES, required)
        texts.warn("essay_files", _("Moodle takes any number of files here. We take up to %(number)d."), number=attachments)
    if _value(element, "filetypeslist", ""):
        texts.warn("essay_types", _("Moodle takes only some kinds of files here. We take all that are allowed on this site."))
    grader_info = texts.text(element.first("graderinfo"))
    if _value(element, "responseformat", "editor") == "noinline":
        return File(**common, min_files=required, max_files=max(attachments, required, 1), grader_info=grader_info)
    return Essay(
        **common,
        lines=max(1, int(_number(element, "responsefieldlines", 15))),
        min_words=_count(element, "minwordlimit"),
        max_words=_count(element, "maxwordlimit"),
        is_text_required=_is_true(element, "responserequired", default=True),
        max_files=max(attachments, required),
        min_files=required,
        response_template=texts.text(element.first("responsetemplate")),
        grader_info=grader_info,
    )


def _description(element: Element, texts: QuestionTexts) -> Definition:
    return Description(**_common(element, texts) | {"default_mark": 0.0})


def _scale(element: Element, texts: QuestionTexts, scale: Element) -> Definition:
    """What our own writer says beside the choices that Moodle shows in place of a scale."""
    low, high = texts.typed(scale.first("low")), texts.typed(scale.first("high"))
    least, most = int(scale.get("min", "1")), int(scale.get("max", "5"))
    return Scale(**_common(element, texts), min=least, max=most, low=low, high=high)


KINDS: dict[str, Callable[[Element, QuestionTexts], Definition]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "matching": _match,
    "match": _match,
    "ordering": _ordering,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _drag_words,
    "gapselect": _drag_words,
    "essay": _essay,
    "description": _description,
}


def _with_ids(elements: list[Element]) -> list[tuple[str, Element]]:
    """Each with its id: the one that our own writer gave it (Moodle passes over the attribute), else a, b, c … by its place."""
    own = [element.get("id") for element in elements]
    if all(own) and len(set(own)) == len(own):
        return list(zip(own, elements, strict=True))
    return [(letter(place), element) for place, element in enumerate(elements, 1)]


def _value(element: Element, name: str, default: str) -> str:
    """The last one of that name, as Moodle takes it where an old file says it twice."""
    found = element.all(name)
    return (found[-1].all_text.strip() or default) if found else default


def _number(element: Element, name: str, default: float) -> float:
    text = _value(element, name, "")
    return number(text) if text else default


def _count(element: Element, name: str) -> int | None:
    return int(_number(element, name, 0)) or None


def _percent(element: Element) -> float:
    return from_percent(element.get("fraction") or "0")


def _is_true(element: Element, name: str, *, default: bool) -> bool:
    text = _value(element, name, "").lower()
    return default if not text else text in ("1", "true", "yes")


def _is_set(element: Element, name: str) -> bool:
    """A flag that is there without a word, or says so."""
    found = element.first(name)
    return found is not None and found.all_text.strip() not in ("0", "false")
