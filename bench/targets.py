"""What is measured: pages and saves, each beside a yardstick."""

from .load import Target
from .saves import ANSWER, COMMENT, QUIZ, REVIEW, Save, Session
from .servers import Server

LESSON = "/en/courses/ten-lessons/people/whom-we-help/"
ATTEMPT, HAND_IN = "/en/my/attempt/{attempt}/page/1/", "/en/my/attempt/{attempt}/hand-in/"
DESK, FIRST_ROUND, SECOND_ROUND = "/en/mentor/", "/en/mentor/tasks/{first}/", "/en/mentor/tasks/{second}/"
TIMES = "/en/my/{enrolment}/times/"
FIGURES = "/en/figures/{programme}/"
BARE, PAGE, SAVE = "(b) bare Django view", "(c) Django page, 15 kB", "    save of (c)"


def targets(
    site: Server,
    yardstick: Server,
    learners: list[Session],
    mentors: list[Session],
    reviewers: list[Session],
    coordinators: list[Session],
    verifiers: list[Session],
) -> list[Target]:
    of_people = [*_of_learners(site, learners), *_of_mentors(site, mentors, reviewers), figures(site, coordinators)]
    of_people += [verified(site, verifiers)]
    return [*_yardsticks(yardstick, learners), *of_people]


def _yardsticks(server: Server, sessions: list[Session]) -> list[Target]:
    return [
        Target(BARE, server, "/bare/", sessions, expect="ok"),
        page_of_django(server, sessions),
        Target(SAVE, server, "/save/", sessions, expect="saved", body="form", cookie="yardstick_session"),
    ]


def page_of_django(server: Server, sessions: list[Session]) -> Target:
    return Target(PAGE, server, "/page/", sessions, expect="Yardstick", cookie="yardstick_session")


def figures(site: Server, coordinators: list[Session]) -> Target:
    return _page("figures, 100,000 consultations", site, FIGURES, coordinators, expect="nothing has changed since")


def verified(site: Server, verifiers: list[Session]) -> Target:
    return _page("a certificate, verified", site, "/verify/{certificate}/", verifiers, expect="This certificate is valid")


def _of_learners(site: Server, sessions: list[Session]) -> list[Target]:
    return [
        _page("lesson, signed in", site, LESSON, sessions, expect="exercise__field"),
        _save("save of an answer", site, ANSWER, sessions),
        _page("attempt at a quiz, a page", site, ATTEMPT, sessions, expect="<fieldset"),
        _save("save of an answer in a quiz", site, QUIZ, sessions),
        Target("handing in 20 questions", site, HAND_IN, sessions, yardstick=SAVE, body="deed", is_once=True, status=302),
        _page("my learning", site, "/en/my/", sessions, expect="Continue with"),
        _page("catalogue, signed in", site, "/en/courses/", sessions, expect="Show courses"),
        _page("times to book, 1,000 offered", site, TIMES, sessions, expect="Later times"),
    ]


def _of_mentors(site: Server, mentors: list[Session], reviewers: list[Session]) -> list[Target]:
    """Each reviewer has rounds of their own, so that no two of them save the same draft."""
    return [
        _page("mentor's queue, 5,000 waiting", site, DESK, mentors, expect="Take the next one"),
        _page("review page, 100 draft comments", site, FIRST_ROUND, reviewers, expect="data-pick-reply"),
        _page("review page, second round", site, SECOND_ROUND, reviewers, expect="<del>"),
        _save("save of a review's draft", site, REVIEW, reviewers),
        _save("save of a comment", site, COMMENT, reviewers),
    ]


def _page(name: str, site: Server, path: str, sessions: list[Session], *, expect: str) -> Target:
    return Target(name, site, path, sessions, yardstick=PAGE, expect=expect)


def _save(name: str, site: Server, save: Save, sessions: list[Session]) -> Target:
    return Target(name, site, save.path, sessions, yardstick=SAVE, expect="revision", save=save)
