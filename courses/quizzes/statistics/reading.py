"""The figures of one quiz within a person's scope. Numbers come as tuples, three queries for any number of attempts: no row becomes
an object, no name is read."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from django.db import models
from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from ..engine.definition import MANUAL, UNMARKED, Definition
from ..engine.guessing import random_guess_score
from ..models import Attempt, AttemptQuestion, QuestionVersion
from ..wording import shown_in, wording
from . import formulas
from .choices import COUNTED, OTHER, TYPED_BY_AT_LEAST, Option, Part, parts, taken
from .formulas import Taken


class Which(models.TextChoices):
    """Of a learner with several attempts."""

    FIRST = "first", _("The first attempt of each learner")
    HIGHEST = "highest", _("The attempt of each learner with the highest grade")
    LAST = "last", _("The last attempt of each learner")
    ALL = "all", _("All attempts")


@dataclass(frozen=True, kw_only=True)
class QuizFigures:
    """Grades in percent of the full marks. `is_same_questions`: every attempt had the same ones, so that they can be set against each
    other; else the consistency is that of the places in the quiz."""

    attempts: int
    grades: tuple[float, ...]
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    is_same_questions: bool


@dataclass(frozen=True)
class PartFigures:
    """What was taken in one place of a question; `other` counts what the question no longer has, or what too few people typed."""

    part: Part
    choices: tuple[tuple[Option, Taken], ...]
    answered: int
    other: int

    @property
    def functional_distractors(self) -> int:
        return formulas.functional_distractors([each for _option, each in self.choices])

    @property
    def effective_choices(self) -> int:
        return formulas.effective_choices([each for _option, each in self.choices])


@dataclass(frozen=True, kw_only=True)
class VersionFigures:
    """One version of a question: how many attempts met it and how it went."""

    version: QuestionVersion
    definition: Definition
    language: str
    attempts: int
    facility: float | None
    parts: tuple[PartFigures, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionFigures:
    """All versions and languages of a question in one. Percentages: `facility`, `deviation` and `random_guess` of the question's mark,
    the weights of the quiz."""

    question_id: int
    name: str
    type: str
    place: int
    attempts: int
    facility: float | None
    deviation: float | None
    random_guess: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination: float | None
    efficiency: float | None
    versions: tuple[VersionFigures, ...]

    @property
    def current(self) -> VersionFigures:
        """The latest version that anybody met."""
        return self.versions[0]

    @property
    def is_marked(self) -> bool:
        return self.type not in UNMARKED_TYPES


@dataclass(frozen=True)
class Figures:
    quiz: QuizFigures
    questions: tuple[QuestionFigures, ...]


UNMARKED_TYPES = frozenset(kind.type for kind in UNMARKED)

_Row = tuple[int, int, int, int, float | None, float, str]  # attempt, question, version, slot, fraction, max_mark, answer


def figures(attempts: QuerySet[Attempt], which: str, language: str) -> Figures:
    """`attempts` is one quiz's within the reader's scope; only finished official ones count. Questions in the order of the quiz, in the
    reader's words."""
    finished = attempts.finished().official()  # type: ignore[attr-defined]
    full, grades = _chosen(finished.values_list("pk", "enrolment_id", "number", "fraction", "max_marks"), which)
    rows = _rows(finished, full)
    versions = {
        version.pk: version for version in QuestionVersion.objects.filter(pk__in={row[2] for row in rows}).select_related("question")
    }
    marks = _by_question(rows, versions, full)
    items, is_same = _items(marks, rows, full)
    weights = formulas.effective_weights([list(marks[question].values()) for question in marks], [*grades.values()]) if is_same else []
    quiz = _of_quiz(list(grades.values()), items, is_same)
    by_question: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_question[versions[row[2]].question_id].append(row)
    of_weight = dict(zip(marks, weights, strict=True)) if is_same else {}
    questions = [
        _of_question(mine, versions, marks.get(question, {}), grades, full, of_weight.get(question), language)
        for question, mine in by_question.items()
    ]
    return Figures(quiz, tuple(sorted(questions, key=lambda one: (one.place, one.question_id))))


def _chosen(rows: Iterable[tuple[int, int, int, float | None, float]], which: str) -> tuple[dict[int, float], dict[int, float]]:
    """Full marks and grade in percent of each attempt that counts, by its id, in the order of ids."""
    kept: dict[int, tuple[float, int, float, float]] = {}
    for pk, enrolment, number, fraction, most in sorted(rows):
        if fraction is None or most <= 0:
            continue
        rank = {Which.FIRST: -number, Which.LAST: number, Which.HIGHEST: fraction}.get(Which(which), 0.0)
        key = pk if which == Which.ALL else enrolment
        if key not in kept or rank > kept[key][0]:
            kept[key] = (rank, pk, fraction, most)
    chosen = sorted((pk, fraction, most) for _rank, pk, fraction, most in kept.values())
    return {pk: most for pk, _fraction, most in chosen}, {pk: 100 * fraction for pk, fraction, _most in chosen}


def _rows(attempts: QuerySet[Attempt], full: Mapping[int, float]) -> list[_Row]:
    """Answers as text: the same text is read once, however many gave it. What somebody wrote freely does not leave the database."""
    counted = Case(When(version__question__type__in=COUNTED, then=Cast("value", TextField())), default=Value(""), output_field=TextField())
    rows = AttemptQuestion.objects.filter(attempt__in=attempts).order_by("attempt_id", "slot")
    found = rows.values_list("attempt_id", "version__question_id", "version_id", "slot", "fraction", "max_mark", counted)
    return [row for row in found.iterator(chunk_size=20_000) if row[0] in full]


