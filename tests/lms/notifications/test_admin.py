"""The ledger in the back office."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications.models import Letter
from tests.factories import EnrolmentFactory, LetterFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def rows(client):
    return {letter.pk for letter in client.get(reverse("letters:index")).context["object_list"]}


def test_each_sees_the_letters_of_the_people_they_look_after(client):
    enrolment = EnrolmentFactory()
    mine, other = LetterFactory(person=enrolment.learner), LetterFactory()
    coordinator, administrator, editor = UserFactory.create_batch(3)
    grant_role(person=coordinator, role=Role.COORDINATOR, where=enrolment.cohort)
    grant_role(person=administrator, role=Role.ADMINISTRATOR)
    grant_role(person=editor, role=Role.EDITOR)

    client.force_login(coordinator)
    assert rows(client) == {mine.pk}
    assert client.get(reverse("letters:inspect", args=[mine.pk])).status_code == 200
    assert client.get(reverse("letters:inspect", args=[other.pk])).status_code == 404

    client.force_login(administrator)
    assert rows(client) == {mine.pk, other.pk}

    client.force_login(editor)
    assert client.get(reverse("letters:index")).status_code == 302
    assert client.get(reverse("letters:inspect", args=[mine.pk])).status_code in {302, 404}


def test_the_ledger_is_read_only(client):
    letter = LetterFactory()
    client.force_login(UserFactory(is_superuser=True))

    assert client.post(reverse("letters:edit", args=[letter.pk]), {"state": "handed_over"}).status_code == 302
    assert client.post(reverse("letters:delete", args=[letter.pk])).status_code == 302
    assert client.get(reverse("letters:add")).status_code == 302
    assert Letter.objects.get().state == Letter.State.QUEUED


def test_a_letter_of_a_kind_that_is_no_more_is_listed_all_the_same(client):
    LetterFactory(kind="of-an-app-that-was-removed")
    client.force_login(UserFactory(is_superuser=True))

    assert len(rows(client)) == 1


def test_a_letter_is_told_in_words_and_by_the_clock_of_whoever_looks(client):
    at = datetime(2026, 11, 27, 4, 28, tzinfo=UTC)
    letter = LetterFactory(kind="welcome", due_at=at)
    client.force_login(UserFactory(is_superuser=True, time_zone="Asia/Almaty"))

    page = client.get(reverse("letters:inspect", args=[letter.pk])).content.decode()

    assert ("Welcome to a course" in page, "9:28" in page) == (True, True)
    assert "None" not in page.partition("<dl>")[2].partition("</dl>")[0]
