"""Every XML and zip of the corpus is read, or refused question by question with a line and a reason."""

import json
from collections import Counter

import pytest

from courses.quizzes.engine.definition import TYPES, Match, MultiChoice, Ordering, TrueFalse
from courses.quizzes.formats import FORMATS, detect
from courses.quizzes.formats.markup import to_plain

MOODLE_XML, CLOZE, QTI21, QTI30 = "moodle-xml", "cloze", "qti21", "qti30"


@pytest.fixture(scope="module")
def quiz(shared):
    return shared / "corpora" / "quiz"


def reading_of(path):
    data = path.read_bytes()
    found = detect(data, path.name)
    return found, found.read(data, path.name)


def read_by(paths):
    return {path.name: (found.key, reading) for path in paths for found, reading in [reading_of(path)]}


def files(folder, *patterns):
    return sorted(path for pattern in patterns for path in folder.rglob(pattern))


def test_every_file_is_read_or_refused_with_a_place_and_a_reason(quiz):
    for path in files(quiz, "*.xml", "*.zip"):
        found, reading = reading_of(path)

        assert reading.questions or reading.problems, path
        for problem in reading.problems:
            assert str(problem).strip(), path
            assert "%(" not in str(problem), path
            assert problem.line or (found.key in (QTI21, QTI30) and path.suffix == ".zip"), (path, str(problem))
        for question in reading.questions:
            assert type(question.definition) in TYPES.values(), path
            assert None not in (question.line, question.name or None), path
            assert all("%(" not in str(each) for each in question.warnings), path


def test_each_moodle_file_gives_as_many_questions_as_the_independent_index_counts(quiz):
    index = [json.loads(line) for line in (quiz / "xml_index.jsonl").read_text(encoding="utf-8").splitlines()]
    counted = {each["file"]: len(each["questions"]) for each in index if each.get("kind") == "moodle-xml"}

    for name, number in counted.items():
        _found, reading = reading_of(quiz / name)

        refused = [problem for problem in reading.problems if problem.severity == "error"]
        assert len(reading.questions) + len(refused) == number, name


def test_only_the_types_and_mistakes_that_we_know_of_are_refused_in_moodle_s_files(quiz):
    read = read_by(files(quiz / "moodle-xml", "*.xml"))
    refused = Counter(problem.code for _key, reading in read.values() for problem in reading.problems)

    assert {key for key, _reading in read.values()} == {MOODLE_XML}
    assert refused == {"type_other": 2, "cloze_none": 2, "cloze_one_choice": 1, "cloze_no_full": 1, "number": 1}


def test_a_moodle_file_comes_back_from_our_own_export(quiz):
    for path in files(quiz / "moodle-xml", "*.xml"):
        _found, reading = reading_of(path)

        again = FORMATS[MOODLE_XML].read(FORMATS[MOODLE_XML].write(reading.questions).data)

        kept = [(each.name, each.definition, each.category, each.tags, each.idnumber, each.files) for each in reading.questions]
        assert [(each.name, each.definition, each.category, each.tags, each.idnumber, each.files) for each in again.questions] == kept


def test_items_of_qti_2_and_3_are_read_or_named(quiz):
    folders = [quiz / "qti22", quiz / "canvas-qti" / "items_2.1", quiz / "canvas-qti" / "items_2.2"]
    paths = [path for folder in folders for path in files(folder, "*.xml")]
    two, three = Counter(), Counter()
    for path in paths:
        found, reading = reading_of(path)
        assert found.key == QTI21, path
        two.update(each.definition.type for each in reading.questions)
        two.update(problem.code for problem in reading.problems)
    for path in files(quiz / "qti3", "*.xml"):
        found, reading = reading_of(path)
        assert found.key == QTI30, path
        three.update(each.definition.type for each in reading.questions)
        three.update(problem.code for problem in reading.problems)

    assert two == EXPECTED_2
    assert three == EXPECTED_3


EXPECTED_2 = {
    **{"ddwtos": 3, "essay": 10, "file": 2, "match": 9, "multianswer": 7, "multichoice": 24, "numerical": 2, "ordering": 5, "scale": 2},
    **{"truefalse": 7},
    "qti_adaptive": 16,  # changes with the tries
    "qti_template_item": 10,  # values drawn at random
    "qti_interaction": 16,  # hotspot, hottext, graphic …, media, drawing
    "qti_several": 4,  # multi-input, upload_composite: several kinds at once
    "qti_processing": 4,  # select_point, position_object: areas of a picture
    "qti_not_additive": 2,  # chocolate milk: two sets of choices are right
    "qti_order_grading": 2,  # order_partial_scoring: one wrong order gets half the mark
    "qti_gap_several": 2,  # data-attributes: three circles into one gap
    "qti_manifest_alone": 1,
    "xml": 1,  # audio-video.xml of Canvas is not well-formed
}
EXPECTED_3 = {
    **{"ddwtos": 1, "description": 3, "essay": 2, "match": 1, "multichoice": 2},
    "qti_several": 12,  # the same question in a dozen looks on one page
    "qti_interaction": 9,
    "qti_no_key": 2,  # demonstrations without a right answer
    "qti_test_alone": 16,
    "qti_manifest_alone": 1,
    "no_qti": 1,  # a fragment of HTML
}


