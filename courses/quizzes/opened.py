"""What every page of an attempt finds: the attempt with what it hangs on, and its questions with their words."""

from typing import Any

from courses.catalogue.models import ActivityVersion, Course
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import User
from lms.core.joined import Columns, Joined

from .models import Attempt, AttemptQuestion, QuestionVersion, Quiz
from .wording import read

# By hand, as the questions below: a page of an attempt is opened as often as there are questions, and building its queries costs more
# than asking them. What rules and questions say is kept in the process by its hash (`rules_in`, `wording`), so it need not come along.
_ATTEMPT = Joined(
    Columns(Attempt, "t"),
    Columns(Enrolment, "e"),
    Columns(Cohort, "c"),
    Columns(Course, "k"),
    Columns(Quiz, "a"),
    Columns(ActivityVersion, "v", "language", "content_hash", "title"),
    Columns(ActivityVersion, "h", "language", "title"),
    source="""
    FROM quizzes_attempt t
    JOIN enrolment_enrolment e ON e.id = t.enrolment_id
    JOIN enrolment_cohort c ON c.id = e.cohort_id
    JOIN catalogue_course k ON k.id = c.course_id
    JOIN catalogue_activity a ON a.id = t.quiz_id
    JOIN catalogue_activityversion v ON v.id = t.version_id
    LEFT JOIN catalogue_activityversion h ON h.of_id = t.quiz_id AND h.is_current AND h.language = %s
    WHERE t.id = %s AND e.learner_id = %s
    """,
)
_QUESTIONS = Joined(
    Columns(AttemptQuestion, "q"),
    Columns(QuestionVersion, "v", "question_id", "language", "content_hash"),
    source="""
    FROM quizzes_attemptquestion q
    JOIN quizzes_questionversion v ON v.id = q.version_id
    WHERE q.attempt_id = %s
    ORDER BY q.slot
    """,
)


def attempt_of(learner: User, pk: int, language: str) -> Any:
    """One learner's attempt, or None. One query: with its enrolment, cohort and course, its quiz and its rules. `named` is the version
    that has the quiz's title: in `language` where there is one, else in the language of the rules."""
    found = _ATTEMPT.one([language, pk, learner.pk])
    if found is None:
        return None
    attempt, enrolment, cohort, course, quiz, version, here = found
    attempt.enrolment, enrolment.cohort, cohort.course = enrolment, cohort, course
    attempt.quiz, attempt.version, attempt.named = quiz, version, here or version
    return attempt


def questions_of(attempt: Attempt) -> list[AttemptQuestion]:
    """All of them in their order, each with its version. One query, and one more where this process has not read some of them yet."""
    found = _QUESTIONS.rows([attempt.pk])
    for question, version in found:
        question.attempt, question.version = attempt, version
    read([version for _, version in found])
    return [question for question, _ in found]
