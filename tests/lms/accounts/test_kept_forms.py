"""A form of the back office that is sent when its person is signed out by then: kept for them, for nobody else, and sent again."""

import json
import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from courses.catalogue.models import LessonPage
from lms.accounts import kept_forms
from lms.accounts.actions import grant_role
from lms.accounts.models import KeptForm, Role
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


def test_the_second_of_two_presses_saves_nothing(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    tab.client.force_login(tab.person)
    [kept] = kept_forms.opened(tab.person)
    before = lesson.revisions.count()

    assert kept_forms.claim(person=tab.person, key=kept.key)  # the first is on its way
    second = send_again(tab.client, tab.person)

    assert second.url == reverse("kept_forms")
    assert lesson.revisions.count() == before
    assert KeptForm.objects.count() == 1


def test_a_press_after_it_was_saved_saves_nothing(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    tab.client.force_login(tab.person)
    [kept] = kept_forms.opened(tab.person)
    form = {**dict(kept.fields), kept_forms.FIELD: kept_forms.mark_of(tab.person), "kept_form": kept.key}
    tab.client.post(kept.path, form)
    after = lesson.revisions.count()

    second = tab.client.post(kept.path, form)

    assert second.url == reverse("kept_forms")
    assert "sent already" in tab.client.get(second.url).content.decode()
    assert lesson.revisions.count() == after


def test_a_press_that_was_never_answered_is_not_waited_for_for_ever(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    KeptForm.objects.update(sent_at=now() - kept_forms.LONGEST_ANSWER)
    tab.client.force_login(tab.person)

    send_again(tab.client, tab.person)

    assert in_draft(lesson) == TYPED


def test_it_is_kept_on_while_its_owner_may_not_save(lesson, settings):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    tab.client.force_login(tab.person)

    settings.REQUIRE_SECOND_FACTOR = True
    assert send_again(tab.client, tab.person).url == reverse("mfa_activate_totp")
    settings.REQUIRE_SECOND_FACTOR = False
    tab.person.is_superuser = False
    tab.person.save()
    grant_role(person=tab.person, role=Role.COORDINATOR)
    assert send_again(tab.client, tab.person).url == reverse("wagtailadmin_home")

    assert KeptForm.objects.get().sent_at is None
    assert in_draft(lesson) == "First."


def test_what_is_sent_again_signed_out_takes_the_place_of_what_was_kept(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    first = KeptForm.objects.get().key

    send_again(tab.client, tab.person)

    [kept] = kept_forms.opened(tab.person)
    assert kept.key != str(first)
    assert TYPED in kept.words


def test_nothing_is_dropped_where_the_new_one_cannot_be_kept(lesson, monkeypatch):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press()
    kept = KeptForm.objects.get()
    monkeypatch.setattr(KeptForm.objects, "create", refuse)

    with pytest.raises(RuntimeError):
        kept_forms.keep(person_id=tab.person.pk, path="/admin/", sent=QueryDict(f"title=Second+round&kept_form={kept.key}"))

    assert KeptForm.objects.get() == kept


def refuse(**row):
    raise RuntimeError


def test_rich_text_tables_and_short_titles_are_shown_and_handed_over():
    person = UserFactory()
    rich = json.dumps({"blocks": [{"key": "a", "text": "Ask"}, {"key": "b", "text": "the neighbours."}], "entityMap": {}})
    table = json.dumps({"data": [["Who", "How often"], ["Library", None]], "first_row_is_table_header": True})
    fields = {
        "title": "Listening",
        "slug": "listening",
        "minutes": "20",
        "body-count": "3",
        "body-0-type": "rich_text",
        "body-0-value": rich,
        "body-1-value-table": table,
        "body-2-value": "{braces} are words too",
        "body-3-value": '[{"for": "programs alone"}]',
        "loaded_revision_id": "7",
        "text-12": "Село",
        "read-12": "5f4dcc3b",
        "seen": '{"text": ["5f4dcc3b", "e3b0c442"]}',
    }
    sent = QueryDict(mutable=True)
    sent.update(fields)
    kept_forms.keep(person_id=person.pk, path="/admin/pages/add/", sent=sent)

    [kept] = kept_forms.opened(person)
    [exported] = export_kept_forms(person)

    texts = ["Ask", "the neighbours.", "Who", "How often", "Library"]
    assert kept.words == ["Listening", *texts, "{braces} are words too", "Село"]
    said = {each["field"]: each["said"] for each in exported["fields"]}
    assert said == {
        "title": "Listening",
        "slug": "listening",
        "minutes": "20",
        "body-0-value": "Ask\nthe neighbours.",
        "body-1-value-table": "Who\nHow often\nLibrary",
        "body-2-value": "{braces} are words too",
        "body-3-value": '[{"for": "programs alone"}]',
        "text-12": "Село",
    }


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
    [kept] = kept_forms.opened(tab.person)
    assert TYPED in kept.words


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
    kept_forms.drop(person=tab.person, key=str(kept.key))
    assert KeptForm.objects.count() == 1
    client = Client()
    client.force_login(other)
    assert TYPED not in client.get(reverse("kept_forms")).content.decode()


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


def test_what_is_sent_again_with_a_mistake_waits_until_the_mended_form_is_saved(lesson):
    tab = Tab(lesson)
    tab.client.logout()
    tab.press(title="")
    tab.client.force_login(tab.person)

    wrong = send_again(tab.client, tab.person)
    key = re.search(r'name="kept_form_mended" value="([^"]*)"', wrong.content.decode())[1]
    assert (wrong.status_code, in_draft(lesson)) == (200, "First.")
    assert [one.key for one in kept_forms.opened(tab.person)] == [key]

    still_wrong = tab.press(title="", kept_form_mended=key)
    assert f'value="{key}"' in still_wrong.content.decode()
    assert KeptForm.objects.count() == 1

    assert tab.press(kept_form_mended=key).status_code == 302
    assert in_draft(lesson) == TYPED
    assert KeptForm.objects.count() == 0


def test_nobody_drops_what_is_kept_for_another(lesson):
    tab, other = Tab(lesson), Tab(lesson)
    tab.client.logout()
    tab.press()

    other.press("Theirs.", kept_form_mended=str(KeptForm.objects.get().key))

    assert KeptForm.objects.count() == 1


def test_the_first_page_of_the_back_office_leads_to_what_is_kept(lesson):
    tab = Tab(lesson)
    link = f'href="{reverse("kept_forms")}"'
    assert link not in tab.client.get(reverse("wagtailadmin_home")).content.decode()
    tab.client.logout()
    tab.press()

    tab.client.force_login(tab.person)

    assert link in tab.client.get(reverse("wagtailadmin_home")).content.decode()
    other = Client()
    other.force_login(UserFactory(is_superuser=True))
    assert link not in other.get(reverse("wagtailadmin_home")).content.decode()
