"""What holds for each format: a file twice changes nothing, and what a bank gives out comes back to it unchanged."""

from pathlib import Path

import pytest

from courses.quizzes.exporting import reads_of
from courses.quizzes.formats import FORMATS, detect, read_file
from courses.quizzes.formats.base import Severity
from courses.quizzes.importing import Fate, apply_import, plan_import
from courses.quizzes.models import QuestionBank

pytestmark = pytest.mark.django_db
PER_FORMAT = 12  # files


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
        bank = QuestionBank.objects.create(name=path.name[-200:])
        reading = read_file(path.read_bytes(), path.name)

        first, again = bring(bank, reading), bring(bank, reading)

        assert {row.fate for row in taken(first)} <= {Fate.NEW}, path
        assert [row.fate for row in taken(again)] == [Fate.SAME] * len(taken(first)), path
        assert all(row.line or row.name for row in first.rows if row.fate == Fate.REFUSED), path


@pytest.mark.parametrize("key", FORMATS)
def test_what_a_bank_gives_out_comes_back_unchanged(shared, key):
    bank = QuestionBank.objects.create(name="All")
    for path in files_of(shared / "corpora/quiz"):
        bring(bank, read_file(path.read_bytes(), path.name))
    for question in bank.questions.filter(idnumber=""):
        question.idnumber = f"q{question.pk}"
        question.save()
    written = FORMATS[key].write(reads_of(bank.questions.all()))

    again = bring(bank, FORMATS[key].read(written.data))

    left_out = [each for each in written.problems if each.severity == Severity.ERROR]
    changed = [(row.name, row.question.type, row.problems) for row in again.rows if row.fate == Fate.CHANGED]
    assert changed == []
    if key in {"gift", "moodle-xml", "qti30", "qti21"}:  # the others have no ids
        assert [(row.fate, row.name, row.problems) for row in again.rows if row.fate != Fate.SAME] == []
        assert len(again.rows) == bank.questions.count() - len(left_out)