def test_what_is_right_is_what_the_independent_index_says(quiz):
    index = [json.loads(line) for line in (quiz / "xml_index.jsonl").read_text(encoding="utf-8").splitlines()]
    compared = Counter()
    for each in index:
        if each.get("kind") not in ("qti2-item", "qti3-item"):
            continue
        _found, reading = reading_of(quiz / each["file"])
        if not reading.questions or not each["correct"]:
            continue
        definition = reading.questions[0].definition
        right = [value for value in next(iter(each["correct"].values())) if value]
        compared[definition.type] += 1
        match definition:
            case MultiChoice():
                best = {choice.id for choice in definition.choices if choice.fraction > 0}
                assert best == {identifier.lower() for identifier in right}, each["file"]
            case TrueFalse():
                assert [str(definition.correct).lower()[0]] == [identifier.lower()[0] for identifier in right], each["file"]
            case Ordering():
                assert [item.id for item in definition.items] == [identifier.lower() for identifier in right], each["file"]
            case Match():
                pairs = {frozenset((stem.id, stem.option)) for stem in definition.stems}
                assert pairs == {frozenset(pair.lower().split()) for pair in right}, each["file"]

    assert compared["multichoice"] > 20
    assert compared["match"] > 5
    assert compared["truefalse"] > 3


def test_qti_1_2_is_refused_question_by_question(quiz):
    for path in [*files(quiz / "canvas-qti" / "items_1.2", "*.xml"), *quiz.glob("canvas-qti/*_1.2.xml")]:
        found, reading = reading_of(path)

        assert (found.key, reading.questions) == (QTI21, ()), path
        assert {problem.code for problem in reading.problems} <= {"qti_1_2", "xml", "xml_tags", "xml_entities"}, path
        assert all(problem.line for problem in reading.problems), path


def test_packages_are_read_with_their_pictures_categories_and_order(quiz):
    read = read_by(quiz.glob("canvas-qti/*.zip"))

    key, reading = read["test_qti_2.2.zip"]
    assert (key, [each.definition.type for each in reading.questions]) == (QTI21, ["multichoice", "multichoice", "truefalse", "essay"])
    assert {each.category for each in reading.questions} == {("Section 1",)}
    assert [(problem.code, problem.source) for problem in reading.problems] == [("qti_adaptive", "text-entry/text-entry.xml")]
    key, reading = read["test_qti_2.1.zip"]
    assert [each.definition.type for each in reading.questions] == ["truefalse", "multichoice", "multichoice", "shortanswer", "essay"]
    assert {name for each in reading.questions for name in each.files} >= {"apip_VE_IP_05_croc.png"}
    key, reading = read["test_qti_1.2.zip"]
    assert reading.questions == ()
    assert {problem.code for problem in reading.problems} == {"qti_1_2"}


def test_moodle_s_cloze_texts_are_read_as_one_question(quiz):
    read = read_by(files(quiz / "moodle-xml", "*.txt"))

    fine = read["question__format__multianswer__tests__fixtures__questions.multianswer.txt"]
    assert fine[0] == CLOZE
    assert len(fine[1].questions[0].definition.gaps) == 5
    for number in (1, 2, 3):
        key, reading = read[f"question__format__multianswer__tests__fixtures__broken_multianswer_{number}.txt"]
        assert (key, len(reading.problems)) == (CLOZE, 1)


def test_files_of_other_systems_are_not_taken_for_ours(quiz, shared):
    others = [*files(quiz / "other-formats", "*.*"), *files(shared / "corpora" / "packages", "*.*")]

    for path in others:
        data = path.read_bytes()
        assert [key for key in (MOODLE_XML, CLOZE, QTI21, QTI30) if FORMATS[key].looks_like(data, path.name)] == [], path


def test_a_course_package_without_questions_says_so(shared):
    for path in files(shared / "corpora" / "packages", "*.*"):
        reading = FORMATS[QTI21].read(path.read_bytes(), path.name)

        assert (reading.questions, len(reading.problems) >= 1) == ((), True), path


def test_the_words_of_a_question_are_those_of_the_file(quiz):
    _found, reading = reading_of(quiz / "qti22" / "choice.xml")

    definition = reading.questions[0].definition
    assert to_plain(definition.text) == "Look at the text in the picture. What does it say?"
    assert [(choice.id, choice.text, choice.fraction) for choice in definition.choices] == [
        ("choicea", "You must stay with your luggage at all times.", 1.0),
        ("choiceb", "Do not let someone else look after your luggage.", 0.0),
        ("choicec", "Remember your luggage when you leave.", 0.0),
    ]
