import csv
import io
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.checks import check_document, check_picture
from tests.conftest import ROOT
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PLAIN_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>path{fill:url(#g)}</style>'
    b'<path d="M0 0h9" style="stroke:#000"/></svg>'
)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(form, name, data):
    editor = UserFactory(is_superuser=True)
    return form({"title": "x", "collection": Collection.get_first_root_node().pk}, {"file": SimpleUploadedFile(name, data)}, user=editor)


def svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    "data",
    [
        svg("<script>alert(1)</script>"),
        svg("", 'onload="alert(1)"'),
        svg("<g ONCLICK='x()'/>"),
        svg('<a href="javascript:alert(1)"><text>x</text></a>'),
        svg('<a xlink:href="java&#115;cript:alert(1)"><path/></a>'),
        svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
        svg("<g><img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='alert(1)'/></g>"),
        svg('<use href="https://spy.example/x.svg#a"/>'),
        svg('<image href="//spy.example/x.png"/>'),
        svg('<image href="data:image/svg+xml;base64,AAAA"/>'),
        svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
        svg('<set attributeName="onclick" to="alert(1)"/>'),
        svg("<style>@import 'https://spy.example/x.css';</style>"),
        svg("<style>path{fill:url(https://spy.example/x)}</style>"),
        svg('<path style="fill:u\\72l(https://spy.example/x)"/>'),
        svg('<path fill="url(//spy.example/x)"/>'),
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>"),
        b'<?xml-stylesheet href="x.css"?>' + svg(""),
        svg("<script>alert(1)</script>").decode().encode("utf-16"),
        b"<html><script>alert(1)</script></html>",
        b"not xml",
        b"",
    ],
)
def test_a_drawing_that_could_do_something_is_refused(data):
    with pytest.raises(ValidationError, match="Save it as a plain SVG"):
        check_picture(io.BytesIO(data), "map.svg")


def test_our_own_drawings_and_those_of_drawing_programs_are_taken():
    own = [path.read_bytes() for path in (ROOT / "content").rglob("*.svg")]
    inkscape = svg(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="n"/><g><path d="M0 0"/></g>'
    )

    assert own
    for data in [*own, inkscape, PLAIN_SVG]:
        check_picture(io.BytesIO(data), "map.svg")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", b"%PDF-1.4\n"),
        ("form.DOCX", b"PK\x03\x04rest"),
        ("talk.mp3", b"ID3\x04rest"),
        ("talk.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("words.vtt", b"\xef\xbb\xbfWEBVTT\n"),
        ("list.csv", "хто;скільки\n".encode("cp1251")),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken(name, data):
    check_document(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("report.pdf", b"MZ\x90\x00", "content"),
        ("page.html", b"<p>", "kind"),
        ("run.pdf.exe", b"MZ", "kind"),
        ("noname", b"x", "kind"),
        ("empty.txt", b"", "empty"),
        ("film.mp4", b"<script>", "content"),
        ("text.txt", b"\x00\x01", "content"),
    ],
)
def test_any_other_file_is_refused(name, data, code):
    with pytest.raises(ValidationError) as refusal:
        check_document(io.BytesIO(data), name)

    assert refusal.value.code == code


TAKEN_AS_DOCUMENT = {"doc.pdf", "eicar.txt", "formula.csv", "html-as.txt", "cp1251.csv", "bom-crlf.csv", "nul_RLO_gnp.exe.txt"}


def test_hostile_uploads_get_a_clear_answer(shared, tmp_path):
    subprocess.run([sys.executable, str(shared / "tools/uploads/make_hostile.py"), str(tmp_path)], check=True, capture_output=True)
    names = [row["file"] for row in csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8"))]
    image_form, document_form = get_image_form(get_image_model()), get_document_form(get_document_model())

    pictures = {name for name in names if upload(image_form, name, (tmp_path / name).read_bytes()).is_valid()}
    documents = {name for name in names if upload(document_form, name, (tmp_path / name).read_bytes()).is_valid()}

    assert len(names) == 26
    assert pictures == set()
    assert {name for name in documents if not name.startswith("ä")} == TAKEN_AS_DOCUMENT | {"pixel-bomb-30000x30000.png", "truncated.png"}


def document(name="form.pdf", data=b"%PDF-1.4 hello"):
    return get_document_model().objects.create(title=name, file=ContentFile(data, name=name))


def test_a_document_is_a_download_that_cannot_run_here(client):
    response = client.get(document().url)

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"%PDF-1.4 hello"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_of_a_private_collection_asks_who_is_there(client):
    private = document()
    CollectionViewRestriction.objects.create(collection=private.collection, restriction_type="login")

    assert client.get(private.url).status_code == 302


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=0-3", 206, b"%PDF", "bytes 0-3/14"),
        ("bytes=9-", 206, b"hello", "bytes 9-13/14"),
        ("bytes=-5", 206, b"hello", "bytes 9-13/14"),
        ("bytes=-500", 206, b"%PDF-1.4 hello", "bytes 0-13/14"),
        ("bytes=9-999", 206, b"hello", "bytes 9-13/14"),
        ("bytes=99-", 416, b"", "bytes */14"),
        ("bytes=5-2", 416, b"", "bytes */14"),
        ("bytes=-", 200, b"%PDF-1.4 hello", None),
        ("bytes=0-1,3-4", 200, b"%PDF-1.4 hello", None),
        ("lines=1-2", 200, b"%PDF-1.4 hello", None),
    ],
)
def test_a_recording_can_be_played_from_the_middle(client, asked, status, body, said):
    response = client.get(document().url, headers={"range": asked})

    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert (response.status_code, content, response.get("Content-Range")) == (status, body, said)


def test_a_picture_is_given_out_for_a_week_and_not_sent_twice(client):
    image = get_image_model().objects.create(title="Map", file=get_test_image_file())

    first = client.get(image.file.url)
    second = client.get(image.file.url, headers={"if-modified-since": first["Last-Modified"]})

    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (200, "image/png", "public, max-age=604800")
    assert second.status_code == 304


def test_a_drawing_is_given_out_without_the_right_to_run(client):
    image = get_image_model().objects.create(title="Map", file=ContentFile(PLAIN_SVG, name="map.svg"), width=9, height=9)

    response = client.get(image.file.url)

    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["documents/form.pdf", "images/../documents/form.pdf", "images/none.png", "../db.sqlite3", "images/", "images/%00"]
)
def test_nothing_else_is_given_out(client, path):
    document()

    assert client.get(f"/media/{path}").status_code == 404
