"""What mentors and those who keep meetings meet, without a line of JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from courses.meetings.actions.booking import invite
from courses.meetings.actions.minuting import agree, close_minutes
from courses.meetings.models import AgreedStep, Attendance, Case, Correction, Meeting, Note
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.consultations import slot
from tests.factories.internships import fresh as fresh_entry
from tests.factories.internships import handed_in, participation, placement
from tests.factories.meetings import about, begun, booked, keeper, meeting, topic, written
from tests.factories.mentorship import handed_in as work
from tests.factories.mentorship import mentor, task_of

pytestmark = pytest.mark.django_db
State = Attendance.State


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def me(client, cohort):
    """Keeps the meetings of the cohort."""
    person = keeper(cohort, language="en")
    client.force_login(person)
    return person


@pytest.fixture
def guest(client, cohort):
    person = mentor(cohort, name="Petro", language="en")
    client.force_login(person)
    return person


def send(client, page, *args, **fields):
    return client.post(reverse(page, args=args), fields, follow=True)


def offered_form(of, **more):
    day = (localdate() + timedelta(days=3)).isoformat()
    fields = {"cohort": of.pk, "day": day, "at": "18:00", "minutes": 90, "mode": "place", "where": "Library", "seats": 8}
    return {**fields, "every": 0, "zone": "Europe/Kyiv", "placement": "", **more}


def test_a_meeting_or_a_series_is_offered(client, me, cohort):
    until = (localdate() + timedelta(days=3 + 14)).isoformat()

    texts = [send(client, "offer_meeting", **offered_form(cohort)).text]
    texts += [send(client, "offer_meeting", **offered_form(cohort, at="10:00", every=1, until=until)).text]

    assert ("Offered: 1 meeting." in texts[0], "Offered: 3 meetings." in texts[1], Meeting.objects.count()) == (True, True, 4)


def test_what_cannot_be_offered_is_said_beside_its_field(client, me, cohort):
    elsewhere = placement()
    other = keeper(elsewhere.cohort)
    for wrong in ({"day": "2020-01-01"}, {"seats": 0}, {"cohort": elsewhere.cohort_id}, {"placement": elsewhere.pk}, {"every": 1}):
        assert client.post(reverse("offer_meeting"), offered_form(cohort, **wrong)).status_code == 422
    client.force_login(other)
    theirs = placement(cohort=elsewhere.cohort)
    assert client.post(reverse("offer_meeting"), offered_form(cohort, placement=theirs.pk)).status_code == 422
    assert Meeting.objects.count() == 0


def test_a_placement_of_another_group_of_theirs_is_not_taken(client, cohort):
    person = keeper(cohort.course)
    client.force_login(person)
    other = placement(cohort=CohortFactory(course=cohort.course))

    response = client.post(reverse("offer_meeting"), offered_form(cohort, placement=other.pk))

    assert (response.status_code, "This placement is of another group." in response.text) == (422, True)


def test_an_overlap_is_asked_about_once(client, me, cohort):
    send(client, "offer_meeting", **offered_form(cohort))
    asked = client.post(reverse("offer_meeting"), offered_form(cohort)).text

    send(client, "offer_meeting", **offered_form(cohort, is_sure="on"))

    assert ("Offer it all the same" in asked, Meeting.objects.count()) == (True, 2)


def test_a_meeting_is_changed_and_cancelled(client, me, cohort):
    one = meeting(cohort, me)
    mine = booked(one)

    changed = send(client, "change_meeting", one.pk, **offered_form(cohort, where="Club")).text
    asked = client.get(reverse("cancel_meeting", args=[one.pk])).text
    send(client, "cancel_meeting", one.pk, reason="Flu")

    mine.refresh_from_db()
    one.refresh_from_db()
    assert ("Club" in changed, "1 person has booked it" in asked) == (True, True)
    assert (one.state, one.reason, mine.state) == ("cancelled", "Flu", State.CANCELLED)


def test_a_mentor_books_moves_and_gives_back(client, guest, cohort):
    one, other = meeting(cohort), meeting(cohort, starts_at=now() + timedelta(days=6))

    texts = [send(client, "book_meeting", one.pk).text]
    texts += [client.get(reverse("move_place", args=[one.pk])).text]
    texts += [send(client, "move_place", one.pk, meeting=other.pk).text]
    texts += [client.get(reverse("meeting_ics", args=[other.pk])).text]
    texts += [send(client, "leave_meeting", other.pk, reason="Ill").text]

    words = ["Booked. A letter", "Move here", "You come at another time now.", "BEGIN:VEVENT", "It is cancelled."]
    assert [word in text for word, text in zip(words, texts, strict=True)] == [True] * 5
    assert Attendance.objects.get().state == State.CANCELLED


def test_who_comes_second_is_told_so_and_who_wants_to_wait_as_well(client, guest, cohort):
    one, other = meeting(cohort, seats=1), meeting(cohort, seats=1, starts_at=now() + timedelta(days=6))
    booked(one)
    booked(other)

    texts = [send(client, "book_meeting", one.pk).text, send(client, "book_meeting", other.pk, wait=1).text]

    assert "The last place was taken a moment ago. You are first on the waiting list." in texts[0]
    assert "You are number 1 on the waiting list." in texts[1]


def test_who_offers_consultations_at_that_time_is_told(client, guest, cohort):
    one = meeting(cohort)
    slot(cohort, guest, starts_at=one.starts_at)

    assert "You offer consultations at that time." in send(client, "book_meeting", one.pk).text


def test_numbers_and_links_are_for_whoever_comes(client, guest, cohort):
    one = meeting(cohort, mode="online", where="https://meet.example.org/x")
    address = reverse("meeting", args=[one.pk])

    texts = [client.get(reverse("mentor_meetings")).text, client.get(address).text]
    send(client, "book_meeting", one.pk)

    assert ["meet.example.org" in text for text in [*texts, client.get(address).text]] == [False, False, True]


def test_a_piece_of_work_a_day_and_a_topic_are_put_on_the_agenda(client, me):
    who = participation()
    client.force_login(keeper(who.placement.cohort, language="en"))
    one = about(who.placement)
    task, entry = task_of(work(cohort=one.cohort)), handed_in(who)

    for chosen in ({"task": task.pk}, {"entry": entry.pk}, {"topic": "Saying no"}):
        send(client, "add_case", one.pk, about="Why?", **chosen)
    refused = [
        client.post(reverse("add_case", args=[one.pk]), wrong)
        for wrong in ({}, {"task": task.pk, "topic": "x"}, {"task": task.pk}, {"task": 999})
    ]

    assert list(one.cases.values_list("kind", "about")) == [("task", "Why?"), ("entry", "Why?"), ("topic", "Why?")]
    assert [answer.status_code for answer in refused] == [422] * 4
    assert "This is on the agenda already." in refused[2].text


def test_work_of_another_group_is_not_put_on_the_agenda(client, me, cohort):
    elsewhere = task_of(work())

    response = client.post(reverse("add_case", args=[meeting(cohort, me).pk]), {"task": elsewhere.pk, "about": "x"})

    assert (response.status_code, Case.objects.count()) == (422, 0)


def test_cases_are_ordered_changed_taken_off_and_taken_on(client, me, cohort):
    one = meeting(cohort, me)
    meeting(cohort, starts_at=now() + timedelta(days=9))
    first, second = topic(one, "First"), topic(one, "Second")

    ordered = client.post(reverse("order_case", args=[one.pk]), {"earlier": second.pk})
    send(client, "change_case", second.pk, topic="Second one", about="Why")
    begun(one)
    told = send(client, "carry_case", second.pk).text
    send(client, "remove_case", first.pk)

    assert ordered["Location"].endswith(f"#case-{second.pk}")
    assert "It goes on at the meeting of" in told
    assert list(Case.objects.order_by("pk").values_list("topic", "about")) == [("Second one", "Why"), ("Second one", "Why")]


@pytest.mark.parametrize("number", ["", "x", "999", "9" * 30])
def test_a_case_that_is_none_is_not_ordered(client, me, cohort, number):
    one = meeting(cohort, me)
    topic(one)

    assert client.post(reverse("order_case", args=[one.pk]), {"earlier": number}).status_code == 302


def test_who_was_there_is_noted_on_one_page_and_put_right_there(client, me, cohort):
    one = meeting(cohort, me)
    place, other, late = booked(one), booked(one), mentor(cohort, name="Late")
    begun(one)
    address = reverse("meeting_attendance", args=[one.pk])

    page = client.get(address).text
    fields = {f"p-{place.pk}": "yes", f"s-{place.pk}": "booked", f"p-{other.pk}": "no", f"s-{other.pk}": "booked"}
    told = send(client, "meeting_attendance", one.pk, came=late.pk, lasted=75, **fields).text
    send(client, "meeting_attendance", one.pk, lasted=75, **{f"p-{other.pk}": "yes", f"s-{other.pk}": "absent"})

    assert ('value="90"' in page, "Noted: 2 were there." in told) == (True, True)
    assert list(one.attendances.order_by("pk").values_list("state", flat=True)) == [State.ATTENDED] * 3
    assert Meeting.objects.get().lasted == 75


def test_a_mark_that_somebody_else_has_made_otherwise_stays_and_is_named(client, me, cohort):
    one = meeting(cohort, me)
    place = booked(one)
    begun(one)
    one.attendances.update(state="absent")

    text = send(client, "meeting_attendance", one.pk, lasted=75, **{f"p-{place.pk}": "yes", f"s-{place.pk}": "booked"}).text

    assert f"Somebody else has marked this meanwhile, and it stays so: {place.person}" in text
    assert one.attendances.get().state == State.ABSENT


def test_nonsense_about_who_was_there_changes_nothing(client, me, cohort):
    one = begun(meeting(cohort, me))
    stranger = mentor(CohortFactory())

    answers = [
        client.post(reverse("meeting_attendance", args=[one.pk]), wrong).status_code
        for wrong in ({}, {"lasted": 0}, {"lasted": 60, "came": stranger.pk})
    ]

    assert (answers, one.attendances.count()) == ([422] * 3, 0)


def test_minutes_are_written_with_a_plain_form(client, me, cohort):
    one = begun(meeting(cohort, me))
    case = topic(one)
    here = reverse("meeting_minutes", args=[one.pk])

    client.post(reverse("save_general_note", args=[one.pk]), {"text": "In general.", "base": 0, "next": here})
    answer = client.post(reverse("save_case_note", args=[case.pk]), {"text": "Of the case.", "base": 0, "next": here})

    assert answer["Location"] == here
    assert [word in client.get(here).text for word in ("In general.", "Of the case.")] == [True, True]


def test_what_is_agreed_stands_in_the_list_of_whoever_does_it(client, me, guest, cohort):
    one = begun(meeting(cohort, me))
    case = topic(one)
    client.force_login(me)
    name = new_ulid()

    for _ in range(2):
        send(client, "meeting_minutes", one.pk, made_id=name, text="Call the school", who=guest.pk, due_on="2026-12-24", case=case.pk)
    refused = client.post(reverse("meeting_minutes", args=[one.pk]), {"text": ""})
    client.force_login(guest)
    listed = client.get(reverse("mentor_meetings")).text
    send(client, "step_done", AgreedStep.objects.get().pk)

    assert (refused.status_code, "Call the school" in listed, "24 December" in listed) == (422, True, True)
    assert AgreedStep.objects.get().done_at is not None
    assert "Call the school" not in client.get(reverse("mentor_meetings")).text


def test_closed_minutes_are_read_and_corrected(client, me, cohort):
    one = begun(meeting(cohort, me))
    written(one, "We talked.")
    send(client, "close_minutes", one.pk)

    refused = client.post(reverse("save_general_note", args=[one.pk]), {"text": "Else.", "base": 1})
    text = send(client, "meeting_minutes", one.pk, made_id=new_ulid(), text="It was Petro.").text

    assert (refused.status_code, "The minutes are closed" in refused.text, "Else." in refused.text) == (409, True, True)
    assert ("We talked." in text, "It was Petro." in text, "<textarea" in text) == (True, True, True)
    assert (Note.objects.get().text, Correction.objects.count()) == ("We talked.", 1)


def test_days_are_confirmed_at_the_meeting_by_one_press(client):
    who = participation()
    one = begun(about(who.placement))
    client.force_login(keeper(one.cohort, language="en"))
    first, second = handed_in(who), handed_in(who)
    address = reverse("meeting_entries", args=[one.pk])

    page = client.get(address).text
    fields = {f"n-{each.pk}": each.last_number for each in (first, second)} | {"seen": [first.pk, second.pk], "confirm-all": 1}
    text = client.post(address, fields, follow=True).text

    assert (page.count('name="seen"'), "2 entries are answered." in text) == (2, True)
    assert [fresh_entry(each).state for each in (first, second)] == ["confirmed"] * 2
    assert one.closings.get().closing.links.count() == 2


def test_a_day_that_was_handed_in_anew_is_not_answered_unseen(client):
    who = participation()
    one = begun(about(who.placement))
    client.force_login(keeper(one.cohort, language="en"))
    entry = handed_in(who)

    response = client.post(reverse("meeting_entries", args=[one.pk]), {f"e-{entry.pk}": "confirm", f"n-{entry.pk}": 99})

    assert (response.status_code, "An entry has changed meanwhile" in response.text) == (422, True)
    assert one.closings.count() == 0


def test_days_of_another_placement_are_not_answered_here(client):
    who, other = participation(), participation()
    one = begun(about(who.placement))
    client.force_login(keeper(None, language="en"))
    entry = handed_in(other)

    client.post(reverse("meeting_entries", args=[one.pk]), {f"e-{entry.pk}": "confirm", f"n-{entry.pk}": entry.last_number})

    assert fresh_entry(entry).state == "submitted"


def test_learners_of_the_placement_are_invited_and_say_that_they_cannot_come(client):
    who = participation()
    one, learner = about(who.placement), who.enrolment.learner
    client.force_login(keeper(one.cohort, language="en"))

    send(client, "invite_learners", one.pk, learner=[learner.pk, 999, "x"])
    place = one.attendances.get()
    client.force_login(learner)
    page = client.get(reverse("invited_meeting", args=[one.pk]), HTTP_ACCEPT_LANGUAGE="en").text
    client.post(reverse("leave_invited", args=[one.pk]), {"reason": "The bus"})

    place.refresh_from_db()
    assert (place.is_learner, "I cannot come" in page, place.state, place.events.last().reason) == (True, True, State.CANCELLED, "The bus")


def test_empty_pages_say_what_will_be_here(client, guest, cohort):
    one = meeting(cohort)

    assert "Nothing is on the agenda yet." in send(client, "book_meeting", one.pk).text
    Attendance.objects.all().delete()
    Meeting.objects.all().delete()
    assert "as soon as a supervisor or coordinator offers one" in client.get(reverse("mentor_meetings")).text


# What a page costs


def filled(cohort, by, number):
    """That many meetings ahead and behind, each with as many people, cases, notes and answered days."""
    where = placement(cohort=cohort)
    for day in range(1, number + 1):
        ahead = meeting(cohort, by, starts_at=now() + timedelta(days=2 * day), placement=where)
        begun(meeting(cohort, by, minutes=30), hours=20 * day)
        for _ in range(number):
            booked(ahead)
            invite(meeting=ahead, learner=participation(where).enrolment.learner, by=by)
            case = topic(ahead)
            written(ahead, "Said.", case)
            agree(meeting=ahead, by=by, made_id=new_ulid(), text="Call", case=case, who=by)
    return ahead


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(client, me, cohort, django_assert_num_queries, number):
    filled(cohort, me, number)

    with django_assert_num_queries(12):
        client.get(reverse("mentor_meetings"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_meeting_costs_the_same_however_much_is_on_it(client, me, cohort, django_assert_num_queries, number):
    one = filled(cohort, me, number)

    with django_assert_num_queries(11):
        client.get(reverse("meeting", args=[one.pk]))


@pytest.mark.parametrize("number", [1, 3])
def test_minutes_cost_the_same_however_much_was_said(client, me, cohort, django_assert_num_queries, number):
    one = begun(filled(cohort, me, number))
    who = participation(one.placement)
    for _ in range(number):
        entry = handed_in(who)
        client.post(reverse("meeting_entries", args=[one.pk]), {f"e-{entry.pk}": "confirm", f"n-{entry.pk}": entry.last_number})
    close_minutes(meeting=one, by=me)

    with django_assert_num_queries(13):
        client.get(reverse("meeting_minutes", args=[one.pk]))
