"""Items in which something is chosen, put in order or brought together."""

import itertools
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Choice, Definition, Match, MultiChoice, Ordering, OrderingGrading, Part, Scale, Stem, TrueFalse
from ..base import Unreadable
from ..markup import to_plain
from ..safe_xml import Element
from .common import common, is_true
from .declarations import Declaration, Many, many
from .item import Item, Probe

_EXACTLY = 8  # up to so many choices every combination is tried
_CLOSE = 1e-6


def declaration(item: Item, interaction: Element) -> Declaration:
    """Raises Unreadable."""
    name = interaction.get("responseIdentifier")
    if name not in item.processing.responses:
        message = _("It asks for an answer (“%(name)s”) that is not declared.")
        raise Unreadable("qti_declaration", message, line=interaction.line, name=name)
    return item.processing.responses[name]


def no_key(element: Element) -> Unreadable:
    return Unreadable("qti_no_key", _("It is not said which answer is right."), line=element.line)


def read_choice(item: Item, interaction: Element) -> Definition:
    declared = declaration(item, interaction)
    elements = interaction.all("simpleChoice")
    if len(elements) < 2:
        raise Unreadable("choices", _("A choice needs at least two answers."), line=interaction.line)
    scale = _as_scale(item, interaction, elements, declared)
    if scale is not None:
        return scale
    if declared.correct is None and not item.processing.is_graded:
        raise no_key(interaction)
    if declared.cardinality == "single":
        return _single(item, interaction, elements, declared)
    return _several(item, interaction, elements, declared)


def _single(item: Item, interaction: Element, elements: list[Element], declared: Declaration) -> Definition:
    ids = item.ids(elements)
    worth = {each: _score(item, declared, each) for each in ids}
    full = item.full_mark(max(worth.values()))
    if max(worth.values()) <= 0:
        raise no_key(interaction)
    probes = [Probe({}, 0.0)]
    probes += [Probe({declared.identifier: each}, score / full, frozenset({each})) for each, score in worth.items()]
    feedback = item.feedback(probes)
    whole = common(item, mark=full, text=item.text(interaction), feedback=feedback)
    labels = {each.get("identifier"): item.html(each.pieces) for each in elements}
    if _is_true_false(item, labels, worth):
        right = max(worth, key=lambda each: worth[each])
        yes, no = _true_and_false(labels)
        return TrueFalse(**whole, correct=right == yes, true_feedback=feedback.get(yes, ""), false_feedback=feedback.get(no, ""))
    choices = tuple(
        Choice(id=own_id, text=labels[each], fraction=worth[each] / full, feedback=feedback.get(each, "")) for each, own_id in ids.items()
    )
    return MultiChoice(**whole, single=True, shuffle=is_true(interaction.get("shuffle")), choices=choices)


def _several(item: Item, interaction: Element, elements: list[Element], declared: Declaration) -> Definition:
    ids = item.ids(elements)
    worth = {each: _score(item, declared, many(each), bounded=False) for each in ids}
    full = item.full_mark(sum(score for score in worth.values() if score > 0))
    if not _adds_up(item, declared, worth):
        worth, full = _shared_out(item, interaction, declared, list(ids))
    fractions = {each: score / full for each, score in worth.items()}
    correct = _values(declared.correct) or [each for each in ids if fractions[each] > 0]
    sets = [{each} for each in ids] + [set(ids) - {each} for each in ids] + [set(correct)]
    probes = [Probe({}, 0.0)]
    for chosen in sets:
        fraction = min(1.0, max(0.0, sum(fractions.get(each, 0.0) for each in chosen)))
        probes.append(Probe({declared.identifier: many(*sorted(chosen))}, fraction, frozenset(chosen)))
    feedback = item.feedback(probes)
    choices = tuple(
        Choice(id=ids[element.get("identifier")], text=item.html(element.pieces), fraction=fractions[element.get("identifier")],
               feedback=feedback.get(element.get("identifier"), ""))
        for element in elements
    )  # fmt: skip
    _limits(item, interaction, len(elements))
    whole = common(item, mark=full, text=item.text(interaction), feedback=feedback)
    return MultiChoice(**whole, single=False, shuffle=is_true(interaction.get("shuffle")), choices=choices)


