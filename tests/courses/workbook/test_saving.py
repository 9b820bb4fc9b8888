import json

import pytest
from django.test import Client
from django.utils.timezone import now
from django.utils.translation import gettext, override

from courses.enrolment.models import ActivityCompletion, Enrolment
from courses.workbook.models import Entry, EntryRevision
from lms.core.log.ulid import new_ulid
from tests.factories import ActivityVersionFactory, EnrolmentFactory, UserFactory


def test_a_change_is_saved_and_the_answer_says_so_in_words(desk):
    response = desk.save({"text": "Two hundred people."})

    told = response.json()
    assert response.status_code == 200
    assert (told["revision"], told["value"], told["outcome"]) == (1, {"text": "Two hundred people."}, "applied")
    assert told["state"].startswith("Saved ")
    assert (desk.entry.value, desk.entry.revision, desk.entry.version) == ({"text": "Two hundred people."}, 1, desk.version)


def test_a_plain_form_is_saved_and_leads_back_to_the_exercise(desk):
    response = desk.post(text="Two hundred\r\npeople.")

    assert (response.status_code, response["Location"]) == (302, f"/en/courses/c/m/l/#b-{desk.activity.block_id}")
    assert desk.entry.value == {"text": "Two hundred\npeople."}


def test_a_plain_form_never_leads_to_another_site(desk):
    for place in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        response = desk.post(text="x", next=place)

        assert response["Location"] == f"/#b-{desk.activity.block_id}"


def test_the_same_change_sent_ten_seconds_later_changes_nothing(desk):
    change_id = new_ulid()
    first = desk.save({"text": "Once."}, change_id=change_id)
    desk.save({"text": "Once. Twice."}, base=1)

    again = desk.save({"text": "Once."}, change_id=change_id)

    assert again.json() == first.json()
    assert desk.entry.value == {"text": "Once. Twice."}
    assert EntryRevision.objects.count() == 2


def test_words_sent_under_the_name_of_another_change_are_not_lost(desk):
    """Back in the browser, edited, saved: the form still has the old name and the old base."""
    change_id = new_ulid()
    desk.post(text="First.", change_id=change_id)

    desk.post(text="First. And second.", change_id=change_id)
    desk.post(text="First. And second.", change_id=change_id)

    assert desk.entry.value == {"text": "First. And second."}
    assert desk.entry.revision == 2


def test_two_devices_are_merged_and_told(desk):
    desk.save({"text": "We help older people."})
    desk.save({"text": "We help older people and families."}, base=1)

    told = desk.save({"text": "In our village we help older people."}, base=1).json()

    assert (told["outcome"], told["value"]) == ("merged", {"text": "In our village we help older people and families."})
    assert "another device" in told["state"]


def test_a_version_that_lost_is_kept_and_offered(desk):
    desk.save({"text": "We help ten people."})
    desk.save({"text": "We help eleven people."}, base=1)

    told = desk.save({"text": "We help twelve people."}, base=1).json()

    assert (told["outcome"], told["value"]) == ("kept", {"text": "We help twelve people."})
    assert desk.entry.kept_number == 3
    assert desk.entry.revisions.get(number=2).value == {"text": "We help eleven people."}


def test_words_typed_on_during_a_merge_follow_what_was_sent(desk):
    desk.save({"text": "One."})
    desk.save({"text": "One. Their two."}, base=1)
    merged = desk.save({"text": "One. My two."}, base=1).json()

    told = desk.save({"text": "One. My two. My three."}, base=merged["revision"], follows_sent=True).json()

    assert told["value"] == {"text": "One. Their two. My two. My three."}


def test_a_base_that_the_server_never_had_loses_nothing(desk):
    desk.save({"text": "On the server."})

    told = desk.save({"text": "From a device."}, base=70).json()

    assert told["value"] == {"text": "On the server. From a device."}


def test_the_first_answer_completes_the_exercise_and_a_blank_one_does_not(desk):
    desk.save({"text": "  "})
    assert not ActivityCompletion.objects.exists()

    desk.save({"text": "Now."}, base=1)
    desk.save({"text": ""}, base=2)
    desk.save({"text": "Again."}, base=3)

    assert [row.activity for row in ActivityCompletion.objects.all()] == [desk.activity]


def test_a_stranger_finds_nothing(desk, client):
    client.force_login(UserFactory())

    told, page = desk.save({"text": "Mine now."}), desk.post(text="Mine now.")

    assert (told.status_code, told.json()["error"]) == (404, "not_found")
    assert page.status_code == 404
    assert not Entry.objects.exists()


def test_an_exercise_of_another_course_is_not_found(desk):
    elsewhere = ActivityVersionFactory()

    response = desk.client.post(
        f"/workbook/{desk.enrolment.pk}/{elsewhere.of_id}/",
        {"change_id": new_ulid(), "base": 0, "version": elsewhere.pk, "value": {"text": "x"}},
        content_type="application/json",
    )

    assert response.status_code == 404


def test_a_version_of_another_exercise_is_not_found(desk):
    other = ActivityVersionFactory()

    assert desk.save({"text": "x"}, version=other.pk).status_code == 404


