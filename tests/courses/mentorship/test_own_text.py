"""The learner's own text and files: saved as they are written, by a plain form as well, and no word lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.mentorship.models import Submission, SubmissionFile
from lms.core.log.ulid import new_ulid
from tests.factories import UserFactory
from tests.factories.mentorship import mentor, review_begun, reviewed, task_of

pytestmark = pytest.mark.django_db


def save(learner, text, base=0, client=None, **more):
    body = {"change_id": new_ulid(), "base": base, "value": {"text": text}, **more}
    return (client or learner.client).post(learner.address("save_submission"), body, content_type="application/json")


def kept(learner):
    learner.submission.refresh_from_db()
    return learner.submission.value.get("text")


def test_it_is_kept_and_sent_twice_it_is_kept_once(learner):
    body = {"change_id": new_ulid(), "base": 0, "value": {"text": "I am not sure."}}

    answers = [learner.client.post(learner.address("save_submission"), body, content_type="application/json").json() for _ in range(2)]

    assert [(answer["revision"], answer["value"]) for answer in answers] == [(1, {"text": "I am not sure."})] * 2
    assert answers[0]["state"].startswith("Saved ")
    assert kept(learner) == "I am not sure."


def test_the_first_word_begins_the_work(learner):
    Submission.objects.all().delete()

    assert save(learner, "A word.").status_code == 200
    assert Submission.objects.get().value == {"text": "A word."}


def test_two_devices_are_merged(learner):
    save(learner, "Old people.")

    save(learner, "Many old people.", base=1)
    merged = save(learner, "Old people. Families.", base=1).json()

    assert (merged["value"], merged["outcome"]) == ({"text": "Many old people. Families."}, "merged")


def test_a_plain_form_saves_and_goes_on_to_the_last_look(learner):
    check = learner.address("hand_in_assignment")

    answer = learner.sends("save_submission", text="By hand.", base="0", change_id=new_ulid(), next=check)

    assert (answer.status_code, answer["Location"], kept(learner)) == (302, check, "By hand.")


def test_what_comes_after_handing_in_is_refused_with_the_words_given_back(learner):
    learner.hands_in()

    plain = learner.sends("save_submission", text="Too late.", base="0", next=learner.address("assignment"))
    queued = save(learner, "Too late.")

    assert (plain.status_code, queued.status_code) == (409, 409)
    assert "This is handed in already." in plain.text
    assert "Too late." in plain.text
    assert kept(learner) is None


def test_returned_it_can_be_written_on(learner):
    save(learner, "First.")
    reviewed(task_of(learner.hands_in()), mentor())

    assert save(learner, "First and more.", base=1).status_code == 200


def test_a_session_that_ended_says_so(learner):
    assert save(learner, "A word.", client=Client()).status_code == 401


def test_others_save_nothing(learner):
    other = Client()
    other.force_login(UserFactory())

    assert save(learner, "A word.", client=other).status_code == 404
    assert Submission.objects.get().revision == 0


def test_the_queue_asks_what_the_server_has(learner):
    save(learner, "A word.")
    address = reverse("submission_session")
    asked = {"enrolment": learner.enrolment.pk, "items": learner.assignment.pk}
    other = Client()
    other.force_login(UserFactory())

    mine, theirs, nobody = (client.get(address, asked) for client in (learner.client, other, Client()))

    told = mine.json()["entries"][str(learner.assignment.pk)]
    assert (told["revision"], told["value"]) == (1, {"text": "A word."})
    assert (theirs.json()["entries"], nobody.status_code) == ({}, 401)


def test_what_no_page_of_ours_sends_is_refused(learner):
    for body in ('{"value": 3}', "[", '{"change_id": "x", "value": {}}'):
        assert learner.client.post(learner.address("save_submission"), body, content_type="application/json").status_code == 422


def add(learner, name="map.txt", data=b"My map", client=None):
    sent = {"file": SimpleUploadedFile(name, data), "next": learner.address("assignment")}
    return (client or learner.client).post(learner.address("add_submission_file"), sent)


def test_a_file_is_added_shown_handed_in_and_taken_out_of_the_draft_only(make_learner):
    learner = make_learner(files=1)

    assert add(learner).status_code == 302
    file = SubmissionFile.objects.get()
    learner.submission.refresh_from_db()
    one = learner.hands_in()
    reviewed(task_of(one), mentor())
    learner.client.post(reverse("remove_submission_file", args=[file.pk]), {"next": learner.address("assignment")})

    assert list(one.files.all()) == [file]
    assert "map.txt" not in learner.reads("hand_in_assignment").text
    assert "map.txt" in learner.reads("assignment_round", 1).text


def test_a_file_is_an_attachment_for_its_owner_alone(make_learner):
    learner = make_learner(files=1)
    add(learner)
    address = reverse("submission_file", args=[SubmissionFile.objects.get().pk])
    other = Client()
    other.force_login(UserFactory())

    mine, theirs, nobody = (client.get(address) for client in (learner.client, other, Client()))

    assert mine["Content-Disposition"].startswith("attachment")
    assert b"".join(mine.streaming_content) == b"My map"
    assert (theirs.status_code, nobody.status_code) == (404, 302)


def test_more_files_than_asked_for_and_other_kinds_are_refused_in_words(make_learner):
    learner = make_learner(files=1)
    add(learner)

    answers = [add(learner, "other.txt", b"Another"), add(learner, "run.exe", b"MZ"), add(learner, "none.txt", b"")]

    assert [answer.status_code for answer in answers] == [409, 422, 422]
    assert "as many files as the assignment asks for" in answers[0].text
    assert SubmissionFile.objects.count() == 1


def test_others_add_and_remove_no_file(make_learner):
    learner = make_learner(files=2)
    add(learner)
    other = Client()
    other.force_login(UserFactory())

    answers = [
        add(learner, "theirs.txt", b"x", client=other),
        other.post(reverse("remove_submission_file", args=[SubmissionFile.objects.get().pk])),
    ]

    learner.submission.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(learner.submission.value["files"]) == 1


def test_handed_in_no_file_comes_or_goes(make_learner):
    learner = make_learner(files=2)
    add(learner)
    review_begun(task_of(learner.hands_in()), mentor())

    answers = [
        add(learner, "late.txt", b"x"),
        learner.client.post(reverse("remove_submission_file", args=[SubmissionFile.objects.get().pk])),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
