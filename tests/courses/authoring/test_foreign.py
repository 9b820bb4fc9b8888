"""Courses that nobody wrote for us. Counted against their files: what does not arrive must be in the list."""

import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from courses.authoring import foreign
from courses.authoring.exporting import export_course
from courses.authoring.folder import markdown
from courses.authoring.folder.checks import block_texts
from courses.authoring.folder.document import CourseFolder, CourseFolderError, Item
from courses.authoring.folder.reader import Vocabulary, read_folder
from courses.authoring.importing import import_course
from courses.authoring.planning import Fate
from courses.catalogue.models import Activity, Course, Lesson, LessonPage

from .folders import ROAD, write

COURSES = {"swc-git-novice": "carpentries", "mozilla-open-leadership": "jekyll", "djangogirls": "gitbook"}
MARKS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
PARSER = MarkdownIt("commonmark").enable("table")


def corpus(shared: Path, name: str) -> Path:
    return shared / "corpora" / "courses" / name


def read(root: Path) -> CourseFolder:
    return foreign.read(root, "auto", Vocabulary())


def words(text: str) -> str:
    """Words alone: no tags of templates or HTML, no signs."""
    return " ".join(re.findall(r"\w+", MARKS.sub(" ", text.replace("\\", "")).casefold()))


def said(folder: CourseFolder, language: str) -> str:
    """Every word of a language's pages."""
    parts: list[str] = []
    for page in folder.pages[language].values():
        parts += [str(value) for value in page.front.values()] + [page.introduction]
        for block in page.blocks:
            parts += [value for value in block.value.values() if isinstance(value, str)]
            parts += [text for text, _line in block_texts(block)]
            parts += [item.value if isinstance(item.value, str) else "" for _name, items in block.lists() for item in items]
    return " ".join(f" {words(plain(part))} " for part in parts)


def pieces(text: str):
    """Headings, paragraphs and pieces of code of a file, each with the lines it stands on."""
    body = re.sub(r"\A---\n.*?\n---\n", lambda found: "\n" * found[0].count("\n"), text.removeprefix("\ufeff"), flags=re.DOTALL)
    place = (1, 1)
    for token in PARSER.parse(body):
        place = (token.map[0] + 1, token.map[1]) if token.map else place
        if token.type in ("fence", "code_block"):
            yield plain(token.content), place
        elif token.type == "inline":
            for run in re.split(r"\n", plain(token.content)):
                yield run, place


