"""The year of the made-up programme. It is loaded once for all of these tests."""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import pairwise
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db.models import Count, F, Q, Sum
from django.utils.timezone import now

from courses.certificates.models import Certificate
from courses.competences.change import change_in
from courses.consultations.actions.booking import book, cancel
from courses.consultations.actions.settling import Words, hold, mark_no_show, walk_in
from courses.consultations.models import Consultation, ConsultationEvent, Slot, Visitor
from courses.enrolment.actions import complete_what_is_due
from courses.enrolment.models import ActivityCompletion, Cohort, CourseCompletion, Enrolment, EnrolmentEvent
from courses.enrolment.standing import standing
from courses.internships.checking import is_whole, verdicts
from courses.internships.models import ChainLink, Participation, Placement, PracticeEntry
from courses.mentorship.models import Iteration, Review, ReviewTask, Submission, TaskEvent
from courses.workbook.models import Entry
from lms.accounts.models import About, Role, User
from lms.accounts.rules import has_role
from lms.core.log.ulid import new_ulid
from lms.demo.programme import FIRST
from lms.demo.programme.words import DISTRICTS, STAFF_ONE, STAFF_TWO, VOLUNTEERS
from lms.indicators.kept import count
from lms.indicators.models import Programme
from lms.indicators.periods import ALL, Period
from lms.indicators.scope import of_programme
from lms.notifications.models import Letter
from tests.factories.consultations import begun

from .loading import loaded_once

pytestmark = pytest.mark.django_db
GROUPS = (STAFF_ONE, STAFF_TWO, VOLUNTEERS)
State = Consultation.State


