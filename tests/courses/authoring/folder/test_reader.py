import pytest

from courses.authoring.folder.document import Block, CourseFolderError, Item, Media
from courses.authoring.folder.reader import read_folder
from tests.courses.authoring.folders import FILES, LESSON, TRANSLATED, change, write

WHOM = "en/01-people/01-whom-we-help.md"


def mistakes(root) -> list[str]:
    with pytest.raises(CourseFolderError) as caught:
        read_folder(root)
    return [str(mistake) for mistake in caught.value.mistakes]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_folder_is_read_as_a_typed_tree(tmp_path):
    folder = read_folder(write(tmp_path, FILES | TRANSLATED))

    assert (folder.slug, folder.source_language, folder.languages) == ("small", "en", ["en", "ru"])
    assert (folder.level, folder.topics, folder.hours) == ("beginner", ["projects", "volunteers"], 3)
    assert list(folder.media) == ["media/road.svg"]
    assert list(folder.other_files) == ["LICENSE.md"]
    assert folder.pages["en"]["course.md"].introduction == "Welcome to it."
    assert folder.pages["en"]["01-people/01-whom-we-help.md"].front == {
        "title": "Whom we help",
        "summary": "Choose whom you help first.",
        "minutes": 90,
    }


def test_every_block_of_a_lesson_is_read_with_its_lines(tmp_path):
    folder = read_folder(write(tmp_path, FILES))

    blocks = folder.pages["en"]["01-people/01-whom-we-help.md"].blocks
    assert [(block.kind, block.id, block.first, block.last) for block in blocks] == [
        ("markdown", None, 7, 7),
        ("section", "who", 9, 9),
        ("picture", None, 11, 11),
        ("markdown", None, 13, 13),
        ("callout", None, 15, 17),
        ("choice", "who-decides", 19, 28),
        ("fill_table", "map", 30, 37),
        ("self_check", None, 39, 45),
        ("assignment", "show", 47, 49),
    ]
    assert blocks[2].value == {"image": Media("media/road.svg"), "alt": "A road between houses", "caption": "The road"}
    assert blocks[5] == Block(
        "choice",
        {
            "title": "Who decides?",
            "is_required": True,
            "is_private": False,
            "model_answer": "Often nobody.",
            "several": True,
            "options": [Item("The head", "head"), Item("The team", "team")],
            "prompt": "Who decides whom you help?",
        },
        "who-decides",
    )
    assert blocks[6].value["columns"] == [Item("Who"), Item("How many")]
    assert blocks[6].value["rows"] == [Item([Item("Old people"), Item("")]), Item([Item("Children"), Item("")])]
    assert blocks[6].value["blank_rows"] == 2
    assert blocks[7].value["questions"][1] == Item({"question": "Is a wish a need?", "answer": "Not always."})


def test_what_stands_in_a_code_fence_opens_and_closes_nothing(tmp_path):
    code = "```\n::: nothing\n## No heading\n:::\n```\n"
    folder = read_folder(write(tmp_path, FILES | {WHOM: LESSON.replace("Ask before you *help*.", code.strip())}))

    callout = folder.pages["en"]["01-people/01-whom-we-help.md"].blocks[4]
    assert callout.value["text"] == code.strip()


