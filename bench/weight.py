"""What a page weighs on the line as a server sends it, with headers, and what the next page adds: compressed bytes, styles and scripts too.
What a page asks for is read as the check of drafts reads it, which weighs a preview without a server."""

import gzip
import http.client
from urllib.parse import urljoin

from courses.catalogue.models import Lesson
from courses.proofreading.checks.page_weight import asked_at_once, imported

from . import quizzes
from .servers import Server
from .targets import ATTEMPT, LESSON


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
        plain = gzip.decompress(raw) if answer.getheader("Content-Encoding") == "gzip" else raw
        if address.endswith("/"):
            waiting += asked_at_once(plain.decode())
        elif address.endswith(".js"):
            waiting += [urljoin(address, name) for name in imported(plain.decode())]
    return total
