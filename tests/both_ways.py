"""`make test`: everything on SQLite; then, where they can be reached, what can differ on PostgreSQL with Redis.

Left to SQLite alone are the browser journeys (pages are the same on both; what differs is locks, transactions, search and the broker),
what is about the embedded default itself, and what opens no database and no cache (`tests/support/repeated.py`). Left to PostgreSQL with
Redis, where both are there: workers that are killed beside Redis."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.left_out import IN_CI
from tests.support.services import POSTGRESQL_URLS, REDIS_URL, reachable_postgresql, reachable_redis

ROOT = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "--create-db", "--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--quiet"]
MAKE = [sys.executable, "-m", "tests.support.made"]
NOT_YET = ["-m", "not regional"]
AGAIN = ["--only-what-differs", "-m", "not browser and not embedded"]
# Of the services each run names its own. Without bytecode every one of the many processes would compile all of the code again.
NOT_HANDED_ON = {"DATABASE_URL", "REDIS_URL", "BROKER_URL", "PYTHONDONTWRITEBYTECODE"}


def clean(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON} | environment


def run(title: str, options: list[str], environment: dict[str, str]) -> bool:
    print(f"\n=== {title} ===", flush=True)
    return subprocess.run([*PYTEST, *options], cwd=ROOT, env=clean(environment)).returncode == 0


def main(options: list[str]) -> int:
    postgresql, redis = reachable_postgresql(), reachable_redis()
    servers = {"DATABASE_URL": postgresql} | ({"REDIS_URL": redis} if redis else {}) if postgresql else {}
    both = [{}, servers] if servers else [{}]
    making = [subprocess.Popen(MAKE, cwd=ROOT, env=clean(each)) for each in both]  # on both cores, while the first run collects its tests
    passed = run("SQLite, nothing else needed", [*(NOT_YET if "REDIS_URL" in servers else []), *options], {})
    if servers:
        passed &= run("PostgreSQL with Redis" if redis else "PostgreSQL", [*options, *AGAIN], servers)
    for each in making:
        each.wait()
    absent = [] if postgresql else [f"PostgreSQL could not be reached ({' or '.join(POSTGRESQL_URLS)})"]
    absent += [] if redis else [f"Redis could not be reached ({REDIS_URL})"]
    for each in absent:
        print(f"\n{each}: nothing was tested on it.", flush=True)
    if absent and IN_CI:
        print("With CI=true that is a failure.")
    return 0 if passed and not (absent and IN_CI) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
