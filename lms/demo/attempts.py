"""The demo's learner at the quizzes: the first is behind her, with two answers that were not right; in the second she is in the middle."""

from courses.catalogue.models import Lesson
from courses.enrolment.models import Enrolment
from courses.quizzes.actions.answers import check_question
from courses.quizzes.actions.attempts import start_attempt, submit_attempt
from courses.quizzes.engine.definition import Definition, MultiChoice
from courses.quizzes.engine.grading import right_response
from courses.quizzes.models import Attempt, AttemptQuestion, Quiz
from courses.quizzes.wording import wording
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

MISSED = 2  # questions of the first quiz that she answered otherwise
ANSWERED = 4  # questions of the second quiz that she has answered so far


def load_attempts(*, enrolment: Enrolment, finished: Lesson, begun: Lesson) -> None:
    _take(enrolment, finished, missed=MISSED)
    _take(enrolment, begun, answered=ANSWERED)


def _take(enrolment: Enrolment, lesson: Lesson, *, missed: int = 0, answered: int | None = None) -> None:
    quiz = Quiz.objects.live().filter(lesson=lesson, kind="quiz").select_related("lesson__course").first()
    if quiz is None or Attempt.objects.filter(enrolment=enrolment, quiz=quiz).exists():
        return
    attempt = start_attempt(enrolment=enrolment, quiz=quiz, language=lesson.course.source_language)
    questions = AttemptQuestion.objects.filter(attempt=attempt).select_related("version", "attempt__version", "attempt__enrolment")
    for question in questions[:answered]:
        definition = wording(question.version, attempt.language)
        response = right_response(definition)
        if missed and isinstance(definition, MultiChoice) and definition.single:
            response, missed = _another(definition), missed - 1
        if response is not None:
            check_question(question=question, change=Change(id=new_ulid(), base=0, value=dict(response)))
    if answered is None:
        submit_attempt(attempt=attempt)


def _another(definition: Definition) -> dict[str, str]:
    """A line that is not the right one, as anybody might choose."""
    choices = definition.choices if isinstance(definition, MultiChoice) else ()
    return {"choice": next(choice.id for choice in choices if choice.fraction <= 0)}
