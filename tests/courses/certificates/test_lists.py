"""A list of certificates is checked at once, by somebody without an account."""

import csv
import io

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses.certificates.actions import choose_what_is_shown, reissue, revoke
from courses.certificates.models import Certificate, NameShown
from courses.certificates.numbers import new_number
from tests.factories import CertificateFactory

State = Certificate.State
pytestmark = pytest.mark.django_db
ADDRESS = "verify_list"


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


def valid(**fields):
    return CertificateFactory(**{"state": State.ISSUED, "pdf": "certificates/x.pdf", **fields})


def check(client, *lines, **more):
    return client.post(reverse(ADDRESS), {"numbers": "\n".join(lines), **more})


def verdicts(answer):
    return [(one.verdict, str(words[0])) for one, words in answer.context["answers"]]


def test_each_line_has_its_verdict(client):
    good, made, gone = valid(), CertificateFactory(), valid()
    replaced = valid(holder_name="Old")
    middle = reissue(certificate=replaced, holder_name="New", by=None)
    newest = reissue(certificate=middle, holder_name="Newest", by=None)
    revoke(certificate=gone, because="A secret", by=None)
    numbers = [one.number for one in (good, made, gone, replaced)]

    answer = check(client, *numbers, new_number(), good.number[:-2] + "U" + good.number[-1])

    assert answer.status_code == 200
    assert [verdict for verdict, _words in verdicts(answer)] == ["issued", "eligible", "revoked", "superseded", "unknown", "mistyped"]
    assert [one.leads_to for one, _words in answer.context["answers"]] == [(), (), (), [newest.number], (), [good.number]]
    assert f'In its place is: <a href="{reverse("verify", args=[newest.number])}"' in answer.text
    assert [words in answer.text for words in ("A secret", "Old", ">Newest")] == [False] * 3
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex", True)


def test_each_line_follows_the_choice_of_its_holder(client):
    open_one, initials, closed = (
        valid(holder_name=name, course_title="Ten lessons") for name in ("Anna Open", "Petro Half", "Ivan Closed")
    )
    choose_what_is_shown(certificate=initials, choice={"name": NameShown.INITIALS})
    choose_what_is_shown(certificate=closed, choice={"name": NameShown.NONE, "course": False, "day": False, "hours": False})

    answer = check(client, *(one.number for one in (open_one, initials, closed)))
    rows = list(
        csv.reader(io.StringIO(check(client, open_one.number, initials.number, closed.number, csv="1").content.decode("utf-8-sig")))
    )

    assert [words in answer.text for words in ("Anna Open", "P. H.", "Petro", "Half", "Ivan", "Closed")] == [True, True, *[False] * 4]
    assert [row[1:6] for row in rows[1:]] == [
        [open_one.number, "In force", "", "Anna Open", "Ten lessons"],
        [initials.number, "In force", "", "P. H.", "Ten lessons"],
        [closed.number, "In force", "", "", ""],
    ]


def test_a_name_is_no_formula_in_the_file(client):
    answer = check(client, valid(holder_name="=1+1").number, csv="1")

    assert "'=1+1" in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="certificates.csv"'


def test_many_cost_no_more_queries_than_one(client, django_assert_num_queries):
    def replaced():
        old = valid()
        reissue(certificate=old, holder_name="New", by=None)
        return old

    few, many = [valid().number, replaced().number], [valid().number for _ in range(5)] + [replaced().number for _ in range(4)]

    for numbers in (few, many):
        with django_assert_num_queries(2):
            assert check(client, *numbers).status_code == 200


@pytest.mark.parametrize(("text", "words"), [("", "no number in the list"), ("Olena", "no number in the list")])
def test_a_list_without_numbers_says_what_a_number_is(client, text, words):
    answer = check(client, text)

    assert (answer.status_code, words in answer.text) == (422, True)


def test_a_list_that_is_too_long_is_not_looked_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = check(client, *(new_number() for _ in range(301)))

    assert (answer.status_code, "There are 301 numbers" in answer.text) == (422, True)


def test_each_unknown_number_of_a_list_is_a_try(client, within_one_minute):
    known = valid().number

    first = check(client, known, *(new_number() for _ in range(299)))
    second = check(client, known, new_number(), new_number())
    alone = client.get(reverse("verify", args=[new_number()]))

    assert [answer.status_code for answer in (first, second, alone)] == [200, 429, 429]
    assert "many that we have never issued" in second.text
    assert check(client, known).status_code == 200
    assert client.get(reverse("verify", args=[known])).status_code == 200


def test_who_is_turned_away_cannot_tell_a_number_that_exists_from_one_that_does_not(client, within_one_minute):
    known = valid().number
    for _ in range(30):
        client.get(reverse("verify", args=[known]))

    answers = {number: client.get(reverse("verify", args=[number])) for number in (known, new_number())}

    assert [answer.status_code for answer in answers.values()] == [429, 429]
    assert len({answer.text.replace(number, "") for number, answer in answers.items()}) == 1


def test_a_single_number_with_a_slip_leads_to_the_right_one(client):
    number = valid().number
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")

    answer = client.get(reverse("find_certificate"), {"number": wrong})

    assert (answer.status_code, reverse("verify", args=[number]) in answer.text) == (404, True)
