"""Whatever is counted: nothing from 1 to 4 is shown, and whoever tries all tables that agree with what is shown finds each number that is
left out at least 4 apart."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.indicators.audit import Cell, Report, Tables, audited

from .attacker import rows_that_agree, tables_that_agree, width

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
QUARTER = (date(2027, 1, 1), date(2027, 3, 31))
COUNTS = st.integers(0, 9)


def one_way(counts, days=YEAR, by="sex", **more):
    return Report(*days, Tables(sum(counts), {by: {str(place): count for place, count in enumerate(counts)}}), **more)


def two_way(rows):
    sexes = {str(place): sum(row) for place, row in enumerate(rows)}
    ages = {str(place): sum(column) for place, column in enumerate(zip(*rows, strict=True))}
    cross = {(str(i), str(j)): count for i, row in enumerate(rows) for j, count in enumerate(row)}
    return Report(*YEAR, Tables(sum(map(sum, rows)), {"sex": sexes, "age": ages}, ("sex", "age"), cross))


def shown(report, by="sex"):
    return [count if report.shows(Cell(by, group)) else None for group, count in report.tables.by[by].items()]


def shown_cross(report):
    size = len(report.tables.by["age"])
    found = [count if report.shows(Cell("sex*age", *groups)) else None for groups, count in report.tables.cross.items()]
    return [found[place : place + size] for place in range(0, len(found), size)]


def nothing_small(counts):
    return all(count is None or count == 0 or count >= 5 for count in counts)


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_of_a_table_nothing_small_is_shown_and_nothing_left_out_can_be_computed(counts):
    report = audited(one_way(counts))
    if report.out is None:
        return

    seen, found = shown(report), list(rows_that_agree(shown(report), sum(counts)))

    assert nothing_small([*seen, report.tables.all])
    assert [width([row[place] for row in found]) >= 4 for place, count in enumerate(seen) if count is None].count(False) == 0


@given(
    st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=3), min_size=2, max_size=3).filter(lambda rows: len({*map(len, rows)}) == 1)
)
def test_of_a_table_of_two_dimensions_nothing_can_be_computed_from_rows_and_columns(rows):
    report = audited(two_way(rows))
    if report.out is None:
        return
    cells, sexes, ages = shown_cross(report), shown(report), shown(report, "age")
    assert nothing_small([*sexes, *ages, *(count for row in cells for count in row)])

    least, most = {}, {}
    for table in tables_that_agree(cells, sexes, ages, report.tables.all):
        values = {("cell", i, j): count for i, row in enumerate(table) for j, count in enumerate(row)}
        values |= {("sex", i): sum(row) for i, row in enumerate(table)} | {
            ("age", j): sum(c) for j, c in enumerate(zip(*table, strict=True))
        }
        least = {key: min(value, least.get(key, value)) for key, value in values.items()}
        most = {key: max(value, most.get(key, value)) for key, value in values.items()}

    hidden = [("cell", i, j) for i, row in enumerate(cells) for j, count in enumerate(row) if count is None]
    hidden += [("sex", i) for i, count in enumerate(sexes) if count is None] + [("age", j) for j, count in enumerate(ages) if count is None]
    assert [key for key in hidden if most[key] - least[key] < 4] == []


@given(st.lists(st.tuples(COUNTS, st.integers(0, 6)), min_size=2, max_size=4), st.booleans())
def test_of_two_reports_nothing_can_be_computed_by_subtraction(groups, same_period):
    """The second counts what the first did, and more."""
    before, after = [one for one, _more in groups], [one + more for one, more in groups]
    first = audited(one_way(before, YEAR if same_period else QUARTER))
    second = audited(one_way(after), [first])
    if second.out is None or first.out is None:
        return
    seen = [shown(first), shown(second)]
    assert nothing_small([*seen[0], *seen[1], sum(after) - sum(before)])

    found = [
        (one, other)
        for one in rows_that_agree(seen[0], sum(before))
        for other in rows_that_agree(seen[1], sum(after))
        if all(x <= y for x, y in zip(one, other, strict=True))
    ]

    for place, (old, more) in enumerate(groups):
        if seen[0][place] is None:
            assert width([one[place] for one, _other in found]) >= 4
        if seen[1][place] is None and old + more:
            assert width([other[place] for _one, other in found]) >= 4
        if 0 < more < 5:
            assert width([other[place] - one[place] for one, other in found]) >= 4


@settings(max_examples=30)
@given(st.lists(st.tuples(COUNTS, COUNTS, st.integers(0, 6)), min_size=2, max_size=3))
def test_of_two_quarters_and_their_year_nothing_can_be_computed(groups):
    second_quarter = (date(2027, 4, 1), date(2027, 6, 30))
    first = audited(one_way([one for one, _two, _rest in groups], QUARTER))
    second = audited(one_way([two for _one, two, _rest in groups], second_quarter), [first])
    year = audited(one_way([sum(counts) for counts in groups]), [first, second])
    if None in (first.out, second.out, year.out):
        return
    totals = [sum(counts) for counts in zip(*groups, strict=True)]
    tried = [list(rows_that_agree(shown(report), total)) for report, total in zip((first, second), totals, strict=False)]

    found = [
        (one, two, all_)
        for one in tried[0]
        for two in tried[1]
        for all_ in rows_that_agree(shown(year), sum(totals))
        if all(x + y <= z for x, y, z in zip(one, two, all_, strict=True))
    ]

    for place, (_one, _two, rest) in enumerate(groups):
        for report, number in ((first, 0), (second, 1), (year, 2)):
            if shown(report)[place] is None:
                assert width([tables[number][place] for tables in found]) >= 4
        if 0 < rest < 5:
            assert width([tables[2][place] - tables[0][place] - tables[1][place] for tables in found]) >= 4


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=5))
def test_those_who_practised_and_are_not_trained_are_a_group_as_well(groups):
    interns = [trained + rest for trained, rest in groups]
    rest = Tables(sum(rest for _trained, rest in groups), {"sex": {str(place): rest for place, (_t, rest) in enumerate(groups)}})
    report = audited(one_way(interns), beside=[rest])
    if report.out is None:
        return

    computed = [None if count is None else groups[place][1] for place, count in enumerate(shown(report))]

    assert nothing_small(computed)
    for place, count in enumerate(computed):
        if count is None and 0 < groups[place][1] < 5:
            assert width([row[place] for row in rows_that_agree(computed, rest.all)]) >= 4


def test_the_smallest_number_that_is_enough_is_left_out_too():
    assert shown(audited(one_way([2, 30, 6, 50]))) == [None, 30, None, 50]


def test_two_numbers_that_are_too_small_together_take_a_third_with_them():
    assert shown(audited(one_way([1, 3, 8, 50]))) == [None, None, None, 50]


def test_a_nought_is_shown():
    assert shown(audited(one_way([0, 12, 7]))) == [0, 12, 7]


def test_fewer_than_five_in_all_are_left_out_with_every_table():
    assert audited(one_way([0, 3])).out is None


def test_the_same_report_again_shows_the_same():
    counts = [2, 30, 6, 50]
    first = audited(one_way(counts))

    assert shown(audited(one_way(counts), [first])) == shown(first)


def test_a_few_more_people_than_last_week_are_left_out_with_the_number_of_all():
    first = audited(one_way([20, 30]))

    assert audited(one_way([20, 33]), [first]).out is None
    assert shown(audited(one_way([20, 35]), [first])) == [20, 35]


def test_a_few_more_people_in_one_group_hide_that_group_and_another():
    first = audited(one_way([20, 30, 40]))

    assert shown(audited(one_way([22, 38, 40]), [first])) == [None, None, 40]


def test_the_same_people_with_more_consultations_may_be_a_single_one():
    first = audited(one_way([20, 30], amounts={None: 60, Cell("sex", "0"): 25, Cell("sex", "1"): 35}))

    assert audited(one_way([20, 30], amounts={None: 61, Cell("sex", "0"): 25, Cell("sex", "1"): 36}), [first]).out is None


def test_people_outside_the_quarter_are_a_group_of_the_year_and_the_quarter_together():
    """Nobody new in two groups; three of one of them came again later, and their consultations could be computed."""
    quarter = audited(one_way([10, 30, 20], QUARTER))
    later = Tables(48, {"sex": {"0": 3, "1": 25, "2": 20}})

    assert shown(audited(one_way([10, 30, 40]), [quarter])) == [10, 30, 40]
    assert shown(audited(one_way([10, 30, 40]), [quarter], between=[(0, later)])) == [None, 30, None]


def test_a_table_of_two_dimensions_stands_only_in_the_first_report_of_its_time():
    rows = [[9, 9], [9, 9]]
    first = audited(two_way(rows))

    assert first.tables.pair == ("sex", "age")
    assert audited(two_way(rows), [first]).tables.pair is None
