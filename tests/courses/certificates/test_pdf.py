"""The paper itself: what it says, how it is built, whether it can be read by machines and by those who do not see it."""

import hashlib
import io
import shutil
import subprocess
import sys
from datetime import date

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from courses.certificates.pdf import render, verify_link
from tests.factories import CertificateFactory
from tests.support.reasons import leave_out

NAMES = {
    "uk": "Ґалина Їжакевич-Єременко-Підпільна",
    "ru": "Ольга Щеглова-Подъячева Ёлкина",
    "bg": "Здравка Йорданова-Щърбанова",
    "cs": "Jiří Dvořák Třešňový Ůlehla Ďáblík",
    "en": "Mary Oakham",
    "be": "Ўладзімір Ўздоўскі",
}


def a_certificate(**fields):
    return CertificateFactory.build(
        number="7K3M-9QRT-2XVB-0D4H", completed_on=date(2026, 11, 22), **{"holder_name": "Олена Ґудзь", "language": "uk", **fields}
    )


def text_of(paper: bytes) -> str:
    program = shutil.which("pdftotext") or leave_out("no pdftotext (Debian: apt install poppler-utils)")
    return subprocess.run([program, "-layout", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()


def picture_of(paper: bytes) -> Image.Image:
    program = shutil.which("pdftoppm") or leave_out("no pdftoppm (Debian: apt install poppler-utils)")
    shown = subprocess.run([program, "-r", "150", "-png", "-"], input=paper, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(shown))


@pytest.mark.parametrize("name", NAMES.values())
def test_the_name_can_be_copied_from_the_paper_letter_by_letter(name):
    assert name in text_of(render(a_certificate(holder_name=name)))


def test_the_paper_says_all_that_the_certificate_says():
    paper = render(a_certificate(language="en", holder_name="Mary Oakham", course_title="Ten lessons", issuer_name="Resource centre"))

    said = text_of(paper)
    for words in [
        "Certificate",
        "Mary Oakham",
        "Ten lessons",
        "Resource centre",
        "40 hours of study",
        "22 November 2026",
        "7K3M-9QRT-2XVB-0D4H",
    ]:
        assert words in said
    assert "localhost:8000/verify/7K3M-9QRT-2XVB-0D4H/" in said


def test_the_same_certificate_gives_the_same_bytes_in_another_process():
    script = (
        "import django, hashlib; django.setup()\n"
        "from tests.courses.certificates.test_pdf import a_certificate, render\n"
        "print(hashlib.sha256(render(a_certificate())).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()

    assert hashlib.sha256(render(a_certificate())).hexdigest() == other


def test_the_paper_is_built_for_those_who_hear_it():
    with pikepdf.open(io.BytesIO(render(a_certificate(language="en")))) as paper:
        root = paper.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        with paper.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "Олена Ґудзь" in metadata["dc:title"]
        tags = [(str(element.S), str(element.get("/Alt", ""))) for element in elements(root.StructTreeRoot)]
    alternative = "Square code that opens http://localhost:8000/verify/7K3M-9QRT-2XVB-0D4H/"
    assert [tag for tag, _alt in tags] == ["/Document", "/P", "/H1", *["/P"] * 9, "/Link", "/Link", "/Figure"]
    assert tags[-1] == ("/Figure", alternative)


def elements(element):
    """The tree of tags, in reading order."""
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def test_every_font_is_embedded_and_ours():
    with pikepdf.open(io.BytesIO(render(a_certificate()))) as paper:
        fonts = [font for page in paper.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont).partition("+")[2] for font in fonts}
        described = [inner.FontDescriptor for font in fonts for inner in font.DescendantFonts]
        embedded = [bool({"/FontFile2", "/FontFile3"} & set(each.keys())) for each in described]

    assert names == {"PTSans-Regular", "PTSerif-Regular", "PTSerif-Bold"}
    assert all(embedded)


def test_the_square_code_leads_to_the_verification_page():
    certificate = a_certificate()

    codes = zxingcpp.read_barcodes(picture_of(render(certificate)))

    assert [code.text for code in codes] == [verify_link(certificate)]


@pytest.mark.parametrize(
    "name",
    [
        "Олександра-Вікторія Костянтинівна Нечуй-Левицька-Грицаєнко-Переяславська ІІІ-тя",
        " ".join(["W" * 20] * 7),
        "Щ" * 150,
        "О",
    ],
)
def test_a_name_of_any_length_fits_on_the_one_page(name):
    paper = render(a_certificate(holder_name=name, course_title="10 уроків для працівників громадських організацій"))

    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert len(opened.pages) == 1
    ink = picture_of(paper).convert("L").point(lambda shade: 255 * (shade < 128))
    assert ink.getbbox()[2] < 297 / 25.4 * 150 - 8
    said = text_of(paper)
    assert "7K3M-9QRT-2XVB-0D4H" in said


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Nguyễn Văn", "Nguyen Văn"),
        ("გიორგი", "??????"),
        ("Anna 😀", "Anna ?"),
        ("Anna\u202e\x00\tBerg\n", "Anna Berg"),
        ("#import \"x\" *bold* $1$ <b>", "#import \"x\" *bold* $1$ <b>"),
        ("И\u0306осиф", "Йосиф"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_does_not_stop_the_press_and_what_looks_like_code_is_a_name(name, printed):
    assert printed in text_of(render(a_certificate(holder_name=name)))


def test_a_title_in_another_language_says_so():
    paper = render(a_certificate(language="cs", course_title="10 lessons", title_language="en"))

    with pikepdf.open(io.BytesIO(paper)) as opened:
        languages = [str(element.Lang) for element in elements(opened.Root.StructTreeRoot) if "/Lang" in element]
    assert languages == ["en"]
