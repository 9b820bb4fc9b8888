"""XML and packages made to do harm, or only broken: refused with a clear sentence, never with an exception."""

import struct
import time
import zipfile
from io import BytesIO

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes.engine.definition import Choice, MultiChoice
from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.base import MAX_BYTES, Read, Reading
from courses.quizzes.formats.safe_zip import LARGEST_ENTRY, MOST_ENTRIES

MOODLE, QTI = FORMATS["moodle-xml"], FORMATS["qti21"]
ITEM = b"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="A" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse>
</responseDeclaration><itemBody>%s<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">
<simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>"""
QUESTION = """<question type="multichoice"><name><text>A</text></name><questiontext format="html"><text>%s</text></questiontext>
<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>"""
MANIFEST = b'<manifest><resources><resource type="imsqti_item_xmlv2p1" href="a.xml"/></resources></manifest>'


def quiz(text="x", before=""):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<quiz>{QUESTION % text}</quiz>'.encode()


def package(files=None, change=None):
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in ({"imsmanifest.xml": MANIFEST, "a.xml": ITEM % b""} | (files or {})).items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            zipped.writestr(entry, data)
    return whole.getvalue()


def refusal(reading):
    assert reading.questions == ()
    return [(problem.code, problem.line) for problem in reading.problems]


def test_the_packages_of_these_tests_are_read_when_nothing_is_wrong_with_them():
    assert [each.name for each in QTI.read(package()).questions] == ["A"]
    assert [each.name for each in MOODLE.read(quiz()).questions] == ["A"]


@pytest.mark.parametrize("make", [lambda before: (MOODLE, quiz(before=before)), lambda before: (QTI, before.encode() + ITEM % b"")])
@pytest.mark.parametrize(
    ("before", "code"),
    [
        ('<!DOCTYPE quiz [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>', "xml_entities"),
        ('<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "xml_entities"),
        ('<!DOCTYPE quiz [<!ENTITY % a SYSTEM "http://example.org/x.dtd"> %a;]>', "xml_entities"),
    ],
)
def test_entities_are_refused_before_they_are_used(make, before, code):
    reader, data = make(before)

    assert [found for found, _line in refusal(reader.read(data))] == [code]


def test_a_doctype_alone_is_not_fetched_and_does_no_harm():
    data = quiz(before='<!DOCTYPE quiz SYSTEM "http://example.org/quiz.dtd">')

    assert len(MOODLE.read(data).questions) == 1


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (quiz().replace(b"</quiz>", b""), "xml_end", 3),
        (quiz("a &nbsp; b").replace(b"&amp;", b"&"), "xml_character", 2),
        (b'<?xml version="1.0"?>\n<quiz><question></quiz>', "xml_tags", 2),
        ("<quiz><question><name><text>Вода</text></name></question></quiz>".encode("cp1251"), "xml_encoding", 1),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "xml_encoding", 1),
        (b"<quiz>" + b"<a>" * 200 + b"</a>" * 200 + b"</quiz>", "xml_size", 1),
        (b"<quiz>" + b"<a/>" * 400_000 + b"</quiz>", "xml_size", 1),
        (b"<quiz></quiz>", "empty", 1),
        (b"", "xml_end", 1),
        (b"<?xml version='1.0'?>\n<html/>", "no_quiz", 2),
    ],
)
def test_broken_xml_is_refused_with_its_line(data, code, line):
    reading = MOODLE.read(data)

    assert (reading.problems[0].code, reading.problems[0].line) == (code, line)


def test_what_stands_before_a_tear_is_read():
    data = quiz().replace(b"</quiz>", QUESTION.encode() + b"\n<question><name>")

    reading = MOODLE.read(data)

    assert len(reading.questions) == 2
    assert [problem.code for problem in reading.problems] == ["xml_end", "torn"]


def test_an_old_encoding_that_names_itself_is_read():
    data = '<?xml version="1.0" encoding="windows-1251"?><quiz>' + QUESTION % "Вода" + "</quiz>"

    assert MOODLE.read(data.encode("cp1251")).questions[0].definition.text == "Вода"
    assert MOODLE.read(data.replace("windows-1251", "UTF-16").encode("utf-16")).questions[0].definition.text == "Вода"


@pytest.mark.parametrize("key", ["moodle-xml", "qti21", "qti30", "cloze"])
def test_fifty_megabytes_are_not_looked_at(key):
    assert refusal(FORMATS[key].read(b"<" * (MAX_BYTES + 1))) == [("too_big", None)]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src='x' onerror='alert(1)'>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<svg onload='alert(1)'/>",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_a_question_with_a_script_is_left_out_by_name(markup):
    data = quiz(markup.replace("<", "&lt;")).replace(b"</quiz>", QUESTION.encode() % b"harmless" + b"</quiz>")

    reading = MOODLE.read(data)

    assert [each.definition.text for each in reading.questions] == ["harmless"]
    assert [(problem.code, problem.line) for problem in reading.problems] == [("script", 2)]


@pytest.mark.parametrize("piece", ["<![", "<!--", "<a ", '<a href="', "<"])
def test_broken_html_without_end_is_read_in_a_moment(piece):
    began = time.process_time()

    MOODLE.read(quiz(f"<![CDATA[{piece * (190_000 // len(piece))}]]>"))

    assert time.process_time() - began < 5


def test_a_gap_with_thousands_of_choices_is_refused():
    data = quiz("{1:MULTICHOICE:=a" + "~b" * 10_000 + "}").replace(b"multichoice", b"cloze")

    assert refusal(MOODLE.read(data)) == [("too_many", 2)]


@pytest.mark.parametrize("fraction", ["9" * 400, "1_000", "nan", "-inf", "1e400"])
def test_a_fraction_that_is_no_number_is_refused(fraction):
    assert refusal(MOODLE.read(quiz().replace(b'"100"', f'"{fraction}"'.encode()))) == [("number", 2)]


def test_a_script_in_an_item_is_left_out_too():
    assert refusal(QTI.read(ITEM % b"<p onclick='alert(1)'>x</p>")) == [("script", 1)]
    assert refusal(QTI.read(package({"a.xml": ITEM % b"<script>alert(1)</script>"}))) == [("script", 1)]


@pytest.mark.parametrize("name", ["../a.xml", "/etc/passwd", "C:\\x.xml", "x/../../y", "a\\..\\b", "a\x01b"])
def test_a_name_that_leads_out_of_the_package_is_refused(name):
    assert refusal(QTI.read(package({name: b"x"}))) == [("zip_path", None)]


def test_a_picture_outside_of_the_package_is_not_looked_for():
    reading = QTI.read(package({"a.xml": ITEM % b'<img src="../../../etc/passwd" alt=""/>'}))

    assert [each.code for each in reading.questions[0].warnings] == ["file_missing"]


def link(entry):
    entry.external_attr = 0o120777 << 16


def test_links_encryption_and_doubles_are_refused():
    encrypted = bytearray(package())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = encrypted.find(mark)
        while at >= 0:
            encrypted[at + place] |= 1
            at = encrypted.find(mark, at + 4)

    assert refusal(QTI.read(package(change=link))) == [("zip_link", None)]
    assert refusal(QTI.read(bytes(encrypted))) == [("zip_encrypted", None)]
    assert refusal(QTI.read(package({"A.XML": b"x"}))) == [("zip_twice", None)]


def test_bombs_are_not_unpacked():
    many = {f"{number}.txt": b"" for number in range(MOST_ENTRIES)}

    assert refusal(QTI.read(package({"big.txt": b"0" * 5_000_000}))) == [("zip_bomb", None)]
    assert refusal(QTI.read(package({"big.txt": b"0" * (LARGEST_ENTRY + 1)}))) == [("zip_size", None)]
    assert refusal(QTI.read(package(many))) == [("zip_entries", None)]


def test_a_package_that_lies_about_its_sizes_is_damaged():
    data = bytearray(package({"a.xml": ITEM % b"<p>x</p>" * 50}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)

    assert refusal(QTI.read(bytes(data)))[0][0] == "zip_entry"


@pytest.mark.parametrize("cut", [10, 100, 400])
def test_half_a_package_is_damaged(cut):
    assert refusal(QTI.read(package()[:cut])) == [("zip_damaged", None)]


def test_a_hostile_item_does_not_keep_the_others_out():
    both = MANIFEST.replace(b"</resources>", b'<resource type="imsqti_item_xmlv2p1" href="b.xml"/></resources>')
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]>' + ITEM % b""

    reading = QTI.read(package({"imsmanifest.xml": both, "b.xml": bomb}))

    assert [each.source for each in reading.questions] == ["a.xml"]
    assert [(each.code, each.source, each.line) for each in reading.problems] == [("xml_entities", "b.xml", 1)]


def test_messages_are_in_the_language_of_whoever_reads_them():
    problem = MOODLE.read(b"<quiz></quiz>").problems[0]

    with override("en"):
        assert str(problem) == "There are no questions in this file."


@pytest.mark.parametrize("key", ["moodle-xml", "qti21", "qti30"])
@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=5)
def test_whatever_is_done_to_a_file_reading_it_never_fails(key, chance):
    """Some bytes of a good file are cut out, doubled or changed, over and over."""
    choices = (Choice(id="1", text="a", fraction=1.0, feedback="yes"), Choice(id="2", text="b <b>c</b>"))
    question = MultiChoice(text="What?", format="html", single=False, choices=choices, general_feedback="x")
    good = FORMATS[key].write([Read(name="A", definition=question, category=("K",))]).data
    pieces = [ITEM % b"<p>x</p>", quiz()] if key != "moodle-xml" else [good]
    with zipfile.ZipFile(BytesIO(good)) if key != "moodle-xml" else zipfile.ZipFile(BytesIO(package())) as zipped:
        pieces += [zipped.read(name) for name in zipped.namelist()]

    for number in range(200):
        data = bytearray(good if number % 10 == 0 else chance.choice(pieces))
        at, length = chance.randrange(len(data)), chance.randrange(1, 40)
        match chance.randrange(4):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = data[at : at + length]
            case 2:
                data[at] = chance.randrange(256)
            case 3:
                words = [b"RESPONSE", b"float", b"ordered", b"multiple", b"identifier", b"1e999", b"nan", b"<p/>", b"SCORE", b"0", b""]
                data = bytearray(bytes(data).replace(chance.choice(words) or b"x", chance.choice(words), chance.randrange(1, 4)))
        assert isinstance(FORMATS[key].read(bytes(data)), Reading)
        FORMATS[key].looks_like(bytes(data), "x")
