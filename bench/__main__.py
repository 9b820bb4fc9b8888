"""Measure the hot pages beside yardsticks, in interleaved rounds: `make bench`, or `make bench ARGS="--rounds 3 --requests 200"`.

The figures are CPU per request of the web processes, and their ratio to a yardstick in the same round: other load on the machine falls
on both. Never a timed test; look at the ratios. Last come the search, the letters of a week, course folders and a simulated year of mentor
review, each by itself `python -m bench.NAME` too: where a promise is broken, the bench ends with an error. About half an hour on two cores.
Longer ones are only run by themselves: `bench.outbox`, `bench.letters_year`, `bench.certificates`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "workbook_bench"
BY_THEMSELVES = ["finding", "weekly_letters", "authoring", "mentorship_year"]  # each on a database of its own
VAR = Path(os.environ.get("WORKBOOK_VAR", ROOT / "var")) / "bench"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--requests", type=int, default=150, help="of each target in each round")
    options = arguments.parse_args()
    environment = _environment()
    os.environ.update(environment)

    import django

    django.setup()
    from . import (
        badges,
        consultations,
        counting,
        data,
        desk,
        engine,
        indicators,
        load,
        pairing,
        papers,
        quizzes,
        report,
        reviewing,
        verifying,
        weight,
        writing,
    )
    from .servers import Server
    from .targets import targets

    print("Making the data: 1,000 learners, 50 courses, 200,000 entries, 5,000 attempts at a quiz …", flush=True)
    data.generate()
    quizzes.generate(data.learners())
    desk.generate(data.learners())
    reviewing.generate(data.learners())
    consultations.generate(data.learners())
    indicators.generate(data.learners())
    verifying.generate(data.learners())
    log = VAR / "server.log"
    with Server("lms.wsgi", environment, log) as site, Server("bench.yardstick.wsgi", environment, log) as yardstick:
        coordinators = indicators.sessions(4)
        chosen = targets(site, yardstick, data.sessions(20), desk.sessions(4), reviewing.sessions(), coordinators, verifying.sessions(20))
        rounds = [load.one_round(chosen, options.requests) for _ in range(options.rounds)]
        queries = counting.queries(data.sessions(1)[0], desk.sessions(1)[0], reviewing.sessions()[0], coordinators[0])
        queries |= verifying.queries()
        weights = weight.weight(site, data.sessions(1)[0])
    report.show(chosen, rounds, queries, weights)
    proposed = {
        "mentors for 500 learners, of 40": (pairing.seconds(min(options.rounds, 3)), "s"),
        "figures of 100,000 consultations": (indicators.seconds(min(options.rounds, 3)), "s"),
        "a badge and its list, checked": (badges.milliseconds(), "ms"),
        "a certificate with every field": (1000 * papers.seconds(papers.with_everything), "ms"),
        "200 certificates in one file": (papers.seconds_of_a_cohort(papers.ours)[0], "s"),
    }
    written = writing.measured(data.sessions(10), min(options.rounds, 3))
    report.show_work(quizzes.measured(min(options.rounds, 3)) | proposed | written, engine.per_second())
    sys.stdout.flush()
    for name in BY_THEMSELVES:
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=True)


def _environment(name: str = DATABASE) -> dict[str, str]:
    """PostgreSQL and Redis where they can be reached, else the embedded default; said either way."""
    VAR.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    from tests.support.services import reachable_postgresql, reachable_redis

    environment = {"DJANGO_SETTINGS_MODULE": "bench.settings", "WORKBOOK_VAR": str(VAR), "COMPRESS": "false"}
    postgresql, redis = reachable_postgresql(), reachable_redis()
    if postgresql:
        database = postgresql.rpartition("/")[0] + f"/{name}"
        _create_database(postgresql, name)
        environment["DATABASE_URL"] = database
    if redis:
        environment["REDIS_URL"] = redis.rpartition("/")[0] + "/14"
    print(f"Database: {'PostgreSQL' if postgresql else 'SQLite'} · cache and sessions: {'Redis' if redis else 'files and the database'}")
    return environment


def _create_database(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url.rpartition("/")[0].replace("postgres://", "postgresql://") + "/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")


if __name__ == "__main__":
    main()
