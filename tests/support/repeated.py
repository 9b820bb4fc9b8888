"""What the second run, on PostgreSQL with Redis, need not say again: a test that opens neither a database nor a cache.

Which open a database is pytest-django's own rule: without the mark or one of the fixtures it is shut, and a test that tries all the same
fails in the first run. The same is held here for caches. `--only-what-differs` leaves the others out and says how many they were."""

import pytest
from django.core.cache import CacheHandler

OPENING = {"db", "transactional_db", "live_server", "django_db_setup", "redis_url"}
MARKS = ["django_db", "redis", "caches"]
KEY = "not repeated"  # by which a worker tells
NOT_REPEATED = pytest.StashKey[int]()


def pytest_addoption(parser):
    parser.addoption("--only-what-differs", action="store_true", help="leave out tests that open no database and no cache")


def may_differ(item) -> bool:
    return bool(OPENING & set(getattr(item, "fixturenames", []))) or any(item.get_closest_marker(mark) for mark in MARKS)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if not config.getoption("only_what_differs"):
        return
    same = [item for item in items if not may_differ(item)]
    items[:] = [item for item in items if may_differ(item)]
    config.hook.pytest_deselected(items=same)
    if hasattr(config, "workeroutput"):
        config.workeroutput[KEY] = len(same)
    else:
        config.stash[NOT_REPEATED] = len(same)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[NOT_REPEATED] = getattr(node, "workeroutput", {}).get(KEY, 0)  # every worker collects the same


def pytest_terminal_summary(terminalreporter, config):
    if count := config.stash.get(NOT_REPEATED, 0):
        terminalreporter.write_line(f"{count} tests that open no database and no cache were not repeated.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """A cache is as shut to other tests as the database."""
    if may_differ(item):
        return (yield)
    opened = []
    open_cache = CacheHandler.__getitem__

    def note(self, alias):
        opened.append(alias)
        return open_cache(self, alias)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CacheHandler, "__getitem__", note)
        outcome = yield
    if opened:
        pytest.fail(f"It opens the cache {opened[0]!r}: mark it with pytest.mark.caches, so that it is repeated on Redis.", pytrace=False)
    return outcome
