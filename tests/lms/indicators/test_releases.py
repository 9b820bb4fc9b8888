"""What leaves the house, as it is in the files: an attacker reads them, and subtracts everything from everything."""

import csv
import io
import re
from datetime import date
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.accounts.actions import erase_person
from lms.accounts.models import Role
from lms.accounts.personal_data import pack
from lms.indicators.actions.releasing import Changed, release
from lms.indicators.document import document, in_one, sheets_of
from lms.indicators.models import Release
from lms.indicators.periods import read
from lms.indicators.personal_data import FIGURES
from lms.indicators.report import draft
from tests.factories.indicators import cohort_of, completed, crowd, held, keeper, learner, organisation, practised, programme

pytestmark = pytest.mark.django_db


def made(programme, key="all", with_pair=False, by=None):
    period = read(key, programme.first_on, programme.last_on)
    seen = draft(programme, period, with_pair=with_pair).digest
    return release(programme=programme, period=period, with_pair=with_pair, seen=seen, by=by or keeper(programme.owner))


def tables_of(report):
    """By name, as whoever has the spreadsheet reads them: {table: {line: {column: number or None}}}."""
    found = {}
    for name, rows in sheets_of(document(report.published, report.at))[1:-1]:
        head, *lines = rows
        found[name] = {
            line[0]: dict(zip(head[1:], [None if cell == "left out" else cell for cell in line[1:]], strict=True)) for line in lines
        }
    return found


def people(report, table="By sex", column="People consulted"):
    return {line: cells[column] for line, cells in tables_of(report)[table].items()}


def headline(report):
    rows = sheets_of(document(report.published, report.at))[0][1]
    return {row[0]: None if row[1] == "left out" else row[1] for row in rows if len(row) > 1 and row[0] != "Figure"}


def small(number):
    return number is not None and 0 < number < 5


@pytest.fixture
def mixed(owner, cohort):
    """Thirty women, six men, three who say another, two who say nothing."""
    for sex, number in (("female", 30), ("male", 6), ("other", 3), ("", 2)):
        crowd(cohort, number, sex=sex, born=1980, district="Kosiv")
    return programme(cohort, owner=owner)


def test_groups_under_five_are_left_out_with_another_one(mixed):
    assert people(made(mixed)) == {"Woman": 30, "Man": None, "Another": None, "Not given": None}


def test_amounts_of_a_group_that_is_left_out_are_left_out(mixed):
    assert people(made(mixed), column="Consultations held") == {"Woman": 30, "Man": None, "Another": None, "Not given": None}


def test_a_quarter_and_its_year_show_no_small_group(owner, cohort):
    crowd(cohort, 20, date(2027, 2, 1), sex="female")
    crowd(cohort, 20, date(2027, 2, 1), sex="male")
    crowd(cohort, 3, date(2027, 5, 1), sex="male")
    crowd(cohort, 40, date(2027, 5, 1), sex="female")
    year = programme(cohort, owner=owner)

    first, second = made(year, "2027-q1"), made(year, "2027")

    assert people(first) == {"Woman": 20, "Man": 20}
    assert people(second) == {"Woman": None, "Man": None}
    assert headline(second)["People consulted"] == 83


def test_this_week_and_last_week_show_no_small_group(owner, cohort):
    crowd(cohort, 20, sex="female")
    year = programme(cohort, owner=owner)
    first = made(year)
    crowd(cohort, 2, sex="female")

    second = made(year)

    assert (headline(first)["People consulted"], headline(second)["People consulted"]) == (20, None)
    crowd(cohort, 5, sex="female")
    assert headline(made(year))["People consulted"] == 27


def test_interns_who_are_not_trained_are_a_group_as_well(owner, cohort):
    for sex in ("female", "male", ""):
        for place in range(12):
            who = learner(cohort, sex=sex)
            practised(cohort, who, 60 if sex == "male" and place < 2 else 600)
            if sex == "female":
                practised(cohort, who, 60)
    for _ in range(9):
        practised(cohort, learner(cohort), 60)
    hours = programme(cohort, owner=owner, rule={"confirmed_hours": 5})

    found = tables_of(made(hours))["By sex"]

    assert {line: (cells["Interns"], cells["People trained"]) for line, cells in found.items()} == {
        "Woman": (12, 12), "Man": (None, None), "Not given": (None, None)
    }  # fmt: skip