def plain(text: str) -> str:
    """Without pictures and the addresses of links."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?", "", text)
    text = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]", "]", text)
    return re.sub(r"^:{3,}.*$|\{:[^}]*\}|\{#[^}]*\}|^\[[^\]]*\]: .*$|^\*? ?TOC$", "", text, flags=re.MULTILINE)


def missing(root: Path, folder: CourseFolder, language: str, files: list[Path]) -> list[str]:
    everything = said(folder, language)
    noted = {(note.path, note.line) for note in folder.notes}
    whole = {note.path for note in folder.notes if note.line == 0}
    found = []
    for file in files:
        name = file.relative_to(root).as_posix()
        for text, (first, last) in pieces(file.read_text("utf-8")):
            is_noted = name in whole or any((name, line) in noted for line in range(first, last + 1))
            if words(text) and f" {words(text)} " not in everything and not is_noted:
                found.append(f"{name}:{first}: {text[:80]}")
    return found


def test_each_course_is_recognised(shared):
    assert {name: foreign.recognise(corpus(shared, name)) for name in COURSES} == COURSES


@pytest.mark.parametrize("name", COURSES)
def test_every_heading_paragraph_and_piece_of_code_arrives_or_is_listed(shared, name):
    root = corpus(shared, name)
    folder = read(root)

    for language in folder.languages:
        files = sorted((root / language).rglob("*.md")) if name == "djangogirls" else sorted(root.rglob("*.md"))
        assert missing(root, folder, language, [file for file in files if file.name not in ("SUMMARY.md", "LICENSE.md")]) == []


def test_challenges_callouts_and_lists_of_the_carpentries_arrive(shared):
    root = corpus(shared, "swc-git-novice")
    divs = Counter(match[1] for file in root.rglob("*.md") for match in re.finditer(r"^:{3,} *([\w-]+) *$", file.read_text(), re.MULTILINE))
    folder = read(root)

    pages = [page for page in folder.source().values() if page.kind == "lesson"]
    blocks = [block for page in pages for block in page.blocks]
    exercises = [block for block in blocks if block.is_exercise]
    assert len(exercises) == divs["challenge"]
    assert sum(bool(block.value["model_answer"]) for block in exercises) <= divs["solution"]
    assert sum(block.kind == "callout" for block in blocks) + sum(block.kind == "checklist" for block in blocks) == (
        divs["callout"] + divs["questions"] + divs["objectives"] + divs["keypoints"] + divs["spoiler"]
    )
    assert [page.front["title"] for page in pages][:2] == ["Automated Version Control", "Setting Up Git"]
    assert {block.kind for block in exercises} == {"long_text", "choice"}


def test_modules_lessons_and_assignments_of_mozilla_arrive(shared):
    root = corpus(shared, "mozilla-open-leadership")
    assignments = sum(file.read_text().count("{{ site.assignment }}") for file in root.rglob("*.md"))
    folder = read(root)

    modules = [page.front["title"] for page in folder.source().values() if page.kind == "module"]
    exercises = [block for page in folder.source().values() for block in page.blocks if block.is_exercise]
    videos = [note for note in folder.notes if "the video is on another site" in str(note.reason)]
    assert len(exercises) == assignments == 33
    assert modules[:3] == ["Intro to Open Leadership", "Opening Your Project", "Building Communities"]
    assert len(videos) == sum(file.read_text().count("videowrapper.html") for file in root.rglob("*.md"))


def test_pictures_that_the_folder_lacks_are_listed_one_by_one(shared):
    root = corpus(shared, "swc-git-novice")
    pictures = sum(len(re.findall(r"!\[[^\]]*\]\([^)]+\)", file.read_text())) for file in root.rglob("*.md"))

    assert sum(str(note.reason).startswith("the picture") for note in read(root).notes) == pictures


@pytest.mark.django_db
def test_the_translated_course_is_imported_in_all_its_languages(shared):
    folder = read(corpus(shared, "djangogirls"))

    report = import_course(folder=folder)
    again = import_course(folder=read(corpus(shared, "djangogirls")))

    assert folder.languages == ["en", "bg", "uk"]
    lessons = {language: sum(page.kind == "lesson" for page in folder.pages[language].values()) for language in folder.languages}
    assert Lesson.objects.live().count() == lessons["en"]
    assert Course.objects.get().slug == "djangogirls"
    assert {language: LessonPage.objects.live().filter(locale__language_code=language).count() for language in folder.languages} == lessons
    assert [note for note in report.notes if "nothing here translates" in str(note.reason)]
    assert set(again.fates) == {Fate.SAME}


@pytest.mark.django_db
@pytest.mark.parametrize("name", COURSES)
def test_a_foreign_course_goes_out_as_one_of_ours_and_comes_back_the_same(shared, name, tmp_path):
    import_course(folder=read(corpus(shared, name)))
    before = list(Activity.objects.live().order_by("pk").values_list("block_id", "kind"))

    export_course(slug=name, directory=tmp_path / "out")
    report = import_course(folder=read_folder(tmp_path / "out"))

    assert set(report.fates) == {Fate.SAME}
    assert list(Activity.objects.live().order_by("pk").values_list("block_id", "kind")) == before


# Small ones of our own, for what the big ones do not show ------------------------------------------------------------------

CARPENTRIES = {
    "config.yaml": "title: 'Small lesson'\nlang: en\nepisodes:\n- 01-one.md\n- 09-gone.md\n",
    "index.md": "---\nsite: x\n---\n\nWelcome.\n",
    "episodes/fig/road.svg": ROAD,
    "episodes/01-one.md": """---
title: One
teaching: 10
exercises: 5
---

:::: objectives

- Learn one

::::

