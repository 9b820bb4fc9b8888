"""What each type of question writes into its item."""

import re
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Answer,
    Cloze,
    DragWords,
    Gap,
    Layout,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    OrderingGrading,
    ShortAnswer,
    TrueFalse,
    UnitHandling,
)
from ..base import Unreadable
from ..markup import xml_text
from ..moodle import letter
from .identifiers import identifier_of
from .markup import Qti, number
from .patterns import pattern_of, wildcard
from .typed import CASE_SENSITIVE
from .writing import FEEDBACK, RESPONSE, SCORE, ItemWriter, Parts, Writer
from .writing_open import declared, write_description, write_essay, write_file, write_scale

_PLACE = re.compile(r"\[\[([^\[\]]+)\]\]")


def _correct(qti: Qti, *values: str) -> str:
    return qti("correctResponse", None, *(qti("value", None, xml_text(value)) for value in values)) if values else ""


def _mapping(qti: Qti, entries: dict[str, float], **bounds: float | None) -> str:
    told = (qti("mapEntry", {"mapKey": key, "mappedValue": float(value)}) for key, value in entries.items())
    return qti("mapping", {"defaultValue": 0, **bounds}, *told)


# --- choices ---


def _multichoice(writer: ItemWriter, question: MultiChoice) -> Parts:
    qti = writer.qti
    worth = {identifier_of(each.id): each.fraction for each in question.choices}
    if len(worth) < 2 or max(worth.values()) <= 0:
        raise Unreadable("no_right", _("No answer of this question is right."))
    best = [each for each, value in worth.items() if (value == max(worth.values()) if question.single else value > 0)]
    is_plain = question.single and sorted(worth.values())[-2:] == [0.0, 1.0] and min(worth.values()) == 0
    bounds: dict[str, float | None] = {} if question.single else {"lowerBound": 0, "upperBound": 1}
    mapping = "" if is_plain else _mapping(qti, {each: value for each, value in worth.items() if value}, **bounds)
    correct = _correct(qti, *(best[:1] if question.single else best))
    choices = [
        qti(
            "simpleChoice",
            {"identifier": identifier_of(each.id)},
            writer.xhtml(each.text, one_line=True),
            writer.inside_choice(identifier_of(each.id), each.feedback),
        )
        for each in question.choices
    ]
    template = "match_correct" if is_plain else "map_response"
    has_feedback = any(each.feedback for each in question.choices)
    return _choice_parts(writer, question.single, question.shuffle, choices, correct + mapping, template, has_feedback)


def _truefalse(writer: ItemWriter, question: TrueFalse) -> Parts:
    qti = writer.qti
    choices = [
        qti("simpleChoice", {"identifier": identifier}, label, writer.inside_choice(identifier, feedback))
        for identifier, label, feedback in (("true", "True", question.true_feedback), ("false", "False", question.false_feedback))
    ]
    correct = _correct(qti, "true" if question.correct else "false")
    return _choice_parts(writer, True, False, choices, correct, "match_correct", bool(question.true_feedback or question.false_feedback))


def _choice_parts(
    writer: ItemWriter, single: bool, shuffle: bool, choices: list[str], key: str, template: str, has_feedback: bool
) -> Parts:
    qti = writer.qti
    cardinality = "single" if single else "multiple"
    attributes: dict[str, object] = {"responseIdentifier": RESPONSE, "shuffle": shuffle, "maxChoices": int(single)}
    parts = Parts(
        body=writer.text() + qti("choiceInteraction", attributes, *choices),
        responses=[declared(qti, RESPONSE, cardinality, "identifier", key)],
        template=template,
    )
    if has_feedback:
        parts.outcomes.append(qti("outcomeDeclaration", {"identifier": FEEDBACK, "cardinality": cardinality, "baseType": "identifier"}))
        parts.feedback_rules = qti.sets(FEEDBACK, qti.variable(RESPONSE))
    return parts


