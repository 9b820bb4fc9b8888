"""What every save of an answer in a quiz finds: the question, its attempt and the rules it was begun under."""

from courses.catalogue.models import ActivityVersion
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.joined import Columns, Joined

from .models import Attempt, AttemptQuestion, QuestionVersion

# By hand: a save is what a phone asks for most, and building this query costs more than asking it. What questions and quizzes say is
# kept in the process by its hash (`wording`, `rules_in`), so it need not come along.
_ANSWERED = Joined(
    Columns(AttemptQuestion, "q"),
    Columns(Attempt, "a"),
    Columns(Enrolment, "n", "learner_id", "cohort_id", "state"),
    Columns(ActivityVersion, "r", "content_hash"),
    Columns(QuestionVersion, "v", "content_hash", "language"),
    source="""
    FROM quizzes_attemptquestion q
    JOIN quizzes_attempt a ON a.id = q.attempt_id
    JOIN enrolment_enrolment n ON n.id = a.enrolment_id
    JOIN catalogue_activityversion r ON r.id = a.version_id
    JOIN quizzes_questionversion v ON v.id = q.version_id
    WHERE q.id = %s AND n.learner_id = %s
    """,
)


def question_of(learner: User, question_id: int) -> AttemptQuestion | None:
    """One query. Of the enrolment and the versions only what a save looks at is loaded; the rest comes when asked for."""
    found = _ANSWERED.one([question_id, learner.pk])
    if found is None:
        return None
    question, attempt, enrolment, rules, version = found
    question.attempt, question.version = attempt, version
    attempt.enrolment, attempt.version = enrolment, rules
    return question
