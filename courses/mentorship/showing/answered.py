"""What has been answered, in the reader's words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.quizzes.grade_form import shown_marks
from courses.quizzes.models import AttemptStep

from ..models import Review
from ..models.review import Outcome
from ..queue.answered import Answered


def row_of(one: Answered) -> dict[str, Any]:
    return _of_review(one.review) if one.review else _of_grade(one.grade)


def _of_review(review: Review) -> dict[str, Any]:
    task = review.task
    return {
        "page": reverse("review_task", args=[task.pk]),
        "learner": task.learner,
        "title": task.iteration.version.title,
        "title_language": task.iteration.version.language,
        "cohort": task.cohort.name,
        "at": review.sent_at,
        "by": review.reviewer,
        "outcome": Outcome(review.outcome).label,
        "more": _("Round %(number)d") % {"number": task.iteration.round},
    }


def _of_grade(grade: AttemptStep | None) -> dict[str, Any]:
    question: Any = grade.log  # type: ignore[union-attr]
    marks = {"marks": shown_marks((grade.fraction or 0.0) * question.max_mark), "most": shown_marks(question.max_mark)}  # type: ignore[union-attr]
    return {
        "page": reverse("grade_answer", args=[question.pk]),
        "learner": question.attempt.enrolment.learner,
        "title": question.attempt.version.title,
        "title_language": question.attempt.version.language,
        "cohort": question.attempt.enrolment.cohort.name,
        "at": grade.created_at,  # type: ignore[union-attr]
        "by": grade.by,  # type: ignore[union-attr]
        "outcome": _("%(marks)s of %(most)s") % marks,
        "more": _("Answer in a quiz, question %(number)d") % {"number": grade.called},  # type: ignore[union-attr]
    }