@pytest.mark.parametrize(
    ("before", "after", "words", "reason"),
    [
        ("::: tip", "::: tpi", "::: tpi", "there is no container `tpi`"),
        ("::: tip", "::: model-answer", "::: model-answer", "there is no container `model-answer` (it belongs inside an exercise)"),
        ("Ask before you *help*.\n:::\n", "Ask.\n", "::: tip", "the container `tip` is never closed: end it with a line of colons"),
        ("Begin with people.", "Begin.\n\n:::", ":::\n\n##", "this line of colons closes nothing: remove it"),
        ('{title="Ask first"}', "{title=Ask first}", "::: tip", 'cannot read `first` in the braces: write {#id .flag key="value"}'),
        ('{title="Ask first"}', '{titel="Ask"}', "::: tip", "`tip` has no attribute `titel`"),
        ('{title="Ask first"}', "{.loud}", "::: tip", "`tip` has no flag `.loud`"),
        ("Ask before you *help*.", "", "::: tip", "`tip` is empty"),
        (' title="A map"', "", "::: fill-table", '`fill-table` needs title="…"'),
        ("{#map ", "{#who ", "::: fill-table", "the id `who` is taken: line 9 has it already"),
        ("{#map ", "{#Карта ", "::: fill-table", "`Карта` cannot be an id: use letters a–z, digits and -"),
        ("{#map ", "{#read ", "::: fill-table", "`read` cannot be an id: it is kept for the reading of the lesson itself"),
        ("{#team}", "{#head}", "- The team", "the id `head` is taken by another line of the same list"),
        ("- The team {#team}\n", "", "- The head", "one option is no choice: give two or more"),
        ("- The head {#head}\n- The team {#team}\n", "", "::: choice", "`choice` needs a list: lines that begin with -"),
        (
            "- The team {#team}",
            "- The team\n  - and guests",
            "- The team",
            "an item of `choice` is one paragraph, without lists or code in it",
        ),
        (
            "Often nobody.\n:::\n:::",
            "Often nobody.\n:::\nMore.\n:::",
            "More.",
            "text after `model-answer`: everything else comes before it",
        ),
        (' rows="2"', ' rows="many"', "::: fill-table", 'rows="many" must be a whole number from 0 to 30'),
        ("media/road.svg", "media/rod.svg", "![A road", "there is no file media/rod.svg"),
        ("../../media/road.svg", "../../../road.svg", "![A road", "`../../../road.svg` leads out of the folder"),
        (
            "../../media/road.svg",
            "https://example.org/a.png",
            "![A road",
            "`https://example.org/a.png` is on another site: pictures and files come with the course, in media/",
        ),
        (
            "![A road between houses]",
            "![]",
            "![](",
            "a picture needs words in the square brackets for those who cannot see it, or else {.decorative} after it",
        ),
        (": Not always.\n", "", "Is a wish", "this question has no answer: write it on the next line after `: `"),
        ('exercises="who-decides"', 'exercises="who"', "::: assignment", "the assignment names `who`, and no exercise here has that id"),
        (
            "## Who lives",
            "# Who lives",
            "# Who lives",
            "a heading of the first level is the title of the lesson: it belongs into the front matter; use ## here",
        ),
    ],
)
def test_a_mistake_in_a_lesson_is_named_with_its_line(tmp_path, before, after, words, reason):
    write(tmp_path, FILES)

    change(tmp_path, WHOM, before, after)

    text = (tmp_path / WHOM).read_text()
    assert f"{WHOM}:{line_of(text, words)}: {reason}" in mistakes(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Just text.\n", f"{WHOM}:1: the file must begin with front matter: a line ---, then title: …, then a line ---"),
        ("---\ntitle: A\n", f"{WHOM}:1: the front matter is never closed: put a line --- after it"),
        (
            "---\ntitle: A: b\n---\n",
            f'{WHOM}:2: a text with a colon in it needs quotes: title: "Needs: a list"',
        ),
        ("---\ntitle: A\ntitle: B\n---\n", f"{WHOM}:3: `title` is given twice"),
        ("---\nsummary: A\n---\n", f"{WHOM}:1: the title is missing: title: …"),
        ("---\ntitle: 10\n---\n", f'{WHOM}:2: the title must be text: put it in quotes, title: "10"'),
        ("---\ntitle: A\nminutes: soon\n---\n", f"{WHOM}:3: minutes must be a whole number"),
        ("---\ntitle: A\nauthor: B\n---\n", f"{WHOM}:3: there is no key `author` here; there are title, summary, minutes"),
        ("---\ntitle: !!python/object:os.system A\n---\n", f"{WHOM}:2: a text that begins with `!` needs quotes"),
        (
            b"---\ntitle: \xcf\xf0\n---\n",
            f"{WHOM}:2: this is not UTF-8 (byte 0xcf): open the file in an editor and save it with the encoding UTF-8",
        ),
        ("---\ntitle: A\n---\nzero \0 byte\n", f"{WHOM}:4: a zero byte: this is not a text file"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(tmp_path, text, expected):
    found = mistakes(write(tmp_path, FILES | {WHOM: text}))

    assert [line for line in found if line.startswith(expected)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"course.yaml": "slug: small\n"}, "course.yaml:1: source_language must be one of en, uk, ru, bg, cs"),
        (
            {"course.yaml": "slug: A course\nsource_language: en\n"},
            "course.yaml:1: slug is missing or has other signs than a–z, digits and -",
        ),
        ({"course.yaml": "slug: small\nsource_language: bg\n"}, "course.yaml: the source language is bg, but there is no folder bg/"),
        ({"course.yaml": "slug: a\nsource_language: en\ntopics: [fun]\n"}, "course.yaml:3: there is no topic `fun`; there are "),
        ({"course.yaml": "slug: [\n"}, "course.yaml:1: a bracket is opened and not closed, or a comma is missing: [management, projects]"),
        ({"en/02-more/01-lesson.md": "---\ntitle: A\n---\n"}, "en/02-more/module.md: there is no module.md"),
        (
            {"en/notes.md": "---\ntitle: A\n---\n"},
            "en/notes.md: expected course.md, 01-name/module.md or 01-name/01-name.md, with names of letters, digits and -",
        ),
        (
            {"en/01-people/03-needs.md": NotImplemented},
            "en/01-people/03-needs.md: only the number tells it from 01-people/02-needs.md: give one of them another name",
        ),
        (
            {"notes/a.txt": "a"},
            "notes/a.txt: no place for this file: lessons live in a folder named by the language, pictures and sounds in media/",
        ),
    ],
)
def test_a_mistake_in_the_folder_is_named(tmp_path, files, expected):
    files = {name: FILES["en/01-people/02-needs.md"] if text is NotImplemented else text for name, text in files.items()}

    assert [line for line in mistakes(write(tmp_path, FILES | files)) if line.startswith(expected)]


