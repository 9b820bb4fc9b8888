"""What pages save by themselves while somebody types: where to, what is sent, and what the answer says for the next time."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.log.ulid import new_ulid

Session = dict[str, str]


@dataclass(frozen=True)
class Save:
    """`revision` names what the session knows of the log's; `value` is what is typed this time."""

    path: str
    revision: str
    value: Callable[[Mapping[str, str]], Any]
    has_version: bool = False

    def change(self, session: Session) -> dict[str, Any]:
        change = {"change_id": new_ulid(), "base": int(session[self.revision]), "value": self.value(session)}
        return change | ({"version": int(session["version"])} if self.has_version else {})

    def remember(self, session: Session, answer: Mapping[str, Any]) -> None:
        session[self.revision] = str(answer["revision"])


def _words() -> str:
    return "Two hundred people live here. " * 10 + secrets.token_hex(8)


ANSWER = Save("{save}", "revision", lambda _: {"text": _words()}, has_version=True)
QUIZ = Save("/quizzes/answers/{question}/", "step", lambda session: {"choice": "abcd"[int(session["step"]) % 4]})
REVIEW = Save(
    "/mentorship/tasks/{first}/review/",
    "review_revision",
    lambda _: {"summary": _words(), "overall": "small_fix", "outcomes": {}, "levels": {"criterion-0": "level-1"}},
)
COMMENT = Save("/mentorship/tasks/{first}/comments/{comment}/", "comment_revision", lambda _: {"text": _words()})
