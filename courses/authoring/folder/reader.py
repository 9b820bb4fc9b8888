"""A folder into a `CourseFolder`. Every mistake is collected with its file and line; when there is one, nothing is returned."""

from collections.abc import Callable, Iterator
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
from .reasons import Reason
from .reasons import reason as _
from .rubrics.checking import check_rubrics
from .rubrics.document import FOLDER as RUBRICS
from .rubrics.document import RubricFile
from .rubrics.reader import parse_rubric
from .scanner import Report, trim
from .sentences import no_folder, no_such_key, too_long

SETTINGS = "course.yaml"
SETTINGS_KEYS = ("slug", "source_language", "level", "topics", "hours")
FRONT_KEYS = {"course": ("title", "summary"), "module": ("title",), "lesson": ("title", "summary", "minutes")}
LONGEST_SLUG = 80
LONGEST_TITLE = 255
LARGEST_TEXT = 2  # MB
TEXTS = {"", ".md", ".txt", ".yaml", ".yml"}
PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}


@dataclass(frozen=True)
class Vocabulary:
    """What the site knows and a folder may name."""

    languages: tuple[str, ...] = ("en", "uk", "ru", "bg", "cs")
    levels: tuple[str, ...] = ("beginner", "intermediate", "advanced")
    topics: tuple[str, ...] = (
        "management", "volunteers", "social-services", "projects", "fundraising", "partnerships", "communication", "evaluation", "digital",
    )  # fmt: skip


@dataclass(frozen=True)
class FileKind:
    """Of files that lie in a folder of their own beside the lessons of a language."""

    file: Callable[..., Any]
    parse: Callable[[Any, Report], Any]
    files_of: Callable[[CourseFolder], dict[str, dict[str, Any]]]
    longest: int = LONGEST_SLUG


FILE_KINDS = {
    QUESTIONS: FileKind(QuestionFile, parse_questions, lambda folder: folder.questions, longest=LONGEST_TITLE),
    RUBRICS: FileKind(RubricFile, parse_rubric, lambda folder: folder.rubrics),
    EXAMPLES: FileKind(ExampleFile, parse_example, lambda folder: folder.examples),
}


@dataclass
class Reader:
    root: Path
    vocabulary: Vocabulary
    folder: CourseFolder = field(default_factory=CourseFolder)
    mistakes: list[Mistake] = field(default_factory=list)

    def report(self, path: str, line: int, reason: Reason) -> None:
        self.mistakes.append(Mistake(path, line, reason))

    def reporter(self, path: str) -> Report:
        return lambda line, reason: self.report(path, line, reason)


def read_folder(root: Path, vocabulary: Vocabulary | None = None) -> CourseFolder:
    """Raises `CourseFolderError` with every mistake found, but not with those that only follow from another: files are not compared
    with one of which something is missing because of a mistake."""
    reader = Reader(root.resolve(), vocabulary or Vocabulary())
    folder = reader.folder
    if not root.is_dir():
        raise CourseFolderError([Mistake(str(root), 0, no_folder())])
    if not (root / SETTINGS).is_file():
        raise CourseFolderError([_without_settings(reader.root)], is_partial=True)
    _read_settings(reader)
    _find_files(reader)
    checks.check_structure(folder, reader.report)
    if folder.source():
        checks.check(folder, reader.report)
        check_questions(folder, reader.report)
        check_rubrics(folder, reader.report)
        check_examples(folder, reader.report)
    if reader.mistakes:
        is_partial = bool(folder.pages) and not folder.source()
        raise CourseFolderError(reader.mistakes, is_partial=is_partial or not all(file.is_whole for file in _files(folder)))
    return folder


def _files(folder: CourseFolder) -> Iterator[Any]:
    kinds = (folder.pages, *(kind.files_of(folder) for kind in FILE_KINDS.values()))
    return (file for kind in kinds for files in kind.values() for file in files.values())


def _without_settings(root: Path) -> Mistake:
    """Often the folder around the course was packed, or the file has almost its name."""
    found = sorted(path for path in root.rglob("*") if path.name.lower() in (SETTINGS, "course.yml", f"{SETTINGS}.txt") and path.is_file())
    name = min(found, key=lambda path: len(path.parts)).relative_to(root) if found else None
    if name is None:
        return Mistake(SETTINGS, 0, _("there is no course.yaml: this folder is not a course"))
    if name.name != SETTINGS:
        return Mistake(name.as_posix(), 0, _("this file must be called course.yaml"))
    return Mistake(name.as_posix(), 0, _("course.yaml lies here: send the folder `%(folder)s` alone", folder=name.parent.as_posix()))