def _match(writer: ItemWriter, question: Match) -> Parts:
    qti = writer.qti
    pairs = [f"{identifier_of(stem.id, 'S-')} {identifier_of(stem.option, 'O-')}" for stem in question.stems]
    stems = [
        qti("simpleAssociableChoice", {"identifier": identifier_of(each.id, "S-"), "matchMax": 1}, writer.xhtml(each.text, one_line=True))
        for each in question.stems
    ]
    options = [
        qti("simpleAssociableChoice", {"identifier": identifier_of(each.id, "O-"), "matchMax": 0}, writer.xhtml(each.text, one_line=True))
        for each in question.options
    ]
    attributes: dict[str, object] = {"responseIdentifier": RESPONSE, "shuffle": question.shuffle, "maxAssociations": len(stems)}
    sets = qti("simpleMatchSet", None, *stems) + qti("simpleMatchSet", None, *options)
    key = _correct(qti, *pairs) + _mapping(qti, dict.fromkeys(pairs, 1 / len(pairs)), upperBound=1)
    return Parts(
        body=writer.text() + qti("matchInteraction", attributes, sets),
        responses=[declared(qti, RESPONSE, "multiple", "directedPair", key)],
        template="map_response",
    )


def _ordering(writer: ItemWriter, question: Ordering) -> Parts:
    qti = writer.qti
    right = [identifier_of(each.id) for each in question.items]
    if len(right) < 2:
        raise Unreadable("ordering_few", _("An order needs at least two lines."))
    items = [qti("simpleChoice", {"identifier": identifier_of(each.id)}, writer.xhtml(each.text, one_line=True)) for each in question.items]
    attributes: dict[str, object] = {"responseIdentifier": RESPONSE, "shuffle": True, "class": question.grading.value}
    parts = Parts(
        body=writer.text() + qti("orderInteraction", attributes, *items),
        responses=[declared(qti, RESPONSE, "ordered", "identifier", _correct(qti, *right))],
    )
    if question.grading == OrderingGrading.ALL_OR_NOTHING:
        parts.template = "match_correct"
        return parts
    if question.grading == OrderingGrading.ABSOLUTE_POSITION:
        conditions = [
            qti("match", None, qti("index", {"n": place}, qti.variable(RESPONSE)), qti.value("identifier", each))
            for place, each in enumerate(right, 1)
        ]
    else:
        conditions = [
            qti(
                "contains",
                None,
                qti.variable(RESPONSE),
                qti("ordered", None, qti.value("identifier", one), qti.value("identifier", other)),
            )
            for one, other in pairwise(right)
        ]
    one_more = qti.sets(SCORE, qti("sum", None, qti.variable(SCORE), qti.value("float", 1)))
    parts.rules = "".join(qti.chooses((condition, one_more)) for condition in conditions)
    parts.rules += qti.sets(SCORE, qti("divide", None, qti.variable(SCORE), qti.value("float", len(conditions))))
    return parts


# --- typed answers ---


def _typed_rules(qti: Qti, name: str, score: str, question: ShortAnswer | Numerical, feedback: str) -> str:
    """The first answer that fits counts. `feedback` names the outcome that is told which one it was."""
    branches = [
        (
            _fits(qti, name, question, each),
            qti.scores(each.fraction, score) + (qti.sets(feedback, qti.value("identifier", _answer_name(each.id))) if feedback else ""),
        )
        for each in question.answers
    ]
    return qti.chooses(*branches, otherwise=qti.scores(0, score))


def _fits(qti: Qti, name: str, question: ShortAnswer | Numerical, answer: Answer | NumericalAnswer) -> str:
    variable = qti.variable(name)
    if isinstance(answer, NumericalAnswer):
        if answer.value is None:
            return qti("not", None, qti("isNull", None, variable))
        around = {"toleranceMode": "absolute", "tolerance": f"{number(answer.tolerance)} {number(answer.tolerance)}"}
        mode: dict[str, object] = {**around} if answer.tolerance else {"toleranceMode": "exact"}
        return qti("equal", mode, variable, qti.value("float", answer.value))
    use_case = isinstance(question, ShortAnswer) and question.use_case
    wanted = wildcard(answer.text, ignores_case=not use_case)
    if None in wanted.parts:
        return qti("patternMatch", {"pattern": pattern_of(wanted)}, variable)
    return qti("stringMatch", {"caseSensitive": use_case}, variable, qti.value("string", wanted.sample()))


