"""What can only be seen with the whole folder in view: ids, links between files, translations."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from . import assignment, markdown, paths
from .document import MARKDOWN_FIELDS, Block, CourseFolder, Item, Mistake, PageFile

Report = Callable[[str, int, str], None]


def check(folder: CourseFolder, report: Report) -> None:
    if folder.source_language and not folder.source():
        report("course.yaml", 0, f"the source language is {folder.source_language}, but there is no folder {folder.source_language}/")
    for language in folder.languages:
        _structure(folder, language, report)
        for page in folder.pages[language].values():
            _ids(page, report)
            assignment.check_named(page.blocks, lambda block, reason, page=page: report(page.place, block.first, reason))
            _links(folder, page, report)
    for language in folder.languages:
        if language != folder.source_language:
            for page in folder.pages[language].values():
                _translation(folder.source().get(page.path), page, report, folder.notes)


def _structure(folder: CourseFolder, language: str, report: Report) -> None:
    pages = folder.pages[language]
    if "course.md" not in pages:
        report(f"{language}/course.md", 0, "there is no course.md")
    modules = {page.module for page in pages.values() if page.module}
    for module in sorted(modules):
        if f"{module}/module.md" not in pages:
            report(f"{language}/{module}/module.md", 0, "there is no module.md")
    seen: dict[str, str] = {}
    for path in sorted(pages):
        other = seen.setdefault(paths.without_numbers(path), path)
        if other != path:
            report(f"{language}/{path}", 0, f"only the number tells it from {other}: give one of them another name")


def _ids(page: PageFile, report: Report) -> None:
    seen: dict[str, int] = {}
    for block in page.blocks:
        if block.id:
            before = seen.setdefault(block.id, block.first)
            if before != block.first:
                report(page.place, block.first, f"the id `{block.id}` is taken: line {before} has it already")
        for _name, items in block.lists():
            _item_ids(page, items, report)


def _item_ids(page: PageFile, items: list[Item], report: Report) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id and item.id in seen:
            report(page.place, item.line, f"the id `{item.id}` is taken by another line of the same list")
        seen.add(item.id or "")


def texts(page: PageFile) -> Iterator[tuple[str, int]]:
    """Every piece of Markdown of the page and the line its block begins on."""
    if page.introduction:
        yield page.introduction, page.body_line
    for block in page.blocks:
        yield from block_texts(block)


def block_texts(block: Block) -> Iterator[tuple[str, int]]:
    for name in MARKDOWN_FIELDS:
        if block.kind != "rich_text" and block.value.get(name):
            yield block.value[name], block.first
    for item in block.value.get("questions", []):
        yield item.value["answer"], item.line


def media_path(page: PageFile, source: str) -> str | None:
    """The path from the root that a file names, or None when it is no path in the folder."""
    if markdown.SCHEME.match(source):
        return None
    return paths.resolve(f"{page.language}/{page.path}", unquote(source.partition("#")[0]))


def media_problem(source: str, path: str | None) -> str:
    if markdown.SCHEME.match(source):
        return f"`{source}` is on another site: pictures and files come with the course, in media/"
    if path is None:
        return f"`{source}` leads out of the folder"
    if not path.startswith("media/"):
        return f"`{source}` is not in media/: pictures and files of all languages live there"
    return f"there is no file {path}"


def _links(folder: CourseFolder, page: PageFile, report: Report) -> None:
    """A picture that is missing is a mistake; a link that leads nowhere is listed and stays."""
    for text, line in texts(page):
        for link in markdown.links(text, line):
            problem = _link_problem(folder, page, link)
            if problem and link.is_picture:
                report(page.place, link.line, problem)
            elif problem:
                folder.notes.append(Mistake(page.place, link.line, problem))


def _link_problem(folder: CourseFolder, page: PageFile, link: markdown.Link) -> str | None:
    """Pictures of other sites are shown as links and need no place in the folder."""
    if not link.is_local:
        return None
    if link.target.startswith("#") and not link.is_picture:
        known = {block.id for block in page.blocks}
        return None if link.target[1:] in known else f"nothing on this page has the id `{link.target[1:]}`"
    path = media_path(page, link.target)
    if path in folder.media:
        return None
    if not link.is_picture and path and path.startswith(f"{page.language}/") and path.partition("/")[2] in folder.pages[page.language]:
        return None
    return media_problem(link.target, path) if link.is_picture else f"the link `{link.target}` leads nowhere in this folder"


def _translation(source: PageFile | None, page: PageFile, report: Report, notes: list[Mistake]) -> None:
    """Naming what is not there is a mistake; not having everything yet is listed."""
    if source is None:
        report(page.place, 0, "the source language has no file of this path: a translation needs something to translate")
        return
    if page.front.get("minutes", 60) != source.front.get("minutes", 60):
        report(page.place, 1, f"minutes must be the same as in {source.place}")
    kinds = {block.id: block for block in source.blocks if block.id}
    for block in page.blocks:
        if not block.id:
            continue
        original = kinds.get(block.id)
        if original is None:
            report(page.place, block.first, f"the source language has no block `{block.id}` in {source.place}")
        elif original.kind != block.kind:
            report(page.place, block.first, f"`{block.id}` is `{_name(original)}` in {source.place} and `{_name(block)}` here")
        else:
            _same_items(source, original, page, block, report, notes)
            if block.kind == "assignment" and (others := assignment.differences(original, block)):
                report(page.place, block.first, f"`{block.id}` has another {others[0]} than in {source.place}:{original.first}")
    present = {block.id for block in page.blocks}
    missing = [block for block in source.blocks if block.is_exercise and block.id and block.id not in present]
    notes += [Mistake(page.place, 0, f"the exercise `{block.id}` of {source.place}:{block.first} is missing here") for block in missing]


def _same_items(source: PageFile, original: Block, page: PageFile, block: Block, report: Report, notes: list[Mistake]) -> None:
    originals = dict(original.lists())
    for name, items in block.lists():
        known = originals.get(name, [])
        if block.is_exercise and len(items) != len(known):
            there = f"{len(known)} in {source.place}:{original.first}"
            notes.append(Mistake(page.place, block.first, f"`{block.id}` has {len(items)} {name} here and {there}"))
        for item in items:
            if item.id and item.id not in {one.id for one in known}:
                report(page.place, item.line, f"the source language has no `{item.id}` in `{block.id}` ({source.place}:{original.first})")


def _name(block: Block) -> str:
    return str(block.value["kind"] if block.kind == "callout" else block.kind).replace("_", "-")


def note_links(folder: CourseFolder) -> None:
    """For courses that were not written for us: links that lead nowhere are listed, and stay."""
    for language in folder.languages:
        for page in folder.pages[language].values():
            for text, line in texts(page):
                for link in markdown.links(text, line):
                    problem = _link_problem(folder, page, link)
                    if problem:
                        folder.notes.append(Mistake(page.place, link.line, problem))