def test_who_is_signed_out_hears_it_as_a_script_and_gets_the_words_back_as_a_page(desk, client):
    client.logout()

    told = desk.save({"text": "x"})
    page = desk.post(text="Written for an hour.")

    assert (told.status_code, told.json()["error"]) == (401, "signed_out")
    assert page.status_code == 401
    assert "Written for an hour." in page.content.decode()
    assert not Entry.objects.exists()


def test_an_old_token_is_told_apart_so_that_the_queue_can_fetch_another(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.enrolment.learner)
    desk.client = client

    told, page = desk.save({"text": "x"}), desk.post(text="Written for an hour.")
    token = client.get("/workbook/session/").json()["csrf"]
    saved = client.post(
        desk.url,
        {"change_id": new_ulid(), "base": 0, "version": desk.version.pk, "value": {"text": "x"}},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert (told.status_code, told.json()["error"]) == (403, "csrf")
    assert page.status_code == 403
    assert "Written for an hour." in page.content.decode()
    assert saved.status_code == 200


def test_a_body_of_two_megabytes_is_refused_in_words_and_nothing_is_written(desk):
    text = "а" * 1_000_000

    told = desk.client.post(desk.url, json.dumps({"value": {"text": text}}, ensure_ascii=False), content_type="application/json")
    page = desk.post(text=text)

    assert (told.status_code, told.json()["error"]) == (413, "too_large")
    assert (page.status_code, "too large" in page.content.decode()) == (413, True)
    assert not Entry.objects.exists()


def test_the_longest_text_is_saved_and_one_character_more_is_not(desk):
    assert desk.save({"text": "ї" * 100_000}).status_code == 200

    refused = desk.save({"text": "ї" * 100_001}, base=1)

    assert (refused.status_code, refused.json()["error"]) == (422, "not_accepted")
    assert desk.entry.revision == 1


@pytest.mark.parametrize("state", [Enrolment.State.PAUSED, Enrolment.State.WITHDRAWN, Enrolment.State.REMOVED])
def test_who_is_not_studying_is_told_and_nothing_is_written(desk, state):
    Enrolment.objects.update(state=state)

    response = desk.save({"text": "x"})

    assert (response.status_code, response.json()["error"]) == (409, "not_studying")
    assert not EntryRevision.objects.exists()


def test_who_has_completed_the_course_may_go_on_writing(desk):
    Enrolment.objects.update(state=Enrolment.State.COMPLETED)

    assert desk.save({"text": "x"}).status_code == 200


def test_a_retired_exercise_is_gone(desk):
    desk.activity.retired_at = now()
    desk.activity.save()

    response = desk.save({"text": "x"})

    assert (response.status_code, response.json()["error"]) == (410, "retired")


@pytest.mark.parametrize("value", [{}, {"text": 5}, {"text": None}, {"text": ["a"]}, [], "text", None])
def test_what_is_no_answer_is_refused(desk, value):
    response = desk.save(value)

    assert response.status_code == 422
    assert not EntryRevision.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"value": {}}', "\xff", '{"change_id": "x", "value": {"text": "a"}}', "[" * 100_000])
def test_what_is_no_json_of_ours_is_refused(desk, body):
    response = desk.client.post(desk.url, body, content_type="application/json")

    assert response.status_code == 422


def test_characters_that_no_database_keeps_are_left_out(desk):
    told = desk.save({"text": "a\x00b\ud800c"}).json()

    assert told["value"] == {"text": "abc"}


def test_the_learner_may_keep_an_answer_to_themselves(desk):
    desk.post(text="x", has_privacy="1", is_private="on")
    assert desk.entry.is_private

    desk.save({"text": "xy"}, base=1)
    assert desk.entry.is_private

    desk.post(text="xy", base=2, has_privacy="1")
    assert not desk.entry.is_private


def test_a_save_asks_the_database_five_things(desk, django_assert_max_num_queries):
    desk.save({"text": "One."})

    with django_assert_max_num_queries(
        7
    ):  # session, person, entry, UPDATE, INSERT; and a savepoint, because the test is a transaction already
        response = desk.save({"text": "One. Two."}, base=1)

    assert response.status_code == 200


def test_the_session_tells_what_a_queue_needs(desk, client):
    desk.save({"text": "One."})

    told = client.get(f"/workbook/session/?enrolment={desk.enrolment.pk}&items={desk.activity.pk},x").json()

    assert told["entries"] == {
        str(desk.activity.pk): {"revision": 1, "value": {"text": "One."}, "state": told["entries"][str(desk.activity.pk)]["state"]}
    }
    assert len(told["key"]) == 44
    client.logout()
    assert client.get("/workbook/session/").status_code == 401


def test_each_person_has_a_name_and_a_key_of_their_own(desk, client):
    mine = client.get("/workbook/session/").json()
    client.force_login(EnrolmentFactory().learner)
    theirs = client.get(f"/workbook/session/?enrolment={desk.enrolment.pk}&items={desk.activity.pk}").json()

    assert mine["person"] != theirs["person"]
    assert mine["key"] != theirs["key"]
    assert theirs["entries"] == {}


def test_words_come_in_the_language_of_the_page(desk):
    """The address carries it as `l`: a save has no language in front."""
    with override("uk"):
        expected = gettext("Saved %(when)s").split("%")[0]

    assert (
        desk.client.post(desk.url + "?l=uk", desk.body({"text": "x"}), content_type="application/json").json()["state"].startswith(expected)
    )