def _limits(item: Item, interaction: Element, number: int) -> None:
    most, least = interaction.get("maxChoices", "1"), interaction.get("minChoices", "0")
    if (most.isdecimal() and 0 < int(most) < number) or (least.isdecimal() and int(least) > 0):
        item.warn("qti_limits", _("How many choices may or must be made is not kept."), interaction.line)


def _score(item: Item, declared: Declaration, answer: Any, *, bounded: bool = True) -> float:
    """Where an item says what is right but not how it is graded, what is right gets one point."""
    if item.processing.is_graded:
        return item.processing.score({declared.identifier: answer}, bounded=bounded)
    item.warn("qti_ungraded", _("How it is graded is not said: the right answer gets the full mark."))
    if declared.mapping is not None:
        return sum(declared.mapping.of(each) for each in _values(answer))
    right = _values(declared.correct)
    if declared.cardinality == "single":
        return float(_values(answer) == right)
    return sum(1.0 if each in right else -1.0 for each in _values(answer))


def _values(value: Any) -> list[Any]:
    return list(value.values) if isinstance(value, Many) else [] if value is None else [value]


def _adds_up(item: Item, declared: Declaration, worth: dict[str, float]) -> bool:
    """Whether choices together are worth what they are worth alone."""
    names = list(worth)
    if len(names) <= _EXACTLY:
        sets = [chosen for size in range(2, len(names) + 1) for chosen in itertools.combinations(names, size)]
    else:
        right = tuple(each for each in names if worth[each] > 0) or tuple(str(each) for each in _values(declared.correct))
        sets = [*itertools.combinations(names, 2), right, tuple(names)]
    return any(worth.values()) and all(
        abs(_score(item, declared, many(*chosen), bounded=False) - sum(worth[each] for each in chosen)) < _CLOSE
        for chosen in sets
        if chosen
    )


def _shared_out(item: Item, interaction: Element, declared: Declaration, names: list[str]) -> tuple[dict[str, float], float]:
    """All or nothing, which our questions of several choices do not have: the right ones share the mark, a wrong one takes away as much as
    a right one gives."""
    right = _values(declared.correct)
    full = _score(item, declared, declared.correct) if right else 0.0
    others = [[each for each in right if each != out] for out in right] + [[*right, more] for more in names if more not in right]
    if full <= 0 or any(_score(item, declared, many(*other)) > _CLOSE for other in others if other):
        message = _("What its choices are worth together cannot be said by what each is worth.")
        raise Unreadable("qti_not_additive", message, line=interaction.line)
    message = _("In the file only all right choices together count. Here each counts for its part, and a wrong one takes as much away.")
    item.warn("qti_all_or_nothing", message, interaction.line)
    return {each: full / len(right) * (1 if each in right else -1) for each in names}, full


def _is_true_false(item: Item, labels: dict[str, str], worth: dict[str, float]) -> bool:
    if len(labels) != 2 or sorted(worth.values())[0] != 0:
        return False
    if item.is_ours:
        return set(labels) == {"true", "false"} and item.element.get("label") == "truefalse"
    return {to_plain(label).casefold() for label in labels.values()} == {"true", "false"}


def _true_and_false(labels: dict[str, str]) -> tuple[str, str]:
    if set(labels) == {"true", "false"}:
        return "true", "false"
    yes = next(each for each, label in labels.items() if to_plain(label).casefold() == "true")
    return yes, next(each for each in labels if each != yes)


def _as_scale(item: Item, interaction: Element, elements: list[Element], declared: Declaration) -> Scale | None:
    """Numbers from one to another among which none is right."""
    if declared.correct is not None or item.processing.is_graded or declared.cardinality != "single":
        return None
    levels = [to_plain(item.html(each.pieces)) for each in elements]
    if not all(level.removeprefix("-").isdecimal() for level in levels):
        return None
    numbers = [int(level) for level in levels]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    return Scale(**common(item, mark=0.0, text=item.text(interaction), feedback={}), min=numbers[0], max=numbers[-1])


