"""What holds for each format: a file twice changes nothing, and what a bank gives out comes back to it unchanged."""

from pathlib import Path

import pytest

from courses.quizzes.exporting import reads_of
from courses.quizzes.formats import FORMATS, detect, read_file
from courses.quizzes.formats.base import Severity
from courses.quizzes.importing import Fate, apply_import, plan_import
from courses.quizzes.models import QuestionBank

pytestmark = pytest.mark.django_db
PER_FORMAT = 4  # files


def files_of(corpus: Path) -> list[Path]:
    """Some files of each format, the smaller ones first."""
    found: dict[str, list[Path]] = {}
    for path in sorted(corpus.rglob("*"), key=lambda path: (path.stat().st_size, path)):
        if path.is_file() and path.suffix not in {".json", ".jsonl", ".css", ".eps"}:
            each = detect(path.read_bytes(), path.name)
            if each:
                found.setdefault(each.key, []).append(path)
    return [path for paths in found.values() for path in paths[-PER_FORMAT:]]


def bring(bank, reading):
    return apply_import(plan=plan_import(reading=reading, bank=bank, language="en"))


def taken(plan):
    return [row for row in plan.rows if row.fate != Fate.REFUSED]


def test_a_file_twice_changes_nothing(shared):
    for path in files_of(shared / "corpora/quiz"):
        bank = QuestionBank.objects.create(name=str(path)[-200:])
        reading = read_file(path.read_bytes(), path.name)

        first, again = bring(bank, reading), bring(bank, reading)

        assert {row.fate for row in taken(first)} <= {Fate.NEW}, path
        assert [row.fate for row in taken(again)] == [Fate.SAME] * len(taken(first)), path
        assert all(row.line or row.name for row in first.rows if row.fate == Fate.REFUSED), path


@pytest.fixture
def bank(shared):
    """Questions of every file, each with an id."""
    bank = QuestionBank.objects.create(name="All")
    for path in files_of(shared / "corpora/quiz"):
        bring(bank, read_file(path.read_bytes(), path.name))
    for question in bank.questions.filter(idnumber=""):
        question.idnumber = f"q{question.pk}"
        question.save()
    return bank


def round_trip(bank, key):
    """The rows that are not as before, and how many questions are missing that the format did not name."""
    written = FORMATS[key].write(reads_of(bank.questions.all()))
    again = bring(bank, FORMATS[key].read(written.data))
    left_out = sum(each.severity == Severity.ERROR for each in written.problems)
    missing = bank.questions.count() - left_out - len(again.rows)
    return [(row.fate, row.name, row.problems) for row in again.rows if row.fate != Fate.SAME], missing


@pytest.mark.parametrize("key", ["gift", "moodle-xml"])
def test_what_a_bank_gives_out_comes_back_unchanged(bank, key):
    assert round_trip(bank, key) == ([], 0)


@pytest.mark.parametrize("key", ["qti21", "qti30"])
def test_what_came_from_a_format_with_one_kind_of_text_comes_back_unchanged(bank, key):
    """QTI has HTML only: the first time texts become that, from then on nothing changes."""
    first, missing = round_trip(bank, key)

    assert {fate for fate, _name, _problems in first} <= {Fate.CHANGED}
    assert missing == 0
    assert round_trip(bank, key) == ([], 0)
