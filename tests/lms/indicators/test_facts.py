"""What counts, and as whom, where and when."""

from datetime import UTC, date, datetime

import pytest

from courses.consultations.actions.visitors import tie
from courses.consultations.models import Consultation, Visitor
from lms.indicators.facts import Facts
from lms.indicators.figures import counted, crossed
from lms.indicators.names import Fact
from lms.indicators.periods import ALL, Period, between, read
from lms.indicators.rule import COMPLETED
from lms.indicators.scope import of_programme
from tests.factories.indicators import cohort_of, completed, held, keeper, learner, organisation, placed, practised, programme, told

pytestmark = pytest.mark.django_db
YEAR = Period(ALL, date(2027, 1, 1), date(2027, 12, 31))


@pytest.fixture
def owner():
    return organisation()


@pytest.fixture
def cohort(owner):
    return cohort_of(owner)


def facts_of(*cohorts, period=YEAR, rule=None):
    return Facts(of_programme(programme(*cohorts), cohorts, period, rule))


def tables(fact, *cohorts, **more):
    return counted(facts_of(*cohorts, **more).rows(fact))


def test_ten_consultations_with_one_person_are_ten_and_one_person(cohort):
    who = learner(cohort)
    for month in range(1, 11):
        held(cohort, who, date(2027, month, 5))

    found = tables(Fact.CONSULTATIONS, cohort)

    assert found["all"] == [1, 10, 0]
    assert sum(cell[1] for cell in found["by"]["month"].values()) == 10


def test_only_what_was_held_counts(cohort):
    held(cohort, learner(cohort))
    Consultation.objects.create(cohort=cohort, state="asked", learner=learner(cohort))
    Consultation.objects.create(cohort=cohort, state="cancelled", learner=learner(cohort))

    assert tables(Fact.CONSULTATIONS, cohort)["all"] == [1, 1, 0]


def test_a_visitor_who_was_tied_to_an_account_is_that_person(cohort):
    who = learner(cohort, sex="female")
    visitor = Visitor.objects.create(cohort=cohort, name="Baba Halyna", district="Verkhovyna")
    held(cohort, visitor)
    held(cohort, who)
    assert tables(Fact.CONSULTATIONS, cohort)["all"] == [2, 2, 0]

    tie(visitor=visitor, account=who)
    found = tables(Fact.CONSULTATIONS, cohort)

    assert found["all"] == [1, 2, 0]
    assert found["by"]["district"] == {"verkhovyna": [1, 2, 0]}  # what the account leaves open, the visitor has told
    assert found["by"]["sex"] == {"female": [1, 2, 0]}


def test_a_district_is_one_however_it_was_typed(cohort):
    for typed in ("Верховина", "верховина ", "ВЕРХОВИНА", " Верховина"):
        held(cohort, learner(cohort, district=typed))

    facts = facts_of(cohort)
    found = counted(facts.rows(Fact.CONSULTATIONS))

    assert found["by"]["district"] == {"верховина": [4, 4, 0]}
    assert facts.districts.labels == {"верховина": "Верховина"}


def test_what_was_not_told_is_a_group_of_its_own(cohort):
    held(cohort, learner(cohort))

    found = tables(Fact.CONSULTATIONS, cohort)["by"]

    assert (found["sex"], found["age"], found["district"]) == ({"": [1, 1, 0]},) * 3


@pytest.mark.parametrize(
    ("born", "age"), [(2010, "0-17"), (2009, "18-34"), (1993, "18-34"), (1992, "35-59"), (1968, "35-59"), (1967, "60")]
)
def test_age_is_what_is_reached_in_the_year_of_the_event(cohort, born, age):
    held(cohort, learner(cohort, born=born))

    assert list(tables(Fact.CONSULTATIONS, cohort)["by"]["age"]) == [age]


def test_a_month_begins_by_the_clock_of_the_cohort(owner):
    late = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)  # April in Kyiv, March in Prague
    kyiv, prague = cohort_of(owner), cohort_of(owner, time_zone="Europe/London")
    held(kyiv, learner(kyiv), at=late)
    held(prague, learner(prague), at=late)

    found = tables(Fact.CONSULTATIONS, kyiv, prague)["by"]["month"]

    assert found == {"2027-04": [1, 1, 0], "2027-03": [1, 1, 0]}


def test_new_year_of_the_cohort_bounds_the_year(cohort):
    held(cohort, learner(cohort), at=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))  # 2027 in Kyiv
    held(cohort, learner(cohort), at=datetime(2027, 12, 31, 22, 30, tzinfo=UTC))  # 2028

    assert tables(Fact.CONSULTATIONS, cohort)["all"] == [1, 1, 0]


