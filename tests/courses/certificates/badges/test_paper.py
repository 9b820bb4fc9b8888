"""The signed credential on paper: inside the file, and as square codes on its back."""

import io
import json
import random
from datetime import date

import pikepdf
import pytest
import segno
import zxingcpp
from PIL import Image, ImageFilter

from courses.certificates.badges import squares
from courses.certificates.models import Certificate, private_storage
from courses.certificates.pdf import render, verify_link
from tests.courses.certificates.test_pdf import elements, picture_of, text_of
from tests.factories import CertificateFactory

from .conftest import World, credential, issued

LONG = (
    "Управління проєктами, волонтерами, громадськими зборами й звітами для сільських неурядових організацій: десять уроків із наставником"
)


def paper_of(certificate: Certificate) -> bytes:
    with private_storage().open(f"certificates/{certificate.number}.pdf") as paper:
        return paper.read()


def back_of(paper: bytes, sheet: int = 1) -> Image.Image:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        back = pikepdf.new()
        back.pages.append(opened.pages[sheet])
        held = io.BytesIO()
        back.save(held)
    return picture_of(held.getvalue())


def read_from(picture: Image.Image) -> str:
    return squares.joined(code.text for code in zxingcpp.read_barcodes(picture))


@pytest.mark.parametrize("words", ["a", "https://x.example/verify/7K3M/", "9" * 900])
def test_codes_are_drawn_as_segno_draws_them(words):
    code = segno.make(words, error="m", micro=False, mask=squares.MASK)

    assert squares.svg(code) == code.svg_inline(border=0, dark=squares.INK)


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Ten lessons", LONG])
def test_the_back_read_from_a_raster_of_150_dots_is_the_signed_credential(title):
    certificate = issued(course_title=title, title_language="uk")

    read = read_from(back_of(paper_of(certificate)))

    assert read.encode() == credential(certificate)
    assert World().check(read.encode()).is_good


@pytest.mark.django_db
def test_the_longest_words_there_can_be_are_read_too():
    """Without any repetition, so that nothing can be squeezed."""
    dice = random.Random(7)  # noqa: S311 - not a secret
    letters = [chr(code) for code in range(0x410, 0x450)]
    certificate = issued(
        course_title="".join(dice.choices(letters, k=255)), title_language="uk", issuer_name="".join(dice.choices(letters, k=200))
    )

    paper = paper_of(certificate)
    with pikepdf.open(io.BytesIO(paper)) as opened:
        sheets = range(1, len(opened.pages))

    codes = [code.text for sheet in sheets for code in zxingcpp.read_barcodes(back_of(paper, sheet))]
    assert squares.joined(codes).encode() == credential(certificate)


@pytest.mark.django_db
def test_a_crooked_grey_photograph_is_enough():
    certificate = issued()
    sheet = back_of(paper_of(certificate)).convert("L").point(lambda shade: 60 + shade * 0.6)

    photograph = sheet.rotate(4, expand=True, fillcolor=180, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.8))
    held = io.BytesIO()
    photograph.save(held, "JPEG", quality=60)

    assert read_from(Image.open(held)).encode() == credential(certificate)


@pytest.mark.django_db
def test_the_credential_is_a_file_inside_the_paper():
    certificate = issued()

    with pikepdf.open(io.BytesIO(paper_of(certificate))) as paper:
        attached = {name: spec.get_file() for name, spec in paper.attachments.items()}
        assert {name: (file.read_bytes(), file.mime_type) for name, file in attached.items()} == {
            "credential.json": (credential(certificate), "application/json")
        }


@pytest.mark.django_db
def test_the_paper_with_its_back_is_built_for_those_who_hear_it():
    certificate = issued(language="en")

    with pikepdf.open(io.BytesIO(paper_of(certificate))) as paper:
        assert len(paper.pages) == 2
        with paper.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        tags = [(str(element.S), str(element.get("/Alt", ""))) for element in elements(paper.Root.StructTreeRoot)]
    figures = [alt for tag, alt in tags if tag == "/Figure"]
    count = len(squares.pieces(credential(certificate).decode()))
    assert figures == [f"Square code that opens {verify_link(certificate)}"] + [
        f"Square code {number} of {count}, with the signed certificate" for number in range(1, count + 1)
    ]
    assert [tag for tag, _alt in tags if tag.startswith("/H")] == ["/H1", "/H2"]
    assert f"Code 1 of {count}" in text_of(paper_of(certificate))


def test_the_same_input_gives_the_same_bytes():
    certificate = CertificateFactory.build(completed_on=date(2026, 11, 22), number="7K3M-9QRT-2XVB-0D4H")
    words = json.dumps({"name": "Олена Ґудзь"})

    assert render(certificate, credential=words) == render(certificate, credential=words)


@pytest.mark.django_db
def test_codes_of_two_certificates_are_not_mixed():
    one, other = ([f"{head}{digits}" for head, digits in squares.pieces(credential(issued()).decode())] for _ in range(2))

    assert squares.joined([*reversed(one), one[0]])
    for wrong in ([*one, other[0]], one[:-1], [*one[:-1], other[-1]], ["https://example.org/"], []):
        with pytest.raises(squares.NotWhole):
            squares.joined(wrong)
