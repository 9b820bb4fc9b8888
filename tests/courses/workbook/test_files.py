import csv
import io
import subprocess
import sys
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.enrolment.models import ActivityCompletion, Enrolment
from courses.workbook.models import EntryFile
from lms.core import uploads
from lms.core.uploads import FileNotAccepted, check, shown_name
from tests.factories import UserFactory

PDF = b"%PDF-1.4\n%%EOF"


def picture(form="JPEG", size=(40, 30), mode="RGB", **more):
    made = io.BytesIO()
    Image.new(mode, size, "red").save(made, form, **more)
    return made.getvalue()


def archive(*entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return made.getvalue()


def document(*more):
    return archive(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<document/>"), *more)


@pytest.fixture
def upload(make_desk):
    desk = make_desk("file_upload")
    desk.address = f"{desk.url}files/"

    def send(name="map.pdf", data=PDF, **fields):
        body = {"version": desk.version.pk, "next": "/en/courses/c/m/l/", "file": SimpleUploadedFile(name, data), **fields}
        return desk.client.post(desk.address, {key: value for key, value in body.items() if value is not None})

    desk.upload = send
    return desk


def test_a_file_is_added_and_completes_the_exercise(upload):
    response = upload.upload()

    file = EntryFile.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/en/courses/c/m/l/#b-{upload.activity.block_id}")
    assert (file.name, file.content_type, file.size) == ("map.pdf", "application/pdf", len(PDF))
    assert upload.entry.value == {"files": [file.pk]}
    assert ActivityCompletion.objects.filter(activity=upload.activity).exists()


def test_the_same_file_twice_is_one_file(upload):
    upload.upload()
    upload.upload("again.pdf")

    assert EntryFile.objects.count() == 1


def test_a_file_goes_to_its_owner_as_something_to_keep_and_not_as_a_page(upload):
    upload.upload("Карта села.pdf")

    response = upload.client.get(f"/workbook/files/{EntryFile.objects.get().pk}/")

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


def test_a_stranger_finds_no_file_and_a_visitor_is_asked_to_sign_in(upload, client):
    upload.upload()
    address = f"/workbook/files/{EntryFile.objects.get().pk}/"
    client.force_login(UserFactory())

    assert client.get(address).status_code == 404
    assert client.post(address + "remove/").status_code == 404
    client.logout()
    assert client.get(address)["Location"].startswith("/en/account/login/")
    assert EntryFile.objects.get().removed_at is None


def test_a_stranger_cannot_add_a_file(upload, client):
    client.force_login(UserFactory())

    assert upload.upload().status_code == 404
    assert not EntryFile.objects.exists()


def test_a_file_taken_out_stays_with_the_history_and_comes_back(upload):
    upload.upload()
    file = EntryFile.objects.get()

    upload.client.post(f"/workbook/files/{file.pk}/remove/")
    upload.client.post(f"/workbook/files/{file.pk}/remove/")
    file.refresh_from_db()
    assert (upload.entry.value, file.removed_at is None) == ({"files": []}, False)

    upload.client.post(f"/en/my/{upload.enrolment.pk}/workbook/{upload.activity.pk}/restore/", {"number": 1})
    file.refresh_from_db()
    assert (upload.entry.value, file.removed_at) == ({"files": [file.pk]}, None)


def test_a_file_that_was_taken_out_can_be_added_again(upload):
    upload.upload()
    upload.client.post(f"/workbook/files/{EntryFile.objects.get().pk}/remove/")

    upload.upload()

    assert EntryFile.objects.get().removed_at is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"file": None}, 422),
        ({"data": b""}, 422),
        ({"name": "game.exe", "data": b"MZ"}, 422),
        ({"data": b"x" * 11_000_000}, 413),
        ({"version": 0}, 404),
    ],
)
def test_what_cannot_be_added_is_refused_in_words_and_nothing_is_written(upload, fields, status):
    response = upload.upload(**fields)

    assert response.status_code == status
    assert not EntryFile.objects.exists()


def test_who_is_not_studying_adds_nothing_and_leaves_no_file_behind(upload):
    Enrolment.objects.update(state=Enrolment.State.PAUSED)

    assert upload.upload().status_code == 409
    assert not EntryFile.objects.exists()


def test_a_value_with_files_cannot_be_posted_past_the_check(upload):
    assert upload.save({"files": [1]}).status_code == 404


def test_the_exercise_lists_the_files_with_a_way_to_take_them_out(upload):
    from courses.workbook.slots import fill_exercises

    upload.upload()

    html = fill_exercises(upload.reading())[upload.activity.block_id]

    assert 'enctype="multipart/form-data"' in html
    assert "map.pdf" in html
    assert "Take out map.pdf" in html


def test_the_tick_alone_is_saved_without_a_file(upload):
    upload.upload(file=None, has_privacy=1, is_private="on")

    assert upload.entry.is_private
    assert upload.upload(file=None, has_privacy=1, is_private="on").status_code == 422


def test_there_is_an_end_to_files(upload, monkeypatch):
    monkeypatch.setattr("courses.workbook.actions.MAX_FILES", 1)
    upload.upload()

    assert upload.upload("two.txt", b"2").status_code == 422
    assert EntryFile.objects.count() == 1


