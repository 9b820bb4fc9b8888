"""Saved replies: whose they are, who keeps the shared ones, what their placeholders may be."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.mentorship.models import SavedReply
from courses.mentorship.rules import replies_kept_by, replies_read_by
from courses.mentorship.saved_replies import unknown_places
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return Organisation.objects.create(name="Hub", slug="hub")


@pytest.fixture
def cohort(owner):
    return CohortFactory(owner=owner)


def reply_of(person=None, owner=None, title="Numbers", **fields):
    return SavedReply.objects.create(person=person, owner=owner, language="en", title=title, text="How many, {learner}?", **fields)


def test_a_reply_is_added_changed_and_after_a_question_removed(client, cohort):
    person = mentor(cohort)
    client.force_login(person)

    client.post(reverse("add_reply"), {"title": "Numbers", "language": "uk", "text": "How many, {learner}?"})
    reply = SavedReply.objects.get()
    client.post(reverse("change_reply", args=[reply.pk]), {"title": "Figures", "language": "uk", "text": "How many?"})
    asked = client.get(reverse("remove_reply", args=[reply.pk])).text
    changed = SavedReply.objects.get()
    client.post(reverse("remove_reply", args=[reply.pk]))

    assert (reply.person, changed.title, changed.person, "Remove “Figures”?" in asked) == (person, "Figures", person, True)
    assert SavedReply.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{learner} {mentor} {lesson} {assignment} {course}", []),
        ("{name}, {learner}, {name}, {Learner}", ["name", "Learner"]),
        ("{ name }, { }, {}, {two words}, {{", []),
        ("{учень}", ["учень"]),
    ],
)
def test_what_stands_in_braces_like_a_name_is_known(text, unknown):
    assert unknown_places(text) == unknown


def test_an_unknown_placeholder_is_said_and_nothing_typed_is_lost(client, cohort):
    client.force_login(mentor(cohort))

    answer = client.post(reverse("add_reply"), {"title": "Hello", "language": "en", "text": "Dear {name}, well done."})

    assert (answer.status_code, SavedReply.objects.count()) == (422, 0)
    assert "Nothing is known that could stand for {name}." in answer.text
    assert "Dear {name}, well done." in answer.text


def test_what_is_used_most_comes_first_and_titles_are_searched(client, cohort):
    person = mentor(cohort)
    reply_of(person, title="Числа та джерела")
    reply_of(person, title="Greeting", used=3)
    client.force_login(person)

    everything, found = client.get(reverse("mentor_replies")).text, client.get(reverse("mentor_replies"), {"q": "числа"}).text

    assert everything.index("Greeting") < everything.index("Числа")
    assert ("Greeting" in found, "Числа" in found, "Used 3 times" in everything) == (False, True, True)
    assert "No title has these words." in client.get(reverse("mentor_replies"), {"q": "nowhere"}).text


def titles(replies):
    return set(replies.values_list("title", flat=True))


def test_whose_replies_one_reads_and_keeps(cohort, owner):
    other = Organisation.objects.create(name="Other", slug="other")
    person, supervisor = mentor(cohort), mentor(owner, Role.SUPERVISOR)
    of_cohort, everywhere = mentor(cohort, Role.SUPERVISOR), mentor(None, Role.ADMINISTRATOR)
    reply_of(person, title="own")
    reply_of(UserFactory(), title="somebody's")
    reply_of(owner=owner, title="hub's")
    reply_of(owner=other, title="other's")
    reply_of(title="everybody's")

    assert titles(replies_read_by(person)) == {"own", "hub's", "everybody's"}
    assert titles(replies_kept_by(person)) == {"own"}
    assert (titles(replies_read_by(supervisor)), titles(replies_kept_by(supervisor))) == ({"hub's", "everybody's"}, {"hub's"})
    assert titles(replies_kept_by(of_cohort)) == set()
    assert titles(replies_kept_by(everywhere)) == {"hub's", "other's", "everybody's"}
    assert titles(replies_kept_by(mentor(owner, Role.COORDINATOR))) == {"hub's"}
    assert titles(replies_read_by(UserFactory())) == {"everybody's"}


def test_who_keeps_shared_replies_says_for_whom_one_is(client, cohort, owner):
    supervisor = mentor(owner, Role.SUPERVISOR)
    client.force_login(supervisor)
    words = {"title": "Numbers", "language": "en", "text": "How many?"}

    page = client.get(reverse("add_reply")).text
    client.post(reverse("add_reply"), {**words, "shared_with": str(owner.pk)})
    shared = SavedReply.objects.get()
    refused = client.post(reverse("add_reply"), {**words, "shared_with": "all"})
    client.post(reverse("change_reply", args=[shared.pk]), {**words, "shared_with": "own"})
    kept = SavedReply.objects.get()

    assert ("For all who mentor for Hub" in page, "For all mentors" in page) == (True, False)
    assert ((shared.person, shared.owner), refused.status_code, (kept.person, kept.owner)) == ((None, owner), 422, (supervisor, None))


def test_nobody_changes_what_is_not_theirs_to_keep(client, cohort, owner):
    shared, foreign = reply_of(owner=owner), reply_of(UserFactory())
    client.force_login(mentor(cohort))

    for reply in (shared, foreign):
        for name in ("change_reply", "remove_reply"):
            address = reverse(name, args=[reply.pk])
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    page = client.get(reverse("mentor_replies")).text
    assert (page.count("<h3"), "Change<" in page, SavedReply.objects.count()) == (1, False, 2)


def test_a_long_library_asks_no_more_than_a_short_one(client, cohort, owner, django_assert_num_queries):
    person = mentor(cohort)
    client.force_login(person)
    reply_of(person)
    client.get(reverse("mentor_replies"))

    with CaptureQueriesContext(connection) as short:
        client.get(reverse("mentor_replies"))
    for number in range(30):
        reply_of(**({"person": person} if number % 2 else {"owner": owner}))
    with django_assert_num_queries(len(short)):
        client.get(reverse("mentor_replies"))


def test_a_large_library_comes_page_by_page_and_the_search_goes_along(client, cohort):
    person = mentor(cohort)
    for number in range(45):
        reply_of(person, title=f"Numbers {number:02}")
    client.force_login(person)

    pages = [client.get(reverse("mentor_replies"), {"q": "numbers", "page": number}).text for number in (1, 2, 3)]

    found = [re.findall(r"Numbers \d\d</h3>", page) for page in pages]
    assert [len(titles) for titles in found] == [20, 20, 5]
    assert len({title for titles in found for title in titles}) == 45
    assert ("Page 2 of 3" in pages[1], "?q=numbers&amp;page=3" in pages[1]) == (True, True)


def test_signed_out_while_a_reply_is_written_its_words_come_back(client, cohort):
    reply = reply_of(mentor(cohort))
    words = {"title": "A new title", "language": "en", "text": "Three hours of thought."}

    for address in (reverse("add_reply"), reverse("change_reply", args=[reply.pk])):
        answer = client.post(address, words)
        assert answer.status_code == 401
        assert [f'value="{word}"' in answer.text for word in words.values()] == [True, True, True]
