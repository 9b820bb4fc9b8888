from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from courses.internships.actions.closing import Decision, close_entries, return_confirmed
from courses.internships.actions.handing_in import submit, take_back
from courses.internships.actions.hosting import Host, confirm_by_link, confirm_sheet, make_host_link, make_sheet, revoke_host_link
from courses.internships.actions.placing import cancel, end, set_learners, set_plan
from courses.internships.actions.writing import add_file, begin, discard, remove_file, save_entry
from courses.internships.chain import Verdict
from courses.internships.checking import is_whole, verdicts
from courses.internships.models import ChainLink, ChainWords, Closing, HostSheet, Participation, Placement, PracticeEntry
from courses.internships.rules import Question, Refusal, Refused, Unsure, missing_in, today_of
from courses.internships.said import clean
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from lms.core.saving.sent import NotAccepted
from lms.core.uploads import CheckedFile
from tests.factories import EnrolmentFactory
from tests.factories.internships import answered, confirmed, entry, fresh, handed_in, participation, placement, supervisor, write

pytestmark = pytest.mark.django_db
State = PracticeEntry.State
PHOTO = CheckedFile("table.jpg", "image/jpeg", b"a picture")
HOST = Host("Hanna Koval", "head of the library")


def steps(made: PracticeEntry) -> list[str]:
    return list(ChainLink.objects.filter(entry=made).values_list("step", flat=True))


def refused(deed) -> Refusal:
    with pytest.raises(Refused) as found, transaction.atomic():
        deed()
    return found.value.reason


# Writing


def test_what_is_written_is_kept_and_counted_by_day():
    made = entry(minutes=90)

    stored = PracticeEntry.objects.get()
    assert (stored.state, stored.day, stored.minutes) == (State.DRAFT, today_of(made.participation.placement), 90)
    assert stored.value["did"] == "Sorted the letters of the readers."


def test_two_devices_are_put_together():
    made = entry(did="Read. ")
    base = made.revision
    save_entry(entry=made, change=Change(new_ulid(), base, {**made.value, "result": "A list."}))
    save_entry(entry=made, change=Change(new_ulid(), base, {**made.value, "result": "", "minutes": 200}))

    assert (made.value["result"], made.value["minutes"], made.minutes) == ("A list.", 200, 200)


@pytest.mark.parametrize("value", [None, {"date": "yesterday"}, {"date": "1200-01-01"}, {"minutes": "many"}, {"minutes": -1}, {"did": 5}])
def test_what_no_page_of_ours_sends_is_not_taken(value):
    with pytest.raises(NotAccepted):
        clean(value, [])


def test_a_photo_belongs_to_the_entry_once_and_can_be_taken_out():
    made = entry()

    row = add_file(entry=made, file=PHOTO)
    assert add_file(entry=made, file=PHOTO) == row
    assert made.value["files"] == [row.pk]
    write(made, did="Other words")
    assert made.value["files"] == [row.pk]
    remove_file(entry=made, file=row)

    row.refresh_from_db()
    assert ("files" in fresh(made).value, row.removed_at is None) == (False, False)


def test_a_draft_that_nobody_has_seen_can_be_thrown_away_and_no_other():
    made, seen = entry(), handed_in()
    take_back(entry=seen)

    discard(entry=made)

    assert refused(lambda: discard(entry=fresh(seen))) == Refusal.HANDED_IN
    assert list(PracticeEntry.objects.all()) == [seen]


def test_who_has_left_or_does_not_study_writes_nothing_more():
    one, other, cancelled = participation(), participation(), participation()
    Enrolment.objects.filter(pk=one.enrolment_id).update(state="withdrawn")
    set_learners(placement=other.placement, enrolments=[])
    cancel(placement=cancelled.placement)

    said = [
        refused(lambda p=p: begin(participation=Participation.objects.get(pk=p.pk), made_id=new_ulid())) for p in (one, other, cancelled)
    ]

    assert said == [Refusal.NOT_STUDYING, Refusal.NOT_THERE, Refusal.NOT_THERE]


# Handing in


def test_handed_in_words_are_frozen_and_may_be_taken_back():
    made = handed_in()

    assert (made.state, made.last_number) == (State.SUBMITTED, 1)
    assert refused(lambda: write(fresh(made), did="Other words")) == Refusal.HANDED_IN
    assert refused(lambda: add_file(entry=fresh(made), file=PHOTO)) == Refusal.HANDED_IN
    assert submit(entry=made) == made
    take_back(entry=made)
    take_back(entry=made)
    assert (fresh(made).state, steps(made)) == (State.DRAFT, ["submitted", "taken_back"])


