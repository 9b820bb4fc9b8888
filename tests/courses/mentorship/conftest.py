import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.mentorship import submission


class Learner:
    """Somebody who works on an assignment with one exercise, at its pages."""

    def __init__(self, client, **fields):
        self.client = client
        self.submission = submission(**fields)
        self.enrolment, self.assignment = self.submission.enrolment, self.submission.assignment
        self.person = self.enrolment.learner
        client.force_login(self.person)

    def address(self, name, *more):
        with override("en"):
            return reverse(name, args=[self.enrolment.pk, self.assignment.pk, *more])

    def reads(self, name, *more, **query):
        return self.client.get(self.address(name, *more), query)

    def sends(self, name, *more, **fields):
        return self.client.post(self.address(name, *more), fields)

    def hands_in(self):
        self.sends("hand_in_assignment")
        self.submission.refresh_from_db()
        return self.submission.iterations.order_by("-number").first()

    @property
    def state(self):
        self.submission.refresh_from_db()
        return self.submission.state


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Mentors must have one; what it asks for has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def learner(db, client):
    return Learner(client)


@pytest.fixture
def make_learner(db):
    from django.test import Client

    def make(**fields):
        return Learner(Client(), **fields)

    return make
