"""Two at once, on rows that commit: one says yes for all, and one worker sends a list."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from courses.enrolment import inviting_many
from courses.enrolment.invited import Line
from courses.enrolment.inviting import AlreadyAnswered, accept, decline, invite
from courses.enrolment.inviting_many import invite_many, send
from courses.enrolment.models import Enrolment, Invitation, InvitationList
from lms.accounts.models import User
from lms.notifications.models import Letter
from tests.factories import CohortFactory, CourseVersionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """What each came to."""
    ready = Barrier(len(deeds))

    def run(deed):
        try:
            ready.wait()
            deed()
            return "done"
        except AlreadyAnswered:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as workers:
        return sorted(workers.map(run, deeds))


@pytest.fixture
def cohort():
    return CohortFactory(course=CourseVersionFactory().of)


def test_a_letter_that_was_passed_on_gives_one_place(cohort):
    invite(cohort=cohort, lines=[Line(1, "olena@example.org", "Olena")], language="uk", by=UserFactory())
    one, others = Invitation.objects.get(), UserFactory.create_batch(3)

    said = at_once(*[lambda person=person: accept(invitation=Invitation.objects.get(pk=one.pk), by=person) for person in others])

    assert (said, Enrolment.objects.count()) == (["done", "late", "late"], 1)


def test_yes_and_no_at_once_are_one_answer(cohort):
    invite(cohort=cohort, lines=[Line(1, "olena@example.org", "Olena")], language="uk", by=UserFactory())
    one, person = Invitation.objects.get(), UserFactory()

    def yes():
        accept(invitation=Invitation.objects.get(pk=one.pk), by=person)

    said = at_once(yes, lambda: decline(invitation=Invitation.objects.get(pk=one.pk)))

    one.refresh_from_db()
    assert (said, Enrolment.objects.count()) == (["done", "late"], int(one.state == "accepted"))


def test_of_coordinators_who_ask_the_same_people_each_asks_some_once(cohort):
    people, by = [Line(number, f"p{number}@example.org", "") for number in range(4)], UserFactory()

    at_once(*[lambda: invite(cohort=cohort, lines=people, language="uk", by=by)] * 3)

    made = User.objects.filter(email__in=[line.email for line in people])
    assert (made.count(), Invitation.objects.count(), Letter.objects.filter(kind="invitation").count()) == (4, 4, 4)


def test_two_workers_on_one_list_take_turns(cohort, monkeypatch):
    monkeypatch.setattr(inviting_many, "CHUNK", 2)
    monkeypatch.setattr("courses.enrolment.tasks.send_invitations.delay_on_commit", lambda **kwargs: None)
    lines = [Line(number, f"p{number}@example.org", "") for number in range(6)]
    made = invite_many(cohort=cohort, lines=lines, language="uk", by=UserFactory())

    at_once(*[lambda: send(list_id=made.pk)] * 3)

    sent = InvitationList.objects.get()
    assert (sent.state, sent.done, sent.invited, Invitation.objects.count()) == ("sent", 6, 6, 6)
