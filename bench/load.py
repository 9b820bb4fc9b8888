"""How the servers are asked: several connections at once, every answer checked, every target once per round."""

import gzip
import http.client
import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from . import quizzes
from .saves import Save
from .servers import Server

CONNECTIONS = 4
CSRF = secrets.token_hex(16)


@dataclass
class Target:
    name: str
    server: Server
    path: str
    sessions: list[dict[str, str]]
    yardstick: str = ""
    expect: str = ""
    body: str = ""  # "form" or "deed"
    save: Save | None = None
    is_once: bool = False  # one request for each session in each round
    cookie: str = "session"  # which of a learner's sessions is sent
    status: int = 200


def one_round(chosen: list[Target], requests: int) -> dict[str, float]:
    """CPU milliseconds per request, by target. Each learner has an attempt to go on with, which is handed in at the end."""
    for session in chosen[0].sessions:
        quizzes.begin(session)
    return {target.name: measured(target, requests) for target in chosen}


def measured(target: Target, requests: int) -> float:
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
            where = target.path.format(**session)
            raise SystemExit(f"{target.name} ({where}) answered {answer.status} without “{target.expect}”: {text[:300]}")
        if target.save:
            target.save.remember(session, json.loads(text))
    line.close()


def _body(target: Target, session: dict[str, str]) -> tuple[str | None, dict[str, str]]:
    headers = {"Cookie": f"sessionid={session[target.cookie]}; csrftoken={CSRF}; django_language=en", "Accept-Encoding": "gzip"}
    if not target.body and not target.save:
        return None, headers
    headers["X-CSRFToken"] = CSRF
    if target.save:
        return json.dumps(target.save.change(session)), {**headers, "Content-Type": "application/json", "Accept": "application/json"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    if target.body == "form":
        return urlencode({"text": secrets.token_hex(8) * 20}), headers
    return "", {**headers, "Content-Length": "0"}


def _text(answer: http.client.HTTPResponse) -> str:
    raw = answer.read()
    return (gzip.decompress(raw) if answer.getheader("Content-Encoding") == "gzip" else raw).decode()
