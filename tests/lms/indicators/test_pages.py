"""The pages of figures: who may see them, that each number is the number of its rows, what they cost."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.consultations.models import Consultation
from lms.accounts.actions import erase_person
from lms.accounts.models import Role, User
from lms.indicators import kept
from lms.indicators.models import KeptFigures, Programme
from lms.indicators.names import Dimension, Figure
from tests.factories import EnrolmentFactory, UserFactory
from tests.factories.indicators import cohort_of, held, keeper, learner, organisation, programme, told

pytestmark = pytest.mark.django_db

ONE = ["programme_figures", "figure_pair", "programme_rule", "report_preview"]


def addresses(key):
    return [reverse("figures"), *(reverse(name, args=[key]) for name in ONE), reverse("figure_rows", args=[key, "people"])]


def statuses(client, key):
    return [client.get(path).status_code for path in addresses(key)]


def who_may(role, owner, cohort, course_too=False):
    return keeper({"cohort": cohort, "organisation": owner, "site": None}[role[1]], role[0])


SEES, KEEPS, NOTHING = [200, 200, 200, 404, 404, 200], [200] * 6, [404] * 6
ONLY_THE_LIST = [200, 404, 404, 404, 404, 404]


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.COORDINATOR, "organisation", KEEPS), (Role.ADMINISTRATOR, "organisation", KEEPS), (Role.ADMINISTRATOR, "site", KEEPS),
        (Role.SUPERVISOR, "organisation", SEES), (Role.COORDINATOR, "cohort", SEES), (Role.SUPERVISOR, "cohort", SEES),
        (Role.MENTOR, "site", NOTHING), (Role.EDITOR, "site", NOTHING),
        (Role.COORDINATOR, "another", ONLY_THE_LIST), (Role.SUPERVISOR, "another", ONLY_THE_LIST),
    ],
)  # fmt: skip
def test_who_sees_the_pages(client, owner, cohort, made, role, where, answers):
    places = {"organisation": owner, "cohort": cohort, "site": None, "another": cohort_of(organisation("Another"))}
    client.force_login(keeper(places[where], role))

    assert statuses(client, made.pk) == answers


def test_strangers_and_learners_see_nothing(client, cohort, made):
    assert {client.get(path).status_code for path in addresses(made.pk)} == {302}

    client.force_login(EnrolmentFactory(cohort=cohort).learner)

    assert statuses(client, made.pk) == NOTHING
    assert statuses(client, "all") == NOTHING


def test_a_programme_with_a_cohort_of_others_is_for_those_who_see_all_of_it(client, owner, cohort, coordinator):
    mixed = programme(cohort, cohort_of(organisation("Another")), owner=owner)
    client.force_login(coordinator)

    assert statuses(client, mixed.pk) == ONLY_THE_LIST


def test_all_groups_are_those_that_one_looks_after(client, owner, cohort, coordinator):
    held(cohort, learner(cohort))
    other = cohort_of(organisation("Another"))
    held(other, learner(other))
    client.force_login(coordinator)

    page = client.get(reverse("programme_figures", args=["all"])).context["page"]

    assert numbers(page)["consultations"] == 1
    assert client.get(reverse("report_preview", args=["all"])).status_code == 404


@pytest.mark.parametrize("key", ["0", "999999", "x", "9" * 30, "-1", "all2"])
def test_what_is_no_programme_is_not_there(client, coordinator, made, key):
    client.force_login(coordinator)

    assert client.get(f"/en/figures/{key}/").status_code == 404
    assert client.get(f"/en/figures/{key}/report/").status_code == 404


@pytest.mark.parametrize("query", ["period=2026", "period=x", "period=2027-q9", "period=" + "9" * 300, "cohort=x", "month=%00", "page=x"])
def test_what_cannot_be_read_is_left_aside(client, coordinator, busy, query):
    client.force_login(coordinator)
    for path in (reverse("programme_figures", args=[busy.pk]), reverse("figure_pair", args=[busy.pk])):
        assert client.get(f"{path}?{query}&figure=x&by=y&across=z").status_code == 200
    assert client.get(f"{reverse('figure_rows', args=[busy.pk, 'people'])}?{query}").status_code == 200
    assert client.get(reverse("figure_rows", args=[busy.pk, "x"])).status_code == 404


def numbers(page):
    return {number.figure.value: number.count for number in page.numbers}


def links(html):
    """(what a link says, where it leads) of the cells of tables."""
    return re.findall(r'<td class="report-number"><a href="([^"]+)">([^<]+)</a>', html)


def test_numbers_have_targets(client, coordinator, busy):
    client.force_login(coordinator)

    page = client.get(reverse("programme_figures", args=[busy.pk])).context["page"]

    assert numbers(page) == {"consultations": 25, "people": 13, "internships": 2, "interns": 12, "hours": 3975, "trained": 6}
    reached = {number.figure.value: (number.wanted, number.reached, number.bar) for number in page.numbers if number.wanted}
    assert reached == {"consultations": (250, 10, 10), "hours": (100, 66, 66), "trained": (5, 120, 100)}


def test_each_number_opens_as_many_rows(client, coordinator, busy):
    client.force_login(coordinator)
    answer = client.get(reverse("programme_figures", args=[busy.pk]))

    for number in answer.context["page"].numbers:
        rows = client.get(number.url).context
        assert (rows["sum"] or str(rows["count"])) == number.words
    found = links(answer.content.decode())
    assert len(found) > 50
    for url, words in found:
        rows = client.get(url.replace("&amp;", "&")).context
        assert (rows["sum"] or str(rows["count"])) == words


@pytest.mark.parametrize("figure", Figure.values)
def test_each_number_of_two_dimensions_opens_as_many_rows(client, coordinator, busy, figure):
    client.force_login(coordinator)
    seen = 0
    for one, other in [("sex", "age"), ("month", "district"), ("cohort", "sex"), ("age", "month")]:
        pair = client.get(reverse("figure_pair", args=[busy.pk]), {"figure": figure, "by": one, "across": other}).context["pair"]
        for cell in (cell for row in pair.rows for cell in row["cells"] if cell["url"]):
            rows = client.get(cell["url"]).context
            assert (rows["sum"] or str(rows["count"])) == cell["words"]
            seen += 1
    assert seen > 5


def test_amounts_of_a_table_add_up_to_the_number_above(client, coordinator, busy):
    client.force_login(coordinator)

    tables = client.get(reverse("programme_figures", args=[busy.pk])).context["page"].shown.tables["facts"]

    for fact in tables.values():
        for dimension in Dimension.values:
            assert sum(cell[1] for cell in fact["by"][dimension].values()) == fact["all"][1]


def test_a_row_leads_to_what_the_viewer_may_open(client, owner, busy, coordinator):
    def opened(person, figure):
        client.force_login(person)
        rows = client.get(reverse("figure_rows", args=[busy.pk, figure])).context["rows"]
        return {client.get(row["url"]).status_code if row["url"] else None for row in rows}

    supervisor = keeper(owner, Role.SUPERVISOR)

    assert opened(coordinator, "consultations") == {200}
    assert opened(supervisor, "hours") == {200}
    assert opened(coordinator, "hours") == {None}  # they keep placements, and do not read what learners write
    assert {status for figure in Figure.values for status in opened(supervisor, figure)} <= {200, None}


def test_whoever_was_erased_stays_a_row_without_a_name(client, coordinator, cohort, made):
    who = learner(cohort, sex="female")
    held(cohort, who)
    client.force_login(coordinator)
    path = reverse("programme_figures", args=[made.pk])
    assert "Woman" in client.get(path).content.decode()
    erase_person(person=who)

    answer = client.get(path)
    rows = client.get(reverse("figure_rows", args=[made.pk, "people"]))

    assert numbers(answer.context["page"])["people"] == 1
    assert "Woman" not in answer.content.decode()
    assert (rows.context["rows"][0]["name"], rows.context["rows"][0]["groups"][2]) == ("Someone", "Not given")


def test_what_has_changed_is_counted_anew_at_once_where_it_is_small(client, coordinator, cohort, made):
    client.force_login(coordinator)
    who = learner(cohort, sex="female")

    def shown():
        page = client.get(reverse("programme_figures", args=[made.pk])).context["page"]
        return numbers(page)["consultations"], list(page.shown.tables["facts"]["consultations"]["by"]["sex"]), page.shown.is_fresh

    assert shown() == (0, [], True)
    one = held(cohort, who)
    assert shown() == (1, ["female"], True)
    told(who, sex="male")
    assert shown() == (1, ["male"], True)
    Consultation.objects.filter(pk=one.pk).update(state="cancelled")
    assert shown() == (0, [], True)
    assert KeptFigures.objects.count() == 1


def test_what_has_not_changed_is_not_counted_again(client, coordinator, busy, monkeypatch):
    client.force_login(coordinator)
    path = reverse("programme_figures", args=[busy.pk])
    client.get(path)
    monkeypatch.setattr(kept, "count", None)

    assert client.get(path).status_code == 200


def test_of_much_the_kept_figures_are_shown_while_a_task_counts(
    client, coordinator, cohort, made, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(kept, "SMALL", 1)
    client.force_login(coordinator)
    path = reverse("programme_figures", args=[made.pk])
    for _ in range(3):
        held(cohort, learner(cohort))

    with django_capture_on_commit_callbacks() as asked:
        first = client.get(path)
        client.get(path)
    assert "There is a lot to count" in first.content.decode()
    assert len(asked) == 1  # whoever looks twice does not ask twice
    asked[0]()
    assert numbers(client.get(path).context["page"])["consultations"] == 3

    held(cohort, learner(cohort))
    with django_capture_on_commit_callbacks(execute=True):
        stale = client.get(path)
    assert (numbers(stale.context["page"])["consultations"], "it is being counted again" in stale.content.decode()) == (3, True)
    assert numbers(client.get(path).context["page"])["consultations"] == 4


def test_two_that_count_at_once_do_no_harm(busy):
    from lms.indicators.periods import ALL, Period
    from lms.indicators.scope import of_programme

    scope = of_programme(busy, busy.cohorts.all(), Period(ALL, busy.first_on, busy.last_on))
    stamp, _rows = kept.stamp_of(scope)

    first, second = kept.keep(scope, "of an older state"), kept.keep(scope, stamp)

    assert first.tables == second.tables
    assert kept.shown(scope).pk == first.pk
    assert KeptFigures.objects.count() == 1


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


PAGES = [
    ("programme_figures", []), ("figure_pair", []), ("figure_rows", ["consultations"]), ("figure_rows", ["people"]),
    ("figure_rows", ["internships"]), ("figure_rows", ["interns"]), ("figure_rows", ["hours"]), ("figure_rows", ["trained"]),
    ("report_preview", []), ("programme_rule", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), PAGES)
def test_pages_cost_no_more_with_more_cohorts(client, coordinator, owner, name, parts):
    def filled(number):
        cohorts = [cohort_of(owner, f"Cohort {number}.{place}") for place in range(number)]
        for cohort in cohorts:
            for _ in range(2 * number):
                held(cohort, learner(cohort, sex="female"))
        return programme(*cohorts, owner=owner)

    client.force_login(coordinator)
    few, many = (queries(client, reverse(name, args=[filled(number).pk, *parts])) for number in (1, 3))

    assert few == many
    assert few <= 15


def test_when_nothing_was_counted_it_says_what_will_be(client, coordinator, owner):
    empty = programme(owner=owner)
    client.force_login(coordinator)

    html = client.get(reverse("programme_figures", args=[empty.pk])).content.decode()

    assert "Nothing was counted in these days." in html
    assert reverse("programmes:edit", args=[empty.pk]) in html
    Programme.objects.all().delete()
    assert "There is no programme yet." in client.get(reverse("figures")).content.decode()


def test_a_coordinator_of_no_organisation_makes_no_programme(client, cohort):
    client.force_login(keeper(cohort))

    answer = client.get(reverse("programmes:add"))

    assert list(answer.context["form"].fields["owner"].queryset) == []


def test_a_person_who_left_sees_nothing(client, coordinator, made):
    client.force_login(coordinator)
    User.objects.filter(pk=coordinator.pk).update(is_active=False)

    assert client.get(reverse("programme_figures", args=[made.pk])).status_code == 302


def test_a_month_without_consultations_has_its_place(client, coordinator, cohort, made):
    client.force_login(coordinator)
    held(cohort, learner(cohort), date(2027, 1, 5))
    held(cohort, learner(cohort), date(2027, 3, 5))

    bars = client.get(reverse("programme_figures", args=[made.pk])).context["page"].month_bars

    assert [(bar.month, bar.count, bar.year) for bar in bars] == [(1, 1, 2027), (2, 0, 0), (3, 1, 0)]


def test_the_pages_speak_the_language_of_the_reader(client, coordinator, busy):
    client.force_login(coordinator)

    html = client.get(f"/uk/figures/{busy.pk}/").content.decode()

    assert "<strong>25</strong>" in html
    assert UserFactory().name not in html
