"""A coordinator invites people by e-mail; whoever gets the letter says yes or no."""

import html
import io
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import Workbook

from courses.enrolment.invitation_letters import INVITATION
from courses.enrolment.invited import Known, Line, lines_of, sort, text_of_file
from courses.enrolment.inviting import (
    AlreadyAnswered,
    accept,
    accept_as_newcomer,
    decline,
    expire_invitations,
    invitation_path,
    invite,
    send_again,
    take_back,
)
from courses.enrolment.inviting_many import send
from courses.enrolment.models import Enrolment, Invitation, InvitationList
from lms.accounts.actions import erase_person, grant_role
from lms.accounts.models import Role, User
from lms.notifications.models import BouncedAddress, Letter
from tests.factories import PASSWORD, CohortFactory, CourseVersionFactory, EnrolmentFactory, LetterFactory, UserFactory
from tests.lms.accounts.conftest import code_now, set_second_factor

pytestmark = pytest.mark.django_db
ADDRESS = "olena@example.org"


@pytest.fixture(autouse=True)
def _calm(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    cache.clear()


@pytest.fixture
def cohort():
    return CohortFactory(course=CourseVersionFactory().of, policy="join_code", join_code="WILLOW")


@pytest.fixture
def coordinator(cohort):
    person = UserFactory(language="en")
    grant_role(person=person, role=Role.COORDINATOR, where=cohort.course)
    return person


def invited(cohort, by=None, email=ADDRESS) -> Invitation:
    invite(cohort=cohort, lines=[Line(1, email, "Olena")], language="uk", by=by or UserFactory())
    return Invitation.objects.get(email=email)


class TestLists:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Olena Kit <OLENA@example.org>", [("olena@example.org", "Olena Kit")]),
            ("olena@example.org; Olena Kit", [("olena@example.org", "Olena Kit")]),
            ("E-mail,Name\n7,Olena,olena@example.org", [("olena@example.org", "Olena")]),
            ("a@example.org, b@example.org", [("a@example.org", ""), ("b@example.org", "")]),
            ("A <a@example.org>; B <b@example.org>", [("a@example.org", "A"), ("b@example.org", "B")]),
            ("a@example.org\n\nnobody", [("a@example.org", ""), ("nobody", "")]),
        ],
        ids=range(6),
    )
    def test_addresses_are_found_as_people_write_them(self, text, found):
        assert [(line.email, line.name) for line in lines_of(text)] == found

    def test_a_workbook_is_read_like_a_table(self):
        book, file = Workbook(), io.BytesIO()
        book.active.append(["Name", "E-mail"])
        book.active.append(["Olena", ADDRESS])
        book.save(file)

        assert [(line.email, line.name) for line in lines_of(text_of_file("list.xlsx", file.getvalue()))] == [(ADDRESS, "Olena")]

    def test_each_line_is_known_for_what_it_is(self, cohort, django_assert_num_queries):
        EnrolmentFactory(cohort=cohort, learner__email="in@example.org")
        EnrolmentFactory(cohort=cohort, learner__email="out@example.org", state=Enrolment.State.REMOVED)
        UserFactory(email="known@example.org")
        BouncedAddress.objects.create(address="bounced@example.org", source="report")
        invited(cohort, email="asked@example.org")
        decline(invitation=invited(cohort, email="no@example.org"))
        names = ["new", "new", "in", "out", "known", "bounced", "asked", "no"]

        with django_assert_num_queries(5):
            found = sort(lines_of("\n".join([*(f"{name}@example.org" for name in names), "mistyped@"])), cohort)

        assert [one.known for one in found] == [
            Known.NEW,
            Known.TWICE,
            Known.ENROLLED,
            Known.REMOVED,
            Known.HAS_ACCOUNT,
            Known.BOUNCED,
            Known.INVITED,
            Known.DECLINED,
            Known.MISTYPED,
        ]


