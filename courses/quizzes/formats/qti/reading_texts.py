"""Items in which something is typed, picked or dragged inside of a text."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ...engine.definition import (
    Choice,
    Cloze,
    Definition,
    DragChoice,
    DragGap,
    DragWords,
    Format,
    Gap,
    GapQuestion,
    MultiChoice,
    Numerical,
    Scale,
    ShortAnswer,
)
from ..base import Unreadable
from ..safe_xml import Element
from .common import common, is_true
from .declarations import Declaration, many
from .identifiers import id_of
from .item import Item, Probe
from .reading_choices import declaration, no_key, pairs_mark, right_pairs
from .typed import numbers_answer, own_answers, texts_answer

_NUMBERS = ("float", "integer")
_WORDS = ("gapText", "gapImg")
_Pair = tuple[str, str]


def read_text_entry(item: Item, interaction: Element) -> Definition:
    """A question of its own where the line to type in stands at the end, else a text with one gap."""
    if not _stands_last(item, interaction):
        return read_gaps(item, [interaction])
    declared = declaration(item, interaction)
    question, best = _typed(item, interaction, declared)
    keyed = _keyed(question)
    full = item.full_mark(best)
    probes = [Probe({}, 0.0)]
    probes += [Probe({declared.identifier: answer}, fraction, frozenset({own_id})) for own_id, answer, fraction in keyed]
    probes.append(Probe({declared.identifier: -98765.4321 if isinstance(question, Numerical) else "\u203b"}, 0.0))
    feedback = item.feedback(probes)
    whole = common(item, mark=full, text=item.text(interaction), feedback=feedback)
    if isinstance(question, Numerical):
        return Numerical(**whole, answers=tuple(replace(each, feedback=feedback.get(each.id, "")) for each in question.answers))
    answers = tuple(replace(each, feedback=feedback.get(each.id, "")) for each in question.answers)
    return ShortAnswer(**whole, use_case=question.use_case, answers=answers)


def _stands_last(item: Item, interaction: Element) -> bool:
    if item.is_ours:
        return item.element.get("label") != "multianswer"
    seen = False
    for piece in _leaves(item.body):
        if piece is interaction:
            seen = True
        elif seen and (not isinstance(piece, str) or piece.strip(" \t\r\n.\u00a0")):
            return False
    return True


def _leaves(element: Element) -> list[str | Element]:
    found: list[str | Element] = []
    for piece in element.pieces:
        if isinstance(piece, Element) and piece.name in ("feedbackInline", "feedbackBlock", "rubricBlock"):
            continue
        found += _leaves(piece) if isinstance(piece, Element) and piece.pieces else [piece]
    return [piece for piece in found if not (isinstance(piece, Element) and piece.name in ("br", "p", "div"))]


def _typed(item: Item, interaction: Element, declared: Declaration) -> tuple[ShortAnswer | Numerical, float]:
    if declared.cardinality != "single":
        message = _("Several answers are typed into one line. That is not read.")
        raise Unreadable("qti_cardinality", message, line=interaction.line)
    _check_key(item, declared, interaction)

    def score(answer: object) -> float:
        if item.processing.is_graded:
            return _gap_score(item, declared, answer)
        item.warn("qti_ungraded", _("How it is graded is not said: the right answer gets the full mark."))
        return declared.mapping.of(answer) if declared.mapping else float(answer == declared.correct)

    own = own_answers(item, interaction, declared) if item.is_ours else None
    if own is not None:
        return own, 1.0
    reader = numbers_answer if declared.base_type in _NUMBERS else texts_answer
    return reader(item, interaction, declared, score)


def _gap_score(item: Item, declared: Declaration, answer: object) -> float:
    """What we wrote has an outcome for each gap, by itself."""
    outcomes = item.processing.outcomes({declared.identifier: answer})
    own = outcomes.get(f"SCORE-{declared.identifier}") if item.is_ours else None
    value = outcomes.get("SCORE") if own is None else own
    return float(value) if isinstance(value, int | float) else 0.0


def _check_key(item: Item, declared: Declaration, interaction: Element) -> None:
    if declared.correct is None and declared.mapping is None and not item.processing.is_graded:
        raise no_key(interaction)


def _keyed(question: ShortAnswer | Numerical) -> list[tuple[str, object, float]]:
    if isinstance(question, Numerical):
        return [(each.id, 98765.4321 if each.value is None else each.value, each.fraction) for each in question.answers]
    return [(each.id, each.text.replace("\\*", "\0").replace("*", "x").replace("\0", "*"), each.fraction) for each in question.answers]


# --- a text with gaps ---


def read_gaps(item: Item, interactions: list[Element]) -> Definition:
    names = [each.get("responseIdentifier") for each in interactions]
    if len(set(names)) < len(names):
        raise Unreadable("qti_declaration", _("Two gaps of this text share one answer."), line=interactions[0].line)
    ids = {name: id_of(name, "GAP-") if item.is_ours else str(place) for place, name in enumerate(names, 1)}
    gaps = tuple(_gap(item, each, ids[each.get("responseIdentifier")]) for each in interactions)
    whole = sum(gap.weight for gap in gaps)
    best = {name: _best_answer(gap.question) for name, gap in zip(names, gaps, strict=True)}
    probes = [Probe({}, 0.0), Probe(best, 1.0)]
    probes += [Probe({name: best[name]}, gap.weight / whole) for name, gap in zip(names, gaps, strict=True) if len(gaps) > 1]
    places = {id(each): f"[[{gap.id}]]" for each, gap in zip(interactions, gaps, strict=True)}
    text = item.text(gap=lambda element: places.get(id(element)))
    full = item.full_mark(whole)
    gaps = _even_weights(item, gaps)
    return Cloze(**common(item, mark=full, text=text, feedback=item.feedback(probes)), gaps=gaps)


def _even_weights(item: Item, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Weights as whole as they can be; those that we wrote as they were."""
    outcomes = item.processing.outcomes_declared
    least = min(gap.weight for gap in gaps)
    weights = []
    for gap, interaction in zip(gaps, [each for each in item.interactions if each.get("responseIdentifier")], strict=False):
        own = outcomes.get(f"SCORE-{interaction.get('responseIdentifier')}")  # its maximum is the weight
        weights.append(own.maximum if item.is_ours and own and own.maximum is not None else round(gap.weight / least, 6))
    return tuple(replace(gap, weight=weight) for gap, weight in zip(gaps, weights, strict=True))


