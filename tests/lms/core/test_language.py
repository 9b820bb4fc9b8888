"""Which language an address answers in."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_without_a_language_gets_one_where_only_pages_can_be(client):
    answer = client.get("/courses/no-such-course/", headers={"Accept-Language": "uk"})

    assert (answer.status_code, answer["Location"]) == (302, "/uk/courses/no-such-course/")


def test_what_a_view_of_ours_does_not_find_is_not_looked_for_elsewhere(client):
    answer = client.get(reverse("verify", args=["7K3M"]), headers={"Accept-Language": "uk"})

    assert (answer.status_code, answer["Content-Language"], "Accept-Language" in answer["Vary"]) == (404, "uk", True)


@pytest.mark.parametrize(("chosen", "spoken"), [("uk", "uk"), ("", "cs")])
def test_the_back_office_names_things_in_the_language_chosen_for_it(client, settings, chosen, spoken):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(is_superuser=True, language="cs")
    UserProfile.objects.create(user=person, preferred_language=chosen)
    client.force_login(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cs"

    answer = client.get(reverse("quiz_reports"))
    lost = client.get(reverse("quiz_statistics", args=[999]))

    assert (answer.status_code, answer.wsgi_request.LANGUAGE_CODE, answer["Content-Language"]) == (200, spoken, spoken)
    assert (lost.status_code, lost["Content-Language"]) == (404, spoken)
