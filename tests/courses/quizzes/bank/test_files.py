"""Questions from files and into files, in the back office."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from courses.quizzes.models import Question, QuestionUpload
from courses.quizzes.tasks import sweep_question_uploads
from lms.accounts.models import Role

from .conftest import person_with

pytestmark = pytest.mark.django_db


GIFT = "::Who::Who signs? {=The board ~The council}\n\n::Broken:: What {=\n"


def upload(client, category, text=GIFT, name="questions.txt", **more):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("question_import"), {"file": file, "category": category.pk, "language": "en", "format": "gift", **more})


def test_a_file_is_shown_as_a_table_and_then_taken_in(editor, mine):
    category = mine.add().category

    answer = upload(editor, category)
    table = editor.get(answer["Location"])
    assert "Who signs?" in table.text
    assert Question.objects.count() == 1
    kept = QuestionUpload.objects.get()
    editor.post(answer["Location"])

    assert sorted(Question.objects.values_list("name", flat=True))[-1] == "Who"
    assert not QuestionUpload.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_a_file_is_only_for_who_sent_it(editor, mine, client):
    answer = upload(editor, mine.add().category)
    client.force_login(person_with(Role.EDITOR))

    assert client.get(answer["Location"]).status_code == 404
    assert client.post(answer["Location"]).status_code == 404


def test_a_file_that_nobody_took_in_goes_after_a_day(editor, mine):
    upload(editor, mine.add().category)
    kept = QuestionUpload.objects.get()
    sweep_question_uploads()
    assert QuestionUpload.objects.exists()

    QuestionUpload.objects.update(created_at=now() - timedelta(hours=25))
    sweep_question_uploads()

    assert not QuestionUpload.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_a_file_goes_into_ones_own_categories_only(editor, mine, others):
    answer = upload(editor, others.add().category)

    assert answer.status_code == 200
    assert not QuestionUpload.objects.exists()


def test_what_a_format_cannot_hold_is_said_before_the_file(editor, mine):
    mine.add()
    asked = {"bank": mine.row.pk, "format": "aiken"}

    page = editor.get(reverse("question_export"), asked)
    file = editor.get(reverse("question_export"), {**asked, "download": "1"})

    assert "1 of 1 questions fit into the file" in page.text
    assert "The format cannot hold all of it:" in page.text
    assert b"ANSWER: A" in file.content
    assert file["Content-Disposition"].startswith("attachment")


def test_a_bank_of_others_is_not_exported(editor, others, mine):
    others.add("Secret")

    assert "Secret" not in editor.get(reverse("question_export"), {"bank": others.row.pk, "format": "gift", "download": "1"}).text
