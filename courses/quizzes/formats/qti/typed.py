"""Which typed answers an item gives marks for. The item is asked: what it compares an answer with is gathered, tried, and the answers that
were made of it are only believed if they give the same marks on everything that was tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Answer, Numerical, NumericalAnswer, ShortAnswer
from ..base import Unreadable
from ..moodle import letter
from ..safe_xml import Element
from .declarations import Declaration, Many
from .identifiers import id_of
from .item import Item
from .patterns import Wildcard, wildcard_of

CASE_SENSITIVE = "case-sensitive"  # the class of a line in which capitals count
_CLOSE = 1e-6
_MOST = 100
_NOTHING = "\u203b no such answer \u203b"
Score = Callable[[object], float]


@dataclass(frozen=True)
class Comparison:
    """`element` compares a variable with something that is written there."""

    element: Element
    constant: str


def texts_answer(item: Item, interaction: Element, declared: Declaration, score: Score) -> tuple[ShortAnswer, float]:
    """The question without its words, and what the best answer is worth in the item's points. Raises Unreadable."""
    candidates = list(dict.fromkeys(_patterns(item, declared)))
    if not candidates:
        raise Unreadable("qti_no_key", _("It is not said which answer is right."), line=interaction.line)
    _check_number(interaction, candidates)
    rest = score(_NOTHING)
    if rest > _CLOSE and not any(each.text == "*" for each in candidates):
        candidates.append(Wildcard((None,), None))
    worth = [score(_own_sample(each, candidates[:place])) for place, each in enumerate(candidates)]
    best = max(worth)
    if best <= 0:
        raise Unreadable("qti_no_key", _("It is not said which answer is right."), line=interaction.line)
    for ignores_case in (True, False):
        answers = [(Wildcard(each.parts, ignores_case), value) for each, value in zip(candidates, worth, strict=True)]
        if ignores_case:
            answers = _without_doubles(answers)
        if all(abs(_first_that_fits(answers, text) - score(text)) < _CLOSE for text in _tries(candidates)):
            return _short_answer(answers, best, use_case=not ignores_case), best
    message = _("What it takes for right cannot be said by a list of answers.")
    raise Unreadable("qti_typed", message, line=interaction.line)


def _check_number(interaction: Element, candidates: list) -> None:
    if len(candidates) > _MOST:
        message = _("This question has more than %(number)d choices or answers.")
        raise Unreadable("too_many", message, line=interaction.line, number=_MOST)


def _own_sample(wanted: Wildcard, before: list[Wildcard]) -> str:
    """A text that fits this answer and none before it, if there is one."""
    samples = [wanted.sample(filling) for filling in (("", "x", _NOTHING) if None in wanted.parts else ("",))]
    samples += [sample.swapcase() for sample in samples if wanted.ignores_case]
    free = [sample for sample in samples if sample and not any(each.matches(sample) for each in before)]
    return (free or [sample for sample in samples if sample] or [""])[0]


def _short_answer(answers: list[tuple[Wildcard, float]], whole: float, *, use_case: bool) -> ShortAnswer:
    read = tuple(Answer(id=letter(place), text=each.text, fraction=value / whole) for place, (each, value) in enumerate(answers, 1))
    return ShortAnswer(use_case=use_case, answers=read)


def _without_doubles(answers: list[tuple[Wildcard, float]]) -> list[tuple[Wildcard, float]]:
    """`York` and `york` are one answer where capitals do not matter."""
    kept: dict[str, tuple[Wildcard, float]] = {}
    for each, value in answers:
        kept.setdefault(each.text.casefold(), (each, value))
    return list(kept.values())


def _first_that_fits(answers: list[tuple[Wildcard, float]], text: str) -> float:
    return next((value for each, value in answers if each.matches(text)), 0.0)


def _tries(candidates: list[Wildcard]) -> Iterator[str]:
    for each in candidates:
        for filling in ("", "x", _NOTHING) if None in each.parts else ("",):
            sample = each.sample(filling)
            if sample:
                yield from (sample, sample.swapcase(), sample.lower(), sample.upper(), sample + "x", "x" + sample)
    yield _NOTHING