def test_hours_are_those_of_confirmed_days(cohort):
    one, two = learner(cohort), learner(cohort)
    practised(cohort, one, 90)
    practised(cohort, one, 45, where=placed(cohort))
    practised(cohort, two, 30)
    waiting = practised(cohort, two, 480)
    waiting.state = "submitted"
    waiting.save()

    assert tables(Fact.PRACTICE, cohort)["all"] == [2, 165, 2]


RULES = {
    "completed": COMPLETED,
    "hours": {"confirmed_hours": 2},
    "both": {"all": [COMPLETED, {"confirmed_hours": 2}]},
    "either": {"at_least": 1, "of": [COMPLETED, {"confirmed_hours": 2}]},
}


@pytest.mark.parametrize(("rule", "months"), [("completed", {"2027-06": 2}), ("hours", {"2027-03": 1, "2027-09": 1}),
                                              ("both", {"2027-09": 1}), ("either", {"2027-03": 1, "2027-06": 2})])  # fmt: skip
def test_who_is_trained_says_the_rule_and_when_it_was_first_met(cohort, rule, months):
    done, practises, both, neither = (learner(cohort) for _ in range(4))
    completed(cohort, done)
    completed(cohort, both)
    practised(cohort, practises, 60, date(2027, 2, 1))
    practised(cohort, practises, 60, date(2027, 3, 1))
    practised(cohort, both, 60, date(2027, 2, 1))
    practised(cohort, both, 60, date(2027, 9, 1))
    practised(cohort, neither, 119, date(2027, 2, 1))

    found = tables(Fact.TRAINED, cohort, rule=RULES[rule])["by"].get("month", {})

    assert {month: cell[0] for month, cell in found.items()} == months


def test_hours_of_two_cohorts_count_together_and_a_person_once(owner):
    one, two = cohort_of(owner), cohort_of(owner, "Autumn")
    who = learner(one)
    two.enrolments.create(learner=who)
    practised(one, who, 60, date(2027, 2, 1))
    practised(two, who, 60, date(2027, 4, 1))

    found = tables(Fact.TRAINED, one, two, rule=RULES["hours"])

    assert (found["all"], list(found["by"]["cohort"])) == ([1, 1, 0], [str(two.pk)])


def test_hours_from_before_the_programme_do_not_count_but_those_of_an_earlier_quarter_do(cohort):
    who, late = learner(cohort), learner(cohort)
    practised(cohort, who, 60, date(2027, 2, 1))
    practised(cohort, who, 60, date(2027, 5, 1))
    practised(cohort, late, 60, date(2026, 12, 1))
    practised(cohort, late, 60, date(2027, 5, 1))
    second = read("2027-q2", date(2027, 1, 1), date(2027, 12, 31))

    assert tables(Fact.TRAINED, cohort, period=second, rule=RULES["hours"])["all"] == [1, 1, 0]


def test_who_was_erased_is_still_counted_without_what_they_told(cohort):
    from lms.accounts.actions import erase_person

    who = learner(cohort, sex="female", born=1980, district="Verkhovyna")
    held(cohort, who)
    erase_person(person=who)

    found = tables(Fact.CONSULTATIONS, cohort)

    assert (found["all"], found["by"]["sex"]) == ([1, 1, 0], {"": [1, 1, 0]})


def test_two_dimensions_at_once_can_be_asked_for_in_either_order(cohort):
    held(cohort, learner(cohort, sex="female", born=1990))
    held(cohort, learner(cohort, sex="female", born=1950))

    pairs = tables(Fact.CONSULTATIONS, cohort)["pairs"]

    assert crossed(pairs, "sex", "age") == {("female", "35-59"): [1, 1, 0], ("female", "60"): [1, 1, 0]}
    assert crossed(pairs, "age", "sex") == {("35-59", "female"): [1, 1, 0], ("60", "female"): [1, 1, 0]}


def test_periods_are_whole_quarters_and_years_within_the_programme():
    keys = [period.key for period in between(date(2027, 2, 10), date(2028, 4, 5))]

    assert keys == ["all", "2028", "2028-q2", "2028-q1", "2027", "2027-q4", "2027-q3", "2027-q2", "2027-q1"]
    assert read("2027-q1", date(2027, 2, 10), date(2028, 4, 5)) == Period("2027-q1", date(2027, 2, 10), date(2027, 3, 31))
    assert [read(key, date(2027, 1, 1), date(2027, 12, 31)) for key in ("2026", "2027-q5", "March", "")] == [None] * 4


def test_a_coordinator_is_nobody_who_is_counted(cohort, owner):
    keeper(owner)
    told(keeper(owner), sex="male")

    assert tables(Fact.CONSULTATIONS, cohort)["all"] == [0, 0, 0]