def _best_answer(question: GapQuestion) -> object:
    if isinstance(question, MultiChoice):
        return max(question.choices, key=lambda each: each.fraction).id
    return max(_keyed(question), key=lambda each: each[2])[1]


def _gap(item: Item, interaction: Element, gap_id: str) -> Gap:
    declared = declaration(item, interaction)
    if interaction.name == "textEntryInteraction":
        question, best = _typed(item, interaction, declared)
        return Gap(id=gap_id, weight=best, question=replace(question, format=Format.HTML))
    elements = interaction.all("inlineChoice")
    if len(elements) < 2 or declared.cardinality != "single":
        raise Unreadable("choices", _("A choice needs at least two answers."), line=interaction.line)
    _check_key(item, declared, interaction)
    worth = {}
    for each in elements:
        answer = each.get("identifier")
        graded = item.processing.is_graded
        worth[answer] = _gap_score(item, declared, answer) if graded else float(answer == declared.correct)
    best = 1.0 if item.is_ours else max(worth.values())
    if best <= 0:
        message = _("The gap “%(name)s” gives no marks, whatever is chosen.")
        raise Unreadable("qti_gap_mark", message, line=interaction.line, name=declared.identifier)
    ids = item.ids(elements)
    feedback = (
        item.feedback([Probe({declared.identifier: each}, worth[each] / best, frozenset({each})) for each in ids]) if item.is_ours else {}
    )
    choices = tuple(
        Choice(id=ids[name], text=_label(item, each), fraction=worth[name] / best, feedback=feedback.get(name, ""))
        for each in elements
        if (name := each.get("identifier"))
    )
    chosen = MultiChoice(format=Format.HTML, single=True, shuffle=is_true(interaction.get("shuffle")), choices=choices)
    return Gap(id=gap_id, weight=best, question=chosen)


def _label(item: Item, element: Element) -> str:
    return item.html(element.pieces)


# --- words into gaps ---


def read_gap_match(item: Item, interaction: Element) -> Definition:
    declared = declaration(item, interaction)
    words = [each for each in interaction if each.name in _WORDS]
    gaps = list(interaction.below("gap"))
    ids, gap_ids = item.ids(words, "W-"), item.ids(gaps, "G-")
    right = _words_of_gaps(item, interaction, declared, ids, gap_ids)
    full = pairs_mark(item, interaction, declared, _as_declared(declared, right))
    groups = _groups(words, gaps)
    choices = tuple(
        DragChoice(id=ids[name], text=item.html(each.pieces), group=groups[name], is_unlimited=_is_unlimited(item, each))
        for each in words
        if (name := each.get("identifier"))
    )
    feedback = item.feedback(_gap_probes(declared, right, ids))
    return DragWords(
        **common(item, mark=full, text=item.text(gap=_text_with_gaps(item, interaction, gap_ids)), feedback=feedback),
        shuffle=is_true(interaction.get("shuffle")),
        gaps=tuple(DragGap(id=gap_ids[gap], choice=ids[word]) for word, gap in right),
        choices=choices,
    )


