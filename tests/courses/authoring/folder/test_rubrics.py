"""A rubric as a file: read, checked line by line, written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.folder.document import CourseFolderError
from courses.authoring.folder.reader import read_folder
from courses.authoring.folder.rubrics.composing import compose
from courses.authoring.folder.rubrics.document import RubricFile
from courses.authoring.folder.rubrics.reader import parse_rubric
from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.mentorship.rubric_form import plain
from tests.courses.authoring.folders import FILES, write
from tests.courses.authoring.rubrics import CLEAR, NAMED

MAP = Criterion(
    "map",
    "The map shows people",
    (
        Level("done", "Done well", 2, "Who lives here,\nand how many.\n\nNobody is forgotten."),
        Level("nearly", "Nearly", 0.5),
        Level("not-yet", "Not yet", 0, "Institutions only."),
    ),
)
SENTENCE = Criterion("b", "The sentence", (Level("a", "One can retell it", 1), Level("b", "Not yet", 0)))


def read(text: str) -> tuple[RubricFile, list[str]]:
    mistakes: list[str] = []
    file = parse_rubric(RubricFile("rubrics/clear.md", "en", text), lambda line, reason: mistakes.append(f"{line}: {reason}"))
    return file, mistakes


def test_a_file_is_a_rubric():
    file, mistakes = read(CLEAR)

    assert mistakes == []
    assert file.definition == RubricDefinition("Clear: the map", (MAP, SENTENCE))
    assert (file.slug, file.place) == ("clear", "en/rubrics/clear.md")


def test_windows_lines_and_a_mark_at_the_beginning_are_read_alike():
    file, mistakes = read("\ufeff" + CLEAR.replace("\n", "\r\n"))

    assert (file.definition, mistakes) == (read(CLEAR)[0].definition, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "name:", "1: the title is missing: title: … is what editors choose the rubric by"),
        ("- [2] Done", "- [two] Done", "7: `[two]` must be the points of this level: a number from 0 to 1000"),
        ("{#nearly}", "{#done}", "12: the id `done` is taken by another level of the same criterion"),
        ("{#map}", "{#Map}", "5: `Map` cannot be an id: use letters a–z, digits and -"),
        ("##  The sentence", "##  The sentence {#map}", "17: the id `map` is taken by another criterion"),
        (
            "* [0] Not yet\n",
            "",
            "17: a criterion needs two levels or more: - [2] Well done, and what that means on the next line after `: `",
        ),
        (
            "##  The sentence",
            "Some words",
            "17: this is neither a criterion (## What is looked at), nor a level (- [2] Well done), nor what a level means (  : …)",
        ),
        ("## The map shows people {#map}", "## {#map}", "5: this needs words before its id"),
    ],
)
def test_each_mistake_is_named_with_its_line(old, new, said):
    assert said in read(CLEAR.replace(old, new, 1))[1]


def test_a_rubric_without_criteria_is_a_mistake():
    assert read("---\ntitle: Empty\n---\n\n")[1] == ["4: a rubric needs a criterion: ## What is looked at {#short-name}"]


def test_what_did_not_change_is_given_back_to_the_byte_and_the_rest_written_anew():
    old, _none = read(CLEAR)
    changed = Criterion("b", "The sentence", (Level("a", "Two can retell it", 1), Level("b", "Not yet", 0)))

    same = compose(old, old.definition)
    one_changed = compose(old, RubricDefinition("Clear: the map", (MAP, changed)))
    turned = compose(old, RubricDefinition("Clear", (SENTENCE, MAP)))

    assert same == CLEAR
    assert one_changed == CLEAR.partition("##  The")[0] + "## The sentence\n\n- [1] Two can retell it\n- [0] Not yet\n"
    assert "title: Clear   # for editors" in turned
    assert read(turned)[0].definition == RubricDefinition("Clear", (SENTENCE, MAP))


names = st.text("abc \\{}#.-:[]*яґ'\"", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
descriptions = st.text("ab :\n#-*[]{}я", max_size=40).map(plain)
ids = st.lists(st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True).filter("read".__ne__), min_size=2, max_size=4, unique=True)


@st.composite
def rubrics(draw) -> RubricDefinition:
    def levels() -> tuple[Level, ...]:
        return tuple(Level(one, draw(names), draw(st.sampled_from([0, 0.5, 2, 10, 999.25])), draw(descriptions)) for one in draw(ids))

    return RubricDefinition(draw(names), tuple(Criterion(one, draw(names), levels()) for one in draw(ids)))


@given(rubrics())
def test_what_is_written_reads_back_as_the_same_rubric(rubric):
    file, mistakes = read(compose(None, rubric))

    assert (file.definition, mistakes) == (rubric, [])


@given(rubrics(), rubrics())
def test_an_edited_file_says_what_the_rubric_says(before, after):
    old, _none = read(compose(None, before))

    file, mistakes = read(compose(old, after))

    assert (file.definition, mistakes) == (after, [])


# In a folder ------------------------------------------------------------------------------------------------------------------


def mistakes_of(root) -> list[str]:
    with pytest.raises(CourseFolderError) as caught:
        read_folder(root)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_rubric_that_an_assignment_names_must_be_there(tmp_path):
    assert mistakes_of(write(tmp_path, NAMED))[0] == (
        "en/01-people/01-whom-we-help.md:47: there is no rubric `clear`: it would be en/rubrics/clear.md"
    )


def test_a_translation_has_the_same_criteria_levels_and_points(tmp_path):
    other = CLEAR.replace("[0.5]", "[1]")

    assert mistakes_of(write(tmp_path, NAMED | {"en/rubrics/clear.md": CLEAR, "ru/rubrics/clear.md": other})) == [
        "ru/rubrics/clear.md:12: the points of `nearly`: 1 here, 0.5 in en/rubrics/clear.md:5"
    ]


def test_a_language_without_the_rubric_is_listed(tmp_path):
    folder = read_folder(write(tmp_path, NAMED | {"en/rubrics/clear.md": CLEAR}))

    assert "ru/rubrics/clear.md: en/rubrics/clear.md is not translated" in map(str, folder.notes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rubric="clear"', 'rubric="clear" text="maybe"', 'text="maybe" must be one of no, optional, required'),
        ('rubric="clear"', 'files="11"', 'files="11" must be a whole number from 0 to 10'),
        ('rubric="clear"', 'rounds="0"', 'rounds="0" must be a whole number from 1 to 20'),
        ('title="Show your mentor" ', "", '`assignment` needs title="…"'),
        ("Show your choice.", "", "`assignment` says nothing of what is to be done"),
        ("Show your choice.", "Show.\n\n::: tip\nNo.\n:::", "`tip` cannot stand inside `assignment`"),
        ("Show your choice.", "Show.\n\n::: text-prompt\nOne.\n:::\n\nMore.", "text after `text-prompt`: everything else comes before it"),
        (
            "Show your choice.",
            "Show.\n\n:::: text-prompt\nOne.\n\n::: tip\nNo.\n:::\n::::",
            "`tip` cannot stand inside `text-prompt`",
        ),
    ],
)
def test_each_mistake_of_an_assignment_is_named(tmp_path, old, new, said):
    path = "en/01-people/01-whom-we-help.md"
    files = {**{name: text for name, text in NAMED.items() if not name.startswith("ru/")}, "en/rubrics/clear.md": CLEAR}

    assert any(said in mistake for mistake in mistakes_of(write(tmp_path, files | {path: files[path].replace(old, new, 1)})))


def test_a_private_exercise_cannot_be_gathered(tmp_path):
    path = "en/01-people/01-whom-we-help.md"
    text = FILES[path].replace("{#who-decides", "{.private #who-decides", 1)

    assert any("gathers the exercise `who-decides`, but it is private" in one for one in mistakes_of(write(tmp_path, FILES | {path: text})))
