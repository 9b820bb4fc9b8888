"""What is handed over and forgotten."""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import now

from courses.meetings.actions.agenda import put_case
from courses.meetings.actions.minuting import agree, close_minutes, correct
from courses.meetings.models import AgreedStep, Attendance, Case, Correction, NoteRevision
from courses.meetings.personal_data import erase, export
from lms.accounts.actions import erase_person
from lms.core.log.ulid import new_ulid
from tests.factories import UserFactory
from tests.factories.internships import handed_in, participation
from tests.factories.meetings import about, begun, booked, meeting, topic, written
from tests.factories.mentorship import handed_in as work
from tests.factories.mentorship import task_of

pytestmark = pytest.mark.django_db


def test_a_mentor_gets_what_they_did_and_said(django_assert_max_num_queries):
    one = meeting()
    place = booked(one)
    person = place.person
    topic(one, "Saying no", by=person, about="Hard")
    written(one, "We talked.", by=person)
    agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Call", who=person)
    close_minutes(meeting=begun(one), by=one.offered_by)
    correct(meeting=one, by=person, made_id=new_ulid(), text="It was Petro.")

    with django_assert_max_num_queries(12):
        data = export(person)

    said = json.dumps(data, cls=DjangoJSONEncoder)
    assert [word in said for word in ("Saying no", "Hard", "We talked.", "Call", "It was Petro.")] == [True] * 5
    assert [place["state"] for place in data["places"]] == ["Booked"]
    assert [one["starts_at"] for one in export(one.offered_by)["meetings_offered"]] == [one.starts_at]


def test_learners_get_what_was_said_of_their_work_and_not_who_said_it():
    who = participation()
    one = about(who.placement)
    task = task_of(work(cohort=one.cohort))
    of_task = put_case(meeting=one, by=one.offered_by, task=task, about="Too strict?")
    of_entry = put_case(meeting=one, by=one.offered_by, entry=handed_in(who))
    written(one, "Let her be.", of_task)
    written(one, "He works well.", of_entry)
    agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Write to her", case=of_task, who=one.offered_by)

    first, second = (export(person)["talked_about"] for person in (task.learner, who.enrolment.learner))

    assert [(each["about"], each["minutes"], each["agreed"]) for each in first] == [("Too strict?", "Let her be.", ["Write to her"])]
    assert [each["minutes"] for each in second] == ["He works well."]
    assert str(one.offered_by) not in json.dumps(first, cls=DjangoJSONEncoder)


def test_what_was_said_stays_without_a_name_and_what_is_to_come_is_cancelled():
    one = meeting()
    place = booked(one)
    person = place.person
    later = meeting(one.cohort, starts_at=now() + timedelta(days=9), seats=1)
    mine, waits = booked(later, person), booked(later)
    topic(one, "Saying no", by=person)
    written(one, "We talked.", by=person)
    agree(meeting=one, by=person, made_id=new_ulid(), text="Call", who=person)
    close_minutes(meeting=begun(one), by=one.offered_by)
    correct(meeting=one, by=person, made_id=new_ulid(), text="It was Petro.")

    for _ in range(2):
        erase(person)

    mine.refresh_from_db()
    waits.refresh_from_db()
    assert (mine.state, waits.state) == ("cancelled", "booked")
    assert (Case.objects.get().topic, Case.objects.get().put_by) == ("Saying no", None)
    assert (NoteRevision.objects.get().value, NoteRevision.objects.get().by) == ({"text": "We talked."}, None)
    assert (AgreedStep.objects.get().text, AgreedStep.objects.get().who, AgreedStep.objects.get().by) == ("Call", None, None)
    assert (Correction.objects.get().text, Correction.objects.get().by) == ("It was Petro.", None)
    assert Attendance.objects.get(pk=place.pk).state == "booked"  # it was that day; whoever keeps it says what came of it


def test_what_an_erased_supervisor_offers_is_cancelled_and_its_mentors_are_told():
    one = meeting(mode="phone", where="+380 44 1234567")
    place = booked(one)

    erase_person(person=one.offered_by)

    one.refresh_from_db()
    place.refresh_from_db()
    assert (one.state, one.where, place.state) == ("cancelled", "", "cancelled")


def test_of_an_erased_learner_the_case_keeps_what_was_said_and_no_name():
    one = meeting()
    task = task_of(work(cohort=one.cohort, learner=UserFactory(name="Marichka Ivanchuk")))
    case = put_case(meeting=one, by=one.offered_by, task=task)
    written(one, "Let her be.", case)

    erase_person(person=task.learner)

    case.refresh_from_db()
    assert (case.note.text, "Marichka" in str(case.task.learner)) == ("Let her be.", False)
