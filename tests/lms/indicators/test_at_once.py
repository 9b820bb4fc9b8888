"""Two things come at the same moment: real threads, real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lms.indicators import kept
from lms.indicators.actions.releasing import release
from lms.indicators.actions.stating import state_rule
from lms.indicators.models import KeptFigures, Release, RuleChange
from lms.indicators.periods import read
from lms.indicators.report import draft
from lms.indicators.scope import of_programme
from tests.factories.indicators import cohort_of, crowd, keeper, organisation, programme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made():
    owner = organisation()
    cohort = cohort_of(owner)
    crowd(cohort, 9, sex="female")
    return programme(cohort, owner=owner)


def at_once(*deeds: Callable[[], object]) -> None:
    """All begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            ready.wait()
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        list(people.map(run, deeds))


def test_four_clicks_make_one_report(made):
    whole, by = read("all", made.first_on, made.last_on), keeper(made.owner)
    seen = draft(made, whole).digest

    at_once(*[lambda: release(programme=made, period=whole, with_pair=False, seen=seen, by=by)] * 4)

    assert Release.objects.count() == 1


def test_four_clicks_state_a_rule_once(made):
    by = keeper(made.owner)

    at_once(*[lambda: state_rule(programme=made, rule={"confirmed_hours": 5}, by=by)] * 4)

    assert RuleChange.objects.count() == 1


def test_four_who_look_first_keep_the_figures_once(made):
    scope = of_programme(made, list(made.cohorts.all()), read("all", made.first_on, made.last_on))

    at_once(*[lambda: kept.shown(scope)] * 4)

    assert KeptFigures.objects.count() == 1
    assert kept.shown(scope).tables["facts"]["consultations"]["all"] == [9, 9, 0]
