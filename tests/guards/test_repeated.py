"""The second run leaves out what opens neither a database nor a cache. That is sound only as long as both are shut to such tests."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from lms.accounts.models import User
from tests.support.order import LONG, ROOT
from tests.support.repeated import may_differ, pytest_runtest_call


def a_test(*marks: str, fixtures: tuple[str, ...] = ()):
    return SimpleNamespace(fixturenames=["tmp_path", *fixtures], get_closest_marker=lambda name: name in marks)


def test_the_database_is_shut_to_a_test_that_does_not_ask_for_it():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.exists()


@pytest.mark.caches
def test_so_is_a_cache():
    call = pytest_runtest_call(a_test())
    next(call)

    cache.get("anything")

    with pytest.raises(pytest.fail.Exception, match="mark it with pytest"):
        call.send(None)


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "live_server", "redis_url"])
def test_a_fixture_that_opens_one_is_enough_to_be_repeated(fixture):
    assert (may_differ(a_test(fixtures=(fixture,))), may_differ(a_test())) == (True, False)


@pytest.mark.parametrize("mark", ["django_db", "redis", "caches"])
def test_so_is_a_mark(mark):
    assert may_differ(a_test(mark))


def test_the_files_that_are_begun_first_are_there():
    assert [name for name in LONG if not (ROOT / name).exists()] == []
