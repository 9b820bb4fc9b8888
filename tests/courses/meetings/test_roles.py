"""Who sees what: every address, as a stranger and in each role; and of an agenda what each may see."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.internships.actions.closing import Decision
from courses.meetings.actions.agenda import put_case
from courses.meetings.actions.booking import invite
from courses.meetings.actions.closing import close_at
from courses.meetings.actions.minuting import agree
from courses.meetings.models import Note
from courses.mentorship.models import Bar
from lms.accounts.models import Role, User
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, UserFactory
from tests.factories.internships import handed_in, participation
from tests.factories.meetings import about, begun, booked, keeper, meeting, topic, written
from tests.factories.mentorship import handed_in as work
from tests.factories.mentorship import mentor, task_of

pytestmark = pytest.mark.django_db
SECRET, HIDDEN = "She is tired of us", "Too strict with the old man"


@pytest.fixture
def one():
    """Begun, with a place, a topic, a case of a learner's work, minutes and something agreed."""
    who = participation()
    made = about(who.placement)
    invite(meeting=made, learner=who.enrolment.learner, by=made.offered_by)
    booked(made)
    topic(made, "Saying no")
    task = task_of(work(cohort=made.cohort))
    put_case(meeting=made, by=made.offered_by, task=task, about=HIDDEN)
    agree(meeting=made, by=made.offered_by, made_id=new_ulid(), text="Call the school", who=made.offered_by)
    written(made, SECRET)
    return made


@pytest.fixture
def people(one):
    """By what they are there."""
    waiting = mentor(one.cohort, name="Waits")
    one.attendances.create(person=waiting, state="waiting")
    absent = mentor(one.cohort, name="Absent")
    one.attendances.create(person=absent, state="absent", seat=7)
    return {
        "visitor": None,
        "stranger": UserFactory(),
        "invited": one.attendances.get(is_learner=True).person,
        "editor": mentor(one.cohort, Role.EDITOR),
        "mentor elsewhere": mentor(CohortFactory()),
        "supervisor elsewhere": keeper(CohortFactory()),
        "mentor": mentor(one.cohort),
        "waiting": waiting,
        "absent": absent,
        "booked": one.attendances.get(state="booked", is_learner=False).person,
        "offers it": one.offered_by,
        "supervisor": keeper(one.cohort),
        "coordinator": keeper(one.cohort, Role.COORDINATOR),
        "administrator": keeper(None, Role.ADMINISTRATOR),
    }


KEEPERS = {"offers it", "supervisor", "coordinator", "administrator"}
PARTAKERS = KEEPERS | {"booked"}
HAVE_PLACE = PARTAKERS | {"waiting", "absent"}


def answers(people, address, method="get", **fields):
    """Who is let in: everybody who is not sent to sign in and not told that nothing is there."""
    found = set()
    for name, person in people.items():
        client = Client()
        if person:
            client.force_login(User.objects.get(pk=person.pk))
        response = getattr(client, method)(address, fields)
        if response.status_code == 302 and "/account/login/" in response["Location"]:
            continue
        if response.status_code not in (401, 404):
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("address", "method", "let_in"),
    [
        ("mentor_meetings", "get", HAVE_PLACE | {"mentor", "mentor elsewhere", "supervisor elsewhere"}),
        ("offer_meeting", "get", KEEPERS | {"supervisor elsewhere"}),
        ("meeting", "get", HAVE_PLACE),
        ("change_meeting", "get", KEEPERS),
        ("cancel_meeting", "get", KEEPERS),
        ("book_meeting", "post", HAVE_PLACE),
        ("leave_meeting", "get", {"booked", "waiting", "absent"}),
        ("move_place", "get", {"booked", "waiting", "absent"}),
        ("meeting_ics", "get", {"booked", "waiting", "absent"}),
        ("invite_learners", "get", KEEPERS),
        ("meeting_attendance", "get", KEEPERS),
        ("add_case", "get", PARTAKERS),
        ("order_case", "post", KEEPERS),
        ("meeting_minutes", "get", PARTAKERS),
        ("close_minutes", "get", KEEPERS),
        ("meeting_entries", "get", PARTAKERS),
        ("save_general_note", "post", PARTAKERS),
        ("invited_meeting", "get", {"invited"}),
        ("leave_invited", "get", {"invited"}),
        ("invited_ics", "get", {"invited"}),
    ],
)
def test_each_address_of_a_meeting_is_for_those_alone(one, people, address, method, let_in):
    begun(one)
    args = [] if address in ("mentor_meetings", "offer_meeting") else [one.pk]

    assert answers(people, reverse(address, args=args), method) == let_in


