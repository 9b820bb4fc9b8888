import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.quizzes.models import Question, QuestionBank

ROOT = Path(__file__).resolve().parents[4]
WELLS = """$CATEGORY: $course$/top/Wells

::Deep::How deep?{#5}

Broken?{#many}
"""


@pytest.fixture
def wells(tmp_path):
    file = tmp_path / "wells.gift"
    file.write_text(WELLS, encoding="utf-8")
    return file


def run(capsys, *arguments):
    call_command(*map(str, arguments))
    return capsys.readouterr()


@pytest.mark.django_db
def test_a_file_goes_into_a_bank_and_what_could_not_be_read_is_named(wells, capsys):
    said = run(capsys, "import_questions", wells, "--bank", "Water")
    again = run(capsys, "import_questions", wells, "--bank", "Water")

    assert said.out.endswith(f"Imported {wells} into “Water” (en): questions 1 new, 0 changed, 0 as before, 1 not taken.\n")
    assert said.err.startswith(f"{wells}:5: “many” is not a number.")
    assert "questions 0 new, 0 changed, 1 as before, 1 not taken." in again.out
    assert Question.objects.get().category.path == "Wells"


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(wells, capsys):
    said = run(capsys, "import_questions", wells, "--bank", "Water", "--dry-run", "--language", "uk", "--category", "Old/Files")

    assert f"Would import {wells} into “Water” (uk): questions 1 new" in said.out
    assert not QuestionBank.objects.exists()


@pytest.mark.django_db
def test_a_bank_is_written_to_a_file_that_can_be_read_again(wells, tmp_path, capsys):
    out = tmp_path / "out.gift"
    run(capsys, "import_questions", wells, "--bank", "Water")

    said = run(capsys, "export_questions", "--bank", "Water", "--format", "gift", "--category", "Wells", out)

    assert said.out == f"Wrote 1 of 1 questions to {out}.\n"
    assert "questions 0 new, 0 changed, 1 as before." in run(capsys, "import_questions", out, "--bank", "Water").out


@pytest.mark.django_db
def test_what_a_format_cannot_hold_is_named(wells, tmp_path, capsys):
    run(capsys, "import_questions", wells, "--bank", "Water")

    said = run(capsys, "export_questions", "--bank", "Water", "--format", "aiken", tmp_path / "out.txt")

    assert said.out.startswith("Wrote 0 of 1 questions")
    assert said.err == "“Deep” is not in the file: Aiken has no questions of this type (numerical).\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["import_questions", "nowhere.gift", "--bank", "Water"], "nowhere.gift cannot be opened"),
        (["import_questions", "nowhere.gift", "--dump"], "nowhere.gift cannot be opened"),
        (["export_questions", "out.gift", "--bank", "Nothing", "--format", "gift"], "There is no question bank “Nothing”."),
        (["export_questions", "out.gift", "--bank", "Water", "--category", "X", "--format", "gift"], "There is no category “X”"),
        (["import_questions", "x.gift"], "one of the arguments --bank --dump is required"),
    ],
)
def test_what_is_not_there_is_said(arguments, reason):
    QuestionBank.objects.create(name="Water")

    with pytest.raises(CommandError, match=reason):
        call_command(*arguments)


@pytest.mark.django_db
def test_a_file_of_which_nothing_can_be_read_ends_with_an_error(tmp_path):
    file = tmp_path / "picture.gift"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\xff")

    with pytest.raises(CommandError, match="Nothing could be read from 1 of 1 files"):
        call_command("import_questions", file, "--bank", "Water")


def test_files_are_dumped_without_any_database(wells, tmp_path):
    """Neither a file of a database nor a server: the address leads nowhere."""
    empty = tmp_path / "big.gift"
    with empty.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    done = subprocess.run(
        [sys.executable, "manage.py", "import_questions", "--dump", wells, empty],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["file"], second["file"]) == (str(wells), str(empty))
    assert [each["type"] for each in first["questions"]] == ["category", "numerical"]
    assert first["questions"][1]["answers"] == [{"text": 5.0, "tolerance": 0.0, "fraction": 1.0, "feedback": None}]
    assert [(each["code"], each["line"]) for each in first["errors"]] == [("number", 5)]
    assert [each["code"] for each in second["errors"]] == ["too_big"]


def test_a_folder_with_the_name_of_a_library_is_no_library(tmp_path):
    (tmp_path / "markdown").mkdir()
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tmp_path / "a.gift").write_text("Q {T}", encoding="utf-8")

    command = [sys.executable, ROOT / "manage.py", "import_questions", "--dump", "a.gift"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["file"] == "a.gift"


def test_what_never_ends_is_refused(capsys):
    said = json.loads(run(capsys, "import_questions", "--dump", "/dev/zero").out)

    assert [error["code"] for error in said["errors"]] == ["too_big"]
