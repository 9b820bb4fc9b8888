"""What a supervisor and a mentor write to each other: kept as it is typed, sent once, read by nobody else, announced without its words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.supervision.actions.writing import mark_read, take_back
from courses.supervision.letters import WRITTEN, post_written
from courses.supervision.models import Conversation, Message, MessageRevision
from courses.supervision.rules import Refusal, Refused, may_write, mentors_supervised_by
from lms.accounts.actions import erase_person, revoke_role
from lms.accounts.models import Role, User
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import mentor
from tests.factories.supervision import conversation, sampled, second, supervisor, written

pytestmark = pytest.mark.django_db
SECRET = "You sounded tired in that review. Are you well?"
NOON = datetime(2026, 11, 10, 12, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.fixture
def two(cohort):
    return supervisor(cohort), mentor(cohort, name="Olena First")


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_they_write_in_turn_and_see_what_is_new(cohort, two, sign_in):
    person, by = two
    first, other = sign_in(person), sign_in(by)

    begun = first.post(reverse("begin_letters", args=[by.pk]), follow=True)
    where = Conversation.objects.get()
    sent = first.post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": SECRET}, follow=True).text
    marked = [other.get(reverse(name)).text for name in ("desk", "supervision_letters")]
    page = other.get(reverse("supervision_conversation", args=[where.pk])).text
    seen = other.get(reverse("supervision_conversation", args=[where.pk])).text
    other.post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": "A little. Thank you."})
    answer = first.get(reverse("supervision_sample")).text

    assert begun.status_code == 200
    assert (SECRET in sent, "not read yet" in sent) == (True, True)
    assert ('class="site-nav__count">1' in marked[0], "1 unread" in marked[1]) == (True, True)
    assert (SECRET in page, ">New<" in page, ">New<" in seen) == (True, True, False)
    assert 'class="site-nav__count">1' in answer
    assert [(one.by, one.number, one.text) for one in Message.objects.order_by("pk")] == [
        (person, 1, SECRET),
        (by, 1, "A little. Thank you."),
    ]


def test_nobody_else_reads_it(cohort, two):
    where = conversation(*two)
    one = written(where, two[0], SECRET)
    others = {
        "another supervisor": supervisor(cohort),
        "administrator": mentor(role=Role.ADMINISTRATOR),
        "superuser": UserFactory(is_superuser=True),
        "coordinator": mentor(cohort, Role.COORDINATOR),
        "another mentor": mentor(cohort),
        "learner": sampled(cohort).review.task.learner,
        "stranger": UserFactory(),
    }
    gets = [reverse("supervision_conversation", args=[where.pk]), reverse("message_session", args=[where.pk, 1])]
    gets += [reverse(name) for name in ("supervision_letters", "known_conversations", "supervision_sample", "desk")]
    posts = [reverse("send_letter", args=[where.pk, 2]), reverse("save_message", args=[where.pk, 2])]
    posts += [reverse("take_letter_back", args=[where.pk, one.pk])]

    for who, person in others.items():
        client = Client()
        client.force_login(person)
        answers = {path: client.get(path) for path in gets}
        assert {path for path, answer in answers.items() if SECRET in answer.text} == set(), who
        assert answers[gets[0]].status_code == 404, who
        assert {client.post(path, {"message-text": "Me too."}).status_code for path in posts} == {404}, who

    one.refresh_from_db()
    assert (Message.objects.count(), one.read_at, one.taken_back_at) == (1, None, None)


def test_coordinators_know_that_there_is_one_and_when_it_was_last_written(cohort, two, sign_in):
    where = conversation(*two)
    coordinator, elsewhere = mentor(cohort, Role.COORDINATOR), mentor(CohortFactory(), Role.COORDINATOR)
    empty = sign_in(coordinator).get(reverse("known_conversations")).text
    written(where, two[0], SECRET)

    page, other = (sign_in(person).get(reverse("known_conversations")).text for person in (coordinator, elsewhere))

    assert ("Nobody has written yet." in empty, "Nobody has written yet." in other) == (True, True)
    assert all(words in page for words in ("Olena First", "Halyna Supervisor"))
    assert sign_in(two[1]).get(reverse("known_conversations")).status_code == 404


def test_whom_a_supervisor_may_write_to(cohort, two):
    person, by = two
    other = mentor(CohortFactory())

    assert list(mentors_supervised_by(person)) == [by]
    client = Client()
    client.force_login(person)
    assert client.post(reverse("begin_letters", args=[other.pk])).status_code == 404
    client.force_login(by)
    assert client.post(reverse("begin_letters", args=[person.pk])).status_code == 404
    assert client.get(reverse("supervision_letters")).status_code == 404
    assert not Conversation.objects.exists()


def test_a_draft_is_kept_as_it_is_typed_and_is_there_again(two, sign_in):
    where = conversation(*two)
    client = sign_in(two[0])
    address = reverse("save_message", args=[where.pk, 1])
    body = {"change_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "base": 0, "value": {"text": "Half a thou"}}

    told = client.post(address, body, content_type="application/json").json()
    plain = client.post(
        address, {"base": "1", "message-text": "Half a thought.", "next": reverse("supervision_conversation", args=[where.pk])}
    )
    page = client.get(plain.url).text
    other = sign_in(two[1]).get(reverse("supervision_conversation", args=[where.pk])).text

    assert (told["revision"], "Half a thought." in page, "Half a thou" in other) == (1, True, False)
    assert client.get(reverse("message_session", args=[where.pk, 1])).json()["entries"]["message-1"]["value"] == {"text": "Half a thought."}


def test_sent_twice_it_is_sent_once_and_a_late_change_is_told_so(two, sign_in):
    where = conversation(*two)
    client = sign_in(two[0])
    for _ in range(2):
        client.post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": SECRET})
    late = client.post(
        reverse("save_message", args=[where.pk, 1]),
        {"change_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "base": 1, "value": {"text": "More"}},
        content_type="application/json",
    )
    skipping = client.post(reverse("save_message", args=[where.pk, 7]), {"base": "0", "message-text": "Far ahead"})

    assert [one.text for one in Message.objects.sent()] == [SECRET]
    assert (late.status_code, late.json()["error"], skipping.status_code) == (410, "message_sent", 410)
    assert "Far ahead" in skipping.text  # given back to who wrote it


def test_an_empty_one_is_not_sent(two, sign_in):
    where = conversation(*two)

    page = sign_in(two[0]).post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": "  "}, follow=True).text

    assert "Write something first." in page
    assert not Message.objects.sent().exists()


def test_it_can_be_taken_back_until_it_is_read(two, sign_in):
    where = conversation(*two)
    one, other = written(where, two[0], SECRET), written(where, two[0], "And this.")
    client = sign_in(two[0])

    client.post(reverse("take_letter_back", args=[where.pk, one.pk]))
    client.post(reverse("take_letter_back", args=[where.pk, one.pk]))
    page = sign_in(two[1]).get(reverse("supervision_conversation", args=[where.pk])).text
    told = client.post(reverse("take_letter_back", args=[where.pk, other.pk]), follow=True).text

    assert (SECRET in page, "And this." in page, "It has been read meanwhile" in told) == (False, True, True)
    assert not MessageRevision.objects.filter(value__text=SECRET).exists()
    mine = sign_in(two[1]).post(reverse("take_letter_back", args=[where.pk, other.pk]))
    assert mine.status_code == 404


def test_who_writes_very_often_is_asked_to_wait_and_loses_nothing(two, sign_in):
    caches["default"].clear()
    where = conversation(*two)
    client = sign_in(two[0])
    sent = [
        client.post(reverse("send_letter", args=[where.pk, number]), {"base": "0", "message-text": f"{number}"}) for number in range(1, 22)
    ]

    assert [answer.status_code for answer in sent] == [302] * 20 + [429]
    assert 'value="21"' in sent[-1].text


def test_when_they_work_together_no_more_it_can_be_read_and_not_written(cohort, two, sign_in):
    person, by = two
    where = conversation(person, by)
    written(where, person, SECRET)
    revoke_role(person=by, role=Role.MENTOR, where=cohort)

    page = sign_in(again(by)).get(reverse("supervision_conversation", args=[where.pk]))
    answer = sign_in(again(by)).post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": "Bye"})

    assert (page.status_code, SECRET in page.text, "<textarea" in page.text) == (200, True, False)
    assert (answer.status_code, Message.objects.count()) == (410, 1)
    assert not may_write(Conversation.objects.get())


def test_a_message_names_the_review_it_is_about(cohort, two, sign_in):
    person, by = two
    one = sampled(cohort, by=by)
    second(one, person)
    foreign = sampled(cohort)
    second(foreign, person)
    client = sign_in(person)
    where = conversation(person, by)

    led = client.get(reverse("supervision_letters_about", args=[one.pk]))
    client.post(reverse("send_letter", args=[where.pk, 1]), {"base": "0", "message-text": "This one.", "about": one.pk})
    client.post(reverse("send_letter", args=[where.pk, 2]), {"base": "0", "message-text": "Not yours.", "about": foreign.pk})
    page = sign_in(by).get(reverse("supervision_conversation", args=[where.pk])).text

    assert led.url.startswith(reverse("supervision_conversation", args=[where.pk]))
    assert [message.about for message in Message.objects.order_by("number")] == [one, None]
    assert (reverse("review_task", args=[one.review.task_id]) in page, reverse("sampled_review", args=[one.pk]) in page) == (True, False)


def test_one_letter_a_day_says_that_somebody_has_written_and_never_what(two, mailoutbox):
    person, by = two
    where = conversation(person, by)
    with time_machine.travel(NOON, tick=False):
        written(where, person, SECRET)
        written(where, person, "And this.")
        posted = [post_written() for _ in range(2)]
        letter = Letter.objects.get(kind=WRITTEN)
        hand_over(letter=letter)
        written(where, person, "Once more.")
        posted.append(post_written())
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        posted.append(post_written())

    assert (letter.person, posted) == (by, [1, 0, 0, 1])
    text = str(mailoutbox[0].message())
    assert ("Halyna Supervisor has written to you" in mailoutbox[0].subject, SECRET in text, "/mentor/letters/" in text) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize("deed", ["read", "taken back"])
def test_a_letter_is_not_sent_about_what_is_read_or_taken_back(two, mailoutbox, deed):
    where = conversation(*two)
    with time_machine.travel(NOON, tick=False):
        one = written(where, two[0], SECRET)
        post_written()
        if deed == "read":
            mark_read(conversation=where, by=two[1])
        else:
            take_back(message=one)
        hand_over(letter=Letter.objects.get(kind=WRITTEN))

    assert (mailoutbox, Letter.objects.get(kind=WRITTEN).state) == ([], Letter.State.NOT_SENT)


def test_who_was_erased_is_written_to_no_more(two):
    where = conversation(*two)
    erase_person(person=two[1])

    with pytest.raises(Refused) as refused:
        written(Conversation.objects.get(pk=where.pk), again(two[0]))

    assert refused.value.reason == Refusal.ENDED


def test_letters_cost_the_same_however_many(cohort, two, sign_in):
    person, by = two
    where = conversation(person, by)
    one = sampled(cohort, by=by)
    second(one, person)
    written(where, person, about=one)
    client = sign_in(person)
    paths = [reverse("supervision_letters"), reverse("supervision_conversation", args=[where.pk])]
    costs = []
    for count in (0, 2):
        for _ in range(count):
            again_ = sampled(cohort, by=by)
            second(again_, person)
            written(where, person, about=again_)
            written(conversation(person, mentor(cohort)), person)
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            costs.append(len(asked))

    assert costs[:2] == costs[2:]
