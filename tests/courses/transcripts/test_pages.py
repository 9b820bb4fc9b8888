"""The holder's pages, and the links they give and take back."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from courses.transcripts.actions import MOST_OPEN, TooManyLinks, take_back
from courses.transcripts.models import RecordLink
from courses.transcripts.transcript import Part
from lms.core.personal_data import registered
from tests.factories import UserFactory
from tests.factories.transcripts import learned, link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


def opened(client, token, **headers):
    return client.get(reverse("shared_record", args=[token]), headers=headers)


def test_the_holder_reads_and_downloads_it(client):
    person = learned().learner
    client.force_login(person)

    page = client.get(reverse("my_record"))
    paper = client.get(reverse("my_record_file", args=["pdf"]))
    data = client.get(reverse("my_record_file", args=["json"]))

    assert [words in page.text for words in ("Ten lessons", "Village library", "Asking people", "Private words")] == [
        True,
        True,
        True,
        False,
    ]
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert (json.loads(data.content)["person"]["name"], data["Content-Disposition"]) == (
        "Олена Ґудзь",
        'attachment; filename="record.json"',
    )
    assert client.get(reverse("my_record_file", args=["doc"])).status_code == 404
    for answer in (page, paper, data):
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_an_empty_record_says_what_will_be_there(client):
    client.force_login(UserFactory(language="en"))

    assert "What you learned here will stand here" in client.get(reverse("my_record")).text


@pytest.mark.parametrize(("name", "args"), [("my_record", []), ("my_record_file", ["pdf"]), ("record_links", [])])
def test_a_stranger_is_asked_to_sign_in(client, name, args):
    assert "/account/login/" in client.get(reverse(name, args=args)).url


def test_a_link_is_shown_once_and_opens_only_what_was_chosen(client):
    person = learned().learner
    client.force_login(person)
    address = reverse("record_links")

    answer = client.post(address, {"label": "For the council", "parts": ["hours"], "days": "7"})
    first, second = client.get(answer.url), client.get(address)
    given = first.context["address"]
    client.logout()
    page = client.get(given.partition("localhost:8000")[2])

    made = RecordLink.objects.get()
    assert (first.context["address"] > "", second.context["address"]) == (True, "")
    assert made.token_hash not in given
    assert (made.expires_at - made.made_at, made.parts) == (timedelta(days=7), ["hours"])
    assert page.status_code == 200
    shown = [
        words in page.text for words in ("Олена Ґудзь", "Ten lessons", "40 hours", "Village library", "Asking people", "For the council")
    ]
    assert shown == [True, True, True, False, False, False]
    assert (page["Cache-Control"], page["X-Robots-Tag"], '<meta name="robots" content="noindex">' in page.text) == (
        "private, no-store",
        "noindex",
        True,
    )


@pytest.mark.parametrize(
    "said",
    [{"label": ""}, {"label": "x" * 81}, {"parts": ["everything"]}, {"days": "0"}, {"days": "366"}, {"days": ""}],
    ids=["no label", "long label", "unknown part", "no day", "too many days", "days left empty"],
)
def test_a_link_that_is_not_whole_is_not_made(client, said):
    client.force_login(UserFactory())

    answer = client.post(reverse("record_links"), {"label": "X", "parts": ["hours"], "days": "30", **said})

    assert (answer.status_code, RecordLink.objects.count()) == (422, 0)


def test_openings_are_counted_but_for_the_holders_own(client):
    person = learned().learner
    made, token = link(person)

    opened(client, token)
    opened(client, token)
    client.head(reverse("shared_record", args=[token]))
    client.force_login(person)
    assert "Your own look is not counted" in opened(client, token).text
    made.refresh_from_db()

    assert (made.openings, made.last_opened_at is not None) == (2, True)
    assert "Opened 2 times" in client.get(reverse("record_links")).text


def test_taken_back_it_opens_nothing_from_that_moment_on(client):
    person = learned().learner
    made, token = link(person)
    client.force_login(person)

    for _again in range(2):
        assert client.post(reverse("take_back_record_link", args=[made.pk])).url == reverse("record_links")
    client.logout()
    answers = [opened(client, token), *(client.get(reverse("shared_record_file", args=[token, kind])) for kind in ("pdf", "json"))]

    assert [answer.status_code for answer in answers] == [410] * 3
    for answer in answers:
        assert ("has taken it back" in answer.text, "Олена" in answer.text, answer["Cache-Control"]) == (True, False, "private, no-store")


def test_it_runs_out_by_itself(client):
    made, token = link(learned().learner, days=3)

    with time_machine.travel(made.expires_at - timedelta(seconds=1), tick=False):
        before = opened(client, token).status_code
    with time_machine.travel(made.expires_at, tick=False):
        after = opened(client, token)

    assert (before, after.status_code, "has run out" in after.text) == (200, 410, True)


def test_nobody_takes_back_what_is_not_theirs(client):
    made, token = link(learned().learner)
    address = reverse("take_back_record_link", args=[made.pk])

    assert client.post(address).status_code == 302
    client.force_login(UserFactory())
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert opened(client, token).status_code == 200


def test_addresses_cannot_be_tried_for_ever(client, within_one_minute):
    statuses = [opened(client, f"token-{number}").status_code for number in range(31)]

    assert statuses == [404] * 30 + [429]


def test_the_visitor_reads_it_in_their_own_language(client):
    _made, token = link(learned().learner)

    answer = opened(client, token, **{"Accept-Language": "cs"})

    assert (answer["Content-Language"], '<html lang="cs"' in answer.text) == ("cs", True)


def test_files_of_a_link_hold_no_more_than_the_link(client):
    _made, token = link(learned().learner, parts=[Part.HOURS])

    data = json.loads(client.get(reverse("shared_record_file", args=[token, "json"])).content)

    assert (data["parts"], "certificates" in data["courses"][0]) == (["hours"], False)
    assert client.get(reverse("shared_record_file", args=[token, "pdf"])).content[:5] == b"%PDF-"


def test_somebody_who_may_not_sign_in_any_more_shows_nothing(client):
    person = learned().learner
    _made, token = link(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert opened(client, token).status_code == 404


def test_so_many_links_that_nobody_knows_who_reads_are_refused():
    person = UserFactory()
    for _ in range(MOST_OPEN):
        made, _token = link(person)

    with pytest.raises(TooManyLinks):
        link(person)
    take_back(link=made)
    link(person)


def test_the_list_takes_the_same_queries_for_one_link_and_for_many(client, django_assert_max_num_queries):
    person = UserFactory()
    client.force_login(person)
    link(person)
    client.get(reverse("record_links"))
    for _ in range(5):
        link(person)

    with django_assert_max_num_queries(6):
        assert len(client.get(reverse("record_links")).context["links"]) == 6


def test_links_are_handed_over_and_forgotten():
    person = UserFactory()
    _made, token = link(person)
    data = next(each for each in registered() if each.key == "record_links")

    (told,) = data.export(person)
    assert (told["label"], token in json.dumps(told, default=str), told["made_at"] <= now()) == ("For the council", False, True)
    data.erase(person)
    data.erase(person)

    assert RecordLink.objects.count() == 0
