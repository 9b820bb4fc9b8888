"""Single constructs of Moodle XML and QTI, worked out by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.engine.definition import Layout, OrderingGrading, Unit, UnitHandling
from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.base import Unreadable
from courses.quizzes.formats.moodle_xml.cloze import read_cloze
from courses.quizzes.formats.moodle_xml.numbers import as_percent, from_part, from_percent
from courses.quizzes.formats.qti.patterns import pattern_of, wildcard, wildcard_of
from courses.quizzes.formats.safe_xml import root_name

MOODLE, QTI = FORMATS["moodle-xml"], FORMATS["qti21"]


def moodle(kind, inside):
    data = f'<quiz><question type="{kind}"><questiontext format="html"><text>Q</text></questiontext>{inside}</question></quiz>'
    reading = MOODLE.read(data.encode())
    return reading.questions[0] if reading.questions else reading.problems[0]


# --- Moodle XML ---


@pytest.mark.parametrize(
    ("text", "fraction"),
    [("33.33333", 1 / 3), ("33", 1 / 3), ("66.66667", 2 / 3), ("16.66667", 1 / 6), ("14.2857143", 1 / 7), ("33.4", 0.334), ("-50", -0.5)],
)
def test_a_shortened_percent_is_the_fraction_it_stands_for(text, fraction):
    assert from_percent(text) == fraction


@given(st.floats(min_value=-1, max_value=1))
def test_every_fraction_survives_being_a_percent(fraction):
    assert from_percent(as_percent(fraction)) == fraction


def test_a_penalty_of_a_third_is_a_third():
    assert (from_part("0.3333333"), from_part("0.1"), from_part("0.33")) == (1 / 3, 0.1, 0.33)


@pytest.mark.parametrize(
    ("kind", "single", "layout", "shuffle"),
    [
        ("MULTICHOICE", True, Layout.DROPDOWN, False),
        ("MC", True, Layout.DROPDOWN, False),
        ("MCV", True, Layout.VERTICAL, False),
        ("MULTICHOICE_H", True, Layout.HORIZONTAL, False),
        ("MULTICHOICE_S", True, Layout.DROPDOWN, True),
        ("MCVS", True, Layout.VERTICAL, True),
        ("MULTICHOICE_HS", True, Layout.HORIZONTAL, True),
        ("MULTIRESPONSE", False, Layout.VERTICAL, False),
        ("MRH", False, Layout.HORIZONTAL, False),
        ("MULTIRESPONSE_S", False, Layout.VERTICAL, True),
        ("MULTIRESPONSE_HS", False, Layout.HORIZONTAL, True),
    ],
)
def test_every_kind_of_choice_in_a_gap(kind, single, layout, shuffle):
    text, gaps = read_cloze(f"a {{2:{kind}:=x#yes~%50%y~z}} b", "html", 1)

    gap = gaps[0]
    assert (text, gap.weight, gap.layout) == ("a [[1]] b", 2.0, layout)
    assert (gap.question.single, gap.question.shuffle) == (single, shuffle)
    # one may be chosen: 1, ½, 0. Several: what is right adds up to 1½, so it is divided by that.
    assert [choice.fraction for choice in gap.question.choices] == ([1.0, 0.5, 0.0] if single else [1 / 1.5, 0.5 / 1.5, 0.0])


def test_typed_gaps_escapes_and_tolerances():
    _text, gaps = read_cloze(r"{:SA:=a\}b\~c\#d#fine\#~*#no} {3:NM:=3.5:0.1~%50%4#near} {1:SHORTANSWER_C:=H&lt;2}", "html", 1)

    first, second, third = (gap.question for gap in gaps)
    assert [(each.text, each.fraction, each.feedback) for each in first.answers] == [("a}b~c#d", 1.0, "fine#"), ("*", 0.0, "no")]
    assert [(each.value, each.tolerance, each.fraction) for each in second.answers] == [(3.5, 0.1, 1.0), (4.0, 0.0, 0.5)]
    assert (third.use_case, third.answers[0].text, [gap.weight for gap in gaps]) == (True, "H<2", [1.0, 3.0, 1.0])


def test_the_line_of_a_broken_gap_is_its_own():
    with pytest.raises(Unreadable) as error:
        read_cloze("one {1:SA:=a}\ntwo\nthree {1:NM:=zero}", "html", 10)

    assert (error.value.problem.code, error.value.problem.line) == ("number", 12)


def test_units_are_turned_over():
    """5 m are 500 cm: Moodle writes 100 (centimetres in a metre), here a centimetre is 0.01 of a metre."""
    units = "".join(f"<unit><multiplier>{m}</multiplier><unit_name>{name}</unit_name></unit>" for m, name in ((1, "m"), (100, "cm")))
    answer = '<answer fraction="100"><text>5</text><tolerance>0.5</tolerance></answer>'
    found = moodle("numerical", f"{answer}<units>{units}</units><unitgradingtype>1</unitgradingtype><unitpenalty>0.2</unitpenalty>")

    assert found.definition.units == (Unit(name="m"), Unit(name="cm", multiplier=0.01))
    assert (found.definition.unit_handling, found.definition.unit_penalty) == (UnitHandling.GRADED, 0.2)


def test_texts_in_several_formats_become_html():
    feedback = '<generalfeedback format="markdown"><text>*well* done</text></generalfeedback>'
    found = moodle("description", feedback)
    plain = '<questiontext format="plain_text"><text>a &lt; b</text></questiontext>'
    data = f'<quiz><question type="description">{plain}{feedback}</question></quiz>'
    mixed = MOODLE.read(data.encode()).questions[0]

    assert (found.definition.format, found.definition.general_feedback) == ("markdown", "*well* done")
    assert (mixed.definition.text, mixed.definition.general_feedback) == ("a &lt; b", "<em>well</em> done")
    assert [each.code for each in mixed.warnings] == ["formats"]


def test_pictures_of_one_name_are_kept_apart():
    picture = '<file name="a b.png" encoding="base64">iVBORw0KGgo{}</file>'
    text = '<text>&lt;img src="@@PLUGINFILE@@/a%20b.png"&gt;</text>'
    found = moodle("description", f"<generalfeedback format='html'>{text}{picture.format('A')}</generalfeedback>"
                   f"<hint format='html'>{text}{picture.format('B')}</hint>")  # fmt: skip

    assert sorted(found.files) == ["a-b-2.png", "a-b.png"]
    assert found.definition.general_feedback == '<img src="@@PLUGINFILE@@/a-b.png">'
    assert found.definition.hints[0].text == '<img src="@@PLUGINFILE@@/a-b-2.png">'


def test_a_type_that_we_do_not_have_is_named():
    assert str(moodle("calculatedmulti", "")) == "Questions of the type “Calculated multichoice” are not among ours. It was left out."


# --- QTI ---

HEAD = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="T" adaptive="false" timeDependent="false">'
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
VARIABLE = '<variable identifier="RESPONSE"/>'


def value(kind, text):
    return f'<baseValue baseType="{kind}">{text}</baseValue>'


def sets(number):
    return f'<setOutcomeValue identifier="SCORE">{value("float", number)}</setOutcomeValue>'


def item(response, body, processing):
    reading = QTI.read(f"{HEAD}{response}{SCORE}<itemBody>{body}</itemBody>{processing}</assessmentItem>".encode())
    return reading.questions[0] if reading.questions else reading.problems[0]


def entry(base_type, processing, mapping=""):
    response = f'<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="{base_type}">{mapping}</responseDeclaration>'
    return item(response, '<p>Say: <textEntryInteraction responseIdentifier="RESPONSE"/></p>', processing)


def branches(*pairs):
    told = "".join(f"<{name}>{condition}{sets(score)}</{name}>" for name, condition, score in pairs)
    return f"<responseProcessing><responseCondition>{told}</responseCondition></responseProcessing>"


def test_a_range_is_a_number_with_a_tolerance():
    """10 to 14 gets 2 points, more than 20 to 22 exactly at 21 one: 12 ± 2 is everything, 21 half of it."""
    between = f"<and><gte>{VARIABLE}{value('float', 10)}</gte><lte>{VARIABLE}{value('float', 14)}</lte></and>"
    exactly = f'<equal toleranceMode="exact">{VARIABLE}{value("float", 21)}</equal>'
    found = entry("float", branches(("responseIf", between, 2), ("responseElseIf", exactly, 1)))

    assert [(each.value, each.tolerance, each.fraction) for each in found.definition.answers] == [(12.0, 2.0, 1.0), (21.0, 0.0, 0.5)]
    assert (found.definition.text, found.definition.default_mark) == ("Say:", 2.0)


def test_a_relative_tolerance_is_counted_out():
    """5 % of 200 is 10."""
    near = f'<equal toleranceMode="relative" tolerance="5 5">{value("float", 200)}{VARIABLE}</equal>'

    assert [(each.value, each.tolerance) for each in entry("float", branches(("responseIf", near, 1))).definition.answers] == [
        (200.0, 10.0)
    ]


def test_a_part_of_a_text_and_its_case():
    part = f'<stringMatch caseSensitive="false" substring="true">{VARIABLE}{value("string", "well")}</stringMatch>'
    found = entry("string", branches(("responseIf", part, 1)))

    assert [(each.text, each.fraction) for each in found.definition.answers] == [("*well*", 1.0)]
    assert not found.definition.use_case


def test_spellings_that_the_mapping_tells_apart_matter():
    mapping = '<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="2"/><mapEntry mapKey="york" mappedValue="1"/></mapping>'
    template = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'
    found = entry("string", template, mapping)

    assert found.definition.use_case
    assert [(each.text, each.fraction) for each in found.definition.answers] == [("York", 1.0), ("york", 0.5)]


def test_a_text_that_goes_on_after_the_line_is_a_cloze():
    response = (
        '<responseDeclaration identifier="R" cardinality="single" baseType="string"><correctResponse><value>a</value></correctResponse>'
    )
    body = '<p>Two <textEntryInteraction responseIdentifier="R"/> four</p>'
    same = '<match><variable identifier="R"/><correct identifier="R"/></match>'
    found = item(response + "</responseDeclaration>", body, branches(("responseIf", same, 1)))

    assert (found.definition.type, found.definition.text) == ("multianswer", "Two [[1]] four")


def order(processing):
    response = (
        '<responseDeclaration identifier="RESPONSE" cardinality="ordered" baseType="identifier"><correctResponse>'
        "<value>B</value><value>A</value><value>C</value></correctResponse></responseDeclaration>"
    )
    lines = "".join(f'<simpleChoice identifier="{name}">{name}</simpleChoice>' for name in "ABC")
    return item(response, f'<orderInteraction responseIdentifier="RESPONSE">{lines}</orderInteraction>', processing)


def test_an_order_is_graded_as_the_file_grades_it():
    """Each line at its own place is worth a point: B A C is 3, B C A is 1, A B C is 1."""
    places = "".join(
        f'<responseCondition><responseIf><match><index n="{place}">{VARIABLE}</index>{value("identifier", name)}</match>'
        f'<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>{value("float", 1)}</sum></setOutcomeValue>'
        "</responseIf></responseCondition>"
        for place, name in enumerate("BAC", 1)
    )
    found = order(f"<responseProcessing>{places}</responseProcessing>")

    assert (found.definition.grading, found.definition.default_mark) == (OrderingGrading.ABSOLUTE_POSITION, 3.0)
    assert [each.text for each in found.definition.items] == ["B", "A", "C"]
    whole = order('<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>')
    assert whole.definition.grading == OrderingGrading.ALL_OR_NOTHING


@pytest.mark.parametrize(
    "step", ["<customOperator/>", "<lookupTable/>", "<equalRounded/>", "<match/>", "<index n='x'/>", "<sum><null/></sum>"]
)
def test_a_step_that_is_not_understood_is_named_and_never_guessed(step):
    found = order(branches(("responseIf", step, 1)))

    assert found.code in ("qti_processing", "qti_order_grading")


def test_a_small_file_does_not_keep_us_thinking():
    long = branches(
        *[("responseElseIf" if n else "responseIf", f"<match>{VARIABLE}{value('identifier', n)}</match>", 1) for n in range(30_000)]
    )

    assert order(long).code == "qti_effort"


@given(st.text("aB*\\.х]|^", max_size=8), st.text("aAbBхХ.*", max_size=8), st.booleans())
def test_a_wildcard_is_what_its_regular_expression_says(text, tried, ignores_case):
    wanted = wildcard(text, ignores_case=ignores_case)
    pattern = pattern_of(wanted)

    assert bool(re.fullmatch(pattern, tried, re.DOTALL)) == wanted.matches(tried)
    again = wildcard_of(pattern)
    assert again.parts == wanted.parts
    assert again.ignores_case in (None, ignores_case)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<?xml version='1.0'?><!-- <quiz> --><!DOCTYPE a [<!ENTITY b 'c'>]>\n<x:item a='b'>", "item"),
        (b"<!--" * 50_000, ""),
        (b"", ""),
        ("\ufeff<quiz/>".encode("utf-16"), "quiz"),
    ],
)
def test_the_outermost_element_is_found_without_parsing(data, name):
    assert root_name(data) == name