def test_a_folder_without_course_yaml_is_no_course(tmp_path):
    assert mistakes(tmp_path) == ["course.yaml: there is no course.yaml: this folder is not a course"]
    assert mistakes(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: there is no such folder"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    root = write(tmp_path / "course", FILES)
    (tmp_path / "secret.svg").write_text("<svg/>")
    (root / "media" / "out.svg").symlink_to(tmp_path / "secret.svg")

    assert mistakes(root) == ["media/out.svg: this is a link that leads out of the folder"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "{#map ",
            "{#karta ",
            [
                "the source language has no block `karta` in en/01-people/01-whom-we-help.md",
            ],
        ),
        ("{#head}", "{#boss}", ["the source language has no `boss` in `who-decides` (en/01-people/01-whom-we-help.md:19)"]),
        ("minutes: 90", "minutes: 80", ["minutes must be the same as in en/01-people/01-whom-we-help.md"]),
    ],
)
def test_a_translation_must_translate_what_is_there(tmp_path, before, after, expected):
    write(tmp_path, FILES | TRANSLATED)

    change(tmp_path, "ru/01-people/01-whom-we-help.md", before, after)

    assert sorted(line.split(": ", 1)[1] for line in mistakes(tmp_path)) == sorted(expected)


def test_all_mistakes_come_at_once(tmp_path):
    write(tmp_path, FILES)
    change(tmp_path, WHOM, "::: tip", "::: tpi")
    change(tmp_path, WHOM, "media/road.svg", "media/rod.svg")
    change(tmp_path, "en/01-people/02-needs.md", "title: Needs\n", "")

    assert [line.split(": ")[0] for line in mistakes(tmp_path)] == [f"{WHOM}:11", f"{WHOM}:15", "en/01-people/02-needs.md:1"]


def test_a_link_that_leads_nowhere_is_listed_and_stays(tmp_path):
    write(tmp_path, FILES)
    change(tmp_path, WHOM, "02-needs.md#ask", "09-nowhere.md")

    folder = read_folder(tmp_path)

    assert [str(note) for note in folder.notes] == [f"{WHOM}:13: the link `09-nowhere.md` leads nowhere in this folder"]


def test_what_a_translation_does_not_have_yet_is_listed(tmp_path):
    write(tmp_path, FILES | TRANSLATED)
    change(tmp_path, "ru/01-people/01-whom-we-help.md", "| Дети | |\n", "")
    change(tmp_path, "ru/01-people/02-needs.md", '::: long-text {#questions title="Пять вопросов"}\nНапишите пять вопросов.\n:::\n', "")

    folder = read_folder(tmp_path)

    assert [str(note) for note in folder.notes] == [
        "ru/01-people/01-whom-we-help.md:30: the list `rows` of `map`: 1 here, 2 in en/01-people/01-whom-we-help.md:30",
        "ru/01-people/02-needs.md: the exercise `questions` of en/01-people/02-needs.md:9 is missing here",
    ]