def test_the_same_report_twice_is_one(mixed, coordinator):
    first = made(mixed, by=coordinator)

    assert made(mixed, by=coordinator) == first
    assert Release.objects.count() == 1


def test_what_has_changed_since_it_was_looked_at_does_not_leave(mixed, coordinator, cohort):
    period = read("all", mixed.first_on, mixed.last_on)
    seen = draft(mixed, period).digest
    crowd(cohort, 9)

    with pytest.raises(Changed):
        release(programme=mixed, period=period, with_pair=False, seen=seen, by=coordinator)
    assert not Release.objects.exists()


def test_people_by_sex_and_age_stand_only_in_the_first_report_of_their_time(owner, cohort):
    for born, sex in product((1960, 1980, 2000), ("female", "male")):
        crowd(cohort, 8, sex=sex, born=born)
    year = programme(cohort, owner=owner)

    first, second = made(year, "2027-q1", with_pair=True), made(year, "2027", with_pair=True)

    name = "People consulted by sex and age"
    assert tables_of(first)[name]["Woman"] == {"18–34": 8, "35–59": 8, "60 and over": 8, "In all": 24}
    assert name not in tables_of(second)


GROUPS = st.tuples(st.sampled_from(["female", "male", "other", ""]), st.sampled_from([1960, 1980, 2000]), st.integers(0, 9))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(first=st.lists(GROUPS, max_size=6), second=st.lists(GROUPS, max_size=6), pair=st.booleans())
def test_no_subtraction_of_two_printed_numbers_gives_a_small_group(first, second, pair):
    """Every column of every table against its number of all, within a report and across two of them."""
    owner = organisation()
    cohort = cohort_of(owner)
    for groups, day in ((first, date(2027, 2, 1)), (second, date(2027, 5, 1))):
        for sex, born, number in groups:
            crowd(cohort, number, day, sex=sex, born=born, district=f"District {born}")
    year = programme(cohort, owner=owner)
    quarter, whole = made(year, "2027-q1", with_pair=pair), made(year)

    for report in (quarter, whole):
        total = headline(report)["People consulted"]
        assert not small(total)
        for name, lines in tables_of(report).items():
            if name in {"By sex", "By age", "By district"}:
                column = [cells["People consulted"] for cells in lines.values()]
                assert not any(map(small, column))
                hidden = column.count(None)
                if total is not None and hidden:
                    assert hidden > 1
                    assert not small(total - sum(count for count in column if count))
    totals = [headline(report)["People consulted"] for report in (quarter, whole)]
    if None not in totals:
        assert not small(totals[1] - totals[0])
    for name in ("By sex", "By age", "By district"):
        before, after = people(quarter, name), people(whole, name)
        for line in before.keys() & after.keys():
            if before[line] is not None and after[line] is not None:
                assert not small(after[line] - before[line])


def test_the_files_say_the_same_and_no_name(client, mixed, coordinator):
    client.force_login(coordinator)
    report = made(mixed, by=coordinator)

    def file(kind, language="en"):
        answer = client.get(reverse("report_file", args=[mixed.pk, report.pk, language, kind]))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        return answer.content

    text = file("csv").decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    book = load_workbook(io.BytesIO(file("xlsx")))
    assert ["Woman", "30", "30", "0", "0.00", "0"] in rows
    assert ["Man", "left out", "left out", "0", "0.00", "0"] in rows
    assert ["Woman", 30, 30, 0, 0, 0] in [[cell.value for cell in row] for row in book["By sex"]]
    assert [sheet.title for sheet in book][:2] == ["In numbers", "By cohort"]
    for kind in ("csv", "xlsx"):
        assert b"Visitor" not in file(kind)
    assert file("pdf").startswith(b"%PDF")
    assert "Жінка" in file("csv", "uk").decode()


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_the_printed_report_is_made_in_every_language(client, busy, coordinator, language):
    client.force_login(coordinator)
    report = made(busy, by=coordinator)

    for kind in ("pdf", "csv", "xlsx"):
        assert client.get(reverse("report_file", args=[busy.pk, report.pk, language, kind])).status_code == 200


