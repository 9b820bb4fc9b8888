"""A list of people is invited by a task, a chunk at a time; what is killed in the middle goes on."""

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from courses.enrolment import inviting_many
from courses.enrolment.invited import Line
from courses.enrolment.inviting import decline, invite
from courses.enrolment.inviting_many import LOST_AFTER, invite_many, send
from courses.enrolment.models import Cohort, Invitation, InvitationList
from courses.enrolment.tasks import sweep_invitation_lists
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.notifications.models import Letter
from tests.factories import CohortFactory, CourseVersionFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calm(settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setattr(inviting_many, "CHUNK", 2)
    cache.clear()


@pytest.fixture
def cohort():
    return CohortFactory(course=CourseVersionFactory().of)


@pytest.fixture
def coordinator(client, cohort):
    person = UserFactory(language="en")
    grant_role(person=person, role=Role.COORDINATOR, where=cohort.course)
    client.force_login(person)
    return person


def people(number):
    return [Line(place, f"p{place}@example.org", f"P {place}") for place in range(number)]


def a_list(cohort, number=5):
    return invite_many(cohort=cohort, lines=people(number), language="uk", by=UserFactory())


def test_all_are_invited_and_then_the_list_forgets_them(cohort):
    made = a_list(cohort)

    for _twice in range(2):
        send(list_id=made.pk)

    made.refresh_from_db()
    assert (made.state, made.done, made.invited, made.lines) == ("sent", 5, 5, [])
    assert (Invitation.objects.count(), Letter.objects.filter(kind="invitation").count()) == (5, 5)


def test_what_a_killed_worker_left_is_gone_on_with(cohort, monkeypatch):
    made = a_list(cohort)

    class Killed(BaseException):
        pass

    asked = []

    def dies(**more):
        asked.append(more)
        if len(asked) == 2:
            raise Killed
        return invite(**more)

    with monkeypatch.context() as patch:
        patch.setattr(inviting_many, "invite", dies)
        with pytest.raises(Killed):
            send(list_id=made.pk)
    assert (Invitation.objects.count(), InvitationList.objects.get().done) == (2, 2)

    InvitationList.objects.update(touched_at=now() - LOST_AFTER)
    sweep_invitation_lists()

    assert (Invitation.objects.count(), InvitationList.objects.get().state) == (5, "sent")


def test_who_said_no_since_the_dry_run_is_left_alone(cohort):
    made = a_list(cohort, 2)
    invite(cohort=cohort, lines=people(1), language="uk", by=UserFactory())
    decline(invitation=Invitation.objects.get())

    send(list_id=made.pk)

    made.refresh_from_db()
    assert (made.invited, Invitation.objects.filter(state="sent").count()) == (1, 1)


def test_the_page_says_how_far_it_is(client, cohort, coordinator):
    made = a_list(cohort)
    here = f"/admin/cohorts/{cohort.pk}/invitations/"

    page, told = client.get(here).text, client.get(f"{here}{made.pk}/progress/").json()
    send(list_id=made.pk)

    assert ("Invitations are being sent" in page, "0 of 5 addresses are done." in page) == (True, True)
    assert (told["state"], told["done"], told["total"]) == ("sending", 0, 5)
    assert "5 invitations are on their way." in client.get(here).text
    assert client.get(f"{here}{made.pk}/progress/").json()["state"] == "sent"


def test_progress_is_not_for_strangers(client, cohort, coordinator):
    made = a_list(CohortFactory())

    assert client.get(f"/admin/cohorts/{made.cohort_id}/invitations/{made.pk}/progress/").status_code == 404
    assert client.get(f"/admin/cohorts/{cohort.pk}/invitations/{made.pk}/progress/").status_code == 404


def test_with_the_cohort_go_those_who_were_only_invited_into_it(client, cohort, coordinator):
    EnrolmentFactory(learner=UserFactory(email="p1@example.org"))
    send(list_id=a_list(cohort, 3).pk)
    invite(cohort=CohortFactory(), lines=people(3)[2:], language="uk", by=UserFactory())

    client.post(f"/admin/cohorts/delete/{cohort.pk}/")

    assert not Cohort.objects.filter(pk=cohort.pk).exists()
    left = User.objects.filter(email__in=[one.email for one in people(3)])
    assert set(left.values_list("email", flat=True)) == {
        "p1@example.org",  # has an account
        "p2@example.org",  # waits for another cohort
    }
