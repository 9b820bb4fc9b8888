"""The frame of every page: who sees which way, and the same page in another language."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from tests.factories import UserFactory


def header(path="/en/", *, user=None, method="get", language="en", **context) -> str:
    request = getattr(RequestFactory(), method)(path)
    if user:
        request.user = user
        context["user"] = user
    with override(language):
        return engines["django"].from_string("{% load navigation %}{% site_header False %}").render(context, request)


def languages(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)" lang="(\w\w)"', html)


def test_the_same_page_is_offered_in_every_language():
    html = header("/en/courses/ten-lessons/?page=2&q=a%22b")

    rest = "/courses/ten-lessons/?page=2&amp;q=a%22b"
    assert languages(html) == [(f"/{code}{rest}", code) for code in ["en", "uk", "ru", "bg", "cs"]]


def test_a_page_without_a_language_in_its_address_is_asked_for_one():
    html = header("/verify/7K3M9QRT2XVB0D4H/")

    assert languages(html)[1] == ("/verify/7K3M9QRT2XVB0D4H/?l=uk", "uk")


def test_a_page_that_answers_a_form_is_offered_without_what_was_sent():
    html = header("/en/account/login/?next=/en/my/", method="post")

    assert languages(html)[1] == ("/uk/account/login/", "uk")


def test_nothing_in_an_address_breaks_out_of_it():
    html = header("""/en/courses/"><script>alert(1)</script>/""")

    assert "<script>alert" not in html


def test_the_language_of_the_page_is_marked_and_named():
    html = header("/cs/", language="cs")

    assert 'lang="cs" hreflang="cs" aria-current="true">Čeština</a>' in html
    assert html.count("aria-current") == 1


def test_a_visitor_may_sign_in_and_comes_back_to_the_page():
    html = header("/en/courses/ten-lessons/?a=1")

    assert 'href="/en/account/login/?next=%2Fen%2Fcourses%2Ften-lessons%2F%3Fa%3D1"' in html
    assert "My learning" not in html


def test_on_the_pages_of_sign_in_there_is_no_way_back_to_them():
    assert 'href="/en/account/login/"' in header("/en/account/signup/")


def test_a_learner_sees_their_learning_and_no_back_office():
    html = header(user=UserFactory.build(name="Olena Koval"))

    assert "My learning" in html
    assert "Olena" in html
    assert "Back office" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEARNER])
def test_who_may_open_the_back_office_sees_the_way_there_and_nobody_else(role):
    person = UserFactory()
    grant_role(person=person, role=role)
    person = User.objects.get(pk=person.pk)

    assert ("Back office" in header(user=person)) == person.has_perm("wagtailadmin.access_admin")


@pytest.mark.django_db
def test_who_may_do_everything_sees_the_way_to_the_back_office():
    assert "Back office" in header(user=UserFactory(is_superuser=True))


def test_nobody_is_called_by_the_name_of_who_came_before():
    header(user=UserFactory.build(name="Olena Koval"))

    html = header(user=UserFactory.build(name="Petro Lys"))

    assert ("Petro" in html, "Olena" in html) == (True, False)


def test_signing_out_is_a_form_and_no_link():
    html = header(user=UserFactory.build())

    assert re.search(r'<form method="post" action="/en/account/logout/"[^>]*><input type="hidden" name="csrfmiddlewaretoken"', html)


def test_letters_of_the_demo_are_only_in_the_demo(settings):
    settings.IS_DEMO = True
    demo = header()
    settings.IS_DEMO = False

    assert ("/mailbox/" in demo, "/mailbox/" in header()) == (True, False)


def test_the_place_in_the_navigation_is_marked():
    assert '<a href="/en/courses/" aria-current="page">' in header("/en/courses/")
    assert '<a href="/en/courses/" aria-current="true">' in header("/en/courses/ten-lessons/")


@pytest.mark.django_db
def test_an_address_without_a_language_answers_in_the_one_it_is_asked_for(client):
    assert client.get("/verify/", {"l": "uk"})["Content-Language"] == "uk"


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["xx", "", "en-"])
def test_a_language_that_is_not_there_changes_nothing(client, wanted):
    assert client.get("/verify/", {"l": wanted})["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_language_in_the_address_has_the_last_word(client):
    assert client.get("/cs/account/login/", {"l": "uk"})["Content-Language"] == "cs"
