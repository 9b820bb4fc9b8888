"""Questions that nobody can get right, and those that leave the learner without a word."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.quizzes.engine import translating
from courses.quizzes.engine.definition import Definition, from_json
from courses.quizzes.engine.grading import grade, is_graded_by_hand, is_marked, right_response
from courses.quizzes.engine.problems import is_usable
from courses.quizzes.engine.state import RIGHT
from courses.quizzes.models import Question
from courses.quizzes.models.quiz import KIND

from ..draft import Draft
from ..findings import Finding, Path, Severity


def questions(draft: Draft) -> Iterator[Finding]:
    for path, question in placed(draft):
        definition = from_json(_version(question).definition)
        if not is_attainable(definition):
            words = _("Nobody can get this question right. Correct its key in the question bank.")
            yield _finding("question_unattainable", path, question, Severity.STOP, words)
        if not has_feedback(definition):
            words = _("The question says nothing about the answer. Learners see right or wrong, and not why.")
            yield _finding("feedback_missing", path, question, Severity.ADVICE, words)


def is_attainable(definition: Definition) -> bool:
    """Whether the engine itself gives the whole mark for the answer that it holds for right. What a person grades, or nobody, is."""
    if not is_marked(definition) or is_graded_by_hand(definition):
        return is_usable(definition)
    right = right_response(definition)
    return right is not None and (grade(definition, right) or 0.0) >= RIGHT


def has_feedback(definition: Definition) -> bool:
    """Any words at all that depend on the answer or come after it. What is not marked, or graded by a person, needs none."""
    if not is_marked(definition) or is_graded_by_hand(definition):
        return True
    return any(words.strip() for place, words in translating.texts(definition).items() if place.endswith("feedback"))


def placed(draft: Draft) -> list[tuple[Path, Question]]:
    """Questions of the draft's quizzes with the field that brings them in; a draw brings in all that it may draw. Three queries
    and one more for each draw."""
    found: list[tuple[Path, Question]] = []
    for block in draft.blocks_of(KIND):
        for place in block.value["questions"]:
            path = ("body", block.id, "questions", place.id or "")
            found += [(path, question) for question in _brought_in(place)]
    return found


def _brought_in(place: Any) -> list[Question]:
    if place.block_type == "question":
        question = place.value["question"]
        return [question] if question and question.version else []
    category = place.value["category"]
    if category is None:
        return []
    return list(Question.objects.live().filter(version__isnull=False).within(category).select_related("version"))


def _version(question: Question) -> Any:
    """Never none: questions that were not saved once are not placed."""
    return question.version


def _finding(check: str, path: Path, question: Question, severity: Severity, words: Any) -> Finding:
    about = f"{question.pk}:{_version(question).content_hash}"
    return Finding(check=check, path=path, severity=severity, words=words, quote=question.name, about=about)
