"""Lessons of The Carpentries (sandpaper): config.yaml with the order of the episodes, fenced divs for challenges and callouts."""

import re
from pathlib import Path
from typing import Any

import yaml

from ..folder import front_matter, markdown
from ..folder.document import CourseFolder, CourseFolderError, Mistake
from ..folder.paths import slug_of
from ..folder.reasons import reason as _
from ..folder.scanner import Container, TextRun, scan
from ..folder.sentences import key_left_out, no_file
from . import inline
from .lines import Chapter, Line, headings, lines_of, opened, page_file, shift_headings, take_definitions, text_of

NAME = "carpentries"
LISTS = {"objectives": "Objectives", "keypoints": "Key points"}
CALLOUTS = {
    "callout": "tip", "prereq": "tip", "questions": "tip", "testimonial": "tip", "checklist": "tip", "spoiler": "example",
    "caution": "warning", "warning": "warning", "tip": "tip", "note": "tip", "hint": "tip",
}  # fmt: skip
TITLES = {"prereq": "Prerequisites", "questions": "Questions", "hint": "Hint", "spoiler": "More"}
EXERCISES = {"challenge", "discussion", "exercise"}
ANSWERS = {"solution", "answer"}
NOT_FOR_LEARNERS = {"instructor"}
TERM = re.compile(r"^\[(.+?)\]\{#([\w-]+)\}$")
RIGHT_ONE = re.compile(r"\b(?:answer|correct)\b[^.\n]*?\(?\b\d\b", re.IGNORECASE)


def recognises(root: Path) -> bool:
    return (root / "config.yaml").is_file() and (root / "episodes").is_dir()


