"""Many at the same moment: real threads, real connections, real commits."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.consultations.actions.offering import Offer
from courses.internships.actions.closing import Decision, close_entries
from courses.internships.rules import Refused as EntryRefused
from courses.meetings.actions.agenda import carry_over, order_case
from courses.meetings.actions.attending import Mark, mark
from courses.meetings.actions.booking import book, cancel, move
from courses.meetings.actions.closing import close_at
from courses.meetings.actions.minuting import close_minutes, note_of, save_note
from courses.meetings.actions.offering import offer
from courses.meetings.models import Attendance, Case, Meeting, Note
from courses.meetings.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.courses.consultations.test_at_once import at_once
from tests.factories import CohortFactory
from tests.factories.internships import fresh as fresh_entry
from tests.factories.internships import handed_in, participation
from tests.factories.meetings import about, begun, booked, fresh, keeper, meeting, topic, written
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db(transaction=True)
State = Attendance.State
MENTORS = 20


def told(deed):
    """What a refusal of this app says is an answer like others."""

    def run():
        try:
            return deed()
        except (Refused, EntryRefused) as refusal:
            return refusal.reason

    return run


def all_at_once(*deeds):
    return at_once(*[told(deed) for deed in deeds])


def test_of_twenty_mentors_who_want_the_last_seat_one_gets_it_and_the_rest_are_told_their_place():
    one = meeting(seats=1)
    people = [mentor(one.cohort, name=f"Mentor {number}") for number in range(MENTORS)]

    came = all_at_once(*[lambda who=person: book(meeting=fresh(one), person=who) for person in people])

    assert Counter((each.attendance.state, each.is_new) for each in came) == {("booked", True): 1, ("waiting", True): MENTORS - 1}
    assert sorted(each.place for each in came) == list(range(MENTORS))
    assert list(one.attendances.seated().values_list("seat", flat=True)) == [1]


def test_four_clicks_of_one_person_book_once():
    one = meeting()
    person = mentor(one.cohort)

    came = all_at_once(*[lambda: book(meeting=fresh(one), person=person)] * 4)

    assert (len({each.attendance.pk for each in came}), sum(each.is_new for each in came)) == (1, 1)


def test_in_two_windows_nobody_books_two_meetings_of_the_same_time():
    cohort = CohortFactory()
    both = [meeting(cohort, keeper(cohort)) for _ in range(2)]
    person = mentor(cohort)

    came = all_at_once(*[lambda m=each: book(meeting=fresh(m), person=person) for each in both])

    assert (Attendance.objects.filter(state=State.BOOKED).count(), came.count(Refusal.OVERLAPS)) == (1, 1)


def test_two_swap_their_meetings_or_keep_them_and_no_seat_is_lost():
    for _round in range(4):
        cohort = CohortFactory()
        by = keeper(cohort)
        one, other = meeting(cohort, by, seats=1), meeting(cohort, by, seats=1, starts_at=now() + timedelta(days=3))
        first, second = booked(one), booked(other)

        all_at_once(
            lambda a=first, m=other: move(attendance=Attendance.objects.get(pk=a.pk), to=m, by=a.person),
            lambda a=second, m=one: move(attendance=Attendance.objects.get(pk=a.pk), to=m, by=a.person),
        )

        assert [each.attendances.seated().count() for each in (one, other)] == [1, 1]


def test_a_seat_that_is_given_back_is_given_once_while_others_book():
    for _round in range(4):
        one = meeting(seats=1)
        first, waits = booked(one), booked(one)
        late = mentor(one.cohort)

        all_at_once(
            lambda a=first: cancel(attendance=Attendance.objects.get(pk=a.pk), by=a.person),
            lambda m=one, p=late: book(meeting=fresh(m), person=p),
        )

        waits.refresh_from_db()
        assert (waits.state, one.attendances.seated().count(), one.attendances.waiting().count()) == (State.BOOKED, 1, 1)


def test_two_windows_do_not_offer_the_same_hour():
    cohort = CohortFactory()
    by = keeper(cohort)
    what = Offer(starts_at=now() + timedelta(days=1), minutes=60, zone="Europe/Kyiv")

    all_at_once(*[lambda: offer(cohort=cohort, by=by, what=what)] * 4)

    assert Meeting.objects.count() == 1


def test_two_who_mark_at_once_do_no_harm():
    for _round in range(4):
        one = meeting()
        place, guest = booked(one), mentor(one.cohort)
        begun(one)
        said = [{place.pk: Mark(State.BOOKED, True)}, {place.pk: Mark(State.BOOKED, False)}]

        marked = all_at_once(*[lambda s=each, m=one, g=guest: mark(meeting=fresh(m), by=m.offered_by, marks=s, came=[g]) for each in said])

        assert sum(len(each.left) for each in marked) == 1
        assert one.attendances.filter(person=guest, state=State.ATTENDED).count() == 1
        assert place.events.filter(what__in=["attended", "absent"]).count() == 1


def test_a_note_begun_by_four_is_one_and_has_the_words_of_all():
    one = meeting()
    words = ["alpha", "beta", "gamma", "delta"]

    all_at_once(
        *[
            lambda w=word: save_note(note=note_of(meeting=fresh(one)), by=one.offered_by, change=Change(new_ulid(), 0, {"text": w}))
            for word in words
        ]
    )

    note = Note.objects.get()
    assert (note.revision, sorted(word for word in words if word in note.text)) == (4, sorted(words))


def test_what_is_saved_while_the_minutes_are_closed_is_in_them_or_refused():
    for _round in range(6):
        one = begun(meeting())
        note = written(one, "Before.")

        saved, _closed = all_at_once(
            lambda n=note, m=one: (
                save_note(note=Note.objects.get(pk=n.pk), by=m.offered_by, change=Change(new_ulid(), 1, {"text": "After."})).revision
            ),
            lambda m=one: close_minutes(meeting=fresh(m), by=m.offered_by).pk,
        )

        note.refresh_from_db()
        assert (saved, note.text, note.is_closed) in [(2, "After.", True), (Refusal.CLOSED, "Before.", True)]


def test_days_answered_at_the_meeting_and_on_the_list_at_once_are_answered_once():
    for _round in range(4):
        who = participation()
        one = begun(about(who.placement))
        entry = handed_in(who)
        decisions = [Decision(entry.pk, entry.last_number, True)]

        all_at_once(
            lambda m=one, d=decisions: close_at(meeting=fresh(m), decisions=d, by=m.offered_by).pk,
            lambda w=who, d=decisions: close_entries(decisions=d, by=w.placement.mentor).pk,
        )

        assert (fresh_entry(entry).state, entry.links.filter(step="confirmed").count()) == ("confirmed", 1)


def test_a_case_taken_on_by_four_goes_on_once():
    case = topic(meeting())
    meeting(case.meeting.cohort, starts_at=now() + timedelta(days=9))

    all_at_once(*[lambda: carry_over(case=Case.objects.get(pk=case.pk)).pk] * 4)

    assert Case.objects.filter(carried_from=case).count() == 1


def test_cases_moved_by_two_keep_a_place_each():
    one = meeting()
    cases = [topic(one, text) for text in "ABCD"]

    all_at_once(*[lambda c=case: order_case(case=c, is_earlier=True) for case in cases[1:]])

    assert sorted(one.cases.values_list("position", flat=True)) == [1, 2, 3, 4]
