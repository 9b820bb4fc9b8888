"""Prepared examples of a course folder: into the site, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.example_values import body_of, value_of
from courses.authoring.exporting import export_course
from courses.authoring.folder.document import CourseFolderError
from courses.authoring.folder.examples.document import AnswerText, CommentText, ExampleFile, LevelText
from courses.authoring.folder.examples.reader import parse_example
from courses.authoring.folder.examples.writer import write_example_file
from courses.authoring.importing import EditedSinceError, OnConflict
from courses.catalogue.models import Activity, ActivityVersion
from courses.trials.actions.examples import definition_of, write_example
from courses.trials.asked import Exercise, asked_by
from courses.trials.definition import Definition
from courses.trials.models import Example, ExampleVersion
from tests.factories import UserFactory

from .folders import change, contents, imported, write
from .test_rubrics import IN_TWO, LESSON

pytestmark = pytest.mark.django_db
PATH = "en/examples/dubky.md"
DUBKY = """---
title: "Nadiia: Dubky"   # made up
lesson: 01-people/01-whom-we-help.md
assignment: show
outcome: small_fix
---

One can see who decides.

::: answer {#who-decides outcome="accepted"}
- head
- 2

::: comment
Both, every time?
:::
:::

::: answer {#map outcome="small_fix"}
| Who | How many |
|---|---|
| Old people | forty, five alone |

::: comment {words="five alone"}
Which street?
:::
:::

::: added-text
I doubt the second one.
:::

::: criterion {#map level="done"}
It shows people.
:::

::: criterion {#b level="a"}
I could retell it.
:::

::: comment
Go on.
:::
"""
BOTH = {path: text.replace('exercises="who-decides"', 'exercises="who-decides map"') for path, text in IN_TWO.items()}
FILES = BOTH | {PATH: DUBKY, "ru/examples/dubky.md": DUBKY.replace("Nadiia: Dubky", "Надежда, Дубки")}


def edit(title: str, by=None, language: str = "en") -> None:
    one = Example.objects.select_related("assignment__lesson__course").get(language=language)
    made = definition_of(one.version)
    write_example(
        example=one, made=Definition(title, made.answers, made.text, made.reference), asked=asked_by(one.assignment, language), by=by
    )


def test_files_become_published_examples_of_each_language(tmp_path):
    report = imported(write(tmp_path, FILES))

    made = Example.objects.get(language="en")
    answers = {one.activity.block_id: one.value for one in made.version.answers.select_related("activity")}
    said = made.version.reference
    assert report.examples == {"new": 2, "changed": 0, "same": 0}
    assert (made.slug, made.state, made.version.title, made.version.text) == (
        "dubky", "published", "Nadiia: Dubky", "I doubt the second one."
    )  # fmt: skip
    assert answers["who-decides"] == {"chosen": ["head", "team"]}
    assert list(answers["map"]["cells"].values()) == ["forty, five alone"]
    assert (said.levels, said.reasons["map"], said.overall) == ({"map": "done", "b": "a"}, "It shows people.", "small_fix")
    assert [(one.text, one.exact) for one in said.comments] == [("Both, every time?", ""), ("Which street?", "five alone"), ("Go on.", "")]


def test_importing_twice_changes_nothing_and_an_unchanged_course_comes_back_to_the_byte(tmp_path):
    imported(write(tmp_path / "one", FILES))

    report = imported(tmp_path / "one")
    export_course(slug="small", directory=tmp_path / "two")

    assert report.examples == {"new": 0, "changed": 0, "same": 2}
    assert ExampleVersion.objects.count() == 2
    assert contents(tmp_path / "two") == contents(tmp_path / "one")


def test_a_changed_file_is_a_new_version(tmp_path):
    imported(write(tmp_path, FILES))
    change(tmp_path, PATH, "five alone |", "six, five alone |")

    assert imported(tmp_path).examples == {"new": 0, "changed": 1, "same": 1}
    assert Example.objects.get(language="en").version.number == 2


def test_a_changed_lesson_takes_its_examples_along(tmp_path):
    imported(write(tmp_path, FILES))
    change(tmp_path, LESSON, "Who decides whom you help?", "Who decides, and how?")

    assert imported(tmp_path).examples["changed"] == 1
    asked = Example.objects.get(language="en").version.answers.get(activity__block_id="who-decides").version
    assert asked.content["prompt"] == "Who decides, and how?"


def test_one_that_somebody_edited_on_the_site_is_not_written_over(tmp_path):
    imported(write(tmp_path, FILES))
    edit("Edited", by=UserFactory(name="Olena"))
    change(tmp_path, PATH, "Which street?", "In which street?")

    with pytest.raises(EditedSinceError) as refused:
        imported(tmp_path)
    ours = imported(tmp_path, on_conflict=OnConflict.OURS)

    assert "“Edited” (dubky, en) was edited by Olena" in str(refused.value)
    assert (len(ours.kept), Example.objects.get(language="en").version.title) == (1, "Edited")
    imported(tmp_path, on_conflict=OnConflict.THEIRS)
    assert Example.objects.get(language="en").version.title == "Nadiia: Dubky"


def test_an_edit_on_the_site_comes_back_as_a_file_that_reads_the_same(tmp_path):
    imported(write(tmp_path / "one", FILES))
    edit("Edited")

    export_course(slug="small", directory=tmp_path / "two")

    text = (tmp_path / "two" / PATH).read_text("utf-8")
    assert ("title: Edited" in text, '::: comment {words="five alone"}' in text, "- head\n- team" in text) == (True, True, True)
    assert imported(tmp_path / "two").examples == {"new": 0, "changed": 0, "same": 2}
    assert (tmp_path / "two" / "ru/examples/dubky.md").read_text("utf-8") == FILES["ru/examples/dubky.md"]


def test_one_whose_file_is_gone_is_retired_and_comes_back_with_it(tmp_path):
    imported(write(tmp_path, FILES))
    (tmp_path / PATH).unlink()
    imported(tmp_path)
    between = Example.objects.get(language="en").state
    write(tmp_path, FILES)
    imported(tmp_path)

    assert (between, Example.objects.get(language="en").state, Example.objects.get(language="ru").state) == (
        "retired", "published", "published"
    )  # fmt: skip


def test_nothing_is_written_by_a_trial_run(tmp_path):
    imported(write(tmp_path, FILES), dry_run=True)

    assert not Example.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("assignment: show", "assignment: gone", "there is no assignment `gone`"),
        ("01-whom-we-help.md", "09-nothing.md", "there is no lesson"),
        ("outcome: small_fix", "outcome: failed", 'outcome="failed" must be one of accepted'),
        ("outcome: small_fix", "result: small_fix", "no key `result`"),
        ("#who-decides outcome", "#who-knows outcome", "the assignment gathers no exercise `who-knows`; there are who-decides, map"),
        ("- head\n", "- mayor\n", "there is no line `mayor`; there are head, team"),
        ('words="five alone"', 'words="six alone"', "the words “six alone” are not in the answer"),
        ('#map level="done"', '#maps level="done"', "the rubric has no criterion `maps`"),
        ('level="done"', 'level="best"', "`map` has no level `best`"),
        (' outcome="accepted"', "", "the outcome of `who-decides` is missing"),
        ("It shows people.\n", "", "one sentence why"),
        ("One can see who decides.\n", "", "a few words in general are missing"),
        ("Both, every time?\n", "", "the comment says nothing: write it, or remove it"),
        ("::: added-text", "::: more-text", "`more-text` is no part of an example"),
        ("Go on.\n:::\n", "Go on.\n", "is never closed"),
    ],
)
def test_every_mistake_is_named_with_its_file_and_nothing_is_imported(tmp_path, old, new, reason):
    write(tmp_path, FILES)
    change(tmp_path, PATH, old, new)

    with pytest.raises(CourseFolderError) as refused:
        imported(tmp_path)

    assert PATH in str(refused.value)
    assert reason in str(refused.value)
    assert not Example.objects.exists()


# Laws of the file

letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
words = st.text(letters, min_size=1, max_size=12).filter(lambda text: text[0] not in ":`~")
comments = st.lists(st.builds(CommentText, words, st.just("") | words), max_size=2)
answers = st.lists(
    st.builds(AnswerText, st.sampled_from(["map", "one"]), words, st.sampled_from(["", "accepted"]), comments),
    max_size=2,
    unique_by=lambda one: one.block_id,
)


@given(
    answers=answers,
    added=st.none() | st.builds(AnswerText, st.just(""), words, st.just(""), comments),
    levels=st.lists(st.builds(LevelText, st.just("map"), st.just("done"), words), max_size=1),
    on_the_whole=st.lists(st.builds(CommentText, words), max_size=2),
    summary=words,
    title=words,
)
def test_what_is_written_reads_back_as_the_same(answers, added, levels, on_the_whole, summary, title):
    front = {"title": title, "lesson": "01-a/01-b.md", "assignment": "show", "outcome": "accepted"}
    made = ExampleFile("examples/x.md", "en", "", front, {}, summary, answers, added, levels, on_the_whole)
    mistakes: list = []

    read = parse_example(ExampleFile("examples/x.md", "en", write_example_file(made)), lambda line, reason: mistakes.append((line, reason)))

    assert (mistakes, read.front) == ([], front)
    assert (read.summary, read.answers, read.added, read.levels, read.comments) == (summary, answers, added, levels, on_the_whole)


cell = st.text("аб вг|\\n*_", max_size=6).map(lambda text: " ".join(text.split()))


@given(st.lists(cell, min_size=3, max_size=3))
def test_a_table_reads_back_as_the_same_cells(rows):
    content = {
        "columns": [{"id": "x", "text": "Who"}, {"id": "y", "text": "How many"}],
        "rows": [{"id": "r", "cells": ["Old", ""]}, {"id": "s", "cells": ["Young", ""]}],
        "blank_rows": 1,
    }
    exercise = Exercise(Activity(kind="fill_table"), ActivityVersion(content=content))
    cells = {place: text for place, text in zip(["r:y", "s:y", "+1:y"], rows, strict=True) if text}

    assert value_of(exercise, body_of(exercise, {"cells": cells})) == {"cells": cells}