def read(root: Path, languages: tuple[str, ...]) -> CourseFolder:
    config = yaml.safe_load((root / "config.yaml").read_text("utf-8")) or {}
    language = str(config.get("lang") or "en")
    if language not in languages:
        reason = _("the lesson is in `%(language)s`: this site has %(known)s", language=language, known=", ".join(languages))
        raise CourseFolderError([Mistake("config.yaml", 0, reason)])
    folder = CourseFolder(slug=re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-"), source_language=language, convention=NAME)
    folder.topics = ["digital"]
    files = _files(root, config, folder)
    pages = dict(files)
    minutes = 0
    _course(root, config, folder, language, pages)
    for number, name in enumerate(dict.fromkeys(target.split("/")[0] for _path, target in files), 1):
        title = str(config.get("title", root.name)) if number == 1 else "For learners"
        chapter = Chapter(root, "config.yaml", language, f"{name}/module.md", folder, pages)
        page_file(chapter, {"title": title})
    for path, target in files:
        minutes += _episode(Chapter(root, path, language, target, folder, pages))
    folder.hours = -(-minutes // 60)
    return folder


def _files(root: Path, config: dict[str, Any], folder: CourseFolder) -> list[tuple[str, str]]:
    named = config.get("episodes") or sorted(path.name for path in (root / "episodes").glob("*.md"))
    files = []
    for number, name in enumerate(named, 1):
        if (root / "episodes" / name).is_file():
            files.append((f"episodes/{name}", f"01-episodes/{number:02}-{slug_of(name)}.md"))
        else:
            folder.notes.append(Mistake("config.yaml", 0, no_file(f"episodes/{name}")))
    learners = config.get("learners") or sorted(path.name for path in (root / "learners").glob("*.md"))
    files += [(f"learners/{name}", f"02-learners/{number:02}-{slug_of(name)}.md") for number, name in enumerate(learners, 1)]
    known = {path for path, _target in files} | {"index.md"}
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).as_posix()
        if name not in known:
            folder.notes.append(Mistake(name, 0, _("this file belongs to no lesson: it is left out")))
    return files


def _course(root: Path, config: dict[str, Any], folder: CourseFolder, language: str, pages: dict[str, str]) -> None:
    chapter = Chapter(root, "index.md", language, "course.md", folder, pages)
    introduction = ""
    if (root / "index.md").is_file():
        _front, lines = _split(lines_of(root, "index.md"), chapter)
        lines = inline.take_over(take_definitions(lines, chapter), chapter)
        introduction = text_of(_flat(_pieces(lines), lines)).strip()
    page_file(chapter, {"title": str(config.get("title", root.name)), "summary": ""}, introduction=introduction)


def _split(lines: list[Line], chapter: Chapter) -> tuple[dict[str, Any], list[Line]]:
    try:
        source, skipped = front_matter.split(text_of(lines))
        return front_matter.load(source, first=2)[0], lines[skipped:]
    except front_matter.FrontMatterError as error:
        raise CourseFolderError([Mistake(chapter.base, error.line, error.reason)]) from error


def _episode(chapter: Chapter) -> int:
    """Takes an episode over and returns its minutes."""
    front, lines = _split(lines_of(chapter.root, chapter.base), chapter)
    minutes = sum(int(front.get(name) or 0) for name in ("teaching", "exercises"))
    for name in front.keys() - {"title", "teaching", "exercises"}:
        chapter.note(lines[0].say(""), key_left_out(name))
    lines = inline.take_over(take_definitions(lines, chapter), chapter)
    made = _emit(_pieces(lines), lines, chapter)
    title = str(front.get("title") or slug_of(chapter.base.rpartition("/")[2]))
    page_file(chapter, {"title": title, "summary": "", "minutes": minutes or 60}, lines=made)
    return minutes


def _pieces(lines: list[Line]) -> list[TextRun | Container]:
    return scan([line.text for line in lines], first=1, report=lambda _line, _reason: None)


def _emit(pieces: list[TextRun | Container], lines: list[Line], chapter: Chapter) -> list[Line]:
    """Our own Markdown, with the lines that each piece came from."""
    text = [line for piece in pieces if isinstance(piece, TextRun) for line in _run(piece, lines)]
    top = min((level for _place, level, _words in headings(text)), default=2)
    made: list[Line] = []
    for piece in pieces:
        if isinstance(piece, TextRun):
            made += _terms(shift_headings(_run(piece, lines), top=top))
        else:
            made += _container(piece, lines, chapter)
    return made


def _run(run: TextRun, lines: list[Line]) -> list[Line]:
    return lines[run.first - 1 : run.first - 1 + len(run.lines)]


def _container(container: Container, lines: list[Line], chapter: Chapter) -> list[Line]:
    here = lines[container.first - 1]
    if container.name in NOT_FOR_LEARNERS:
        chapter.note(here, _("`%(name)s` is not for learners: it is left out", name=container.name))
        return []
    if container.name in EXERCISES:
        return _exercise(container, lines, chapter)
    title, text = _titled(container, lines)
    if container.name in ANSWERS:
        chapter.note(here, _("`%(name)s` outside a challenge became an example", name=container.name))
    elif container.name not in CALLOUTS and container.name not in LISTS:
        chapter.note(here, _("there is nothing like `%(name)s` here: it became a tip", name=container.name))
    if container.name in LISTS and _is_plain_list(text):
        return _block(opened("checklist", here, title=title or LISTS[container.name]), text)
    kind = "example" if container.name in ANSWERS else CALLOUTS.get(container.name, "tip")
    return _block(opened(kind, here, title=title or TITLES.get(container.name) or LISTS.get(container.name, "")), text)


def _block(opening: Line, text: list[Line]) -> list[Line]:
    return [opening, *text, (text[-1] if text else opening).say(":::"), (text[-1] if text else opening).say("")]


def _titled(container: Container, lines: list[Line]) -> tuple[str, list[Line]]:
    """The first heading is the title; containers inside become text."""
    text = _flat(container.pieces, lines)
    found = headings(text)
    if found and not text_of(text[: found[0][0]]).strip():
        place, _level, words = found[0]
        return words, text[place + 1 :]
    return "", text


def _flat(pieces: list[TextRun | Container], lines: list[Line]) -> list[Line]:
    made: list[Line] = []
    for piece in pieces:
        if isinstance(piece, TextRun):
            made += _run(piece, lines)
        else:
            title, text = _titled(piece, lines)
            here = lines[piece.first - 1]
            made += [here.say(f"**{title or TITLES.get(piece.name) or piece.name.capitalize()}**"), here.say(""), *text]
    return made


def _is_plain_list(text: list[Line]) -> bool:
    found = markdown.last_list(text_of(text), 1)
    if found is None or not all(item.is_simple and item.text for item in found.items):
        return False
    others = [line.text for place, line in enumerate(text, 1) if not found.first <= place <= found.last]
    return not any(other.strip() for other in others)


def _exercise(container: Container, lines: list[Line], chapter: Chapter) -> list[Line]:
    answers = [piece for piece in container.pieces if isinstance(piece, Container) and piece.name in ANSWERS]
    rest = Container(container.name, container.attributes, container.first, pieces=[one for one in container.pieces if one not in answers])
    title, text = _titled(rest, lines)
    here = lines[container.first - 1]
    if not title:
        title = container.name.capitalize()
        chapter.note(here, _("`%(name)s` has no heading: its title became “%(title)s”", name=container.name, title=title))
    solution: list[Line] = []
    for answer in answers:
        heading, words = _titled(answer, lines)
        named = [lines[answer.first - 1].say(f"**{heading}**"), here.say("")] if heading and heading.lower() != "solution" else []
        solution += [*named, *words]
    kind, text = _kind(text, text_of(solution))
    model = _block((solution or [here])[0].say("::: model-answer"), solution)[:-1] if text_of(solution).strip() else []
    if not text_of(text).strip():
        text = [here.say(title)]
    return _block(opened(kind, here, title=title), [*text, here.say(""), *model])


def _kind(text: list[Line], solution: str) -> tuple[str, list[Line]]:
    """A numbered list at the end, with a solution that names one of the numbers, is a choice; all else is answered in words."""
    found = markdown.last_list(text_of(text), 1, ordered=True)
    if found is None or len(found.items) < 2 or not all(item.is_simple for item in found.items) or not RIGHT_ONE.search(solution):
        return "long-text", text
    if text_of(text[found.last :]).strip():
        return "long-text", text
    options = [text[item.line - 1].say(f"- {place}. {item.text}") for place, item in enumerate(found.items, 1)]
    options = [line.say(re.sub(r"^- (\d+)\. ", r"- \1\\. ", line.text)) for line in options]
    return "choice", [*text[: found.first - 1], *options]


def _terms(lines: list[Line]) -> list[Line]:
    """`[term]{#id}` over `:   what it means` is a key term."""
    made: list[Line] = []
    place = 0
    while place < len(lines):
        found = TERM.match(lines[place].text)
        if found is None or place + 1 == len(lines) or not lines[place + 1].text.startswith(":   "):
            made.append(lines[place])
            place += 1
            continue
        end = place + 1
        while end < len(lines) and lines[end].text.strip():
            end += 1
        meaning = [lines[place + 1].say(lines[place + 1].text[1:].strip()), *lines[place + 2 : end]]
        term = markdown.plain(found[1])
        made += _block(opened("key-term", lines[place], block_id=found[2].lower(), term=term), meaning)
        place = end
    return made
