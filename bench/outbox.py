"""A queue of 10,000 letters through a real mail server: `python -m bench.outbox` (`--letters 1000`, `--rate 1200`).

First with a few and the rate out of the way: letters a second, CPU and queries of a letter, connections. Then all at a set rate by two
workers, half of them letters that must be sent: five times a worker is killed with SIGKILL, in the middle everything is paused and goes on.
At the end every letter is looked for in what the mail server got. It ends with an error when one is lost, one came twice that may not, one
came while all was paused, or more came than the rate allows. About twenty minutes; of seconds look at the ratios."""

import argparse
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from .mailroom import Mailroom

ROOT = Path(__file__).resolve().parents[1]
FEW = 1000
COHORT = "Outbox"
KILLS = 5
PAUSED = 20  # seconds
SETTLES = 2  # seconds after a pause in which what is on its way arrives
TO_THE_END = 3600  # seconds; more is stuck


def queue(number: int) -> None:
    """Every second one must be sent; the others are governed, one for each person, and it is noon where they live."""
    from django.utils.timezone import now

    from courses.certificates.models import Certificate
    from courses.enrolment.models import Cohort, Enrolment
    from lms.accounts.models import User
    from lms.notifications.models import Letter, LetterSettings, Outbox
    from tests.factories import CertificateFactory, CohortFactory

    for rows in (Letter, Outbox, LetterSettings):
        rows.objects.all().delete()
    at = now()
    certificate = Certificate.objects.first() or CertificateFactory()  # of an earlier run
    cohort = Cohort.objects.filter(name=COHORT).first() or CohortFactory(course=_course(), name=COHORT)
    name = f"{at:%H%M%S}"
    people = User.objects.bulk_create(
        User(email=f"learner-{name}-{n}@bench.example.org", name=f"Learner {n}", language="uk", time_zone=_where_it_is_noon(at.hour))
        for n in range(number)
    )
    enrolments = Enrolment.objects.bulk_create(Enrolment(learner=person, cohort=cohort) for person in people)
    Letter.objects.bulk_create(
        Letter(
            person=one.learner,
            subject_key=f"bench-{n}",
            message_id=f"bench-{name}-{n}@bench.example.org",
            due_at=at - timedelta(minutes=1),
            **(
                {
                    "kind": "certificate_revoked",
                    "context": {"certificate": certificate.pk, "because": "For the bench."},
                    "priority": Letter.Priority.MUST,
                }
                if n % 2
                else {"kind": "welcome", "context": {"enrolment": one.pk}, "priority": Letter.Priority.TIMELY}
            ),
        )
        for n, one in enumerate(enrolments)
    )


def _course() -> Any:
    from tests.factories import ActivityFactory, CourseVersionFactory, LessonVersionFactory, ModuleVersionFactory

    lesson = LessonVersionFactory().of
    ModuleVersionFactory(of=lesson.module)
    CourseVersionFactory(of=lesson.course)
    ActivityFactory(lesson=lesson)
    return lesson.course


def _where_it_is_noon(hour: int) -> str:
    """`hour` of UTC. POSIX has the signs the other way round."""
    ahead = 12 - hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def as_fast_as_it_goes(number: int, mailroom: Mailroom) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms.notifications import outbox, postman

    queue(100)
    outbox.set_rate(per_minute=60_000)
    with CaptureQueriesContext(connection) as few:
        postman.go_round(seconds=600)
    queue(number)
    outbox.set_rate(per_minute=60_000)
    arrived, connections = mailroom.arrived, mailroom.connections
    wall, cpu = time.perf_counter(), time.process_time()
    postman.go_round(seconds=3600)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "letters a second": number / wall,
        "ms of CPU for a letter": 1000 * cpu / number,
        "queries for a letter": len(few) / 100,
        "arrived ÷ queued": (mailroom.arrived - arrived) / number,
        "letters in one connection": number / max(mailroom.connections - connections, 1),
    }


@dataclass
class Run:
    """`moments`: (seconds, letters arrived) once a second while nothing was paused; each stretch begins anew after the pause."""

    stretches: list[list[tuple[float, int]]] = field(default_factory=lambda: [[]])
    killed: int = 0
    while_paused: int = 0

    def a_minute(self) -> float:
        """Letters, in the time in which letters could go and were there."""
        letters = sum(stretch[-1][1] - stretch[0][1] for stretch in self.stretches)
        return 60 * letters / sum(stretch[-1][0] - stretch[0][0] for stretch in self.stretches)

    def most_in_a_minute(self) -> int:
        return max(
            then - before
            for stretch in self.stretches
            for index, (begun, before) in enumerate(stretch)
            for ended, then in stretch[index:]
            if ended - begun <= 60
        )


