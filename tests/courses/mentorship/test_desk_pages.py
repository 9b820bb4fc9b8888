"""The desk as people see it."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from courses.mentorship.actions.claiming import claim
from courses.mentorship.actions.reviewing import escalate
from courses.mentorship.models import Bar, ReviewTask
from courses.mentorship.queue.reach import reach_of
from courses.mentorship.queue.sources import Asked
from courses.mentorship.queue.taking import take_next
from courses.mentorship.templatetags.desk import waits_at_desk
from courses.quizzes.engine.definition import Essay
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, question_of, quiz_of
from tests.factories import CohortFactory, CourseVersionFactory, LessonVersionFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, paired, review_begun, submission, task_of

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring", country="UA")


def task_in(cohort, **fields):
    return task_of(handed_in(submission(cohort=cohort, **fields)))


def main_of(response):
    return response.text[response.text.index("<main") : response.text.index("</main>")]


def desk_of(client, person, query=""):
    client.force_login(person)
    return main_of(client.get(f"/en/mentor/{query}"))


def test_due_is_said_in_words_on_the_cohorts_calendar(client, cohort):
    with time_machine.travel(THURSDAY, tick=False) as clock:
        task_in(cohort, learner=UserFactory(name="Olena Hudz"))
        person, said = mentor(cohort), []
        for days in (0, 1, 7, 8, 12, 20):
            clock.move_to(THURSDAY + timedelta(days=days))
            said += re.findall(r"waiting__due[^>]*>([^<]*)</strong> ([^<]*)<", desk_of(client, person))

    assert said == [
        ("Due 3 December.", "Handed in just now."),
        ("Due Thursday.", "Waits for 1 day."),
        ("Due today.", "Waits for 7 days."),
        ("Was due Thursday.", "Waits for 8 days."),
        ("Was due Thursday.", "Waits for 12 days."),
        ("Was due 3 December.", "Waits for 20 days."),
    ]


def test_each_row_says_what_it_is_to_the_person(client, cohort):
    person, other, supervisor = mentor(cohort), mentor(cohort, name="Olena First"), mentor(cohort, Role.SUPERVISOR)
    with time_machine.travel(THURSDAY, tick=False):
        made = submission(cohort=cohort)
        paired(made.enrolment, person)
        handed_in(made)
        claim(task=task_in(cohort), person=other)
        passed_on = task_in(cohort)
        review_begun(passed_on, other)
        escalate(task=passed_on, person=other, reason="Hard.")
        ReviewTask.objects.filter(pk=passed_on.pk).update(reason="appeal", appeal="Please look again.")

        mine, theirs = desk_of(client, person), desk_of(client, supervisor)

    assert all(words in mine for words in ("For you until Monday", "Your learner", "In the hands of Olena First until 11:45"))
    assert "For a supervisor" not in mine
    assert all(words in theirs for words in ("For a supervisor", "The learner asks for a second look"))
    assert "For you until" not in theirs


def test_titles_in_another_language_than_the_page_say_which(client, cohort):
    made = submission(cohort=cohort)
    LessonVersionFactory(of=made.assignment.lesson, title="Who lives here?")
    CourseVersionFactory(of=cohort.course, title="Ten <lessons>")
    handed_in(made)
    person = mentor(cohort)

    english, ukrainian = desk_of(client, person), main_of(client.get("/uk/mentor/"))

    assert "Who lives here? · Ten &lt;lessons&gt; · Spring" in english
    assert '<span lang="en">Who lives here?</span> · <span lang="en">Ten &lt;lessons&gt;</span> · Spring' in ukrainian


def test_what_is_in_hand_stands_on_top(client, cohort):
    person, task = mentor(cohort), task_in(cohort)
    task_in(cohort)
    claim(task=task, person=person)

    html = desk_of(client, person)

    assert html.index("In your hands") < html.index("Go on") < html.index("The queue") < html.index("Take the next one")
    assert "1 of at most 4." in html


def test_the_list_is_narrowed_in_the_address_and_one_tap_shows_everything(client, cohort):
    other = CohortFactory(name="Autumn", course=cohort.course)
    person = mentor(cohort.course)
    task_in(cohort, learner=UserFactory(name="In Spring"))
    task_in(other, learner=UserFactory(name="In Autumn"))

    html = desk_of(client, person, f"?cohort={cohort.pk}&language=en")

    assert ("In Spring" in html, "In Autumn" in html, "Only: Spring · English." in html) == (True, False, True)
    assert f'<option value="{cohort.pk}" selected>Spring</option>' in html
    assert '<a class="button button--quiet" href="/en/mentor/">Show everything</a>' in html
    assert client.get(reverse("desk_again")).url == f"/en/mentor/?cohort={cohort.pk}&language=en"
    desk_of(client, person)
    assert client.get(reverse("desk_again")).url == "/en/mentor/"


@pytest.mark.parametrize("query", ["?cohort=x", "?language=xx", "?whose=yours", "?after=never", "?course=99999999999999999999"])
def test_nonsense_in_the_address_narrows_nothing(client, cohort, query):
    task_in(cohort, learner=UserFactory(name="Olena Hudz"))

    assert "Olena Hudz" in desk_of(client, mentor(cohort), query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "What learners hand in comes here"),
        ("?whose=mine", "is yours alone for two working days"),
        ("?whose=supervisors", "Last rounds come here"),
        ("?language=uk", "Nothing of this waits."),
        ("?after=0-1-0-1", "This is the end of the queue."),
    ],
)
def test_where_nothing_waits_it_says_what_will_be_here(client, cohort, query, words):
    assert words in desk_of(client, mentor(cohort), query)


def test_page_by_page_to_the_end(client, cohort):
    for _ in range(45):
        task_in(cohort)
    person, seen, address = mentor(cohort), [], "/en/mentor/?language=en"
    client.force_login(person)

    while address:
        html = main_of(client.get(address))
        seen += re.findall(r'<h3 class="card__title"><a href="/en/mentor/tasks/(\d+)/"', html)
        found = re.search(r'href="([^"]*)" rel="next"', html)
        address = found[1].replace("&amp;", "&") if found else ""

    assert [int(pk) for pk in seen] == list(ReviewTask.objects.order_by("handed_in_at", "pk").values_list("pk", flat=True))


def test_nobody_counts_further_than_two_hundred(client, cohort, monkeypatch):
    monkeypatch.setattr("courses.mentorship.showing.desk.MOST_COUNTED", 22)
    for _ in range(22):
        task_in(cohort)
    person = mentor(cohort)

    assert "22 wait." in desk_of(client, person)
    task_in(cohort)
    assert "More than 22 wait." in desk_of(client, person)


def test_the_next_one_is_the_most_due_that_is_to_be_had(client, cohort):
    person, other = mentor(cohort), mentor(cohort)
    taken, first, second = (task_in(cohort) for _ in range(3))
    claim(task=taken, person=other)
    client.force_login(person)

    addresses = [client.post("/en/mentor/next/").url for _ in range(3)]

    assert addresses == [f"/en/mentor/tasks/{first.pk}/", f"/en/mentor/tasks/{second.pk}/", "/en/mentor/"]
    first.refresh_from_db()
    assert (first.claimed_by, first.state) == (person, "in_review")


def test_the_next_one_is_of_what_the_list_is_narrowed_to(client, cohort):
    other = CohortFactory()
    task_in(cohort)
    wanted = task_in(other)
    client.force_login(mentor())

    assert client.post(f"/en/mentor/next/?cohort={other.pk}").url == f"/en/mentor/tasks/{wanted.pk}/"
    assert client.post(f"/en/mentor/next/?cohort={other.pk}").url == f"/en/mentor/?cohort={other.pk}"


def test_the_next_one_may_be_an_answer_in_a_quiz(client, cohort):
    question = question_of(Essay(text="Who?"))
    answer = attempted(quiz_of(question), [(question, {"text": "We."}, None)], cohort=cohort).questions.get()
    client.force_login(mentor(cohort))

    assert client.post("/en/mentor/next/").url == f"/en/grading/{answer.pk}/"


def test_the_fifth_is_refused_with_a_reason(client, cohort):
    for _ in range(5):
        task_in(cohort)
    client.force_login(mentor(cohort))

    for _ in range(5):
        response = client.post("/en/mentor/next/", follow=True)

    assert "You have four open already." in main_of(response)
    assert ReviewTask.objects.filter(claimed_by__isnull=False).count() == 4


def test_what_a_learner_is_called_is_text_and_nothing_else(client, cohort):
    task_in(cohort, learner=UserFactory(name="<script>alert(1)</script>"), title="<b>Bold</b>")

    html = desk_of(client, mentor(cohort))

    assert ("<script>alert" in html, "<b>Bold" in html, "&lt;script&gt;alert(1)&lt;/script&gt;" in html) == (False, False, True)


def test_thirty_rows_ask_no_more_than_one_and_there_are_twelve_queries_at_most(client, cohort):
    person = mentor(cohort)
    claim(task=task_in(cohort), person=person)
    question = question_of(Essay(text="Who?"))
    quiz = quiz_of(question)

    def queries():
        client.force_login(person)
        desk_of(client, person)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk_of_signed_in(client)
        return len(asked)

    task_in(cohort)
    short = queries()
    for _ in range(15):
        task_in(cohort)
        attempted(quiz, [(question, {"text": "We."}, None)], cohort=cohort)
    full = queries()

    assert (full - short, full <= 12) == (1, True), (short, full)  # it counts where there is more than a page
    for _ in range(10):
        task_in(cohort)
    assert queries() == full


def desk_of_signed_in(client):
    assert client.get("/en/mentor/").status_code == 200


def test_the_header_leads_to_the_desk_and_says_how_many_wait_for_one_alone(client, cohort):
    person = mentor(cohort)
    made = submission(cohort=cohort)
    paired(made.enrolment, person)
    handed_in(made)

    def header(who):
        client.force_login(who)
        return client.get("/en/my/").text.split("</header>")[0]

    assert re.search(r'href="/en/mentor/"[^>]*>Mentor\'s desk <span class="site-nav__count">1<', header(person).replace("&#x27;", "'"))
    assert "/en/mentor/" in header(mentor(cohort, Role.COORDINATOR))
    assert "/en/mentor/" not in header(made.enrolment.learner)


def test_learners_pay_nothing_for_the_way_to_the_desk(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert waits_at_desk(UserFactory.build()) is None


@pytest.mark.parametrize("role", [Role.MENTOR, Role.SUPERVISOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_every_way_from_the_desk_leads_somewhere(client, cohort, role):
    client.force_login(mentor(cohort, role))
    html = client.get("/en/mentor/").text
    nav = html[html.index('class="desk-nav"') :].partition("</nav>")[0]

    ways = [way for way in re.findall(r'href="([^"]+)"', nav) if "/guide/" not in way]  # a page that a new site brings
    assert "/en/mentor/receipt/" in ways
    assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)


PAGES = ["desk", "desk_again", "desk_answered", "mentor_replies", "add_reply"]


@pytest.mark.parametrize(
    ("role", "own_cohort", "expected"),
    [
        (None, True, [404, 302, 404, 404, 404]),
        (Role.LEARNER, True, [404, 302, 404, 404, 404]),
        (Role.EDITOR, True, [404, 302, 404, 404, 404]),
        (Role.MENTOR, True, [200, 302, 200, 200, 200]),
        (Role.MENTOR, False, [200, 302, 200, 200, 200]),
        (Role.SUPERVISOR, True, [200, 302, 200, 200, 200]),
        (Role.COORDINATOR, True, [200, 302, 200, 200, 200]),
        (Role.ADMINISTRATOR, True, [200, 302, 200, 200, 200]),
    ],
)
def test_who_gets_in_where(client, cohort, role, own_cohort, expected):
    task = task_in(cohort, learner=UserFactory(name="Olena Hudz"))
    where = cohort if own_cohort else CohortFactory()
    person = mentor(where, role) if role else UserFactory()
    client.force_login(person)

    assert [client.get(reverse(name)).status_code for name in PAGES] == expected
    assert client.post(reverse("take_next")).status_code == (404 if expected[0] == 404 else 302)
    sees = role in (Role.MENTOR, Role.SUPERVISOR, Role.ADMINISTRATOR) and own_cohort
    assert client.get(reverse("mentor_learner", args=[task.submission.enrolment_id])).status_code == (200 if sees else 404)
    task.refresh_from_db()
    assert task.claimed_by == (person if sees else None)


def test_strangers_are_asked_to_sign_in(client, cohort):
    task = task_in(cohort)
    paths = [reverse(name) for name in PAGES] + [reverse("mentor_learner", args=[task.submission.enrolment_id])]

    answers = [client.get(path) for path in paths] + [client.post(reverse("take_next"))]

    assert all(answer.status_code == 302 and "/account/login/" in answer.url for answer in answers)


def test_whoever_is_barred_finds_neither_work_nor_learner(client, cohort):
    task, person = task_in(cohort, learner=UserFactory(name="Olena Hudz")), mentor(cohort)
    question = question_of(Essay(text="Who?"))
    answer = attempted(quiz_of(question), [(question, {"text": "We."}, None)], enrolment=task.submission.enrolment).questions.get()
    Bar.objects.create(mentor=person, learner=task.learner)

    assert "Olena Hudz" not in desk_of(client, person)
    assert client.post("/en/mentor/next/").url == "/en/mentor/"
    assert client.get(reverse("mentor_learner", args=[task.submission.enrolment_id])).status_code == 404
    assert client.get(reverse("grade_answer", args=[answer.pk])).status_code == 404
    assert client.post(reverse("claim_answer", args=[answer.pk])).status_code == 404


def test_after_a_deed_one_is_back_at_the_desk_as_it_was(client, cohort):
    person, task = mentor(cohort), task_in(cohort)
    desk_of(client, person, "?language=en")
    review_begun(task, person)

    response = client.post(reverse("release_task", args=[task.pk]), follow=True)

    assert response.redirect_chain[-1][0] == "/en/mentor/?language=en"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_each_gets_another_one_and_nobody_the_same(cohort):
    tasks = [task_in(cohort) for _ in range(3)]
    people = [mentor(cohort) for _ in range(4)]
    gate, taken = threading.Barrier(len(people)), []

    def press(person):
        gate.wait()
        try:
            taken.append(take_next(Asked(person=person, reach=reach_of(person, "en"), at=now(), language="en")))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(filter(None, taken)) == sorted(reverse("review_task", args=[task.pk]) for task in tasks)
    assert taken.count(None) == 1
    assert ReviewTask.objects.values("claimed_by").distinct().count() == 3