def test_before_it_begins_the_mentors_of_the_group_see_its_time_and_nothing_of_its_agenda(one, people):
    address = reverse("meeting", args=[one.pk])

    assert answers(people, address) == HAVE_PLACE | {"mentor"}
    for name in ("mentor", "waiting", "absent"):
        client = Client()
        client.force_login(people[name])
        assert "Saying no" not in client.get(address).text


@pytest.mark.parametrize(
    ("address", "method", "let_in"),
    [
        ("change_case", "get", KEEPERS),
        ("remove_case", "get", KEEPERS),
        ("carry_case", "post", PARTAKERS),
        ("save_case_note", "post", PARTAKERS),
    ],
)
def test_each_address_of_a_case(one, people, address, method, let_in):
    case = one.cases.get(topic="Saying no")

    assert answers(people, reverse(address, args=[case.pk]), method) == let_in


def test_places_and_steps_of_others(one, people):
    place, step = one.attendances.get(state="booked", is_learner=False), one.steps.get()

    assert answers(people, reverse("cancel_place", args=[place.pk])) == KEEPERS
    assert answers(people, reverse("step_done", args=[step.pk]), "post") == {"offers it"}
    for name, person in people.items():
        step = agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Call")
        assert (answers({name: person}, reverse("take_step_back", args=[step.pk]), "post") == {name}) == (name in PARTAKERS)


def test_who_put_a_case_on_the_agenda_changes_it(one, people):
    case = topic(one, "Mine", by=people["booked"])

    assert answers(people, reverse("change_case", args=[case.pk])) == PARTAKERS


def test_minutes_are_read_by_who_takes_part_and_by_nobody_else(one, people):
    for name, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        text = client.get(reverse("meeting_minutes", args=[one.pk])).text
        assert (SECRET in text) == (name in PARTAKERS), name


def test_who_is_no_mentor_any_more_sees_nothing(one, people):
    person = people["booked"]
    person.role_assignments.all().delete()

    for address in ("meeting", "meeting_minutes", "mentor_meetings"):
        assert answers({"was": person}, reverse(address, args=[one.pk] if address != "mentor_meetings" else [])) == set()


# Of an agenda


def page(person, address, *args):
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client.get(reverse(address, args=args)).text


def test_a_case_of_work_that_one_may_not_read_shows_nothing_of_it(one, people):
    case = one.cases.get(kind="task")
    learner = case.task.learner
    User.objects.filter(pk=learner.pk).update(name="Marichka Ivanchuk")
    written(one, "Petro says: let her be.", case)
    agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Write to her", case=case)
    Bar.objects.create(mentor=people["booked"], learner=learner)
    words = ("Marichka", HIDDEN, "let her be", "Write to her", "Show your mentor")

    for person, sees in ((people["booked"], False), (one.offered_by, True), (people["coordinator"], False)):
        texts = page(person, "meeting", one.pk) + page(person, "meeting_minutes", one.pk)
        assert [word in texts for word in words] == [sees] * len(words), person
        assert ("A case that you do not see" in texts) == (not sees)
        assert "Saying no" in texts


def test_nothing_is_written_or_changed_about_a_case_that_one_does_not_see(one, people):
    case = one.cases.get(kind="task")
    Bar.objects.create(mentor=people["booked"], learner=case.task.learner)

    let_in = {
        address: answers({"booked": people["booked"]}, reverse(address, args=[case.pk]), "post")
        for address in ("save_case_note", "carry_case")
    }

    assert let_in == {"save_case_note": set(), "carry_case": set()}


