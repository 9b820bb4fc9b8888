"""What can only be seen with the whole folder in view: ids, links between files, translations."""

from collections.abc import Iterator
from urllib.parse import unquote

from . import assignment, markdown, paths
from .document import MARKDOWN_FIELDS, Block, CourseFolder, FolderReport, Item, Mistake, PageFile
from .reasons import Reason
from .reasons import reason as _
from .sentences import no_file, nothing_to_translate, taken_in_the_list


def check_structure(folder: CourseFolder, report: FolderReport) -> None:
    """What can be said of each language and file by itself."""
    if folder.source_language and not folder.source():
        reason = _("the source language is %(language)s, but there is no folder %(language)s/", language=folder.source_language)
        report("course.yaml", 0, reason)
    for language in folder.languages:
        _structure(folder, language, report)
        for page in folder.pages[language].values():
            _ids(page, report)
            if page.is_whole:
                assignment.check_named(page.blocks, lambda block, reason, page=page: report(page.place, block.first, reason))
            _links(folder, page, report)


def check(folder: CourseFolder, report: FolderReport) -> None:
    """How the languages fit together."""
    for language in folder.languages:
        if language != folder.source_language:
            for page in folder.pages[language].values():
                _translation(folder, page, report)


def _structure(folder: CourseFolder, language: str, report: FolderReport) -> None:
    pages = folder.pages[language]
    if "course.md" not in pages:
        report(f"{language}/course.md", 0, _("there is no course.md"))
    modules = {page.module for page in pages.values() if page.module}
    for module in sorted(modules):
        if f"{module}/module.md" not in pages:
            report(f"{language}/{module}/module.md", 0, _("there is no module.md"))
    seen: dict[str, str] = {}
    for path in sorted(pages):
        other = seen.setdefault(paths.without_numbers(path), path)
        if other != path:
            report(f"{language}/{path}", 0, _("only the number tells it from %(file)s: give one of them another name", file=other))


def _ids(page: PageFile, report: FolderReport) -> None:
    seen: dict[str, int] = {}
    for block in page.blocks:
        if block.id:
            before = seen.setdefault(block.id, block.first)
            if before != block.first:
                report(page.place, block.first, _("the id `%(id)s` is taken: line %(line)s has it already", id=block.id, line=before))
        for _name, items in block.lists():
            _item_ids(page, items, report)


def _item_ids(page: PageFile, items: list[Item], report: FolderReport) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id and item.id in seen:
            report(page.place, item.line, taken_in_the_list(item.id))
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


def media_problem(source: str, path: str | None) -> Reason:
    if markdown.SCHEME.match(source):
        return _("`%(file)s` is on another site: pictures and files come with the course, in media/", file=source)
    if path is None:
        return _("`%(file)s` leads out of the folder", file=source)
    if not path.startswith("media/"):
        return _("`%(file)s` is not in media/: pictures and files of all languages live there", file=source)
    return no_file(path)


def _links(folder: CourseFolder, page: PageFile, report: FolderReport) -> None:
    """A picture that is missing is a mistake; a link that leads nowhere is listed and stays."""
    for link, problem in _leading_nowhere(folder, page):
        if link.is_picture:
            report(page.place, link.line, problem)
        else:
            folder.notes.append(Mistake(page.place, link.line, problem))


def _leading_nowhere(folder: CourseFolder, page: PageFile) -> Iterator[tuple[markdown.Link, Reason]]:
    for text, line in texts(page):
        for link in markdown.links(text, line):
            if problem := _link_problem(folder, page, link):
                yield link, problem


