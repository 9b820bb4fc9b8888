"""Moodle's own reading of every file of the corpus is the contract. What we read otherwise is listed here and, with its reason, in
`docs/question-formats.md`; the list has to be exact."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.dump import dumped

GIFT = FORMATS["gift"]
FIXTURES = "moodle-fixtures/question__"
WINDOWS_1252 = f"{FIXTURES}format__gift__tests__fixtures__questions_encoding_windows-1252.gift.txt"
ORDERINGS = [f"{FIXTURES}type__ordering__tests__fixtures__test{way}.gift.txt" for way in ("export", "import")]
READ_OTHERWISE = {WINDOWS_1252, *ORDERINGS}


@pytest.fixture(scope="module")
def corpus(shared) -> Path:
    return shared / "corpora/quiz/gift"


@pytest.fixture(scope="module")
def expected(corpus) -> dict[str, dict]:
    lines = (corpus / "expected-moodle-4.5.6.jsonl").read_text(encoding="utf-8").splitlines()
    return {reading["file"]: reading for reading in map(json.loads, lines)}


def ours(corpus, name):
    return dumped(name, GIFT.read((corpus / name).read_bytes(), name))


def strictly(question):
    """Everything of a question, also feedback and format. A name is on one line with us, a fraction 1/3 and not 0.33333."""
    said = {key: value for key, value in question.items() if key not in {"line", "answers", "name"}}
    if "name" in question:
        said["name"] = re.sub(r"\s+", " ", question["name"]).strip()
    if "answers" in question:
        said["answers"] = [strict_answer(answer) for answer in question["answers"]]
    return said


def strict_answer(answer):
    said = {**answer, "fraction": round(float(answer["fraction"]), 2)}
    if "tolerance" in answer:
        is_number = answer["text"] != "*"
        said |= {"text": float(answer["text"]) if is_number else "*", "tolerance": float(answer["tolerance"]) if is_number else 0}
    return said


def without_category_context(questions):
    return [
        {**each, "category": re.sub(r"^\$\w+\$/(top/)?", "", each["category"])} if each["type"] == "category" else each
        for each in questions
    ]


def test_every_question_is_read_as_moodle_reads_it(corpus, expected):
    differing = set()
    for name, reading in expected.items():
        mine = [strictly(each) for each in without_category_context(ours(corpus, name)["questions"])]
        theirs = [strictly(each) for each in without_category_context(reading["questions"])]
        if mine != theirs:
            differing.add(name)

    assert len(expected) >= 79
    assert differing == READ_OTHERWISE


def test_a_file_in_another_encoding_is_refused(corpus):
    reading = ours(corpus, WINDOWS_1252)

    assert reading["questions"] == []
    assert [(each["code"], each["line"]) for each in reading["errors"]] == [("encoding", 15)]


@pytest.mark.parametrize("name", ORDERINGS)
def test_an_ordering_question_is_one(corpus, name):
    (question,) = ours(corpus, name)["questions"]

    assert question["type"] == "ordering"
    assert [each["text"] for each in question["answers"]] == ["Modular", "Object", "Oriented", "Dynamic", "Learning", "Environment"]


def test_the_comparison_that_is_not_ours_agrees(shared, corpus, expected, tmp_path):
    mine = tmp_path / "ours.jsonl"
    mine.write_text("".join(json.dumps(ours(corpus, name)) + "\n" for name in expected), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, shared / "tools/quiz/gift_diff.py", corpus / "expected-moodle-4.5.6.jsonl", mine],
        capture_output=True,
        text=True,
        env={"GIFT_BASE": str(corpus), "PYTHONUTF8": "1"},
        check=False,
    )

    assert f"{{'EQUAL': {len(expected) - 5}, 'EMPTY': 2, 'COUNT': 1, 'STEM': 2}}" in done.stdout
    assert {name for name in expected if f"{Path(name).name} " in done.stdout} == READ_OTHERWISE


def test_what_was_read_from_the_corpus_is_written_and_read_again(corpus, expected):
    for name in expected:
        first = GIFT.read((corpus / name).read_bytes())
        written = GIFT.write(first.questions)
        again = GIFT.read(written.data)

        assert [each.code for each in written.problems] == []
        assert [(each.name, each.definition, each.category) for each in again.questions] == [
            (each.name, each.definition, each.category) for each in first.questions
        ]


SENTENCES = """Колодязь біля школи має глибину дванадцять метрів і двадцять років. Вода в ньому чиста навіть після дощу.
Учні міряють рівень води щотижня та записують його в таблицю. Студенците край селото пресъхват през август всяка втора година.
Žáci zapisují výšku hladiny každé pondělí ráno před vyučováním. The pump was repaired by two neighbours in a single afternoon."""


@pytest.mark.parametrize("seed", range(5))
def test_made_up_files_are_read_whole_and_come_back_the_same(shared, tmp_path, seed):
    """The generator that is not ours, with sentences of our own."""
    (tmp_path / "text.md").write_text(SENTENCES, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, shared / "tools/quiz/gift_fuzz.py", "--lang", "uk", "--text", tmp_path, "--n", "60", "--seed", str(seed)],
        capture_output=True,
        env={"PYTHONUTF8": "1"},
        check=True,
    ).stdout

    first = GIFT.read(made)
    again = GIFT.read(GIFT.write(first.questions).data)

    assert [each.code for each in first.problems] == []
    assert len(first.questions) == 60
    assert [each.definition for each in again.questions] == [each.definition for each in first.questions]