def test_the_queue_of_an_open_page_hears_of_those_notes_alone_that_its_reader_sees(one, people):
    case = one.cases.get(kind="task")
    written(one, "Let her be.", case)
    Bar.objects.create(mentor=people["booked"], learner=case.task.learner)
    names = {f"c{case.pk}", f"m{one.pk}"}
    told = {}
    for name in ("offers it", "booked", "mentor", "invited"):
        client = Client()
        client.force_login(people[name])
        told[name] = set(client.get(reverse("meeting_session"), {"log": one.pk, "items": ",".join(names)}).json()["entries"])

    assert told == {"offers it": names, "booked": {f"m{one.pk}"}, "mentor": set(), "invited": set()}
    assert Client().get(reverse("meeting_session"), {"log": one.pk, "items": "m1"}).status_code == 401


def test_a_day_of_practice_that_the_learner_has_begun_to_write_again_is_no_case_to_choose(one):
    person = one.placement.mentor
    booked_place = one.attendances.create(person=person, state="attended")
    draft = handed_in(participation(one.placement))
    type(draft).objects.filter(pk=draft.pk).update(state="draft")

    texts = [page(booked_place.person, "add_case", one.pk)]
    type(draft).objects.filter(pk=draft.pk).update(state="submitted")

    assert ['name="entry"' in text for text in [*texts, page(booked_place.person, "add_case", one.pk)]] == [False, True]


def test_an_invited_learner_sees_when_and_where_and_neither_agenda_nor_minutes(one, people):
    text = page(people["invited"], "invited_meeting", one.pk)

    assert ("Library" in text, str(one.offered_by) in text) == (True, True)
    assert [word in text for word in ("Saying no", SECRET, "Call the school", "Agenda")] == [False] * 4


def test_learners_see_no_meeting_among_their_times_nor_in_their_lists(one, people):
    learner = people["invited"]
    enrolment = learner.enrolments.get()
    meeting(one.cohort, where="Secret place")

    texts = page(learner, "find_time", enrolment.pk) + page(learner, "my_consultations")

    assert "Secret place" not in texts


# What an entry says of the meeting


def test_the_entry_says_at_which_meeting_it_was_confirmed_to_those_who_may_know(one, people):
    place = one.attendances.get(is_learner=True)
    who = place.person.enrolments.get().participations.get()
    entry = handed_in(who)
    begun(one)
    close_at(meeting=one, decisions=[Decision(entry.pk, entry.last_number, True)], by=one.offered_by)
    learner, log = place.person, ("mentor_practice_log", who.pk)
    mine = ("practice_entry", who.enrolment_id, who.pk, entry.made_id)

    before = "At the meeting of" in page(learner, *mine)
    one.attendances.filter(pk=place.pk).update(state="attended")

    assert (before, "At the meeting of" in page(learner, *mine)) == (False, True)
    assert f"/meetings/{one.pk}/" in page(learner, *mine)
    assert "At the meeting of" in page(people["supervisor"], *log)
    assert "At the meeting of" not in page(one.placement.mentor, *log)  # who was not there
    assert "✓" in page(one.offered_by, "meeting_minutes", one.pk)


def test_minutes_name_answered_days_to_those_who_read_them_and_count_the_rest(one, people):
    who = one.placement.participations.first()
    entry = handed_in(who)
    User.objects.filter(pk=who.enrolment.learner_id).update(name="Marichka Ivanchuk")
    begun(one)
    close_at(meeting=one, decisions=[Decision(entry.pk, entry.last_number, True)], by=one.offered_by)

    seen, unseen = page(one.offered_by, "meeting_minutes", one.pk), page(people["booked"], "meeting_minutes", one.pk)

    assert ("Marichka Ivanchuk: " in seen, "Marichka" in unseen, "1 day that you do not see" in unseen) == (True, False, True)


def test_a_stranger_s_note_is_not_kept(one, people):
    address = reverse("save_general_note", args=[one.pk])
    before = Note.objects.get(case=None).revision

    for name in ("mentor", "stranger", "invited"):
        client = Client()
        client.force_login(people[name])
        client.post(address, {"text": "x"})

    assert Note.objects.get(case=None).revision == before
