"""What a coordinator sees of a course as a learner of theirs is shown it on any day."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from courses.catalogue.models import Activity, LessonVersion
from courses.enrolment.models import ActivityDates, Cohort, Enrolment, EnrolmentEvent, Extension
from courses.time_machine.road import road
from courses.workbook.models import Entry
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text, publish

pytestmark = pytest.mark.django_db
LONG_AGO = "2026-01-10T12:00:00Z"


@pytest.fixture
def lesson():
    with time_machine.travel(LONG_AGO):
        page = LessonPageFactory(title="Walrus", body=body(("markdown", "t", "Old words."), long_text("village")))
    page.title, page.body = "Narwhal", body(("markdown", "t", "New words."), long_text("village"))
    return publish(page)


@pytest.fixture
def enrolment(lesson):
    return EnrolmentFactory(cohort__course=lesson.row.course)


def titles(enrolment, at, language="en"):
    return [stop.version.title for stop in road(enrolment, at=at, now=now(), language=language).stops]


def test_each_day_has_the_wording_of_that_day(enrolment):
    first = LessonVersion.objects.order_by("pk").first().created_at

    assert titles(enrolment, first - timedelta(hours=1)) == []
    assert titles(enrolment, first + timedelta(hours=1)) == ["Walrus"]
    assert titles(enrolment, now() + timedelta(days=9)) == ["Narwhal"]


def test_what_was_taken_back_is_shown_as_it_was_meanwhile(enrolment, lesson):
    between = now()
    lesson.title, lesson.body = "Walrus", body(("markdown", "t", "Old words."), long_text("village"))
    with time_machine.travel(between + timedelta(days=5)):
        publish(lesson)
    with time_machine.travel(between + timedelta(days=9)):
        assert titles(enrolment, between + timedelta(days=1)) == ["Narwhal"]
        assert titles(enrolment, between + timedelta(days=7)) == ["Walrus"]


def test_dates_and_extensions_say_what_is_open_then(enrolment, lesson):
    activity = Activity.objects.get(lesson=lesson.row, kind="long_text")
    at = now()
    dates = {"opens_at": at + timedelta(days=1), "closes_at": at + timedelta(days=5)}
    ActivityDates.objects.create(cohort=enrolment.cohort, activity=activity, **dates)
    Extension.objects.create(enrolment=enrolment, activity=activity, closes_at=at + timedelta(days=9))

    def is_open(days):
        (stop,) = road(enrolment, at=at + timedelta(days=days), now=at, language="uk").stops
        assert not stop.is_translated
        return [step.is_open for step in stop.steps]

    assert [is_open(days) for days in (0, 2, 7, 10)] == [[False], [True], [True], [False]]


def test_a_draft_with_a_date_is_told_of(enrolment, lesson):
    lesson.title, lesson.go_live_at = "Orca", now() + timedelta(days=3)
    lesson.save_revision().publish()

    def scheduled(days):
        return [stop.scheduled_for for stop in road(enrolment, at=now() + timedelta(days=days), now=now(), language="en").stops]

    assert scheduled(1) == [None]
    assert scheduled(4) == [lesson.go_live_at]


def query(enrolment, at="2030-01-01T10:00", language="en"):
    return {"learner": enrolment.pk, "at": at, "language": language}


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def coordinator(client, enrolment):
    return signed_in(client, enrolment)


def signed_in(client, enrolment):
    person = UserFactory(language="en")
    grant_role(person=person, role=Role.COORDINATOR, where=enrolment.cohort.course)
    client.force_login(person)
    return person


def test_nothing_that_the_learner_wrote_is_on_the_pages_and_who_looked_is_noted(client, coordinator, enrolment, lesson):
    activity = Activity.objects.get(lesson=lesson.row, kind="long_text")
    Entry.objects.create(enrolment=enrolment, activity=activity, value={"text": "MYSECRET"}, revision=1, changed_at=now())

    pages = [
        client.get(reverse("time_machine")),
        client.get(reverse("time_machine_of_cohort", args=[enrolment.cohort_id]), query(enrolment)),
        client.get(reverse("time_machine_lesson", args=[enrolment.cohort_id, lesson.row.pk]), query(enrolment)),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("MYSECRET" in page.content.decode() for page in pages)
    assert "Narwhal" in pages[1].content.decode()
    assert "New words." in pages[2].content.decode()
    looks = ModelLogEntry.objects.filter(action="workbook.time_machine").values_list("user", "data__enrolment")
    assert set(looks) == {(coordinator.pk, enrolment.pk)}


def moved(enrolment, to, at):
    event = EnrolmentEvent.objects.create(enrolment=enrolment, to_state=to)
    EnrolmentEvent.objects.filter(pk=event.pk).update(at=at)


def test_who_was_not_studying_that_day_had_nothing_open_to_write_in(client, coordinator, enrolment, lesson):
    at = now()
    moved(enrolment, Enrolment.State.ACTIVE, at - timedelta(days=20))
    moved(enrolment, Enrolment.State.WITHDRAWN, at - timedelta(days=10))
    address = reverse("time_machine_of_cohort", args=[enrolment.cohort_id])

    def states(days):
        day = f"{at - timedelta(days=days):%Y-%m-%dT%H:%M}"
        return re.findall(
            r'time-machine__step.*?data-label="State">(.*?)</td>', client.get(address, query(enrolment, at=day)).text, re.DOTALL
        )

    assert [states(days) for days in (30, 15, 5)] == [["Read only"], ["Open"], ["Read only"]]


def test_what_opens_later_is_not_called_closed(client, coordinator, enrolment, lesson):
    activity = Activity.objects.get(lesson=lesson.row, kind="long_text")
    ActivityDates.objects.create(cohort=enrolment.cohort, activity=activity, opens_at=now() + timedelta(days=3))
    moved(enrolment, Enrolment.State.ACTIVE, now() - timedelta(days=20))
    address = reverse("time_machine_of_cohort", args=[enrolment.cohort_id])

    html = client.get(address, query(enrolment, at=f"{now():%Y-%m-%dT%H:%M}")).text

    assert "Not open yet" in html
    assert "Closed" not in html


@pytest.mark.parametrize(("at", "zone"), [("0001-01-01T00:00", "Europe/Kyiv"), ("9999-12-31T23:59", "America/Lima")])
def test_a_day_beyond_the_calendar_is_said_by_the_field(client, coordinator, enrolment, at, zone):
    Cohort.objects.filter(pk=enrolment.cohort_id).update(time_zone=zone)

    answer = client.get(reverse("time_machine_of_cohort", args=[enrolment.cohort_id]), query(enrolment, at=at))

    assert answer.status_code == 200
    assert "Enter a valid date/time." in answer.text


def test_nobody_is_asked_to_enrol_in_a_lesson_of_theirs(client, coordinator, enrolment, lesson):
    html = client.get(reverse("time_machine_lesson", args=[enrolment.cohort_id, lesson.row.pk]), query(enrolment)).text

    assert "Enrol in the course" not in html
    assert "This is a preview: nothing can be written here." in html


def test_where_nobody_is_enrolled_a_learner_is_thought_of(client, coordinator, enrolment, lesson):
    cohort = CohortFactory(course=enrolment.cohort.course)
    activity = Activity.objects.get(lesson=lesson.row, kind="long_text")
    ActivityDates.objects.create(cohort=cohort, activity=activity, opens_at=now() + timedelta(days=3))
    address = reverse("time_machine_of_cohort", args=[cohort.pk])
    later = {"at": f"{now() + timedelta(days=9):%Y-%m-%dT%H:%M}", "language": "en"}

    first, then = client.get(address), client.get(address, later)
    soon = client.get(address, later | {"at": f"{now():%Y-%m-%dT%H:%M}"}).text
    read = client.get(reverse("time_machine_lesson", args=[cohort.pk, lesson.row.pk]), later)

    assert "Nobody is enrolled in this cohort." in first.text
    assert "learner" not in first.context["form"].fields
    assert "Not enrolled yet" not in then.text
    assert [[step.is_open for step in stop.steps] for stop in then.context["road"].stops] == [[True]]
    assert "Read only" not in then.text
    assert "Not open yet" in soon
    assert "New words." in read.text
    looks = ModelLogEntry.objects.filter(action="workbook.time_machine", object_id=cohort.pk)
    assert set(looks.values_list("user", "data__enrolment")) == {(coordinator.pk, None)}


SECTION = ("section", "s", {"heading": "Whom we help"})


@pytest.mark.parametrize(
    ("blocks", "levels"),
    [
        ([("markdown", "t", "New words.")], [1]),
        ([("markdown", "t", "New words."), long_text("village")], [1, 2, 3]),
        ([SECTION, long_text("village")], [1, 2, 3]),
        ([long_text("village"), SECTION, ("markdown", "t", "# Within it")], [1, 2, 3, 2, 3]),
    ],
    ids=["words only", "no section", "a section first", "a section later"],
)
def test_no_level_of_heading_is_left_out(client, coordinator, enrolment, lesson, blocks, levels):
    lesson.body = body(*blocks)
    publish(lesson)

    html = client.get(reverse("time_machine_lesson", args=[enrolment.cohort_id, lesson.row.pk]), query(enrolment)).text

    article = html[html.index("<article") : html.index("</article>")]
    assert [int(level) for level in re.findall(r"<h([1-6])\b", article)] == levels


def test_a_coordinator_of_others_and_a_learner_see_nothing(client, enrolment, lesson):
    other = EnrolmentFactory()
    signed_in(client, other)
    addresses = [
        reverse("time_machine_of_cohort", args=[enrolment.cohort_id]),
        reverse("time_machine_lesson", args=[enrolment.cohort_id, lesson.row.pk]),
    ]

    assert [client.get(address, query(enrolment)).status_code for address in addresses] == [404, 404]
    mine = reverse("time_machine_lesson", args=[other.cohort_id, lesson.row.pk])
    assert client.get(mine, query(enrolment)).status_code == 404
    assert client.get(mine, query(other)).status_code == 404


def test_the_same_queries_for_one_lesson_and_for_three(enrolment, lesson, django_assert_num_queries):
    ContentType.objects.get_by_natural_key("wagtailcore", "page")
    for count in (1, 3):
        for number in range(count - 1):
            LessonPageFactory(parent=lesson.get_parent(), title=f"Lesson {number}")
        with django_assert_num_queries(10):
            assert len(titles(enrolment, now() + timedelta(days=1))) == count
