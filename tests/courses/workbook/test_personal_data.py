import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.workbook.models import Entry, EntryFile, EntryRevision
from courses.workbook.personal_data import WORKBOOK, erase, export, files
from lms.core.personal_data import registered


@pytest.fixture
def writer(make_desk):
    desk = make_desk()
    desk.save({"text": "First."})
    desk.save({"text": "Second."}, base=1)
    return desk


def test_it_is_registered():
    assert WORKBOOK in registered()


def test_the_export_says_everything_that_was_written_and_nothing_of_others(writer, make_desk):
    mine = writer.enrolment.learner
    other = make_desk()
    other.save({"text": "Somebody else's."})

    told = export(mine)

    assert [(row["exercise"], row["answer"], [version["answer"] for version in row["versions"]]) for row in told] == [
        ("Who lives here?", "Second.", ["First.", "Second."])
    ]


def test_the_archive_has_a_page_to_read_and_the_files(writer, make_desk):
    upload = make_desk("file_upload", enrolment=writer.enrolment, lesson=writer.activity.lesson)
    upload.client.post(f"{upload.url}files/", {"version": upload.version.pk, "file": SimpleUploadedFile("notes.txt", b"My notes")})
    learner = writer.enrolment.learner

    packed = {file.name.rsplit("/", 1)[-1]: file.open().read() for file in files(learner)}

    page = next(data.decode() for name, data in packed.items() if name.endswith(".html"))
    assert "Second." in page
    assert "http" not in page
    assert [data for name, data in packed.items() if name.endswith("notes.txt")] == [b"My notes"]


def test_erasing_leaves_no_word_and_no_file_but_that_there_was_an_answer(writer, make_desk, django_capture_on_commit_callbacks):
    learner = writer.enrolment.learner
    other = make_desk()
    other.save({"text": "Somebody else's."})

    with django_capture_on_commit_callbacks(execute=True):
        erase(learner)
        erase(learner)

    assert list(Entry.objects.of(learner).values_list("value", "revision")) == [({}, 2)]
    assert set(EntryRevision.objects.filter(log__enrolment__learner=learner).values_list("value__text", "sent")) == {(None, None)}
    assert not EntryFile.objects.of(learner).exists()
    assert other.entry.value == {"text": "Somebody else's."}