class TestStates:
    def test_two_coordinators_ask_once(self, cohort):
        for _who in range(2):
            invited(cohort)
        assert (Invitation.objects.count(), Letter.objects.filter(kind=INVITATION).count()) == (1, 1)

    def test_sent_again_by_hand_once_for_a_click(self, cohort):
        one = invited(cohort)
        send_again(invitation=one, letters=1)
        with pytest.raises(AlreadyAnswered):
            send_again(invitation=one, letters=1)
        assert Letter.objects.filter(kind=INVITATION).count() == 2

    @pytest.mark.parametrize("end", [decline, take_back], ids=["declined", "taken back"])
    def test_after_no_nothing_is_left_of_who_was_only_invited(self, cohort, end):
        end(invitation=invited(cohort))

        assert not User.objects.filter(email=ADDRESS).exists()
        assert (Invitation.objects.get().email, Letter.objects.filter(kind=INVITATION).count()) == ("", 0)

    def test_nor_when_no_answer_came(self, cohort):
        invited(cohort)
        Invitation.objects.update(expires_at=now() - timedelta(minutes=1))

        assert (expire_invitations(), expire_invitations()) == (1, 0)
        assert (Invitation.objects.get().state, User.objects.filter(email=ADDRESS).exists()) == ("expired", False)

    def test_who_waits_for_another_group_stays(self, cohort):
        first = invited(cohort)
        invite(cohort=CohortFactory(course=cohort.course), lines=[Line(1, ADDRESS, "")], language="uk", by=UserFactory())
        decline(invitation=first)
        assert User.objects.filter(email=ADDRESS).exists()

    def test_who_has_an_account_keeps_it(self, cohort):
        UserFactory(email=ADDRESS)
        decline(invitation=invited(cohort))
        assert User.objects.filter(email=ADDRESS).exists()

    def test_yes_is_said_once(self, cohort):
        one = invited(cohort)
        accept_as_newcomer(invitation=one, name="Olena", language="uk")
        with pytest.raises(AlreadyAnswered):
            accept(invitation=one, by=UserFactory())
        assert cohort.enrolments.count() == 1

    def test_whoever_accepts_has_read_it_and_no_other_one(self, cohort):
        one, person = invited(cohort), User.objects.get(email=ADDRESS)
        LetterFactory(kind=INVITATION, person=person, context={"invitation": 0})

        accept_as_newcomer(invitation=one, name="Olena", language="uk")

        letters = Letter.objects.filter(kind=INVITATION, person=person).order_by("pk")
        assert [letter.seen_at is not None for letter in letters] == [True, False]

    def test_the_erased_leave_no_address(self, cohort):
        person = accept_as_newcomer(invitation=invited(cohort), name="Olena", language="uk")
        other = UserFactory(email="other@example.org")
        waits = invited(cohort, email="other@example.org")
        for each in (person, other):
            erase_person(person=each)
        waits.refresh_from_db()
        assert (list(Invitation.objects.values_list("email", flat=True).distinct()), waits.state) == ([""], "withdrawn")