def read_order(item: Item, interaction: Element) -> Definition:
    declared = declaration(item, interaction)
    elements = interaction.all("simpleChoice")
    ids = item.ids(elements)
    right = [str(each) for each in _values(declared.correct)]
    if sorted(right) != sorted(ids):
        message = _("The right order does not name every line once.") if right else _("It is not said which order is right.")
        raise Unreadable("qti_order", message, line=interaction.line)
    if len(right) < 2:
        raise Unreadable("ordering_few", _("An order needs at least two lines."), line=interaction.line)
    full = item.full_mark(_order_score(item, declared, right))
    grading = _grading(item, interaction, declared, right, full)
    if grading is None:
        raise Unreadable("qti_order_grading", _("This order is graded in a way that we do not have."), line=interaction.line)
    tried = [right, right[::-1], *(_swapped(right, place) for place in range(len(right) - 1))]
    probes = [Probe({}, 0.0)]
    probes += [Probe({declared.identifier: many(*each, ordered=True)}, _order_fraction(grading, each, right)) for each in tried]
    html = {each.get("identifier"): item.html(each.pieces) for each in elements}
    items = tuple(Part(id=ids[each], text=html[each]) for each in right)
    return Ordering(**common(item, mark=full, text=item.text(interaction), feedback=item.feedback(probes)), grading=grading, items=items)


def _order_score(item: Item, declared: Declaration, order: list[str]) -> float:
    if not item.processing.is_graded:
        item.warn("qti_ungraded", _("How it is graded is not said: the right answer gets the full mark."))
        return float(order == _values(declared.correct))
    return item.processing.score({declared.identifier: many(*order, ordered=True)})


def _grading(item: Item, interaction: Element, declared: Declaration, right: list[str], full: float) -> OrderingGrading | None:
    """The grading of ours that gives what the file gives, on every order that was tried."""
    orders = list(itertools.permutations(right)) if len(right) <= 5 else []
    tried = [list(order) for order in orders] or [right, right[::-1], *(_swapped(right, place) for place in range(len(right) - 1))]
    tried += [right[place:] + right[:place] for place in range(1, len(right))]
    scores = [_order_score(item, declared, order) / full for order in tried]
    hint = interaction.get("class") if item.is_ours else ""
    for grading in sorted(OrderingGrading, key=lambda each: each != hint):
        if all(abs(_order_fraction(grading, order, right) - score) < _CLOSE for order, score in zip(tried, scores, strict=True)):
            return grading
    return None


def _order_fraction(grading: OrderingGrading, order: list[str], right: list[str]) -> float:
    if grading == OrderingGrading.ALL_OR_NOTHING:
        return float(order == right)
    if grading == OrderingGrading.ABSOLUTE_POSITION:
        return sum(one == other for one, other in zip(order, right, strict=True)) / len(right)
    follows = set(itertools.pairwise(right))
    return sum(pair in follows for pair in itertools.pairwise(order)) / (len(right) - 1)


def _swapped(order: list[str], place: int) -> list[str]:
    changed = list(order)
    changed[place], changed[place + 1] = changed[place + 1], changed[place]
    return changed


def read_match(item: Item, interaction: Element) -> Definition:
    declared = declaration(item, interaction)
    sets = [each.all("simpleAssociableChoice") for each in interaction.all("simpleMatchSet")]
    if len(sets) != 2 or not all(sets):
        raise Unreadable("qti_match_sets", _("A matching question needs two sets of lines."), line=interaction.line)
    left, right = sets
    pairs = right_pairs(item, interaction, declared)
    if _has_twice([one for one, _other in pairs]) and not _has_twice([other for _one, other in pairs]):
        left, right, pairs = right, left, [(other, one) for one, other in pairs]
        swapped = True
    else:
        swapped = False
    if _has_twice([one for one, _other in pairs]):
        message = _("A line of this matching question belongs to several partners at once. Here each has one.")
        raise Unreadable("qti_match_several", message, line=interaction.line)
    ids, option_ids = item.ids(left, "S-"), item.ids(right, "O-")
    partner = dict(pairs)
    if not set(partner) <= set(ids) or not set(partner.values()) <= set(option_ids):
        raise Unreadable("qti_pairs", _("A right pair of this question names a line that is not there."), line=declared.line)
    stems = [each for each in left if each.get("identifier") in partner]
    if len(stems) < len(left):
        item.warn("qti_match_alone", _("Lines without a partner were left out of this matching question."), interaction.line)
    full = pairs_mark(item, interaction, declared, [(other, one) if swapped else (one, other) for one, other in pairs])
    probes = [Probe({}, 0.0), Probe({declared.identifier: declared.correct}, 1.0), *_wrong_pairs(declared, left, right, partner, swapped)]
    return Match(
        **common(item, mark=full, text=item.text(interaction), feedback=item.feedback(probes)),
        shuffle=is_true(interaction.get("shuffle")),
        stems=tuple(
            Stem(id=ids[i], text=item.html(each.pieces), option=option_ids[partner[i]]) for each in stems if (i := each.get("identifier"))
        ),
        options=tuple(Part(id=option_ids[each.get("identifier")], text=item.html(each.pieces)) for each in right),
    )


