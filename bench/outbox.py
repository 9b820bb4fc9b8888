"""A queue of 10,000 letters through a real mail server: `python -m bench.outbox` (`--letters 1000`, `--rate 1200` for the paced part).

First with the rate out of the way: letters a second, CPU and queries of a letter, connections. Then for a minute at a set rate, by two
workers at once: letters that arrived beside letters that the rate allows. The mail server runs in a process of its own and throws away
what it gets; look at the ratios, not at the seconds."""

import argparse
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACED = 60  # seconds


class Counting:
    def __init__(self, arrived: Any, connections: Any) -> None:
        self.arrived, self.connections = arrived, connections

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections.value += 1
        return responses

    async def handle_DATA(self, server, session, envelope):
        self.arrived.value += 1
        return "250 kept"


def serve(port: Any, arrived: Any, connections: Any) -> None:
    from aiosmtpd.controller import Controller

    from tests.worker.postoffice import free_port

    chosen = free_port()
    Controller(Counting(arrived, connections), hostname="127.0.0.1", port=chosen, ready_timeout=20).start()
    port.value = chosen
    threading.Event().wait()


def queue(number: int) -> None:
    from datetime import timedelta

    from django.utils.timezone import now

    from lms.accounts.models import User
    from lms.notifications.models import Letter, Outbox
    from tests.factories import CertificateFactory

    Letter.objects.all().delete()
    Outbox.objects.all().delete()
    certificate = CertificateFactory()
    people = User.objects.bulk_create(
        [User(email=f"learner-{n}@bench.example.org", name=f"Learner {n}", language="uk") for n in range(number)]
    )
    at = now() - timedelta(minutes=1)
    Letter.objects.bulk_create(
        Letter(
            kind="certificate_revoked",  # must be sent, so that the hour of the day says nothing
            person=person,
            subject_key=f"bench-{n}",
            context={"certificate": certificate.pk, "because": "For the bench."},
            priority=Letter.Priority.MUST,
            message_id=f"bench-{n}@bench.example.org",
            due_at=at,
        )
        for n, person in enumerate(people)
    )


def as_fast_as_it_goes(number: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms.notifications import outbox, postman

    outbox.set_rate(per_minute=60_000)
    with CaptureQueriesContext(connection) as few:
        postman._carry(list(postman._waiting(outbox.the_outbox()))[:100], outbox.the_outbox())
    wall, cpu = time.perf_counter(), time.process_time()
    postman.go_round(seconds=3600)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rest = number - 100
    return {"letters a second": rest / wall, "ms of CPU for a letter": 1000 * cpu / rest, "queries for a letter": len(few) / 100}


def paced(rate: int, arrived: Any) -> int:
    """Letters that arrived."""
    from lms.notifications import outbox

    outbox.set_rate(per_minute=rate)
    outbox.go_on()
    workers = [multiprocessing.get_context("spawn").Process(target=tick, args=(PACED,), daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return arrived.value


def tick(seconds: int) -> None:
    """What a worker does with the ticks of beat."""
    prepare()
    from lms.notifications.tasks import TICK, sweep_letters

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        sweep_letters()
        time.sleep(max(0, TICK - (time.monotonic() - began)))


def prepare() -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--letters", type=int, default=10_000)
    arguments.add_argument("--rate", type=int, default=600)
    options = arguments.parse_args()
    spawn = multiprocessing.get_context("spawn")
    port, arrived, connections = spawn.Value("i", 0), spawn.Value("i", 0), spawn.Value("i", 0)
    spawn.Process(target=serve, args=(port, arrived, connections), daemon=True).start()
    while not port.value:
        time.sleep(0.05)
    from .__main__ import _environment

    os.environ.update(_environment("workbook_bench_outbox") | {"EMAIL_URL": f"smtp://127.0.0.1:{port.value}"})
    prepare()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    queue(options.letters)
    figures = as_fast_as_it_goes(options.letters)
    for name, value in figures.items():
        print(f"{name:34}{value:12.2f}")
    print(f"{'arrived ÷ queued':34}{arrived.value / options.letters:12.3f}")
    print(f"{'letters in one connection':34}{arrived.value / connections.value:12.0f}")
    queue(options.rate * 2)
    arrived.value = 0
    taken = paced(options.rate, arrived)
    print(f"{f'arrived ÷ allowed, {options.rate} a minute':34}{taken / (options.rate * PACED / 60):12.3f}")
    sys.exit(0 if taken <= options.rate * (PACED + 10) / 60 else 1)


if __name__ == "__main__":
    main()