def test_a_file_lies_where_its_name_says_nothing(upload):
    upload.upload("../../etc/passwd.pdf")

    file = EntryFile.objects.get()
    assert file.name == "passwd.pdf"
    assert "passwd" not in file.file.name
    assert storages["private"].exists(file.file.name)


def test_a_photo_is_made_again_without_what_hides_in_it():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # lying on its side

    checked = check("IMG_1.jpeg", picture(exif=exif) + b"<script>alert(1)</script>")

    with Image.open(io.BytesIO(checked.data)) as made:
        assert (made.format, made.size, dict(made.getexif())) == ("JPEG", (30, 40), {})
    assert b"home" not in checked.data
    assert b"script" not in checked.data
    assert (checked.name, checked.content_type) == ("IMG_1.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("name", "form", "mode", "made"),
    [
        ("a.png", "PNG", "RGBA", "a.png"),
        ("a.png", "PNG", "P", "a.png"),
        ("a.gif", "GIF", "P", "a.png"),
        ("a.webp", "WEBP", "RGB", "a.jpg"),
        ("A.HEIC", "HEIF", "RGB", "A.jpg"),
        ("a.jpg", "JPEG", "CMYK", "a.jpg"),
        ("a.jpg", "JPEG", "L", "a.jpg"),
    ],
)
def test_pictures_of_every_kind_phones_make_get_in(name, form, mode, made):
    assert check(name, picture(form, mode=mode)).name == made


def test_a_large_photo_is_made_smaller():
    checked = check("a.jpg", picture(size=(4000, 2000)))

    with Image.open(io.BytesIO(checked.data)) as made:
        assert made.size == (3000, 1500)


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.odt", archive(("mimetype", "application/vnd.oasis.opendocument.text")), "application/vnd.oasis.opendocument.text"),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "application/msword"),
        ("a.rtf", b"{\\rtf1 x}", "application/rtf"),
        ("a.txt", "Ґанок".encode(), "text/plain"),
        ("a.txt", "Ґанок".encode("cp1251"), "text/plain"),
        ("a.csv", "Ґанок".encode("utf-16"), "text/plain"),
        ("a.mp3", b"ID3\x03" + bytes(100), "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x44" + bytes(100), "audio/mpeg"),
        ("a.m4a", b"\0\0\0\x20ftypM4A " + bytes(40), "audio/mp4"),
        ("a.ogg", b"OggS\0\x02" + bytes(50), "audio/ogg"),
        ("a.amr", b"#!AMR\n" + bytes(40), "audio/amr"),
    ],
)
def test_documents_texts_and_recordings_get_in(name, data, content_type):
    assert check(name, data).content_type == content_type


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"MZ\x90"),
        ("a.jpg", b"<html>"),
        ("a.jpg", picture()[:300]),
        ("a.png", picture("JPEG")),
        ("a.docx", archive(("x", "y"))),
        ("a.docx", document(("../../x", "y"))),
        ("a.docx", document(("word/vbaProject.bin", "y"))),
        ("a.docx", document(*[(f"word/{number}", "") for number in range(5_001)])),
        ("a.docx", document(("word/zeros", bytes(210_000_000)))),
        ("a.docx", b"PK\x03\x04 not really"),
        ("a.odt", document()),
        ("a.txt", b"MZ\x90\0"),
        ("a.txt", b"\xff\xfe\xd8"),
        ("a.mp3", b"MZ\x90\0"),
        ("a.doc", document()),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("a", b"x"),
        ("", b"x"),
        (".pdf", b"x"),
    ],
)
def test_what_is_not_on_the_list_or_not_what_it_says_stays_out(name, data):
    with pytest.raises(FileNotAccepted) as refusal:
        check(name, data)

    assert len(refusal.value.message) > 20


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\photos\\map.jpg", "map.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("nul\u202egnp.exe.txt", "nulgnp.exe.txt"),
        ("a\x00b\n\tc.txt", "ab c.txt"),
        ("ä" * 120 + ".txt", "ä" * 96 + ".txt"),
        ("  ..  ", "file"),
        ("", "file"),
        ("Карта 1.pdf", "Карта 1.pdf"),
    ],
)
def test_a_name_is_made_safe_to_show(name, shown):
    assert shown_name(name) == shown


def test_the_hostile_uploads_are_each_treated_as_their_manifest_wants(shared, tmp_path):
    maker = shared / "tools" / "uploads" / "make_hostile.py"
    subprocess.run([sys.executable, maker, tmp_path], check=True, capture_output=True)
    rows = list(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf8")))
    taken = {}
    for row in rows:
        try:
            taken[row["file"]] = check(row["file"], (tmp_path / row["file"]).read_bytes()).content_type
        except FileNotAccepted:
            continue

    texts = {
        "html-as.txt",
        "formula.csv",
        "cp1251.csv",
        "utf16.csv",
        "bom-crlf.csv",
        "nul_RLO_gnp.exe.txt",
        "ä" * 120 + ".txt",
        "eicar.txt",
    }
    assert len(rows) == 26
    assert taken == {"doc.pdf": "application/pdf", **dict.fromkeys(texts, "text/plain")}


def test_the_largest_file_gets_in_and_one_byte_more_does_not():
    assert check("a.txt", b"x" * uploads.MAX_BYTES).content_type == "text/plain"
    with pytest.raises(FileNotAccepted):
        check("a.txt", b"x" * (uploads.MAX_BYTES + 1))