def _patterns(item: Item, declared: Declaration) -> Iterator[Wildcard]:
    for found in _comparisons(item, declared):
        if found.element.name == "patternMatch":
            pattern = wildcard_of(found.element.get("pattern"))
            if pattern:
                yield pattern
        elif found.constant:
            text = " ".join(found.constant.split())
            is_part = found.element.name == "substring" or found.element.get("substring") == "true"
            yield Wildcard((None, text, None) if is_part else (text,), None)
    if declared.mapping and (not item.processing.is_graded or _uses_mapping(item, declared)):
        yield from (Wildcard((key,), None) for key in declared.mapping.entries)
    if isinstance(declared.correct, str):
        yield Wildcard((declared.correct,), None)
    elif isinstance(declared.correct, Many):
        yield from (Wildcard((str(each),), None) for each in declared.correct.values)


def _uses_mapping(item: Item, declared: Declaration) -> bool:
    if item.processing.template == "map_response":
        return True
    rules = item.processing.rules
    return bool(rules) and any(each.get("identifier") == declared.identifier for each in rules.below("mapResponse"))  # type: ignore[union-attr]


def _comparisons(item: Item, declared: Declaration) -> Iterator[Comparison]:
    """In the order of the file, which is the order in which they are asked."""
    names = ("match", "stringMatch", "substring", "patternMatch", "equal", "gt", "gte", "lt", "lte", "member")
    for element in item.processing.rules.below(*names) if item.processing.rules else ():
        inside = list(element)
        if any(each.name == "variable" and each.get("identifier") == declared.identifier for each in inside):
            constants = [each.all_text.strip() for each in inside if each.name == "baseValue"]
            if any(each.name == "correct" for each in inside) and isinstance(declared.correct, str | float):
                constants.append(str(declared.correct))
            yield Comparison(element, constants[0] if constants else "")


# --- what we wrote ourselves ---


def own_answers(item: Item, interaction: Element, declared: Declaration) -> ShortAnswer | Numerical | None:
    """The answers of an item of ours, branch by branch: also those that never count, because one before them takes the same."""
    score = f"SCORE-{declared.identifier}" if declared.identifier != "RESPONSE" else "SCORE"
    found = [each for each in _branches(item, declared) if each[2] == score]
    places = [(own_id or letter(place), element, fraction) for place, (own_id, element, _score, fraction) in enumerate(found, 1)]
    if not places:
        return None
    if declared.base_type == "string":
        texts = [(own_id, _own_text(element), fraction) for own_id, element, fraction in places]
        answers = tuple(Answer(id=own_id, text=text, fraction=fraction) for own_id, text, fraction in texts if text is not None)
        return ShortAnswer(use_case=CASE_SENSITIVE in interaction.get("class"), answers=answers) if len(answers) == len(texts) else None
    numbers = []
    for own_id, element, fraction in places:
        around = Around(None, 0.0) if element.name == "not" else _equal(Comparison(element, _constant(element)), declared)
        numbers.append(NumericalAnswer(id=own_id, value=around.value, tolerance=around.tolerance, fraction=fraction))
    return Numerical(answers=tuple(numbers))


def _branches(item: Item, declared: Declaration) -> Iterator[tuple[str, Element, str, float]]:
    """Id, condition, outcome and fraction of each branch that asks about this answer."""
    for branch in item.processing.rules.below("responseIf", "responseElseIf") if item.processing.rules else ():
        condition, *rules = [*branch] or [branch]
        asked = {each.get("identifier") for each in condition.below("variable")}
        if asked != {declared.identifier} or condition.name not in ("stringMatch", "patternMatch", "equal", "not"):
            continue
        values = {each.get("identifier"): _constant(each) for each in rules}
        names = [each for each in values if each.startswith("SCORE")]
        own = next((id_of(value, "ANSWER-") for each, value in values.items() if each.startswith("FEEDBACK")), "")
        if len(names) == 1:
            yield own, condition, names[0], _number(values[names[0]], branch)


def _own_text(element: Element) -> str | None:
    if element.name == "stringMatch":
        base = element.first("baseValue")
        return Wildcard((base.all_text,), None).text if base is not None else None
    pattern = wildcard_of(element.get("pattern"))
    return pattern.text if pattern else None


def _constant(element: Element) -> str:
    base = element.first("baseValue")
    return base.all_text if base is not None else ""


# --- numbers ---


@dataclass(frozen=True)
class Around:
    value: float | None
    tolerance: float

    def holds(self, number: float) -> bool:
        return self.value is None or abs(number - self.value) <= self.tolerance + 1e-9 * max(1.0, abs(self.value))