Text with ![](fig/road.svg){alt='A road'} and [words][label].

![](fig/road.svg){alt='A road'}

:::: challenge

## Which?

Which is right?

1. One
2. Two

:::: solution

The answer is 2.

::::
::::

:::: instructor
Tell them.
::::

:::: strange
Odd.
::::

[label]: https://example.org/
""",
}


def test_a_small_lesson_of_the_carpentries(tmp_path):
    folder = read(write(tmp_path / "small", CARPENTRIES))

    page = folder.source()["01-episodes/01-one.md"]
    assert [(block.kind, block.first) for block in page.blocks] == [
        ("checklist", 7),
        ("markdown", 13),
        ("picture", 15),
        ("choice", 17),
        ("callout", 37),
    ]
    choice = page.blocks[3].value
    assert (choice["title"], choice["options"], choice["model_answer"]) == (
        "Which?",
        [Item("1. One"), Item("2. Two")],
        "The answer is 2.",
    )
    assert page.blocks[1].value["text"] == (
        "Text with ![A road](../../media/episodes/fig/road.svg) and [words][label].\n\n[label]: https://example.org/"
    )
    assert page.front["minutes"] == 15
    assert list(folder.media) == ["media/episodes/fig/road.svg"]
    assert [str(note) for note in folder.notes] == [
        "config.yaml: there is no file episodes/09-gone.md",
        "episodes/01-one.md:33: `instructor` is not for learners: it is left out",
        "episodes/01-one.md:37: there is nothing like `strange` here: it became a tip",
    ]


GITBOOK = {
    "en/SUMMARY.md": "# Summary\n\n* [Start](README.md)\n* [One](one/README.md)\n* [Lost](lost/README.md)\n",
    "en/README.md": "# A book\n\nWelcome.\n",
    "en/one/README.md": (
        '# One\n\n{% include "/one/steps.md" %}\n\n> **Note** Take care.\n\n'
        '<!--sec data-title="On "Windows""\ndata-id="on_windows" data-collapse=true ces-->\n\nClick.\n\n<!--endsec-->\n\n'
        "{% filename %}a_b.py{% endfilename %}\n```\n{{ kept }} <b>as it is</b>\n```\n\n<!-- only for us -->\n\n"
        "A <b>bold</b> word, {{ book.version }}.\n"
    ),
    "en/one/steps.md": "Step [one](../README.md).\n",
    "en/unused.md": "Nobody takes me in.\n",
    "xx/SUMMARY.md": "# ?\n",
}


def test_a_small_book_of_gitbook(tmp_path):
    folder = read(write(tmp_path / "book", GITBOOK))

    page = folder.source()["01-tutorial/02-one.md"]
    assert [(block.kind, block.id, block.value["text"]) for block in page.blocks] == [
        ("markdown", None, "Step [one](01-introduction.md)."),
        ("callout", None, "**Note** Take care."),
        ("callout", "on-windows", "Click."),
        ("markdown", None, "**a\\_b.py**\n```\n{{ kept }} <b>as it is</b>\n```\n\n\n\nA **bold** word, {{ book.version }}."),
    ]
    assert page.blocks[2].value["title"] == 'On "Windows"'
    assert sorted(str(note) for note in folder.notes) == [
        "en/SUMMARY.md:5: there is no file en/lost/README.md",
        "en/one/README.md:19: a comment is left out: `<!-- only for us -->`",
        "en/one/README.md:21: `{{ book.version }}` is not known here: it stands as it was typed",
        "en/unused.md: no lesson takes this file in: it is left out",
        "xx/SUMMARY.md: this site does not have the language: it is left out",
    ]


def test_a_file_that_is_not_utf8_stops_a_foreign_course_too(tmp_path):
    root = write(tmp_path / "small", CARPENTRIES | {"episodes/01-one.md": b"---\ntitle: \xff\n---\n"})

    with pytest.raises(CourseFolderError):
        read(root)


def test_links_of_a_label_are_kept_with_the_text_that_uses_them():
    assert markdown.links("[words][a]\n\n[a]: https://example.org/")[0].target == "https://example.org/"
