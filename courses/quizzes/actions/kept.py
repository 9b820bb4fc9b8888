"""What a merge of two tabs left out of an answer: the answer before it is offered beside the one that stands, until its learner has
looked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F

from lms.core.log.actions import Change

from ..models import AttemptQuestion, AttemptStep
from .answers import save_response


def kept_answers(questions: Iterable[AttemptQuestion]) -> dict[int, Mapping[str, Any]]:
    """By question. No query where nothing was left out."""
    kept = {question.pk: question.value for question in questions if question.kept_number}
    if not kept:
        return {}
    steps = AttemptStep.objects.filter(log__in=kept, number=F("log__kept_number") - 1)
    return {pk: value for pk, value in steps.values_list("log_id", "value") if value != kept[pk]}


def use_kept(*, question: AttemptQuestion, change_id: str) -> None:
    """The other answer stands again. That is a new change: nothing is taken away. Raises as `save_response`."""
    other = kept_answers([question]).get(question.pk)
    if other is not None:
        save_response(question=question, change=Change(change_id, question.revision, other))
    dismiss_kept(question=question)


def dismiss_kept(*, question: AttemptQuestion) -> None:
    """The learner has seen the other answer. It stays among the steps."""
    AttemptQuestion.objects.filter(pk=question.pk, kept_number__isnull=False).update(kept_number=None)
    question.kept_number = None
