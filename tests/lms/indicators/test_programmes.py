"""A programme is kept in the back office; who counts as trained is stated, looked at, saved, and every change of it is kept."""

from datetime import date

import pytest
from django.urls import reverse

from lms.accounts.models import Role
from lms.indicators.actions.releasing import release
from lms.indicators.models import Programme, RuleChange
from lms.indicators.periods import read
from lms.indicators.report import draft
from tests.factories.indicators import cohort_of, completed, crowd, keeper, learner, organisation, practised, programme

pytestmark = pytest.mark.django_db


def sent(owner, *cohorts, **changed):
    return {
        "name": "Fellow Travellers",
        "owner": owner.pk,
        "funder": "Fund",
        "first_on": "2027-01-01",
        "last_on": "2027-12-31",
        "cohorts": [cohort.pk for cohort in cohorts],
        "consultations_wanted": "250",
        "people_wanted": "",
        "internships_wanted": "10",
        "hours_wanted": "",
        "trained_wanted": "260",
        **changed,
    }


def refused(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_a_coordinator_makes_one_and_says_next_who_is_trained(client, owner, cohort, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("programmes:add"), sent(owner, cohort))

    made = Programme.objects.get()
    assert answer["Location"] == reverse("programme_rule", args=[made.pk])
    assert (made.rule, list(made.cohorts.all()), made.consultations_wanted, made.hours_wanted) == ({"completed": True}, [cohort], 250, None)


def test_what_is_not_theirs_cannot_be_put_into_it(client, owner, coordinator):
    client.force_login(coordinator)
    others = organisation("Another")

    answer = client.post(reverse("programmes:add"), sent(others, cohort_of(others)))

    assert refused(answer).keys() == {"owner", "cohorts"}
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_on": "2026-12-31"}, "last_on"), ({"last_on": "2047-12-31"}, "last_on"), ({"first_on": "soon"}, "first_on"),
        ({"consultations_wanted": "-1"}, "consultations_wanted"), ({"consultations_wanted": "9" * 30}, "consultations_wanted"),
        ({"name": ""}, "name"), ({"name": "x" * 201}, "name"), ({"cohorts": ["x"]}, "cohorts"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_by_its_field(client, owner, cohort, coordinator, changed, field):
    client.force_login(coordinator)

    answer = client.post(reverse("programmes:add"), sent(owner, cohort, **changed))

    assert refused(answer).keys() == {field}


def test_what_a_report_has_counted_stays_in_the_programme(client, owner, cohort, coordinator):
    other = cohort_of(owner, "Autumn")
    made = programme(cohort, owner=owner)
    crowd(cohort, 9)
    whole = read("all", made.first_on, made.last_on)
    release(programme=made, period=whole, with_pair=False, seen=draft(made, whole).digest, by=coordinator)
    client.force_login(coordinator)
    path = reverse("programmes:edit", args=[made.pk])

    smaller = client.post(path, sent(owner, other, first_on="2027-02-01", last_on="2027-11-30"))
    larger = client.post(path, sent(owner, cohort, other, first_on="2026-12-01", last_on="2028-01-31"))

    assert refused(smaller).keys() == {"first_on", "last_on", "cohorts"}
    made.refresh_from_db()
    assert (larger.status_code, made.first_on, made.cohorts.count()) == (302, date(2026, 12, 1), 2)


def test_programmes_of_others_are_not_there_in_the_back_office(client, owner, made, coordinator):
    def statuses(person):
        client.force_login(person)
        return [client.get(reverse(f"programmes:{name}", args=args)).status_code for name, args in (("index", []), ("edit", [made.pk]))]

    stranger = keeper(organisation("Another"))
    assert statuses(coordinator) == [200, 200]
    assert statuses(stranger)[1] in {302, 404}
    assert made.name not in client.get(reverse("programmes:index")).content.decode()
    assert [status == 200 for status in statuses(keeper(owner, Role.SUPERVISOR))] == [False, False]
    assert client.post(reverse("programmes:edit", args=[made.pk]), sent(owner)).status_code != 200
    assert Programme.objects.get().name == made.name


def test_a_rule_is_looked_at_before_it_is_saved(client, cohort, coordinator, made):
    completed(cohort, learner(cohort))
    for minutes in (120, 119):
        practised(cohort, learner(cohort), minutes)
    client.force_login(coordinator)
    path = reverse("programme_rule", args=[made.pk])
    assert "Whoever has completed the course is trained." in client.get(path).content.decode()

    looked = client.post(path, {"how": "either", "hours": "2"}).content.decode()
    assert "People trained now: 1. By this rule: 2." in looked
    assert not RuleChange.objects.exists()
    client.post(path, {"how": "either", "hours": "2", "save": "1"})
    client.post(path, {"how": "either", "hours": "2", "save": "1"})

    change = RuleChange.objects.get()
    made.refresh_from_db()
    assert made.rule == {"at_least": 1, "of": [{"completed": True}, {"confirmed_hours": 2}]}
    assert (change.by, change.old, change.new) == (coordinator, {"completed": True}, made.rule)
    assert (change.trained_before, change.trained_after) == (1, 2)
    assert "(1 → 2)" in client.get(path).content.decode()


@pytest.mark.parametrize("hours", ["", "0", "-4", "x", "99999", "1.55", "NaN", "1e9"])
def test_hours_that_are_none_are_refused_with_a_word(client, coordinator, made, hours):
    client.force_login(coordinator)

    answer = client.post(reverse("programme_rule", args=[made.pk]), {"how": "hours", "hours": hours, "save": "1"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["hours"])
    made.refresh_from_db()
    assert made.rule == {"completed": True}


def test_whoever_only_watches_states_no_rule(client, owner, made):
    client.force_login(keeper(owner, Role.SUPERVISOR))

    assert client.post(reverse("programme_rule", args=[made.pk]), {"how": "hours", "hours": "1", "save": "1"}).status_code == 404
    assert not RuleChange.objects.exists()