def test_what_a_spreadsheet_would_calculate_is_text(owner, cohort):
    crowd(cohort, 9, district="=1+1")
    report = made(programme(cohort, owner=owner, name="=HYPERLINK(1)", funder="+1"))

    from lms.core.spreadsheet import as_csv

    text = as_csv(in_one(sheets_of(document(report.published, report.at))))

    assert "'=HYPERLINK(1)" in text
    assert "'=1+1" in text
    assert not re.search(r"(?m)^=|,=", text)


def test_a_report_stays_as_it_left(mixed, coordinator, cohort):
    report = made(mixed, by=coordinator)
    before = tables_of(report)
    crowd(cohort, 50, sex="male")
    cohort.name = "Another name"
    cohort.save()
    report.refresh_from_db()

    assert tables_of(report) == before


def test_reports_are_for_those_who_keep_the_programme(client, mixed, owner, cohort, coordinator):
    report = made(mixed, by=coordinator)
    paths = [
        reverse("report_release", args=[mixed.pk, report.pk]),
        *(reverse("report_file", args=[mixed.pk, report.pk, "en", kind]) for kind in ("pdf", "csv", "xlsx")),
    ]

    def answers(person):
        client.force_login(person)
        return {client.get(path).status_code for path in paths}

    others = organisation("Another")
    strangers = [keeper(owner, Role.SUPERVISOR), keeper(cohort), keeper(others), keeper(None, Role.MENTOR), learner(cohort)]
    assert {client.get(path).status_code for path in paths} == {302}
    assert answers(coordinator) == {200}
    assert [answers(person) for person in strangers] == [{404}] * len(strangers)
    client.force_login(coordinator)
    mine = programme(owner=owner)
    wrong = [
        (mine.pk, report.pk, "en", "pdf"),
        (mixed.pk, report.pk, "xx", "pdf"),
        (mixed.pk, report.pk, "en", "exe"),
        (mixed.pk, 0, "en", "pdf"),
    ]
    assert [client.get(reverse("report_file", args=parts)).status_code for parts in wrong] == [404] * 4


def test_what_is_looked_at_is_what_leaves(client, mixed, coordinator):
    client.force_login(coordinator)
    path = reverse("report_preview", args=[mixed.pk])
    page = client.get(path, {"period": "2027-q1"})
    assert "Another; Not given" in page.content.decode()

    answer = client.post(path, {"period": "2027-q1", "seen": page.context["seen"]}, follow=True)

    report = Release.objects.get()
    assert (report.period, report.by, answer.status_code) == ("2027-q1", coordinator, 200)
    assert answer.redirect_chain[0][0] == reverse("report_release", args=[mixed.pk, report.pk])
    refused = client.post(path, {"period": "2027-q1", "seen": "x"})
    assert "Something was counted anew since you looked at it." in refused.content.decode()
    assert Release.objects.count() == 1


def test_who_was_erased_stays_in_the_numbers_and_reports_hold_nobody(owner, cohort, coordinator):
    people_ = [learner(cohort, sex="female") for _ in range(12)]
    for one in people_:
        held(cohort, one)
        completed(cohort, one)
    year = programme(cohort, owner=owner)
    report = made(year, by=coordinator)
    for one in people_:
        erase_person(person=one)

    again = draft(year, read("all", year.first_on, year.last_on))

    assert headline(report)["People consulted"] == 12
    assert again.published["facts"]["consultations"]["all"][0] == 12
    assert again.published["facts"]["trained"]["by"]["sex"] == {"": [12, 12]}
    assert not any(one.name in repr(report.published) + repr(report.counted) for one in people_ if one.name)


def test_the_maker_of_a_report_is_handed_what_is_known_of_them(mixed, coordinator):
    made(mixed, by=coordinator)

    exported = FIGURES.export(coordinator)

    assert [(one["programme"], one["period"]) for one in exported["reports_made"]] == [("Fellow Travellers", "all")]
    assert pack(coordinator).read(2) == b"PK"
