"""A form of the back office that is sent when its person is signed out by then: kept for them, for nobody else, and sent again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from courses.catalogue.models import LessonPage
from lms.accounts import kept_forms
from lms.accounts.models import KeptForm
from lms.accounts.personal_data import erase_kept_forms, export_kept_forms
from lms.accounts.tasks import forget_kept_forms
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body
from tests.support.page_forms import hidden_fields, lesson_form

pytestmark = pytest.mark.django_db
TYPED = "An hour of work."


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def lesson():
    return LessonPageFactory(body=body(("markdown", "a", "First.")))


class Tab:
    """A lesson that is open in somebody's browser."""

    def __init__(self, lesson, person=None, **client):
        self.person = person or UserFactory(is_superuser=True)
        self.client = Client(**client)
        self.client.force_login(self.person)
        self.address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        self.page = LessonPage.objects.get(pk=lesson.pk)
        self.hidden = hidden_fields(self.client.get(self.address).content.decode())

    def press(self, text=TYPED, client=None, **more):
        self.page.body = body(("markdown", "a", text))
        headers = more.pop("headers", None)
        return (client or self.client).post(self.address, lesson_form(self.page, **self.hidden, **more), headers=headers)


def in_draft(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body[0].value


def send_again(client, person, **changed):
    """As the page of what was kept does."""
    [one] = kept_forms.opened(person)
    return client.post(one.path, {**dict(one.fields), kept_forms.FIELD: kept_forms.mark_of(person), "kept_form": one.key, **changed})


def test_what_is_sent_signed_out_is_kept_and_saved_after_sign_in(lesson):
    tab = Tab(lesson)
    tab.client.logout()

    sent = tab.press()
    assert sent.url == f"{reverse('account_login')}?next={reverse('kept_forms')}"
    assert in_draft(lesson) == "First."

    tab.client.force_login(tab.person)
    shown = tab.client.get(reverse("kept_forms")).content.decode()
    answer = send_again(tab.client, tab.person)

    assert TYPED in shown
    assert answer.status_code == 302
    assert in_draft(lesson) == TYPED
    assert KeptForm.objects.count() == 0


def test_the_button_that_was_pressed_is_pressed_again(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press(**{"action-publish": "1"})
    tab.client.force_login(tab.person)

    send_again(tab.client, tab.person)

    assert LessonPage.objects.get(pk=lesson.pk).body[0].value == TYPED


def test_what_somebody_saved_meanwhile_is_not_written_over(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    Tab(lesson).press("Theirs.")
    tab.client.force_login(tab.person)

    answer = send_again(tab.client, tab.person)

    assert answer.url.startswith("/admin/writing/aside/")
    assert in_draft(lesson) == "Theirs."


def test_nothing_is_saved_in_the_name_of_who_signed_in_after(lesson):
    tab, other = Tab(lesson), UserFactory(is_superuser=True)
    tab.client.force_login(other)

    answer = tab.press()

    assert answer.status_code == 409
    assert TYPED not in answer.content.decode()
    assert in_draft(lesson) == "First."
    assert TYPED not in tab.client.get(reverse("kept_forms")).content.decode()
    assert [one.words for one in kept_forms.opened(tab.person)] != []


def test_a_form_with_the_token_of_a_session_that_is_over_is_kept_as_well(lesson):
    tab = Tab(lesson, enforce_csrf_checks=True)

    answer = tab.press()

    assert answer.url == reverse("kept_forms")
    assert [kept.person for kept in KeptForm.objects.all()] == [tab.person]


def test_autosave_is_told_in_words_that_its_indicator_shows(lesson):
    tab = Tab(lesson)
    tab.client.logout()

    answer = tab.press(headers={"accept": "application/json"})

    told = answer.json()
    assert (answer.status_code, told["success"], told["error_code"], told["signed_out"]) == (401, False, "locked", True)
    assert "signed out" in told["error_message"]
    assert KeptForm.objects.count() == 0


def test_it_is_sealed_and_nobody_elses(lesson):
    tab, other = Tab(lesson), UserFactory(is_superuser=True)
    tab.client.logout()
    tab.press()
    kept = KeptForm.objects.get()

    assert "hour" not in kept.sealed
    assert kept_forms.opened(other) == []
    KeptForm.objects.update(person=other)  # even a row that was moved says nothing
    assert kept_forms.opened(other) == []
    client = Client()
    client.force_login(other)
    kept_forms.drop(person=tab.person, key=str(kept.key))
    assert client.get(reverse("kept_forms")).status_code == 200


def test_a_stranger_keeps_and_drops_nothing(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    stranger = Client()
    stranger.force_login(UserFactory(is_superuser=True))

    stranger.post(reverse("drop_kept_form"), {"key": str(KeptForm.objects.get().key)})
    stranger.post(reverse("drop_kept_form"), {"key": "nothing"})
    forged = {**tab.hidden, kept_forms.FIELD: f"{tab.person.pk}:x:y"}
    Client().post(tab.address, lesson_form(tab.page, **forged))

    assert KeptForm.objects.count() == 1


def test_it_is_thrown_away_by_its_owner_after_three_days_and_with_the_account(lesson):
    tab = Tab(lesson)
    for _ in range(3):
        tab.client.logout()
        tab.press()
    first, second, _third = KeptForm.objects.all()
    KeptForm.objects.filter(pk=first.pk).update(at=now() - timedelta(days=4))
    tab.client.force_login(tab.person)

    assert len(export_kept_forms(tab.person)) == 2
    tab.client.post(reverse("drop_kept_form"), {"key": str(second.key)})
    forget_kept_forms()
    assert KeptForm.objects.count() == 1
    erase_kept_forms(tab.person)
    assert KeptForm.objects.count() == 0


def test_twenty_are_kept_and_of_more_the_oldest_go(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    for number in range(kept_forms.MOST + 2):
        tab.press(f"Number {number} of many.")

    texts = [one.words for one in kept_forms.opened(tab.person)]
    assert len(texts) == kept_forms.MOST
    assert "Number 21 of many." in texts[0]


def test_who_is_signed_in_is_said_with_a_token_and_to_nobody_else(client):
    client.force_login(UserFactory(is_superuser=True))

    told = client.get(reverse("still_signed_in")).json()

    assert set(told) == {"person", "csrf"}
    assert Client().get(reverse("still_signed_in")).status_code == 302
