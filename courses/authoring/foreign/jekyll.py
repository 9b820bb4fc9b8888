"""Courses as Jekyll sites with `_articles`: a module is an article that lists its contents, a lesson one of those, as Mozilla's Open
Leadership Training Series has them."""

import re
from pathlib import Path
from typing import Any

from ..folder import front_matter
from ..folder.document import CourseFolder, CourseFolderError, Mistake
from ..folder.paths import slug_of
from ..folder.reasons import reason as _
from ..folder.sentences import key_left_out, no_file
from . import inline
from .lines import Chapter, Line, headings, lines_of, opened, page_file, shift_headings, take_definitions, text_of

NAME = "jekyll"
ASSIGNMENT = re.compile(r"\{\{\s*site\.assignment\s*\}\}\s*")
INCLUDE = re.compile(r"\{%-?\s*include\s+videowrapper\.html(.*?)-?%\}", re.DOTALL)
GIVEN = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
MINUTES = re.compile(r"(\d+)\s*(?:-\s*(\d+)\s*)?(min|hour)")
CONTENTS = re.compile(r"^[*-] TOC\s*$")
TOC = re.compile(r"^\{:toc\}\s*$")
BEFORE = {"prereq": "Before you begin", "format": "How you work", "materials": "What you need"}
LEFT_OUT = {"layout", "module", "date", "following", "title", "time", "summary", "contents", *BEFORE}


def recognises(root: Path) -> bool:
    return (root / "_articles").is_dir() and any("contents" in _front(path)[0] for path in (root / "_articles").glob("*.md"))


def _front(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        source, _skipped = front_matter.split(path.read_bytes().decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))
        return front_matter.load(source, first=2)
    except (front_matter.FrontMatterError, UnicodeDecodeError):
        return {}, {}


