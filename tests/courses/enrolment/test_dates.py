"""Coordinators set dates, and give one learner more time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from courses.catalogue.models import CourseVersion
from courses.enrolment.actions import give_extension, set_dates, take_extension_back
from courses.enrolment.dates import Window, window_of
from courses.enrolment.models import ActivityDates, Extension
from courses.enrolment.signals import dates_changed
from courses.quizzes.actions.attempts import start_attempt
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import (
    CohortFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonVersionFactory,
    ModuleVersionFactory,
    UserFactory,
)
from tests.factories.quizzes import quiz

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def asked():
    """A quiz in a course that is published."""
    made = quiz(time_limit=600)
    course = made.lesson.course
    CourseVersionFactory(of=course)
    ModuleVersionFactory(of=made.lesson.module)
    LessonVersionFactory(of=made.lesson)
    return made


@pytest.fixture
def enrolment(asked):
    return EnrolmentFactory(cohort__course=asked.lesson.course)


@pytest.fixture
def coordinator(client, asked, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(language="en")
    grant_role(person=person, role=Role.COORDINATOR, where=asked.lesson.course)
    client.force_login(person)
    return client


@pytest.fixture
def told():
    heard = []

    def hear(activity_id, cohort, enrolment, **_more):
        heard.append((activity_id, enrolment))

    dates_changed.connect(hear)
    yield heard
    dates_changed.disconnect(hear)


class TestActions:
    def test_dates_are_set_once_and_told_once(self, asked, enrolment, told):
        closes_at = now() + timedelta(days=1)

        for _twice in range(2):
            set_dates(cohort=enrolment.cohort, activity_id=asked.pk, closes_at=closes_at)

        assert (window_of(enrolment, asked), told) == (Window(closes_at=closes_at), [(asked.pk, None)])

    def test_no_date_at_all_is_no_row(self, asked, enrolment, told):
        set_dates(cohort=enrolment.cohort, activity_id=asked.pk)
        assert told == []
        set_dates(cohort=enrolment.cohort, activity_id=asked.pk, opens_at=now())

        set_dates(cohort=enrolment.cohort, activity_id=asked.pk)

        assert (ActivityDates.objects.exists(), len(told)) == (False, 2)

    def test_an_extension_replaces_the_one_before_and_can_be_taken_back(self, asked, enrolment, told):
        by = UserFactory()
        for minutes in (5, 10):
            extension = give_extension(enrolment=enrolment, activity_id=asked.pk, by=by, extra_minutes=minutes, extra_attempts=1)
        assert window_of(enrolment, asked) == Window(extra_minutes=10, extra_attempts=1)
        assert Extension.objects.get().given_by == by

        for _twice in range(2):
            take_extension_back(extension=extension)

        assert (window_of(enrolment, asked), told) == (Window(), [(asked.pk, enrolment)] * 3)

    @pytest.mark.parametrize(("cohort", "learner", "closes"), [(1, 2, 2), (2, 1, 2), (None, 2, None), (1, None, 1)])
    def test_an_extension_never_takes_away(self, asked, enrolment, cohort, learner, closes):
        day = [None, now() + timedelta(days=1), now() + timedelta(days=2)]
        set_dates(cohort=enrolment.cohort, activity_id=asked.pk, closes_at=day[cohort or 0])
        give_extension(enrolment=enrolment, activity_id=asked.pk, by=UserFactory(), closes_at=day[learner or 0])

        assert window_of(enrolment, asked).closes_at == day[closes or 0]

    def test_an_attempt_under_way_follows_at_once(self, asked, enrolment):
        attempt = start_attempt(enrolment=enrolment, quiz=asked, language="en")
        begun = attempt.started_at

        give_extension(enrolment=enrolment, activity_id=asked.pk, by=UserFactory(), extra_minutes=10)
        attempt.refresh_from_db()
        assert attempt.deadline_at == begun + timedelta(minutes=20)

        closes_at = now() + timedelta(minutes=1)
        set_dates(cohort=enrolment.cohort, activity_id=asked.pk, closes_at=closes_at)
        attempt.refresh_from_db()
        assert attempt.deadline_at == closes_at


class TestInTheBackOffice:
    def test_the_table_shows_what_can_have_dates_in_the_cohorts_time(self, coordinator, asked, enrolment):
        set_dates(cohort=enrolment.cohort, activity_id=asked.pk, closes_at=datetime(2027, 7, 1, 20, tzinfo=KYIV))

        text = coordinator.get(f"/admin/cohorts/{enrolment.cohort.pk}/dates/").text

        assert "1. Whom we help – What do you know?" in text
        assert "2027-07-01 20:00" in text
        assert "All times are those of Kyiv" in text

    def test_times_are_read_by_the_cohorts_clock_in_winter_and_in_summer(self, coordinator, asked, enrolment):
        url = f"/admin/cohorts/{enrolment.cohort.pk}/dates/"

        coordinator.post(url, {f"{asked.pk}-opens_at": "2027-01-15 09:00", f"{asked.pk}-closes_at": "2027-07-15 20:00"})

        row = ActivityDates.objects.get()
        assert row.opens_at == datetime(2027, 1, 15, 7, tzinfo=ZoneInfo("UTC"))
        assert row.closes_at == datetime(2027, 7, 15, 17, tzinfo=ZoneInfo("UTC"))

    @pytest.mark.parametrize(
        ("dates", "words"),
        [
            ({"opens_at": "2027-02-01 09:00", "closes_at": "2027-01-01 09:00"}, "It cannot close before it opens."),
            ({"opens_at": "2027-02-01 09:00", "due_at": "2027-01-01 09:00"}, "It cannot be due before it opens."),
            ({"due_at": "2027-02-01 09:00", "closes_at": "2027-01-01 09:00"}, "It cannot be due after it closes."),
            ({"closes_at": "2027-03-28 03:30"}, "2027-03-28 03:30"),  # that half hour is not on any clock in Kyiv
        ],
    )
    def test_dates_that_cannot_be_are_said_at_the_field_and_nothing_is_saved(self, coordinator, asked, enrolment, dates, words):
        url = f"/admin/cohorts/{enrolment.cohort.pk}/dates/"

        text = coordinator.post(url, {f"{asked.pk}-{name}": value for name, value in dates.items()}).text

        assert words in text
        assert not ActivityDates.objects.exists()

    def test_somebody_gets_more_time_and_loses_it_again(self, coordinator, asked, enrolment):
        url = f"/admin/cohorts/{enrolment.cohort.pk}/extensions/new/"
        assert coordinator.get(url).status_code == 200

        coordinator.post(url, {"enrolment": enrolment.pk, "activity": asked.pk, "extra_minutes": "15", "reason": "Slow line"})

        extension = Extension.objects.get()
        assert (extension.extra_minutes, extension.extra_attempts, extension.reason) == (15, 0, "Slow line")
        assert "Slow line" in coordinator.get(f"/admin/cohorts/{enrolment.cohort.pk}/dates/").text
        own = f"/admin/cohorts/{enrolment.cohort.pk}/extensions/{extension.pk}/"
        assert "Slow line" in coordinator.get(own).text
        coordinator.post(own, {"take-back": "1"})
        assert not Extension.objects.exists()

    def test_an_extension_of_nothing_is_none(self, coordinator, asked, enrolment):
        url = f"/admin/cohorts/{enrolment.cohort.pk}/extensions/new/"

        text = coordinator.post(url, {"enrolment": enrolment.pk, "activity": asked.pk}).text

        assert "Say what the learner gets" in text
        assert not Extension.objects.exists()

    def test_only_learners_of_the_cohort_and_activities_of_its_course_can_be_chosen(self, coordinator, asked, enrolment):
        other_quiz, stranger = quiz(), EnrolmentFactory()
        url = f"/admin/cohorts/{enrolment.cohort.pk}/extensions/new/"

        for change in ({"enrolment": stranger.pk}, {"activity": other_quiz.pk}):
            coordinator.post(url, {"enrolment": enrolment.pk, "activity": asked.pk, "extra_minutes": "15", **change})

        assert not Extension.objects.exists()

    def test_a_cohort_of_somebody_else_is_not_there(self, coordinator, asked, enrolment):
        others = CohortFactory(course=CourseVersionFactory().of)
        extension = give_extension(enrolment=enrolment, activity_id=asked.pk, by=UserFactory(), extra_minutes=5)
        theirs = EnrolmentFactory(cohort=others)

        for url in (
            f"/admin/cohorts/{others.pk}/dates/",
            f"/admin/cohorts/{others.pk}/extensions/new/",
            f"/admin/cohorts/{others.pk}/extensions/{extension.pk}/",
        ):
            assert (coordinator.get(url).status_code, coordinator.post(url, {}).status_code) == (404, 404)
        assert theirs.cohort == others

    def test_a_course_without_a_quiz_says_so(self, coordinator, asked, enrolment):
        asked.lesson.activities.filter(kind="quiz").update(kind="long_text")
        asked.lesson.course.__class__.objects.filter(pk=asked.lesson.course_id).update(stamp=99)

        assert "Nothing in this course opens or closes" in coordinator.get(f"/admin/cohorts/{enrolment.cohort.pk}/dates/").text

    def test_the_list_of_cohorts_leads_there(self, coordinator, enrolment):
        assert f"/admin/cohorts/{enrolment.cohort.pk}/dates/" in coordinator.get("/admin/cohorts/").text
        assert f"/admin/cohorts/{enrolment.cohort.pk}/dates/" in coordinator.get(f"/admin/cohorts/edit/{enrolment.cohort.pk}/").text
        assert CourseVersion.objects.exists()