@pytest.mark.parametrize(
    ("value", "lacks"),
    [
        ({"date": ""}, Refusal.NO_DATE),
        ({"minutes": None}, Refusal.NO_TIME),
        ({"did": " \n"}, Refusal.NO_WORDS),
        ({"date": "2099-01-01"}, Refusal.FUTURE),
        ({"minutes": 961}, Refusal.TOO_LONG),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_in(value, lacks):
    made = entry(**value)

    assert missing_in(fresh(made)) == [lacks]
    assert refused(lambda: submit(entry=made, is_sure=True)) == lacks
    assert (fresh(made).state, steps(made)) == (State.DRAFT, [])


def test_today_is_what_the_clock_of_the_cohort_says():
    who = participation(placement(starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1)))
    with time_machine.travel("2026-11-23T23:30:00+00:00"):  # in Kyiv it is the 24th
        assert missing_in(entry(who, date="2026-11-24")) == []
        assert missing_in(entry(who, date="2026-11-25")) == [Refusal.FUTURE]


def test_a_day_has_sixteen_hours_at_most_over_all_placements_of_a_learner():
    first = participation()
    handed_in(first, minutes=900)
    second = Participation.objects.create(placement=placement(cohort=first.placement.cohort), enrolment=first.enrolment)

    assert refused(lambda: handed_in(second, minutes=61)) == Refusal.TOO_LONG
    assert handed_in(second, minutes=60).state == State.SUBMITTED
    assert handed_in(second, minutes=900, date=today_of(second.placement) - timedelta(days=1)).state == State.SUBMITTED


def test_a_long_day_and_one_before_the_beginning_are_asked_about():
    who = participation()
    made = entry(who, minutes=601, date=who.placement.starts_on - timedelta(days=2))

    with pytest.raises(Unsure) as asked:
        submit(entry=made)

    assert asked.value.questions == (Question.LONG_DAY, Question.BEFORE)
    assert (fresh(made).state, steps(made)) == (State.DRAFT, [])
    assert submit(entry=made, is_sure=True).state == State.SUBMITTED
    assert submit(entry=entry(who, date=who.placement.starts_on - timedelta(days=1))).state == State.SUBMITTED


def test_the_database_keeps_no_handed_in_entry_without_hours():
    made = handed_in()

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeEntry.objects.filter(pk=made.pk).update(minutes=None)


# Answering


def test_several_are_answered_at_once_by_one_record():
    where = placement()
    one, two, three = (handed_in(participation(where)) for _ in range(3))

    decisions = [Decision(one.pk, 1, True), Decision(two.pk, 1, False, "Which letters?"), Decision(three.pk, 1, True, "Well done.")]
    closing = close_entries(decisions=decisions, by=where.mentor)

    assert [fresh(made).state for made in (one, two, three)] == [State.CONFIRMED, State.RETURNED, State.CONFIRMED]
    assert {link.entry_id for link in closing.links.all()} == {one.pk, two.pk, three.pk}
    assert (closing.by, closing.how) == (where.mentor, Closing.How.PERSON)
    assert ChainWords.objects.get(link__entry=two, link__step="returned").words["comment"] == "Which letters?"


def test_all_are_answered_or_none():
    where = placement()
    one, two = (handed_in(participation(where)) for _ in range(2))
    take_back(entry=two)
    submit(entry=two)

    with pytest.raises(Refused) as found:
        close_entries(decisions=[Decision(one.pk, 1, True), Decision(two.pk, 1, True)], by=where.mentor)

    assert (found.value.reason, found.value.entries) == (Refusal.CHANGED, (two.pk,))
    assert ([fresh(made).state for made in (one, two)], Closing.objects.count()) == ([State.SUBMITTED] * 2, 0)


def test_returning_needs_a_word_and_nobody_answers_themselves():
    made = handed_in()
    learner, person = made.participation.enrolment.learner, made.participation.placement.mentor

    assert refused(lambda: close_entries(decisions=[Decision(made.pk, 1, False, "  ")], by=person)) == Refusal.NO_COMMENT
    assert refused(lambda: close_entries(decisions=[], by=person)) == Refusal.NOBODY
    assert refused(lambda: answered(made, learner)) == Refusal.OWN


def test_a_returned_entry_is_written_again_and_handed_in_anew():
    made = handed_in()
    answered(made, made.participation.placement.mentor, "Which letters?")
    made = fresh(made)
    write(made, did="Sorted the letters of 1987.")

    submit(entry=made)
    answered(fresh(made), made.participation.placement.mentor)

    assert (fresh(made).state, steps(made)) == (State.CONFIRMED, ["submitted", "returned", "submitted", "confirmed"])
    assert (verdicts([made.participation]), is_whole(made.participation)) == ({made.pk: Verdict.AS_IT_WAS}, True)


def test_confirmed_does_not_change_and_a_mistake_is_taken_back_with_a_reason():
    made = confirmed()
    person = supervisor(made.participation.placement)

    assert refused(lambda: write(made, did="Other")) == Refusal.CONFIRMED
    assert refused(lambda: take_back(entry=made)) == Refusal.ANSWERED
    assert refused(lambda: submit(entry=made)) == Refusal.CONFIRMED
    assert refused(lambda: return_confirmed(entry=made, number=made.last_number, by=person, reason="")) == Refusal.NO_COMMENT
    assert refused(lambda: return_confirmed(entry=made, number=1, by=person, reason="Another day")) == Refusal.CHANGED
    return_confirmed(entry=made, number=made.last_number, by=person, reason="That was another day.")

    assert (fresh(made).state, steps(made)) == (State.RETURNED, ["submitted", "confirmed", "returned"])


# What the chain finds


def test_a_confirmed_entry_changed_in_the_database_is_found():
    one, two = confirmed(), confirmed()
    three = confirmed(two.participation, did="Another day", minutes=60)
    PracticeEntry.objects.filter(pk=one.pk).update(value={**one.value, "did": "Much more"})
    PracticeEntry.objects.filter(pk=three.pk).update(minutes=90)

    found = verdicts([one.participation, two.participation])

    assert found == {one.pk: Verdict.CHANGED, two.pk: Verdict.AS_IT_WAS, three.pk: Verdict.CHANGED}


def test_changed_with_its_copy_beside_the_link_it_is_found_as_well():
    made = confirmed()
    said = {**made.value, "did": "Much more"}
    PracticeEntry.objects.filter(pk=made.pk).update(value=said)
    for row in ChainWords.objects.filter(link__entry=made):
        row.words["entry"] = {**row.words["entry"], "did": "Much more"}
        row.save()

    assert verdicts([made.participation]) == {made.pk: Verdict.CHANGED}


def test_another_photo_in_the_place_of_the_confirmed_one_is_found():
    made = entry()
    row = add_file(entry=made, file=PHOTO)
    submit(entry=made)
    answered(fresh(made), made.participation.placement.mentor)
    assert verdicts([made.participation]) == {made.pk: Verdict.AS_IT_WAS}

    row.sha256 = "0" * 64
    row.save()

    assert verdicts([made.participation]) == {made.pk: Verdict.CHANGED}


# The host


def test_a_link_confirms_once():
    made = handed_in()
    link = make_host_link(placement=made.participation.placement, by=made.participation.placement.mentor)

    closing = confirm_by_link(link=link, host=HOST, decisions=[Decision(made.pk, 1, True)])

    assert (fresh(made).state, closing.host_name, closing.by) == (State.CONFIRMED, "Hanna Koval", None)
    assert refused(lambda: confirm_by_link(link=link, host=HOST, decisions=[Decision(made.pk, 1, True)])) == Refusal.USED


def test_a_link_that_ran_out_or_was_revoked_confirms_nothing():
    made = handed_in()
    where = made.participation.placement
    old, revoked = make_host_link(placement=where, by=where.mentor), make_host_link(placement=where, by=where.mentor)
    revoke_host_link(link=revoked)
    decisions = [Decision(made.pk, 1, True)]

    assert refused(lambda: confirm_by_link(link=revoked, host=HOST, decisions=decisions)) == Refusal.EXPIRED
    with time_machine.travel(now() + timedelta(days=30, minutes=1)):
        assert refused(lambda: confirm_by_link(link=old, host=HOST, decisions=decisions)) == Refusal.EXPIRED
    assert refused(lambda: confirm_by_link(link=old, host=Host(" ", ""), decisions=decisions)) == Refusal.NO_NAME
    assert fresh(made).state == State.SUBMITTED


def test_a_host_answers_for_their_own_placement_alone_and_a_link_that_confirmed_nothing_is_not_used_up():
    mine, others = handed_in(), handed_in()
    link = make_host_link(placement=mine.participation.placement, by=mine.participation.placement.mentor)

    assert refused(lambda: confirm_by_link(link=link, host=HOST, decisions=[Decision(others.pk, 1, True)])) == Refusal.NOBODY

    confirm_by_link(link=link, host=HOST, decisions=[Decision(mine.pk, 1, True), Decision(others.pk, 1, True)])
    assert (fresh(mine).state, fresh(others).state) == (State.CONFIRMED, State.SUBMITTED)


def test_a_sheet_confirms_what_was_printed_and_not_what_changed_since():
    who = participation()
    kept, changed = handed_in(who), handed_in(who, did="Another day", minutes=30)
    sheet = make_sheet(participation=who, by=who.enrolment.learner)
    assert make_sheet(participation=who, by=who.enrolment.learner) == sheet
    take_back(entry=changed)
    write(fresh(changed), did="Much more", minutes=300)
    submit(entry=fresh(changed))

    confirm_sheet(sheet=sheet, host=HOST, by=who.placement.mentor)

    assert (fresh(kept).state, fresh(changed).state) == (State.CONFIRMED, State.SUBMITTED)
    assert refused(lambda: confirm_sheet(sheet=sheet, host=HOST, by=who.placement.mentor)) == Refusal.USED


def test_the_learner_shows_the_signature_by_a_photo():
    who = participation()
    made = handed_in(who)
    sheet = make_sheet(participation=who, by=who.enrolment.learner)

    assert refused(lambda: confirm_sheet(sheet=sheet, host=HOST, by=who.enrolment.learner)) == Refusal.NO_PHOTO
    confirm_sheet(sheet=sheet, host=HOST, by=who.enrolment.learner, photo=PHOTO)

    sheet = HostSheet.objects.get()
    assert (fresh(made).state, sheet.photo.read(), sheet.closing.by) == (State.CONFIRMED, b"a picture", who.enrolment.learner)


def test_there_is_no_sheet_of_nothing():
    assert refused(lambda: make_sheet(participation=entry().participation, by=None)) == Refusal.NOBODY


# Placements


def test_the_state_follows_from_the_dates_and_from_what_was_decided():
    where = placement(starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 27))
    days = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 27), date(2026, 11, 28)]

    assert [where.state(day) for day in days] == ["planned", "running", "running", "ended"]
    end(placement=where)
    end(placement=where)
    where.refresh_from_db()
    assert where.state(date(2026, 11, 2)) == "ended"
    assert refused(lambda: cancel(placement=where)) == Refusal.ENDED


