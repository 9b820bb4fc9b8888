from django.middleware.csrf import _does_token_match, get_token, rotate_token
from django.template import engines
from django.test import RequestFactory

from lms.core.csrf import token_of


def test_all_forms_of_a_page_have_one_token_and_it_is_right():
    request = RequestFactory().get("/")
    shown = engines["django"].from_string("{% csrf_token %}{% csrf_token %}").render({}, request)

    token = token_of(request)

    assert shown.count(token) == 2
    assert _does_token_match(token, request.META["CSRF_COOKIE"])
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]


def test_a_second_answer_has_another_mask():
    first, second = RequestFactory().get("/"), RequestFactory().get("/")
    get_token(first)
    second.META["CSRF_COOKIE"] = first.META["CSRF_COOKIE"]

    assert token_of(first) != token_of(second)


def test_given_somebody_signs_in_meanwhile_the_token_is_of_the_new_secret():
    request = RequestFactory().get("/")
    before = token_of(request)

    rotate_token(request)

    assert not _does_token_match(before, request.META["CSRF_COOKIE"])
    assert _does_token_match(token_of(request), request.META["CSRF_COOKIE"])
