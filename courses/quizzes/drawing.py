"""Which questions an attempt gets."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from courses.enrolment.models import Enrolment

from .engine import arranging
from .engine.definition import Description
from .models import AttemptQuestion, Category, Question, QuestionVersion, TaggedQuestion
from .quiz_definition import DrawSlot, FixedSlot, QuizDefinition


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A question with its place's settings. `mark` None is the question's own."""

    question: Question
    version: QuestionVersion
    mark: float | None = None
    page_break: bool = False


def choose(quiz: QuizDefinition, *, enrolment: Enrolment, seed: int) -> list[Chosen]:
    """The quiz's questions in their order, drawn ones in the place of their draw: no question twice, retired ones never. Where a
    category has too few, the attempt has fewer. A constant number of queries."""
    fixed = [slot.question for slot in quiz.slots if isinstance(slot, FixedSlot)]
    drawn = _draw(quiz, enrolment, seed, taken=set(fixed))
    wanted = {*fixed, *(question for ids in drawn.values() for question in ids)}
    found = Question.objects.live().filter(version__isnull=False).select_related("version").in_bulk(wanted)
    chosen: dict[int, Chosen] = {}
    for number, slot in enumerate(quiz.slots):
        ids, page_break = ([slot.question], slot.page_break) if isinstance(slot, FixedSlot) else (drawn[number], False)
        for question_id in ids:
            question = found.get(question_id)
            if question and question.version and question_id not in chosen:
                chosen[question_id] = Chosen(question=question, version=question.version, mark=slot.mark, page_break=page_break)
    ordered = list(chosen.values())
    return _shuffled(ordered, seed) if quiz.settings.shuffle_questions else ordered


def pages(chosen: Iterable[Chosen], *, per_page: int, are_shuffled: bool) -> list[int]:
    """The page of each, from 0. Page breaks are of the editor's order, so a shuffled quiz has none."""
    numbers, page, on_page = [], 0, 0
    for one in chosen:
        is_full = per_page and on_page >= per_page
        if on_page and (is_full or (one.page_break and not are_shuffled)):
            page, on_page = page + 1, 0
        numbers.append(page)
        on_page += 1
    return numbers


def _draw(quiz: QuizDefinition, enrolment: Enrolment, seed: int, taken: Collection[int]) -> dict[int, list[int]]:
    """Ids by the number of the slot. The draw with the fewest candidates goes first, so that a wide one does not use them up."""
    draws = {number: slot for number, slot in enumerate(quiz.slots) if isinstance(slot, DrawSlot)}
    if not draws:
        return {}
    candidates = _candidates(draws)
    had = _times_had(enrolment, set().union(*candidates.values()))
    gone, drawn = set(taken), {}
    for number in sorted(draws, key=lambda number: (len(candidates[number]), number)):
        free = [question for question in candidates[number] if question not in gone]
        drawn[number] = _newest_first(free, draws[number].count, had, seed + number)
        gone.update(drawn[number])
    return drawn


def _newest_first(candidates: list[int], count: int, had: Mapping[int, int], seed: int) -> list[int]:
    """At random among those the learner had least often."""
    drawn: list[int] = []
    for times in sorted({had[question] for question in candidates}):
        level = [question for question in candidates if had[question] == times]
        drawn += arranging.drawn(level, min(count - len(drawn), len(level)), seed)
        if len(drawn) >= count:
            break
    return drawn


def _candidates(draws: Mapping[int, DrawSlot]) -> dict[int, list[int]]:
    """Live questions by the number of the draw, in the order of their ids. Three queries, one without tags."""
    below = _with_those_below({slot.category for slot in draws.values()})
    categories = set().union(*below.values())
    in_category: dict[int, list[int]] = {category: [] for category in categories}
    live = Question.objects.live().filter(category__in=categories, version__isnull=False).order_by("pk")
    for question_id, category_id in live.values_list("pk", "category_id"):
        in_category[category_id].append(question_id)
    tagged = _tagged({tag for slot in draws.values() for tag in slot.tags}, categories)
    return {
        number: sorted(
            question
            for category in below[slot.category]
            for question in in_category[category]
            if all(question in tagged[tag] for tag in slot.tags)
        )
        for number, slot in draws.items()
    }


def _with_those_below(categories: Collection[int]) -> dict[int, set[int]]:
    children: dict[int | None, list[int]] = {}
    for category_id, parent_id in Category.objects.filter(bank__categories__in=categories).distinct().values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(category_id)

    def within(category: int) -> set[int]:
        return {category}.union(*(within(child) for child in children.get(category, [])))

    return {category: within(category) for category in categories}


def _tagged(tags: Collection[str], categories: Collection[int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {tag: set() for tag in tags}
    if tags:
        rows = TaggedQuestion.objects.filter(tag__name__in=tags, content_object__category__in=categories)
        for tag, question_id in rows.values_list("tag__name", "content_object_id"):
            found[tag].add(question_id)
    return found


def _times_had(enrolment: Enrolment, candidates: Collection[int]) -> Counter[int]:
    had = AttemptQuestion.objects.filter(attempt__enrolment=enrolment, version__question__in=candidates)
    return Counter(had.order_by().values_list("version__question_id", flat=True))


def _shuffled(chosen: list[Chosen], seed: int) -> list[Chosen]:
    """Texts between questions keep their places."""
    movable = [one for one in chosen if one.question.type != Description.type]
    order = iter(arranging.mixed(movable, seed, place="questions", name=lambda one: one.question.pk))
    return [one if one.question.type == Description.type else next(order) for one in chosen]