def _text_of(reader: Reader, path: Path) -> str | None:
    name = path.relative_to(reader.root).as_posix()
    try:
        if path.stat().st_size > LARGEST_TEXT * 1024 * 1024:
            reader.report(name, 0, _("this text is larger than %(most)s MB: divide it into lessons", most=LARGEST_TEXT))
            return None
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reader.report(
            name,
            line,
            _(
                "this is not UTF-8 (byte %(byte)s): open the file in an editor and save it with the encoding UTF-8",
                byte=f"{raw[error.start]:#04x}",
            ),
        )
        return None
    except OSError:
        reader.report(name, 0, _("this file cannot be opened"))
        return None
    if "\0" in text:
        reader.report(name, text[: text.index("\0")].count("\n") + 1, _("a zero byte: this is not a text file"))
        return None
    return text


def _read_settings(reader: Reader) -> None:
    text = _text_of(reader, reader.root / SETTINGS)
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
    source_language = str(values.get("source_language", ""))
    folder.slug, folder.source_language = str(values.get("slug", "")), source_language if source_language in known.languages else ""
    folder.level, folder.topics, folder.hours = values.get("level", "beginner"), values.get("topics") or [], values.get("hours", 0)
    topics = folder.topics if isinstance(folder.topics, list) else []
    problems = [
        ("slug", not paths.SLUG.match(folder.slug), _("slug is missing or has other signs than a–z, digits and -")),
        ("source_language", not folder.source_language, _one_of("source_language", known.languages)),
        ("level", folder.level not in known.levels, _one_of("level", known.levels)),
        ("topics", not isinstance(folder.topics, list), _("topics must be a list: [management, projects]")),
        ("hours", not _is_count(folder.hours), _whole("hours")),
    ]
    all_topics = ", ".join(known.topics)
    problems += [
        ("topics", topic not in known.topics, _("there is no topic `%(topic)s`; there are %(known)s", topic=str(topic), known=all_topics))
        for topic in topics
    ]
    for key, is_wrong, reason in problems:
        if is_wrong:
            reader.report(SETTINGS, lines.get(key, 1), reason)
    for key in values.keys() - set(SETTINGS_KEYS):
        reader.report(SETTINGS, lines.get(key, 1), no_such_key(key, SETTINGS_KEYS))


def _one_of(key: str, known: tuple[str, ...]) -> Reason:
    return _("%(key)s must be one of %(known)s", key=key, known=", ".join(known))


def _whole(key: str) -> Reason:
    return _("%(key)s must be a whole number", key=key)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000


def _find_files(reader: Reader) -> None:
    files = sorted(path for path in reader.root.rglob("*") if path.is_file() or path.is_symlink())
    pages: list[tuple[str, str, Path]] = []
    for path in files:
        name = path.relative_to(reader.root).as_posix()
        top, _slash, rest = name.partition("/")
        if any(part.startswith(".") for part in name.split("/")) or name == SETTINGS:
            continue
        if not path.resolve().is_relative_to(reader.root):
            reader.report(name, 0, _("this is a link that leads out of the folder"))
        elif top == "media" and rest:
            reader.folder.media[name] = path
        elif rest and top in reader.vocabulary.languages and name.endswith(".md"):
            pages.append((top, rest, path))
        else:
            _other_file(reader, name, path)
    for language, rest, path in pages:
        folder = rest.partition("/")[0]
        if folder in FILE_KINDS:
            _read_file(reader, folder, language, rest, path)
        else:
            _read_page(reader, language, rest, path)


def _other_file(reader: Reader, name: str, path: Path) -> None:
    """A licence or a note beside the course is kept and given back; it is no part of the lessons."""
    if "/" in name:
        reason = _("no place for this file: lessons live in a folder named by the language, pictures and sounds in media/")
        reader.report(name, 0, reason)
        return
    if path.suffix.lower() not in TEXTS and not _is_text(path):
        reader.report(name, 0, _("only texts can lie beside the languages: put pictures and files into media/, or leave them out"))
        return
    text = _text_of(reader, path)
    if text is not None:
        reader.folder.other_files[name] = text


