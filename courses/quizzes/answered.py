"""What every save of an answer in a quiz finds: the question, its attempt and the rules it was begun under."""

from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import Model

from courses.catalogue.models import ActivityVersion
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Attempt, AttemptQuestion, QuestionVersion

Row = TypeVar("Row", bound=Model)

_ATTEMPT = (
    "id",
    "enrolment_id",
    "quiz_id",
    "version_id",
    "language",
    "state",
    "is_unofficial",
    "page",
    "deadline_at",
    "submitted_at",
    "finished_at",
)
_ENROLMENT = ("id", "learner_id", "cohort_id", "state")
_RULES = ("id", "content_hash")
_VERSION = ("id", "content_hash", "language")


def _columns(alias: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{name} AS {alias}_{name}" for name in names)


# By hand: a save is what a phone asks for most, and building this query costs more than asking it. What questions and quizzes say is
# kept in the process by its hash (`wording`, `rules_in`), so it need not come along.
_ANSWERED = f"""
    SELECT q.*, {_columns("a", _ATTEMPT)}, {_columns("n", _ENROLMENT)}, {_columns("r", _RULES)}, {_columns("v", _VERSION)}
    FROM quizzes_attemptquestion q
    JOIN quizzes_attempt a ON a.id = q.attempt_id
    JOIN enrolment_enrolment n ON n.id = a.enrolment_id
    JOIN catalogue_activityversion r ON r.id = a.version_id
    JOIN quizzes_questionversion v ON v.id = q.version_id
    WHERE q.id = %s AND n.learner_id = %s
"""  # noqa: S608 — the names are those above


def question_of(learner: User, question_id: int) -> AttemptQuestion | None:
    """One query. Of the attempt, its enrolment and the versions only what a save looks at is loaded; the rest comes when asked for."""
    question = next(iter(AttemptQuestion.objects.raw(_ANSWERED, [question_id, learner.pk])), None)
    if question is None:
        return None
    attempt = _partly(Attempt, question, "a", _ATTEMPT)
    attempt.enrolment = _partly(Enrolment, question, "n", _ENROLMENT)
    attempt.version = _partly(ActivityVersion, question, "r", _RULES)
    question.attempt = attempt
    question.version = _partly(QuestionVersion, question, "v", _VERSION)
    return question


def _partly(model: type[Row], question: AttemptQuestion, alias: str, columns: tuple[str, ...]) -> Row:
    """A row of which only these columns are loaded. Django takes them in the order in which the model has its fields."""
    database = question._state.db or router.db_for_read(model)
    fields = [field for field in model._meta.concrete_fields if field.attname in columns]
    values = [_read(field, getattr(question, f"{alias}_{field.attname}"), database) for field in fields]
    return model.from_db(database, [field.attname for field in fields], values)


def _read(field: Any, value: Any, database: str) -> Any:
    """As the database's own query would give it: SQLite has times as text and truth as a number."""
    for convert in _converters(field, database):
        value = convert(value, None, connections[database])
    return value


def _converters(field: Any, database: str) -> list[Any]:
    key = (database, field)
    if key not in _kept:
        connection = connections[database]
        expression = field.get_col(field.model._meta.db_table)
        _kept[key] = connection.ops.get_db_converters(expression) + field.get_db_converters(connection)
    return _kept[key]


_kept: dict[tuple[str, Any], list[Any]] = {}