@pytest.fixture(scope="module")
def _year(django_db_setup, django_db_blocker):
    with loaded_once(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def year(_year, db):
    mail.outbox.clear()


def cohorts():
    return Cohort.objects.filter(name__in=GROUPS)


def learners():
    return Enrolment.objects.filter(cohort__in=cohorts())


def talks():
    return Consultation.objects.filter(cohort__in=cohorts())


def rows() -> dict[str, int]:
    kinds = [User, About, Cohort, Enrolment, EnrolmentEvent, ActivityCompletion, CourseCompletion, Slot, Visitor, Consultation]
    kinds += [ConsultationEvent, Placement, Participation, PracticeEntry, ChainLink, Submission, Iteration, ReviewTask, TaskEvent, Review]
    return {kind.__name__: kind.objects.count() for kind in (*kinds, Letter, Entry, Certificate)}


def shape(row, *, besides=()) -> frozenset[str]:
    """Which of its fields say something."""
    return frozenset(
        field.name
        for field in row._meta.concrete_fields
        if field.name not in besides and field.value_from_object(row) not in (None, "", {})
    )


def test_it_is_as_large_as_the_programme_that_it_is_like():
    trained = Enrolment.objects.filter(completion__isnull=False)
    by_hours = (
        Participation.objects.values("enrolment")
        .annotate(sum=Sum("entries__minutes", filter=Q(entries__state="confirmed")))
        .filter(sum__gte=40 * 60)
    )
    volunteers = Enrolment.objects.filter(Q(completion__isnull=False) | Q(pk__in=by_hours.values("enrolment")), cohort__name=VOLUNTEERS)

    assert talks().held().count() >= 250
    assert Placement.objects.filter(cohort__in=cohorts(), participations__entries__state="confirmed").distinct().count() >= 10
    assert trained.filter(cohort__name__in=[STAFF_ONE, STAFF_TWO]).count() >= 200
    assert volunteers.distinct().count() >= 60
    assert set(About.objects.exclude(district="").values_list("district", flat=True)) == set(DISTRICTS)
    assert len(DISTRICTS) == 24


def test_the_year_has_its_rhythm():
    by_month = Counter(at.month for at in talks().held().values_list("starts_at", flat=True))

    assert len(by_month) >= 11
    assert max(by_month[1], by_month[8]) < by_month.total() / 12 < max(by_month[3], by_month[10])
    assert min(talks().held().values_list("starts_at", flat=True)) > now() - timedelta(days=365)


def test_some_told_nothing_of_themselves_and_some_only_a_part():
    people = User.objects.filter(enrolments__cohort__in=cohorts())
    told = About.objects.filter(person__in=people)

    assert 0 < people.filter(about=None).count() < 40
    assert all(0 < count < 60 for count in (told.filter(sex="").count(), told.filter(born=None).count(), told.filter(district="").count()))
    assert Visitor.objects.filter(cohort__in=cohorts(), account=None, consultations__state="held").distinct().count() > 20


def test_learners_have_completed_are_under_way_asleep_or_gone():
    states = Counter(learners().values_list("state", flat=True))

    assert states.keys() == {"completed", "active", "withdrawn", "removed"}
    assert all(
        one.seats_taken == one.enrolments.filter(state__in=Enrolment.STUDYING).count() for one in cohorts().prefetch_related("enrolments")
    )
    last = {one.enrolment_id: one.to_state for one in EnrolmentEvent.objects.filter(enrolment__in=learners()).order_by("at", "pk")}
    assert last == dict(learners().values_list("pk", "state"))


def test_every_completion_has_the_proof_that_the_rule_gives_and_nobody_else_has_met_it():
    for completion in CourseCompletion.objects.filter(enrolment__in=learners()).select_related("enrolment__cohort__course"):
        proof = standing(completion.enrolment)
        assert (proof.is_met, proof.as_json()) == (True, completion.proof)
        assert completion.completed_at == max(proof.met_by.values())

    assert complete_what_is_due() == 0


def test_its_people_cannot_sign_in_and_get_no_letters():
    people = (
        User.objects.filter(Q(enrolments__cohort__in=cohorts()) | Q(slots__cohort__in=cohorts())).exclude(email__isnull=False).distinct()
    )

    assert people.count() == learners().count() + 6
    assert not any(person.has_usable_password() for person in people)
    assert not EmailAddress.objects.filter(user__in=people).exists()
    assert set(Letter.objects.filter(person__in=people).values_list("state", "reason")) == {("not_sent", "no_address")}


def test_everything_that_beat_does_sends_them_nothing_and_makes_no_certificates():
    before = rows()

    for each in settings.CELERY_BEAT_SCHEDULE.values():
        module, name = each["task"].rsplit(".", 1)
        getattr(import_module(module), name)()

    told = Letter.objects.filter(person__email=None, person__enrolments__cohort__in=cohorts())
    after = rows()
    assert {name: after[name] for name in before if name != "Letter"} == {name: before[name] for name in before if name != "Letter"}
    assert told.filter(state="not_sent").exists()
    assert not told.exclude(state__in=["not_sent", "queued"]).exists()  # a nudge waits for the morning, and finds no address then
    assert Certificate.objects.filter(enrolment__in=learners()).count() == 0
    assert all(address.endswith("@example.org") for message in mail.outbox for address in message.to)


def test_the_demos_coordinator_mentor_and_supervisor_look_after_it():
    for cohort in cohorts():
        who = {role: User.objects.get(email=f"{role}@example.org") for role in (Role.COORDINATOR, Role.MENTOR, Role.SUPERVISOR)}
        assert all(has_role(person, role, cohort) for role, person in who.items())


def test_loading_it_again_changes_nothing():
    before = rows()

    call_command("load_demo", "--yes", verbosity=0)

    assert rows() == before


def test_it_is_the_same_every_time_and_is_added_to_a_demo_without_it():
    def summary(groups):
        people = list(Enrolment.objects.filter(cohort__in=groups).order_by("pk").values_list("learner__name", "state", "cohort__name"))
        rows = Consultation.objects.filter(cohort__in=groups).order_by("pk")
        return people, [(one.who, one.state, one.starts_at, one.topic) for one in rows.select_related("learner", "visitor")]

    first = [cohort.pk for cohort in cohorts()]
    Consultation.objects.filter(uid=FIRST).update(uid=uuid4())  # as if the year were not there

    call_command("load_demo", "--yes", verbosity=0)

    assert summary(cohorts().exclude(pk__in=first)) == summary(first)


def test_a_consultation_looks_as_the_actions_leave_it():
    """Booked and held, nobody came, cancelled by the learner, moved up, walked in."""
    said = ("wish", "topic", "outcome", "next_step", "shared_note", "private_note", "lesson", "sequence")
    slot, person, other = _slot_and_two()
    first = book(slot=slot, learner=person, by=person).consultation
    second = book(slot=slot, learner=other, by=other).consultation
    cancel(consultation=first, by=person)
    second.refresh_from_db()
    held = hold(consultation=begun(second), by=second.mentor, minutes=40, words=Words(topic="Grants"))
    absent = mark_no_show(consultation=begun(book(slot=_slot_and_two()[0], learner=person, by=person).consultation), by=slot.offered_by)
    logged = walk_in(by=slot.offered_by, cohort=slot.cohort, made_id=new_ulid(), minutes=15, words=Words(), learner=person)
    made = {State.HELD: {shape(held, besides=said), shape(logged, besides=said)}, State.NO_SHOW: {shape(absent, besides=said)}}
    made[State.CANCELLED] = {shape(Consultation.objects.get(pk=first.pk), besides=said)}
    mine = {first.pk, second.pk, absent.pk, logged.pk}

    found: dict[str, set] = {}
    for one in talks().exclude(pk__in=mine).exclude(state=State.BOOKED).filter(visitor=None):
        found.setdefault(one.state, set()).add(shape(one, besides=said))

    assert found == made


def _slot_and_two():
    cohort = cohorts().filter(closed_at=None).first()
    slot = Slot(cohort=cohort, offered_by=User.objects.get(email="mentor@example.org"), time_zone="Europe/Kyiv", where="Library")
    slot.set_time(now() + timedelta(days=40, hours=Slot.objects.count()), 45)
    slot.save()
    free = Enrolment.objects.filter(cohort=cohort).studying().exclude(learner__consultations__state="booked").select_related("learner")
    return slot, free[0].learner, free[1].learner


def test_every_consultation_says_what_happened_to_it_in_order():
    ways = {
        ("booked",): State.BOOKED,
        ("booked", "held"): State.HELD,
        ("asked", "moved_up", "held"): State.HELD,
        ("booked", "no_show"): State.NO_SHOW,
        ("booked", "cancelled"): State.CANCELLED,
        ("held",): State.HELD,
    }
    found = set()
    for one in talks().prefetch_related("events"):
        steps = tuple(event.what for event in one.events.all())
        found.add(steps)
        assert ways[steps] == one.state
        assert one.sequence == len([what for what in steps if what not in ("held", "no_show")])
        assert (one.slot_id is None) == (steps == ("held",))
        assert one.starts_at < now() or one.state == State.BOOKED
    assert found == set(ways)
    assert not ConsultationEvent.objects.filter(consultation__in=talks(), tells__isnull=False, letter=None).exists()
    assert not ConsultationEvent.objects.filter(consultation__in=talks(), tells=F("by")).exists()


def test_no_mentor_is_in_two_places_at_once_and_learners_come_while_they_are_there():
    for mentor in User.objects.filter(slots__cohort__in=cohorts()).distinct():
        slots = list(Slot.objects.filter(offered_by=mentor).order_by("starts_at"))
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(slots))
    strangers = talks().filter(learner__isnull=False).exclude(cohort__enrolments__learner=F("learner"))
    assert not strangers.exists()


