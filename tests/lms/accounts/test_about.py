"""What people may tell for the programme's figures: asked on a page of its own, handed over, erased, never needed."""

import pytest
from django.urls import reverse

from lms.accounts.actions import erase_person
from lms.accounts.models import About
from lms.accounts.personal_data import export_account
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOLD = {"sex": "female", "born": 1971, "district": "Zarichne"}


@pytest.fixture
def person(client):
    person = UserFactory(language="en")
    client.force_login(person)
    return person


def test_what_is_told_stands_on_the_profile_page_and_can_be_taken_back(client, person):
    before = client.get(reverse("profile")).text
    client.post(reverse("about_me"), TOLD)
    after = client.get(reverse("profile")).text
    client.post(reverse("about_me"), dict.fromkeys(TOLD, ""))
    again = client.get(reverse("profile")).text

    assert ["Nothing is given." in text for text in (before, after, again)] == [True, False, True]
    assert "Woman · 1971 · Zarichne" in after


@pytest.mark.parametrize("wrong", [{"born": 2999}, {"born": 1800}, {"born": "x"}, {"sex": "x"}, {"district": "x" * 81}])
def test_what_cannot_be_is_said_beside_its_field(client, person, wrong):
    answer = client.post(reverse("about_me"), {**TOLD, **wrong})

    assert (answer.status_code, "Error:" in answer.text, About.objects.count()) == (422, True, 0)


def test_it_is_handed_over_and_erased(client, person):
    client.post(reverse("about_me"), TOLD)

    handed_over = export_account(person)["about"]
    erase_person(person=person)

    assert (handed_over, About.objects.count()) == (TOLD, 0)