def _wrong_pairs(declared: Declaration, left: list[Element], right: list[Element], partner: dict[str, str], swapped: bool) -> list[Probe]:
    """One answer with a wrong pair alone, and one with a right pair alone where there are more."""
    found = []
    for one in left:
        for other in right:
            pair = (one.get("identifier"), other.get("identifier"))
            is_right = partner.get(pair[0]) == pair[1]
            if not is_right or len(partner) > 1:
                told = " ".join(pair[::-1] if swapped else pair)
                found.append(Probe({declared.identifier: many(told)}, 1 / len(partner) if is_right else 0.0))
    return found


def right_pairs(item: Item, interaction: Element, declared: Declaration) -> list[tuple[str, str]]:
    """What belongs together. Raises Unreadable."""
    told = [str(each) for each in _values(declared.correct)]
    if not told and declared.mapping:
        told = [each for each, worth in declared.mapping.entries.items() if worth > 0]
    pairs = [tuple(each.split()) for each in told]
    if not pairs:
        raise no_key(interaction)
    if any(len(pair) != 2 for pair in pairs):
        raise Unreadable("qti_pairs", _("The right pairs of this question are not pairs."), line=declared.line)
    return [(pair[0], pair[1]) for pair in pairs]


def pairs_mark(item: Item, interaction: Element, declared: Declaration, pairs: list[tuple[str, str]]) -> float:
    """The whole mark. Says it where the file does not count every pair the same."""
    told = [" ".join(pair) for pair in pairs]
    if not item.processing.is_graded:
        item.warn("qti_ungraded", _("How it is graded is not said: the right answer gets the full mark."))
        return 1.0
    whole = item.processing.score({declared.identifier: many(*told)})
    alone = [item.processing.score({declared.identifier: many(each)}) for each in told]
    if whole <= 0:
        raise no_key(interaction)
    if len(told) > 1 and all(score <= 0 for score in alone):
        item.warn("qti_pairs_all", _("In the file only all right pairs together count. Here each counts for its part."), interaction.line)
    elif max(alone) - min(alone) > _CLOSE:
        item.warn("qti_pairs_uneven", _("The file gives more for some pairs than for others. Here each counts the same."), interaction.line)
    return item.full_mark(whole)


def _has_twice(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def read_associate(item: Item, interaction: Element) -> Definition:
    """Pairs out of one set: the first of each pair is the line, the second its partner."""
    declared = declaration(item, interaction)
    elements = {each.get("identifier"): each for each in interaction.all("simpleAssociableChoice")}
    pairs = right_pairs(item, interaction, declared)
    if _has_twice([each for pair in pairs for each in pair]) or any(each not in elements for pair in pairs for each in pair):
        message = _("A line of this matching question belongs to several partners at once. Here each has one.")
        raise Unreadable("qti_match_several", message, line=interaction.line)
    ids = item.ids(elements.values())
    firsts = {one for one, _other in pairs}
    options = [each for name, each in elements.items() if name not in firsts]
    full = pairs_mark(item, interaction, declared, pairs)
    message = _("The pairs of one set became lines with partners: the first of each pair is given.")
    item.warn("qti_associate", message, interaction.line)
    return Match(
        **common(item, mark=full, text=item.text(interaction), feedback={}),
        shuffle=is_true(interaction.get("shuffle")),
        stems=tuple(Stem(id=ids[one], text=item.html(elements[one].pieces), option=ids[other]) for one, other in pairs),
        options=tuple(Part(id=ids[each.get("identifier")], text=item.html(each.pieces)) for each in options),
    )
