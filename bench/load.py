"""What is asked of the servers, and how: several connections at once, every answer checked, every target once per round."""

import gzip
import http.client
import json
import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Lesson
from courses.enrolment.models import Enrolment
from courses.workbook.models import Entry
from lms.core.log.ulid import new_ulid

from . import quizzes
from .servers import Server

CONNECTIONS = 4
LESSON = "/en/courses/ten-lessons/people/whom-we-help/"
ATTEMPT, HAND_IN = "/en/my/attempt/{attempt}/page/1/", "/en/my/attempt/{attempt}/hand-in/"
DESK = "/en/mentor/"
CSRF = secrets.token_hex(16)


@dataclass
class Target:
    name: str
    server: Server
    path: str
    sessions: list[dict[str, str]]
    yardstick: str = ""
    expect: str = ""
    body: str = ""  # "form", "answer" to an exercise or in a "quiz", or "deed"
    is_once: bool = False  # one request for each session in each round
    cookie: str = "session"  # which of a learner's sessions is sent
    status: int = 200
    counter: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))


def targets(site: Server, yardstick: Server, sessions: list[dict[str, str]], mentors: list[dict[str, str]]) -> list[Target]:
    for session in sessions:
        session.update(_save_address(session["learner"]))
    page, save = "(c) Django page, 15 kB", "    save of (c)"
    return [
        Target("(b) bare Django view", yardstick, "/bare/", sessions, expect="ok"),
        Target(page, yardstick, "/page/", sessions, expect="Yardstick", cookie="yardstick_session"),
        Target(save, yardstick, "/save/", sessions, expect="saved", body="form", cookie="yardstick_session"),
        Target("lesson, signed in", site, LESSON, sessions, yardstick=page, expect="exercise__field"),
        Target("save of an answer", site, "{save}", sessions, yardstick=save, expect="revision", body="answer"),
        Target("attempt at a quiz, a page", site, ATTEMPT, sessions, yardstick=page, expect="<fieldset"),
        Target(
            "save of an answer in a quiz", site, "/quizzes/answers/{question}/", sessions, yardstick=save, expect="revision", body="quiz"
        ),
        Target("handing in 20 questions", site, HAND_IN, sessions, yardstick=save, body="deed", is_once=True, status=302),
        Target("my learning", site, "/en/my/", sessions, yardstick=page, expect="Continue with"),
        Target("catalogue, signed in", site, "/en/courses/", sessions, yardstick=page, expect="Show courses"),
        Target("mentor's queue, 5,000 waiting", site, DESK, mentors, yardstick=page, expect="Take the next one"),
    ]


def _save_address(learner: str) -> dict[str, str]:
    enrolment = Enrolment.objects.get(learner_id=learner, cohort__course__slug="ten-lessons")
    entry = Entry.objects.filter(enrolment=enrolment, activity__lesson__slug="whom-we-help", activity__kind="long_text").first()
    return {"save": f"/workbook/{enrolment.pk}/{entry.activity_id}/", "revision": str(entry.revision), "version": str(entry.version_id)}


def one_round(chosen: list[Target], requests: int) -> dict[str, float]:
    """CPU milliseconds per request, by target. Each learner has an attempt to go on with, which is handed in at the end."""
    for session in chosen[0].sessions:
        quizzes.begin(session)
    return {target.name: _measure(target, requests) for target in chosen}


def _measure(target: Target, requests: int) -> float:
    requests = len(target.sessions) if target.is_once else requests
    share = requests // CONNECTIONS
    before = target.server.cpu()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda lane: _ask(target, target.sessions[lane::CONNECTIONS], share), range(CONNECTIONS)))
    return (target.server.cpu() - before) * 1000 / (share * CONNECTIONS)