def _words_of_gaps(item: Item, interaction: Element, declared: Declaration, ids: dict[str, str], gap_ids: dict[str, str]) -> list[_Pair]:
    """(word, gap) for each gap, in the order of the text."""
    pairs = [(one, other) if one in ids else (other, one) for one, other in right_pairs(item, interaction, declared)]
    right: dict[str, str] = {}
    for word, gap in pairs:
        if right.setdefault(gap, word) != word or pairs.count((word, gap)) > 1:
            message = _("The gap “%(name)s” takes several words at once. Here it takes one.")
            raise Unreadable("qti_gap_several", message, line=interaction.line, name=gap)
    empty = [gap for gap in gap_ids if gap not in right]
    if empty or not gap_ids or any(word not in ids for word in right.values()):
        message = _("It is not said which word belongs into the gap “%(name)s”.")
        raise Unreadable("qti_gap_key", message, line=interaction.line, name=(empty or [declared.identifier])[0])
    return [(right[gap], gap) for gap in gap_ids]


def _as_declared(declared: Declaration, right: list[_Pair]) -> list[_Pair]:
    """Some files name the gap first."""
    first_gap = right[0][1]
    is_backwards = declared.correct is not None and any(str(each).split()[:1] == [first_gap] for each in declared.correct.values)
    return [pair[::-1] if is_backwards else pair for pair in right]


def _gap_probes(declared: Declaration, right: list[_Pair], ids: dict[str, str]) -> list[Probe]:
    """Answers whose feedback is worth knowing: none, all right, each right word alone, one wrong word."""
    probes = [Probe({}, 0.0), Probe({declared.identifier: declared.correct or many(*(" ".join(pair) for pair in right))}, 1.0)]
    probes += [Probe({declared.identifier: many(" ".join(pair))}, 1 / len(right)) for pair in right if len(right) > 1]
    wrong = next((f"{other} {gap}" for word, gap in right for other in ids if other != word), None)
    return [*probes, Probe({declared.identifier: many(wrong)}, 0.0)] if wrong else probes


def _text_with_gaps(item: Item, interaction: Element, gap_ids: dict[str, str]) -> Callable[[Element], str | None]:
    """What stands in the text instead of an element: the prompt and the sentence for the interaction, `[[id]]` for a gap."""

    def instead(element: Element) -> str | None:
        if element.name == "gap":
            return f"[[{gap_ids[element.get('identifier')]}]]"
        if element is interaction:
            kept = [piece for piece in element.pieces if isinstance(piece, str) or piece.name not in (*_WORDS, "prompt")]
            prompt = element.first("prompt")
            return (f"<p>{item.html(prompt.pieces)}</p>" if prompt else "") + item.inside(kept, instead)
        return None

    return instead


def _is_unlimited(item: Item, word: Element) -> bool:
    most = word.get("matchMax", "1")
    if most not in ("0", "1"):
        item.warn("qti_match_max", _("A word that may be used some times may be used any number of times here."), word.line)
    return most != "1"


def _groups(words: list[Element], gaps: list[Element]) -> dict[str, int]:
    """Words that may go into the same gaps are of one group."""
    numbers: dict[frozenset[str], int] = {}
    found = {}
    for word in words:
        own = frozenset(word.get("matchGroup").split())
        found[word.get("identifier")] = numbers.setdefault(own, len(numbers) + 1)
    return found


# --- a number on a line ---


def read_slider(item: Item, interaction: Element) -> Definition:
    declared = declaration(item, interaction)
    low, high = (_bound(interaction, name) for name in ("lowerBound", "upperBound"))
    if declared.correct is None and declared.mapping is None and not item.processing.is_graded:
        ends = {each.get("class"): item.html(each.pieces) for each in item.body.below("span") if item.is_ours}
        whole = common(item, mark=0.0, text=item.text(interaction), feedback=item.feedback([]) if item.is_ours else {})
        lowest, highest = ends.get("scale-low", ""), ends.get("scale-high", "")
        return Scale(**whole, min=round(low), max=round(high), low=lowest, high=highest)
    question, best = _typed(item, interaction, declared)
    if not isinstance(question, Numerical):
        raise Unreadable("number", _("A slider gives a number, and a text is declared."), line=declared.line)
    item.warn("qti_slider", _("The slider became a number to type."), interaction.line)
    return Numerical(**common(item, mark=item.full_mark(best), text=item.text(interaction), feedback={}), answers=question.answers)


def _bound(interaction: Element, name: str) -> float:
    try:
        return float(interaction.get(name))
    except ValueError as error:
        raise Unreadable("number", _("A slider needs a lower and an upper bound."), line=interaction.line) from error
