import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from lms.core.rate_limits import allow, seconds_left, too_many_tries
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


def visit(person=None, address="192.0.2.1"):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = person or AnonymousUser()
    return request


def test_tries_are_counted_for_each_person_action_and_address():
    olena, petr = UserFactory(), UserFactory()

    assert [allow(visit(olena), "join", "2/h") for _again in range(3)] == [True, True, False]
    assert allow(visit(petr), "join", "2/h")
    assert allow(visit(olena), "verify", "2/h")
    assert [allow(visit(), "join", "1/h") for _again in range(2)] == [True, False]
    assert allow(visit(address="192.0.2.2"), "join", "1/h")


def test_the_next_period_starts_anew():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as clock:
        first = [allow(visit(), "join", "1/m") for _again in range(2)]
        clock.shift(60)
        second = allow(visit(), "join", "1/m")

    assert (first, second) == ([True, False], True)


def test_the_narrowest_of_several_limits_holds():
    olena = UserFactory()

    assert [allow(visit(olena), "join", "5/m,3/h") for _again in range(4)] == [True, True, True, False]
    assert [allow(visit(UserFactory()), "code", "9/h,2/h/ip") for _again in range(3)] == [True, True, False]


def test_a_proxy_in_front_is_seen_through(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through_proxy(address):
        request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.9, {address}")
        request.user = AnonymousUser()
        return request

    assert allow(through_proxy("192.0.2.1"), "join", "1/h")
    assert allow(through_proxy("192.0.2.2"), "join", "1/h")
    assert not allow(through_proxy("192.0.2.1"), "join", "1/h")


def test_too_many_tries_have_a_page_of_their_own():
    response = too_many_tries(visit())

    assert response.status_code == 429


def test_it_is_said_when_the_longest_period_begins_anew():
    with time_machine.travel("2026-11-22T12:00:10Z", tick=False):
        assert [seconds_left("5/m"), seconds_left("5/m,20/h")] == [51, 3591]