def _answer_name(own_id: str) -> str:
    return identifier_of(own_id, "ANSWER-")


def _typed_key(qti: Qti, question: ShortAnswer | Numerical) -> tuple[str, str]:
    """The base type and the answer that is shown as right: one that is a text, not a pattern."""
    best = max(each.fraction for each in question.answers)
    if best <= 0:
        raise Unreadable("no_right", _("No answer of this question is right."))
    if isinstance(question, Numerical):
        right = next((number(each.value) for each in question.answers if each.fraction == best and each.value is not None), None)
        return "float", _correct(qti, *([right] if right else []))
    texts = [wildcard(each.text, ignores_case=True) for each in question.answers if each.fraction == best]
    plain = next((each.sample() for each in texts if None not in each.parts), None)
    return "string", _correct(qti, *([plain] if plain else []))


def _typed(writer: ItemWriter, question: ShortAnswer | Numerical) -> Parts:
    qti = writer.qti
    _check_units(question)
    base_type, correct = _typed_key(qti, question)
    has_feedback = any(each.feedback for each in question.answers)
    is_numbered = [each.id for each in question.answers] == [letter(place) for place in range(1, len(question.answers) + 1)]
    named = has_feedback or not is_numbered
    outcomes = [qti("outcomeDeclaration", {"identifier": FEEDBACK, "cardinality": "single", "baseType": "identifier"})] if named else []
    return Parts(
        body=writer.text() + f"<p>{_line(qti, RESPONSE, question)}</p>",
        responses=[declared(qti, RESPONSE, "single", base_type, correct)],
        outcomes=outcomes,
        rules=_typed_rules(qti, RESPONSE, SCORE, question, FEEDBACK if named else ""),
        modal="".join(writer.modal(FEEDBACK, _answer_name(each.id), each.feedback) for each in question.answers if each.feedback),
    )


def _line(qti: Qti, name: str, question: ShortAnswer | Numerical) -> str:
    """Where it is typed."""
    use_case = CASE_SENSITIVE if isinstance(question, ShortAnswer) and question.use_case else None
    return qti("textEntryInteraction", {"responseIdentifier": name, "expectedLength": 20, "class": use_case})


def _check_units(question: ShortAnswer | Numerical) -> None:
    if isinstance(question, Numerical) and question.units and question.unit_handling == UnitHandling.GRADED:
        raise Unreadable("units", _("Its unit counts for the mark, and QTI knows no units."))


# --- texts with gaps ---


def _cloze(writer: ItemWriter, question: Cloze) -> Parts:
    qti = writer.qti
    parts = Parts()
    placed: dict[str, str] = {}
    for gap in question.gaps:
        placed[gap.id] = _gap(writer, gap, parts)
    xhtml = _PLACE.sub(lambda found: placed.pop(found[1], found[0]), writer.xhtml(question.text))
    if placed:
        raise Unreadable("gap_missing", _("The gap [[%(gap)s]] is not in the text."), gap=next(iter(placed)))
    if any(part.feedback for gap in question.gaps for part in _parts_of(gap)):
        writer.lost.append(_("feedback on single gaps"))
    terms = [qti("product", None, qti.variable(_gap_score(gap)), qti.value("float", gap.weight)) for gap in question.gaps]
    whole = sum(gap.weight for gap in question.gaps)
    if whole <= 0:
        raise Unreadable("cloze_weights", _("Every gap in this text has the weight 0."))
    parts.rules += qti.sets(SCORE, qti("divide", None, qti("sum", None, *terms), qti.value("float", whole)))
    parts.body = writer.text(xhtml)
    return parts


def _parts_of(gap: Gap):
    return gap.question.choices if isinstance(gap.question, MultiChoice) else gap.question.answers


def _gap_name(gap: Gap) -> str:
    return identifier_of(gap.id, "GAP-")


def _gap_score(gap: Gap) -> str:
    return f"SCORE-{_gap_name(gap)}"


