"""A folder into a `CourseFolder`. Every mistake is collected with its file and line; when there is one, nothing is returned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import checks, front_matter, paths
from .body import read_body
from .containers import Reading
from .document import CourseFolder, CourseFolderError, Media, Mistake, PageFile
from .examples.document import FOLDER as EXAMPLES
from .examples.document import ExampleFile
from .examples.reader import check_examples, parse_example
from .questions.checking import check_questions
from .questions.document import FOLDER as QUESTIONS
from .questions.document import QuestionFile
from .questions.reader import parse_questions
from .rubrics.checking import check_rubrics
from .rubrics.document import FOLDER as RUBRICS
from .rubrics.document import RubricFile
from .rubrics.reader import parse_rubric
from .scanner import trim

SETTINGS = "course.yaml"
FRONT_KEYS = {"course": {"title", "summary"}, "module": {"title"}, "lesson": {"title", "summary", "minutes"}}
LONGEST_SLUG = 80
PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}


@dataclass(frozen=True)
class Vocabulary:
    """What the site knows and a folder may name."""

    languages: tuple[str, ...] = ("en", "uk", "ru", "bg", "cs")
    levels: tuple[str, ...] = ("beginner", "intermediate", "advanced")
    topics: tuple[str, ...] = (
        "management", "volunteers", "social-services", "projects", "fundraising", "partnerships", "communication", "evaluation", "digital",
    )  # fmt: skip


@dataclass
class Reader:
    root: Path
    vocabulary: Vocabulary
    folder: CourseFolder = field(default_factory=CourseFolder)
    mistakes: list[Mistake] = field(default_factory=list)

    def report(self, path: str, line: int, reason: str) -> None:
        self.mistakes.append(Mistake(path, line, reason))

    def reporter(self, path: str) -> Callable[[int, str], None]:
        return lambda line, reason: self.report(path, line, reason)


def read_folder(root: Path, vocabulary: Vocabulary | None = None) -> CourseFolder:
    """Raises `CourseFolderError` with every mistake found."""
    reader = Reader(root.resolve(), vocabulary or Vocabulary())
    if not root.is_dir():
        raise CourseFolderError([Mistake(str(root), 0, "there is no such folder")])
    _read_settings(reader)
    _find_files(reader)
    if not reader.mistakes or reader.folder.pages:
        checks.check(reader.folder, reader.report)
        check_questions(reader.folder, reader.report)
        check_rubrics(reader.folder, reader.report)
        check_examples(reader.folder, reader.report)
    if reader.mistakes:
        raise CourseFolderError(sorted(set(reader.mistakes), key=lambda mistake: (mistake.path, mistake.line)))
    return reader.folder


def _text_of(reader: Reader, path: Path) -> str | None:
    name = path.relative_to(reader.root).as_posix()
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reader.report(name, line, f"this is not UTF-8 (byte {raw[error.start]:#04x}): save the file as UTF-8")
        return None
    except OSError as error:
        reader.report(name, 0, f"cannot be read: {error.strerror}")
        return None
    if "\0" in text:
        reader.report(name, text[: text.index("\0")].count("\n") + 1, "a zero byte: this is not a text file")
        return None
    return text


def _read_settings(reader: Reader) -> None:
    path = reader.root / SETTINGS
    if not path.is_file():
        reader.report(SETTINGS, 0, "there is no course.yaml: this folder is not a course")
        return
    text = _text_of(reader, path)
    if text is None:
        return
    reader.folder.settings_text = text
    try:
        values, lines = front_matter.load(text.removeprefix("\ufeff"), first=1)
    except front_matter.FrontMatterError as error:
        reader.report(SETTINGS, error.line, error.reason)
        return
    _check_settings(reader, values, lines)


def _check_settings(reader: Reader, values: dict[str, Any], lines: dict[str, int]) -> None:
    folder, known = reader.folder, reader.vocabulary
    folder.slug, folder.source_language = str(values.get("slug", "")), str(values.get("source_language", ""))
    folder.level, folder.topics, folder.hours = values.get("level", "beginner"), values.get("topics") or [], values.get("hours", 0)
    topics = folder.topics if isinstance(folder.topics, list) else []
    problems = [
        ("slug", not paths.SLUG.match(folder.slug), "slug is missing or has other signs than a–z, digits and -"),
        ("source_language", folder.source_language not in known.languages, f"source_language must be one of {', '.join(known.languages)}"),
        ("level", folder.level not in known.levels, f"level must be one of {', '.join(known.levels)}"),
        ("topics", not isinstance(folder.topics, list), "topics must be a list: [management, projects]"),
        ("hours", not _is_count(folder.hours), "hours must be a whole number"),
    ]
    all_topics = ", ".join(known.topics)
    problems += [("topics", topic not in known.topics, f"there is no topic `{topic}`; there are {all_topics}") for topic in topics]
    for key, is_wrong, reason in problems:
        if is_wrong:
            reader.report(SETTINGS, lines.get(key, 1), reason)
    for key in values.keys() - {"slug", "source_language", "level", "topics", "hours"}:
        reader.report(SETTINGS, lines[key], f"course.yaml has no key `{key}`")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000


def _find_files(reader: Reader) -> None:
    files = sorted(path for path in reader.root.rglob("*") if path.is_file() or path.is_symlink())
    pages: list[tuple[str, str, Path]] = []
    for path in files:
        name = path.relative_to(reader.root).as_posix()
        top, _, rest = name.partition("/")
        if any(part.startswith(".") for part in name.split("/")) or name == SETTINGS:
            continue
        if not path.resolve().is_relative_to(reader.root):
            reader.report(name, 0, "this is a link that leads out of the folder")
        elif top == "media" and rest:
            reader.folder.media[name] = path
        elif rest and top in reader.vocabulary.languages and name.endswith(".md"):
            pages.append((top, rest, path))
        else:
            _other_file(reader, name, path)
    for language, rest, path in pages:
        if rest.startswith(f"{QUESTIONS}/"):
            _read_questions(reader, language, rest, path)
        elif rest.startswith(f"{RUBRICS}/"):
            _read_rubric(reader, language, rest, path)
        elif rest.startswith(f"{EXAMPLES}/"):
            _read_example(reader, language, rest, path)
        else:
            _read_page(reader, language, rest, path)


def _other_file(reader: Reader, name: str, path: Path) -> None:
    """A licence or a note beside the course is kept and given back; it is no part of the lessons."""
    if "/" in name:
        reader.report(name, 0, "no place for this file: lessons live in a folder named by the language, pictures and sounds in media/")
        return
    text = _text_of(reader, path)
    if text is not None:
        reader.folder.other_files[name] = text


def _read_page(reader: Reader, language: str, rest: str, path: Path) -> None:
    name = f"{language}/{rest}"
    parts = rest.split("/")
    if not _is_well_named(parts):
        reader.report(name, 0, "expected course.md, 01-name/module.md or 01-name/01-name.md, with names of letters, digits and -")
        return
    text = _text_of(reader, path)
    if text is None:
        return
    page = parse_page(PageFile(rest, language, text), reader.reporter(name), reader.folder.media.keys())
    reader.folder.pages.setdefault(language, {})[rest] = page


def _read_questions(reader: Reader, language: str, rest: str, path: Path) -> None:
    name = f"{language}/{rest}"
    if not paths.SLUG.match(rest.removeprefix(f"{QUESTIONS}/").removesuffix(".md")):
        reader.report(name, 0, "expected questions/name.md, with a name of letters a–z, digits and -")
        return
    text = _text_of(reader, path)
    if text is not None:
        file = parse_questions(QuestionFile(rest, language, text), reader.reporter(name))
        reader.folder.questions.setdefault(language, {})[rest] = file


def _read_rubric(reader: Reader, language: str, rest: str, path: Path) -> None:
    name = f"{language}/{rest}"
    slug = rest.removeprefix(f"{RUBRICS}/").removesuffix(".md")
    if not paths.SLUG.match(slug) or len(slug) > LONGEST_SLUG:
        reader.report(name, 0, f"expected rubrics/name.md, with a name of letters a–z, digits and -, {LONGEST_SLUG} at most")
        return
    text = _text_of(reader, path)
    if text is not None:
        file = parse_rubric(RubricFile(rest, language, text), reader.reporter(name))
        reader.folder.rubrics.setdefault(language, {})[rest] = file


def _read_example(reader: Reader, language: str, rest: str, path: Path) -> None:
    name = f"{language}/{rest}"
    slug = rest.removeprefix(f"{EXAMPLES}/").removesuffix(".md")
    if not paths.SLUG.match(slug) or len(slug) > LONGEST_SLUG:
        reader.report(name, 0, f"expected examples/name.md, with a name of letters a–z, digits and -, {LONGEST_SLUG} at most")
        return
    text = _text_of(reader, path)
    if text is not None:
        file = parse_example(ExampleFile(rest, language, text), reader.reporter(name))
        reader.folder.examples.setdefault(language, {})[rest] = file


def _is_well_named(parts: list[str]) -> bool:
    if len(parts) == 1:
        return parts[0] == "course.md"
    if len(parts) != 2 or not paths.NAME.match(parts[0]):
        return False
    return parts[1] == "module.md" or bool(paths.NAME.match(parts[1].removesuffix(".md")))


def parse_page(page: PageFile, report: Callable[[int, str], None], media: Any) -> PageFile:
    """Fills in what the text of the page says. `media` holds the paths of the files that exist."""
    text = page.text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    try:
        source, skipped = front_matter.split(text)
        page.front, places = front_matter.load(source, first=2)
    except front_matter.FrontMatterError as error:
        report(error.line, error.reason)
        return page
    page.body_line = skipped + 1
    _check_front(page, places, report)
    if page.kind == "lesson":
        reading = Reading(report, _media_finder(page, report, media), page.language)
        page.blocks = read_body(reading, lines[skipped:], first=page.body_line)
    else:
        page.introduction, _ = trim(lines[skipped:], page.body_line)
    return page


def _check_front(page: PageFile, places: dict[str, int], report: Callable[[int, str], None]) -> None:
    title = page.front.get("title")
    if title is None or title == "":
        report(1, "the title is missing: title: …")
    elif not isinstance(title, str):
        report(places["title"], f'the title must be text: put it in quotes, title: "{title}"')
    elif len(title) > 255:
        report(places["title"], "the title is longer than 255 characters")
    if not isinstance(page.front.get("summary", ""), str):
        report(places["summary"], "the summary must be text: put it in quotes")
    minutes = page.front.get("minutes", 60)
    if not _is_count(minutes):
        report(places["minutes"], "minutes must be a whole number")
    for key in page.front.keys() - FRONT_KEYS[page.kind]:
        report(places[key], f"the front matter of a {page.kind} has no key `{key}`")


def _media_finder(page: PageFile, report: Callable[[int, str], None], media: Any) -> Callable[[str, int], Media | None]:
    def find(source: str, line: int) -> Media | None:
        path = checks.media_path(page, source)
        if path in media:
            return Media(path)
        report(line, checks.media_problem(source, path))
        return None

    return find