def test_every_day_of_practice_is_as_it_was_and_its_hours_are_in_the_chain():
    places = list(Participation.objects.filter(placement__cohort__in=cohorts()))

    found = verdicts(places)

    assert {verdict.value for verdict in found.values()} == {"as_it_was"}
    assert all(is_whole(place) for place in places)
    states = Counter(PracticeEntry.objects.filter(participation__in=places).values_list("state", flat=True))
    assert states["confirmed"] > 400
    assert min(states["submitted"], states["returned"]) > 0
    kept = PracticeEntry.objects.filter(participation__in=places).annotate(kept=Count("revisions"))
    assert all(one.kept == one.revision and one.value["minutes"] == one.minutes for one in kept)
    assert ChainLink.objects.filter(participation__in=places, step="returned").count() > 8


def test_reviews_of_six_mentors_can_be_drawn_and_their_rounds_are_whole():
    reviews = Review.objects.sent().filter(task__cohort__in=cohorts()).select_related("task__iteration__rubric", "reviewer")
    rounds = Iteration.objects.filter(submission__enrolment__cohort__in=cohorts()).annotate(answered=Count("answers"))

    assert len(Counter(review.reviewer_id for review in reviews)) >= 6
    for review in reviews:
        rubric = review.task.iteration.rubric.in_words("ru")
        assert (rubric.missing(review.value["levels"]), review.points) == ((), rubric.points(review.value["levels"]))
        assert review.task.state == ("accepted" if review.outcome == "accepted" else "returned")
    assert {one.answered for one in rounds} == {3}
    assert rounds.filter(number=2).count() > 40
    waiting = ReviewTask.objects.open().filter(cohort__in=cohorts())
    assert 0 < waiting.count() < 6
    ends = {task.pk: [event.what for event in task.events.all()] for task in ReviewTask.objects.filter(cohort__in=cohorts())}
    assert {tuple(steps) for steps in ends.values()} <= {
        ("handed_in", "offered"),
        ("handed_in", "offered", "claimed", "opened", "returned"),
        ("handed_in", "offered", "claimed", "opened", "accepted", "closed"),
        ("handed_in", "offered", "claimed", "opened", "accepted"),
        ("handed_in", "escalated"),
        ("handed_in", "escalated", "claimed", "opened", "accepted", "closed"),
        ("handed_in", "escalated", "claimed", "opened", "accepted"),
    }


def test_what_was_handed_in_is_what_the_workbook_said_then():
    for entry in Entry.objects.filter(enrolment__cohort__in=cohorts()).prefetch_related("revisions"):
        said = {one.number: one.value for one in entry.revisions.all()}
        assert (max(said), said[entry.revision]) == (entry.revision, entry.value)


def test_the_first_group_has_come_further():
    changes = change_in(Cohort.objects.select_related("course").get(name=STAFF_ONE), "en")

    assert len(changes) == 7
    assert all(len(one.from_before.pairs) > 50 and one.from_before.interval.low > 0 for one in changes)


def test_its_figures_are_what_was_promised_to_the_funder():
    programme = Programme.objects.get()
    scope = of_programme(programme, programme.cohorts.all(), Period(ALL, programme.first_on, programme.last_on))

    tables, _pairs = count(scope)
    consultations, practice, trained = (tables["facts"][fact]["all"] for fact in ("consultations", "practice", "trained"))

    assert consultations[1] == talks().held().count() >= programme.consultations_wanted
    assert practice[2] >= programme.internships_wanted
    assert trained[0] >= programme.trained_wanted
    assert len(tables["facts"]["consultations"]["by"]["district"]) == len(DISTRICTS) + 1  # and not given
