"""Every paper, orientation, language and field at once: nothing lies outside the sheet or over anything else. Read from the PDF."""

import io
import re
import shutil
import subprocess
from datetime import date

import pikepdf
import pytest
from django.utils import translation

from courses.certificates.design.definition import Design, Field, Orientation, Paper, Partner
from courses.certificates.design.example import LONG
from courses.certificates.design.saying import Content, sheet
from courses.certificates.pdf import square_code
from courses.certificates.typesetting import pdf
from tests.factories.certificates import everything, picture, plain_ground
from tests.support.reasons import leave_out

URL = "http://localhost:8000/verify/7K3M-9QRT-2XVB-0D4H/"
POINTS = 72 / 25.4
TITLES = ["Планувати проєкт у громаді та рахувати, що він дав", "Říci radě, co je třeba", "Ґрунтовно говорити з їхніми сусідами"]
PICTURES = {"ground": plain_ground(), "wide": picture(600, 200), "tall": picture(200, 600), "sign": picture(400, 120, "black")}


def content(language: str = "uk", name: str = "", competences: int = 5) -> Content:
    return Content(
        language=language,
        name=name or LONG[language],
        course="10 уроків для працівників громадських організацій, що працюють у селах",
        course_language="uk",
        issuer="Громадська організація «Центр соціальних інновацій та розвитку сільських громад»",
        number="7K3M-9QRT-2XVB-0D4H",
        url=URL,
        code=square_code(URL),
        completed_on=date(2026, 11, 22),
        valid_until=date(2028, 11, 22),
        hours=40,
        cohort="Осінь 2027, Миколаївська область, друга група",
        mentor="Ґалина Їжакевич-Єременко",
        competences=[{"title": TITLES[number % len(TITLES)], "language": "uk", "level": number % 5 + 1} for number in range(competences)],
    )


def paper_of(design: Design, said: Content) -> bytes:
    with translation.override(said.language):
        data = sheet(design, said) | {"codes": [], "credential": ""}
    return pdf([data], title="Certificate", author="Centre", language=said.language, on=said.completed_on, pictures=PICTURES)


def with_pictures(**more) -> Design:
    design = everything(background="ground", **more)
    drawn = zip(design.partners, ("wide", "tall", "sign", ""), strict=True)
    return everything(background="ground", **more, partners=tuple(Partner(**{**vars(one), "picture": each}) for one, each in drawn))


def boxes(paper: bytes) -> list[tuple[tuple[float, float], list[tuple[float, float, float, float, str]]]]:
    """For each page its size, and left, top, right, bottom of each line of text, in points."""
    program = shutil.which("pdftotext") or leave_out("no pdftotext (Debian: apt install poppler-utils)")
    shown = subprocess.run([program, "-bbox-layout", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    pages = []
    for page in re.findall(r"<page .*?</page>", shown, re.DOTALL):
        width, height = (float(each) for each in re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        lines = []
        for line in re.findall(r"<line .*?</line>", page, re.DOTALL):
            place = re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"', line).groups()
            lines.append((*map(float, place), " ".join(re.findall(r">([^<\s][^<]*)</word>", line))))
        pages.append(((width, height), lines))
    return pages


def clashes(lines: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    """Lines that lie over each other by more than the slack that a font's box has above and below its letters."""
    found = []
    for nth, (left, top, right, bottom, text) in enumerate(lines):
        for other_left, other_top, other_right, other_bottom, other in lines[nth + 1 :]:
            across = min(right, other_right) - max(left, other_left)
            down = min(bottom, other_bottom) - max(top, other_top)
            if across > 1 and down > 0.45 * min(bottom - top, other_bottom - other_top):
                found.append((text, other))
    return found


COMBINATIONS = [(paper, way) for paper in Paper.values for way in Orientation.values]


@pytest.mark.parametrize("look", [("road", "left"), ("frame", "center")], ids=["road", "frame"])
@pytest.mark.parametrize(("paper", "way"), COMBINATIONS, ids=[f"{paper}-{way}" for paper, way in COMBINATIONS])
def test_with_every_field_and_the_longest_name_nothing_overflows_and_nothing_covers_anything(paper, way, look):
    decoration, align = look
    design = with_pictures(paper=paper, orientation=way, decoration=decoration, align=align)

    pages = boxes(paper_of(design, content()))

    edge = 8 * POINTS * (0.71 if paper == Paper.A5 else 1)
    width, height = (each * POINTS for each in design.size)
    for size, lines in pages:
        assert size == pytest.approx((width, height), abs=0.5)
        outside = [line for line in lines if line[0] < edge or line[1] < edge or line[2] > width - edge or line[3] > height - edge]
        assert (outside, clashes(lines)) == ([], [])
    said = " ".join(line[4] for _size, lines in pages for line in lines)
    for words in [
        "Нечуй",
        "7K3M-9QRT-2XVB-0D4H",
        "40 годин",
        "Ґалина",
        "друга група",
        "Міністерства",
        "Протокол",
        "печатки",
        "Ďáblík",
        "Їжак",
        "Říci radě",
    ]:
        assert words in said
    assert len(pages) <= 2


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("name", [*LONG.values(), "О", "Щ" * 150, " ".join(["W" * 20] * 7)], ids=[*LONG, "one", "unbroken", "wide"])
def test_any_name_fits_on_the_smallest_paper_in_any_language(language, name):
    design = everything(paper="a5", orientation="landscape")

    (_size, lines), *_more = boxes(paper_of(design, content(language, name)))

    width = 210 * POINTS
    assert [line for line in lines if line[2] > width - 5 * POINTS or line[0] < 5 * POINTS] == []
    assert clashes(lines) == []
    assert name.replace(" ", "")[:12] in "".join(line[4] for line in lines).replace(" ", "")


@pytest.mark.parametrize("count", [0, 1, 30])
def test_many_competences_go_to_pages_of_their_own_and_none_leaves_no_trace(count):
    pages = boxes(paper_of(everything(), content(competences=count)))

    said = [" ".join(line[4] for line in lines) for _size, lines in pages]
    assert sum(text.count("з 5") for text in said) == count
    assert ("Говорити" in said[0], "шкал" in " ".join(said)) == (False, count > 0)
    assert (len(pages) > 1) == (count == 30)
    assert "Нечуй" in said[min(1, len(said) - 1)]


def test_words_of_the_longest_kind_still_fit():
    keys = [one.value for one in Field]
    words = {"uk": dict.fromkeys(keys, ("Слова, яких дуже багато. " * 8)[:200])}

    for way in Orientation.values:
        for (width, height), lines in boxes(paper_of(everything(paper="a5", orientation=way, words=words), content(competences=12))):
            assert [line for line in lines if line[3] > height - 5 * POINTS or line[2] > width - 5 * POINTS] == []
            assert clashes(lines) == []


def test_the_same_input_gives_the_same_bytes():
    design = with_pictures()

    assert paper_of(design, content()) == paper_of(design, content())


def test_the_paper_says_its_size():
    for paper, size in (("a5", (210, 148)), ("letter", (279.4, 215.9))):
        with pikepdf.open(io.BytesIO(paper_of(everything(paper=paper, orientation="landscape"), content()))) as opened:
            assert [float(each) for each in opened.pages[0].MediaBox[2:]] == pytest.approx([each * POINTS for each in size], abs=0.5)