def _is_text(path: Path) -> bool:
    try:
        return "\0" not in path.read_text("utf-8")
    except (UnicodeDecodeError, OSError):
        return False


def _read_page(reader: Reader, language: str, rest: str, path: Path) -> None:
    name = f"{language}/{rest}"
    parts = rest.split("/")
    if not _is_well_named(parts):
        reader.report(*_badly_named(language, parts))
        return
    text = _text_of(reader, path)
    page = PageFile(rest, language, text or "", is_whole=text is not None)
    if page.is_whole:
        parse_page(page, reader.reporter(name), reader.folder.media.keys())
    reader.folder.pages.setdefault(language, {})[rest] = page


def _read_file(reader: Reader, folder: str, language: str, rest: str, path: Path) -> None:
    kind = FILE_KINDS[folder]
    if not _has_slug(reader, language, rest, folder, longest=kind.longest):
        return
    text = _text_of(reader, path)
    file = kind.file(rest, language, text or "", is_whole=text is not None)
    if file.is_whole:
        kind.parse(file, reader.reporter(file.place))
    kind.files_of(reader.folder).setdefault(language, {})[rest] = file


def _has_slug(reader: Reader, language: str, rest: str, folder: str, *, longest: int) -> bool:
    slug = rest.removeprefix(f"{folder}/").removesuffix(".md")
    if not paths.SLUG.match(slug):
        reason = _("expected %(folder)s/name.md, with a name of letters a–z, digits and -", folder=folder)
        reader.report(f"{language}/{rest}", 0, reason)
    elif len(slug) > longest:
        reader.report(f"{language}/{rest}", 0, too_long(slug, longest))
    else:
        return True
    return False


def _is_well_named(parts: list[str]) -> bool:
    if len(parts) == 1:
        return parts[0] == "course.md"
    if len(parts) != 2 or not paths.NAME.match(parts[0]):
        return False
    return parts[1] == "module.md" or bool(paths.NAME.match(parts[1].removesuffix(".md")))


def _badly_named(language: str, parts: list[str]) -> tuple[str, int, Reason]:
    """A folder is named once, and not with each of its files."""
    if len(parts) == 2 and not paths.NAME.match(parts[0]):
        reason = _("expected a folder like 01-name, with a name of letters, digits and -")
        return f"{language}/{parts[0]}/", 0, reason
    reason = _("expected course.md, 01-name/module.md or 01-name/01-name.md, with names of letters, digits and -")
    return f"{language}/{'/'.join(parts)}", 0, reason


def parse_page(page: PageFile, report: Report, media: Any) -> PageFile:
    """Fills in what the text of the page says. `media` holds the paths of the files that exist."""
    body = front_matter.open_file(page, report)
    if body is None:
        return page
    page.body_line = body.first
    _check_front(page, body.places, report)
    if page.kind == "lesson":
        reading = Reading(report, _media_finder(page, report, media), page.language)
        page.blocks = read_body(reading, body.lines, first=body.first)
        page.is_whole = reading.is_whole
    else:
        page.introduction, _first = trim(body.lines, body.first)
    return page


def _check_front(page: PageFile, places: dict[str, int], report: Report) -> None:
    title = page.front.get("title")
    if title is None or title == "":
        report(1, _("the title is missing: title: …"))
    elif not isinstance(title, str):
        report(places["title"], _('the title must be text: put it in quotes, title: "%(title)s"', title=str(title)))
    elif len(title) > LONGEST_TITLE:
        report(places["title"], too_long("title", LONGEST_TITLE))
    if not isinstance(page.front.get("summary", ""), str):
        report(places["summary"], _("the summary must be text: put it in quotes"))
    minutes = page.front.get("minutes", 60)
    if not _is_count(minutes):
        report(places["minutes"], _whole("minutes"))
    for key in page.front.keys() - set(FRONT_KEYS[page.kind]):
        report(places.get(key, 1), no_such_key(key, FRONT_KEYS[page.kind]))


def _media_finder(page: PageFile, report: Report, media: Any) -> Callable[[str, int], Media | None]:
    def find(source: str, line: int) -> Media | None:
        path = checks.media_path(page, source)
        if path in media:
            return Media(path)
        report(line, checks.media_problem(source, path))
        return None

    return find