def _ask(target: Target, sessions: list[dict[str, str]], times: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", target.server.port, timeout=60)
    for number in range(times):
        session = sessions[number % len(sessions)]
        body, headers = _body(target, session)
        line.request("GET" if body is None else "POST", target.path.format(**session), body=body, headers=headers)
        answer = line.getresponse()
        text = _text(answer)
        if answer.status != target.status or target.expect not in text:
            raise SystemExit(f"{target.name} answered {answer.status}: {text[:300]}")
        if target.body in ("answer", "quiz"):
            session["revision" if target.body == "answer" else "step"] = str(json.loads(text)["revision"])
    line.close()


def _body(target: Target, session: dict[str, str]) -> tuple[str | None, dict[str, str]]:
    headers = {"Cookie": f"sessionid={session[target.cookie]}; csrftoken={CSRF}; django_language=en", "Accept-Encoding": "gzip"}
    if not target.body:
        return None, headers
    headers["X-CSRFToken"] = CSRF
    if target.body == "form":
        return urlencode({"text": secrets.token_hex(8) * 20}), {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    if target.body == "deed":
        return "", {**headers, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"}
    if target.body == "quiz":
        change = {"change_id": new_ulid(), "base": int(session["step"]), "value": {"choice": "abcd"[int(session["step"]) % 4]}}
        return json.dumps(change), {**headers, "Content-Type": "application/json", "Accept": "application/json"}
    text = "Two hundred people live here. " * 10 + secrets.token_hex(8)
    change = {"change_id": new_ulid(), "base": int(session["revision"]), "version": int(session["version"]), "value": {"text": text}}
    return json.dumps(change), {**headers, "Content-Type": "application/json", "Accept": "application/json"}


def _text(answer: http.client.HTTPResponse) -> str:
    raw = answer.read()
    return (gzip.decompress(raw) if answer.getheader("Content-Encoding") == "gzip" else raw).decode()


def queries(session: dict[str, str], mentor: dict[str, str]) -> dict[str, int]:
    """SQL statements of each page, counted in this process with the same cache."""
    session.update(_save_address(session["learner"]))
    client = Client()
    client.cookies["sessionid"] = session["session"]
    quizzes.begin(session)
    counted = {}
    pages = [
        ("lesson", LESSON),
        ("attempt at a quiz", ATTEMPT.format(**session)),
        ("my learning", "/en/my/"),
        ("catalogue", "/en/courses/"),
    ]
    for name, path in pages:
        client.get(path, headers={"host": "127.0.0.1"})
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers={"host": "127.0.0.1"})
        counted[name] = len(captured)
    change = {
        "change_id": new_ulid(),
        "base": int(session["revision"]),
        "version": int(session["version"]),
        "value": {"text": secrets.token_hex(8)},
    }
    with CaptureQueriesContext(connection) as captured:
        client.post(session["save"], data=change, content_type="application/json", headers={"host": "127.0.0.1"})
    counted["save of an answer"] = len(captured)
    change = {"change_id": new_ulid(), "base": int(session["step"]), "value": {"choice": "c"}}
    with CaptureQueriesContext(connection) as captured:
        client.post(f"/quizzes/answers/{session['question']}/", data=change, content_type="application/json", headers={"host": "127.0.0.1"})
    counted["save in a quiz"] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        client.post(HAND_IN.format(**session), headers={"host": "127.0.0.1"})
    counted["handing in 20 questions"] = len(captured)
    client.cookies["sessionid"] = mentor["session"]
    with CaptureQueriesContext(connection) as captured:
        client.get(DESK, headers={"host": "127.0.0.1"})
    counted["mentor's queue"] = len(captured)
    return counted


def weight(site: Server, session: dict[str, str]) -> dict[str, int]:
    """Compressed bytes of the first view of a lesson, over all requests without pictures, and of the next lesson's."""
    seen: set[str] = set()
    following = Lesson.objects.get(slug="needs", course__slug="ten-lessons")
    second = f"/en/courses/ten-lessons/{following.module.slug}/{following.slug}/"
    quizzes.begin(session)
    attempt = ATTEMPT.format(**session)
    return {
        "first view": _view(site, session, LESSON, seen),
        "next view": _view(site, session, second, seen),
        "attempt at a quiz, first view": _view(site, session, attempt, set()),
        "its next page": _view(site, session, attempt.replace("/page/1/", "/page/2/"), seen),
    }


def _view(site: Server, session: dict[str, str], path: str, seen: set[str]) -> int:
    total, waiting = 0, [path]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        line.request("GET", address, headers={"Cookie": f"sessionid={session['session']}", "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        raw = answer.read()
        sent = raw if answer.getheader("Content-Encoding") else gzip.compress(raw, 6)  # as the proxy in front would
        total += len(sent) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        text = (gzip.decompress(raw) if answer.getheader("Content-Encoding") == "gzip" else raw).decode()
        if address.endswith("/"):
            waiting += re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', text)
        elif address.endswith(".js"):
            waiting += [urljoin(address, name) for name in re.findall(r'from "(\.[^"]+)"', text)]
    return total
