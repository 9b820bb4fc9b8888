"""What awaits moderation and what came of it goes through the ledger, and Wagtail's own mails do not go."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin import signal_handlers
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage
from wagtail.users.models import UserProfile

from cms.pages.moderation import ANSWERED, WAITING
from cms.pages.receivers import IN_PLACE_OF
from cms.pages.tasks import post_moderation_letters as beat
from lms.accounts.models import Role
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import UserFactory
from tests.factories.mentorship import mentor
from tests.factories.pages import CoursePageFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Kyiv"))
NEXT = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def one_factor_will_do(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


def editor(**fields):
    return mentor(role=Role.PUBLISHER, time_zone="Europe/Kyiv", **fields)


@pytest.fixture(autouse=True)
def moderators():
    """The group that Wagtail's own workflow asks, as an administrator sets it up."""
    group = Group.objects.create(name="Moderators")
    GroupApprovalTask.objects.get().groups.add(group)
    workflow = Workflow.objects.get(name="Moderators approval")
    Workflow.objects.filter(pk=workflow.pk).update(active=True)
    WorkflowPage.objects.update(workflow=workflow)
    return group


@pytest.fixture
def author():
    return editor()


@pytest.fixture
def moderator(moderators):
    person = editor(language="uk")
    person.groups.add(moderators)
    return person


def handed(author, title="Ten lessons"):
    page = CoursePageFactory(title=title)
    page.save_revision(user=author)
    return page, page.get_workflow().start(page, author).current_task_state


def posted(kind=WAITING):
    beat()
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def sent():
    for letter in Letter.objects.filter(kind__in=[WAITING, ANSWERED]).due():
        hand_over(letter=letter)
    return mail.outbox


def test_moderators_get_one_letter_with_titles_in_their_language_and_no_mail_of_wagtails(
    author, moderator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        handed(author, "Мавка"), handed(author, "Їжак")
    assert mail.outbox == []

    assert [letter.person for letter in posted()] == [moderator]
    (message,) = sent()
    assert message.subject == "2 сторінки чекають на перевірку"
    assert all(title in message.body for title in ("Мавка", "Їжак", "/reports/workflow_tasks/?reviewable=true"))


def test_wagtails_mails_are_not_connected():
    for signal, sender, _name, receiver in IN_PLACE_OF:
        heard = signal._live_receivers(sender)[0]
        assert receiver in heard
        assert not [one for one in heard if type(one).__module__ == "wagtail.admin.mail"]
    signal_handlers.register_signal_handlers()  # as when its app is ready after ours
    for signal, sender, _name, _receiver in IN_PLACE_OF:
        assert not [one for one in signal._live_receivers(sender)[0] if type(one).__module__ == "wagtail.admin.mail"]


def test_once_a_day_and_nothing_is_said_twice(author, moderator, clock):
    handed(author, "First")
    assert len(posted()) == 1
    handed(author, "Second")
    assert len(posted()) == 1

    clock.move_to(NEXT)
    assert len(posted()) == 2
    clock.move_to(NEXT + timedelta(days=1))
    assert len(posted()) == 2


def test_at_night_it_waits_for_the_morning(author, moderator, clock):
    clock.move_to(NOON.replace(hour=23))
    handed(author)

    assert [letter.due_at for letter in posted()] == [NEXT.replace(hour=8)]


def test_nothing_for_who_asked_who_may_not_moderate_or_wants_none(author, moderator, moderators):
    author.groups.add(moderators)
    editor()
    UserProfile.objects.create(user=moderator, submitted_notifications=False)
    handed(author)

    assert posted() == []


def test_not_sent_when_it_was_moderated_or_opened_meanwhile(author, moderator, client):
    _page, first = handed(author, "Moderated")
    other, _second = handed(author, "Opened")
    posted()
    first.approve(user=UserFactory(is_superuser=True))
    client.force_login(moderator)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 200

    assert [message.to for message in sent()] == [[author.email]]
    assert Letter.objects.get(kind=WAITING).reason == "not_needed"


@pytest.mark.parametrize(("what", "said"), [("approve", "is approved"), ("reject", "is not published yet")])
def test_the_author_gets_the_answer_with_its_comment(author, moderator, what, said):
    _page, state = handed(author)
    getattr(state, what)(user=moderator, comment="The second picture has <no> source.")

    (message,) = sent()
    assert message.to == [author.email]
    assert said in message.body
    assert "The second picture has <no> source." in message.body
    assert "&lt;no&gt;" in message.alternatives[0][0]


def test_no_answer_once_it_was_sent_in_again_or_seen_or_to_oneself(author, moderator, client):
    _page, again = handed(author, "Again")
    again.reject(user=moderator)
    again.workflow_state.refresh_from_db()
    again.workflow_state.resume(user=author)
    seen, state = handed(author, "Seen")
    state.reject(user=moderator)
    client.force_login(author)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[seen.pk])).status_code == 200
    _page, own = handed(author, "Own")
    own.approve(user=author)

    assert sent() == []
    assert sorted(Letter.objects.filter(kind=ANSWERED).values_list("reason", flat=True)) == ["not_needed", "seen"]


def test_more_pages_ask_no_more_queries(author, moderator):
    assert GroupApprovalTask.objects.count() == 1

    def asked():
        Letter.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert len(posted()) == 1
        return len(queries)

    handed(author)
    few = asked()
    for _number in range(5):
        handed(author)
    assert asked() == few