class TestLink:
    def test_looking_changes_nothing(self, client, cohort):
        one = invited(cohort)
        for method in (client.get, client.head):
            assert method(invitation_path(one)).status_code == 200
        one.refresh_from_db()
        assert (one.state, "_auth_user_id" in client.session, EmailAddress.objects.filter(email=ADDRESS).exists()) == ("sent", False, False)

    def test_a_newcomer_is_in_with_a_confirmed_address(self, client, cohort):
        path = invitation_path(invited(cohort))

        assert client.post(path, {"accept": "1", "name": "Olena"}).status_code == 302

        person = User.objects.get(email=ADDRESS)
        assert client.session["_auth_user_id"] == str(person.pk)
        assert (person.enrolments.get().cohort, EmailAddress.objects.get(user=person).verified) == (cohort, True)
        assert client.get(path).status_code == 302
        client.logout()
        assert client.post(path, {"accept": "1", "name": "Olena"}).status_code == 410
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("kind", ["password", "been here", "duties", "closed"])
    def test_the_link_alone_opens_no_account_that_is_somebodys(self, client, cohort, kind):
        one = invited(cohort)
        person = User.objects.get(email=ADDRESS)
        if kind == "password":
            person.set_password("three plain words")
        elif kind == "been here":
            person.last_login = now()
        elif kind == "closed":
            person.is_active = False
        person.save()
        if kind == "duties":
            grant_role(person=person, role=Role.MENTOR)

        answer = client.post(invitation_path(one), {"accept": "1", "name": "Olena"})

        one.refresh_from_db()
        assert ("_auth_user_id" in client.session, one.state, "Sign in" in answer.text or "Увійти" in answer.text) == (False, "sent", True)

    def test_under_another_address_the_inviter_sees_both(self, client, cohort, coordinator):
        other = UserFactory(email="other@example.org")
        one = invited(cohort)
        client.force_login(other)
        client.post(invitation_path(one), {"accept": "1"})
        assert (other.enrolments.get().cohort, User.objects.filter(email=ADDRESS).exists()) == (cohort, False)

        client.force_login(coordinator)
        text = client.get(f"/admin/cohorts/{cohort.pk}/invitations/").text
        assert (ADDRESS in text, "other@example.org" in text) == (True, True)

    @pytest.mark.parametrize("has_second_factor", [False, True], ids=["by password", "by password and second factor"])
    def test_who_signs_in_first_comes_back_to_the_invitation(self, client, cohort, has_second_factor):
        one = invited(cohort, email="known@example.org")
        known = User.objects.get(email="known@example.org")
        known.set_password(PASSWORD)
        known.save()
        EmailAddress.objects.create(user=known, email=known.email, primary=True, verified=True)
        if has_second_factor:
            set_second_factor(known)
        path = invitation_path(one)
        door = re.search(r'href="([^"]*/login/\?next=[^"]*)"', client.get(path).text)[1]

        answer = client.post(html.unescape(door), {"login": known.email, "password": PASSWORD})
        if has_second_factor:
            assert answer.url.startswith(reverse("mfa_authenticate"))
            answer = client.post(answer.url, {"code": code_now()})

        assert answer.url == path
        assert client.post(path, {"accept": "1"}).status_code == 302
        assert known.enrolments.get().cohort == cohort

    def test_no_with_one_click(self, client, cohort):
        one = invited(cohort)
        assert client.post(invitation_path(one), {"decline": "1"}).status_code == 200
        assert client.post(invitation_path(one), {"accept": "1", "name": "Olena"}).status_code == 410
        assert cohort.enrolments.count() == 0

    def test_a_full_group_keeps_the_invitation(self, client, cohort):
        one = invited(cohort)
        type(cohort).objects.update(seats=1, seats_taken=1)
        assert client.post(invitation_path(one), {"accept": "1", "name": "Olena"}).status_code == 409
        one.refresh_from_db()
        assert (one.state, User.objects.get(email=ADDRESS).last_login) == ("sent", None)

    def test_a_made_up_link_opens_nothing_and_tries_are_counted(self, client, cohort):
        path = invitation_path(invited(cohort))
        assert client.get(path[:-2] + "x/").status_code == 404
        assert 429 in {client.get(path).status_code for _try in range(61)}


class TestBackOffice:
    def test_a_dry_run_then_the_letters(self, client, cohort, coordinator):
        client.force_login(coordinator)
        path, values = f"/admin/cohorts/{cohort.pk}/invitations/", {"people": f"{ADDRESS}; Olena\nmistyped@", "language": "uk"}

        looked = client.post(path, values | {"look": "1"})
        assert ("Not an e-mail address" in looked.text, Invitation.objects.count(), User.objects.filter(email=ADDRESS).count()) == (
            True,
            0,
            0,
        )
        for _twice in range(2):
            client.post(path, values | {"send": "1"})
        for made in InvitationList.objects.all():
            send(list_id=made.pk)

        one = Invitation.objects.get()
        assert (one.email, one.person.language, one.invited_by) == (ADDRESS, "uk", coordinator)
        client.post(path, {"take-back": one.pk})
        one.refresh_from_db()
        assert one.state == "withdrawn"

    def test_strangers_see_nothing(self, client, cohort):
        one = invited(cohort)
        elsewhere = UserFactory()
        grant_role(person=elsewhere, role=Role.COORDINATOR, where=CourseVersionFactory().of)
        client.force_login(elsewhere)
        path = f"/admin/cohorts/{cohort.pk}/invitations/"

        assert [client.get(path).status_code, client.post(path, {"take-back": one.pk}).status_code] == [404, 404]

    def test_the_list_asks_the_same_however_long_it_is(self, client, cohort, coordinator):
        client.force_login(coordinator)
        path, counts = f"/admin/cohorts/{cohort.pk}/invitations/", []
        for start in (0, 2, 12):
            invite(
                cohort=cohort, lines=[Line(1, f"p{n}@example.org", "") for n in range(start, start * 2 + 2)], language="uk", by=coordinator
            )
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts.append(len(asked))
        assert counts[1] == counts[2]
