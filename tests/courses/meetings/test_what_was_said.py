"""Agenda, attendance, minutes, corrections, and days of practice that are answered at a meeting."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.consultations.counting import people_in
from courses.consultations.models import Consultation
from courses.consultations.rules import slots_open_to
from courses.internships.actions.closing import Decision
from courses.internships.rules import Refusal as EntryRefusal
from courses.internships.rules import Refused as EntryRefused
from courses.meetings.actions.agenda import carry_over, change_case, order_case, put_case, remove_case
from courses.meetings.actions.attending import Mark, mark
from courses.meetings.actions.closing import close_at
from courses.meetings.actions.minuting import agree, close_minutes, correct, note_of, save_note, set_done, take_back
from courses.meetings.actions.offering import cancel_meeting
from courses.meetings.models import AgreedStep, Attendance, Case, Correction, MeetingClosing, Note
from courses.meetings.rules import Refusal, Refused
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory
from tests.factories.consultations import learner, slot
from tests.factories.internships import fresh as fresh_entry
from tests.factories.internships import handed_in, participation
from tests.factories.meetings import about, begun, booked, fresh, keeper, meeting, topic, written
from tests.factories.mentorship import handed_in as work
from tests.factories.mentorship import mentor, task_of

pytestmark = pytest.mark.django_db
State = Attendance.State


def refused(deed, *args, **fields) -> Refusal:
    with pytest.raises(Refused) as refusal:
        deed(*args, **fields)
    return refusal.value.reason


def titles(one) -> list[str]:
    return list(one.cases.order_by("position", "pk").values_list("topic", flat=True))


# Agenda


def test_a_case_is_a_piece_of_work_a_day_or_a_topic():
    who = participation()
    one = about(who.placement)
    task = task_of(work(cohort=one.cohort))

    made = [
        put_case(meeting=one, by=one.offered_by, task=task, about="Too strict?"),
        put_case(meeting=one, by=one.offered_by, entry=handed_in(who)),
        put_case(meeting=one, by=one.offered_by, topic="Saying no"),
    ]

    assert [(case.kind, case.position) for case in made] == [("task", 1), ("entry", 2), ("topic", 3)]
    assert refused(put_case, meeting=one, by=one.offered_by, task=task) == Refusal.TWICE


def test_the_database_knows_what_a_case_is():
    one = meeting()
    task = task_of(work(cohort=one.cohort))

    for fields in ({"kind": "topic"}, {"kind": "topic", "topic": "x", "task": task}, {"kind": "task", "topic": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.create(meeting=one, position=1, **fields)


def test_cases_are_put_in_order_one_place_at_a_time():
    one = meeting()
    first, second, third = (topic(one, text) for text in "ABC")

    order_case(case=third, is_earlier=True)
    order_case(case=first, is_earlier=True)
    order_case(case=second, is_earlier=False)
    order_case(case=first, is_earlier=False)

    assert titles(one) == ["C", "A", "B"]


def test_a_case_is_changed_and_taken_off_until_something_is_written_about_it():
    one = meeting()
    first, second, third = (topic(one, text) for text in "ABC")
    written(one, "We talked.", second)
    agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Call", case=third)

    change_case(case=first, topic="A2", about="Why")
    remove_case(case=first)
    remove_case(case=first)

    assert titles(one) == ["B", "C"]
    assert [refused(remove_case, case=case) for case in (second, third)] == [Refusal.MENTIONED] * 2
    assert refused(change_case, case=first, about="Late") == Refusal.NOT_THERE


def test_a_case_goes_on_once_at_the_next_meeting_of_the_group():
    cohort = CohortFactory()
    one = meeting(cohort)
    case = topic(one, "Saying no", about="Still hard")
    begun(one)
    meeting(cohort, starts_at=now() + timedelta(days=20))
    following = meeting(cohort, starts_at=now() + timedelta(days=9))
    meeting(starts_at=now() + timedelta(days=3))

    on = [carry_over(case=case) for _ in range(2)]

    assert on[0] == on[1]
    assert (on[0].meeting, on[0].topic, on[0].about, on[0].carried_from) == (following, "Saying no", "Still hard", case)


def test_without_a_later_meeting_a_case_stays_where_it_is():
    case = topic(meeting())

    assert refused(carry_over, case=case) == Refusal.NO_LATER


def test_work_that_is_on_the_next_agenda_already_is_not_put_there_twice():
    one = meeting()
    task = task_of(work(cohort=one.cohort))
    following = meeting(one.cohort, starts_at=now() + timedelta(days=9))
    case, there = (put_case(meeting=each, by=one.offered_by, task=task) for each in (one, following))

    assert carry_over(case=case) == there
    assert following.cases.count() == 1


# Attendance


def marks(*said: tuple[Attendance, bool]) -> dict[int, Mark]:
    return {place.pk: Mark(place.state, was_there) for place, was_there in said}


def states(one) -> list[str]:
    return list(one.attendances.order_by("pk").values_list("state", flat=True))


def test_who_was_there_is_noted_with_who_came_without_booking():
    one = meeting()
    came, stayed = booked(one), booked(one)
    guest = mentor(one.cohort)
    begun(one)

    mark(meeting=one, by=one.offered_by, marks=marks((came, True), (stayed, False)), came=[guest, guest, one.offered_by], lasted=80)

    assert states(one) == [State.ATTENDED, State.ABSENT, State.ATTENDED]
    walked_in = one.attendances.get(person=guest)
    assert (walked_in.seat, walked_in.is_learner, fresh(one).lasted) == (None, False, 80)


def test_nobody_was_there_before_it_began():
    one = meeting()

    assert refused(mark, meeting=one, by=one.offered_by, marks=marks((booked(one), True))) == Refusal.NOT_BEGUN


def test_a_day_later_it_is_put_right_and_what_happened_stays_written():
    one = meeting()
    place, guest = booked(one), mentor(one.cohort)
    begun(one, hours=30)
    mark(meeting=one, by=one.offered_by, marks=marks((place, True)), came=[guest], lasted=90)
    place.refresh_from_db()
    walked_in = one.attendances.get(person=guest)

    mark(meeting=one, by=one.offered_by, marks=marks((place, False), (walked_in, False)))

    assert states(one) == [State.ABSENT, State.CANCELLED]
    assert [event.what for event in place.events.all()] == ["booked", "attended", "absent"]
    assert [event.what for event in walked_in.events.all()] == ["attended", "taken_out"]


def test_who_was_taken_out_by_mistake_is_noted_again():
    one, guest = begun(meeting()), mentor()  # of the whole site
    mark(meeting=one, by=one.offered_by, marks={}, came=[guest])
    mark(meeting=one, by=one.offered_by, marks=marks((one.attendances.get(), False)))

    mark(meeting=one, by=one.offered_by, marks={}, came=[guest])

    assert states(one) == [State.CANCELLED, State.ATTENDED]


def test_what_somebody_else_has_marked_meanwhile_is_not_written_over():
    one = meeting()
    place = booked(one)
    begun(one)
    seen = marks((place, False))
    mark(meeting=one, by=keeper(one.cohort), marks=marks((place, True)))

    marked = mark(meeting=one, by=one.offered_by, marks=seen)

    assert ([each.pk for each in marked.left], states(one)) == ([place.pk], [State.ATTENDED])


def test_the_same_said_twice_is_one_event():
    one = meeting()
    place = booked(one)
    begun(one)

    for _ in range(2):
        mark(meeting=one, by=one.offered_by, marks=marks((place, True)))

    assert place.events.filter(what="attended").count() == 1


def test_who_waited_and_came_was_there():
    one = meeting(seats=1)
    booked(one)
    waits = booked(one)
    begun(one)

    mark(meeting=one, by=one.offered_by, marks=marks((waits, True)))

    waits.refresh_from_db()
    assert (waits.state, waits.seat) == (State.ATTENDED, None)


# Minutes


def test_what_two_write_at_once_is_put_together():
    one = meeting()
    note = written(one, "Oksana talks.")
    other = mentor(one.cohort)

    save_note(note=note, by=one.offered_by, change=Change(new_ulid(), 1, {"text": "First: Oksana talks."}))
    late = save_note(note=Note.objects.get(), by=other, change=Change(new_ulid(), 1, {"text": "Oksana talks. Then Petro."}))

    assert late.value == {"text": "First: Oksana talks. Then Petro."}
    assert list(note.revisions.order_by("number").values_list("by", flat=True)) == [one.offered_by_id, one.offered_by_id, other.pk]


def test_a_change_sent_twice_is_kept_once():
    one = meeting()
    change = Change(new_ulid(), 0, {"text": "Said."})

    for _ in range(2):
        save_note(note=note_of(meeting=one), by=one.offered_by, change=change)

    assert Note.objects.get().revisions.count() == 1


def test_what_was_agreed_stands_once_and_is_ticked_off():
    one = meeting()
    name = new_ulid()

    for _ in range(2):
        step = agree(meeting=one, by=one.offered_by, made_id=name, text="Call the school", who=one.offered_by)
    set_done(step=step, is_done=True)

    assert AgreedStep.objects.get().done_at is not None
    assert not AgreedStep.objects.of(one.offered_by).to_do().exists()


def test_closed_minutes_stay_as_they_are_and_a_correction_is_added():
    one = meeting()
    case = topic(one)
    note, step = written(one, "We talked."), agree(meeting=one, by=one.offered_by, made_id=new_ulid(), text="Call")
    stale = Note.objects.get(pk=note.pk)
    begun(one)

    for _ in range(2):
        close_minutes(meeting=one, by=one.offered_by)

    words = Change(new_ulid(), 1, {"text": "No, we did not."})
    assert refused(save_note, note=Note.objects.get(), by=one.offered_by, change=words) == Refusal.CLOSED
    assert refused(save_note, note=stale, by=one.offered_by, change=words) == Refusal.CLOSED
    assert refused(note_of, meeting=one, case=case) == Refusal.CLOSED
    assert refused(agree, meeting=one, by=one.offered_by, made_id=new_ulid(), text="More") == Refusal.CLOSED
    assert refused(take_back, step=step) == Refusal.CLOSED
    assert refused(put_case, meeting=one, by=one.offered_by, topic="Late") == Refusal.CLOSED
    assert refused(order_case, case=case, is_earlier=True) == Refusal.CLOSED
    assert Note.objects.get().text == "We talked."

    correct(meeting=one, by=one.offered_by, made_id=new_ulid(), text="It was Petro.")
    set_done(step=step, is_done=True)

    assert (Correction.objects.get().text, AgreedStep.objects.get().done_at is not None) == ("It was Petro.", True)


def test_minutes_are_closed_when_it_has_begun_and_corrected_when_they_are_closed():
    one = meeting()

    assert refused(close_minutes, meeting=one, by=one.offered_by) == Refusal.NOT_BEGUN
    assert refused(correct, meeting=one, by=one.offered_by, made_id=new_ulid(), text="x") == Refusal.NOT_CLOSED


def test_nothing_is_written_of_what_was_cancelled():
    one = meeting()
    cancel_meeting(meeting=one, by=one.offered_by)

    assert refused(note_of, meeting=one) == Refusal.CANCELLED
    assert refused(put_case, meeting=one, by=one.offered_by, topic="x") == Refusal.CANCELLED


# Days of practice


def test_days_are_confirmed_and_returned_at_once_and_the_meeting_names_it():
    who = participation()
    one = begun(about(who.placement))
    first, second = handed_in(who), handed_in(who, did="Something")
    decisions = [Decision(first.pk, first.last_number, True), Decision(second.pk, second.last_number, False, "What came of it?")]

    made = close_at(meeting=one, decisions=decisions, by=one.offered_by)

    assert [fresh_entry(each).state for each in (first, second)] == ["confirmed", "returned"]
    assert (made.meeting, made.closing.links.count()) == (one, 2)


def test_if_one_has_changed_meanwhile_none_is_answered():
    who = participation()
    one = begun(about(who.placement))
    first, second = handed_in(who), handed_in(who)
    decisions = [Decision(first.pk, first.last_number, True), Decision(second.pk, second.last_number + 1, True)]

    with pytest.raises(EntryRefused) as refusal:
        close_at(meeting=one, decisions=decisions, by=one.offered_by)

    assert (refusal.value.reason, refusal.value.entries) == (EntryRefusal.CHANGED, (second.pk,))
    assert (fresh_entry(first).state, MeetingClosing.objects.count()) == ("submitted", 0)


def test_days_are_answered_while_the_meeting_is_on_and_its_minutes_open():
    who = participation()
    one = about(who.placement)
    entry = handed_in(who)
    decisions = [Decision(entry.pk, entry.last_number, True)]

    assert refused(close_at, meeting=one, decisions=decisions, by=one.offered_by) == Refusal.NOT_BEGUN
    close_minutes(meeting=begun(one), by=one.offered_by)
    assert refused(close_at, meeting=one, decisions=decisions, by=one.offered_by) == Refusal.CLOSED
    assert fresh_entry(entry).state == "submitted"


# What a meeting is not


def test_a_meeting_is_no_consultation_in_any_figure_and_no_time_for_learners():
    one = meeting()
    person = learner(one.cohort)
    place = booked(one)
    begun(one)
    mark(meeting=one, by=one.offered_by, marks=marks((place, True)), lasted=90)
    meeting(one.cohort)
    offered = slot(one.cohort)

    counted = people_in(Consultation.objects.held())

    assert (counted.consultations, counted.people, Consultation.objects.count()) == (0, 0, 0)
    assert list(slots_open_to(person)) == [offered]
