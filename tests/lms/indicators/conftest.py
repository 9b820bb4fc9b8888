from datetime import date

import pytest
from django.utils.translation import override

from tests.factories.indicators import cohort_of, completed, crowd, held, keeper, learner, organisation, practised, programme


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def owner():
    return organisation()


@pytest.fixture
def cohort(owner):
    return cohort_of(owner)


@pytest.fixture
def coordinator(owner):
    return keeper(owner)


@pytest.fixture
def made(owner, cohort):
    return programme(cohort, owner=owner)


@pytest.fixture
def busy(owner, cohort):
    """A programme of two cohorts with something of everything."""
    other = cohort_of(owner, "Autumn")
    for place in range(6):
        one = learner(cohort, sex="female", born=1960 + 7 * place, district="Verkhovyna" if place % 2 else "Kosiv")
        for month in range(1, 3 + place % 3):
            held(cohort, one, date(2027, month, 10))
        practised(cohort, one, 60 + place, date(2027, 4, 1 + place))
        two = learner(other, sex="male", born=1990 + 5 * place)
        practised(other, two, 600, date(2027, 8, 1))
        completed(other, two, date(2027, 9, 1))
    crowd(other, 7, date(2027, 11, 3), sex="female", district="kosiv ")
    return programme(cohort, other, owner=owner, consultations_wanted=250, hours_wanted=100, trained_wanted=5)
