"""SQL statements of pages and saves, counted in this process with the same cache."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from . import quizzes
from .saves import ANSWER, COMMENT, QUIZ, REVIEW, Save, Session
from .targets import ATTEMPT, DESK, FIGURES, FIRST_ROUND, HAND_IN, LESSON, SECOND_ROUND, TIMES

HOST = {"host": "127.0.0.1"}


def queries(learner: Session, mentor: Session, reviewer: Session, coordinator: Session) -> dict[str, int]:
    quizzes.begin(learner)
    return {
        "lesson": _page(learner, LESSON),
        "attempt at a quiz": _page(learner, ATTEMPT),
        "my learning": _page(learner, "/en/my/"),
        "catalogue": _page(learner, "/en/courses/"),
        "times to book": _page(learner, TIMES),
        "save of an answer": _save(learner, ANSWER),
        "save in a quiz": _save(learner, QUIZ),
        "handing in 20 questions": _deed(learner, HAND_IN),
        "mentor's queue": _page(mentor, DESK),
        "review page": _page(reviewer, FIRST_ROUND),
        "review page, second round": _page(reviewer, SECOND_ROUND),
        "save of a review's draft": _save(reviewer, REVIEW),
        "save of a comment": _save(reviewer, COMMENT),
        "figures of a programme": figures(coordinator),
    }


def figures(coordinator: Session) -> int:
    return _page(coordinator, FIGURES)


def _client(session: Session) -> Client:
    client = Client()
    client.cookies["sessionid"] = session["session"]
    return client


def _page(session: Session, path: str) -> int:
    """Of the second time: what is kept for everybody is there."""
    client, address = _client(session), path.format(**session)
    client.get(address, headers=HOST)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=HOST)
    return _counted(address, answer.status_code, 200, captured)


def _save(session: Session, save: Save) -> int:
    client, address, change = _client(session), save.path.format(**session), save.change(session)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, data=change, content_type="application/json", headers=HOST)
    return _counted(address, answer.status_code, 200, captured)


def _deed(session: Session, path: str) -> int:
    client, address = _client(session), path.format(**session)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, headers=HOST)
    return _counted(address, answer.status_code, 302, captured)


def _counted(address: str, status: int, expected: int, captured: CaptureQueriesContext) -> int:
    if status != expected:
        raise SystemExit(f"{address} answered {status}.")
    return len(captured)
