"""The structure of a designed certificate, one named check for each thing that PDF/UA-1 asks of a paper like ours (Matterhorn protocol).
No independent validator can be had here: these read the file with pikepdf."""

import io
import re
from datetime import date

import pikepdf
import pytest

from courses.certificates.design.definition import Design
from tests.courses.certificates.test_pdf import elements
from tests.factories.certificates import everything

from .test_matrix import content, paper_of, with_pictures


@pytest.fixture(scope="module")
def paper():
    with pikepdf.open(io.BytesIO(paper_of(with_pictures(), content("en", competences=9)))) as opened:
        yield opened


def tags(paper) -> list[tuple[str, str]]:
    return [(str(element.S)[1:], str(element.get("/Alt", ""))) for element in elements(paper.Root.StructTreeRoot)]


def test_the_file_says_that_it_is_pdf_ua_1(paper):
    with paper.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_the_title_is_there_and_shown(paper):
    with paper.open_metadata() as metadata:
        assert metadata["dc:title"] == "Certificate"
    assert paper.Root.ViewerPreferences.DisplayDocTitle


def test_the_language_is_said_of_the_whole_and_of_what_is_in_another(paper):
    assert str(paper.Root.Lang) == "en"
    assert "uk" in {str(element.Lang) for element in elements(paper.Root.StructTreeRoot) if "/Lang" in element}


def test_it_is_tagged_and_nothing_is_suspect(paper):
    assert paper.Root.MarkInfo.Marked
    assert not paper.Root.MarkInfo.get("/Suspects", False)


def test_there_is_one_first_heading_and_no_level_is_left_out(paper):
    levels = [tag for tag, _alt in tags(paper) if re.fullmatch(r"H\d", tag)]
    assert levels == ["H1", "H2"]  # the second is that of the page with competences


def test_every_figure_says_what_it_shows(paper):
    assert [alt for tag, alt in tags(paper) if tag == "Figure"] == [
        "Logo of Фонд «Відродження»",
        "Logo of Miška Ďáblík, z. s.",
        "Signature of Олена Ґудзь",
        "Square code that opens http://localhost:8000/verify/7K3M-9QRT-2XVB-0D4H/",
    ]


def test_competences_are_a_table_with_heads(paper):
    found = [tag for tag, _alt in tags(paper)]
    assert (found.count("Table"), found.count("TR"), found.count("TH"), found.count("TD")) == (1, 10, 2, 18)


def test_links_are_tagged_and_described(paper):
    assert [tag for tag, _alt in tags(paper)].count("Link") >= 2
    notes = [note for page in paper.pages for note in page.get("/Annots", [])]
    assert notes
    assert all("/StructParent" in note and str(note.get("/Contents", "")) for note in notes)


def test_tabs_follow_the_structure(paper):
    assert all(str(page.Tabs) == "/S" for page in paper.pages if "/Annots" in page)


def test_no_content_is_without_tag_or_artifact(paper):
    """Whatever paints stands between BMC or BDC and EMC: in a tag, or in an artifact."""
    paints = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI"}
    for page in paper.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            name = str(instruction.operator)
            depth += (name in {"BDC", "BMC"}) - (name == "EMC")
            assert depth > 0 or name not in paints, (name, instruction.operands)
        assert depth == 0


def test_every_marked_piece_is_in_the_tree(paper):
    """The number of each marked piece of a page leads to an element (ParentTree), and no two pieces have the same."""
    for page in paper.pages:
        numbers = [
            int(each.operands[1].MCID)
            for each in pikepdf.parse_content_stream(page)
            if str(each.operator) == "BDC" and isinstance(each.operands[1], pikepdf.Dictionary) and "/MCID" in each.operands[1]
        ]
        parents = pikepdf.NumberTree(paper.Root.StructTreeRoot.ParentTree)[int(page.StructParents)]
        assert sorted(numbers) == list(range(len(parents)))
        assert all("/S" in parent for parent in parents)


def test_the_background_is_an_artifact(paper):
    """It is painted, and in no element."""
    images = [xobject for xobject in paper.pages[0].Resources.XObject.values() if xobject.get("/Subtype") == "/Image"]
    assert len(images) >= 4  # ground, two logos, a signature
    inside, painted = "", []
    for each in pikepdf.parse_content_stream(paper.pages[0]):
        match str(each.operator):
            case "BDC" | "BMC":
                inside = str(each.operands[0])
            case "Do":
                painted.append((inside, _image(paper.pages[0].Resources.XObject[each.operands[0]])))
    grounds = [where for where, size in painted if size == (640, 400)]
    assert grounds == ["/Artifact"]


def _image(xobject):
    return (int(xobject.Width), int(xobject.Height)) if xobject.get("/Subtype") == "/Image" else None


def test_every_font_is_embedded_and_can_be_copied(paper):
    fonts = [font for page in paper.pages for font in page.Resources.Font.values()]
    assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {"PTSans-Regular", "PTSerif-Regular", "PTSerif-Bold"}
    assert all("/ToUnicode" in font for font in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()) for font in fonts for inner in font.DescendantFonts)


def test_nothing_runs_and_nothing_is_asked_for(paper):
    assert "/AA" not in paper.Root
    assert "/JavaScript" not in paper.Root.get("/Names", {})
    assert "/Encrypt" not in paper.trailer


@pytest.mark.parametrize(
    "design",
    [Design(), everything(decoration="none"), with_pictures(paper="a5", orientation="portrait", veil=0)],
    ids=["first", "bare", "small"],
)
def test_the_engine_accepts_it_as_pdf_ua(design):
    """It refuses what breaks the rules that it knows."""
    with pikepdf.open(io.BytesIO(paper_of(design, content("cs", "Jiří Dvořák")))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.docinfo["/CreationDate"] == f"D:{date(2026, 11, 22):%Y%m%d}000000Z"
