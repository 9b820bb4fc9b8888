"""Figures are counted from what happened, and each number is the number of its rows."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from courses.enrolment.models import ActivityDates, Enrolment, Extension
from courses.mentorship.actions.answering import appeal
from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.handing_in import take_back
from courses.mentorship.actions.pairing import pair
from courses.mentorship.figures.names import Figure
from courses.mentorship.figures.page import FiguresPage
from courses.mentorship.figures.rows import rows_of
from courses.mentorship.figures.scope import of_mentor, of_watcher
from courses.mentorship.models import Reminder, ReviewTask, TaskEvent
from lms.accounts.models import Role
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, reviewed, submission, task_of

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23T10:00:00Z"


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring", country="UA")


@pytest.fixture
def watcher(cohort):
    return mentor(cohort, role=Role.COORDINATOR)


def at(day):
    """Working days of a week in which nothing is free."""
    return time_machine.travel(f"2026-11-{day:02}T10:00:00Z", tick=False)


def given_work(cohort, day, **fields):
    with at(day):
        made = submission(cohort=cohort, **fields)
        return made, task_of(handed_in(made))


def answered(task, person, day, overall="do_again"):
    with at(day):
        return reviewed(task, person, overall)


def page_of(scope, *mentors):
    return FiguresPage(scope, mentors, lambda figure, **more: f"{figure.value}{more or ''}")


def counted(page):
    numbers = {number.figure: number.count for number in (*page.waits, *page.stuck, page.first, page.accepted)}
    return {figure.value: count for figure, count in numbers.items()}


def rows(figure, scope, **more):
    return [row.learner for row in rows_of(figure, scope, "en", **more)]


def test_how_long_first_answers_took(cohort, watcher):
    person = mentor(cohort)
    for answered_on in (16, 17, 19, 23):  # 0, 1, 3 and 5 working days after Monday the 16th
        _made, task = given_work(cohort, 16)
        answered(task, person, answered_on)

    scope = of_watcher(watcher, now())
    page = page_of(scope)

    assert (page.first_days, page.median, page.nine_of_ten) == ([0, 1, 3, 5], 1, 5)
    assert page.days_words == "Half within 1 working day, nine of ten within 5 working days."
    assert [column.count for column in page.day_columns] == [1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    assert len(rows(Figure.FIRST_ANSWERS, scope, part=3)) == 1


def test_only_the_first_answer_to_a_piece_of_work_is_a_first_one(cohort, watcher):
    person = mentor(cohort)
    made, task = given_work(cohort, 16)
    answered(task, person, 17)
    with at(18):
        second = task_of(handed_in(made))
    answered(second, person, 25, "accepted")

    page = page_of(of_watcher(watcher, now()))

    assert (page.first_days, counted(page)["rounds"]) == ([1], 1)
    assert [column.count for column in page.round_columns] == [0, 1, 0, 0, 0, 0]


def test_what_was_taken_back_was_not_answered_and_does_not_wait(cohort, watcher):
    made, _task = given_work(cohort, 16)
    take_back(submission=made)

    assert counted(page_of(of_watcher(watcher, now()))) == {
        "waiting": 0, "overdue": 0, "silent": 0, "never": 0, "asleep": 0, "first-answers": 0, "rounds": 0
    }  # fmt: skip


def test_an_appeal_is_no_first_answer_and_accepting_twice_is_accepting_once(cohort, watcher):
    made, task = given_work(cohort, 16)
    review = answered(task, mentor(cohort), 17, "accepted")
    with at(18):
        second = appeal(review=review, why="I was not understood.")
    answered(second, mentor(cohort, role=Role.SUPERVISOR), 24, "accepted")

    page = page_of(of_watcher(watcher, now()))

    assert (page.first_days, counted(page)["rounds"], counted(page)["first-answers"]) == ([1], 1, 1)
    assert rows(Figure.ROUNDS, of_watcher(watcher, now()), part=1) == [made.enrolment.learner]


def test_the_days_choose_answers(cohort, watcher):
    person = mentor(cohort)
    for day in (17, 19):
        _made, task = given_work(cohort, 16)
        answered(task, person, day)

    day = now().date().replace(year=2026, month=11, day=19)
    assert page_of(of_watcher(watcher, now(), since=day)).first_days == [3]
    assert page_of(of_watcher(watcher, now(), until=day - timedelta(days=1))).first_days == [1]
    assert page_of(of_watcher(watcher, now(), since=day, until=day)).first_days == [3]


@pytest.mark.parametrize(("day", "overdue"), [(23, 0), (24, 1)])
def test_overdue_is_what_waits_after_the_promised_day(cohort, watcher, day, overdue):
    made, _task = given_work(cohort, 16)  # promised for Monday the 23rd

    with at(day):
        scope = of_watcher(watcher, now())
        assert counted(page_of(scope))["overdue"] == overdue
        assert rows(Figure.OVERDUE, scope) == [made.enrolment.learner] * overdue


def test_a_new_promise_does_not_make_it_less_overdue(cohort, watcher):
    _made, task = given_work(cohort, 16)
    ReviewTask.objects.update(promised_on="2026-11-30")
    Reminder.objects.create(task=task, step="reassigned", due_on="2026-11-25", done_at=now())

    with at(26):
        assert counted(page_of(of_watcher(watcher, now())))["overdue"] == 1


def test_who_was_returned_their_work_and_is_silent(cohort, watcher):
    person = mentor(cohort)
    silent, task = given_work(cohort, 2)
    answered(task, person, 3)
    writes, task = given_work(cohort, 2)
    answered(task, person, 3)
    type(writes).objects.filter(pk=writes.pk).update(changed_at="2026-11-20T10:00:00Z")
    gone, task = given_work(cohort, 2)
    answered(task, person, 3)
    Enrolment.objects.filter(pk=gone.enrolment_id).update(state="withdrawn")

    with at(16):
        assert rows(Figure.SILENT, of_watcher(watcher, now())) == []
    with at(17):
        scope = of_watcher(watcher, now())
        assert rows(Figure.SILENT, scope) == [silent.enrolment.learner]
        assert counted(page_of(scope))["silent"] == 1


def test_who_never_handed_in_though_due(cohort, watcher):
    late, done, later = (submission(cohort=cohort) for _ in range(3))
    for made in (late, done, later):
        ActivityDates.objects.create(cohort=cohort, activity=made.assignment, due_at=now() - timedelta(days=1))
    Extension.objects.create(enrolment=later.enrolment, activity=later.assignment, closes_at=now() + timedelta(days=3))
    Enrolment.objects.exclude(pk__in=[late.enrolment_id, later.enrolment_id]).update(state="completed")
    handed_in(done)
    missing = {(row.learner, row.assignment) for row in rows_of(Figure.NEVER, of_watcher(watcher, now()), "en")}

    assert (late.enrolment.learner, "Show your mentor") in missing
    # each of the two who study has three assignments due; one of them has more time for one
    assert counted(page_of(of_watcher(watcher, now())))["never"] == 5


def test_what_mentors_carry(cohort, watcher):
    person = mentor(cohort, name="Maria")
    made = submission(cohort=cohort)
    pair(enrolment=made.enrolment, mentor=person, by=watcher)
    handed_in(made)
    reading = task_of(handed_in(submission(cohort=cohort)))
    claim(task=reading, person=person)
    reviewed(task_of(handed_in(submission(cohort=cohort))), person)

    scope = of_watcher(watcher, now())
    load = page_of(scope, person).loads[0]

    assert (load.learners, load.offered, load.held, load.answered, load.everywhere, load.room) == (1, 1, 1, 1, 2, 20)
    assert [len(rows(figure, scope, whose=person.pk)) for figure in (Figure.OFFERED, Figure.HELD, Figure.THIS_WEEK)] == [1, 1, 1]
    assert rows(Figure.OFFERED, scope, whose=UserFactory().pk) == []


def test_a_mentor_has_figures_of_their_own(cohort, watcher):
    person, other = mentor(cohort), mentor(cohort)
    mine, task = given_work(cohort, 16)
    answered(task, person, 17)
    _theirs, task = given_work(cohort, 16)
    answered(task, other, 20)
    paired(mine.enrolment, person)
    given_work(cohort, 16)

    scope = of_mentor(person, now())

    assert page_of(scope).first_days == [1]
    assert page_of(of_watcher(watcher, now(), mentor=person.pk)).first_days == [1]
    assert counted(page_of(scope))["waiting"] == 0  # what waits for everybody is not theirs


def test_a_cohort_of_others_is_not_counted(watcher):
    handed_in(submission(cohort=CohortFactory()))

    assert counted(page_of(of_watcher(watcher, now())))["waiting"] == 0


def test_events_are_what_is_counted(cohort, watcher):
    _made, task = given_work(cohort, 16)
    answered(task, mentor(cohort), 17)

    TaskEvent.objects.filter(what="returned").delete()

    assert page_of(of_watcher(watcher, now())).first_days == []


def fill(cohort, number):
    for _ in range(number):
        person = mentor(cohort)
        made = submission(cohort=cohort)
        paired(made.enrolment, person)
        ActivityDates.objects.create(cohort=cohort, activity=made.assignment, due_at=now() - timedelta(days=1))
        reviewed(task_of(handed_in(made)), person, "accepted")
        old, task = given_work(cohort, 2)
        paired(old.enrolment, person)
        answered(task, person, 3)
        waits = submission(cohort=cohort)
        paired(waits.enrolment, person)
        handed_in(waits)


PAGES = [("review_figures", []), ("review_figures_file", ["xlsx"]), *(("review_figure", [figure.value]) for figure in Figure)]


@pytest.mark.parametrize("case", range(2))
def test_more_rows_cost_no_more_queries(client, case, cohort, watcher, django_assert_max_num_queries, django_assert_num_queries):
    office = case == 0
    person = watcher if office else mentor(cohort)
    client.force_login(person)
    paths = [reverse(name if office else name.replace("review_", "mentor_"), args=parts) for name, parts in PAGES]
    with time_machine.travel("2026-11-26T10:00:00Z", tick=False):
        fill(cohort, 1)
        if not office:
            ReviewTask.objects.filter(settled_at__isnull=False).update(settled_by=person)
        needed = []
        for path in paths:
            client.get(path)
            with django_assert_max_num_queries(60) as few:
                client.get(path)
            needed.append(len(few.captured_queries))
        fill(cohort, 4)
        if not office:
            ReviewTask.objects.filter(settled_at__isnull=False).update(settled_by=person)

        for path, number in zip(paths, needed, strict=True):
            with django_assert_num_queries(number):
                assert client.get(path).status_code == 200


def test_each_number_on_the_page_leads_to_as_many_rows(client, cohort, watcher):
    client.force_login(watcher)
    with time_machine.travel("2026-11-26T10:00:00Z", tick=False):
        fill(cohort, 2)
        given_work(cohort, 16)
        page = client.get(reverse("review_figures")).context["page"]

        numbers = [*page.waits, *page.stuck, page.first, page.accepted]
        found = [(number.count, client.get(number.url).context["count"]) for number in numbers]
        parts = [(row["count"], client.get(row["url"]).context["count"]) for row in (*page.day_table, *page.round_table)]
        loads = [
            (count, client.get(url).context["count"])
            for row in page.load_table
            for count, url in zip((row["load"].offered, row["load"].held, row["load"].answered), row["urls"], strict=True)
        ]

    assert [one for one, other in (*found, *parts, *loads) if one != other] == []
    assert sum(count for count, _rows in (*found, *parts, *loads)) > 10


def test_a_row_leads_to_what_the_person_may_see(client, cohort, watcher):
    made = submission(cohort=cohort)
    task = task_of(handed_in(made))
    path = reverse("review_figure", args=["waiting"])

    client.force_login(watcher)
    kept = client.get(path).context["rows"][0]["url"]
    client.force_login(mentor(cohort, role=Role.SUPERVISOR))
    read = client.get(path).context["rows"][0]["url"]

    assert (kept, read) == (reverse("pair_learner", args=[made.enrolment_id]), reverse("review_task", args=[task.pk]))


def test_figures_are_chosen_by_course_cohort_and_mentor(client, cohort):
    client.force_login(mentor(None, role=Role.ADMINISTRATOR))
    person, other = mentor(cohort), CohortFactory(name="Autumn")
    mine = submission(cohort=cohort)
    paired(mine.enrolment, person)
    handed_in(mine)
    handed_in(submission(cohort=other))

    def waiting(**chosen):
        return client.get(reverse("review_figures"), chosen).context["page"].waits[0].count

    assert waiting() == 2
    assert waiting(cohort=other.pk) == 1
    assert waiting(course=cohort.course_id) == 1
    assert waiting(mentor=person.pk) == 1
    assert waiting(mentor=person.pk, cohort=other.pk) == 0
    assert waiting(cohort="x", since="yesterday") == 2


def test_the_rows_can_be_read_back_and_nothing_is_calculated(client, cohort, watcher):
    made = submission(cohort=cohort, learner=UserFactory(name="=HYPERLINK(1)"))
    handed_in(made)
    client.force_login(watcher)

    table = client.get(reverse("review_figure_file", args=["waiting", "csv"]))
    book = client.get(reverse("review_figure_file", args=["waiting", "xlsx"]))
    rows_ = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
    cell = load_workbook(io.BytesIO(book.content)).active["A2"]

    assert table.content.startswith(b"\xef\xbb\xbf")
    assert [row[:4] for row in rows_] == [
        ["Learner", "Cohort", "Assignment", "Round"],
        ["'=HYPERLINK(1)", "Spring", "Show your mentor", "1"],
    ]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_the_figures_can_be_read_back(client, cohort, watcher):
    _made, task = given_work(cohort, 16)
    answered(task, mentor(cohort, name="Maria"), 19)
    client.force_login(watcher)

    with at(20):
        table = client.get(reverse("review_figures_file", args=["csv"]))
        book = load_workbook(io.BytesIO(client.get(reverse("review_figures_file", args=["xlsx"])).content))
    rows_ = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))

    assert ["Time to first answer: median, working days", "3"] in rows_
    assert book.sheetnames == ["Figures", "Time to first answer", "Rounds", "Mentors"]
    assert [cell.value for cell in book["Mentors"][2]] == ["Maria", 0, 20, 0, 0, 1, 0, 20]


def test_nothing_at_all_is_said_in_words(client, watcher):
    client.force_login(watcher)

    page = client.get(reverse("review_figures")).text

    assert "Nothing was answered yet." in page
    assert "There are no mentors yet." in page
