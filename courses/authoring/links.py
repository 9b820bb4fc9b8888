"""Links of a course: in its folder they name files, on the site they are addresses. A link from lesson to lesson is relative there too, so
that it holds in every language and under every host."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from .folder import markdown
from .folder.paths import reference, resolve, slug_of
from .folder.reasons import Reason
from .folder.reasons import reason as _

RICH_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"([^>]*)>')
DOCUMENT_LINK = re.compile(r'<a ([^>]*?)linktype="document"([^>]*)>')
ID = re.compile(r'\s*\bid="(\d+)"')
KIND = re.compile(r'\s*\blinktype="document"')


@dataclass(frozen=True)
class Links:
    """Of one file. `media` is the address of each file in media/, `documents` the row of those that are documents, `pages` the paths of the
    language's files with their addresses below the course: `01-people/02-needs.md` → `people/needs/`."""

    language: str
    path: str
    media: Mapping[str, str]
    documents: Mapping[str, int]
    pages: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{self.language}/{self.path}"

    def to_site(self, text: str) -> str:
        return markdown.relink(text, self._address)

    def to_folder(self, text: str) -> str:
        return markdown.relink(text, self._file)

    def _address(self, target: str) -> str:
        if target.startswith("#"):
            return f"#b-{target[1:]}"
        if markdown.SCHEME.match(target):
            return target
        name, _, anchor = target.partition("#")
        path = resolve(self.place, unquote(name)) or ""
        page = self.pages.get(path.removeprefix(f"{self.language}/")) if path.startswith(f"{self.language}/") else None
        if page is not None:
            here = self.pages[self.path]
            return posixpath.relpath(page or ".", here or ".") + "/" + (f"#b-{anchor}" if anchor else "")
        return self.media.get(path, target)

    def _file(self, target: str) -> str:
        if target.startswith("#b-"):
            return f"#{target[3:]}"
        for path, address in self.media.items():
            if address == target:
                return quote(reference(self.place, path), safe="/:@!$&'*+,;=-._~")
        if markdown.SCHEME.match(target):
            return target
        name, _, anchor = target.partition("#b-")
        here = posixpath.normpath(posixpath.join(self.pages[self.path] or ".", name))
        for path, address in self.pages.items():
            if posixpath.normpath(address or ".") == here:
                return reference(self.path, path) + (f"#{anchor}" if anchor else "")
        return target

    def html_to_site(self, html: str) -> str:
        return RICH_LINK.sub(self._document_link, html)

    def _document_link(self, found: re.Match) -> str:
        path = resolve(self.place, unquote(found[2])) if not markdown.SCHEME.match(found[2]) else None
        if path not in self.documents:
            return found[0]
        return f'<a {found[1]}id="{self.documents[path]}" linktype="document"{KIND.sub("", found[3])}>'

    def html_to_folder(self, html: str) -> str:
        paths = {pk: path for path, pk in self.documents.items()}

        def back(found: re.Match) -> str:
            pk = ID.search(found[0])
            if pk is None or int(pk[1]) not in paths:
                return found[0]
            rest = KIND.sub("", ID.sub("", f"{found[1]}{found[2]}")).strip()
            return f'<a href="{reference(self.place, paths[int(pk[1])])}"{" " + rest if rest else ""}>'

        return DOCUMENT_LINK.sub(back, html)


@dataclass(frozen=True)
class MediaLinks:
    """Of a question, which is met on pages of many addresses: only pictures, files and other sites can be linked from there."""

    place: str
    media: Mapping[str, str]

    def to_site(self, text: str) -> str:
        return markdown.relink(text, lambda target: self.media.get(self._path(target), target))

    def to_folder(self, text: str) -> str:
        paths = {address: path for path, address in self.media.items()}
        return markdown.relink(text, lambda target: quote(reference(self.place, paths[target])) if target in paths else target)

    def problems(self, texts: Iterable[str]) -> Iterator[Reason]:
        for text in texts:
            for link in markdown.links(text):
                if link.is_local and self._path(link.target) not in self.media:
                    yield _("`%(link)s` is no file in media/: a question can show those, and link to other sites", link=link.target)

    def _path(self, target: str) -> str:
        return "" if markdown.SCHEME.match(target) else resolve(self.place, unquote(target.partition("#")[0])) or ""


def addresses(paths: list[str]) -> dict[str, str]:
    """Where each file of a language stands below its course, before any page was given another address on the site."""
    found = {}
    for path in paths:
        parts = [slug_of(part) for part in path.split("/") if part not in ("course.md", "module.md")]
        found[path] = "".join(f"{part}/" for part in parts)
    return found