def _link_problem(folder: CourseFolder, page: PageFile, link: markdown.Link) -> Reason | None:
    """Pictures of other sites are shown as links and need no place in the folder."""
    if not link.is_local:
        return None
    if link.target.startswith("#") and not link.is_picture:
        known = {block.id for block in page.blocks}
        return None if link.target[1:] in known else _("nothing on this page has the id `%(id)s`", id=link.target[1:])
    path = media_path(page, link.target)
    if path in folder.media:
        return None
    if not link.is_picture and path and path.startswith(f"{page.language}/") and path.partition("/")[2] in folder.pages[page.language]:
        return None
    if link.is_picture:
        return media_problem(link.target, path)
    return _("the link `%(link)s` leads nowhere in this folder", link=link.target)


def _translation(folder: CourseFolder, page: PageFile, report: FolderReport) -> None:
    """Naming what is not there is a mistake; not having everything yet is listed."""
    source = folder.source().get(page.path)
    if source is None:
        if not _is_missed(folder, page):
            report(page.place, 0, nothing_to_translate())
    elif source.is_whole and page.is_whole:
        _compare(source, page, report, folder.notes)


def _is_missed(folder: CourseFolder, page: PageFile) -> bool:
    """Whether it was said already that the source language lacks this file."""
    has_module = any(one.module == page.module for one in folder.source().values())
    return page.kind == "course" or (page.kind == "module" and has_module)


def _compare(source: PageFile, page: PageFile, report: FolderReport, notes: list[Mistake]) -> None:
    if page.front.get("minutes", 60) != source.front.get("minutes", 60):
        report(page.place, 1, _("minutes must be the same as in %(there)s", there=source.place))
    kinds = {block.id: block for block in source.blocks if block.id}
    for block in page.blocks:
        if not block.id:
            continue
        original = kinds.get(block.id)
        if original is None:
            reason = _("the source language has no block `%(id)s` in %(there)s", id=block.id, there=source.place)
            report(page.place, block.first, reason)
        elif original.kind != block.kind:
            names = {"theirs": _name(original), "ours": _name(block)}
            reason = _("`%(id)s` is `%(theirs)s` in %(there)s and `%(ours)s` here", id=block.id, there=source.place, **names)
            report(page.place, block.first, reason)
        else:
            _same_items(source, original, page, block, report, notes)
            if block.kind == "assignment" and (others := assignment.differences(original, block)):
                there = f"{source.place}:{original.first}"
                reason = _("`%(id)s` has another `%(name)s` than in %(there)s", id=block.id, name=others[0], there=there)
                report(page.place, block.first, reason)
    present = {block.id for block in page.blocks}
    missing = [block for block in source.blocks if block.is_exercise and block.id and block.id not in present]
    notes += [Mistake(page.place, 0, _missing(source, block)) for block in missing]


def _missing(source: PageFile, block: Block) -> Reason:
    return _("the exercise `%(id)s` of %(there)s is missing here", id=block.id, there=f"{source.place}:{block.first}")


def _same_items(source: PageFile, original: Block, page: PageFile, block: Block, report: FolderReport, notes: list[Mistake]) -> None:
    originals, there = dict(original.lists()), f"{source.place}:{original.first}"
    for name, items in block.lists():
        known = originals.get(name, [])
        if block.is_exercise and len(items) != len(known):
            numbers = {"list": name, "ours": len(items), "theirs": len(known)}
            reason = _("the list `%(list)s` of `%(id)s`: %(ours)s here, %(theirs)s in %(there)s", id=block.id, there=there, **numbers)
            notes.append(Mistake(page.place, block.first, reason))
        for item in items:
            if item.id and item.id not in {one.id for one in known}:
                reason = _("the source language has no `%(item)s` in `%(id)s` (%(there)s)", item=item.id, id=block.id, there=there)
                report(page.place, item.line, reason)


def _name(block: Block) -> str:
    return str(block.value["kind"] if block.kind == "callout" else block.kind).replace("_", "-")


def note_links(folder: CourseFolder) -> None:
    """For courses that were not written for us: links that lead nowhere are listed, and stay."""
    for language in folder.languages:
        for page in folder.pages[language].values():
            folder.notes += [Mistake(page.place, link.line, problem) for link, problem in _leading_nowhere(folder, page)]
