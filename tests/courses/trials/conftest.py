from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils.timezone import now
from django.utils.translation import override

from courses.trials.models import Example
from lms.accounts.models import RoleAssignment
from tests.factories import CohortFactory
from tests.factories.trials import assignment_for_examples, examples


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Mentors must have one; what it asks for has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def _forgotten():
    """What is kept of an earlier test."""
    caches["lessons"].clear()


@pytest.fixture
def assigned(db):
    return assignment_for_examples()


@pytest.fixture
def two(assigned):
    """Two published examples, of a while ago."""
    made = examples(assigned)
    Example.objects.update(published_at=now() - timedelta(days=30))
    caches["lessons"].clear()
    return made


@pytest.fixture
def cohort(assigned):
    return CohortFactory(course=assigned.lesson.course)


@pytest.fixture
def before():
    """Makes a person's roles older than the examples."""

    def make(person):
        RoleAssignment.objects.filter(person=person).update(granted_at=now() - timedelta(days=60))
        return person

    return make