def read(root: Path, languages: tuple[str, ...]) -> CourseFolder:
    folder = CourseFolder(slug=re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-"), source_language="en", convention=NAME)
    folder.topics, pages = ["management"], _pages(root, folder)
    addresses = dict(pages.items())
    addresses |= {path.replace("_articles/", "articles/", 1).removesuffix(".md"): target for path, target in pages.items()}
    minutes = 0
    for path, target in pages.items():
        chapter = _Chapter(root, path, "en", target, folder, addresses)
        if target == "course.md":
            _course(chapter)
        elif target.endswith("/module.md"):
            _module(chapter)
        else:
            minutes += _lesson(chapter)
    folder.hours = -(-minutes // 60)
    return folder


class _Chapter(Chapter):
    """Links are written as addresses of the site: `/articles/opening-your-project/…`."""

    def page(self, source: str, line: Line) -> str | None:
        name, _, anchor = source.partition("#")
        found = re.search(r"(?:^|/)(articles/.+?)/?$", name)
        return super().page(source, line) or (self._at(found[1], anchor) if found and name.startswith("/") else None)

    def _at(self, address: str, anchor: str) -> str | None:
        from ..folder.paths import reference

        target = self.pages.get(address.removesuffix(".md"))
        return reference(self.target, target) + (f"#{anchor}" if anchor else "") if target else None


def _pages(root: Path, folder: CourseFolder) -> dict[str, str]:
    """Each article and the file it becomes."""
    articles = {f"_articles/{path.name}": _front(path)[0] for path in sorted((root / "_articles").glob("*.md"))}
    modules = sorted((path for path, front in articles.items() if front.get("contents")), key=lambda path: float(articles[path]["module"]))
    pages = {"_articles/readme.md": "course.md"} if "_articles/readme.md" in articles else {}
    for number, path in enumerate(modules, 1):
        name = f"{number:02}-{slug_of(Path(path).stem)}"
        pages[path] = f"{name}/module.md"
        for place, lesson in enumerate(articles[path]["contents"], 1):
            if (root / lesson).is_file():
                pages[lesson] = f"{name}/{place:02}-{slug_of(Path(lesson).stem)}.md"
            else:
                folder.notes.append(Mistake(path, 0, no_file(str(lesson))))
    rest = [path for path in articles if path not in pages]
    if rest:
        name = f"{len(modules) + 1:02}-more"
        pages[""] = f"{name}/module.md"
        pages |= {path: f"{name}/{place:02}-{slug_of(Path(path).stem)}.md" for place, path in enumerate(rest, 1)}
    for file in sorted(root.rglob("*.md")):
        found = file.relative_to(root).as_posix()
        if found not in pages:
            folder.notes.append(Mistake(found, 0, _("this file belongs to no module: it is left out")))
    return pages


def _course(chapter: Chapter) -> None:
    _front_values, _places, lines = _read(chapter)
    title = next((words for _place, _level, words in headings(lines_of(chapter.root, "README.md"))), "") if _has_readme(chapter) else ""
    front = {"title": title or chapter.root.name, "summary": ""}
    page_file(chapter, front, introduction=text_of(lines).strip())


def _has_readme(chapter: Chapter) -> bool:
    return (chapter.root / "README.md").is_file()


def _module(chapter: Chapter) -> None:
    if not chapter.base:
        chapter.base = "_articles"
        page_file(chapter, {"title": "More"})
        return
    front, _places, lines = _read(chapter)
    page_file(chapter, {"title": str(front["title"])}, introduction=text_of(lines).strip())


def _lesson(chapter: Chapter) -> int:
    front, places, lines = _read(chapter)
    found = headings(lines)
    top = min((level for _place, level, _words in found), default=2)
    made = _before(front, places, chapter) + _assignments(shift_headings(lines, top=top), chapter)
    minutes = _minutes(str(front.get("time", "")))
    values = {"title": str(front.get("title", "")), "summary": " ".join(str(front.get("summary", "")).split()), "minutes": minutes or 60}
    page_file(chapter, values, lines=made)
    return minutes


def _minutes(text: str) -> int:
    found = MINUTES.search(text)
    return int(found[2] or found[1]) * (60 if found[3] == "hour" else 1) if found else 0


def _read(chapter: Chapter) -> tuple[dict[str, Any], dict[str, int], list[Line]]:
    lines = lines_of(chapter.root, chapter.base)
    try:
        source, skipped = front_matter.split(text_of(lines))
        front, places = front_matter.load(source, first=2)
    except front_matter.FrontMatterError as error:
        raise CourseFolderError([Mistake(chapter.base, error.line, error.reason)]) from error
    for name in front.keys() - LEFT_OUT:
        chapter.note(lines[places[name] - 1], key_left_out(name))
    lines = _without_contents(_videos(lines[skipped:], chapter), chapter)
    return front, places, inline.take_over(_marked(take_definitions(lines, chapter)), chapter)


def _marked(lines: list[Line]) -> list[Line]:
    """Assignments keep a mark of their own through what follows."""
    return [line.say(ASSIGNMENT.sub("\x01", line.text)) for line in lines]


def _videos(lines: list[Line], chapter: Chapter) -> list[Line]:
    text, made = text_of(lines), list(lines)
    for found in INCLUDE.finditer(text):
        given = dict(GIVEN.findall(found[1]))
        first, last = text[: found.start()].count("\n"), text[: found.end()].count("\n")
        chapter.note(lines[first], _("the video is on another site; it became a link: %(address)s", address=given.get("url")))
        made[first] = lines[first].say(f"[{given.get('title') or given.get('url')}]({given.get('url')})")
        for place in range(first + 1, last + 1):
            made[place] = lines[place].say("")
    return made


def _without_contents(lines: list[Line], chapter: Chapter) -> list[Line]:
    made = []
    for place, line in enumerate(lines):
        if CONTENTS.match(line.text) and place + 1 < len(lines) and TOC.match(lines[place + 1].text):
            chapter.note(line, _("the table of contents is left out: the outline makes itself"))
            made.append(line.say(""))
        else:
            made.append(line.say("") if TOC.match(line.text) else line)
    return made


def _before(front: dict[str, Any], places: dict[str, int], chapter: Chapter) -> list[Line]:
    """What the front matter says of the lesson, as a tip at its beginning."""
    said: list[Line] = []
    for name, title in BEFORE.items():
        value = str(front.get(name) or "").strip()
        if value and value != "None":
            here = Line("", chapter.base, places[name])
            said += [here.say(f"**{title}**"), here, *(here.say(line) for line in value.split("\n")), here]
    said = inline.take_over(said, chapter)
    return [opened("tip", said[0]), *said, said[-1].say(":::"), said[-1].say("")] if said else []


def _assignments(lines: list[Line], chapter: Chapter) -> list[Line]:
    """A heading marked as an assignment opens an exercise that goes on to the next heading of its level."""
    made: list[Line] = []
    places = {place: (level, words) for place, level, words in headings(lines)}
    level_open = 0
    for place, line in enumerate(lines):
        level, words = places.get(place, (9, ""))
        if level_open and level <= level_open:
            made += [line.say(":::"), line.say("")]
            level_open = 0
        if words.startswith("\x01"):
            made.append(opened("long-text", line, title=words[1:]))
            level_open = level
        else:
            made.append(line.say(line.text.replace("\x01", "")))
    return [*made, lines[-1].say(":::")] if level_open else made