def at_a_set_rate(number: int, rate: int, mailroom: Mailroom) -> Run:
    """Until nothing waits and nobody holds a claim any more."""
    from lms.notifications import outbox

    outbox.set_rate(per_minute=rate)
    outbox.go_on()
    run, begun, first = Run(), time.monotonic(), mailroom.arrived
    workers = [_worker(), _worker()]
    kills = [number * (2 + step) // 20 for step in range(KILLS)]  # between a tenth and a third of the way
    pause_at = number // 2
    while time.monotonic() - begun < TO_THE_END:
        arrived = mailroom.arrived - first
        if arrived < number - rate // 6:  # the end of a queue says nothing of the rate
            run.stretches[-1].append((time.monotonic(), arrived))
        if kills and arrived >= kills[0]:
            kills.pop(0)
            workers[run.killed % 2].kill()
            workers[run.killed % 2] = _worker()
            run.killed += 1
        if pause_at and arrived >= pause_at:
            pause_at = 0
            run.while_paused = _paused(mailroom)
            run.stretches.append([])
        if not _is_left():
            break
        time.sleep(1)
    for worker in workers:
        worker.kill()
    return run


def _paused(mailroom: Mailroom) -> int:
    """Letters that came meanwhile."""
    from lms.notifications import outbox

    outbox.pause(by=None, because="For the bench", must_send_goes_on=False)
    time.sleep(SETTLES)
    before = mailroom.arrived
    time.sleep(PAUSED)
    came = mailroom.arrived - before
    outbox.go_on()
    return came


def _is_left() -> bool:
    from lms.notifications.models import Letter

    return Letter.objects.filter(state__in=[Letter.State.QUEUED, Letter.State.HANDING_OVER]).exists()


def _worker() -> Any:
    worker = multiprocessing.get_context("spawn").Process(target=tick, daemon=True)
    worker.start()
    return worker


def tick() -> None:
    """What a worker does with the ticks of beat, until it is killed."""
    prepare()
    from lms.notifications.tasks import TICK, sweep_letters

    while True:
        began = time.monotonic()
        sweep_letters()
        time.sleep(max(0, TICK - (time.monotonic() - began)))


def what_became(mailroom: Mailroom) -> dict[str, int]:
    """Each letter of the ledger beside what the mail server got. A letter that must be sent may come once more for one interruption."""
    from lms.notifications.models import Letter

    copies, found = mailroom.copies(), {"left": 0, "interrupted": 0, "came twice, as it may": 0, "unknown": 0, "lost": 0, "doubled": 0}
    for letter in Letter.objects.all():
        came, is_must = copies[letter.message_id], letter.priority == Letter.Priority.MUST
        is_unknown = letter.state == Letter.State.UNKNOWN
        allowed = 2 if is_must and letter.interruptions else 1
        found["left"] += letter.state in (Letter.State.QUEUED, Letter.State.HANDING_OVER)
        found["interrupted"] += bool(letter.interruptions)
        found["came twice, as it may"] += 1 < came <= allowed
        found["unknown"] += is_unknown
        found["lost"] += not came and not (is_unknown and not is_must)
        found["doubled"] += came > allowed
    return found


def prepare() -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def show(name: str, value: float, form: str = "12.2f") -> None:
    print(f"{name:44}{value:{form}}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--letters", type=int, default=10_000)
    arguments.add_argument("--rate", type=int, default=600)
    options = arguments.parse_args()
    from .__main__ import VAR, _environment

    os.environ.update(_environment("workbook_bench_outbox"))
    mailroom = Mailroom(VAR / "mailroom.txt")
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{mailroom.port}"
    prepare()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, value in as_fast_as_it_goes(min(options.letters, FEW), mailroom).items():
        show(name, value)
    queue(options.letters)
    run = at_a_set_rate(options.letters, options.rate, mailroom)
    found = what_became(mailroom)
    share, most = run.a_minute() / options.rate, run.most_in_a_minute()
    show(f"letters a minute, {options.rate} set", run.a_minute())
    show("measured ÷ set", share, "12.3f")
    show("most in any minute", most, "12d")
    show("workers killed with SIGKILL", run.killed, "12d")
    show(f"came in {PAUSED} s of pause", run.while_paused, "12d")
    for name, value in found.items():
        show(name, value, "12d")
    is_kept = most <= options.rate * 70 / 60  # a minute and the ten seconds that may be saved up
    sys.exit(0 if is_kept and not any([run.while_paused, found["left"], found["lost"], found["doubled"]]) else 1)


if __name__ == "__main__":
    main()
