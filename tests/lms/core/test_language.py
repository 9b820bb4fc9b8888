"""Which language an address answers in."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_an_address_without_a_language_gets_one_where_only_pages_can_be(client):
    answer = client.get("/courses/no-such-course/", headers={"Accept-Language": "uk"})

    assert (answer.status_code, answer["Location"]) == (302, "/uk/courses/no-such-course/")


def test_what_a_view_of_ours_does_not_find_is_not_looked_for_elsewhere(client):
    answer = client.get(reverse("verify", args=["7K3M"]), headers={"Accept-Language": "uk"})

    assert (answer.status_code, answer["Content-Language"], "Accept-Language" in answer["Vary"]) == (404, "uk", True)