def _by_question(rows: list[_Row], versions: Mapping[int, QuestionVersion], full: Mapping[int, float]) -> dict[int, dict[int, float]]:
    """Marks in percent of the quiz by question and attempt; what has no marks is left out."""
    marks: dict[int, dict[int, float]] = {}
    for attempt, question, version, _slot, fraction, most, _answer in rows:
        if most > 0 and versions[version].question.type not in UNMARKED_TYPES:
            marks.setdefault(question, {})[attempt] = 100 * (fraction or 0.0) * most / full[attempt]
    return marks


def _items(marks: Mapping[int, Mapping[int, float]], rows: list[_Row], full: Mapping[int, float]) -> tuple[list[list[float]], bool]:
    """What the consistency is of: the questions where all attempts had the same, else the places where all had equally many."""
    if all(len(of_question) == len(full) for of_question in marks.values()):
        return [list(of_question.values()) for of_question in marks.values()], True
    places: dict[int, list[float]] = defaultdict(list)
    for attempt, _question, _version, slot, fraction, most, _answer in rows:
        if most > 0:
            places[slot].append(100 * (fraction or 0.0) * most / full[attempt])
    complete = all(len(place) == len(full) for place in places.values())
    return (list(places.values()) if complete else []), False


def _of_quiz(grades: Sequence[float], items: list[list[float]], is_same: bool) -> QuizFigures:
    deviation = formulas.standard_deviation(grades)
    consistency = formulas.internal_consistency(items, grades)
    ratio = formulas.error_ratio(consistency)
    return QuizFigures(
        attempts=len(grades),
        grades=tuple(grades),
        mean=formulas.mean(grades),
        median=formulas.median(grades),
        deviation=deviation,
        skewness=formulas.skewness(grades),
        kurtosis=formulas.kurtosis(grades),
        consistency=consistency,
        error_ratio=ratio,
        standard_error=formulas.standard_error(ratio, deviation),
        is_same_questions=is_same,
    )


def _of_question(
    rows: list[_Row],
    versions: Mapping[int, QuestionVersion],
    marks: Mapping[int, float],
    grades: Mapping[int, float],
    full: Mapping[int, float],
    weight: float | None,
    language: str,
) -> QuestionFigures:
    met = sorted({row[2] for row in rows}, key=lambda pk: -versions[pk].number)
    question = versions[met[0]].question
    by_version = tuple(_of_version(versions[pk], [row for row in rows if row[2] == pk], grades, language) for pk in met)
    fractions = [100 * (row[4] or 0.0) for row in rows] if marks else []
    own, rest = list(marks.values()), [grades[attempt] - mark for attempt, mark in marks.items()]
    return QuestionFigures(
        question_id=question.pk,
        name=question.name,
        type=question.type,
        place=Counter(row[3] for row in rows).most_common(1)[0][0],
        attempts=len(rows),
        facility=formulas.mean(fractions),
        deviation=formulas.standard_deviation(fractions),
        random_guess=_guess(by_version[0].definition) if marks else None,
        intended_weight=formulas.mean([100 * row[5] / full[row[0]] for row in rows]) if marks else None,
        effective_weight=weight,
        discrimination=formulas.discrimination_index(own, rest) if marks else None,
        efficiency=formulas.discriminative_efficiency(own, rest) if marks else None,
        versions=by_version,
    )


def _guess(definition: Definition) -> float | None:
    """In percent. What a person grades cannot be guessed."""
    score = None if isinstance(definition, MANUAL) else random_guess_score(definition)
    return None if score is None else 100 * score


def _of_version(version: QuestionVersion, rows: list[_Row], grades: Mapping[int, float], language: str) -> VersionFigures:
    definition = wording(version, language)
    is_marked = version.question.type not in UNMARKED_TYPES
    return VersionFigures(
        version=version,
        definition=definition,
        language=shown_in(version, language),
        attempts=len(rows),
        facility=formulas.mean([100 * (row[4] or 0.0) for row in rows]) if is_marked else None,
        parts=_parts(definition, rows, grades),
    )


def _parts(definition: Definition, rows: list[_Row], grades: Mapping[int, float]) -> tuple[PartFigures, ...]:
    counts: dict[tuple[str, str], int] = Counter()
    sums: dict[tuple[str, str], float] = defaultdict(float)
    answered: dict[str, int] = Counter()
    read: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        answer = row[6]
        found = read.get(answer)
        if found is None:
            found = read[answer] = list(taken(definition, _loaded(answer)))
        for one in found:
            counts[one] += 1
            sums[one] += grades[row[0]]
        for part in {part for part, _option in found}:
            answered[part] += 1
    return tuple(_part(part, counts, sums, answered[part.id]) for part in parts(definition))


def _part(part: Part, counts: Mapping[tuple[str, str], int], sums: Mapping[tuple[str, str], float], answered: int) -> PartFigures:
    options = part.options
    if part.is_typed:
        common = sorted(
            ((count, option) for (of, option), count in counts.items() if of == part.id and count >= TYPED_BY_AT_LEAST), reverse=True
        )
        options = tuple(Option(text, text, 0.0) for _count, text in common[:10])
    shown = tuple((option, _taken(part, option, counts, sums, answered)) for option in options)
    rest = {option for of, option in counts if of == part.id} - {option.id for option in options}
    return PartFigures(part, shown, answered, sum(counts[part.id, option] for option in rest | {OTHER} if (part.id, option) in counts))


def _taken(part: Part, option: Option, counts: Mapping, sums: Mapping, answered: int) -> Taken:
    count = counts.get((part.id, option.id), 0)
    return Taken(option.id, count, answered, fsum([sums[part.id, option.id]]) / count if count else None, option.fraction)


def _loaded(answer: str) -> Mapping[str, Any]:
    value = json.loads(answer) if answer else {}
    return value if isinstance(value, dict) else {}