def numbers_answer(item: Item, interaction: Element, declared: Declaration, score: Score) -> tuple[Numerical, float]:
    """The question without its words, and what the best answer is worth in the item's points. Raises Unreadable."""
    candidates = list(dict.fromkeys(_ranges(item, declared)))
    if not candidates:
        raise Unreadable("qti_no_key", _("It is not said which answer is right."), line=interaction.line)
    _check_number(interaction, candidates)
    far = 2 * max(abs(each.value or 0) + each.tolerance for each in candidates) + 977.0
    if min(score(far), score(-far)) > _CLOSE and not any(each.value is None for each in candidates):
        candidates.append(Around(None, 0.0))
    worth = [score(_own_number(each, candidates[:place], far)) for place, each in enumerate(candidates)]
    best = max(worth)
    if best <= 0:
        raise Unreadable("qti_no_key", _("It is not said which answer is right."), line=interaction.line)
    answers = list(zip(candidates, worth, strict=True))
    for number in [far, -far, *_edges(candidates)]:
        if abs(next((value for each, value in answers if each.holds(number)), 0.0) - score(number)) >= _CLOSE:
            raise Unreadable("qti_typed", _("What it takes for right cannot be said by a list of answers."), line=interaction.line)
    read = tuple(
        NumericalAnswer(id=letter(place), value=each.value, tolerance=each.tolerance, fraction=value / best)
        for place, (each, value) in enumerate(answers, 1)
    )
    return Numerical(answers=read), best


def _own_number(wanted: Around, before: list[Around], far: float) -> float:
    """A number that fits this answer and none before it, if there is one."""
    if wanted.value is None:
        return far
    tries = [wanted.value + wanted.tolerance * part / 20 for part in (0, *range(1, 21), *range(-1, -21, -1))]
    return next((number for number in tries if not any(each.holds(number) for each in before)), wanted.value)


def _edges(candidates: list[Around]) -> Iterator[float]:
    """Inside, at and outside of each range."""
    for each in candidates:
        if each.value is None:
            continue
        step = max(each.tolerance * 0.01, abs(each.value) * 1e-4, 1e-4)
        for edge in (each.value - each.tolerance, each.value + each.tolerance):
            yield from (edge, edge - step, edge + step)


def _ranges(item: Item, declared: Declaration) -> Iterator[Around]:
    rules = item.processing.rules
    for both in rules.below("and") if rules else ():
        yield from _between(both, declared)
    for found in _comparisons(item, declared):
        if found.element.name == "patternMatch" and found.element.get("pattern") == ".*":
            yield Around(None, 0.0)
        elif found.element.name == "equal" and found.constant:
            yield _equal(found, declared)
        elif found.element.name == "match" and found.constant:
            yield Around(_number(found.constant, found.element), 0.0)
    yield from _catch_all(item, declared)
    if declared.mapping and (not item.processing.is_graded or _uses_mapping(item, declared)):
        yield from (Around(_number(key, item.element), 0.0) for key in declared.mapping.entries)
    is_simple = not item.processing.is_graded or item.processing.template == "match_correct"
    if is_simple and isinstance(declared.correct, float):
        yield Around(declared.correct, 0.0)


def _catch_all(item: Item, declared: Declaration) -> Iterator[Around]:
    """`not (isNull answer)`: any number at all."""
    for element in item.processing.rules.below("not") if item.processing.rules else ():
        for null in element.all("isNull"):
            if any(each.get("identifier") == declared.identifier for each in null.all("variable")):
                yield Around(None, 0.0)


def _equal(found: Comparison, declared: Declaration) -> Around:
    value = _number(found.constant, found.element)
    mode = found.element.get("toleranceMode", "exact")
    around = [_number(each, found.element) for each in found.element.get("tolerance", "0").split()] or [0.0]
    below, above = around[0], around[-1]
    if mode == "exact":
        below = above = 0.0
    elif mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    return Around(value, below) if below == above else Around(value + (above - below) / 2, (above + below) / 2)


def _between(both: Element, declared: Declaration) -> Iterator[Around]:
    low = high = None
    for comparison in both:
        inside = list(comparison)
        if comparison.name not in ("gt", "gte", "lt", "lte") or len(inside) != 2:
            continue
        is_first = inside[0].name == "variable" and inside[0].get("identifier") == declared.identifier
        constant = inside[1] if is_first else inside[0]
        if constant.name != "baseValue":
            continue
        if comparison.name.startswith("g") == is_first:
            low = _number(constant.all_text, constant)
        else:
            high = _number(constant.all_text, constant)
    if low is not None and high is not None and low <= high:
        yield Around((low + high) / 2, (high - low) / 2)


def _number(text: str, element: Element) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Unreadable("number", _("“%(what)s” stands where a number belongs."), line=element.line, what=text[:50]) from error
