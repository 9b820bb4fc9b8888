"""Books of GitBook in several languages, as the Django Girls tutorial: a folder a language, its SUMMARY.md, a folder a chapter."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..folder import attributes, markdown
from ..folder.document import CourseFolder, CourseFolderError, Mistake
from ..folder.paths import resolve
from ..folder.reasons import reason as _
from ..folder.sentences import comment_left_out, no_file
from . import inline
from .lines import Chapter, Line, code_places, headings, lines_of, page_file, shift_headings, take_definitions, text_of

NAME = "gitbook"
ENTRY = re.compile(r"^\s*[*-]\s+\[(.*?)\]\(([^)#]+)(#[^)]*)?\)\s*$")
INCLUDE = re.compile(r"^\{%\s*include\s+[\"']/?([^\"']+\.md)[\"']\s*%\}\s*$")
ANY_INCLUDE = re.compile(r"\{%\s*include\s+[\"'][^\"']+[\"']\s*%\}")
SECTION = re.compile(r"<!--\s*sec\b(.*?)-->", re.DOTALL)
SECTION_TITLE = re.compile(r"data-title=\"(.*?)\"(?=\s+data-|\s*$)", re.DOTALL)
SECTION_ID = re.compile(r"data-id=\"([^\"]*)\"")
SECTION_END = re.compile(r"<!--\s*endsec\s*-->")
WARNING = re.compile(r"^[*_\s]*(?:warning|attention|important|внимание|важно|увага|важливо)", re.IGNORECASE)


@dataclass
class Book:
    root: Path
    language: str
    folder: CourseFolder
    chapters: list[tuple[str, str]] = field(default_factory=list)  # path below the language, title in its SUMMARY
    used: set[str] = field(default_factory=set)


def recognises(root: Path) -> bool:
    return any((path / "SUMMARY.md").is_file() for path in root.iterdir() if path.is_dir())


def read(root: Path, languages: tuple[str, ...]) -> CourseFolder:
    found = sorted(path.name for path in root.iterdir() if (path / "SUMMARY.md").is_file())
    known = [language for language in found if language in languages]
    if not known:
        raise CourseFolderError([Mistake("", 0, _("none of these is a language of this site: %(found)s", found=", ".join(found)))])
    source = "en" if "en" in known else known[0]
    folder = CourseFolder(slug=re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-"), source_language=source, convention=NAME)
    folder.topics = ["digital"]
    for language in [language for language in found if language not in known]:
        folder.notes.append(Mistake(f"{language}/SUMMARY.md", 0, _("this site does not have the language: it is left out")))
    books = {language: _book(root, language, folder) for language in known}
    targets = {path: _target(number, path) for number, (path, _title) in enumerate(books[source].chapters, 1)}
    for language in [source, *(language for language in known if language != source)]:
        _take_book(books[language], targets)
    return folder


def _book(root: Path, language: str, folder: CourseFolder) -> Book:
    book = Book(root, language, folder)
    summary = f"{language}/SUMMARY.md"
    book.used.add(summary)
    for line in lines_of(root, summary):
        entry = ENTRY.match(line.text)
        path = resolve(summary, entry[2]) if entry else None
        if entry is None or path is None:
            continue
        below = path.removeprefix(f"{language}/")
        if not (root / path).is_file():
            folder.notes.append(Mistake(summary, line.number, no_file(path)))
        elif entry[3]:
            reason = _("“%(title)s” is a part of %(file)s: it stands in that lesson, not beside it", title=entry[1], file=below)
            folder.notes.append(Mistake(summary, line.number, reason))
        elif below not in [known for known, _title in book.chapters]:
            book.chapters.append((below, entry[1]))
    if (root / language / "GLOSSARY.md").is_file():
        book.chapters.append(("GLOSSARY.md", _first_heading(root, f"{language}/GLOSSARY.md") or "Glossary"))
    return book


def _first_heading(root: Path, path: str) -> str:
    return next((words for _place, level, words in headings(lines_of(root, path)) if level == 1), "")


def _target(number: int, path: str) -> str:
    name = {"README.md": "introduction", "GLOSSARY.md": "glossary"}.get(path) or path.removesuffix(".md").removesuffix("/README")
    return f"01-tutorial/{number:02}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.md"


def _take_book(book: Book, targets: dict[str, str]) -> None:
    folder, language = book.folder, book.language
    title = markdown.plain(_first_heading(book.root, f"{language}/README.md")) or folder.slug
    pages = {f"{language}/{path}": target for path, target in targets.items()}
    page_file(Chapter(book.root, f"{language}/README.md", language, "course.md", folder, pages), {"title": title, "summary": ""})
    page_file(Chapter(book.root, f"{language}/SUMMARY.md", language, "01-tutorial/module.md", folder, pages), {"title": title})
    for path, name in book.chapters:
        if path in targets:
            _chapter(book, Chapter(book.root, f"{language}/{path}", language, targets[path], folder, pages), name)
        else:
            folder.notes.append(Mistake(f"{language}/{path}", 0, _("the source language has no such lesson: it is left out")))
            book.used.add(f"{language}/{path}")
    for path in targets.keys() - {path for path, _name in book.chapters}:
        reason = _("there is no %(file)s: the lesson is shown in the source language", file=path)
        folder.notes.append(Mistake(f"{language}/SUMMARY.md", 0, reason))
    for file in sorted((book.root / language).rglob("*.md")):
        found = file.relative_to(book.root).as_posix()
        if found not in book.used:
            folder.notes.append(Mistake(found, 0, _("no lesson takes this file in: it is left out")))


def _chapter(book: Book, chapter: Chapter, name: str) -> None:
    lines = _whole(book, chapter, chapter.base, ())
    lines = _sections(take_definitions(lines, chapter), chapter)
    lines = inline.take_over(lines, chapter)
    title, lines = _titled(lines)
    made = _callouts(shift_headings(lines, top=min((level for _place, level, _words in headings(lines)), default=2)))
    page_file(chapter, {"title": markdown.plain(title or name)[:255], "summary": "", "minutes": 60}, lines=made)


def _whole(book: Book, chapter: Chapter, path: str, inside: tuple[str, ...]) -> list[Line]:
    """The lines of a file with those of the files that it takes in."""
    book.used.add(path)
    made: list[Line] = []
    for line in lines_of(book.root, path):
        found = INCLUDE.match(line.text)
        other = f"{book.language}/{found[1]}" if found else ""
        if found and (book.root / other).is_file() and other not in inside:
            made += [line.say(""), *_whole(book, chapter, other, (*inside, path)), line.say("")]
        else:
            made.append(line)
            if found:
                chapter.note(line, _("there is no %(file)s to take in", file=other))
    return made


def _titled(lines: list[Line]) -> tuple[str, list[Line]]:
    found = headings(lines)
    if found and found[0][1] == 1 and not text_of(lines[: found[0][0]]).strip():
        return attributes.split_id(found[0][2])[0], lines[found[0][0] + 1 :]
    return "", lines


def _sections(lines: list[Line], chapter: Chapter) -> list[Line]:
    """Parts that fold away (`<!--sec data-title="…"-->`) become examples with a title; a comment may go over several lines."""
    code, made = code_places(lines), []
    is_open, place = False, 0
    while place < len(lines):
        text, end = lines[place].text, place
        if place in code or "<!--" not in text:
            made.append(lines[place])
        else:
            while "-->" not in text and end + 1 < len(lines):
                end += 1
                text += f"\n{lines[end].text}"
            before, _opening, rest = text.partition("<!--")
            comment, _closing, after = rest.partition("-->")
            is_open, said = _comment(lines[place], f"<!--{comment}-->", chapter, is_open=is_open)
            made += [lines[place].say(words) for words in (before, *said.split("\n"), after) if words.strip()] or [lines[place].say("")]
        place = end + 1
    if is_open:
        made.append(lines[-1].say(":::"))
        chapter.note(lines[-1], _("the last part that folds away is never closed"))
    return made


def _comment(line: Line, text: str, chapter: Chapter, *, is_open: bool) -> tuple[bool, str]:
    """Whether a part is open now, and the line that stands for the comment."""
    section = SECTION.search(text)
    if section:
        title = SECTION_TITLE.search(section[1])
        known = SECTION_ID.search(section[1])
        block_id = known[1].lower().replace("_", "-") if known else None
        opening = f"::: example{attributes.braces(block_id, [], {'title': markdown.plain(title[1])} if title else {})}"
        return True, f":::\n{opening}" if is_open else opening
    if SECTION_END.search(text):
        return False, ":::" if is_open else ""
    chapter.note(line, comment_left_out(" ".join(text.split())))
    return is_open, ""


def _callouts(lines: list[Line]) -> list[Line]:
    """A quotation that stands by itself is a note in GitBook: it becomes a tip or a warning."""
    made, inside = list(lines), _inside_containers(lines)
    for group in markdown.blocks(text_of(lines)):
        if group[0].type != "blockquote_open" or group[0].map[0] in inside:
            continue
        start, end = group[0].map
        while end > start + 1 and not lines[end - 1].text.strip():
            end -= 1
        words = [re.sub(r"^ {0,3}>[ ]?", "", line.text) for line in lines[start:end]]
        kind = "warning" if WARNING.match(words[0]) else "tip"
        for place, text in enumerate(words, start):
            made[place] = lines[place].say(text)
        made[start] = made[start].say(f"::: {kind}\n{made[start].text}")
        made[end - 1] = made[end - 1].say(f"{made[end - 1].text}\n:::")
    return [line.say(text) for line in made for text in line.text.split("\n")]


def _inside_containers(lines: list[Line]) -> set[int]:
    depth, found = 0, set()
    for place, line in enumerate(lines):
        if re.match(r"^::: \w", line.text):
            depth += 1
        elif line.text == ":::":
            depth = max(0, depth - 1)
        if depth:
            found.add(place)
    return found
