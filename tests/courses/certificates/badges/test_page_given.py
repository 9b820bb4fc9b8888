"""The checking page as it is made and given out."""

import pytest
from django.urls import reverse

from courses.certificates.badges import page_building
from courses.certificates.badges.page_building import build_page

pytestmark = pytest.mark.django_db


def test_the_libraries_are_the_pinned_ones(monkeypatch):
    monkeypatch.setattr(page_building, "LIBRARIES_PINNED", "0" * 64)

    with pytest.raises(page_building.LibrariesChanged):
        build_page()


def test_the_site_gives_the_page_out_with_its_own_policy_and_the_camera(client):
    answer = client.get(reverse("verify_page"))

    assert (answer.status_code, answer["Permissions-Policy"]) == (200, "camera=(self)")
    assert "Content-Security-Policy" not in answer
    assert "default-src 'none'" in answer.content.decode()
