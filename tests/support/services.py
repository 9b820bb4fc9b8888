"""The servers that a region's site uses. Tests of them run where they can be reached."""

import contextlib
import getpass
import os

import psycopg
import pytest
import redis

from .reasons import leave_out

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://localhost:6379/8")
POSTGRESQL_URLS = (
    [os.environ["TEST_DATABASE_URL"]]
    if "TEST_DATABASE_URL" in os.environ
    else [f"postgres://{name}@localhost:5432/workbook" for name in dict.fromkeys([getpass.getuser(), "postgres"])]
)


def reachable_redis() -> str | None:
    with contextlib.suppress(redis.RedisError, OSError), redis.from_url(REDIS_URL, socket_connect_timeout=2) as client:
        client.ping()
        return REDIS_URL
    return None


def reachable_postgresql() -> str | None:
    for url in POSTGRESQL_URLS:
        with contextlib.suppress(psycopg.Error):  # the test database itself is made by Django
            psycopg.connect(url.rpartition("/")[0].replace("postgres://", "postgresql://") + "/postgres", connect_timeout=2).close()
            return url
    return None


@pytest.fixture
def redis_url():
    """A real Redis with nothing in it, apart from whatever the site under test caches."""
    if not reachable_redis():
        leave_out(f"no Redis at {REDIS_URL}")
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = f"{REDIS_URL.rpartition('/')[0]}/{15 - worker}"
    with redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()