def test_a_cancelled_placement_stays_so():
    where = placement()
    cancel(placement=where)
    cancel(placement=where)
    where.refresh_from_db()

    assert where.state(where.starts_on) == "cancelled"
    assert refused(lambda: end(placement=where)) == Refusal.ENDED
    assert refused(lambda: make_host_link(placement=where, by=where.mentor)) == Refusal.ENDED


def test_learners_leave_and_come_back_to_what_they_wrote():
    made = handed_in()
    where, enrolment = made.participation.placement, made.participation.enrolment
    other, stranger = EnrolmentFactory(cohort=where.cohort), EnrolmentFactory()

    set_learners(placement=where, enrolments=[other, stranger])
    assert set(Participation.objects.filter(placement=where, left_at=None).values_list("enrolment", flat=True)) == {other.pk}
    set_learners(placement=where, enrolments=[enrolment])

    assert list(Participation.objects.filter(placement=where, left_at=None)) == [made.participation]


def test_a_plan_has_a_line_for_each_day_that_says_something():
    where = placement()
    first, second = where.days[:2]
    set_plan(placement=where, plan={first: "Meet the readers", second: "Sort letters"})
    set_plan(placement=where, plan={first: " ", second: "Sort all letters"})

    assert list(where.plan.values_list("day", "text")) == [(second, "Sort all letters")]


def test_the_database_keeps_no_placement_that_ends_before_it_starts():
    where = placement()

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=where.pk).update(ends_on=where.starts_on - timedelta(days=1))