def _gap(writer: ItemWriter, gap: Gap, parts: Parts) -> str:
    qti, question, name, score = writer.qti, gap.question, _gap_name(gap), _gap_score(gap)
    attributes: dict[str, object] = {"identifier": score, "cardinality": "single", "baseType": "float", "normalMaximum": gap.weight}
    parts.outcomes.append(qti("outcomeDeclaration", attributes, qti("defaultValue", None, qti("value", None, "0"))))
    if not isinstance(question, MultiChoice):
        _check_units(question)
        base_type, correct = _typed_key(qti, question)
        is_numbered = [each.id for each in question.answers] == [letter(place) for place in range(1, len(question.answers) + 1)]
        feedback = "" if is_numbered else f"FEEDBACK-{name}"
        if feedback:
            parts.outcomes.append(qti("outcomeDeclaration", {"identifier": feedback, "cardinality": "single", "baseType": "identifier"}))
        parts.responses.append(declared(qti, name, "single", base_type, correct))
        parts.rules += _typed_rules(qti, name, score, question, feedback)
        return _line(qti, name, question)
    if not question.single:
        raise Unreadable("gap_several", _("QTI has no gap in which several choices are right."))
    if gap.layout != Layout.DROPDOWN:
        writer.lost.append(_("how the choices in gaps are laid out"))
    worth = {identifier_of(each.id): each.fraction for each in question.choices}
    if max(worth.values()) <= 0:
        raise Unreadable("no_right", _("No answer of this question is right."))
    best = max(worth, key=lambda each: worth[each])
    mapping = _mapping(qti, {each: value for each, value in worth.items() if value})
    parts.responses.append(declared(qti, name, "single", "identifier", _correct(qti, best), mapping))
    parts.rules += qti.sets(score, qti("mapResponse", {"identifier": name}))
    choices = [
        qti("inlineChoice", {"identifier": identifier_of(each.id)}, writer.xhtml(each.text, one_line=True)) for each in question.choices
    ]
    return qti("inlineChoiceInteraction", {"responseIdentifier": name, "shuffle": question.shuffle}, *choices)


def _drag_words(writer: ItemWriter, question: DragWords) -> Parts:
    qti = writer.qti
    groups = {choice.id: choice.group for choice in question.choices}
    of_group: dict[int, list[str]] = {group: [] for group in groups.values()}
    for gap in question.gaps:
        of_group[groups[gap.choice]].append(identifier_of(gap.id, "G-"))
    words = [
        qti(
            "gapText",
            {
                "identifier": identifier_of(each.id, "W-"),
                "matchMax": 0 if each.is_unlimited else 1,
                "matchGroup": " ".join(of_group[each.group]) or f"G-none-{each.group}" if len(of_group) > 1 else None,
            },
            writer.xhtml(each.text, one_line=True),
        )
        for each in question.choices
    ]
    pairs = [f"{identifier_of(gap.choice, 'W-')} {identifier_of(gap.id, 'G-')}" for gap in question.gaps]
    places = {gap.id: qti("gap", {"identifier": identifier_of(gap.id, "G-")}) for gap in question.gaps}
    xhtml = _PLACE.sub(lambda found: places.pop(found[1], found[0]), writer.xhtml(question.text))
    if places:
        raise Unreadable("gap_missing", _("The gap [[%(gap)s]] is not in the text."), gap=next(iter(places)))
    key = _correct(qti, *pairs) + _mapping(qti, dict.fromkeys(pairs, 1 / len(pairs)), upperBound=1)
    attributes: dict[str, object] = {"responseIdentifier": RESPONSE, "shuffle": question.shuffle}
    return Parts(
        body=qti("gapMatchInteraction", attributes, *words, writer.text(xhtml)),
        responses=[declared(qti, RESPONSE, "multiple", "directedPair", key)],
        template="map_response",
    )


WRITERS: dict[str, Writer] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "match": _match,
    "ordering": _ordering,
    "shortanswer": _typed,
    "numerical": _typed,
    "multianswer": _cloze,
    "ddwtos": _drag_words,
    "essay": write_essay,
    "file": write_file,
    "description": write_description,
    "scale": write_scale,
}
